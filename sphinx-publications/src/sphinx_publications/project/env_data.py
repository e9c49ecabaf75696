"""All that is remembered from one build to the next."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.diagnostics import Problem, Subtype
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.project.selection import Filter

# The lists of a project: what each shows, and which of them `{cite}` leads to.

BOXES = ("page", "list", "none")
"""A list is filtered with all of its page, alone, or not at all."""


class PublicationList(NamedTuple):
    """One `{publications}` list of one page."""

    line: int
    style: str
    candidates: tuple[str, ...]
    """Keys in the order of the list."""
    box: str = "page"
    """Which filter web pages have for it, one of `BOXES`."""
    is_whole: bool = True
    """Whether it has all papers that its filter accepts, and not some that were chosen."""
    filter: Filter | None = None
    """What is still to be asked of the candidates when all pages are read."""
    limit: int | None = None
    members: tuple[str, ...] = ()
    """The keys that the list shows."""
    own: tuple[str, ...] = ()
    """The keys whose citations lead to the list."""
    anchors: Mapping[str, str] = {}
    """The anchor of each candidate on the page."""
    groups: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """Heading, anchor and keys of each group."""
    places: Mapping[str, str] = {}
    """The document that each member stands in, where the list is split."""


def settled(
    lists: Mapping[BibliographyKey, PublicationList],
    members: Callable[[BibliographyKey, PublicationList], Iterable[str]],
) -> dict[BibliographyKey, PublicationList]:
    """Return `lists`, by page and number, with their `members` and the citations that lead there.

    A citation from a page without a list that has its key leads to the longest that has; of
    equally long ones to the first by the name of its page.
    """
    found = {
        list_key: value._replace(members=tuple(members(list_key, value)))
        for list_key, value in lists.items()
    }
    owned: set[str] = set()
    for list_key in sorted(found, key=lambda k: (-len(found[k].members), k.docname, k.id_)):
        own = tuple(key for key in found[list_key].members if key not in owned)
        owned.update(own)
        found[list_key] = found[list_key]._replace(own=own)
    return found


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
    warnings: dict[str, list[Remark]] = field(default_factory=dict)
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
        self.warnings.pop(docname, None)
        self.named_pages.pop(docname, None)
        for lists in (self.lists, self.stock_lists):
            for list_key in _on([docname], lists):
                del lists[list_key]

    def merge(self, docnames: Set[str], other: State) -> None:
        """Take over what another process read of `docnames`."""
        self.lists.update((key, other.lists[key]) for key in _on(docnames, other.lists))
        self.warnings.update(
            (name, other.warnings[name]) for name in docnames & other.warnings.keys()
        )
        named = docnames & other.named_pages.keys()
        self.named_pages.update((name, other.named_pages[name]) for name in named)

    def sort_lists(self) -> None:
        """Bring the lists into the order in which a build from nothing reads them."""
        self.lists = dict(sorted(self.lists.items(), key=lambda item: item[0].docname))


def _on(docnames: Iterable[str], lists: Iterable[BibliographyKey]) -> list[BibliographyKey]:
    wanted = set(docnames)
    return [key for key in lists if key.docname in wanted]
