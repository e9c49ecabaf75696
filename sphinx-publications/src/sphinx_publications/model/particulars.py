"""What only some works have: contributors besides the authors, annexes, relations, a figure.

`ROLES` has the fields of BibLaTeX for people, its kinds of editors, and those of its styles for
films and recordings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pybtex.bibtex.utils import split_name_list
from pybtex.database import InvalidNameString

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.latex.macros import unescape
from sphinx_publications.model import annotations as data_annotations
from sphinx_publications.model.authors import People, author_role
from sphinx_publications.model.data_marks import TRANSLATION
from sphinx_publications.model.date_fields import read_dated
from sphinx_publications.model.dates import Date
from sphinx_publications.model.eprints import read_eprint
from sphinx_publications.model.identifiers import is_path
from sphinx_publications.model.names import OTHERS, Name, parse_name


class Role(NamedTuple):
    """What somebody did, in words and in each format."""

    words: str = ""
    """Words for a list, with the place of the names."""
    csl: str = "contributor"
    """Variable (CSL 1.0.2, appendix IV)."""
    schema: str = "contributor"
    """Property of schema.org; see `json_ld`."""
    short: tuple[str, str] = ("", "")
    """What stands behind one name and behind several in place of the authors.

    Without it the words stand around the names.
    """


ROLES = {
    "author": Role("", "author", "author"),
    "editor": Role("edited by {names}", "editor", "editor", ("ed.", "eds.")),
    "compiler": Role("compiled by {names}", "compiler", short=("comp.", "comps.")),
    "founder": Role("founded by {names}"),
    "continuator": Role("continued by {names}"),
    "redactor": Role("redacted by {names}"),
    "reviser": Role("revised by {names}"),
    "collaborator": Role("in collaboration with {names}"),
    "organizer": Role("organized by {names}", "organizer"),
    "translator": Role("translated by {names}", "translator", "translator"),
    "bookauthor": Role("in a book by {names}", "container-author", "author"),
    "commentator": Role("with a commentary by {names}"),
    "annotator": Role("with annotations by {names}"),
    "introduction": Role("with an introduction by {names}"),
    "foreword": Role("with a foreword by {names}"),
    "afterword": Role("with an afterword by {names}"),
    "holder": Role("held by {names}", ""),
    "director": Role("directed by {names}", "director", "director", ("dir.", "dirs.")),
    "producer": Role("produced by {names}", "producer", "producer"),
    "executive-producer": Role("produced by {names}", "executive-producer", "producer"),
    "script-writer": Role("written by {names}", "script-writer"),
    "composer": Role("composed by {names}", "composer"),
    "performer": Role("performed by {names}", "performer"),
    "narrator": Role("narrated by {names}", "narrator"),
    "host": Role("hosted by {names}", "host"),
    "guest": Role("with {names}", "guest"),
    "illustrator": Role("illustrated by {names}", "illustrator", "illustrator"),
    "interviewer": Role("interviewed by {names}", "interviewer"),
    "curator": Role("curated by {names}", "curator"),
    "chair": Role("chaired by {names}", "chair"),
    "contributor": Role("with {names}"),
}
"""What people did, by the names of BibLaTeX's fields and of its kinds of editors."""
_ALIASES = {
    "organiser": "organizer", "execproducer": "executive-producer",
    "executiveproducer": "executive-producer", "writer": "script-writer",
    "scriptwriter": "script-writer", "screenwriter": "script-writer",
}  # fmt: skip


def role_of(kind: str) -> Role:
    """Return what a kind of contributor did; an unknown kind stands before the names."""
    return ROLES.get(kind) or Role(f"{kind.replace('{', '').replace('}', '')}: {{names}}")


class Contributors(NamedTuple):
    """The people of an entry who did one thing."""

    kind: str
    """What they did: a name in `ROLES`, or what the entry calls it."""
    names: tuple[Name, ...]
    et_al: bool = False
    """Whether the list ends with ``others``."""

    @property
    def role(self) -> Role:
        """What they did, in words and in each format."""
        return role_of(self.kind)


def editor_kind(fields: Mapping[str, str], of: str = "editor") -> str:
    """Return what the people in the field `of` did: ``editor``, unless its type says else."""
    said = plain(fields.get(f"{of}type", "")).strip()
    known = _ALIASES.get(said.lower(), said.lower())
    return known if known in ROLES else said or "editor"


def read_contributors(people: People, fields: Mapping[str, str]) -> tuple[Contributors, ...]:
    """Return the people besides those in place of the authors, by what they did; editors first."""
    found: dict[str, list[Name]] = {"editor": []}
    for field, names in people.items():
        if field != author_role(people):
            kind = editor_kind(fields, field) if field.startswith("editor") else field
            found.setdefault(kind, []).extend(name for name, _ in names)
    return tuple(
        Contributors(kind, tuple(name for name in names if name != OTHERS), OTHERS in names)
        for kind, names in found.items()
        if names
    )


