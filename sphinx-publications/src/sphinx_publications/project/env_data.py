"""Data that the domain keeps between builds, in Sphinx's environment."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from docutils import nodes
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.diagnostics import Problem, Subtype
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.project.selection import Filter

# Lists.

PERSON_SUFFIX = ".person"
"""Suffix of the files from which the pages of people are read."""
BOXES = ("page", "list", "none")
"""Filter boxes: one for all lists of the page, one for this list alone, or none."""


CONTENTS = ("yes", "no")
"""In tables of contents, or not; by default only where sections have no numbers."""


LISTS = ("bullet", "enumerated", "citation")
"""What stands before each entry, as in sphinxcontrib-bibtex: nothing, its number, or its label."""


class Numbering(NamedTuple):
    """How a list is numbered."""

    start: int | None = None
    """The first number; None for 1, or for the number of entries if it counts down."""
    is_continued: bool = False
    """Whether it goes on where the list before it on the page ends."""
    is_reversed: bool = False


class ListGroup(NamedTuple):
    """A group of a list."""

    title: str
    """Its heading."""
    id: str
    """Text from which the name of its page is made."""
    anchor: str
    """Anchor of its heading; empty if it has none."""
    keys: tuple[str, ...]
    """Those of the groups within it too, which follow it."""
    is_outer: bool = False
    """Whether groups within it follow it."""
    is_inner: bool = False
    """Whether it is within another group."""


class PublicationList(NamedTuple):
    """A ``{publications}`` list."""

    line: int
    style: str
    candidates: tuple[str, ...]
    """Keys in the order of the list."""
    has_labels: bool = False
    """Whether it shows the label of each entry."""
    labelprefix: str = ""
    """What stands before its labels and numbers."""
    numbering: Numbering | None = None
    numbers: Mapping[str, str] = {}
    """The number of each member, if it is numbered."""
    contents: str = ""
    """Whether tables of contents have its headings, one of `CONTENTS`."""
    box: str = "page"
    """Filter box on web pages, one of `BOXES`."""
    owner: str = ""
    """Whose name is bold; empty for the owner of the page."""
    author: str = ""
    """Whose papers it has: a person of ``publications_people``, or a name; empty for all."""
    anchor: str = ""
    """The anchor of the list of a person."""
    keyprefix: str = ""
    """What stands before the keys in citations of the list."""
    is_whole: bool = True
    """Whether it has all papers that its filter accepts, without a selection or limit."""
    filter: Filter | None = None
    """Filter to apply to the candidates when all pages are read."""
    limit: int | None = None
    members: tuple[str, ...] = ()
    """The keys that the list shows."""
    own: tuple[str, ...] = ()
    """The keys whose citations link to the list."""
    anchors: Mapping[str, tuple[str, ...]] = {}
    """The anchor of each candidate on the page, and others that also lead to it."""
    groups: tuple[ListGroup, ...] = ()
    places: Mapping[str, str] = {}
    """The document of each member, if the list is split."""


def settled(
    lists: Mapping[BibliographyKey, PublicationList],
    members: Callable[[BibliographyKey, PublicationList], Iterable[str]],
) -> dict[BibliographyKey, PublicationList]:
    """Return `lists` with their `members`, and with the keys whose citations link to them.

    A citation on a page whose lists do not contain the key links to the longest list that does;
    among lists of equal length, to the first by document name.
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
    return _anchored(dict(_numbered(found)))


def _numbered(
    lists: Mapping[BibliographyKey, PublicationList],
) -> Iterator[tuple[BibliographyKey, PublicationList]]:
    """Yield lists with the numbers of their members, in the order that the groups show."""
    following: dict[str, int] = {}
    for list_key, value in lists.items():
        if value.numbering is not None:
            start, is_continued, is_reversed = value.numbering
            members = set(value.members)
            # A group has the keys of the groups within it, which follow it.
            groups = (each.keys for each in value.groups if not each.is_outer)
            keys = [key for found in groups for key in found if key in members]
            first = following.get(list_key.docname) if is_continued else start
            step = -1 if is_reversed else 1
            first = (len(keys) if is_reversed else 1) if first is None else first
            numbers = {
                key: f"{value.labelprefix}{first + step * place}" for place, key in enumerate(keys)
            }
            following[list_key.docname] = first + step * len(keys)
            value = value._replace(numbers=numbers)
        yield list_key, value


