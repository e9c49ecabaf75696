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
    holds_many: bool = True
    """Whether one file holds many entries, so that lists have one too."""

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


def _classic(entries: Sequence[SourceEntry]) -> str:
    from sphinx_publications.outputs.classicbibtex import classic_bibtex  # Slow to load.

    return classic_bibtex(entries)


def _jats(entries: Sequence[SourceEntry]) -> str:
    from sphinx_publications.outputs.jats import jats  # Seldom needed.

    (entry,) = entries
    return jats(entry.publication)


FORMATS = (
    Format("BibLaTeX", "bib", "application/x-bibtex", bibtex),
    Format("Classic BibTeX", "bibtex.bib", "application/x-bibtex", _classic),
    Format("RIS", "ris", "application/x-research-info-systems", _ris, needs="rispy"),
    Format(
        "CSL-JSON",
        "json",
        "application/vnd.citationstyles.csl+json",
        lambda entries: csl_json(entry.publication for entry in entries),
    ),
    Format("JATS", "xml", "application/xml", _jats, holds_many=False),
)


@cache
def available_formats(*, of_list: bool = False) -> tuple[Format, ...]:
    """Return the formats that can be written here, of a paper or of a list."""
    return tuple(
        f
        for f in FORMATS
        if (not f.needs or find_spec(f.needs) is not None) and (f.holds_many or not of_list)
    )
