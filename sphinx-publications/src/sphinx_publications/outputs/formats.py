"""The table of bibliographic file formats, in the order of the download links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import NamedTuple

from sphinx_publications.bibliography.entries import Guard, SourceEntry
from sphinx_publications.outputs.csl import csl_json, join_csl_json


class Format(NamedTuple):
    """A bibliographic file format."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[SourceEntry], str]
    """Returns the file of one entry."""
    join: Callable[[Sequence[str]], str] | None
    """Joins files, or None if a file holds one entry only, so that lists have none."""
    needs: str = ""
    """Optional package that it needs."""
    purpose: str = ""
    """For whom it is, beside its link: see docs/programs.md."""

    def file(self, entry: SourceEntry, guard: Guard) -> str:
        """Return the file of an entry: if writing it fails, with its title alone, or empty."""
        return guard(entry, self.write, self._bare)

    def _bare(self, bare: SourceEntry) -> str:
        try:
            return self.write(bare)
        except Exception:  # of another extension
            return ""


# The modules of these are slow to load.


def _ris(entry: SourceEntry) -> str:
    from sphinx_publications.outputs.ris import ris

    return ris([entry.publication])


def _classic(entry: SourceEntry) -> str:
    from sphinx_publications.outputs.classic_bibtex import classic_bibtex

    return classic_bibtex([entry])


def _jats(entry: SourceEntry) -> str:
    from sphinx_publications.outputs.jats import jats

    return jats(entry.publication)


def _csl(entry: SourceEntry) -> str:
    return csl_json([entry.publication])


def _biblatex(entry: SourceEntry) -> str:
    return f"{entry.source.bibtex}\n"  # The source without private fields.


CLASSIC = Format(
    "Classic BibTeX",
    "bibtex.bib",
    "application/x-bibtex",
    _classic,
    "\n".join,
    purpose="for LaTeX and most programs",
)
"""The BibTeX that pages show and that is copied."""
FORMATS = (
    CLASSIC,
    Format("BibLaTeX", "bib", "application/x-bibtex", _biblatex, "".join, purpose="for biber"),
    Format(
        "CSL-JSON",
        "json",
        "application/vnd.citationstyles.csl+json",
        _csl,
        join_csl_json,
        purpose="for Zotero and pandoc",
    ),
    Format(
        "RIS",
        "ris",
        "application/x-research-info-systems",
        _ris,
        "\n".join,
        needs="rispy",
        purpose="for other reference managers",
    ),
    Format("JATS", "xml", "application/xml", _jats, None, purpose="for journals and archives"),
)


@cache
def available_formats() -> tuple[Format, ...]:
    """Return the built-in formats that this installation can write."""
    return tuple(f for f in FORMATS if not f.needs or find_spec(f.needs) is not None)


def formats_of(formats: Sequence[Format], *, of_list: bool) -> tuple[Format, ...]:
    """Return the formats of `formats` that a paper has, or a list."""
    return tuple(format_ for format_ in formats if format_.join or not of_list)
