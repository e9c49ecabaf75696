"""The domain that remembers the lists of a project and what their entries said.

sphinxcontrib-bibtex's domain ``cite`` holds the entries and resolves ``{cite}``.
This one fills it: it reads the files before sphinxcontrib-bibtex would, and it
decides which of several lists with one paper `{cite}` leads to.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, cast

from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime, is_bibdata_outdated
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.guard import Guard
from sphinx_publications.bibliography.reading import read
from sphinx_publications.bibliography.storage import StoredBibliography
from sphinx_publications.look.formatting import labelled
from sphinx_publications.look.plugins import formatting_style
from sphinx_publications.problems import Subtype
from sphinx_publications.project.citations import CitationDomain, ListedTarget
from sphinx_publications.project.config import Config
from sphinx_publications.project.filters import Filter, FilterError
from sphinx_publications.project.lists import PublicationList, settled
from sphinx_publications.project.state import Page, State
from sphinx_publications.project.warnings import once, warn

_NOTHING = ast.parse("False")


class PublicationsDomain(Domain):
    """State of the extension, kept with Sphinx's environment."""

    name = "publications"
    label = "Publications"
    data_version = 3
    is_unchanged = False
    """Whether no document, no entry and no setting has changed since the last build."""
    _is_touched = False
    """Whether files of references were read in this build, or documents are gone."""
    _pages_at: tuple[dict[str, Page], dict[str, Page]] | None = None
    initial_data = {"state": State()}  # noqa: RUF012 (Sphinx copies it)

    @property
    def state(self) -> State:
        """What is remembered."""
        return cast(State, self.data["state"])

    @cached_property
    def guard(self) -> Guard:
        """What stands round the work for each entry."""
        return Guard(once())

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

    def note_removed(self, docnames: Collection[str]) -> None:
        """Note that documents of the last build are gone."""
        self._is_touched |= bool(docnames)

    def note_reading(self, docnames: Collection[str], builder: str) -> None:
        """Note which documents are read in this build."""
        is_same = self.state.builder == builder
        self.is_unchanged = is_same and not docnames and not self._is_touched
        self.state.builder = builder

    def note_trouble(self, docname: str) -> None:
        """Note that reading a page gave a warning, which the next build shall repeat."""
        self.state.troubled_pages.add(docname)

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

        if self.state.options == config.reading_options and not is_bibdata_outdated(
            self.cite.bibdata, files, encoding
        ):
            return
        self._is_touched = True
        known = self.cite.bibdata.data.entries.values()
        before = known if self.state.options == config.reading_options else ()
        reading = read(files, config.reading_options, encoding, name_of, before)
        self.state.options = config.reading_options
        self.state.problems = tuple(reading.problems)
        self.state.containers = reading.containers
        self.cite.data["bibdata"] = BibData(
            encoding=encoding,
            bibfiles={
                file: BibFile(mtime=get_mtime(file), keys=dict.fromkeys(keys))
                for file, keys in reading.keys.items()
            },
            data=StoredBibliography(reading.entries.values()),
        )

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

    def choose_members(self) -> set[str]:
        """Settle what each list shows, and which list `{cite}` leads to for each key.

        Returns the pages whose lists show something else than before.
        """
        citing = self.citing_pages()
        before = dict(self.state.lists)
        self.state.lists.update(settled(before, partial(self._members, citing)))
        self._choose_stock_members(citing)
        return {key.docname for key, value in self.state.lists.items() if value != before[key]}

    def _choose_stock_members(self, citing: dict[str, set[str]]) -> None:
        """Filter the lists of ``{bibliography}`` too: its own filter raises on ``year > 2020``."""
        for list_key, value in self.cite.bibliographies.items():
            tree, keys = self.state.stock_lists.setdefault(list_key, (value.filter_, value.keys))
            members = list(keys)
            try:
                members += [
                    entry.key
                    for entry in self.cite.get_entries(value.bibfiles)
                    if Filter.of_tree(tree).accepts(
                        entry, list_key.docname, citing.get(value.keyprefix + entry.key, set())
                    )
                ]
            except FilterError as error:
                warn(Subtype.OPTION, f":filter: {error}", (list_key.docname, value.line))
                self.note_trouble(list_key.docname)
            self.cite.bibliographies[list_key] = value._replace(keys=members, filter_=_NOTHING)

    def _members(
        self, citing: dict[str, set[str]], list_key: BibliographyKey, value: PublicationList
    ) -> Iterable[str]:
        keys: Iterable[str] = value.candidates
        if value.filter is not None:
            entries = self.cite.bibdata.data.entries
            try:
                keys = [
                    key
                    for key in keys
                    if value.filter.accepts(entries[key], list_key.docname, citing.get(key, set()))
                ]
            except FilterError as error:
                warn(Subtype.OPTION, f":filter: {error}", (list_key.docname, value.line))
                self.note_trouble(list_key.docname)
        return list(keys)[: value.limit]

    def keys_of(self, file: Path) -> Iterable[str]:
        """Return the keys of a file, in their order."""
        return self.cite.bibdata.bibfiles[file].keys

    def has(self, key: str) -> bool:
        """Whether there is an entry with a key."""
        return any(key in file.keys for file in self.cite.bibdata.bibfiles.values())

    def entries(self) -> list[SourceEntry]:
        """Return every entry that can be listed."""
        everything = self.cite.bibdata.data.entries.values()
        return [entry for entry in everything if entry.type != "xdata"]

    def entry(self, key: str) -> SourceEntry:
        """Return the entry with a key of a list."""
        return cast(SourceEntry, self.cite.bibdata.data.entries[key])


def publications_domain(env: BuildEnvironment) -> PublicationsDomain:
    """Return the domain of an environment."""
    return cast(PublicationsDomain, env.get_domain(PublicationsDomain.name))
