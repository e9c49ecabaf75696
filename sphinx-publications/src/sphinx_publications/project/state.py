"""All that is remembered from one build to the next."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.model.options import ReadingOptions
from sphinx_publications.problems import Problem, Subtype
from sphinx_publications.project.lists import PublicationList


class Remark(NamedTuple):
    """A warning of a document."""

    subtype: Subtype
    message: str
    docname: str
    line: int
    stock: str = ""
    """What sphinxcontrib-bibtex calls the subtype, where it is its own warning."""


class Page(NamedTuple):
    """The page of one paper, and all that it shows; two that are equal look alike."""

    key: str
    docname: str
    title: str
    """In LaTeX."""
    digest: str
    """What the entry says."""
    list_page: str
    """Document with the list that the paper stands in."""
    main_page: str
    """Document with the list of all papers."""
    previous: str = ""
    """Key of the paper that stands before it in the list, empty if none does."""
    next: str = ""
    neighbours: tuple[str, ...] = ()
    """Titles of both."""
    neighbour_pages: tuple[str, ...] = ()
    """Documents of both."""
    cited_on: tuple[tuple[str, str], ...] = ()
    """Name and title of each document that cites the paper."""
    related: tuple[tuple[str, str, str], ...] = ()
    """Document, title and place of each paper that belongs to it."""
    related_heading: str = ""
    """Why they do."""


class GroupPage(NamedTuple):
    """The page of a group of a long list, and all that it shows; equal ones look alike."""

    docname: str
    title: str
    """Heading of the group."""
    list_page: str
    """Document with the list."""
    list_title: str
    """Title of that document."""
    list_id: str
    """Which of the document's lists it is."""
    keys: tuple[str, ...]
    anchors: tuple[str, ...]
    """Anchor of each entry."""
    digests: tuple[str, ...]
    """What each entry says."""
    previous: str = ""
    """Document of the group before, empty if none is."""
    next: str = ""
    neighbours: tuple[str, ...] = ()
    """Headings of both."""


@dataclass(repr=False, eq=False)
class State:
    """What the domain keeps with Sphinx's environment."""

    options: ReadingOptions | None = None
    """What the files of references were read with; None if they were not."""
    sources: tuple[tuple[str, str], ...] = ()
    """Name and digest of each of the files."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with them."""
    containers: frozenset[str] = frozenset()
    """Keys that lists leave out, since they are there for others to inherit from."""
    lists: dict[BibliographyKey, PublicationList] = field(default_factory=dict)
    """The lists by page and number."""
    stock_lists: dict[BibliographyKey, tuple[ast.AST, list[str]]] = field(default_factory=dict)
    """Filter and keys of each list of sphinxcontrib-bibtex's own directive."""
    said: dict[str, list[Remark]] = field(default_factory=dict)
    """What is wrong on each document, found when it was read; told on every build."""
    said_of_lists: list[Remark] = field(default_factory=list)
    """What is wrong with lists, found when all documents were read."""
    files: tuple[tuple[str, str, int], ...] = ()
    """Each file that an entry names, with the file and the line that name it."""
    figures: tuple[tuple[str, str, int, str], ...] = ()
    """Each figure that an entry of a list names, with the file, the line and the key that do."""
    pages: dict[str, Page] = field(default_factory=dict)
    """The pages of papers by key."""
    group_pages: dict[str, GroupPage] = field(default_factory=dict)
    """The pages of groups of long lists by document."""
    named_pages: dict[str, set[str]] = field(default_factory=dict)
    """The pages of papers to which each document refers by name."""
    language: str = ""
    """What the entries were read in, of which some say their type in words."""
    builder: str = ""
    """Name of the builder of the last build."""

    def forget(self, docname: str) -> None:
        """Forget what a document put here, since it is gone or is read again."""
        self.said.pop(docname, None)
        self.named_pages.pop(docname, None)
        for lists in (self.lists, self.stock_lists):
            for list_key in _on([docname], lists):
                del lists[list_key]

    def merge(self, docnames: Set[str], other: State) -> None:
        """Take over what another process read of `docnames`."""
        self.lists.update((key, other.lists[key]) for key in _on(docnames, other.lists))
        self.said.update((name, other.said[name]) for name in docnames & other.said.keys())
        named = docnames & other.named_pages.keys()
        self.named_pages.update((name, other.named_pages[name]) for name in named)

    def sort_lists(self) -> None:
        """Bring the lists into the order in which a build from nothing reads them."""
        self.lists = dict(sorted(self.lists.items(), key=lambda item: item[0].docname))


def _on(docnames: Iterable[str], lists: Iterable[BibliographyKey]) -> list[BibliographyKey]:
    wanted = set(docnames)
    return [key for key in lists if key.docname in wanted]
