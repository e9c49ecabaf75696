"""Which entries a list shows, by its filter, and under which headings."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple, Self, cast

from docutils import nodes
from sphinx.addnodes import compact_paragraph
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.domain import _FilterVisitor

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.i18n import translate
from sphinx_publications.model.entry_types import HEADINGS
from sphinx_publications.model.names import fold
from sphinx_publications.model.publication import Publication

# The filter expressions of `{publications}`: sphinxcontrib-bibtex's, with years as numbers.
#
# ``year >= 2020 and type == "article"``, ``author % "Maass"``, ``cited`` …; the
# language is that of the option ``:filter:`` of sphinxcontrib-bibtex.

_LATE_NAMES = {"cited", "docname", "docnames"}


class FilterError(ValueError):
    """A filter cannot be read or does not fit the entries."""


class Filter:
    """A filter expression, read once."""

    def __init__(self, source: str) -> None:
        """Raise FilterError if `source` is no expression."""
        self.source = source
        try:
            self._tree: ast.AST = ast.parse(source.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, SyntaxError) else error
            raise FilterError(f"'{source}' is no expression: {reason}") from error

    @classmethod
    def of_tree(cls, tree: ast.AST) -> Self:
        """Return the filter of an expression that is read already."""
        made = cls.__new__(cls)
        made.source = ast.unparse(tree)
        made._tree = tree
        return made

    @property
    def is_late(self) -> bool:
        """Whether it asks who cites an entry, which is known only when all pages are read."""
        names = {node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name)}
        return not names.isdisjoint(_LATE_NAMES)

    def accepts(
        self, entry: SourceEntry, docname: str = "", citing: Collection[str] = frozenset()
    ) -> bool:
        """Whether an entry passes, on page `docname`, being cited from the pages `citing`.

        Raises FilterError where the expression cannot be evaluated.
        """
        visitor = _Visitor(entry, docname, frozenset(citing))
        try:
            return bool(visitor.visit(self._tree))
        except (ValueError, TypeError, re.error, RecursionError) as error:
            raise FilterError(f"'{self.source}' cannot be evaluated: {error}") from error


class _FieldValue(str):
    """The text of a field, which compares with a number as one."""

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


# The order of a list and the groups under its headings.

OTHER = HEADINGS[-1]
_SIGNS_BEFORE = re.compile("^(?:['’‘\\u02bc][a-z]\\s)?[\\W_]*[\\u02b0-\\u02ff]*")
"""What no name is filed by: the article of ’t Hooft, quotation marks, the sign of an okina."""


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
        Group(translate(heading), f"year {heading}".lower(), members)
        for heading, members in _collect(publications, title).items()
    ]


def _by_type(publications: list[Publication]) -> list[Group]:
    groups = _collect(publications, type_group)
    return [
        Group(translate(heading), f"type {heading}".lower(), groups[heading])
        for heading in HEADINGS
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
    """Return how many publications there are, in words."""
    return (
        translate("1 publication")
        if number == 1
        else translate("{number:,} publications", number=number)
    )


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


# Groups have no section numbers.


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Let Sphinx pass over groups where it numbers the table of contents."""
    anchors = _anchors_of_groups(doctree)
    toc = app.env.tocs.get(app.env.docname) if anchors else None
    for line in list(toc.findall(compact_paragraph)) if toc is not None else ():
        if cast(nodes.Element, line[0]).get("anchorname") in anchors:
            line["skip_section_number"] = True


class LeaveGroupsUnnumbered(SphinxPostTransform):
    """Says of each group that it has no number of a section: "2023", and not "1.1. 2023"."""

    default_priority = 4
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        numbers = self.env.toc_secnumbers.get(self.env.docname)
        # What has none would have that of its page. The saved environment stays that of Sphinx.
        if numbers:
            for anchor in _anchors_of_groups(self.document):
                numbers.setdefault(anchor, ())


def _anchors_of_groups(document: nodes.document) -> set[str]:
    """Return the anchors of the groups of a page, as tables of contents name them."""
    sections = document.findall(nodes.section)
    return {
        f"#{section['ids'][0]}"
        for section in sections
        if section["ids"] and "publications-by-" in " ".join(section["classes"])
    }
