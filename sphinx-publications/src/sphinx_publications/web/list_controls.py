"""What a visitor of a web page can do with an entry: follow, link to it, read on, copy."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from docutils import nodes
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from sphinx_publications.i18n import other_words, translate
from sphinx_publications.latex import plain
from sphinx_publications.model.entry_types import HEADINGS
from sphinx_publications.model.names import LETTERS, fold
from sphinx_publications.model.parse_options import LINK_KINDS
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.formats import available_formats
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.env_data import PublicationList
from sphinx_publications.project.files import is_web
from sphinx_publications.project.selection import type_group
from sphinx_publications.rendering.nodes import (
    publication_copyable,
    publication_filter,
    publication_item,
    publication_link,
    publication_navigation,
)
from sphinx_publications.web.output_files import listed_on

# What the filter of a web page knows of an entry, as attributes of its list item.

_FILTERED = {kind.field: kind.filter_label for kind in LINK_KINDS if kind.filter_label}
"""What one filters by, and how the buttons are called."""
LABELS = {**_FILTERED, "first": "first or equal-first author"}
"""What the buttons of values are called that do not name themselves."""
SAID = (
    "Links", "Role", "Type", "Topic", "Year", "Filter {number} publications", "Filter publications",
    "Show all", "Filters", "Publications", "{shown} of {number} publications",
    "No publication matches.",
)  # fmt: skip
"""What the script of the filter says."""


def place_attributes() -> dict[str, str]:
    """Return what the script must know to read the data of entries, as attributes of its place."""
    labels = {name: translate(label) for name, label in LABELS.items()} | other_words(*HEADINGS)
    attributes = {"data-labels": json.dumps(labels), "data-letters": json.dumps(LETTERS)}
    said = other_words(*SAID)
    return {**attributes, "data-words": json.dumps(said)} if said else attributes


def filter_data(publication: Publication) -> dict[str, str]:
    """Return the attributes by which the script finds and filters an entry.

    Several values of one attribute stand with ``|`` between them.
    """
    authors = publication.authors
    words = [
        fold(plain(publication.title)),
        *(_folded(name) for author in authors for name in (author.name.full, author.short_name)),
        fold(publication.venue.name),
        fold(publication.venue.expansion),
        str(publication.date),
        *map(fold, publication.topics),
    ]
    attributes = {
        "data-find": " ".join(" ".join(words).split()),
        "data-year": str(publication.date),
        "data-type": type_group(publication),
        "data-with": "|".join(
            dict.fromkeys(link.kind for link in publication.links if link.kind in _FILTERED)
        ),
        "data-role": "first" if is_first(publication) else "",
        "data-topic": "|".join(word.replace("|", " ") for word in publication.topics),
    }
    return {name: value for name, value in attributes.items() if value}


# Authors come again and again.
_folded = lru_cache(maxsize=65536)(fold)


def is_first(publication: Publication) -> bool:
    """Whether the owner is the first author, or shares a mark of equal contribution with it."""
    owner = next((author for author in publication.authors if author.is_owner), None)
    if owner is None:
        return False
    first = publication.authors[0]
    shared = {*owner.marks} & {*first.marks}
    return owner is first or any(mark.is_equal for mark in shared)


# Where the filters of a web page stand: one for all its lists, or one for a list alone.


def place_filters(
    items: Iterable[publication_item],
    list_of: Callable[[publication_item], PublicationList],
    fewest: int,
) -> list[publication_item]:
    """Keep a place for each filter that lets through `fewest` entries or more.

    So nothing jumps when the script makes the filter there. Returns the items that are
    filtered; with 0 none are.
    """
    boxes: dict[str, list[publication_item]] = defaultdict(list)
    for item in items:
        box = list_of(item).box
        if box != "none":
            list_key = item["list_key"]
            boxes["" if box == "page" else f"{list_key.docname}:{list_key.id_}"].append(item)
    found: list[publication_item] = []
    for box, filtered in boxes.items():
        if fewest and len(filtered) >= fewest:
            _place(box, filtered)
            found += filtered
    return found


def group_of(item: publication_item) -> nodes.Element:
    """Return what holds the heading of a year or a type with an entry, or else its list."""
    listed: nodes.Element = item.parent
    is_grouped = any(name.startswith("publications-by") for name in listed.parent["classes"])
    return listed.parent if is_grouped else listed


def _place(box: str, items: Sequence[publication_item]) -> None:
    groups = list({id(group): group for group in map(group_of, items)}.values())
    attributes = place_attributes()
    if box:
        attributes["data-box"] = box
        for item in items:
            item.parent["box"] = box
    first = _first(groups, is_one=len({item["list_key"] for item in items}) == 1)
    place = publication_filter(classes=["publications-filter-place"], data=attributes)
    first.parent.insert(first.parent.index(first), place)


def _first(groups: Sequence[nodes.Element], *, is_one: bool) -> nodes.Element:
    """Return what the filter of `groups` stands before: of the list, or of all that have lists.

    Where some lists stand in sections, tabs or columns of their own, that is before the first of
    these, for what is filtered may hide it.
    """
    if is_one:
        return groups[0]
    first, *others = (_path(group) for group in groups)
    depth = 0
    while depth < len(first) - 1 and all(first[depth] is path[depth] for path in others):
        depth += 1
    while not isinstance(first[depth].parent, nodes.section | nodes.document):
        depth -= 1
    # Before the title of a page nothing can stand.
    is_title = isinstance(first[depth].parent, nodes.document)
    return groups[0] if is_title else first[depth]


def _path(node: nodes.Element) -> list[nodes.Element]:
    """Return a node and what it stands in, the outermost below the document first."""
    path = [node]
    while not isinstance(path[-1].parent, nodes.document):
        path.append(path[-1].parent)
    return path[::-1]


_MANY = 200
"""Entries of a list from which browsers lay out only what they show."""
_LONG, _LONG_GROUPS = 30, 4
"""Entries and groups of a list from which one jumps to a group."""


class AddListTools(SphinxPostTransform):
    """Gives lists of `{publications}` what the filter needs, and the downloads."""

    # After the lists are filled.
    default_priority = 6
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        builder = publications_domain(self.env).builder
        if not is_web(builder):
            return
        domain = publications_domain(self.env)
        items = list(self.document.findall(publication_item))
        sizes = Counter(item["list_key"] for item in items)
        for item in items:
            if sizes[item["list_key"]] > _MANY:
                classes = group_of(item)["classes"]
                if "publications-of-many" not in classes:
                    classes.append("publications-of-many")
        lists = domain.state.lists
        fewest = self.config.publications_filter_from
        for item in place_filters(items, lambda item: lists[item["list_key"]], fewest):
            item["filter_data"] = domain.guard(
                domain.entry(item["key"]), lambda e: filter_data(e.publication), lambda _: {}
            )
        _lead_to_groups(items)
        self._add_downloads(builder)

    def _add_downloads(self, builder: Builder) -> None:
        """Offer the files of the list behind it."""
        domain = publications_domain(self.env)
        docname = self.env.docname
        if not domain.state.pages or docname not in listed_on(domain):
            return
        groups = [group_of(item) for item in self.document.findall(publication_item)]
        groups += [
            paragraph.parent
            for paragraph in self.document.findall(nodes.paragraph)
            if "publications-group" in paragraph["classes"]
        ]
        title = self.env.titles[docname].astext()
        line = downloads(builder.get_target_uri(docname), docname, title, of_list=True)
        parent = groups[-1].parent
        place = parent.index(groups[-1]) + 1
        while place < len(parent) and isinstance(parent[place], nodes.paragraph):
            place += 1
        parent.insert(place, line)


def _lead_to_groups(items: list[publication_item]) -> None:
    """Lead to each group of a long list from before it."""
    lists: dict[object, dict[int, nodes.Element]] = {}
    boxes = {item["list_key"]: item.parent.get("box", "") for item in items}
    for item in items:
        group = group_of(item)
        if group is not item.parent:
            lists.setdefault(item["list_key"], {})[id(group)] = group
    for list_key, groups in lists.items():
        size = sum(item["list_key"] == list_key for item in items)
        if size < _LONG or len(groups) < _LONG_GROUPS:
            continue
        line = publication_navigation(is_jump=True, classes=["no-search"])
        for group in groups.values():
            line += nodes.reference("", group[0].astext(), refid=_anchor(group), internal=True)
        if boxes[list_key]:
            line["box"] = boxes[list_key]
        first = next(iter(groups.values()))
        first.parent.insert(first.parent.index(first), line)


def _anchor(group: nodes.Element) -> str:
    """Return the anchor of a group: of the section that it is, or of the rubric in it."""
    holder = next(element for element in group.findall(nodes.Element) if element["ids"])
    return str(holder["ids"][0])


def name_links(element: nodes.Element, title: str) -> None:
    """Let every link in an element say of which paper it is."""
    for link in list(element.findall(nodes.reference)):
        label = translate("{what} of: {title}", what=link.astext(), title=title)
        link.replace_self(
            publication_link("", "", *link.children, refuri=link["refuri"], label=label)
        )


def copyable_bibtex(source: str, title: str) -> publication_copyable:
    """Return the BibTeX of a paper with a button that copies it."""
    block = nodes.literal_block(source, source, language="none")
    return publication_copyable(
        "", block, label=translate("Copy {what} of: {title}", what="BibTeX", title=title)
    )


def downloads(uri: str, docname: str, what: str, *, of_list: bool = False) -> nodes.paragraph:
    """Return links to the files beside a document, on a page with the address `uri`."""
    line = nodes.paragraph("", translate("Download:") + " ", classes=["publication-downloads"])
    for number, format_ in enumerate(available_formats(of_list=of_list)):
        line += nodes.Text(", " if number else "")
        line += publication_link(
            "",
            translate(format_.name),
            refuri=relative_uri(uri, f"{docname}.{format_.suffix}"),
            label=translate(
                "Download {format} of: {title}", format=translate(format_.name), title=what
            ),
            internal=True,
            is_download=True,
        )
    return line
