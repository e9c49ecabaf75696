"""What a citation may lead to: an entry of a list, ours or one of sphinxcontrib-bibtex."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pybtex.database import Entry
from sphinxcontrib.bibtex.domain import Citation

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.guard import Guard
from sphinx_publications.look.formatting import formatted


@dataclass(repr=False, eq=False)
class ListedTarget:
    """An entry of a `{publications}` list."""

    key: str
    entry: SourceEntry
    docname: str
    anchor: str
    style: str
    """Of the list."""
    guard: Guard
    labels: Callable[[], Mapping[str, str]]
    """Returns the labels of the list by key, which are made together."""

    @property
    def label(self) -> str:
        """The label of the entry, for reference styles that show it."""
        return self.labels()[self.key]

    def text(self, style: str) -> Any:
        """Return the entry in a pybtex style, or else in that of its list."""
        return formatted(style or self.style, self.entry, self.guard)


@dataclass(repr=False, eq=False)
class StockTarget:
    """An entry of a list of sphinxcontrib-bibtex."""

    citation: Citation

    @property
    def key(self) -> str:
        """The key, with the prefix of the list."""
        return str(self.citation.key)

    @property
    def entry(self) -> Entry:
        """The entry."""
        return self.citation.entry

    @property
    def docname(self) -> str:
        """The document with the list."""
        return str(self.citation.bibliography_key.docname)

    @property
    def anchor(self) -> str:
        """The anchor of the entry in the document."""
        return str(self.citation.citation_id)

    @property
    def label(self) -> str:
        """The label of the entry, for reference styles that show it."""
        return str(self.citation.formatted_entry.label)

    def text(self, style: str) -> Any:
        """Return the entry as sphinxcontrib-bibtex formatted it."""
        entry = self.citation.tooltip_entry or self.citation.formatted_entry
        return entry.text


Target: TypeAlias = ListedTarget | StockTarget
