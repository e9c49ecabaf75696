"""Classic BibTeX, for ``bibtex`` and other programs that do not support BibLaTeX.

Types and fields are those of BibTeX's documentation ("BibTeXing", 1988), with ``doi``, ``url``,
``isbn``, ``issn`` and arXiv's ``eprint``, ``archivePrefix`` and ``primaryClass``, which old styles
ignore. Equal contribution, for which BibTeX has no field, is a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.latex import has_markup, plain
from sphinx_publications.latex.macros import CODED, SCRIPT_CHARACTERS, script_to_latex, to_latex
from sphinx_publications.model.dates import Date
from sphinx_publications.model.entry_types import entry_type
from sphinx_publications.model.fields import behind_title, braced
from sphinx_publications.model.in_words import (
    addendum,
    capitalized,
    cited_title,
    how_published,
    ordinal,
    particulars,
    people,
    preprint_words,
)
from sphinx_publications.model.languages import language_as_typed
from sphinx_publications.model.names import OTHERS, Name, in_braces
from sphinx_publications.model.notes import plain_remark
from sphinx_publications.model.publication import Publication
from sphinx_publications.model.states import is_undated

_TYPES = frozenset(
    "article book booklet inbook incollection inproceedings manual mastersthesis misc phdthesis "
    "proceedings techreport unpublished".split()
)
_WITH_HOW = {"misc", "unpublished", "booklet"}
"""Types whose ``howpublished`` styles print."""
_WITH_INSTITUTION = {"phdthesis", "mastersthesis", "techreport"}
_WITH_ORGANIZATION = {"inproceedings", "proceedings"}
_IN_WORDS = _WITH_HOW - {"booklet"}
"""Types whose ``howpublished`` says what other fields of other types say."""
_WITH_KIND = {*_WITH_INSTITUTION, *_IN_WORDS, "inbook", "incollection"}
_SAID = (
    "beside", "publisher", "institution", "original", "original language", "standard numbers",
    "visited",
)  # fmt: skip
"""Particulars that no type has a field for."""
_BIBTEX_NAMES = {
    "journaltitle": "journal", "location": "address", "date": "year", "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
}  # fmt: skip
"""Fields of BibLaTeX that have another name here."""
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEB = re.compile(r"(https?://[^\s,;]+)")
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def classic_bibtex(entries: Iterable[SourceEntry]) -> str:
    """Return entries as one file."""
    return "\n".join(_entry(entry) for entry in entries)


def _entry(entry: SourceEntry) -> str:
    type_ = _type(entry.publication)
    lines = [f"@{type_}{{{entry.key},"]
    hidden = {_BIBTEX_NAMES.get(name, name) for name in entry.source.hidden} - {"note"}
    lines += [
        f"  {name} = {value},"
        for name, value in _fields(entry, type_)
        if value not in {"", "{}"} and name.lower() not in hidden
    ]
    return "\n".join([*lines, "}\n"])


def _type(publication: Publication) -> str:
    kind = publication.entry_type
    if publication.is_preprint:
        return "misc"
    if kind.name == "inbook" and publication.container:
        # BibTeX's ``inbook`` has no title of its own.
        return "incollection"
    if publication.details.kind == entry_type("mastersthesis").csl_genre:
        return "mastersthesis"
    return kind.name if kind.name in _TYPES else kind.template


def _fields(entry: SourceEntry, type_: str) -> Iterator[tuple[str, str]]:
    publication, details = entry.publication, entry.publication.details
    main, editors = publication.main_people, publication.editors
    yield "editor" if main.kind == "editor" else "author", _names(main.names, main.et_al)
    yield "editor", _names(editors.names, editors.et_al)
    yield "title", f"{{{_title(publication)}}}"
    for name, text in _appeared(publication, type_):
        yield name, f"{{{_with_address(text)}}}"
    yield "edition", f"{{{_latex(ordinal(details.edition))}}}"
    yield "pages", f"{{{_latex(details.located).replace('-', '--')}}}"
    yield from _date(publication.date)
    if details.eprint:
        yield "archivePrefix", f"{{{_latex(details.archive)}}}"
        yield "eprint", _verbatim(details.eprint)
        classes = entry.fields.get("eprintclass", "") or entry.fields.get("primaryclass", "")
        yield "primaryClass", f"{{{_latex(plain(classes))}}}"
    yield "language", f"{{{_latex(language_as_typed(entry.fields))}}}"
    for name, text in (("isbn", details.isbn), ("issn", details.issn), ("doi", publication.doi)):
        yield name, _verbatim(text)
    address = publication.own_address
    if address and not (address in details.how and type_ in _WITH_HOW):
        yield "url", _verbatim(address)
    # Who did what, and what has yet to appear, is said whatever is hidden.
    is_hidden = "note" in entry.source.hidden
    remark = "" if is_hidden else plain_remark(publication.note)
    date = publication.date
    state = date.beside if is_hidden else date.untold
    is_told = date.year is None and bool(date.told_by) and not is_hidden
    has_words = _is_in_words(date) and not is_undated(date.years) and not is_told
    when = date.years if has_words else ""
    kind = "" if type_ in _WITH_KIND else details.kind
    before = [*capitalized(filter(None, (when, state, kind))), *publication.contributions]
    others = (
        list(_others(publication, type_)) if before else capitalized(_others(publication, type_))
    )
    hides_addendum = "addendum" in entry.source.hidden
    said = (*before, *others, remark, "" if hides_addendum else addendum(publication))
    yield "note", f"{{{_latex('; '.join(filter(None, said)))}}}"
    yield from ((name, f"{{{value}}}") for name, value in entry.source.added.items())


def _others(publication: Publication, type_: str) -> Iterator[str]:
    """Yield the parts of the note: what BibTeX has no fields for."""
    told = {"author", "editor", *(["holder"] if type_ == "misc" else [])}
    yield from people(publication, but=told)
    has_how, details = type_ in _WITH_HOW, publication.details
    has_place = details.event_place and (details.place or publication.publisher)
    has_event = has_place or publication.particulars.event_date.year
    is_issued = publication.issuer == publication.how and type_ not in _WITH_INSTITUTION
    kinds = {
        # Without a series, they stand in its place.
        "whole": has_how or details.series,
        # Of volume and number, styles print one.
        "series": has_how or details.volume,
        "chapter": has_how,
        "article": details.pages,
        **dict.fromkeys(("issue title", "volumes", "pages"), True),
        "version": type_ != "misc",
        "how": not (has_how or is_issued),
        "event": type_ not in _IN_WORDS
        and (has_event or details.event not in publication.container),
        "organization": type_ not in _WITH_ORGANIZATION,
        **dict.fromkeys(_SAID, True),
    }
    yield from particulars(publication, [kind for kind, is_said in kinds.items() if is_said])


def _verbatim(text: str) -> str:
    """Return an identifier or address as a value; readers take it as it is, without LaTeX."""
    return f"{{{re.sub('[{}]', '', _UNREADABLE.sub(' ', text))}}}"


def _appeared(publication: Publication, type_: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of the containing work, which depend on the type."""
    details = publication.details
    is_whole = publication.entry_type.stands_alone
    container = "" if is_whole else publication.container
    yield "journal" if type_ == "article" else "booktitle", container
    if type_ in _IN_WORDS:
        yield "howpublished", _how(publication)
        return
    if type_ == "booklet":
        yield "howpublished", details.how
        yield "publisher", publication.publisher
    elif type_ in _WITH_INSTITUTION:
        yield "institution" if type_ == "techreport" else "school", publication.publisher
        # Styles print the default by themselves: for every thesis that it is a doctoral one.
        kind = details.kind or (publication.entry_type.label if type_ == "phdthesis" else "")
        yield "type", "" if kind == entry_type(type_).csl_genre else kind
    else:
        yield "organization" if type_ == "manual" else "publisher", publication.issuer
    if type_ in _WITH_ORGANIZATION and details.organization != publication.issuer:
        yield "organization", details.organization
    yield "address", details.place or ("" if publication.publisher else details.event_place)
    yield "series", publication.collection or (publication.container if is_whole else "")
    yield "chapter", publication.particulars.chapter
    yield "type", details.kind if type_ in {"inbook", "incollection"} else ""
    yield "volume", details.volume
    yield "number", details.issue or details.series_number or details.number


