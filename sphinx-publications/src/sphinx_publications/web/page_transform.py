"""What the page of a paper shows: who wrote it, where it appeared, how to cite it, who cites it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Any

from docutils import nodes
from pybtex.richtext import BaseText, Text
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.i18n import translate
from sphinx_publications.model.links import Destination, destinations
from sphinx_publications.model.note_markup import rich_remark
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.files import is_web
from sphinx_publications.project.transforms import (
    fill_legend,
    keep_names_together,
    language_of_lists,
    page_language,
    say_language,
)
from sphinx_publications.rendering.entry_lines import (
    authors_line,
    full_authors_line,
    shortened_authors_line,
    title_line,
    venue_line,
)
from sphinx_publications.rendering.nodes import (
    publication_card,
    publication_copyable,
    publication_legend,
    publication_link,
    publication_navigation,
    publication_page,
)
from sphinx_publications.rendering.styles import CitationStyle, written
from sphinx_publications.web.list_controls import copyable_bibtex, downloads, name_links
from sphinx_publications.web.page_images import figure_html

_READ = "Read paper"
"""The button of every page that leads to a paper."""


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
            self._say_language(place.parent[0], entry.publication)
            place.replace_self(self.domain.guard(entry, self._filled, self._bare))

    def _filled(self, entry: SourceEntry) -> list[nodes.Node]:
        self.entry = entry
        self.title = entry.publication.plain_title
        content = [*self._head(), *self._figure(), *self._sections(), self._navigation()]
        description = describe(entry.publication)
        self.document.insert(0, nodes.meta("", name="description", content=description))
        return content

    def _say_language(self, heading: nodes.Node, publication: Publication) -> None:
        if isinstance(heading, nodes.title):
            say_language(heading, publication, page_language(self.env, self.page.docname))

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
            fill_legend(legend, publication.marks, self.domain.cite.backend)
            yield legend
        venue = publication.venue
        parts = [part for part in (publication.where, venue.expansion) if part]
        awards = [rich_remark(award) for award in publication.awards]
        if parts or awards:
            yield self._paragraph("venue", Text(" - ").join([", ".join(parts), *awards]))
        places = destinations(publication.all_links, publication.entry_type)
        if places:
            yield self._links(places)

    def _links(self, places: Sequence[Destination]) -> nodes.paragraph:
        """Return a button to where the paper is read best, and links to the other places."""
        row = nodes.paragraph("", classes=["publication-links"])
        for place in places:
            is_best = place is places[0] and place.is_paper
            name = translate(_READ if is_best else place.name)
            row += publication_link(
                "",
                name,
                refuri=place.url,
                label=translate("{what} of: {title}", what=name, title=self.title),
                classes=["publication-read"] if is_best else [],
            )
        return row

    def _figure(self) -> Iterator[nodes.Node]:
        figure = self.domain.figure(self.entry.key)
        if figure is not None:
            here = self.domain.builder.get_target_uri(self.page.docname)
            alt = self.entry.publication.preview.alt
            yield nodes.raw("", figure_html(figure.large, alt, here, "figure"), format="html")

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
        if self.page.related:
            yield self._related()

    def _related(self) -> nodes.section:
        items = []
        for docname, title, where in self.page.related:
            words = nodes.paragraph("", "", self._link(docname, title))
            if where:
                words += nodes.inline("", f" {where}", classes=["publication-where"])
            items.append(nodes.list_item("", words))
        listed = nodes.bullet_list("", *items, bullet="*")
        section = self._section(self.page.related_heading, listed)
        section["ids"] = ["related"]
        # A paper is not found by the titles of others.
        section["classes"] += ["no-search", "publication-related"]
        return section

    def _citing(self) -> Iterator[nodes.Node]:
        guard = self.domain.guard
        text = written(_citation_style(), self.entry.key, self.entry, guard).text
        formatted = self._paragraph("citation", text)
        yield publication_copyable(
            "",
            formatted,
            label=translate(
                "Copy {what} of: {title}", what=translate("citation"), title=self.title
            ),
        )
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
        navigation += self._link(
            self.page.main_page, translate("All publications"), "publication-all"
        )
        return navigation

    def _lead_to_groups(self, navigation: publication_navigation) -> None:
        groups = publications_domain(self.env).state.group_pages
        page = groups[navigation["group"]]
        leads = [
            (docname, groups[docname].title, f"publication-{relation}")
            for docname, relation in ((page.previous, "previous"), (page.next, "next"))
            if docname
        ]
        for lead in (*leads, (page.list_page, translate("All publications"), "publication-all")):
            navigation += self._link(*lead, here=page.docname)

    def _section(self, heading: str, *content: nodes.Node) -> nodes.section:
        return nodes.section(
            "", nodes.title("", translate(heading)), *content, ids=[nodes.make_id(heading)]
        )

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


# A card for each paper that a web page cites: title, authors, venue and links.
#
# The cards stand hidden at the end of the page, one a paper; a script shows
# them beside the citations. Without it a citation is a link, and no more.


class AddCards(SphinxPostTransform):
    """Adds the cards to the pages that cite."""

    # After Sphinx (10) resolved references.
    default_priority = 20
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        if not is_web(publications_domain(self.env).builder) or not self.config.bibtex_tooltips:
            return
        self.domain = publications_domain(self.env)
        targets = {
            link["citation_key"]: link.get("refuri") or f"#{link['refid']}"
            for link in self.document.findall(nodes.reference)
            if "citation_key" in link
        }
        entries = self.domain.cite.stored.data.entries
        for key, target in targets.items():
            if key in entries:
                # What a page shows only on demand is not what it is found by.
                card = publication_card(target=target, classes=["no-search"])
                lines = partial(self._lines, target=target)
                card += self.domain.guard(SourceEntry.adopt(entries[key]), lines, lines)
                self.document += card

    def _lines(self, entry: SourceEntry, target: str) -> list[nodes.Node]:
        return list(self._each_line(entry, target))

    def _each_line(self, entry: SourceEntry, target: str) -> Iterator[nodes.Node]:
        publication = entry.publication
        backend = self.domain.cite.backend
        words = title_line(publication).render(backend)
        page = self.domain.state.pages.get(entry.key)
        if page is not None:
            here = self.env.docname
            target = publications_domain(self.env).builder.get_relative_uri(here, page.docname)
        link = nodes.reference("", "", *words, refuri=target, internal=True)
        title = nodes.paragraph("", "", link, classes=["publication-title"])
        say_language(title, publication, language_of_lists(self.env, self.env.docname))
        yield title
        if publication.authors:
            is_long = 0 < self.config.publications_max_authors < len(publication.authors)
            line = (shortened_authors_line if is_long else authors_line)(publication)
            authors = nodes.paragraph("", "", *line.render(backend))
            authors["classes"].append("publication-authors")
            keep_names_together(authors)
            yield authors
        venue = nodes.paragraph("", "", *venue_line(publication).render(backend))
        venue["classes"].append("publication-venue")
        name_links(venue, publication.plain_title)
        if venue.children:
            yield venue
