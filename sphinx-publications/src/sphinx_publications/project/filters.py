"""The filter expressions of `{publications}`: sphinxcontrib-bibtex's, with years as numbers.

``year >= 2020 and type == "article"``, ``author % "Maass"``, ``cited`` …; the
language is that of the option ``:filter:`` of sphinxcontrib-bibtex.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Collection
from typing import Any, Self

from sphinxcontrib.bibtex.domain import _FilterVisitor

from sphinx_publications.bibliography.entries import SourceEntry

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