# Entries share authors and venues.
@lru_cache(maxsize=4096)
def _with_address(text: str) -> str:
    """Return text for LaTeX, which breaks the lines of an address in it."""
    before, address, after = _WEB.split(text, maxsplit=1) if _WEB.search(text) else (text, "", "")
    url = f"\\url{_verbatim(address)}" if address else ""
    return f"{_latex(before)}{url}{_latex(after)}"


def _how(publication: Publication) -> str:
    """Return the description of a work of a type that BibTeX lacks."""
    details, kind = publication.details, publication.entry_type
    words = details.kind or kind.label
    if publication.is_preprint:
        has_number = publication.number or not publication.doi
        words = preprint_words(publication) + ("" if has_number else f" doi:{publication.doi}")
    version = f"version {details.version}" if details.version else ""
    words = " ".join(filter(None, (words, version)))
    event = (details.event, details.event_place, publication.particulars.event_date.edtf)
    return how_published(publication, words, *event)


def _names(names: Iterable[Name], et_al: bool) -> str:
    return f"{{{' and '.join(map(_name, (*names, *([OTHERS] if et_al else []))))}}}"


@lru_cache(maxsize=4096)
def _name(name: Name) -> str:
    return in_braces(name, _latex)


def _title(publication: Publication) -> str:
    """Return the title in its own LaTeX if balanced; words like LSTM keep their capitals."""
    title = behind_title(publication.title, publication.particulars.title_addon)
    if not has_markup(title) or not _is_balanced(title):
        return braced(_latex(cited_title(publication)))
    parts = _FORMULAS.split(_UNREADABLE.sub(" ", title.replace(r"\emph{", r"\textit{")))
    text = "".join(
        _in_pieces(part) if index % 2 else _in_dollars(to_latex(part, keeps_markup=True))
        for index, part in enumerate(parts)
    )
    return braced(_BESIDE_FORMULAS.sub(_with_capitals, text))