class Sorting(NamedTuple):
    """What an entry says of its place in lists (BibLaTeX manual, "Special Fields")."""

    presort: str = "mm"
    """What comes before everything else."""
    key: str = ""
    """What stands in place of the names, of the title or of the date."""
    names: tuple[Name, ...] = ()
    """The names to sort by, such as the readings of names in Han."""
    title: str = ""
    year: str = ""


class Particulars(NamedTuple):
    """What only some works have. Text is Unicode unless stated otherwise."""

    title_addon: str = ""
    """BibLaTeX's ``titleaddon``, which stands behind the title; in LaTeX."""
    translation: str = ""
    """The title in another language."""
    short_title: str = ""
    whole: str = ""
    """The work in several volumes that this one is part of, BibLaTeX's ``maintitle``."""
    volumes: str = ""
    """Number of volumes."""
    page_total: str = ""
    """Number of pages."""
    chapter: str = ""
    issue_title: str = ""
    event_addon: str = ""
    event_date: Date = Date()
    visited: Date = Date()
    """The date on which the author of the entry saw the page, BibLaTeX's ``urldate``."""
    original_title: str = ""
    """Title of what was translated or printed again."""
    original_date: Date = Date()
    original_publisher: str = ""
    original_place: str = ""
    original_language: str = ""
    standard_numbers: str = ""
    """Numbers that few formats have: ``ISRN KTH/NA/P-86/37-SE``."""
    pmid: str = ""
    pmcid: str = ""
    sorting: Sorting = Sorting()


NOTHING = Particulars()
_TEXTS = {
    "short_title": "shorttitle", "whole": "maintitle", "volumes": "volumes",
    "page_total": "pagetotal", "chapter": "chapter", "issue_title": "issuetitle",
    "event_addon": "eventtitleaddon", "original_title": "origtitle",
    "original_publisher": "origpublisher", "original_place": "origlocation",
    "original_language": "origlanguage",
}  # fmt: skip
_DATES = {"event_date": "event", "visited": "url", "original_date": "orig"}
"""What stands before ``date``, ``year`` and ``month`` in the names of the fields."""
_IDENTIFIERS = {"pmid": "pubmed", "pmcid": "pmc"}
_NUMBERS = ("isrn", "isan", "ismn", "iswc")
_SORTING = {"presort": "presort", "key": "sortkey", "title": "sorttitle", "year": "sortyear"}
_OTHERS = ("sortname", TRANSLATION, "titleaddon", "eprinttype", "archiveprefix")
_FIELDS = frozenset(
    [*_SORTING.values(), *_TEXTS.values(), *_IDENTIFIERS, *_NUMBERS, *_OTHERS]
    + [f"{of}{part}" for of in _DATES.values() for part in ("date", "year")]
)


def read_particulars(fields: Mapping[str, str], remarks: list[Remark]) -> Particulars:
    """Return what only some works have from the fields of an entry; add remarks about dates."""
    if _FIELDS.isdisjoint(fields):
        return NOTHING
    found: dict[str, Any] = {n: plain(fields.get(field, "")) for n, field in _TEXTS.items()}
    found |= {name: _when(fields, of, remarks) for name, of in _DATES.items()}
    found |= {name: _identifier(fields, name, archive) for name, archive in _IDENTIFIERS.items()}
    found["sorting"] = _sorting(fields)
    numbers = (f"{name.upper()} {plain(fields[name])}" for name in _NUMBERS if fields.get(name))
    found["standard_numbers"] = ", ".join(numbers)
    unit = plain(fields.get("bookpagination", ""))
    if unit not in {"", "none", "page"} and found["page_total"].isdecimal():
        found["page_total"] += f" {unit}s"
    said, _ = data_annotations.parse(fields.get(TRANSLATION, ""))
    found["translation"] = plain("; ".join(",".join(one.words) for one in said)).strip()
    return Particulars(title_addon=fields.get("titleaddon", "").strip(), **found)


def _sorting(fields: Mapping[str, str]) -> Sorting:
    said = {name: plain(fields.get(field, "")).strip() for name, field in _SORTING.items()}
    written = fields.get("sortname", "").strip()
    try:
        names = tuple(parse_name(each)[0] for each in split_name_list(written) if each)
    except InvalidNameString:
        names = (Name(plain(written)),)
    return Sorting(names=names, **{name: text for name, text in said.items() if text})


