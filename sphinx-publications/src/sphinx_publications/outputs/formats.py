"""The formats of files with references, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import NamedTuple

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.guard import Guard
from sphinx_publications.outputs.csl import csl_json


class Format(NamedTuple):
    """A format of files with references."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Sequence[SourceEntry]], str]
    needs: str = ""
    """Package that writes it, if that is not always installed."""

    def file(self, entries: Sequence[SourceEntry], guard: Guard) -> str:
        """Return entries as one file, in which one that raises has its title and no more."""
        try:
            return self.write(entries)
        except Exception:  # whosever entry it is, which the guard finds out
            return self.write([guard(entry, self._tried, lambda bare: bare) for entry in entries])

    def _tried(self, entry: SourceEntry) -> SourceEntry:
        self.write([entry])
        return entry


def bibtex(entries: Sequence[SourceEntry]) -> str:
    """Return the BibTeX of entries as one file: the source, less private fields."""
    return "".join(f"{entry.source.bibtex}\n" for entry in entries)


def _ris(entries: Sequence[SourceEntry]) -> str:
    from sphinx_publications.outputs.ris import ris  # Slow to load.

    return ris(entry.publication for entry in entries)


FORMATS = (
    Format("BibTeX", "bib", "application/x-bibtex", bibtex),
    Format("RIS", "ris", "application/x-research-info-systems", _ris, needs="rispy"),
    Format(
        "CSL-JSON",
        "json",
        "application/vnd.citationstyles.csl+json",
        lambda entries: csl_json(entry.publication for entry in entries),
    ),
)


@cache
def available_formats() -> tuple[Format, ...]:
    """Return the formats that can be written here."""
    return tuple(f for f in FORMATS if not f.needs or find_spec(f.needs) is not None)