_FORMULAS = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)*)\$")
_BESIDE_FORMULAS = re.compile(r"(?<![\w{}$\\])[\w-]*(?:\$[^$]*\$[\w-]*)+(?![\w{}$\\])")
_PIECE = re.compile(
    r"""\\(?:mathrm|mathsf|text|textrm)\{(?P<letters>[^{}\\$]*)\}
    |(?P<relation>\\(?:to|rightarrow|leftarrow|leftrightarrow|times|approx|sim|leq?|geq?|neq?|pm)
      (?![A-Za-z])|[<>=])
    |(?P<base>\\[A-Za-z]+|[A-Za-z0-9.]+|[-+*/])?(?:(?P<sign>[_^])(?P<script>\{[^{}\\$]*\}|[\w+-]))
    |(?P<lone>\\[A-Za-z]+|[A-Za-z0-9.]+|[-+*/])
    |(?P<stop>[(),:])
    |(?P<space>\s+)""",
    re.VERBOSE,
)


def _with_capitals(match: re.Match[str]) -> str:
    """Return a word with formulas in braces if it has capitals, which BibTeX would lower."""
    has_capitals = any(char.isupper() for char in _FORMULAS.sub("", match[0]))
    return f"{{{match[0]}}}" if has_capitals else match[0]


def _in_pieces(formula: str) -> str:
    """Return a formula as several, each a sign with its script, which is all that Zotero reads.

    What is not as simple, such as a fraction, stays whole.
    """
    pieces, place = [], 0
    while match := _PIECE.match(formula, place):
        pieces.append(_piece(match))
        place = match.end()
    is_simple = place == len(formula) and re.search(r"[\\_^]", formula)
    return "".join(pieces) if is_simple else f"${formula}$"


def _piece(match: re.Match[str]) -> str:
    if match["sign"]:
        return f"${match['base'] or ''}{match['sign']}{{{match['script'].strip('{}')}}}$"
    if match["relation"]:
        return f" ${match['relation']}$ "
    if match["lone"]:
        return f"${match['lone']}$"
    return match["letters"] or match["stop"] or ""


def _is_balanced(latex: str) -> bool:
    bare = re.sub(r"\\.", "", latex, flags=re.DOTALL)
    depth = 0
    for char in bare:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0 and bare.count("$") % 2 == 0 and "%" not in bare and "#" not in bare


@lru_cache(maxsize=4096)
def _latex(text: str) -> str:
    if not CODED.search(text):
        return text
    parts = SCRIPT_CHARACTERS.split(_UNREADABLE.sub(" ", text))
    return "".join(
        script_to_latex(part) if index % 2 else _in_dollars(to_latex(part))
        for index, part in enumerate(parts)
    )


def _in_dollars(latex: str) -> str:
    """Return LaTeX with dollars in place of ``ensuremath``, which few readers know."""
    return re.sub(r"\\ensuremath\{([^{}]*)\}", r"$\1$", latex)


def _date(date: Date) -> Iterator[tuple[str, str]]:
    # typst refuses a whole file for a year that begins with a word.
    year = str(date.year or "") if _is_in_words(date) else date.years
    yield "year", f"{{{_with_dash(year)}}}"
    end = date.end
    if date.season:
        yield "month", f"{{{_with_dash(date.season_words)}}}"
    elif date.month:
        # Of a range of years, months would stand before both; of one of months, days.
        is_one_year = end is None or end.year == date.year
        is_one_month = is_one_year and (end is None or end.month == date.month)
        days = "--".join(str(day) for day in (date.day, end and end.day) if day)
        yield "day", f"{{{days}}}" if is_one_month else ""
        last = end.month if end and is_one_year else None
        months = dict.fromkeys(_MONTHS[month - 1] for month in (date.month, last) if month)
        yield "month", ' # "--" # '.join(months) if is_one_year else ""


def _is_in_words(date: Date) -> bool:
    """Whether words such as ``in press`` or ``ca.`` are where the year begins."""
    return not date.years[:1].isdecimal()


def _with_dash(text: str) -> str:
    return _latex(text).replace(r"{\textendash}", "--")
