"""State of one build: builder, files read and written, and whether anything changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime

from sphinx_publications.bibliography.entries import StoredBibliography
from sphinx_publications.bibtex import LARGEST
from sphinx_publications.diagnostics import Problem
from sphinx_publications.gc_pause import gc_paused
from sphinx_publications.outputs.formats import available_formats
from sphinx_publications.project.additions import additions
from sphinx_publications.project.build_manifest import Manifest
from sphinx_publications.project.citations import CitationDomain
from sphinx_publications.project.conf_file import options_with_people
from sphinx_publications.project.config import Config
from sphinx_publications.project.env_data import EnvData
from sphinx_publications.project.figures import Figures

STATIC = "_static"
"""Folder of stylesheets and scripts, in the output folder."""

logger = logging.getLogger(__name__)


def is_web(builder: Builder) -> bool:
    """Whether a builder makes web pages with separate files."""
    return builder.format == "html" and builder.name != "epub"


class Build:
    """One build of a project by one builder."""

    def __init__(self, app: Sphinx) -> None:
        self.builder = app.builder
        self._outdir = Path(app.outdir)
        kind = "epub" if app.builder.name == "epub" else "web"
        self._assets = Path(__file__).parents[1] / "web" / "assets" / kind
        self.added = additions(app)
        """What other extensions add."""
        self.formats = self.added.with_formats(available_formats())
        """The formats of the downloads, those of other extensions last."""
        folders = Path(app.doctreedir), Path(app.outdir)
        self.record = Manifest(*folders, app.builder.name, self.added.digests(app))
        """Manifest of this builder's last build."""
        self.figures = Figures(app, self.record.figures)
        """The figures that entries name."""
        self.values = self.record.values
        """Digest of the content of each page in this build."""
        self.files: set[str] = set()
        """Files other than pages that this build writes, as paths in the output folder."""
        self.downloads: dict[tuple[str, str], str] = {}
        """Downloads of papers by key and suffix, made by lists and written with the pages."""
        self.has_read = False
        """Whether bibliography files were read."""
        self.has_written = False
        """Whether a page was written."""
        self.is_unchanged = False
        """Whether no document, entry, figure or setting has changed since the last build."""
        self.navigation: dict[object, Any] = {}
        """What themes make of the table of contents for generated pages, by function and place."""
        self._published: set[str] = set()
        self._is_touched = False
        self._toctree: dict[str, list[str]] | None = None
        self._in_toctree: frozenset[str] | None = None

    def touch(self) -> None:
        """Note that documents were removed or figures have changed."""
        self._is_touched = True

    def note_reading(self, docnames: Collection[str], state: EnvData) -> None:
        """Set `is_unchanged`, given the documents that are read."""
        is_same = state.builder == self.builder.name and bool(self.record.values)
        self.is_unchanged = is_same and not (docnames or self.has_read or self._is_touched)
        state.builder = self.builder.name

    def note_values(self, values: dict[str, str]) -> None:
        """Set the digests of the pages."""
        self.values = values

    def note_writing(self) -> None:
        """Note that a page was written."""
        self.has_written = True

    def publish_assets(self, names: Iterable[str]) -> None:
        """Copy stylesheets and scripts of this extension into the output folder."""
        folder = self._outdir / STATIC
        for name in set(names) - self._published:
            self._published.add(name)
            folder.mkdir(parents=True, exist_ok=True)
            content, file = (self._assets / name).read_bytes(), folder / name
            if not file.is_file() or file.read_bytes() != content:
                # Parallel processes may write the same file.
                part = folder / f"{name}.{os.getpid()}"
                part.write_bytes(content)
                part.replace(file)

    def replace_toctree(self, env: BuildEnvironment, includes: dict[str, list[str]]) -> None:
        """Replace Sphinx's table of contents until `restore_toctree` is called."""
        self._toctree = env.toctree_includes
        env.toctree_includes = includes

    def restore_toctree(self, env: BuildEnvironment) -> None:
        """Restore Sphinx's table of contents."""
        if self._toctree is not None:
            env.toctree_includes, self._toctree = self._toctree, None

    def is_in_toctree(self, env: BuildEnvironment, docname: str) -> bool:
        """Whether a ``toctree`` names a document; only while pages are written."""
        if self._in_toctree is None:
            whole = env.toctree_includes if self._toctree is None else self._toctree
            self._in_toctree = frozenset(name for names in whole.values() for name in names)
        return docname in self._in_toctree

    def read_files(
        self,
        files: list[Path],
        encoding: str,
        config: Config,
        confdir: Path,
        srcdir: Path,
        language: str,
        state: EnvData,
        cite: CitationDomain,
    ) -> list[Problem]:
        """Read the bibliography files into both domains, if files or settings changed.

        Return the problems of the people.
        """

        def name_of(file: Path) -> str:
            return str(file.relative_to(srcdir)) if file.is_relative_to(srcdir) else str(file)

        options, problems = options_with_people(config, confdir, name_of)
        sources = tuple((str(file), _digest(file)) for file in files)
        is_same = state.language == language and state.options == options
        if is_same and state.sources == sources and cite.stored.encoding == encoding:
            # Update the file times, the only thing that sphinxcontrib-bibtex compares.
            _keep(cite, {file: known.keys for file, known in cite.stored.bibfiles.items()})
            return problems
        from sphinx_publications.bibliography.reader import read  # Not needed by most builds.

        self.has_read = True
        before = cite.stored.data.entries.values() if is_same else ()
        with gc_paused():
            reading = read(files, options, encoding, name_of, before)
        for file, keys in reading.keys.items():
            logger.info("parsing bibtex file %s... parsed %d entries", file, len(keys))
        state.sources, state.language, state.options = sources, language, options
        state.problems = tuple(reading.problems)
        state.containers = reading.containers
        cite.data["bibdata"] = BibData(
            encoding=encoding, bibfiles={}, data=StoredBibliography(reading.entries.values())
        )
        _keep(cite, reading.keys)
        return problems


def _keep(cite: CitationDomain, keys: Mapping[Path, Iterable[str]]) -> None:
    """Make sphinxcontrib-bibtex treat its data as up to date with the files."""
    bibfiles = {
        file: BibFile(mtime=get_mtime(file), keys=dict.fromkeys(found))
        for file, found in keys.items()
    }
    cite.data["bibdata"] = cite.stored._replace(bibfiles=bibfiles)


def _digest(file: Path) -> str:
    """Return a digest of the content of a file; empty if it cannot be read."""
    try:
        status = file.stat()
        # Do not read files that are too large or endless, such as pipes.
        if not file.is_file() or status.st_size > LARGEST:
            return f"{status.st_size} {status.st_mtime_ns}"
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return ""
