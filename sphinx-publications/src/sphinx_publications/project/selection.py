"""Filter, sort and group the entries of lists."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, Self, TypeAlias

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.i18n import translate
from sphinx_publications.model.entry_types import HEADINGS, TYPES
from sphinx_publications.model.names import Name, fold
from sphinx_publications.model.publication import Publication
from sphinx_publications.model.states import YET_TO_COME

# Filter expressions: those of sphinxcontrib-bibtex's ``:filter:``, with years as numbers.
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
    def names(self) -> set[str]:
        """The names of fields in it, and other names."""
        return {node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name)}

    @property
    def is_late(self) -> bool:
        """Whether it depends on citing pages, which are known only when all pages are read."""
        return not self.names.isdisjoint(_LATE_NAMES)

    def accepts(
        self, entry: SourceEntry, docname: str = "", citing: Collection[str] = frozenset()
    ) -> bool:
        """Whether it accepts an entry on `docname`, cited on `citing`; it may raise FilterError."""
        try:
            return bool(_visitor()(entry, docname, frozenset(citing)).visit(self._tree))
        except (ValueError, TypeError, re.error, RecursionError) as error:
            raise FilterError(f"'{self.source}' cannot be evaluated: {error}") from error


class _FieldValue(str):
    """The text of a field, which compares with integers as a number, such as a range's first."""

    number: int | None = None
    __hash__ = str.__hash__

    def _compare(self, other: object, compare: Callable[[Any, Any], bool]) -> bool:
        if not isinstance(other, int):
            return compare(str(self), other)
        number = int(self) if self.isdecimal() else self.number
        return number is not None and compare(number, other)

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


@cache
def _visitor() -> Callable[[SourceEntry, str, frozenset[str]], ast.NodeVisitor]:
    from sphinxcontrib.bibtex.domain import _FilterVisitor  # Slow to load.

    class Visitor(_FilterVisitor):
        def visit_Name(self, node: ast.Name) -> object:
            value = super().visit_Name(node)
            found = _FieldValue(value) if isinstance(value, str) else value
            if self.entry and node.id == "year" and isinstance(found, _FieldValue):
                found.number = self.entry.publication.date.year
            return found

    return Visitor


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
    groups: tuple[Group, ...] = ()
    """The groups within it, if there are any."""


_YEAR = re.compile(r"-?\d{1,9}")
_Place: TypeAlias = tuple[bool, tuple[int, ...], str]


def newest_first(publications: Iterable[Publication]) -> list[Publication]:
    """Sort by date, newest first; the sort is stable, and undated publications come last.

    ``presort``, ``sortkey`` and ``sortyear`` count as in BibLaTeX.
    """
    return _presorted(sorted(publications, key=_date_place, reverse=True))


def dated(publications: Iterable[Publication], order: str) -> list[Publication]:
    """Sort by date alone, for headings: the oldest first if that is the `order` of the list."""
    return sorted(publications, key=lambda p: p.date.sort_key, reverse=order != "oldest")


def _oldest_first(publications: Iterable[Publication]) -> list[Publication]:
    return _presorted(sorted(publications, key=lambda p: (p.date.year is None, _date_place(p))))


def _by_name(publications: Iterable[Publication]) -> list[Publication]:
    def place(publication: Publication) -> tuple[str, _Place, str]:
        sorting = publication.particulars.sorting
        names = sorting.key or " ".join(map(_name_place, _names(publication)))
        title = _title_place(publication)
        return fold(names) or title, _date_place(publication), title

    return _presorted(sorted(publications, key=place))


def _by_title(publications: Iterable[Publication]) -> list[Publication]:
    def place(publication: Publication) -> tuple[str, _Place]:
        key = publication.particulars.sorting.key
        return fold(key) or _title_place(publication), _date_place(publication)

    return _presorted(sorted(publications, key=place))


def _presorted(publications: Iterable[Publication]) -> list[Publication]:
    return sorted(publications, key=lambda p: p.particulars.sorting.presort)


def _date_place(publication: Publication) -> _Place:
    """Return the place by date; a ``sortkey`` that is no year comes after all years."""
    sorting, date = publication.particulars.sorting, publication.date.sort_key
    said = sorting.key or sorting.year
    if not said:
        return False, date, ""
    if not _YEAR.fullmatch(said):
        return True, (), fold(said)
    return False, (int(said), *((0, 0) if sorting.key else date[1:])), ""


