"""The lines of an entry as pybtex's rich text: title, remark, authors with marks, venue, links.

Lists, pages of papers, cards, the feed and pictures show these lines; a backend
makes of them what each needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pybtex.richtext import BaseText, HRef, Text

from sphinx_publications import latex
from sphinx_publications.i18n import translate
from sphinx_publications.latex import AuthorName, Isolated, Line, MarkSymbol, OwnerName
from sphinx_publications.model.authors import Author
from sphinx_publications.model.marks import Mark
from sphinx_publications.model.note_markup import rich_remark
from sphinx_publications.model.publication import Publication

# Long lists of authors: who stays visible.


def shown_positions(prominent: Sequence[bool]) -> list[int]:
    """Return which authors, from 0, a shortened list shows.

    The first two, the last two, and those that are prominent: the owner of the
    page, and everyone with a mark or the annotation ``highlight``. A gap of one
    author is not worth a gap.
    """
    last = len(prominent) - 1
    shown = {
        position
        for position, is_prominent in enumerate(prominent)
        if is_prominent or position <= 1 or position >= last - 1
    }
    shown |= {p for p in range(1, last) if p - 1 in shown and p + 1 in shown}
    return sorted(shown)


def gaps(shown: Sequence[int]) -> list[str]:
    """Return what stands before each shown author: nothing, a comma, or a sign of a gap."""
    return [
        "" if number == 0 else ", " if position == shown[number - 1] + 1 else " … "
        for number, position in enumerate(shown)
    ]


_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters of Hebrew, Arabic and others (Unicode, "DerivedBidiClass": R and AL)."""


_EDITORS = {
    "editor": ("ed.", "eds."),
    "compiler": ("comp.", "comps."),
    "director": ("dir.", "dirs."),
}
"""What one and several editors are called behind their names, by BibLaTeX's ``editortype``."""


def entry_lines(publication: Publication) -> Text:
    """Return the lines that an entry has; it may lack any field."""
    lines = (
        ("title", [title_line(publication)]),
        ("note", [note_line(publication)] if publication.note else []),
        ("authors", _authors(publication)),
        ("venue", _venue(publication)),
    )
    return Text(*(Line(role, *parts) for role, parts in lines if parts))


def title_line(publication: Publication) -> BaseText:
    """Return the title, or the key where there is none."""
    return latex.rich(publication.title) or Text(publication.key)


def note_line(publication: Publication) -> BaseText:
    """Return the remark in brackets."""
    return Text("(", rich_remark(publication.note), ")") if publication.note else Text()


def authors_line(publication: Publication) -> Text:
    """Return all authors, initials first, with their marks."""
    return Text(*_authors(publication))


def full_authors_line(publication: Publication) -> Text:
    """Return all authors by their whole names, with their marks."""
    are_mixed = is_mixed(publication)
    names = [marked(author, author.name.full, are_mixed) for author in publication.authors]
    return Text(*_between(", ", names), *_behind_authors(publication))


def shortened_authors_line(publication: Publication) -> Text:
    """Return the authors that a shortened list keeps, initials first, with their marks."""
    authors = publication.authors
    shown = shown_positions([author.is_prominent for author in authors])
    names = [(gap, authors[position]) for gap, position in zip(gaps(shown), shown, strict=True)]
    are_mixed = is_mixed(publication)
    parts = (part for gap, a in names for part in (gap, marked(a, a.short_name, are_mixed)))
    return Text(*parts, *_behind_authors(publication))


def venue_line(publication: Publication) -> Text:
    """Return venue and year, linked, then awards and links: ``NeurIPS 2021 - Code - arXiv``."""
    return Text(*_venue(publication))


def _venue(publication: Publication) -> list[BaseText | str]:
    venue, words = publication.venue, publication.where
    link = publication.venue_link
    place: BaseText = (
        HRef(link.url, words or translate(link.label or "Paper")) if link else Text(words)
    )
    if venue.expansion and words:
        place = Text("(", place, f") {venue.expansion}")
    awards = [rich_remark(award) for award in publication.awards]
    links = [HRef(link.url, translate(link.label)) for link in publication.links]
    return _between(" - ", [part for part in (place, *awards, *links) if part])


def legend_line(marks: Iterable[Mark]) -> Text:
    """Return what marks mean, each once, in brackets: ``(*: equal contribution)``."""
    said = [
        Text(MarkSymbol(translate(mark.term), mark.symbol), f": {translate(mark.meaning)}")
        for mark in marks
    ]
    return Text("(", Text("; ").join(said), ")")


def marked(author: Author, name: BaseText | str, is_isolated: bool = False) -> AuthorName:
    """Return the name of an author, as a style writes it, with the author's marks.

    With `is_isolated` names of other scripts beside it move neither.
    """
    marks = tuple((mark.spoken, mark.symbol) for mark in author.marks)
    # The same people write many papers.
    make = _author_name if isinstance(name, str) else _author_name.__wrapped__
    return make(author.is_prominent, author.is_owner, is_isolated, name, marks)


@lru_cache(maxsize=4096)
def _author_name(
    is_prominent: bool,
    is_owner: bool,
    is_isolated: bool,
    name: BaseText | str,
    marks: tuple[tuple[str, str], ...],
) -> AuthorName:
    shown = OwnerName(name) if is_owner else Text(name)
    parts = (shown, *(MarkSymbol(*mark) for mark in marks))
    return AuthorName(is_prominent, *([Isolated(*parts)] if is_isolated else parts))


def is_mixed(publication: Publication) -> bool:
    """Whether names from right to left are among the authors."""
    names = (author.name.full for author in publication.authors)
    return any(not name.isascii() and _RIGHT_TO_LEFT.search(name) for name in names)


def _authors(publication: Publication) -> list[BaseText | str]:
    are_mixed = is_mixed(publication)
    names = [marked(author, author.short_name, are_mixed) for author in publication.authors]
    return [*_between(", ", names), *_behind_authors(publication)]


def _between(separator: str, parts: Sequence[BaseText]) -> list[BaseText | str]:
    """Return parts with what stands between them: `Text.join` makes a text of it once more."""
    found: list[BaseText | str] = [separator] * (2 * len(parts) - 1)
    found[::2] = parts
    return found


def _behind_authors(publication: Publication) -> tuple[str, ...]:
    """Return what is said behind the last author: that there are others, that they are editors."""
    others = (" et al.",) if publication.et_al else ()
    kinds = _EDITORS.get(publication.editor_kind) if publication.role == "editor" else None
    if kinds is None or not publication.authors:
        return others
    is_one = len(publication.authors) == 1 and not others
    return (*others, f" ({translate(kinds[0] if is_one else kinds[1])})")
