"""The lines of an entry, composed once for every kind of markup.

Title, remark, authors with their marks, venue with links. A `Markup` says what
text, names and links become: pybtex's rich text in `style`, HTML in `entryhtml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from .authors import Author
from .model import Publication

T = TypeVar("T")


class Markup(Protocol[T]):
    """What the parts of a line become; what they become is false where it is empty."""

    def text(self, words: str) -> T:
        """Return plain text."""

    def latex(self, source: str) -> T:
        """Return LaTeX as text with its emphasis and its formulas."""

    def join(self, parts: Iterable[T], separator: str = "") -> T:
        """Return parts with a separator between them."""

    def author(self, author: Author, name: str) -> T:
        """Return the name of an author with its marks."""

    def link(self, url: str, words: str) -> T:
        """Return a link."""


def entry_lines(publication: Publication, markup: Markup[T]) -> list[tuple[str, T]]:
    """Return each line that an entry has, behind its role: title, note, authors or venue."""
    lines = (
        ("title", markup.latex(publication.title) or markup.text(publication.key)),
        ("note", _in_brackets(publication.note, markup)),
        ("authors", authors_line(publication, markup)),
        ("venue", venue_line(publication, markup)),
    )
    return [(role, line) for role, line in lines if line]


def _in_brackets(note: str, markup: Markup[T]) -> T:
    if not note:
        return markup.text("")
    return markup.join([markup.text("("), markup.latex(note), markup.text(")")])


def authors_line(publication: Publication, markup: Markup[T]) -> T:
    """Return all authors, initials first, with their marks."""
    return names_line(publication, markup, [author.short_name for author in publication.authors])


def full_authors_line(publication: Publication, markup: Markup[T]) -> T:
    """Return all authors by their whole names, with their marks."""
    return names_line(publication, markup, [author.name.full for author in publication.authors])


def names_line(publication: Publication, markup: Markup[T], names: Iterable[str]) -> T:
    """Return `names`, one an author, with the marks of the authors."""
    marked = map(markup.author, publication.authors, names)
    listed = markup.join(marked, ", ")
    return markup.join([listed, markup.text(" et al.")]) if publication.et_al else listed


def venue_line(publication: Publication, markup: Markup[T]) -> T:
    """Return venue and year, linked, then awards and links: ``NeurIPS 2021 - Code - arXiv``."""
    venue, words = publication.venue, publication.where
    link = publication.venue_link
    place = markup.link(link.url, words or link.label or "Paper") if link else markup.text(words)
    if venue.expansion and words:
        place = markup.join([markup.text("("), place, markup.text(f") {venue.expansion}")])
    awards = [markup.latex(award) for award in publication.awards]
    links = [markup.link(link.url, link.label) for link in publication.links]
    return markup.join([part for part in (place, *awards, *links) if part], " - ")
