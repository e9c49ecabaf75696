"""Known fields of entries, misspelt fields, and required fields."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.model.authors import People
from sphinx_publications.model.dates import Date
from sphinx_publications.model.entry_types import SERVING_TYPES, EntryType
from sphinx_publications.model.imprint import Venue, what_it_is
from sphinx_publications.model.particulars import ROLES
from sphinx_publications.model.states import State, is_undated

# BibLaTeX manual, section "Entry Fields", with the fields of BibTeX and the aliases.
_BIBLATEX = """
abstract addendum address afterword annotate annotation annotator archiveprefix author authortype
bookauthor bookpagination booksubtitle booktitle booktitleaddon chapter commentator crossref date
doi edition editor editora editorb editorc editoratype editorbtype editorctype editortype eid
entryset entrysubtype eprint eprintclass eprinttype eventdate eventtitle eventtitleaddon execute
file foreword gender hidden holder howpublished hyphenation ids indexsorttitle indextitle
institution introduction isan isbn ismn isrn issn issue issuesubtitle issuetitle issuetitleaddon
iswc journal journalsubtitle journaltitle journaltitleaddon key keywords label langid langidopts
language library location mainsubtitle maintitle maintitleaddon month nameaddon note number options
organization origdate origlanguage origlocation origpublisher origtitle pages pagetotal pagination
part pdf presort primaryclass publisher pubstate related relatedoptions relatedstring relatedtype
reprinttitle school series shortauthor shorteditor shorthand shorthandintro shortjournal
shortseries shorttitle sortkey sortname sortshorthand sorttitle sortyear subtitle title titleaddon
translator type url urldate urlmonth urlyear urlraw venue version volume volumes xdata xref year
"""
# Fields of al-folio, publishers and reference managers.
_OTHERS = """
abbr additional_info additionalinfo adsnote adsurl affiliation altmetric article-number articleno
award award_name bdsk biburl bibsource bibtex_show category collaboration contributor copyright
correspondence da day dimensions ee groups google_scholar_id hal inspirehep_id intype journal-iso
keywords-plus lastaccessed lastchecked lccn mendeley-groups mendeley-tags mrnumber nlmuniqueid
numpages opturl owner place pmc pmcid pmid posted-at preview previewalt priority rating read
researcherid selected
shortbooktitle sn source summary timestamp unique-id usera userb userc userd usere userf username
web_url webofscience_id x-color zblnumber zbl
"""
# Fields that are shown as LaTeX text, unlike addresses.
_TEXTS = frozenset(
    """
