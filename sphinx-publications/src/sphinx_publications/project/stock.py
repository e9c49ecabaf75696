"""What sphinxcontrib-bibtex's lists and roles get: entries as pybtex has them, sound filters."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from pybtex.database import BibliographyData
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.domain import BibtexDomain

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.look.plugins import formatting_style
from sphinx_publications.look.styles import OUR_STYLES
from sphinx_publications.problems import Subtype
from sphinx_publications.project.filters import Filter, FilterError
from sphinx_publications.project.state import Remark

_NOTHING = ast.parse("False")


def is_our_style(name: str) -> bool:
    """Whether a pybtex style is one of the extension's, or derives from one."""
    return isinstance(formatting_style(name), OUR_STYLES)


class EntriesForStyle(Mapping[str, SourceEntry]):
    """The entries as a style is to have them, by key: all but ours as they are written."""

    def __init__(self, stored: BibliographyData, style: str) -> None:
        self.stored = stored
        self.style = style

    @property
    def entries(self) -> Mapping[str, SourceEntry]:
        """Itself, which stands for a `BibliographyData`."""
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
) -> list[Remark]:
    """Filter the lists of ``{bibliography}``, whose own filter raises on ``year > 2020``.

    `filters` keeps what each list was written with. Where an expression cannot be
    evaluated the entries that are cited are shown, as sphinxcontrib-bibtex has it.
    """
    said: list[Remark] = []
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
            said.append(
                Remark(Subtype.OPTION, message, list_key.docname, value.line, "filter_syntax_error")
            )
        cite.bibliographies[list_key] = value._replace(keys=[*keys, *accepted], filter_=_NOTHING)
    return said
