"""The formats of files with references, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.outputs.csl import csl_json


@dataclass(frozen=True)
class Format:
    """A format of files with references."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Sequence[SourceEntry]], str]


def bibtex(entries: Sequence[SourceEntry]) -> str:
    """Return the BibTeX of entries as one file: the source, less private fields."""
    return "".join(f"{entry.source.bibtex}\n" for entry in entries)


def _ris(entries: Sequence[SourceEntry]) -> str:
    from sphinx_publications.outputs.ris import ris  # Slow to load.

    return ris(entry.publication for entry in entries)


FORMATS = (
    Format("BibTeX", "bib", "application/x-bibtex", bibtex),
    Format("RIS", "ris", "application/x-research-info-systems", _ris),
    Format(
        "CSL-JSON",
        "json",
        "application/vnd.citationstyles.csl+json",
        lambda entries: csl_json(entry.publication for entry in entries),
    ),
)
