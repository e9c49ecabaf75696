"""The lines of an entry as pybtex's rich text: title, remark, authors, summary, venue, links.

Lists, pages of papers, citation cards, the feed and social cards render them, each with its own
backend.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pybtex.richtext import BaseText, HRef, Tag, Text

from sphinx_publications import latex
from sphinx_publications.i18n import translate
from sphinx_publications.latex import (
    AuthorName,
    Award,
    Isolated,
    Line,
    MarkSymbol,
    OrcidLink,
    OwnerName,
    PersonLink,
)
from sphinx_publications.model.authors import Author
from sphinx_publications.model.fields import behind_title
from sphinx_publications.model.in_words import (
    affiliations,
    capitalized,
    facts,
    is_mixed,
    particulars,
    people,
)
from sphinx_publications.model.marks import Mark, by_symbol, is_in_brackets
from sphinx_publications.model.names import Name
from sphinx_publications.model.notes import rich_remark
from sphinx_publications.model.people import Affiliation
from sphinx_publications.model.publication import Publication


def shown_authors(prominent: Sequence[bool]) -> list[tuple[str, int]]:
    """Return the authors, from 0, that a shortened list shows, each with the separator before it.

    These are the first two, the last two and the prominent ones: the owner of the page, and
    everyone with a mark or the annotation ``highlight`` or ``visible``. No gap stands for a single
    author.
    """
    last = len(prominent) - 1
    shown = {p for p, is_shown in enumerate(prominent) if is_shown or p <= 1 or p >= last - 1}
    shown |= {p for p in range(1, last) if p - 1 in shown and p + 1 in shown}
    return [("" if p == 0 else ", " if p - 1 in shown else " … ", p) for p in sorted(shown)]


def entry_lines(publication: Publication) -> Text:
    """Return the lines of an entry; any field may be missing."""
    lines = (
        ("title", [title_line(publication)]),
        ("note", [note_line(publication)] if publication.note else []),
        ("authors", _authors(publication)),
        ("summary", [rich_remark(publication.summary)] if publication.summary else []),
        ("venue", _venue(_without_state_of_note(publication))),
    )
    return Text(*(Line(role, *parts) for role, parts in lines if parts))


def _without_state_of_note(publication: Publication) -> Publication:
    """Return a publication without its state if the note says it, so that it is not repeated."""
    date = publication.date
    if date.told_by != "note":
        return publication
    return publication._replace(date=date._replace(status=""))


def title_line(publication: Publication) -> BaseText:
    """Return the title with its annex and its translation, or else the key."""
    addon, translation = publication.particulars.title_addon, publication.particulars.translation
    title = behind_title(publication.title, addon) if addon else publication.title
    shown = latex.rich(title) or Text(publication.key)
    return Text(shown, f" [{translation}]") if translation else shown


def note_line(publication: Publication) -> BaseText:
    """Return the remark in brackets."""
    remark = rich_remark(publication.note) if publication.note else Text()
    has_own = is_in_brackets(str(remark).rstrip("."))
    return remark if not remark or has_own else Text("(", remark, ")")


def authors_line(publication: Publication, longest: int = 0) -> Text:
    """Return the authors with marks, initials first; shorten a list of more than `longest`."""
    return Text(*_authors(publication, longest))


def full_authors_line(publication: Publication) -> Text:
    """Return the authors by their full names, with marks, notes of affiliations and ORCID iDs."""
    are_mixed = is_mixed(publication)
    numbers = {place: n for n, place in enumerate(affiliations(publication), start=1)}
    names = [
        Text(
            marked(author, author.with_native(author.name.full), are_mixed),
            *_noted(author, numbers),
        )
        for author in publication.authors
    ]
    before, behind = _around_authors(publication)
    parts = [before, *_between(", ", names), *behind]
    return Text(*parts, *_others(publication, parts, lambda name: name.full))


_SHOWN = (
    "untold beside", "whole", "issue title", "volumes", "pages", "chapter", "version", "untold how",
    "event besides", "original", "original language",
)  # fmt: skip
"""The particulars that lists show, names in `PHRASES`."""


def _noted(author: Author, numbers: Mapping[Affiliation, int]) -> list[BaseText]:
    """Return the numbers of the affiliations of an author, and the link to the ORCID record.

    Screen readers read the names of the affiliations.
    """
    in_order = sorted(author.affiliations, key=numbers.__getitem__)
    places = [MarkSymbol(place.name, str(numbers[place])) for place in in_order]
    notes: list[BaseText] = [Tag("sup", *_between(",", places))] if places else []
    return [*notes, *([OrcidLink(author.orcid, author.name.full)] if author.orcid else [])]


def facts_lines(publication: Publication) -> list[Line]:
    """Return what the entry says of its authors, in lines: contributions, affiliations, iDs."""
    return [Line("facts", *_linked(said)) for said in facts(publication, translate)]


def _linked(text: str) -> list[BaseText | str]:
    """Return a text with its addresses as links."""
    parts = enumerate(_ADDRESSES.split(text))
    return [HRef(part, part) if number % 2 else part for number, part in parts]


_ADDRESSES = re.compile(r"(https://[\w./-]+)")


def venue_line(publication: Publication, *, has_links: bool = True) -> Text:
    """Return venue, year, awards and links: ``NeurIPS 2021 - Code - arXiv``."""
    return Text(*_venue(publication, has_links))


def _venue(publication: Publication, has_links: bool = True) -> list[BaseText | str]:
    words, expansion = publication.where, publication.venue.expansion
    link = publication.venue_link if has_links else None
    place: BaseText = (
        HRef(link.url, words or translate(link.label or "Paper")) if link else Text(words)
    )
    if not has_links:
        place = Text(", ".join(part for part in (words, expansion) if part))
    elif expansion and words:
        place = Text("(", place, f") {expansion}")
    more = particulars(publication, _SHOWN, translate)
    award: BaseText = Award(rich_remark(publication.award)) if publication.award else Text()
    # A link to the eprint has the name of its archive.
    has_link = any(link.field in {"eprint", "arxiv", "hal"} for link in publication.all_links)
    eprint = "" if has_link else publication.archived()
    awards = [*map(Text, more), Text(eprint), award, rich_remark(publication.addendum)]
    shown = publication.links if has_links else ()
    links = [HRef(link.url, translate(link.label)) for link in shown]
    return _between(" - ", [part for part in (place, *awards, *links) if part])


def legend_line(marks: Iterable[Mark]) -> Text:
    """Return the meaning of each mark, in brackets: ``(*: equal contribution)``.

    The meanings that one symbol has in several papers stand together.
    """
    meanings = [
        Text(
            MarkSymbol(" / ".join(translate(mark.term) for mark in alike), symbol),
            f": {' / '.join(translate(mark.meaning) for mark in alike)}",
        )
        for symbol, alike in by_symbol(marks).items()
    ]
    return Text("(", Text("; ").join(meanings), ")")


def legend_text(marks: Collection[Mark]) -> str:
    """Return the legend as plain text; empty without marks."""
    return latex.plain_text(legend_line(marks)) if marks else ""


def marked(author: Author, name: BaseText | str, is_isolated: bool = False) -> AuthorName:
    """Return a formatted name with the marks of its author.

    It leads to the author's page or address. With `is_isolated` it is isolated from names in the
    other writing direction.
    """
    marks = tuple((mark.spoken, mark.symbol) for mark in author.marks)
    # Only strings are cached: entries share authors.
    make = _author_name if isinstance(name, str) else _author_name.__wrapped__
    leads_to = (author.person, author.link)
    return make(author.is_prominent, author.is_bold, is_isolated, name, marks, leads_to)


@lru_cache(maxsize=4096)
def _author_name(
    is_prominent: bool,
    is_bold: bool,
    is_isolated: bool,
    name: BaseText | str,
    marks: tuple[tuple[str, str], ...],
    leads_to: tuple[str, str],
) -> AuthorName:
    shown = OwnerName(name) if is_bold else Text(name)
    if any(leads_to):
        shown = PersonLink(*leads_to, shown)
    parts = (shown, *(MarkSymbol(*mark) for mark in marks))
    return AuthorName(is_prominent, *([Isolated(*parts)] if is_isolated else parts))


def language_of_names(publication: Publication) -> str:
    """Return the language of the authors' names, if all are in Han, kana or Hangul.

    The letters of these scripts differ between languages.
    """
    are_known = all(author.name.is_family_first for author in publication.authors)
    return publication.details.title_language if are_known and publication.authors else ""


def _authors(publication: Publication, longest: int = 0) -> list[BaseText | str]:
    authors, are_mixed = publication.authors, is_mixed(publication)
    if 0 < longest < len(authors):
        shown = shown_authors([author.is_prominent for author in authors])
    else:
        shown = [(", " if position else "", position) for position in range(len(authors))]
    parts: list[BaseText | str] = []
    for separator, position in shown:
        author = authors[position]
        parts += [separator, marked(author, author.with_native(author.short_name), are_mixed)]
    before, behind = _around_authors(publication)
    parts = [*([before] if before else []), *parts[1:], *behind]
    return [*parts, *_others(publication, parts, Name.short)] if publication.contributors else parts


def _others(
    publication: Publication, before: Collection[object], name: Callable[[Name], str]
) -> list[BaseText | str]:
    """Return who else did what, but for editors beside authors: ``; translated by T Hand``."""
    are_mixed = is_mixed(publication)
    said = people(publication, translate, name, but={publication.main_people.kind, "editor"})
    parts: list[BaseText | str] = []
    for phrase in said:
        parts += ["; ", Isolated(phrase) if are_mixed else phrase]
    return parts if before else parts[1:]


def _between(separator: str, parts: Sequence[BaseText]) -> list[BaseText | str]:
    """Join parts like `Text.join`, without another `Text`."""
    found: list[BaseText | str] = [separator] * (2 * len(parts) - 1)
    found[::2] = parts
    return found


def _around_authors(publication: Publication) -> tuple[str, tuple[str, ...]]:
    """Return what is before the first author, and what follows the last one.

    That is "et al.", a collaboration, and what others did in their place: "(eds.)", "founded by".
    """
    others: tuple[str, ...] = (" et al.",) if publication.et_al else ()
    if publication.collaboration:
        others += (
            f" ({publication.collaboration})" if publication.authors else publication.collaboration,
        )
    if publication.role == "author" or not publication.authors:
        return "", others
    role = publication.main_people.role
    is_one = len(publication.authors) == 1 and not publication.et_al
    if label := translate(role.short[0 if is_one else 1]):
        return "", (*others, f" ({label})")
    before, _, behind = translate(role.words).partition("{names}")
    return before, (*others, behind)


_BOOK = {"editor in place of authors", "series", "number", "numbers"}
_PART = {"editor", "series", "number", "numbers", "article"}
_PRINTED = {
    "article": {"article"},
    "book": {*_BOOK, "edition"},
    "booklet": {"how"},
    "inbook": {*_BOOK, "edition", "chapter", "article"},
    "incollection": {*_PART, "edition", "chapter"},
    "inproceedings": {*_PART, "organization"},
    "manual": {"edition"},
    "mastersthesis": {"kind"},
    "phdthesis": {"kind"},
    "proceedings": {*_BOOK, "organization"},
    "techreport": {"kind", "number"},
    "unpublished": set[str](),
}
"""What the template of each type prints; that of ``misc`` prints how a work was published."""
_IN_WORDS = {"how", "number", "numbers", "edition", "kind"}
_SOMETIMES = ("chapter", "how", "edition", "kind", "number", "organization")
_ALWAYS = (
    "beside", "issue title", "volumes", "pages", "version", "event", "publisher", "institution",
    "original", "original language", "standard numbers",
)  # fmt: skip


def is_general(template: str) -> bool:
    """Whether a template is that of ``misc``, which says in words how a work was published."""
    return template not in _PRINTED


def prints(template: str, what: str) -> bool:
    """Whether the template for a type prints something of `_PRINTED`."""
    return what in _PRINTED.get(template, _IN_WORDS)


def supplement(publication: Publication, template: str) -> str:
    """Return what a template does not print, as one sentence without its full stop."""
    return "; ".join(capitalized(_phrases(publication, template)))


def _phrases(publication: Publication, template: str) -> Iterator[str]:
    details = publication.details
    # A holder stands behind the kind of a patent.
    told = {"author", "holder"} if is_general(template) else {"author"}
    is_printed = prints(template, "editor") or is_edited(publication, template)
    yield from people(publication, but={*told, "editor"} if is_printed else told)
    # Of volume and number, pybtex's styles print one; those of an article beside its pages.
    has_series = prints(template, "series")
    has_numbers = template == "article" and details.located and details.volume
    kinds = {
        "series": details.volume or not has_series,
        "whole": details.series or not has_series,
        "in series": not (has_series or details.series_number or is_general(template)),
        "numbers": not (has_numbers or prints(template, "numbers")),
        "article": (details.pages and details.eid) or not prints(template, "article"),
    }
    kinds |= {kind: not prints(template, kind) for kind in _SOMETIMES}
    yield from particulars(publication, [*(k for k, is_said in kinds.items() if is_said), *_ALWAYS])


def is_edited(publication: Publication, template: str) -> bool:
    """Whether a template prints the editors in place of the authors, as editors."""
    is_editor = publication.main_people.kind == "editor"
    return is_editor and prints(template, "editor in place of authors")