def _anchored(
    lists: Mapping[BibliographyKey, PublicationList],
) -> dict[BibliographyKey, PublicationList]:
    """Return lists in which the one that citations on its page lead to has the plain anchor.

    Other lists of the page that show the entry have an anchor with a number.
    """
    showing: dict[tuple[str, str], list[BibliographyKey]] = {}
    for list_key, value in lists.items():
        for key in value.anchors:
            showing.setdefault((list_key.docname, key), []).append(list_key)
    anchors = {list_key: dict(value.anchors) for list_key, value in lists.items()}
    ranks = {k: ({*value.own}, {*value.members}) for k, value in lists.items()}
    for (_, key), list_keys in showing.items():
        if len(list_keys) > 1:
            free = sorted((anchors[k][key] for k in list_keys), key=lambda ids: (len(ids[0]), ids))
            cited_first = sorted(list_keys, key=lambda k: [key not in r for r in ranks[k]])
            for list_key, ids in zip(cited_first, free, strict=True):
                anchors[list_key][key] = ids
    return {k: value._replace(anchors=anchors[k]) for k, value in lists.items()}


class PersonPage(NamedTuple):
    """A document that is named like a person."""

    person: str
    is_generated: bool
    """Whether the extension made it; else the project has it itself."""


def pages_of_people(
    lists: Mapping[BibliographyKey, PublicationList], named: Mapping[str, PersonPage]
) -> dict[str, tuple[str, str]]:
    """Return the document with each person's papers, and the anchor of the list if it has several.

    `named` are the documents that are named like people. Where several documents have a list of
    one person, it is one that the project has itself, then one without lists of others, then the
    one with the longest list.
    """
    listed: dict[str, set[str]] = {}
    for list_key, value in lists.items():
        listed.setdefault(list_key.docname, set()).add(value.author)

    def order(item: tuple[BibliographyKey, PublicationList]) -> tuple[bool, bool, int, str]:
        (docname, _), value = item
        is_generated = docname in named and named[docname].is_generated
        return is_generated, len(listed[docname]) > 1, -len(value.members), docname

    found = {page.person: (docname, "") for docname, page in named.items()}
    chosen: set[str] = set()
    for (docname, _), value in sorted(lists.items(), key=order):
        if value.author and value.author not in chosen:
            chosen.add(value.author)
            anchor = value.anchor if len(listed[docname]) > 1 else ""
            found[value.author] = (docname, anchor)
    return found


class PageRemark(NamedTuple):
    """A warning at a line of a document."""

    subtype: Subtype
    message: str
    docname: str
    line: int
    stock: str = ""
    """Subtype of sphinxcontrib-bibtex, if it is a warning of that extension."""


class Page(NamedTuple):
    """The page of a paper, with all data that it shows; equal pages look the same."""

    key: str
    docname: str
    title: str
    """In LaTeX."""
    digest: str
    """Digest of the entry."""
    list_page: str
    """Document with the list that contains the paper."""
    owner: str
    """Whose name is bold in that list; empty for the owner of the page."""
    main_page: str
    anchor: str = ""
    """Anchor of the paper in the list of all papers, on `main_page`; empty if not there."""
    previous: str = ""
    """Key of the previous paper in the list; empty if there is none."""
    next: str = ""
    neighbours: tuple[str, ...] = ()
    """Titles of the previous and the next paper."""
    neighbour_pages: tuple[str, ...] = ()
    """Documents of the previous and the next paper."""
    cited_on: tuple[tuple[str, str], ...] = ()
    """Name and title of each document that cites the paper."""
    related: tuple[tuple[str, str, str], ...] = ()
    """Document, title, and venue with date of each related paper."""
    relation: str = ""
    """What the paper is to the entries that it names: ``Translation of``; see `Relation`."""
    relatives: tuple[tuple[str, str, str], ...] = ()
    """Document (empty if it has none), title, and venue with date of each of these."""
    related_heading: str = ""
    """Heading of the related papers."""


