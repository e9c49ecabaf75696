"""Filter, sort and group the entries of lists."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple, Self

from sphinxcontrib.bibtex.domain import _FilterVisitor

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.i18n import translate
from sphinx_publications.model.entry_types import HEADINGS
from sphinx_publications.model.names import fold
from sphinx_publications.model.publication import Publication
from sphinx_publications.model.states import YET_TO_COME

# Filter expressions: those of sphinxcontrib-bibtex's ``:filter:``, with years as numbers.
#
# Examples: ``year >= 2020 and type == "article"``, ``author % "Maass"``, ``cited``.

_LATE_NAMES = {"cited", "docname", "docnames"}


class FilterError(ValueError):
    """A filter cannot be parsed or evaluated."""


class Filter:
    """A parsed filter expression."""

    def __init__(self, source: str) -> None:
        """Parse `source`; raise FilterError if it is not an expression."""
        self.source = source
        try:
            self._tree: ast.AST = ast.parse(source.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, SyntaxError) else error
            raise FilterError(f"'{source}' is no expression: {reason}") from error

    @classmethod
    def of_tree(cls, tree: ast.AST) -> Self:
        """Create a filter from a parsed expression."""
        made = cls.__new__(cls)
        made.source = ast.unparse(tree)
        made._tree = tree
        return made

    @property
    def is_late(self) -> bool:
        """Whether it depends on citing pages, which are known only when all pages are read."""
        names = {node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name)}
        return not names.isdisjoint(_LATE_NAMES)

    def accepts(
        self, entry: SourceEntry, docname: str = "", citing: Collection[str] = frozenset()
    ) -> bool:
        """Whether the filter accepts an entry on page `docname`, cited on the pages `citing`.

        Raises FilterError if the expression cannot be evaluated.
        """
        visitor = _Visitor(entry, docname, frozenset(citing))
        try:
            return bool(visitor.visit(self._tree))
        except (ValueError, TypeError, re.error, RecursionError) as error:
            raise FilterError(f"'{self.source}' cannot be evaluated: {error}") from error


class _FieldValue(str):
    """The text of a field, which compares with integers as a number."""

    __slots__ = ()
    __hash__ = str.__hash__

    def _compare(self, other: object, compare: Callable[[Any, Any], bool]) -> bool:
        if isinstance(other, int):
            return self.isdecimal() and compare(int(self), other)
        return compare(str(self), other)

    def __eq__(self, other: object) -> bool:
        return self._compare(other, operator.eq)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: object) -> bool:
        return self._compare(other, operator.lt)

    def __le__(self, other: object) -> bool:
        return self._compare(other, operator.le)

    def __gt__(self, other: object) -> bool:
        return self._compare(other, operator.gt)

    def __ge__(self, other: object) -> bool:
        return self._compare(other, operator.ge)


class _Visitor(_FilterVisitor):
    def visit_Name(self, node: ast.Name) -> object:
        value = super().visit_Name(node)
        return _FieldValue(value) if isinstance(value, str) else value


# Order and groups.

OTHER = HEADINGS[-1]
_SIGNS_BEFORE = re.compile("^(?:['’‘\\u02bc][a-z]\\s)?[\\W_]*[\\u02b0-\\u02ff]*")
"""Prefixes ignored when sorting: the article of ’t Hooft, quotation marks, an okina."""


class Group(NamedTuple):
    """The publications under one heading."""

    title: str
    """Empty if there is no heading."""
    id: str
    """Text from which the anchor of the heading is made."""
    publications: tuple[Publication, ...]


def newest_first(publications: Iterable[Publication]) -> list[Publication]:
    """Sort by date, newest first; the sort is stable, and undated publications come last."""
    return sorted(publications, key=lambda p: p.date.sort_key, reverse=True)


def group(publications: Iterable[Publication], by: str) -> list[Group]:
    """Group by ``year``, ``type``, ``letter`` or ``none``, keeping the order within groups.

    Years are in the order of the publications, types in the order of `HEADINGS`, with those of
    the site's own before the last, and letters (of the first author's family name) in
    alphabetical order.
    """
    return _GROUPINGS[by](list(publications))


def in_order(groups: Iterable[Group], publications: Iterable[Publication]) -> list[Group]:
    """Return groups in each of which the publications have the order of `publications`."""
    places = {publication.key: place for place, publication in enumerate(publications)}
    return [
        found._replace(
            publications=tuple(sorted(found.publications, key=lambda each: places[each.key]))
        )
        for found in groups
    ]


def _by_year(publications: list[Publication]) -> list[Group]:
    def title(publication: Publication) -> str:
        year, state = publication.date.first_year, publication.date.state
        return year or (state.value if state in YET_TO_COME else "No year")

    return [
        Group(translate(heading), f"year {heading}".lower(), members)
        for heading, members in _collect(publications, title).items()
    ]


def _by_type(publications: list[Publication]) -> list[Group]:
    groups = _collect(publications, type_group)
    return [
        Group(translate(heading), f"type {heading}".lower(), groups[heading])
        for heading in dict.fromkeys((*HEADINGS[:-1], *(h for h in groups if h != OTHER), OTHER))
        if heading in groups
    ]


def _by_letter(publications: list[Publication]) -> list[Group]:
    def title(publication: Publication) -> str:
        names = [author.name.family for author in publication.authors] or [publication.plain_title]
        letter = _SIGNS_BEFORE.sub("", fold(names[0]))[:1].upper()
        return letter if letter.isalpha() else OTHER

    groups = _collect(publications, title)
    letters = sorted(groups, key=lambda letter: (letter == OTHER, letter))
    return [Group(letter, f"letter {letter}".lower(), groups[letter]) for letter in letters]


def counted(number: int) -> str:
    """Return a number of publications in words."""
    return (
        translate("1 publication")
        if number == 1
        else translate("{number:,} publications", number=number)
    )


def type_group(publication: Publication) -> str:
    """Return the heading of a publication in lists grouped by type."""
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
"""The values of ``by`` in `group`."""
