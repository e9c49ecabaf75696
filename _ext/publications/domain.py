"""The domain that remembers the lists of a project and what their entries said.

sphinxcontrib-bibtex's domain ``cite`` holds the entries and resolves ``{cite}``.
This one fills it: it reads the files before sphinxcontrib-bibtex would, and it
decides which of several lists with one paper `{cite}` leads to.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime, is_bibdata_outdated
from sphinxcontrib.bibtex.directives import BibliographyKey

from .citing import CitationDomain, ListedTarget
from .config import Config
from .diagnostics import Subtype, warn
from .entries import SourceEntry
from .filters import Filter, FilterError
from .lists import PublicationList, settled
from .pagenames import GroupPage, Page
from .plugins import formatting_style
from .reading import read
from .storage import StoredBibliography

_NOTHING = ast.parse("False")


class PublicationsDomain(Domain):
    """State of the extension, kept with Sphinx's environment."""

    name = "publications"
    label = "Publications"
    data_version = 2
    is_unchanged = False
    """Whether no document, no entry and no setting has changed since the last build."""
    _is_touched = False
    """Whether files of references were read in this build, or documents are gone."""
    _pages_at: tuple[dict[str, Page], dict[str, Page]] | None = None
    initial_data = {  # noqa: RUF012 (Sphinx copies it)
        "settings": None,
        "problems": (),
        "containers": frozenset(),
        "lists": {},
        "digests": {},
        "stock_lists": {},
        "troubled_pages": set(),
        "pages": {},
        "group_pages": {},
        "builder": "",
        "dangling": (),
    }

    @property
    def lists(self) -> dict[BibliographyKey, PublicationList]:
        """The lists by page and number."""
        return cast("dict[BibliographyKey, PublicationList]", self.data["lists"])

    @property
    def containers(self) -> frozenset[str]:
        """Keys that lists leave out, since they are there for others to inherit from."""
        return cast("frozenset[str]", self.data["containers"])

    @property
    def digests(self) -> dict[str, str]:
        """What a citation of each key showed in the last build."""
        return cast("dict[str, str]", self.data["digests"])

    @digests.setter
    def digests(self, digests: dict[str, str]) -> None:
        self.data["digests"] = digests

    @property
    def cite(self) -> CitationDomain:
        """sphinxcontrib-bibtex's domain."""
        return cast(CitationDomain, self.env.get_domain("cite"))

    @property
    def stock_lists(self) -> dict[BibliographyKey, tuple[ast.AST, list[str]]]:
        """Filter and keys of each list of sphinxcontrib-bibtex's own directive."""
        return cast("dict[BibliographyKey, tuple[ast.AST, list[str]]]", self.data["stock_lists"])

    @property
    def troubled_pages(self) -> set[str]:
        """Pages to read again in the next build, since what was wrong with them still is."""
        return cast("set[str]", self.data["troubled_pages"])

    @property
    def dangling(self) -> tuple[str, ...]:
        """Pages that cite what is nowhere, in the order of their names."""
        return cast("tuple[str, ...]", self.data["dangling"])

    @dangling.setter
    def dangling(self, docnames: tuple[str, ...]) -> None:
        self.data["dangling"] = docnames

    @property
    def pages(self) -> dict[str, Page]:
        """The pages of papers by key."""
        return cast("dict[str, Page]", self.data["pages"])

    @pages.setter
    def pages(self, pages: dict[str, Page]) -> None:
        self.data["pages"] = pages

    @property
    def group_pages(self) -> dict[str, GroupPage]:
        """The pages of groups of long lists by document."""
        return cast("dict[str, GroupPage]", self.data["group_pages"])

    @group_pages.setter
    def group_pages(self, pages: dict[str, GroupPage]) -> None:
        self.data["group_pages"] = pages

    def page_at(self, docname: str) -> Page | None:
        """Return the page of a paper by the name of its document, if it is one."""
        if self._pages_at is None or self._pages_at[0] is not self.pages:
            self._pages_at = self.pages, {page.docname: page for page in self.pages.values()}
        return self._pages_at[1].get(docname)

    def note_removed(self, docnames: Collection[str]) -> None:
        """Note that documents of the last build are gone."""
        self._is_touched |= bool(docnames)

    def note_reading(self, docnames: Collection[str], builder: str) -> None:
        """Note which documents are read in this build."""
        is_same = self.data["builder"] == builder
        self.is_unchanged = is_same and not docnames and not self._is_touched
        self.data["builder"] = builder

    def note_trouble(self, docname: str) -> None:
        """Note that reading a page gave a warning, which the next build shall repeat."""
        self.troubled_pages.add(docname)

    def clear_doc(self, docname: str) -> None:
        self.troubled_pages.discard(docname)
        for list_key in [key for key in self.stock_lists if key.docname == docname]:
            del self.stock_lists[list_key]
        for list_key in [key for key in self.lists if key.docname == docname]:
            del self.lists[list_key]

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        for list_key, value in otherdata["lists"].items():
            if list_key.docname in docnames:
                self.lists[list_key] = value
        self.troubled_pages.update(otherdata["troubled_pages"] & docnames)

    def resolve_any_xref(self, *args: object) -> list[tuple[str, Any]]:
        return []

    def read_files(self, files: list[Path], encoding: str, config: Config, srcdir: Path) -> None:
        """Read the files of references into both domains, if they or the settings changed."""

        def name_of(file: Path) -> str:
            return str(file.relative_to(srcdir)) if file.is_relative_to(srcdir) else str(file)

        if self.data["settings"] == config.settings and not is_bibdata_outdated(
            self.cite.bibdata, files, encoding
        ):
            return
        self._is_touched = True
        known = self.cite.bibdata.data.entries.values()
        before = known if self.data["settings"] == config.settings else ()
        reading = read(files, config.settings, encoding, name_of, before)
        self.data["settings"] = config.settings
        self.data["problems"] = tuple(reading.problems)
        self.data["containers"] = reading.containers
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
        self.lists[list_key] = value

    def targets(self) -> Iterator[ListedTarget]:
        """Return the entries that citations may lead to."""
        for list_key, value in self.lists.items():
            labels = cache(partial(self._labels, list_key))
            for key in value.own:
                yield ListedTarget(
                    key=key,
                    entry=self.entry(key),
                    docname=value.places.get(key, list_key.docname),
                    anchor=value.anchors[key],
                    style=value.style,
                    labels=labels,
                )

    def _labels(self, list_key: BibliographyKey) -> dict[str, str]:
        value = self.lists[list_key]
        style = formatting_style(value.style)
        entries = style.sort([self.entry(key) for key in value.own])
        labels = style.format_labels(entries)
        return {entry.key: label for entry, label in zip(entries, labels, strict=True)}

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
        before = dict(self.lists)
        self.lists.update(settled(before, partial(self._members, citing)))
        self._choose_stock_members(citing)
        return {key.docname for key, value in self.lists.items() if value != before[key]}

    def _choose_stock_members(self, citing: dict[str, set[str]]) -> None:
        """Filter the lists of ``{bibliography}`` too: its own filter raises on ``year > 2020``."""
        for list_key, value in self.cite.bibliographies.items():
            tree, keys = self.stock_lists.setdefault(list_key, (value.filter_, value.keys))
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
