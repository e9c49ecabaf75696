"""Read bibliography files in a script, without Sphinx: files, publications, exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sphinx_publications.bibliography.entries import Guard, SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.diagnostics import Problem
from sphinx_publications.model.entry_types import SERVING_TYPES, TYPES, own_type
from sphinx_publications.model.marks import MarkTable
from sphinx_publications.model.parse_options import ReadingOptions, with_added
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.formats import FORMATS, available_formats


@dataclass(frozen=True)
class Bibliography:
    """The publications of bibliography files, with the problems in them."""

    publications: tuple[Publication, ...]
    """What a list of all papers shows, in the order of the files, and hidden ones."""
    problems: list[Problem]
    """Problems in the files; `export` adds those of entries that it cannot write."""
    _entries: Mapping[str, SourceEntry] = field(repr=False)

    def export(self, suffix: str, publications: Iterable[Publication] | None = None) -> str:
        """Return the file of a built-in format, by its suffix, with some publications or all.

        Suffixes are ``bib`` (BibLaTeX), ``bibtex.bib``, ``json`` (CSL-JSON), ``ris`` and ``xml``
        (JATS). Raise `ValueError` if the format is unknown or needs a package that is not
        installed, or if a file of it holds one publication only and there are others.
        """
        format_ = next((f for f in available_formats() if f.suffix == suffix), None)
        if format_ is None:
            needs = next((f.needs for f in FORMATS if f.suffix == suffix), "")
            known = ", ".join(f.suffix for f in FORMATS)
            remedy = f"it needs {needs}" if needs else f"write one of {known}"
            raise ValueError(f"no format {suffix!r}; {remedy}")
        guard = Guard(self.problems.append)
        chosen = self.publications if publications is None else publications
        files = [format_.file(self._entries[publication.key], guard) for publication in chosen]
        if format_.join is not None:
            return format_.join(files)
        if len(files) != 1:
            raise ValueError(f"a file of {format_.name} holds one publication, not {len(files)}")
        return files[0]


def read_bibliography(
    *files: str | Path,
    owner: str | Iterable[str] = (),
    marks: Mapping[str, tuple[str, str]] | None = None,
    links: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
    encoding: str = "utf-8-sig",
) -> Bibliography:
    """Read bibliography files, and return their publications and problems.

    `owner` is whose page it is, or the names that he published under. `marks` are symbol and
    meaning by annotation word, `links` labels by field, and `types` the built-in type that
    another one is like. Mistakes in the files are problems and raise nothing, not even a file
    that is not there. Raise `ValueError` if a type is like one that does not exist.
    """
    for like in (types or {}).values():
        if like not in TYPES or like in SERVING_TYPES:
            raise ValueError(f"no type @{like} is known")
    options = ReadingOptions(
        owner=tuple(filter(None, (owner,) if isinstance(owner, str) else owner)),
        marks=MarkTable.with_overrides(marks or {}),
        link_kinds=with_added({name: (label, "") for name, label in (links or {}).items()}),
        own_types={name.lower(): own_type(like) for name, like in (types or {}).items()},
    )
    reading = read(map(Path, files), options, encoding)
    shown = {e.key: e for e in reading.entries.values() if e.key not in reading.containers}
    publications = tuple(entry.publication for entry in shown.values())
    return Bibliography(publications, reading.problems, shown)
