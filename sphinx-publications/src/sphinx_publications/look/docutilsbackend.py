"""Rich text as docutils nodes, for every builder."""

from __future__ import annotations

from typing import TypeAlias

import pybtex_docutils
from docutils import nodes as docutils_nodes

from sphinx_publications.latex.richtext import (
    AuthorName,
    Formula,
    Isolated,
    Line,
    MarkSymbol,
    OwnerName,
    writer_of,
)
from sphinx_publications.look import nodes
from sphinx_publications.model.identifiers import is_safe

Backend: TypeAlias = pybtex_docutils.Backend
Nodes: TypeAlias = list[docutils_nodes.Node]


class DocutilsBackend(pybtex_docutils.Backend):
    """pybtex's backend for docutils, which links nowhere unsafe."""

    def format_href(self, url: str, text: Nodes, external: bool = False) -> Nodes:
        """Return a link, or its text where it would lead somewhere unsafe."""
        return list(super().format_href(url, text)) if is_safe(url) else text


class NodeWriter:
    """Makes nodes of the parts of an entry."""

    def write_line(self, part: Line, backend: Backend) -> Nodes:
        """Return a line of a line block."""
        classes = [f"publication-{part.role}"]
        return [docutils_nodes.line("", "", *part.content(backend), classes=classes)]

    def write_author_name(self, part: AuthorName, backend: Backend) -> Nodes:
        """Return the name of an author."""
        content = part.content(backend)
        return [nodes.author_name("", "", *content, is_prominent=part.is_prominent)]

    def write_isolated(self, part: Isolated, backend: Backend) -> Nodes:
        """Return a name among names of other scripts."""
        return [nodes.isolated("", "", *part.content(backend))]

    def write_owner_name(self, part: OwnerName, backend: Backend) -> Nodes:
        """Return the name of the owner."""
        return [nodes.owner_name("", "", *part.content(backend))]

    def write_mark_symbol(self, part: MarkSymbol, backend: Backend) -> Nodes:
        """Return a mark beside a name."""
        return [nodes.author_mark("", "", *part.content(backend), spoken=part.spoken)]

    def write_formula(self, part: Formula, backend: Backend) -> Nodes:
        """Return a formula."""
        return [nodes.formula("", "", *part.content(backend), tex=part.tex)]


_NODE_WRITER = NodeWriter()


@writer_of.register
def _(backend: pybtex_docutils.Backend) -> object:
    return _NODE_WRITER
