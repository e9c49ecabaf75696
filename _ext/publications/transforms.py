"""From the directive's lay-out to the finished list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pybtex.plugin
from docutils import nodes
from pybtex.style import FormattedEntry
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.nodes import bibliography

from .authors import Author
from .domain import publications_domain
from .entries import SourceEntry
from .marks import Mark
from .nodes import (
    author_mark,
    author_name,
    author_summary,
    publication_group,
    publication_item,
    publication_legend,
    publication_list,
)
from .style import STYLES


class PlaceGroups(SphinxTransform):
    """Makes sections of the groups of a list, or rubrics where no section may stand."""

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        for group in list(self.document.findall(publication_group)):
            if isinstance(group.parent, nodes.section | nodes.document):
                section = nodes.section("", *group.children, **group.attributes)
                group.replace_self(section)
                for id_ in section["ids"]:
                    self.document.ids[id_] = section
            else:
                title, *content = group.children
                rubric = nodes.rubric("", "", *title.children, ids=group["ids"])
                group.replace_self([rubric, *content])


class FillPublications(SphinxPostTransform):
    """Fills the items and legends of `{publications}`, and gives `{bibliography}` a legend."""

    # Before sphinxcontrib-bibtex (5) replaces its nodes and Sphinx (10) resolves references.
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        self.domain = publications_domain(self.env)
        self._add_legends()
        self.formatted: dict[tuple[str, str], FormattedEntry] = {}
        for listed in list(self.document.findall(publication_list)):
            for item in list(listed.findall(publication_item)):
                value = self.domain.lists[item["list_key"]]
                if item["key"] in value.members:
                    self._fill(item, value.style)
                else:
                    listed.remove(item)
            if not listed.children:
                listed.parent.remove(listed)
        for legend in list(self.document.findall(publication_legend)):
            _fill_legend(legend, self._marks(legend["list_key"]))

    def _fill(self, item: publication_item, style: str) -> None:
        entry = self.domain.entry(item["key"])
        paragraph = nodes.paragraph(
            "", "", *self._format(entry, style).text.render(self.domain.cite.backend)
        )
        for line in list(paragraph.findall(nodes.line)):
            if "publication-authors" in line["classes"]:
                self._shorten(line, entry.publication.authors)
        for name in list(paragraph.findall(author_name)):
            if self.app.builder.format in {"html", "latex"}:
                _keep_together(name)
            name.replace_self(name.children)
        item += paragraph

    def _format(self, entry: SourceEntry, style: str) -> FormattedEntry:
        if not self.formatted:
            self.formatted = {
                (
                    citation.key,
                    self.domain.cite.bibliographies[citation.bibliography_key].style,
                ): citation.formatted_entry
                for citation in self.domain.cite.citations
            }
        found = self.formatted.get((entry.key, style))
        if found is None:
            formatting = pybtex.plugin.find_plugin("pybtex.style.formatting", style)()
            found = formatting.format_entry(entry.key, entry)
        return found

    def _shorten(self, line: nodes.line, authors: tuple[Author, ...]) -> None:
        limit = self.config.publications_max_authors
        is_web_page = self.app.builder.format == "html" and self.app.builder.name != "epub"
        if not (is_web_page and limit and len(authors) > limit):
            return
        shown = shown_positions(authors)
        if len(shown) == len(authors):
            return
        summary = author_summary(label=f"all {len(authors)} authors")
        summary += nodes.inline("", "", *_shortened(line, shown))
        summary += nodes.inline("", "", *line.children)
        line.children = []
        line += summary

    def _marks(self, list_key: BibliographyKey) -> Iterable[Mark]:
        value = self.domain.lists[list_key]
        if value.style not in STYLES:
            return []
        return [mark for key in value.members for mark in self.domain.entry(key).publication.marks]

    def _add_legends(self) -> None:
        for node in list(self.document.findall(bibliography)):
            key = BibliographyKey(node["docname"], node["ids"][0])
            value = self.domain.cite.bibliographies.get(key)
            if value is None or value.style not in STYLES:
                continue
            legend = publication_legend()
            node.parent.insert(node.parent.index(node) + 1, legend)
            marks = [
                mark
                for citation in self.domain.cite.citations
                if citation.bibliography_key == key
                for mark in SourceEntry.adopt(citation.entry).publication.marks
            ]
            _fill_legend(legend, marks)


class SplitLines(SphinxPostTransform):
    """Makes line blocks of the paragraphs that hold the lines of an entry."""

    # After sphinxcontrib-bibtex (5) filled its lists.
    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if paragraph.children and isinstance(paragraph[0], nodes.line):
                paragraph.replace_self(nodes.line_block("", *paragraph.children))


def shown_positions(authors: tuple[Author, ...]) -> list[int]:
    """Return which authors (from 1) a shortened list shows.

    The first two, the last two, the owner of the page, and everyone with a mark
    or with the annotation ``highlight``. A gap of one author is not worth a gap.
    """
    count = len(authors)
    shown = {
        position
        for position, author in enumerate(authors, start=1)
        if position <= 2 or position > count - 2 or author.is_owner or author.is_highlighted
    }
    shown |= {p for p in range(2, count) if p - 1 in shown and p + 1 in shown}
    return sorted(shown)


def _shortened(line: nodes.line, shown: list[int]) -> Iterable[nodes.Node]:
    names = {name["position"]: name for name in line.findall(author_name)}
    previous = 0
    for position in shown:
        if previous:
            yield nodes.Text(", " if position == previous + 1 else " … ")
        yield names[position].deepcopy()
        previous = position


def _keep_together(name: author_name) -> None:
    """Put a no-break space behind the initials, so that no line ends in them."""
    for text in name.findall(nodes.Text):
        text.parent.replace(text, nodes.Text(text.replace(" ", "\N{NO-BREAK SPACE}", 1)))
        return


def _fill_legend(legend: publication_legend, marks: Iterable[Mark]) -> None:
    occurring = list(dict.fromkeys(marks))
    if not occurring:
        legend.parent.remove(legend)
        return
    legend["classes"].append("publications-legend")
    legend += nodes.Text("(")
    for number, mark in enumerate(occurring):
        legend += nodes.Text("; " if number else "")
        legend += author_mark("", mark.symbol, spoken=mark.term)
        legend += nodes.Text(f": {mark.meaning}")
    legend += nodes.Text(")")
