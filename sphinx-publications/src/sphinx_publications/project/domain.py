"""The ``publications`` domain: the entries, lists and pages of a project.

Data kept between builds is in `env_data`, the state of one build in `build`. The domain ``cite``
contains the entries and resolves ``{cite}``; if several lists show a paper, this domain decides
which of them is the target.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property, partial
from pathlib import Path
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.domains import Domain
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.bibliography.entries import Guard, SourceEntry
from sphinx_publications.diagnostics import Problem, Subtype
from sphinx_publications.model.entry_types import SERVING_TYPES
from sphinx_publications.model.particulars import Figure
from sphinx_publications.model.people import Directory, Wanted, wanted
from sphinx_publications.outputs.formats import Format, formats_of
from sphinx_publications.project.build import Build, is_web
from sphinx_publications.project.citation_targets import ListedTarget, book_anchor
from sphinx_publications.project.citations import CitationDomain
from sphinx_publications.project.compat import settle_stock_lists
from sphinx_publications.project.env_data import (
    EnvData,
    Page,
    PageRemark,
    PublicationList,
    pages_of_people,
    settled,
)
from sphinx_publications.project.selection import FilterError
from sphinx_publications.project.warnings import once, repeat
from sphinx_publications.rendering.pybtex_compat import formatting_style
from sphinx_publications.rendering.styles import labelled


class PublicationsDomain(Domain):
    """Domain with the entries, lists and pages of publications."""

    name = "publications"
    label = "Publications"
    data_version = 12
    build: Build
    """The current build."""
    _labels: dict[BibliographyKey, tuple[tuple[str, ...], Mapping[str, str]]]
    """Members and labels of lists, in this build."""
    _pages_at: tuple[dict[str, Page], dict[str, Page]] | None = None
    initial_data = {"state": EnvData()}  # noqa: RUF012 (Sphinx copies it)

    @property
    def state(self) -> EnvData:
        """The data kept between builds."""
        return cast(EnvData, self.data["state"])

    @cached_property
    def guard(self) -> Guard:
        """Error boundary for the work on each entry."""
        tell = once()

        def tell_and_note(problem: Problem) -> None:
            tell(problem)
            for docname in self._showing(problem.key):
                self.build.record.note_trouble(docname)

        return Guard(tell_and_note)

    def _showing(self, key: str) -> Iterator[str]:
        """Yield the documents that show or cite an entry."""
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
        """Return the page of a paper with a document name, if there is one."""
        if self._pages_at is None or self._pages_at[0] is not self.state.pages:
            self._pages_at = (
                self.state.pages,
                {page.docname: page for page in self.state.pages.values()},
            )
        return self._pages_at[1].get(docname)

    def begin(self, app: Sphinx) -> Build:
        """Begin a build."""
        self.build = Build(app)
        self._labels = {}
        return self.build

    @property
    def builder(self) -> Builder:
        """The builder of this build."""
        return self.build.builder

    def formats(self, *, of_list: bool = False) -> tuple[Format, ...]:
        """Return the formats in which a paper can be downloaded, or a list."""
        return formats_of(self.build.formats, of_list=of_list)

    def say(self, remark: PageRemark) -> None:
        """Warn of a problem on a document, and store the warning for later builds."""
        self.state.warnings.setdefault(remark.docname, []).append(remark)
        repeat([remark])

    def list_pages(self) -> set[str]:
        """Return the documents with lists of papers or people."""
        lists = {key.docname for key in (*self.state.lists, *self.cite.bibliographies)}
        return lists | self.state.people_lists.keys()

    @property
    def people(self) -> Directory:
        """The people of ``publications_people``."""
        options = self.state.options
        return options.people if options else Directory()

    def person(self, name: str) -> Wanted:
        """Return the person that a name stands for."""
        options = self.state.options
        return wanted(name, self.people, options.owner if options else ())

    def people_of(self, key: str) -> list[str]:
        """Return the people of a paper who have a page, or are shown with others."""
        if not self.state.person_papers:
            return []
        authors = self.entry(key).publication.authors
        labels = dict.fromkeys(author.profile.label for author in authors if author.profile)
        return [label for label in labels if label in self.state.person_papers]

    def people_addresses(self, here: str) -> dict[str, str]:
        """Return the addresses of the pages of people relative to document `here`.

        Those of people whose page is that document are missing.
        """
        return {
            person: self.builder.get_relative_uri(here, docname) + (anchor and f"#{anchor}")
            for person, (docname, anchor) in self.state.person_pages.items()
            if docname != here
        }

    def parent_of(self, docname: str) -> str:
        """Return the document that shows the person of a generated page; empty if none does."""
        page = self.state.named_for_people.get(docname)
        if page is None or not page.is_generated:
            return ""
        lists = self.state.people_lists.items()
        found = (name for name, people in lists if any(page.person in each for each in people))
        return min((name for name in found if name != docname), default="")

    def shown(self, key: str, owner: str) -> SourceEntry:
        """Return the entry with a key of a list whose owner is `owner`, if that is not empty."""
        entry = self.entry(key)
        return entry.owned_by(self.person(owner)) if owner else entry

    def page_of(self, key: str) -> str:
        """Return the document of the page of a paper; empty if it has none."""
        page = self.state.pages.get(key)
        return page.docname if page else ""

    def figure(self, key: str) -> Figure | None:
        """Return the figure of a paper, if it has one and this builder shows it."""
        return self.build.figures.figure(self.entry(key).publication.preview.name)

    def clear_doc(self, docname: str) -> None:
        self.state.forget(docname)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        self.state.merge(docnames, otherdata["state"])

    def resolve_any_xref(self, *args: object) -> list[tuple[str, Any]]:
        return []

    def add_list(self, list_key: BibliographyKey, value: PublicationList) -> None:
        """Add a list."""
        self.state.lists[list_key] = value

    def label_entries(self) -> None:
        """Make listed entries labels of Sphinx, for links with words of their own."""
        labels = cast(StandardDomain, self.env.get_domain("std")).anonlabels
        for name, place in self.state.labels.items():
            if labels.get(name) == place:
                del labels[name]
        self.state.labels = {}
        for list_key, value, keys in self._shown():
            for key in keys:
                name = (value.keyprefix + key).lower()
                if name not in labels:
                    self.state.labels[name] = labels[name] = self._place(list_key, key)

    def _place(self, list_key: BibliographyKey, key: str) -> tuple[str, str]:
        """Return the document and the anchor of an entry of a list."""
        document = self.state.lists[list_key].places.get(key, list_key.docname)
        return document, self.anchors(list_key, key)[0]

    def anchors(self, list_key: BibliographyKey, key: str) -> tuple[str, ...]:
        """Return the anchors of an entry of a list in the format of this build."""
        found = self.state.lists[list_key].anchors[key]
        return found if is_web(self.builder) else (book_anchor(found[0]), *found[1:])

    def _shown(self) -> list[tuple[BibliographyKey, PublicationList, tuple[str, ...]]]:
        """Return lists with their keys: those that any page cites there, then all members."""
        own = [(key, value, value.own) for key, value in self.state.lists.items()]
        return own + [(key, value, value.members) for key, value in self.state.lists.items()]

    def targets(self) -> Iterator[ListedTarget]:
        """Return the targets of citations: those of any page, then those of each page."""
        for list_key, value, keys in self._shown():
            labels = partial(self.labels, list_key)
            for key in keys:
                docname, anchor = self._place(list_key, key)
                yield ListedTarget(
                    key=value.keyprefix + key,
                    entry=self.entry(key),
                    docname=docname,
                    anchor=anchor,
                    style=value.style,
                    guard=self.guard,
                    labels=labels,
                )

    def shown_label(self, list_key: BibliographyKey, key: str) -> str:
        """Return what a list shows before an entry: ``[One20]``, ``J12.`` or nothing."""
        value = self.state.lists[list_key]
        if value.numbers:
            return f"{value.numbers[key]}."
        return f"[{self.labels(list_key)[key]}]" if value.has_labels else ""

    def labels(self, list_key: BibliographyKey) -> Mapping[str, str]:
        """Return the labels of the entries of a list by key."""
        value = self.state.lists[list_key]
        if value.numbers:
            return value.numbers
        members, found = self._labels.get(list_key, ((), {}))
        if members != value.members:
            entries = [self.entry(key) for key in value.members]
            labels = labelled(formatting_style(value.style), entries, self.guard)
            found = {entry.key: value.labelprefix + label for entry, label in labels}
            self._labels[list_key] = value.members, found
        return found

    def citing_pages(self) -> dict[str, set[str]]:
        """Return the pages that cite each key."""
        citing: dict[str, set[str]] = {}
        for ref in self.cite.citation_refs:
            for target in ref.targets:
                citing.setdefault(target.key, set()).add(ref.docname)
        return citing

    def choose_members(self) -> None:
        """Set the entries of each list, and the list that is the target of ``{cite}`` for a key."""
        citing = self.citing_pages()
        self.state.said_of_lists = []
        self.state.sort_lists()
        self.state.lists.update(settled(self.state.lists, partial(self._members, citing)))
        self.state.said_of_lists += settle_stock_lists(self.cite, self.state.stock_lists, citing)
        self._settle_people()

    def _is_written(self, docname: str) -> bool:
        """Whether the builder writes a document; those of one file leave orphans out."""
        if not isinstance(self.builder, SingleFileHTMLBuilder):
            return True
        seen, waiting = {self.env.config.root_doc}, [self.env.config.root_doc]
        while waiting and docname not in seen:
            below = set(self.env.toctree_includes.get(waiting.pop(), ())) - seen
            seen |= below
            waiting += below
        return docname in seen

    def _settle_people(self) -> None:
        """Set the pages of people, and the number of papers of those who are shown."""
        state = self.state
        known = {person.label for person in self.people.people}
        pages = pages_of_people(state.lists, state.named_for_people)
        state.person_pages = {
            person: place
            for person, place in pages.items()
            if person in known and self._is_written(place[0])
        }
        shown = {label for lists in state.people_lists.values() for each in lists for label in each}
        state.person_papers = dict.fromkeys([*state.person_pages, *sorted(shown & known)], 0)
        for key in {key for value in state.lists.values() for key in value.members}:
            for person in self.people_of(key):
                state.person_papers[person] += 1

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
                    if value.filter.accepts(
                        entries[key], list_key.docname, citing.get(value.keyprefix + key, ())
                    )
                ]
            except FilterError as error:
                message = f":filter: {error}"
                remark = PageRemark(Subtype.OPTION, message, list_key.docname, value.line)
                self.state.said_of_lists.append(remark)
        return list(keys)[: value.limit]

    def keys_of(self, file: Path) -> Iterable[str]:
        """Return the keys of a file in order."""
        return self.cite.stored.bibfiles[file].keys

    def keys(self) -> Iterator[str]:
        """Yield the keys of all files; this does not unpickle the entries."""
        for file in self.cite.stored.bibfiles.values():
            yield from file.keys

    def has(self, key: str) -> bool:
        """Whether there is an entry with a key."""
        return any(key in file.keys for file in self.cite.stored.bibfiles.values())

    def entries(self) -> list[SourceEntry]:
        """Return every entry that can be listed."""
        everything = self.cite.stored.data.entries.values()
        return [entry for entry in everything if entry.type not in SERVING_TYPES]

    def entry(self, key: str) -> SourceEntry:
        """Return the entry with a key of a list."""
        return cast(SourceEntry, self.cite.stored.data.entries[key])


def publications_domain(env: BuildEnvironment) -> PublicationsDomain:
    """Return the domain of an environment."""
    return cast(PublicationsDomain, env.get_domain(PublicationsDomain.name))
