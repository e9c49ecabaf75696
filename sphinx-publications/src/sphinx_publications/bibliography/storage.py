"""Entries that stay packed until somebody asks for them.

Sphinx unpickles its environment at every start. Most builds change a page and
need no entry, so the entries lie in it as one string of bytes.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from typing import Any

from pybtex.database import BibliographyData

from sphinx_publications.bibliography.entries import SourceEntry


class StoredBibliography(BibliographyData):
    """What sphinxcontrib-bibtex keeps as the data of its files."""

    _entries: dict[str, SourceEntry]

    def __init__(self, entries: Iterable[SourceEntry]) -> None:
        super().__init__()
        self._packed: bytes | None = None
        self._entries = {entry.key: entry for entry in entries}

    @property
    def entries(self) -> dict[str, SourceEntry]:
        """The entries by key."""
        if not self._entries and self._packed:
            self._entries = pickle.loads(self._packed)
        return self._entries

    @entries.setter
    def entries(self, entries: object) -> None:
        # pybtex's own begins with none.
        self._entries = {}

    def __getstate__(self) -> dict[str, Any]:
        if self._packed is None:
            self._packed = pickle.dumps(self._entries, pickle.HIGHEST_PROTOCOL)
        return {**self.__dict__, "_entries": {}}
