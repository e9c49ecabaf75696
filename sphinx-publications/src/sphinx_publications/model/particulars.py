"""What only some works have: annexes of titles, the original, counts, related entries, a figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.latex.characters import unescape
from sphinx_publications.model.date_fields import read_date
from sphinx_publications.model.dates import Date
from sphinx_publications.model.eprints import read_eprint
from sphinx_publications.model.identifiers import is_path


class Particulars(NamedTuple):
    """What only some works have. Text is Unicode unless stated otherwise."""

    title_addon: str = ""
    """BibLaTeX's ``titleaddon``, which stands behind the title; in LaTeX."""
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
    pmid: str = ""
    pmcid: str = ""


NOTHING = Particulars()
_TEXTS = {
    "short_title": "shorttitle", "whole": "maintitle", "volumes": "volumes",
    "page_total": "pagetotal", "chapter": "chapter", "issue_title": "issuetitle",
    "event_addon": "eventtitleaddon", "original_title": "origtitle",
    "original_publisher": "origpublisher", "original_place": "origlocation",
}  # fmt: skip
_DATES = {"event_date": "event", "visited": "url", "original_date": "orig"}
"""What stands before ``date``, ``year`` and ``month`` in the names of the fields."""
_IDENTIFIERS = {"pmid": "pubmed", "pmcid": "pmc"}
_FIELDS = frozenset(
    (*_TEXTS.values(), *_IDENTIFIERS, "titleaddon", "eprinttype", "archiveprefix")
) | {f"{of}{part}" for of in _DATES.values() for part in ("date", "year")}


def read_particulars(fields: Mapping[str, str]) -> Particulars:
    """Return what only some works have from the fields of an entry."""
    if _FIELDS.isdisjoint(fields):
        return NOTHING
    found: dict[str, Any] = {n: plain(fields.get(field, "")) for n, field in _TEXTS.items()}
    found |= {name: _when(fields, of) for name, of in _DATES.items()}
    found |= {name: _identifier(fields, name, archive) for name, archive in _IDENTIFIERS.items()}
    return Particulars(title_addon=fields.get("titleaddon", "").strip(), **found)


def _when(fields: Mapping[str, str], of: str) -> Date:
    parts = {part: fields.get(f"{of}{part}", "") for part in ("date", "year", "month", "day")}
    return read_date(parts) if any(parts.values()) else Date()


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


class Preview(NamedTuple):
    """The figure that an entry names."""

    name: str = ""
    """Path in the folder of files, or from the root of the site if it begins with a slash."""
    alt: str = ""
    """Alternative text."""


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
