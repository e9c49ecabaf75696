"""The formats of files with references, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import NamedTuple

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.error_boundary import Guard
from sphinx_publications.outputs.csl import csl_json, join_csl_json


class Format(NamedTuple):
    """A format of files with references."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[SourceEntry], str]
    """Returns a file of one entry."""
    join: Callable[[Sequence[str]], str] | None
    """Returns one file of several, if one can hold many entries, so that lists have one too."""
    needs: str = ""
    """Package that writes it, if that is not always installed."""

    def file(self, entry: SourceEntry, guard: Guard) -> str:
        """Return a file of an entry, which has its title and no more if it raises."""
        return guard(entry, self.write, self.write)


def _ris(entry: SourceEntry) -> str:
    from sphinx_publications.outputs.ris import ris  # Slow to load.

    return ris([entry.publication])


def _classic(entry: SourceEntry) -> str:
    from sphinx_publications.outputs.classic_bibtex import classic_bibtex  # Slow to load.

    return classic_bibtex([entry])


def _jats(entry: SourceEntry) -> str:
    from sphinx_publications.outputs.jats import jats  # Seldom needed.

    return jats(entry.publication)


FORMATS = (
    # The source, less private fields.
    Format(
        "BibLaTeX", "bib", "application/x-bibtex", lambda entry: f"{entry.source.bibtex}\n", "".join
    ),
    Format("Classic BibTeX", "bibtex.bib", "application/x-bibtex", _classic, "\n".join),
    Format("RIS", "ris", "application/x-research-info-systems", _ris, "\n".join, needs="rispy"),
    Format(
        "CSL-JSON",
        "json",
        "application/vnd.citationstyles.csl+json",
        lambda entry: csl_json([entry.publication]),
        join_csl_json,
    ),
    Format("JATS", "xml", "application/xml", _jats, None),
)


@cache
def available_formats(*, of_list: bool = False) -> tuple[Format, ...]:
    """Return the formats that can be written here, of a paper or of a list."""
    return tuple(
        f
        for f in FORMATS
        if (not f.needs or find_spec(f.needs) is not None) and (f.join is not None or not of_list)
    )