def _names(publication: Publication) -> Sequence[Name]:
    """Return the names by which a publication is sorted."""
    return publication.particulars.sorting.names or [each.name for each in publication.authors]


def _name_place(name: Name) -> str:
    return f"{_SIGNS_BEFORE.sub('', fold(name.family))}, {fold(name.given)};"


def _title_place(publication: Publication) -> str:
    title = publication.particulars.sorting.title or publication.plain_title
    return _SIGNS_BEFORE.sub("", fold(title))


_ORDERS: dict[str, Callable[[Iterable[Publication]], list[Publication]]] = {
    "newest": newest_first,
    "oldest": _oldest_first,
    "name": _by_name,
    "title": _by_title,
    "listed": list,
}
ORDERS = tuple(_ORDERS)
"""The values of ``order`` in `sort`."""


def sort(publications: Iterable[Publication], order: str) -> list[Publication]:
    """Sort by date, name of the first author or title, or keep the order of the files.

    `order` is one of `ORDERS`.
    """
    return _ORDERS[order](publications)


def group(
    publications: Iterable[Publication], by: str, first: Sequence[str] = (), within: str = ""
) -> list[Group]:
    """Group by words of `GROUP_BY`, such as ``year`` or ``year type``, keeping the order.

    Years are in the order of the publications, types in the order of `HEADINGS`, with those of
    the site's own before the last, and letters (of the first author's family name) in
    alphabetical order; the headings named in `first` come before others. `within` is the id of
    the group around them.
    """
    outer, _, inner = by.partition(" ")
    ranks = {heading: rank for rank, heading in enumerate(first)}
    found = sorted(
        _GROUPINGS[outer](list(publications)), key=lambda each: ranks.get(each.title, len(ranks))
    )
    found = [each._replace(id=f"{within} {each.id}".strip()) for each in found]
    if not inner:
        return found
    return [
        each._replace(groups=tuple(group(each.publications, inner, first, each.id)))
        for each in found
    ]


def innermost(groups: Iterable[Group]) -> Iterator[Group]:
    """Yield the groups that have no groups within them."""
    for each in groups:
        yield from innermost(each.groups) if each.groups else (each,)


def read_group_by(text: str) -> str:
    """Return words of `GROUP_BY` with one space between them; empty if they are not.

    ``none`` stands alone, and no word stands twice.
    """
    words = text.lower().split()
    is_known = set(words) <= {*GROUP_BY} and len({*words}) == len(words)
    return " ".join(words) if is_known and ("none" not in words or len(words) == 1) else ""


def headings_of(text: str, groups: Iterable[Group]) -> tuple[list[str], list[str]]:
    """Return the headings that a text names, with commas between them, and the others in it.

    A word is a heading, as shown or in English, or a type of entries.
    """
    known = {fold(heading): translate(heading) for heading in HEADINGS}
    known |= {fold(translate(heading)): translate(heading) for heading in HEADINGS}
    known |= {name: translate(kind.heading) for name, kind in TYPES.items()}
    known |= {"preprint": translate("Preprints")}
    waiting = [*groups]
    while waiting:
        each = waiting.pop()
        known[fold(each.title)] = each.title
        waiting += each.groups
    words = [word.strip() for word in text.split(",") if word.strip()]
    found = dict.fromkeys(known[fold(word)] for word in words if fold(word) in known)
    return [*found], [w for w in words if fold(w) not in known and not w.isdecimal()]


def in_order(groups: Iterable[Group], publications: Iterable[Publication]) -> list[Group]:
    """Return groups in each of which the publications have the order of `publications`."""
    places = {publication.key: place for place, publication in enumerate(publications)}

    def placed(found: Group) -> Group:
        ordered = sorted(found.publications, key=lambda each: places[each.key])
        inner = tuple(map(placed, found.groups))
        return found._replace(publications=tuple(ordered), groups=inner)

    return [placed(found) for found in groups]


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
        names = [_name_place(name) for name in _names(publication)]
        letter = (names[0] if names else _title_place(publication))[:1].upper()
        return letter if letter.isalpha() else OTHER

    groups = _collect(publications, title)
    letters = sorted(groups, key=lambda letter: (letter == OTHER, letter))
    return [Group(letter, f"letter {letter}".lower(), groups[letter]) for letter in letters]


def counted(number: int) -> str:
    """Return a number of publications in words."""
    if number == 1:
        return translate("1 publication")
    return translate("{number:,} publications", number=number)


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
"""The words of ``by`` in `group`."""
