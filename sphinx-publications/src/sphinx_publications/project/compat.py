"""Compatibility with versions of Sphinx, with sphinxcontrib-bibtex, and with any builder."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from inspect import signature
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.frontend import Values
from docutils.nodes import Element
from pybtex.database import BibliographyData
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.util import docutils
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.domain import BibtexDomain

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.diagnostics import Subtype
from sphinx_publications.project.env_data import PageRemark
from sphinx_publications.project.selection import Filter, FilterError
from sphinx_publications.rendering.pybtex_compat import formatting_style
from sphinx_publications.rendering.styles import OUR_STYLES

# Differences between versions of Sphinx, from 7.4 on.


def output_path(builder: StandaloneHTMLBuilder, docname: str) -> Path:
    """Return the output file of a document."""
    # Sphinx 8.2 renamed it to `get_output_path`, and still has the old name.
    return Path(builder.get_outfilename(docname))


def path_like(example: Any, path: str | Path) -> Any:
    """Convert a path to the type of `example`, a path of Sphinx."""
    # Sphinx 7 uses strings, later versions a path type that behaves like a string.
    return type(example)(path)


def global_toctree(
    env: BuildEnvironment, docname: str, builder: StandaloneHTMLBuilder, **options: Any
) -> Element | None:
    """Return the table of contents of the whole site for a document."""
    # Sphinx 9 requires the tags of the build as an argument.
    if "tags" in signature(global_toctree_for_doc).parameters:
        options["tags"] = builder.tags
    return global_toctree_for_doc(env, docname, builder, **options)


_GET_SETTINGS = "_get_settings"


@contextmanager
def shared_settings() -> Iterator[None]:
    """Reuse docutils' settings for all documents read meanwhile.

    Sphinx builds an option parser for each document, which takes longer than reading a page.
    """
    make = getattr(docutils, _GET_SETTINGS, None)
    if make is None:  # not in this version of Sphinx
        yield
        return
    made: list[tuple[Mapping[str, Any], Values]] = []

    def get(*components: Any, defaults: Mapping[str, Any], **options: Any) -> Values:
        if not made or made[0][0] != defaults:
            values = make(*components, defaults=defaults, **options)
            made[:] = [(dict(defaults), values)]
        return copy(made[0][1])

    setattr(docutils, _GET_SETTINGS, get)
    try:
        yield
    finally:
        setattr(docutils, _GET_SETTINGS, make)


# Entries and filters for the lists and roles of sphinxcontrib-bibtex.

_NOTHING = ast.parse("False")


def is_our_style(name: str) -> bool:
    """Whether a pybtex style is one of this extension, or derives from one."""
    return isinstance(formatting_style(name), OUR_STYLES)


class EntriesForStyle(Mapping[str, SourceEntry]):
    """Entries by key, for a style: as written in the file unless the style is ours."""

    def __init__(self, stored: BibliographyData, style: str) -> None:
        self.stored = stored
        self.style = style

    @property
    def entries(self) -> Mapping[str, SourceEntry]:
        """The mapping itself, so that it can replace a `BibliographyData`."""
        return self

    def __getitem__(self, key: str) -> SourceEntry:
        entry: SourceEntry = self.stored.entries[key]
        return entry if is_our_style(self.style) else entry.as_written()

    def __iter__(self) -> Iterator[str]:
        return iter(self.stored.entries)

    def __len__(self) -> int:
        return len(self.stored.entries)


def settle_stock_lists(
    cite: BibtexDomain,
    filters: dict[BibliographyKey, tuple[ast.AST, list[str]]],
    citing: Mapping[str, set[str]],
) -> list[PageRemark]:
    """Filter the lists of ``{bibliography}``, and return remarks about invalid filters.

    The filter of sphinxcontrib-bibtex raises on ``year > 2020``. `filters` stores the original
    filter and keys of each list. If a filter cannot be evaluated, the cited entries are shown, as
    in sphinxcontrib-bibtex.
    """
    said: list[PageRemark] = []
    stock: list[tuple[BibliographyKey, Any]] = sorted(
        cite.bibliographies.items(), key=lambda item: item[0].docname
    )
    cite.bibliographies.clear()
    for list_key, value in stock:
        tree, keys = filters.setdefault(list_key, (value.filter_, value.keys))
        entries = list(cite.get_entries(value.bibfiles))
        cited = {e.key: citing.get(value.keyprefix + e.key, set()) for e in entries}
        try:
            filter_ = Filter.of_tree(tree)
            accepted = [
                entry.key
                for entry in entries
                if filter_.accepts(entry, list_key.docname, cited[entry.key])
            ]
        except FilterError as error:
            accepted = [key for key, docnames in cited.items() if docnames]
            message = f"syntax error in :filter: expression; {error}"
            place = list_key.docname, value.line
            said.append(PageRemark(Subtype.OPTION, message, *place, "filter_syntax_error"))
        cite.bibliographies[list_key] = value._replace(keys=[*keys, *accepted], filter_=_NOTHING)
    return said


def plain_class(kind: type[nodes.Element]) -> type[nodes.Element]:
    """Return the docutils class that a class of ours derives from."""
    visited = (
        base for base in kind.__mro__ if hasattr(nodes.GenericNodeVisitor, f"visit_{base.__name__}")
    )
    return next(filter(lambda base: base.__module__ == nodes.__name__, visited), nodes.container)
