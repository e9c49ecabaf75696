"""What the page of a paper shows: who wrote it, where it appeared, how to cite it, who cites it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from docutils import nodes
from pybtex.richtext import BaseText, HRef, Text
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.look.entrytext import full_authors_line
from sphinx_publications.look.formatting import written
from sphinx_publications.look.nodes import (
    publication_copyable,
    publication_legend,
    publication_navigation,
    publication_page,
)
from sphinx_publications.look.styles import CitationStyle
from sphinx_publications.model.publication import Publication
from sphinx_publications.model.remarks import rich_remark
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.filling import fill_legend
from sphinx_publications.web.listtools import copyable_bibtex, downloads, name_links


class FillPages(SphinxPostTransform):
    """Fills the pages of papers."""

    # Before Sphinx (10) resolves references.
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        for navigation in list(self.document.findall(publication_navigation)):
            self._lead_to_groups(navigation)
        for place in list(self.document.findall(publication_page)):
            self.domain = publications_domain(self.env)
            self.page = self.domain.state.pages[place["key"]]
            entry = self.domain.entry(place["key"])
            place.replace_self(self.domain.guard(entry, self._filled, self._bare))

    def _filled(self, entry: SourceEntry) -> list[nodes.Node]:
        self.entry = entry
        self.title = entry.publication.plain_title
        content = [*self._head(), *self._sections(), self._navigation()]
        description = describe(entry.publication)
        self.document.insert(0, nodes.meta("", name="description", content=description))
        return content

    def _bare(self, bare: SourceEntry) -> list[nodes.Node]:
        """Return what leads on, and the BibTeX, which is nothing but text."""
        self.title = bare.publication.plain_title
        block = copyable_bibtex(bare.source.bibtex, self.title)
        return [self._section("How to cite", block, self._downloads())]

    def _head(self) -> Iterator[nodes.Node]:
        publication = self.entry.publication
        if publication.note:
            yield self._paragraph("note", rich_remark(publication.note))
        if publication.authors:
            yield self._paragraph("authors", full_authors_line(publication))
        if publication.marks:
            legend = publication_legend()
            fill_legend(legend, publication.marks)
            yield legend
        venue = publication.venue
        parts = [part for part in (publication.where, venue.expansion) if part]
        awards = [rich_remark(award) for award in publication.awards]
        if parts or awards:
            yield self._paragraph("venue", Text(" - ").join([", ".join(parts), *awards]))
        labels = [link.label or "Paper" for link in publication.all_links]
        if labels.count("Paper") > 1:
            # The publisher's page has the name, the other address that of the venue.
            labels[0] = publication.where
        if labels:
            links = zip(labels, publication.all_links, strict=True)
            row = self._paragraph("links", *(HRef(link.url, label) for label, link in links))
            name_links(row, self.title)
            yield row

    def _sections(self) -> Iterator[nodes.Node]:
        abstract = self.entry.publication.abstract
        if abstract:
            yield self._section("Abstract", self._paragraph("abstract", latex.rich(abstract)))
        yield self._section("How to cite", *self._citing())
        if self.page.cited_on:
            items = [
                nodes.list_item("", nodes.paragraph("", "", self._link(docname, title)))
                for docname, title in self.page.cited_on
            ]
            yield self._section("Cited on", nodes.bullet_list("", *items, bullet="*"))

    def _citing(self) -> Iterator[nodes.Node]:
        guard = self.domain.guard
        text = written(_citation_style(), self.entry.key, self.entry, guard).text
        formatted = self._paragraph("citation", text)
        yield publication_copyable("", formatted, label=f"Copy citation of: {self.title}")
        if self.entry.source.bibtex:
            yield copyable_bibtex(self.entry.source.bibtex, self.title)
            yield self._downloads()

    def _downloads(self) -> nodes.paragraph:
        base = publications_domain(self.env).builder.get_target_uri(self.page.docname)
        return downloads(base, self.page.docname, self.title)

    def _navigation(self) -> nodes.Node:
        # A paper is not found by the titles of its neighbours.
        navigation = publication_navigation(classes=["no-search"])
        pages = self.domain.state.pages
        for key, relation in ((self.page.previous, "previous"), (self.page.next, "next")):
            if key:
                title = self.domain.entry(key).publication.plain_title
                navigation += self._link(pages[key].docname, title, f"publication-{relation}")
        navigation += self._link(self.page.list_page, "All publications", "publication-all")
        return navigation

    def _lead_to_groups(self, navigation: publication_navigation) -> None:
        groups = publications_domain(self.env).state.group_pages
        page = groups[navigation["group"]]
        leads = [
            (docname, groups[docname].title, f"publication-{relation}")
            for docname, relation in ((page.previous, "previous"), (page.next, "next"))
            if docname
        ]
        for lead in (*leads, (page.list_page, "All publications", "publication-all")):
            navigation += self._link(*lead, here=page.docname)

    def _section(self, heading: str, *content: nodes.Node) -> nodes.section:
        return nodes.section("", nodes.title("", heading), *content, ids=[nodes.make_id(heading)])

    def _paragraph(self, role: str, *texts: BaseText) -> nodes.paragraph:
        rendered = [node for text in texts for node in text.render(self.domain.cite.backend)]
        return nodes.paragraph("", "", *rendered, classes=[f"publication-{role}"])

    def _link(self, docname: str, words: str, *classes: str, here: str = "") -> nodes.reference:
        uri = publications_domain(self.env).builder.get_relative_uri(
            here or self.page.docname, docname
        )
        return nodes.reference("", words, refuri=uri, internal=True, classes=list(classes))


_citation_style = cache(CitationStyle)


def describe(publication: Publication) -> str:
    """Return a paper as one sentence, for search engines: title, first authors, venue, year."""
    names = [author.short_name for author in publication.authors]
    people = ", ".join(names[:3]) + (" et al." if len(names) > 3 or publication.et_al else "")
    parts = (publication.plain_title, people.rstrip("."), publication.where)
    return ". ".join(part for part in parts if part) + "."