abbr abstract addendum additional_info address annotation author award booktitle chapter edition
editor eventtitle howpublished institution journal journaltitle keywords location maintitle note
number organization pages publisher pubstate school series shortjournal subtitle summary title
titleaddon type volume
""".split()
)
# Fields that control LaTeX or a program, or are private.
_NOT_FOR_OTHERS = frozenset(
    "annotation annote execute file gender hidden library options urlraw".split()
)
# Fields that docs/fields.md adds to those of BibLaTeX.
_DOCUMENTED = (
    "abbr article-number articleno award collaboration hal lastaccessed lastchecked numpages pmc "
    "pmcid pmid"
)
_MARKED = "author+an editor+an"
_FOR_OTHERS = frozenset(f"{_BIBLATEX} {_DOCUMENTED} {_MARKED}".split()) - _NOT_FOR_OTHERS
_KNOWN = frozenset(f"{_BIBLATEX} {_OTHERS}".split())
_NUMBERED = re.compile(r"(?:bdsk-(?:url|file)|local-url|opt\w+|(?:list|name|user|verb)[a-f]?)-?\d*")


def is_known(name: str) -> bool:
    """Whether a field, given by its lower-case name, belongs to BibLaTeX or a common program."""
    annotated, _, rest = name.partition("+an")
    is_sound = not rest or rest.startswith(":")
    return (is_sound and annotated in _KNOWN) or _NUMBERED.fullmatch(name) is not None


def is_for_others(name: str) -> bool:
    """Whether a field, given by its lower-case name, is useful to people who cite the work.

    Fields of BibLaTeX, BibTeX and the documentation are. Private fields of reference managers
    are not, nor are annotations other than those of people, which carry the marks.
    """
    return name in _FOR_OTHERS


def is_text(name: str) -> bool:
    """Whether a field, given by its lower-case name, is LaTeX text that is shown."""
    return name in _TEXTS


_MEANT = """
abstract abbr address annotation author author+an award booktitle code date doi edition editor
editor+an eprint eprinttype html institution isbn issn journal journaltitle keywords month note
number organization pages pdf poster preview pubstate publisher school selected series slides
subtitle supp title url video volume website year
""".split()
"""Fields for which misspelt names are corrected."""
_PEOPLE = frozenset("adviser advisor examiner promotor referee supervisor".split()) | ROLES.keys()
"""What people did for whom BibLaTeX has no field, where it is no field."""


@lru_cache(maxsize=4096)
def meant(name: str) -> str:
    """Return the field that an unknown, lower-case name misspells; empty if there is none."""
    if is_known(name):
        return ""
    swapped = [known for known in _MEANT if sorted(known) == sorted(name) and known[0] == name[0]]
    swapped += [known for known in _MEANT if sorted(known) == sorted(name)]
    close = [
        known
        for known in difflib.get_close_matches(name, _MEANT, n=1, cutoff=0.82)
        # A longer word, such as preprint, is not a misspelling of eprint.
        if len(name) < len(known) + 2 or known not in name
    ]
    return next(iter([*swapped, *close]), "")


def unread_aliases(fields: Mapping[str, str]) -> Iterator[Remark]:
    """Yield a remark for each field that is not read, since its BibLaTeX name says else.

    `fields` has lower-case names.
    """
    for alias, name in _READ_FIRST.items():
        is_other = alias == "address" and _has_place_of_event(fields)
        if fields.get(alias) and fields.get(name) and not is_other:
            one, other = plain(fields[alias]), plain(fields[name])
            message = f"{alias} = {{{one}}} is not read beside {name} = {{{other}}}; remove one"
            if one.lower() != other.lower():
                yield Remark(alias, Subtype.DUPLICATE_FIELD, message)


def misspelt(fields: Mapping[str, str], shown: Collection[str]) -> Iterator[Remark]:
    """Yield a remark for each field whose name is similar to that of a known field.

    `fields` has lower-case names; `shown` contains the fields that settings add.
    """
    for name in fields:
        known = "" if name in shown else meant(name)
        if name in _PEOPLE and name not in shown and not is_known(name):
            message = f"{name} is no field; write editora = {{…}}, editoratype = {{{name}}}"
            yield Remark(name, Subtype.UNKNOWN_FIELD, message)
        elif known and known not in fields:
            message = f"{name} is no field; did you mean {known}? write {known} = {{…}}"
            yield Remark(name, Subtype.UNKNOWN_FIELD, message)


ALIASES = {"journal": "journaltitle", "address": "location", "school": "institution"}
"""BibLaTeX names of BibTeX fields (BibLaTeX manual, "Field Aliases"), which take precedence."""
_READ_FIRST = ALIASES | {"archiveprefix": "eprinttype", "primaryclass": "eprintclass"}
_SYNONYMS = {
    "article-number": "eid", "articleno": "eid", "numpages": "pagetotal",
    "lastaccessed": "urldate", "lastchecked": "urldate",
}  # fmt: skip
"""BibLaTeX names of fields of publishers and of other styles (ACM, natbib)."""


_CONTAINERS = {of: (f"{of}subtitle", f"{of}titleaddon") for of in "book main journal issue".split()}
"""What a work stands in, and the fields that follow its title."""


def read_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """Return `fields`, by lower-case name, with aliases under both names.

    The titles of containers have their subtitles.
    """
    found = dict(fields)
    if _has_place_of_event(found):
        found |= {"venue": found["location"], "location": found["address"]}
    for alias, name in ALIASES.items():
        if value := found.get(name) or found.get(alias):
            found[alias] = found[name] = value
    for other, name in _SYNONYMS.items():
        # The number of pages of an article with pages says nothing.
        if found.get(other) and not (name == "pagetotal" and found.get("pages")):
            found[name] = found.get(name) or found[other]
    for of in [of for of, more in _CONTAINERS.items() if any(map(found.get, more))]:
        found[f"{of}title"] = _with_addon(found, of)
    if not found.get("booktitle"):
        # The only name of a journal may be its short one.
        found["journaltitle"] = found.get("journaltitle") or found.get("shortjournal", "")
    if found.get("journaltitle"):
        found["journal"] = found["journaltitle"]
    return found


def _has_place_of_event(fields: Mapping[str, str]) -> bool:
    """Whether ``location`` is that of the event, and ``address`` the publisher's (ACM)."""
    place, other = fields.get("address"), fields.get("location")
    is_paper = bool(fields.get("booktitle")) and not fields.get("venue")
    return is_paper and bool(place and other) and place != other


def whole_title(fields: Mapping[str, str], of: str = "") -> str:
    """Return the title, with the subtitle after a colon, in LaTeX.

    `of` is ``book``, ``main``, ``journal`` or ``issue`` for the title of what contains the work.
    """
    title, subtitle = fields.get(f"{of}title", "").rstrip(), fields.get(f"{of}subtitle", "").strip()
    if not subtitle or plain(title).endswith(plain(subtitle)):
        return title
    return f"{title}{' ' if title[-1:] in set('?!:.') else ': ' if title else ''}{subtitle}"


