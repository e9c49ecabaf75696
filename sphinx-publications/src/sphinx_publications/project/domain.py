"""The domain that remembers the lists of a project and what their entries said.

sphinxcontrib-bibtex's domain ``cite`` holds the entries and resolves ``{cite}``.
This one fills it: it reads the files before sphinxcontrib-bibtex would, and it
decides which of several lists with one paper `{cite}` leads to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, cast

from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.bibliography.entries import SourceEntry, StoredBibliography
from sphinx_publications.bibliography.error_boundary import Guard
from sphinx_publications.bibtex.source import LARGEST
from sphinx_publications.diagnostics import Problem, Subtype
from sphinx_publications.gc_pause import gc_paused
from sphinx_publications.model.publication import Figure
from sphinx_publications.project.build_manifest import Record
from sphinx_publications.project.citations import CitationDomain, ListedTarget
from sphinx_publications.project.compat import settle_stock_lists
from sphinx_publications.project.config import Config
from sphinx_publications.project.env_data import Page, PublicationList, Remark, State, settled
from sphinx_publications.project.figures import Figures
from sphinx_publications.project.selection import FilterError
from sphinx_publications.project.warnings import once, repeat
from sphinx_publications.rendering.pybtex_compat import formatting_style
from sphinx_publications.rendering.styles import labelled

logger = logging.getLogger(__name__)


class PublicationsDomain(Domain):
    """State of the extension, kept with Sphinx's environment."""

    name = "publications"
    label = "Publications"
    data_version = 9
    is_unchanged = False
    """Whether no document, no entry and no setting has changed since the last build."""
    is_writing = False
    """Whether a page was written in this build."""
    is_read = False
    """Whether files of references were read in this build."""
    _is_touched = False
    """Whether documents are gone, or figures are others."""
    builder: Builder
    """The builder of this build."""
    record: Record
    """What this builder wrote the last time."""
    figures: Figures
    """What this build found of the figures that entries name."""
    values: dict[str, str]
    """What each page shows in this build."""
    written_files: set[str]
    """Paths in the folder of the builder of what this build writes beside pages."""
    whole_toctree: dict[str, list[str]] | None = None
    """Sphinx's table of contents, while it is another for the sake of the page being written."""
    _pages_at: tuple[dict[str, Page], dict[str, Page]] | None = None
    initial_data = {"state": State()}  # noqa: RUF012 (Sphinx copies it)

    @property
    def state(self) -> State:
        """What is remembered."""
        return cast(State, self.data["state"])

    @cached_property
    def guard(self) -> Guard:
        """What stands round the work for each entry."""
        tell = once()

        def tell_and_note(problem: Problem) -> None:
            tell(problem)
            for docname in self._showing(problem.key):
                self.record.note_trouble(docname)

        return Guard(tell_and_note)

    def _showing(self, key: str) -> Iterator[str]:
        """Yield the documents that show an entry."""
        lists = self.state.lists.items()
        yield from (list_key.docname for list_key, value in lists if key in value.members)
        yield from (page for value in self.state.lists.values() if (page := value.places.get(key)))
        yield from (c.bibliography_key.docname for c in self.cite.citations if c.entry.key == key)
        yield from self.citing_pages().get(key, ())
        yield self.page_of(key)

    @property
    def cite(self) -> CitationDomain:
        """sphinxcontrib-bibtex's domain."""
        return cast(CitationDomain, self.env.get_domain("cite"))

    def page_at(self, docname: str) -> Page | None:
        """Return the page of a paper by the name of its document, if it is one."""
        if self._pages_at is None or self._pages_at[0] is not self.state.pages:
            self._pages_at = (
                self.state.pages,
                {page.docname: page for page in self.state.pages.values()},
            )
        return self._pages_at[1].get(docname)

    def note_touched(self, is_touched: bool) -> None:
        """Note whether documents of the last build are gone, or figures are others."""
        self._is_touched |= is_touched

    def note_reading(self, docnames: Collection[str], builder: str) -> None:
        """Note which documents are read in this build, and what else decides how pages look."""
        is_same = self.state.builder == builder and bool(self.record.values)
        self.is_unchanged = is_same and not (docnames or self.is_read or self._is_touched)
        self.state.builder = builder
        self.values = self.record.values
        self.written_files = set()

    def say(self, remark: Remark) -> None:
        """Warn of what is wrong on a document that is read, and note it for later builds."""
        self.state.warnings.setdefault(remark.docname, []).append(remark)
        repeat([remark])

    def list_pages(self) -> set[str]:
        """Return the documents with lists."""
        return {key.docname for key in (*self.state.lists, *self.cite.bibliographies)}

    def page_of(self, key: str) -> str:
        """Return the document of the page of a paper, empty if it has none."""
        page = self.state.pages.get(key)
        return page.docname if page else ""

    def figure(self, key: str) -> Figure | None:
        """Return the figure of a paper, if it has one and this builder shows it."""
        return self.figures.figure(self.entry(key).publication.preview.name)

    def clear_doc(self, docname: str) -> None:
        self.state.forget(docname)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        self.state.merge(docnames, otherdata["state"])

    def resolve_any_xref(self, *args: object) -> list[tuple[str, Any]]:
        return []

    def read_files(self, files: list[Path], encoding: str, config: Config, srcdir: Path) -> None:
        """Read the files of references into both domains, if they or the settings changed."""

        def name_of(file: Path) -> str:
            return str(file.relative_to(srcdir)) if file.is_relative_to(srcdir) else str(file)

        sources = tuple((str(file), _digest(file)) for file in files)
        is_known = self.state.sources == sources and self.cite.stored.encoding == encoding
        is_known &= self.state.language == self.env.config.language
        if is_known and self.state.options == config.reading_options:
            # sphinxcontrib-bibtex asks for the times of files alone.
            self._keep({file: known.keys for file, known in self.cite.stored.bibfiles.items()})
            return
        from sphinx_publications.bibliography.reader import read  # Most builds find all known.

        self.is_read = True
        self.state.sources = sources
        known = self.cite.stored.data.entries.values()
        is_same = self.state.language == self.env.config.language
        before = known if is_same and self.state.options == config.reading_options else ()
        self.state.language = self.env.config.language
        with gc_paused():
            reading = read(files, config.reading_options, encoding, name_of, before)
        for file, keys in reading.keys.items():
            logger.info("parsing bibtex file %s... parsed %d entries", file, len(keys))
        self.state.options = config.reading_options
        self.state.problems = tuple(reading.problems)
        self.state.containers = reading.containers
        self.cite.data["bibdata"] = BibData(
            encoding=encoding, bibfiles={}, data=StoredBibliography(reading.entries.values())
        )
        self._keep(reading.keys)

    def _keep(self, keys: Mapping[Path, Iterable[str]]) -> None:
        """Let sphinxcontrib-bibtex find its data to be those of the files as they are now."""
        bibfiles = {
            file: BibFile(mtime=get_mtime(file), keys=dict.fromkeys(found))
            for file, found in keys.items()
        }
        self.cite.data["bibdata"] = self.cite.stored._replace(bibfiles=bibfiles)

    def add_list(self, list_key: BibliographyKey, value: PublicationList) -> None:
        """Add a list."""
        self.state.lists[list_key] = value

    def targets(self) -> Iterator[ListedTarget]:
        """Return the entries that citations may lead to."""
        for list_key, value in self.state.lists.items():
            labels = cache(partial(self._labels, list_key))
            for key in value.own:
                yield ListedTarget(
                    key=key,
                    entry=self.entry(key),
                    docname=value.places.get(key, list_key.docname),
                    anchor=value.anchors[key],
                    style=value.style,
                    guard=self.guard,
                    labels=labels,
                )

    def _labels(self, list_key: BibliographyKey) -> dict[str, str]:
        value = self.state.lists[list_key]
        entries = [self.entry(key) for key in value.own]
        labels = labelled(formatting_style(value.style), entries, self.guard)
        return {entry.key: label for entry, label in labels}

    def citing_pages(self) -> dict[str, set[str]]:
        """Return the pages that cite each key."""
        citing: dict[str, set[str]] = {}
        for ref in self.cite.citation_refs:
            for target in ref.targets:
                citing.setdefault(target.key, set()).add(ref.docname)
        return citing

    def choose_members(self) -> None:
        """Settle what each list shows, and which list `{cite}` leads to for each key."""
        citing = self.citing_pages()
        self.state.said_of_lists = []
        self.state.sort_lists()
        self.state.lists.update(settled(self.state.lists, partial(self._members, citing)))
        self.state.said_of_lists += settle_stock_lists(self.cite, self.state.stock_lists, citing)

    def _members(
        self, citing: dict[str, set[str]], list_key: BibliographyKey, value: PublicationList
    ) -> Iterable[str]:
        keys: Iterable[str] = value.candidates
        if value.filter is not None:
            entries = self.cite.stored.data.entries
            try:
                keys = [
                    key
                    for key in keys
                    if value.filter.accepts(entries[key], list_key.docname, citing.get(key, set()))
                ]
            except FilterError as error:
                message = f":filter: {error}"
                remark = Remark(Subtype.OPTION, message, list_key.docname, value.line)
                self.state.said_of_lists.append(remark)
        return list(keys)[: value.limit]

    def keys_of(self, file: Path) -> Iterable[str]:
        """Return the keys of a file, in their order."""
        return self.cite.stored.bibfiles[file].keys

    def has(self, key: str) -> bool:
        """Whether there is an entry with a key."""
        return any(key in file.keys for file in self.cite.stored.bibfiles.values())

    def entries(self) -> list[SourceEntry]:
        """Return every entry that can be listed."""
        everything = self.cite.stored.data.entries.values()
        return [entry for entry in everything if entry.type != "xdata"]

    def entry(self, key: str) -> SourceEntry:
        """Return the entry with a key of a list."""
        return cast(SourceEntry, self.cite.stored.data.entries[key])


def _digest(file: Path) -> str:
    """Return a digest of the bytes of a file, empty if it cannot be read."""
    try:
        status = file.stat()
        # What is not read, as it is too large or has no end, such as a pipe, is not read here.
        if not file.is_file() or status.st_size > LARGEST:
            return f"{status.st_size} {status.st_mtime_ns}"
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return ""


def publications_domain(env: BuildEnvironment) -> PublicationsDomain:
    """Return the domain of an environment."""
    return cast(PublicationsDomain, env.get_domain(PublicationsDomain.name))
