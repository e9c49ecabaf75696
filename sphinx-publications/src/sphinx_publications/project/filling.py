"""From the directive's lay-out to the finished list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docutils import nodes
from pybtex.backends import BaseBackend
from pybtex.richtext import BaseText
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.nodes import bibliography

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.look.entrytext import entry_lines, legend_line
from sphinx_publications.look.formatting import formatted
from sphinx_publications.look.nodes import (
    author_name,
    author_summary,
    publication_group,
    publication_item,
    publication_legend,
    publication_list,
)
from sphinx_publications.look.shortening import gaps, shown_positions
from sphinx_publications.look.styles import STYLES
from sphinx_publications.model.marks import Mark
from sphinx_publications.model.names import unbroken
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.words import word


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
                group.replace_self(nodes.container("", rubric, *content, classes=group["classes"]))


class FillPublications(SphinxPostTransform):
    """Fills the items and legends of `{publications}`, and gives `{bibliography}` a legend."""

    # Before sphinxcontrib-bibtex (5) replaces its nodes and Sphinx (10) resolves references.
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        self.domain = publications_domain(self.env)
        lists = self.domain.state.lists
        members: dict[BibliographyKey, frozenset[str]] = {}
        for listed in list(self.document.findall(publication_list)):
            for item in list(listed.findall(publication_item)):
                key = item["list_key"]
                if key not in members:
                    members[key] = frozenset(lists[key].members)
                if item["key"] not in members[key]:
                    listed.remove(item)
                elif "html" not in item:
                    item += self._written(self.domain.entry(item["key"]), lists[key].style)
            if not listed.children:
                listed.parent.remove(listed)
        for legend in list(self.document.findall(publication_legend)):
            marks = self._marks(legend["list_key"], legend.get("keys"))
            fill_legend(legend, marks, self.domain.cite.backend)
        self._add_legends()

    def _written(self, entry: SourceEntry, style: str) -> nodes.paragraph:
        guard = self.domain.guard

        def paragraph(text: BaseText) -> nodes.paragraph:
            return nodes.paragraph("", "", *text.render(self.domain.cite.backend))

        return guard(
            entry,
            lambda entry: paragraph(formatted(style, entry, guard)),
            lambda bare: paragraph(entry_lines(bare.publication)),
        )

    def _marks(
        self, list_key: BibliographyKey, keys: Sequence[str] | None = None
    ) -> Iterable[Mark]:
        value = self.domain.state.lists[list_key]
        # On a page that leads to others there are no marks to explain.
        shown = keys if keys is not None else () if value.places else value.members
        return [mark for key in shown for mark in self.domain.entry(key).publication.marks]

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
            fill_legend(legend, marks, self.domain.cite.backend)


class SplitLines(SphinxPostTransform):
    """Makes line blocks of the paragraphs that hold the lines of an entry."""

    # After sphinxcontrib-bibtex (5) filled its lists.
    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if paragraph.children and isinstance(paragraph[0], nodes.line):
                paragraph.replace_self(nodes.line_block("", *paragraph.children))


class ShortenAuthors(SphinxPostTransform):
    """Makes author lists that are long open and close, on web pages."""

    default_priority = 7
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        limit = self.config.publications_max_authors
        for line in list(self.document.findall(nodes.line)):
            if "publication-authors" not in line["classes"]:
                continue
            names = list(line.findall(author_name))
            shown = shown_positions([name["is_prominent"] for name in names])
            if limit and len(names) > limit and len(shown) < len(names):
                summary = author_summary(label=word("all {number} authors", number=len(names)))
                # That there are others, or that they are editors.
                more = line.astext().rpartition(names[-1].astext())[2]
                summary += nodes.inline("", "", *shortened(names, shown), nodes.Text(more))
                summary += nodes.inline("", "", *line.children)
                line.children = []
                line += summary


class KeepNamesTogether(SphinxPostTransform):
    """Puts a no-break space behind initials, so that no line ends in them."""

    default_priority = 8
    formats = ("html", "latex")

    def run(self, **kwargs: Any) -> None:
        keep_names_together(self.document)


def keep_names_together(element: nodes.Element) -> None:
    """Put a no-break space behind the initials of every author in an element."""
    for name in list(element.findall(author_name)):
        text = next(iter(name.findall(nodes.Text)))
        text.parent.replace(text, nodes.Text(unbroken(text)))
        name.replace_self(name.children)


def shortened(names: Sequence[author_name], shown: Sequence[int]) -> Iterable[nodes.Node]:
    """Return the names at the `shown` positions, with a sign where others are left out."""
    for gap, position in zip(gaps(shown), shown, strict=True):
        if gap:
            yield nodes.Text(gap)
        yield names[position].deepcopy()


def fill_legend(legend: publication_legend, marks: Iterable[Mark], backend: BaseBackend) -> None:
    """Write what each of the marks means, once, or remove the legend where there is none."""
    occurring = dict.fromkeys(marks)
    if not occurring:
        legend.parent.remove(legend)
        return
    legend["classes"].append("publications-legend")
    legend += legend_line(occurring).render(backend)


POST_TRANSFORMS = (FillPublications, SplitLines, ShortenAuthors, KeepNamesTogether)
"""In the order of their priorities."""