def _with_addon(fields: Mapping[str, str], of: str) -> str:
    """Return the title of what contains the work, with subtitle and annex; once, if it has them."""
    title, addon = fields.get(f"{of}title", ""), fields.get(f"{of}titleaddon", "").strip()
    if addon and plain(title).endswith(plain(addon)):
        return title
    return behind_title(whole_title(fields, of), addon)


def behind_title(title: str, addon: str) -> str:
    """Return a title with its annex behind it, in LaTeX or in plain text."""
    end = "" if title[-1:] in set("?!.") else "."
    return f"{title}{end} {addon}" if title and addon else title or addon


# Words whose capitals must be protected when a style lower-cases titles.

_TITLE_WORD = re.compile(r"(?<![\w\\])[^\W_]+")


def unbraced(title: str) -> list[str]:
    """Return the words with a capital after the first letter that BibTeX would lower-case.

    Examples are ``SpiNNaker`` and ``LSTM``. Words in braces, macros and formulas are skipped, and
    names such as ``Bayes`` are not recognised.
    """
    return list(dict.fromkeys(match[0] for match in _title_words(title)))


def braced(title: str) -> str:
    """Return a title with braces around the words that `unbraced` returns."""
    for match in reversed(_title_words(title)):
        title = f"{title[: match.start()]}{{{match[0]}}}{title[match.end() :]}"
    return title


def _title_words(title: str) -> list[re.Match[str]]:
    kept = _kept(title)
    return [
        match
        for match in _TITLE_WORD.finditer(title)
        # Most words have no capital, which this tells at once.
        if not match[0][1:].islower() and any(char.isupper() for char in match[0][1:])
        if not any(kept[slice(*match.span())])
    ]


def _kept(title: str) -> bytearray:
    """Return a flag for each character: whether it is in braces or in a formula."""
    kept = bytearray(len(title))
    if "{" not in title and "$" not in title:
        return kept
    depth, in_formula = 0, False
    for place, char in enumerate(title):
        if place and title[place - 1] == "\\":
            continue
        in_formula ^= char == "$"
        depth = max(0, depth + {"{": 1, "}": -1}.get(char, 0))
        kept[place] = depth > 0 or in_formula
    return kept


# Required fields: title, authors, year and venue.


_IN_PLACE_OF_AUTHORS = ("collaboration", "label", "related")
"""Fields by which BibLaTeX names a work without authors (manual, "Special Fields")."""
_ANONYMOUS = frozenset({"periodical", "proceedings", "mvproceedings"})
"""Types of which BibLaTeX requires neither an author nor an editor."""


def missing_fields(
    kind: EntryType, people: People, fields: Mapping[str, str], date: Date, venue: Venue
) -> Iterator[Remark]:
    """Yield a remark about missing fields."""
    if kind.name in SERVING_TYPES:
        return
    lacking: dict[str, str] = {}
    if not plain(fields.get("title", "")):
        lacking["the title"] = "title = {…}"
    known = (*map(people.get, ("author", "editor")), *map(fields.get, _IN_PLACE_OF_AUTHORS))
    if not any(known) and kind.name not in _ANONYMOUS:
        lacking["the author"] = "author = {Family, Given}"
    if date.year is None and not date.status:
        if date.words:
            yield from _no_year(fields, date.words)
        else:
            lacking["the year"] = "year = {2024}"
    names = kind.venue_fields
    is_nowhere = venue.name in {"", what_it_is(kind, fields)}
    if names and is_nowhere and date.state not in {State.SUBMITTED, State.IN_PREPARATION}:
        lacking["where it appeared"] = f"{names[0]} = {{…}}"
    if list(lacking) == ["the author"]:
        yield Remark("", Subtype.MISSING_FIELD, f"nobody wrote it; add {lacking['the author']}")
    elif lacking:
        verb = "is" if len(lacking) == 1 else "are"
        message = f"{_listed(lacking)} {verb} missing; add {_listed(lacking.values())}"
        yield Remark("", Subtype.MISSING_FIELD, message)


def _listed(things: Iterable[str]) -> str:
    """Join words as in ``a, b and c``."""
    *before, last = things
    return f"{', '.join(before)} and {last}" if before else last


def _no_year(fields: Mapping[str, str], words: str) -> Iterator[Remark]:
    name = next(name for name in ("year", "date") if fields.get(name))
    if not is_undated(words):
        message = (
            f"'{fields[name]}' is no year; write year = {{2024}}, "
            "or pubstate = {inpress} for what is yet to appear"
        )
        yield Remark(name, Subtype.INVALID_DATE, message)
