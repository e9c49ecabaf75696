"""All that is remembered from one build to the next."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.model.options import ReadingOptions
from sphinx_publications.problems import Problem
from sphinx_publications.project.lists import PublicationList


@dataclass(frozen=True)
class Page:
    """The page of one paper, and all that it shows; two that are equal look alike."""

    key: str
    docname: str
    title: str
    """In LaTeX."""
    digest: str
    """What the entry says."""
    list_page: str
    """Document with the list that the paper stands in."""
    previous: str = ""
    """Key of the paper that stands before it in the list, empty if none does."""
    next: str = ""
    neighbours: tuple[str, ...] = ()
    """Titles of both."""
    cited_on: tuple[tuple[str, str], ...] = ()
    """Name and title of each document that cites the paper."""


@dataclass(frozen=True)
class GroupPage:
    """The page of a group of a long list, and all that it shows; equal ones look alike."""

    docname: str
    title: str
    """Heading of the group."""
    list_page: str
    """Document with the list."""
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


@dataclass
class State:
    """What the domain keeps with Sphinx's environment."""

    options: ReadingOptions | None = None
    """What the files of references were read with; None if they were not."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with them."""
    containers: frozenset[str] = frozenset()
    """Keys that lists leave out, since they are there for others to inherit from."""
    lists: dict[BibliographyKey, PublicationList] = field(default_factory=dict)
    """The lists by page and number."""
    stock_lists: dict[BibliographyKey, tuple[ast.AST, list[str]]] = field(default_factory=dict)
    """Filter and keys of each list of sphinxcontrib-bibtex's own directive."""
    digests: dict[str, str] = field(default_factory=dict)
    """What a citation of each key showed in the last build."""
    dangling: tuple[str, ...] = ()
    """Pages that cite what is nowhere, in the order of their names."""
    troubled_pages: set[str] = field(default_factory=set)
    """Pages to read again in the next build, since what was wrong with them still is."""
    pages: dict[str, Page] = field(default_factory=dict)
    """The pages of papers by key."""
    group_pages: dict[str, GroupPage] = field(default_factory=dict)
    """The pages of groups of long lists by document."""
    builder: str = ""
    """Name of the builder of the last build."""

    def forget(self, docname: str) -> None:
        """Forget what a document put here, since it is gone or is read again."""
        self.troubled_pages.discard(docname)
        for lists in (self.lists, self.stock_lists):
            for list_key in _on([docname], lists):
                del lists[list_key]

    def merge(self, docnames: Set[str], other: State) -> None:
        """Take over what another process read of `docnames`."""
        self.lists.update((key, other.lists[key]) for key in _on(docnames, other.lists))
        self.troubled_pages.update(other.troubled_pages & docnames)


def _on(docnames: Iterable[str], lists: Iterable[BibliographyKey]) -> list[BibliographyKey]:
    wanted = set(docnames)
    return [key for key in lists if key.docname in wanted]
