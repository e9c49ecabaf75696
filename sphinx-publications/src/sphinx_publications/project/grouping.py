"""The order of a list and the groups under its headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sphinx_publications.model.entrytypes import HEADINGS
from sphinx_publications.model.names import fold
from sphinx_publications.model.publication import Publication
from sphinx_publications.words import word

OTHER = HEADINGS[-1]


class Group(NamedTuple):
    """The publications under one heading."""

    title: str
    """Empty where there is no heading."""
    id: str
    """What the heading's anchor is made of."""
    publications: tuple[Publication, ...]


def newest_first(publications: Iterable[Publication]) -> list[Publication]:
    """Sort by date; what has the same date keeps its order, what has none comes last."""
    return sorted(publications, key=lambda p: p.date.sort_key, reverse=True)


def group(publications: Iterable[Publication], by: str) -> list[Group]:
    """Group by ``year``, ``type``, ``letter`` or ``none``; within a group the order is kept.

    Years come in the order of the publications, types in a fixed order, letters
    (of the first author's family name) in that of the alphabet.
    """
    return _GROUPINGS[by](list(publications))


def _by_year(publications: list[Publication]) -> list[Group]:
    def title(publication: Publication) -> str:
        date = publication.date
        return str(date.year or ("To appear" if date.status else "No year"))

    return [
        Group(word(heading), f"year {heading}".lower(), members)
        for heading, members in _collect(publications, title).items()
    ]


def _by_type(publications: list[Publication]) -> list[Group]:
    groups = _collect(publications, type_group)
    return [
        Group(word(heading), f"type {heading}".lower(), groups[heading])
        for heading in HEADINGS
        if heading in groups
    ]


def _by_letter(publications: list[Publication]) -> list[Group]:
    def title(publication: Publication) -> str:
        names = [author.name.family for author in publication.authors] or [publication.plain_title]
        letter = fold(names[0])[:1].upper()
        return letter if letter.isalpha() else OTHER

    groups = _collect(publications, title)
    letters = sorted(groups, key=lambda letter: (letter == OTHER, letter))
    return [Group(letter, f"letter {letter}".lower(), groups[letter]) for letter in letters]


def counted(number: int) -> str:
    """Return how many publications there are, in words."""
    return word("1 publication") if number == 1 else word("{number:,} publications", number=number)


def type_group(publication: Publication) -> str:
    """Return the heading that a publication stands under by its type."""
    return "Preprints" if publication.is_preprint else publication.entry_type.heading


def _collect(
    publications: list[Publication], heading: Callable[[Publication], str]
) -> dict[str, tuple[Publication, ...]]:
    groups: dict[str, list[Publication]] = {}
    for publication in publications:
        groups.setdefault(heading(publication), []).append(publication)
    return {title: tuple(members) for title, members in groups.items()}


_GROUPINGS: dict[str, Callable[[list[Publication]], list[Group]]] = {
    "year": _by_year,
    "type": _by_type,
    "letter": _by_letter,
    "none": lambda publications: [Group("", "", tuple(publications))] if publications else [],
}
GROUP_BY = tuple(_GROUPINGS)
"""The values that `group` takes."""
