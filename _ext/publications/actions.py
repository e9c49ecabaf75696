"""What a visitor of a web page can do with an entry: follow, link to it, read on, copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import latex
from .domain import publications_domain
from .entries import SourceEntry
from .filterdata import filter_data
from .nodes import publication_details, publication_item, publication_link


class AddActions(SphinxPostTransform):
    """Gives the entries of `{publications}` named links, a permalink, abstract and BibTeX."""

    # After the lists are filled and their lines split.
    default_priority = 6
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        if self.env._app.builder.name == "epub":
            return
        domain = publications_domain(self.env)
        longest = self.config.publications_filter_from
        for item in self.document.findall(publication_item):
            entry = domain.entry(item["key"])
            title = latex.plain(entry.publication.title) or entry.key
            if longest and len(domain.lists[item["list_key"]].members) >= longest:
                item["filter_data"] = filter_data(entry.publication)
            _name_links(item, title)
            _add_permalink(item, title)
            item += nodes.container("", *_details(entry, title), classes=["publication-more"])
        _make_place_for_filter(self.document)


def _make_place_for_filter(document: nodes.document) -> None:
    """Keep a place before the first list that can be filtered, so that nothing jumps."""
    for item in document.findall(publication_item):
        if "filter_data" in item:
            group = item.parent
            if "publications-by" in " ".join(group.parent["classes"]):
                group = group.parent
            place = nodes.container(classes=["publications-filter-place"])
            group.parent.insert(group.parent.index(group), place)
            return


def _name_links(item: publication_item, title: str) -> None:
    for link in list(item.findall(nodes.reference)):
        label = f"{link.astext()} of: {title}"
        link.replace_self(
            publication_link("", "", *link.children, refuri=link["refuri"], label=label)
        )


def _add_permalink(item: publication_item, title: str) -> None:
    line = next(iter(item.findall(nodes.line)), None)
    if line is not None:
        line += nodes.Text("\N{NO-BREAK SPACE}")
        line += publication_link(
            "",
            "#",
            refuri=f"#{item['ids'][0]}",
            label=f"Link to: {title}",
            classes=["publication-permalink"],
        )


def _details(entry: SourceEntry, title: str) -> Iterator[publication_details]:
    abstract = entry.fields.get("abstract", "")
    if abstract:
        text = nodes.paragraph("", latex.plain(abstract))
        yield publication_details(
            "", text, kind="abstract", summary="Abstract", label=f"Abstract of: {title}"
        )
    source = entry.source.bibtex
    if source:
        block = nodes.literal_block(source, source, language="none")
        yield publication_details(
            "", block, kind="bibtex", summary="BibTeX", label=f"BibTeX of: {title}"
        )
