"""Targets of citations, and their anchors: entries of lists, and entries that no list shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from docutils import nodes
from pybtex.database import Entry
from sphinxcontrib.bibtex.domain import Citation
from sphinxcontrib.bibtex.nodes import raw_latex

from sphinx_publications.bibliography.entries import Guard, SourceEntry
from sphinx_publications.rendering.pybtex_compat import formatting_style
from sphinx_publications.rendering.styles import formatted, labelled

_NO_FRAGMENT = re.compile(r"[^\w\-.:/@!$&'()*+,;=~?]")
"""Characters that have no place behind the ``#`` of an address, or would end it."""
_NO_NAME = re.compile(r"[^A-Za-z0-9.-]")
"""Characters that names in e-books or in LaTeX may not have."""


def anchor_of(key: str) -> str:
    """Return the anchor of a text on web pages: the text itself.

    Numbers replace the characters that an address cannot have.
    """
    return _numbered(_NO_FRAGMENT, key)


def book_anchor(anchor: str) -> str:
    """Return an anchor for formats other than web pages."""
    return _numbered(_NO_NAME, anchor)


def _numbered(unwanted: re.Pattern[str], text: str) -> str:
    return unwanted.sub(lambda found: f"-{ord(found[0]):x}", text)


@dataclass(repr=False, eq=False)
class ListedTarget:
    """An entry in a ``{publications}`` list."""

    key: str
    """The key, with the prefix of the list."""
    entry: SourceEntry
    docname: str
    anchor: str
    style: str
    """Style of the list."""
    guard: Guard
    labels: Callable[[], Mapping[str, str]]
    """Function that returns the labels of the whole list by key."""

    @property
    def label(self) -> str:
        """Label of the entry, for reference styles that show it."""
        return self.labels()[self.entry.key]

    def text(self, style: str) -> Any:
        """Return the entry in a pybtex style, by default that of its list."""
        return formatted(style or self.style, self.entry, self.guard)


@dataclass(repr=False, eq=False)
class StockTarget:
    """An entry in a list of sphinxcontrib-bibtex."""

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
        """Label of the entry, for reference styles that show it."""
        return str(self.citation.formatted_entry.label)

    def text(self, style: str) -> Any:
        """Return the entry as sphinxcontrib-bibtex formatted it."""
        entry = self.citation.tooltip_entry or self.citation.formatted_entry
        return entry.text


@dataclass(repr=False, eq=False)
class UnlistedTarget:
    """An entry that no list shows: its citations are text without a link."""

    key: str
    entry: SourceEntry
    docname: str
    """The document that cites it."""
    guard: Guard

    @property
    def anchor(self) -> str:
        """Anchor by which `finish_links` finds its links, to remove them."""
        return f"unlisted-{self.key}"

    @property
    def label(self) -> str:
        """Label of the entry, for reference styles that show it."""
        (found,) = labelled(formatting_style("publications"), [self.entry], self.guard)
        return found[1]

    def text(self, style: str) -> Any:
        """Return the entry in a pybtex style."""
        return formatted(style or "publications", self.entry, self.guard)


Target: TypeAlias = ListedTarget | StockTarget | UnlistedTarget


def finish_links(citation: nodes.inline, place: nodes.Element, unlisted: Collection[str]) -> None:
    """Remove the links of a citation to `unlisted` anchors.

    Links in headings and captions, which are moving arguments in LaTeX, are protected.
    """
    for link in list(citation.findall(nodes.reference)):
        anchor = link.get("refid") or link.get("refuri", "").rpartition("#")[2]
        if anchor in unlisted:
            link.replace_self(link.children)
    raws = list(citation.findall(raw_latex))
    moves = any(isinstance(node, nodes.caption | nodes.title) for node in _above(place))
    # Each link has a start and an end, and links are not nested.
    for start, end in zip(raws[::2], raws[1::2], strict=True):
        if any(start.rawsource.endswith(f":{anchor}}}{{") for anchor in unlisted):
            start.parent.remove(start)
            end.parent.remove(end)
        elif moves:
            start.rawsource = rf"\protect{start.rawsource}"


def _above(node: nodes.Element) -> Iterator[nodes.Element]:
    while node.parent is not None:
        node = node.parent
        yield node
