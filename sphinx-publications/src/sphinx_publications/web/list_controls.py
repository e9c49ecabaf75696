"""Controls of a list on a web page: filter, jump links, downloads, what opens, copy buttons."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.i18n import other_words, translate
from sphinx_publications.model.entry_types import HEADINGS
from sphinx_publications.model.names import LETTERS, fold
from sphinx_publications.model.parse_options import LINK_KINDS
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.formats import Format
from sphinx_publications.outputs.page_metadata import context_object
from sphinx_publications.project.build import is_web
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.env_data import PublicationList
from sphinx_publications.project.selection import type_group
from sphinx_publications.rendering.html import copyable_html, escape, escape_element
from sphinx_publications.rendering.nodes import (
    is_group,
    publication_copyable,
    publication_filter,
    publication_item,
    publication_link,
    publication_navigation,
)
from sphinx_publications.web.output_files import listed_on

_FILTERED = {kind.field: kind.label for kind in LINK_KINDS if kind.is_filtered}
"""Kinds of links with a filter button, and its label."""
LABELS = {**_FILTERED, "first": "first or equal-first author"}
"""Labels of filter buttons that differ from the value."""
TEXTS = (
    "With", "Role", "Type", "Topic", "Year", "People", "from", "to", "more", "fewer",
    "Filter {number} publications", "Filter publications",
    "Show all", "Filters", "Publications", "{shown} of {number} publications",
    "No publication matches.",
)  # fmt: skip
"""Texts that the script of the filter shows."""


def place_attributes() -> dict[str, str]:
    """Return the attributes with labels, translations and letters for the script of the filter."""
    labels = {name: translate(label) for name, label in LABELS.items()} | other_words(*HEADINGS)
    attributes = {"data-labels": json.dumps(labels), "data-letters": json.dumps(LETTERS)}
    translations = other_words(*TEXTS)
    return {**attributes, "data-words": json.dumps(translations)} if translations else attributes


def filter_data(publication: Publication, people: Iterable[str] = ()) -> dict[str, str]:
    """Return the attributes of an entry of `people` for the filter; ``|`` separates values."""
    authors = publication.authors
    year = publication.date.first_year or str(publication.date)
    words = [
        fold(publication.own_title),
        fold(publication.particulars.translation),
        *(
            fold(name)
            for author in authors
            for name in (author.name.full, author.short_name, author.facts.native)
        ),
        fold(publication.venue.name),
        fold(publication.venue.expansion),
        publication.date.full,
        *map(fold, publication.topics),
    ]
    kinds = dict.fromkeys(link.kind for link in publication.links if link.kind in _FILTERED)
    attributes = {
        "data-find": " ".join(" ".join(words).split()),
        "data-year": year,
        "data-type": type_group(publication),
        "data-with": "|".join(kinds),
        "data-role": "first" if is_first(publication) else "",
        "data-topic": "|".join(word.replace("|", " ") for word in publication.topics),
        "data-person": "|".join(people),
    }
    return {name: value for name, value in attributes.items() if value}


def _filter_data(people: Sequence[str], entry: SourceEntry) -> dict[str, str]:
    return filter_data(entry.publication, people)


def is_first(publication: Publication) -> bool:
    """Whether the owner is the first author, or contributed equally with the first author."""
    owner = next((author for author in publication.authors if author.is_owner), None)
    if owner is None:
        return False
    first = publication.authors[0]
    shared = {*owner.marks} & {*first.marks}
    return owner is first or any(mark.is_equal for mark in shared)


def place_filters(
    items: Iterable[publication_item], lists: Mapping[Any, PublicationList], fewest: int
) -> list[publication_item]:
    """Reserve a place for each filter of at least `fewest` entries; return their items.

    The place keeps the page from jumping when the script adds the filter. One filter is for all
    lists of the page that have none of their own. With 0 there are no filters.
    """
    boxes: dict[str, list[publication_item]] = defaultdict(list)
    for item in items:
        list_key = item["list_key"]
        box = lists[list_key].box
        if box != "none":
            boxes["" if box == "page" else f"{list_key.docname}:{list_key.id_}"].append(item)
    found: list[publication_item] = []
    for box, filtered in boxes.items():
        if fewest and len(filtered) >= fewest:
            _place(box, filtered)
            found += filtered
    return found


def group_of(item: publication_item) -> nodes.Element:
    """Return the group of an entry with its heading, such as a year, or else its list.

    It is the outermost one.
    """
    group: nodes.Element = item.parent
    while is_group(group.parent):
        group = group.parent
    return group


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
    """Return the element before which the filter of `groups` is placed.

    For groups of several lists it is the first ancestor that not all of them share, outside of
    tabs or columns, which could hide the filter.
    """
    if is_one:
        return groups[0]
    first, *others = (_path(group) for group in groups)
    depth = 0
    while depth < len(first) - 1 and all(first[depth] is path[depth] for path in others):
        depth += 1
    while not isinstance(first[depth].parent, nodes.section | nodes.document):
        depth -= 1
    # Nothing can precede the section with the title of the page.
    is_title = isinstance(first[depth].parent, nodes.document)
    return groups[0] if is_title else first[depth]


def _path(node: nodes.Element) -> list[nodes.Element]:
    """Return a node and its ancestors, the outermost below the document first."""
    path = [node]
    while not isinstance(path[-1].parent, nodes.document):
        path.append(path[-1].parent)
    return path[::-1]


_MANY = 200
"""Number of entries above which browsers lay out only the visible part of a list."""
_LONG, _LONG_GROUPS = 30, 4
"""Numbers of entries and groups from which a list has links to its groups."""


class AddListTools(SphinxPostTransform):
    """Adds filters, jump links and downloads to lists of `{publications}`."""

    # After the lists are filled.
    default_priority = 6
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        domain = publications_domain(self.env)
        if not is_web(domain.builder):
            return
        items = list(self.document.findall(publication_item))
        sizes = Counter(item["list_key"] for item in items)
        for item in items:
            classes = group_of(item)["classes"]
            if sizes[item["list_key"]] > _MANY and "publications-of-many" not in classes:
                classes.append("publications-of-many")
        fewest = self.config.publications_filter_from
        for item in place_filters(items, domain.state.lists, fewest):
            key, value = item["key"], domain.state.lists[item["list_key"]]
            people = [] if value.author else domain.people_of(key)
            make = partial(_filter_data, people)
            item["filter_data"] = domain.guard(domain.entry(key), make, lambda _: {})
        _lead_to_groups(items, sizes)
        self._add_downloads(domain)

    def _add_downloads(self, domain: PublicationsDomain) -> None:
        """Add links to the files of the list after it."""
        docname = self.env.docname
        if not domain.state.pages or docname not in listed_on(domain):
            return
        groups = [group_of(item) for item in self.document.findall(publication_item)]
        paragraphs = self.document.findall(nodes.paragraph)
        groups += [p.parent for p in paragraphs if "publications-group" in p["classes"]]
        uri, formats = domain.builder.get_target_uri(docname), domain.formats(of_list=True)
        line = downloads(uri, docname, formats)
        parent = groups[-1].parent
        place = parent.index(groups[-1]) + 1
        while place < len(parent) and isinstance(parent[place], nodes.paragraph):
            place += 1
        parent.insert(place, line)


def _lead_to_groups(items: list[publication_item], sizes: Mapping[object, int]) -> None:
    """Add links to the groups before each long list."""
    lists: dict[object, dict[int, nodes.Element]] = defaultdict(dict)
    boxes = {item["list_key"]: item.parent.get("box", "") for item in items}
    for item in items:
        group = group_of(item)
        if group is not item.parent:
            lists[item["list_key"]][id(group)] = group
    for list_key, groups in lists.items():
        if sizes[list_key] < _LONG or len(groups) < _LONG_GROUPS:
            continue
        line = publication_navigation(is_jump=True, classes=["no-search"])
        for group in groups.values():
            line += nodes.reference("", group[0].astext(), refid=_anchor(group), internal=True)
        if boxes[list_key]:
            line["box"] = boxes[list_key]
        first = next(iter(groups.values()))
        first.parent.insert(first.parent.index(first), line)


def _anchor(group: nodes.Element) -> str:
    """Return the anchor of a group: that of its section, or of the rubric in it."""
    holder = next(element for element in group.findall(nodes.Element) if element["ids"])
    return str(holder["ids"][0])


def copyable_bibtex(source: str) -> publication_copyable:
    """Return the BibTeX of a paper with a button that copies it."""
    block = nodes.literal_block(source, source, language="none")
    return publication_copyable("", block, what="BibTeX")


def downloads(uri: str, docname: str, formats: Sequence[Format]) -> nodes.container:
    """Return links to the files of a document, for a page with the address `uri`.

    Each says for whom it is.
    """
    links = nodes.bullet_list(bullet="*")
    for format_ in formats:
        name = translate(format_.name)
        file = relative_uri(uri, f"{docname}.{format_.suffix}")
        link = publication_link("", name, refuri=file, internal=True, is_download=True)
        purpose = f" {translate(format_.purpose)}" if format_.purpose else ""
        links += nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(purpose)))
    heading = nodes.paragraph("", translate("Download:"))
    return nodes.container("", heading, links, classes=["publication-downloads"])


def details_html(entry: SourceEntry, bibtex: str) -> str:
    """Return the expandable abstract and `bibtex` of an entry, and its OpenURL."""
    publication, details = entry.publication, ""
    if publication.abstract:
        details += (
            f'<details class="publication-abstract"><summary>{translate("Abstract")}'
            f"</summary><p>{escape(publication.plain_abstract)}</p>\n</details>\n"
        )
    if bibtex:
        details += (
            '<details class="publication-bibtex"><summary>BibTeX</summary>'
            f"{copyable_html('BibTeX')}"
            # Not <pre>, which is slow in browsers: see docs/upstream.md.
            f'<code class="publication-source">{escape_element(bibtex)}\n</code>'
            "</div>\n</details>\n"
        )
    openurl = escape(context_object(publication))
    return (
        f'<div class="publication-more docutils container">\n{details}</div>\n'
        f'<span class="Z3988" title="{openurl}"></span>'
    )