class GroupPage(NamedTuple):
    """The page of a group of a long list, with all data that it shows."""

    docname: str
    title: str
    """Heading of the group."""
    list_page: str
    """Document with the list."""
    list_title: str
    """Title of that document."""
    list_id: str
    """Identifier of the list in the document."""
    keys: tuple[str, ...]
    anchors: tuple[str, ...]
    """Anchor of each entry."""
    digests: tuple[str, ...]
    """Digest of each entry."""
    previous: str = ""
    """Document of the previous group; empty if there is none."""
    next: str = ""
    neighbours: tuple[str, ...] = ()
    """Headings of the previous and the next group."""


@dataclass(repr=False, eq=False)
class EnvData:
    """The data that the domain keeps in Sphinx's environment."""

    options: ReadingOptions | None = None
    """Options with which the bibliography files were read; None if they were not."""
    sources: tuple[tuple[str, str], ...] = ()
    """Name and digest of each bibliography file."""
    problems: tuple[Problem, ...] = ()
    """Problems in the bibliography files."""
    containers: frozenset[str] = frozenset()
    """Keys of entries that only others inherit from; lists leave them out."""
    lists: dict[BibliographyKey, PublicationList] = field(default_factory=dict)
    """The lists by page and number."""
    stock_lists: dict[BibliographyKey, tuple[ast.AST, list[str]]] = field(default_factory=dict)
    """Filter and keys of each list of sphinxcontrib-bibtex's own directive."""
    warnings: dict[str, list[PageRemark]] = field(default_factory=dict)
    """Warnings of each document from when it was read, repeated on every build."""
    said_of_lists: list[PageRemark] = field(default_factory=list)
    """Warnings about lists, from when all documents were read."""
    files: tuple[tuple[str, str, int], ...] = ()
    """Each file that an entry names, with the source file and line of the entry."""
    figures: tuple[tuple[str, str, int, str], ...] = ()
    """Each figure that a listed entry names, with source file, line and key of the entry."""
    pages: dict[str, Page] = field(default_factory=dict)
    """The pages of papers by key."""
    group_pages: dict[str, GroupPage] = field(default_factory=dict)
    """The pages of groups of long lists by document."""
    contents: dict[str, nodes.bullet_list] = field(default_factory=dict)
    """The whole table of contents of each document whose lists have groups."""
    hidden: tuple[tuple[str, str], ...] = ()
    """Documents and anchors of the groups that are left out of them."""
    named_pages: dict[str, set[str]] = field(default_factory=dict)
    """The pages of papers that each document links to by name."""
    people_lists: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    """The people of each ``{people}`` by document."""
    named_for_people: dict[str, PersonPage] = field(default_factory=dict)
    """The documents of the folder of ``publications_people_pages`` that are named like people."""
    person_pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Document and anchor of the papers of each person; see `pages_of_people`."""
    person_papers: dict[str, int] = field(default_factory=dict)
    """The number of papers of each person that lists show."""
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Document and anchor of the entries that are labels of Sphinx."""
    language: str = ""
    """Language in which the entries were read, which affects descriptions of their types."""
    builder: str = ""
    """Name of the builder of the last build."""
    front_changed: str = ""
    """When the front page of a person last changed; empty if that is not known."""

    @property
    def _of_documents(self) -> tuple[dict[str, Any], ...]:
        """What is kept of each document that is read."""
        return self.warnings, self.named_pages, self.people_lists, self.contents

    def forget(self, docname: str) -> None:
        """Remove the data of a document that is deleted or read again."""
        for of_documents in self._of_documents:
            of_documents.pop(docname, None)
        for lists in (self.lists, self.stock_lists):
            for list_key in _on([docname], lists):
                del lists[list_key]

    def merge(self, docnames: Set[str], other: EnvData) -> None:
        """Add the data of `docnames` that another process read."""
        self.lists.update((key, other.lists[key]) for key in _on(docnames, other.lists))
        for ours, theirs in zip(self._of_documents, other._of_documents, strict=True):
            ours.update((name, theirs[name]) for name in docnames & theirs.keys())

    def sort_lists(self) -> None:
        """Sort the lists into the order of a full build."""
        self.lists = dict(sorted(self.lists.items(), key=lambda item: item[0].docname))


def _on(docnames: Iterable[str], lists: Iterable[BibliographyKey]) -> list[BibliographyKey]:
    return [key for key in lists if key.docname in {*docnames}]