def _when(fields: Mapping[str, str], of: str, remarks: list[Remark]) -> Date:
    parts = {part: fields.get(f"{of}{part}", "") for part in ("date", "year", "month", "day")}
    if not any(parts.values()):
        return Date()
    date, found = read_dated(parts)
    if date.words:
        message = f"date = {{{date.words}}} is no date; write date = {{2024-05-31}}"
        found.append(Remark("date", Subtype.INVALID_DATE, message))
    for field, subtype, message, *_ in found:
        said = re.sub(r"\b(date|year|month|day) = ", rf"{of}\1 = ", message)
        # Of two years neither is that of the first edition.
        said = re.sub(r"\{\d+\}, and origdate.*", f"{{{date.edtf}}}", said)
        remarks.append(Remark(f"{of}{field}", subtype, said))
    return date


def _identifier(fields: Mapping[str, str], name: str, archive: str) -> str:
    """Return the identifier in PubMed or PubMed Central, from its own field or the eprint."""
    own = read_eprint({"eprint": fields.get(name, ""), "eprinttype": archive})
    wanted = {"pubmed": "PubMed", "pmc": "PubMed Central"}[archive]
    found = own or read_eprint(fields)
    return found.identifier if found and found.archive == wanted else ""


RELATIONS = {
    "translationof": "Translation of",
    "translationas": "Translated as",
    "bytranslator": "Translated as",
    "reprintof": "Reprint of",
    "reprintas": "Reprinted as",
    "reprintfrom": "Reprinted from",
    "origpubas": "Originally published as",
    "origpubin": "Originally published in",
    "reviewof": "Review of",
    "multivolume": "Volumes:",
    "erratum": "Erratum:",
    "errata": "Errata:",
    "": "See also:",
}
"""Words by BibLaTeX's ``relatedtype`` (manual, "Related Entries"), before the related entries."""


class Relation(NamedTuple):
    """The related entries of a work."""

    words: str = ""
    """What the work is to them: ``Translation of``; translated where it is shown."""
    keys: tuple[str, ...] = ()
    """Their keys as written."""


def read_relation(fields: Mapping[str, str]) -> Relation:
    """Return the related entries of an entry; `fields` have lower-case names."""
    if not fields.get("related"):
        return Relation()
    kind = plain(fields.get("relatedtype", "")).strip()
    said = plain(fields.get("relatedstring", "")).strip()
    words = said or RELATIONS.get(kind.lower()) or f"{kind[:1].upper()}{kind[1:]}:"
    return Relation(words, keys_in(fields["related"]))


def keys_in(value: str) -> tuple[str, ...]:
    """Return the keys in a field such as ``related`` or ``entryset``, each once."""
    return tuple(dict.fromkeys(key.strip() for key in value.split(",") if key.strip()))


RECIPE = 3
"""Version of the image processing; increase it so that all figures are made again."""

PHOTO = "photo:"
"""Start of the name of a figure that is a photo of a person, which is shown small only."""


class Preview(NamedTuple):
    """The figure that an entry names."""

    name: str = ""
    """Path in the folder of files, or from the root of the site if it begins with a slash."""
    alt: str = ""
    """Alternative text."""


class Size(NamedTuple):
    """A figure in one of the sizes in which it is displayed."""

    files: tuple[str, ...]
    """Paths in the site: at display size, then up to twice as large for high-density screens.

    Names of scaled pictures end in the width in pixels, as in ``a-96.webp``.
    """
    width: int
    """In CSS pixels, like the height."""
    height: int

    @property
    def densities(self) -> tuple[float, ...]:
        """Pixel density of each file, in pixels per CSS pixel."""
        widths = (re.search(r"-(\d+)\.webp$", name) for name in self.files)
        return tuple(round(int(found[1]) / self.width, 2) if found else 1.0 for found in widths)


class Figure(NamedTuple):
    """A figure in the two sizes that pages use."""

    small: Size
    """Next to an entry in a list."""
    large: Size
    """On the page of the paper."""


def read_preview(fields: Mapping[str, str], remarks: list[Remark]) -> Preview:
    """Return the figure that an entry names; add a remark if it cannot be shown."""
    name = unescape(fields.get("preview", ""))
    if not name:
        return Preview()
    if re.match(r"(?:https?:)?//", name, re.IGNORECASE):
        message = (
            f"preview = {{{name}}} is on another host and is not shown, since pages load nothing "
            "from others; save the picture in the repository and write its path"
        )
        remarks.append(Remark("preview", Subtype.REMOTE_FIGURE, message))
        return Preview()
    if not is_path(name.removeprefix("/")):
        message = (
            f"preview = {{{name}}} is no file of the site and is not shown; "
            "write its path from the root of the site: preview = {/_static/figure.png}"
        )
        remarks.append(Remark("preview", Subtype.FILE, message))
        return Preview()
    return Preview(name, plain(fields.get("previewalt", "")))
