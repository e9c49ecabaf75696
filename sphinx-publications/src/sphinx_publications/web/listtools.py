"""What a visitor of a web page can do with an entry: follow, link to it, read on, copy."""

from __future__ import annotations

from collections import Counter
from typing import Any

from docutils import nodes
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from sphinx_publications.look.nodes import (
    publication_copyable,
    publication_item,
    publication_link,
    publication_navigation,
)
from sphinx_publications.outputs.formats import available_formats
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.files import is_web
from sphinx_publications.web.downloads import listed_on
from sphinx_publications.web.filterdata import filter_data
from sphinx_publications.web.filterplaces import group_of, place_filters
from sphinx_publications.words import word

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
        label = word("{what} of: {title}", what=link.astext(), title=title)
        link.replace_self(
            publication_link("", "", *link.children, refuri=link["refuri"], label=label)
        )


def copyable_bibtex(source: str, title: str) -> publication_copyable:
    """Return the BibTeX of a paper with a button that copies it."""
    block = nodes.literal_block(source, source, language="none")
    return publication_copyable(
        "", block, label=word("Copy {what} of: {title}", what="BibTeX", title=title)
    )


def downloads(uri: str, docname: str, what: str, *, of_list: bool = False) -> nodes.paragraph:
    """Return links to the files beside a document, on a page with the address `uri`."""
    line = nodes.paragraph("", word("Download:") + " ", classes=["publication-downloads"])
    for number, format_ in enumerate(available_formats(of_list=of_list)):
        line += nodes.Text(", " if number else "")
        line += publication_link(
            "",
            word(format_.name),
            refuri=relative_uri(uri, f"{docname}.{format_.suffix}"),
            label=word("Download {format} of: {title}", format=word(format_.name), title=what),
            internal=True,
            is_download=True,
        )
    return line
