"""The content of the page of a paper, and the cards of citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from textwrap import shorten
from typing import Any

from docutils import nodes
from pybtex.richtext import BaseText, Text
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.i18n import translate
from sphinx_publications.model.in_words import affiliations, capitalized, contributions
from sphinx_publications.model.links import Destination, destinations
from sphinx_publications.model.notes import rich_remark
from sphinx_publications.model.particulars import PHOTO
from sphinx_publications.model.people import Affiliation
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.build import is_web
from sphinx_publications.project.cite_role import citing_style
from sphinx_publications.project.domain import publications_domain
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
    language_of_names,
    title_line,
    venue_line,
)
from sphinx_publications.rendering.nodes import (
    person_link,
    publication_card,
    publication_copyable,
    publication_legend,
    publication_link,
    publication_navigation,
    publication_page,
    publication_person,
)
from sphinx_publications.rendering.styles import written
from sphinx_publications.web.list_controls import copyable_bibtex, downloads
from sphinx_publications.web.output_files import shown_bibtex
from sphinx_publications.web.page_images import figure_html

_READ = "Read paper"
"""Label of the button that leads to the paper."""


class FillPages(SphinxPostTransform):
    """Fills the pages of papers."""

    # Before Sphinx (10) resolves references.
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        self.domain = publications_domain(self.env)
        for navigation in list(self.document.findall(publication_navigation)):
            self._lead_to_groups(navigation)
        for place in list(self.document.findall(publication_page)):
            self.page = self.domain.state.pages[place["key"]]
            entry = self.domain.shown(place["key"], self.page.owner)
            heading = place.parent[0]
            if isinstance(heading, nodes.title):
                language = page_language(self.env, self.page.docname)
                say_language(heading, entry.publication.details.title_language, language)
            place.replace_self(self.domain.guard(entry, self._filled, self._bare))

    def _filled(self, entry: SourceEntry) -> list[nodes.Node]:
        self.entry = entry
        content = [*self._head(), *self._sections(), self._navigation()]
        description = describe(entry.publication)
        self.document.insert(0, nodes.meta("", name="description", content=description))
        return content

    def _bare(self, bare: SourceEntry) -> list[nodes.Node]:
        """Return the content after an error: BibTeX and downloads."""
        block = copyable_bibtex(bare.source.bibtex)
        return [self._section("How to cite", block, self._downloads())]

    def _head(self) -> Iterator[nodes.Node]:
        publication = self.entry.publication
        if translation := publication.particulars.translation:
            yield self._paragraph("note", Text(translation))
        if publication.note:
            yield self._paragraph("note", rich_remark(publication.note))
        if publication.authors or publication.collaboration:
            authors = self._paragraph("authors", full_authors_line(publication))
            language = page_language(self.env, self.page.docname)
            say_language(authors, language_of_names(publication), language)
            yield authors
        if publication.marks:
            legend = publication_legend()
            fill_legend(legend, publication.marks, self.domain.cite.backend)
            yield legend
        if places := affiliations(publication):
            notes = [self._organisation(place) for place in places]
            yield _items(nodes.enumerated_list("", enumtype="arabic"), notes, "affiliations")
        if venue := venue_line(publication, has_links=False):
            yield self._paragraph("venue", venue)
        if publication.summary:
            yield self._paragraph("summary", rich_remark(publication.summary))
        if found := destinations(publication.all_links, publication.entry_type):
            yield self._links(found)
        if self.page.relatives:
            yield self._relation()

    @staticmethod
    def _organisation(place: Affiliation) -> nodes.paragraph:
        name = nodes.Text(place.name)
        link = nodes.reference("", "", name, refuri=place.ror) if place.ror else name
        return nodes.paragraph("", "", link)

    def _relation(self) -> nodes.paragraph:
        """Return the line with the related entries: ``Translation of …``."""
        # The titles of other papers are not indexed.
        line = nodes.paragraph("", translate(self.page.relation), classes=["no-search"])
        line["classes"].append("publication-relation")
        for number, (docname, title, where) in enumerate(self.page.relatives):
            line += nodes.Text("; " if number else " ")
            line += self._link(docname, title) if docname else nodes.Text(title)
            if where:
                line += nodes.inline("", f" {where}", classes=["publication-where"])
        return line

    def _links(self, found: Sequence[Destination]) -> nodes.paragraph:
        """Return a button for the best place to read the paper, and links to the others."""
        row = nodes.paragraph("", classes=["publication-links"])
        for place in found:
            is_best = place is found[0] and place.is_paper
            name = translate(_READ if is_best else place.name)
            classes = ["publication-read"] if is_best else []
            row += publication_link("", name, refuri=place.url, classes=classes)
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
        yield from self._figure()
        if said := [*contributions(self.entry.publication, translate)]:
            lines = [nodes.paragraph("", capitalized([one])[0]) for one in said]
            listed = _items(nodes.bullet_list("", bullet="*"), lines, "contributions")
            yield self._section("Contributions", listed)
        yield self._section("How to cite", *self._citing())
        if self.page.cited_on:
            items = [nodes.paragraph("", "", self._link(*found)) for found in self.page.cited_on]
            yield self._section("Cited on", _bullets(items))
        if self.page.related:
            yield self._related()

    def _related(self) -> nodes.section:
        items = []
        for docname, title, where in self.page.related:
            item = nodes.paragraph("", "", self._link(docname, title))
            if where:
                item += nodes.inline("", f" {where}", classes=["publication-where"])
            items.append(item)
        section = self._section(self.page.related_heading, _bullets(items))
        section["ids"] = ["related"]
        # The titles of other papers are not indexed.
        section["classes"] += ["no-search", "publication-related"]
        return section

    def _citing(self) -> Iterator[nodes.Node]:
        style = citing_style(self.config.publications_citation_style)
        text = written(style, self.entry.key, self.entry, self.domain.guard).text
        citation = self._paragraph("citation", text)
        yield publication_copyable("", citation, what=translate("citation"))
        if bibtex := shown_bibtex(self.domain, self.entry):
            yield copyable_bibtex(bibtex)
            yield self._downloads()

    def _downloads(self) -> nodes.container:
        uri = self.domain.builder.get_target_uri(self.page.docname)
        return downloads(uri, self.page.docname, self.domain.formats())

    def _navigation(self) -> nodes.Node:
        # The titles of other papers are not indexed.
        navigation = publication_navigation(classes=["no-search"])
        neighbours = ((translate("Previous"), "previous"), (translate("Next"), "next"))
        keys = (self.page.previous, self.page.next)
        for (words, name), key in zip(neighbours, keys, strict=True):
            if key:
                docname = self.domain.state.pages[key].docname
                link = self._link(docname, words, f"publication-{name}")
                link["reftitle"] = self.domain.entry(key).publication.plain_title
                navigation += link
        whole = self._link(self.page.main_page, translate("All publications"), "publication-all")
        whole["refuri"] += f"#{self.page.anchor}" if self.page.anchor else ""
        navigation.insert(bool(self.page.previous), whole)
        return navigation

    def _lead_to_groups(self, navigation: publication_navigation) -> None:
        groups = self.domain.state.group_pages
        page = groups[navigation["group"]]
        neighbours = (("previous", page.previous), ("next", page.next))
        links = [(name, docname, groups[docname].title) for name, docname in neighbours if docname]
        links.insert(bool(page.previous), ("all", page.list_page, translate("All publications")))
        for name, *link in links:
            navigation += self._link(*link, f"publication-{name}", here=page.docname)

    def _section(self, heading: str, *content: nodes.Node) -> nodes.section:
        title = nodes.title("", translate(heading))
        return nodes.section("", title, *content, ids=[nodes.make_id(heading)])

    def _paragraph(self, role: str, *texts: BaseText) -> nodes.paragraph:
        rendered = [node for text in texts for node in text.render(self.domain.cite.backend)]
        return nodes.paragraph("", "", *rendered, classes=[f"publication-{role}"])

    def _link(self, docname: str, words: str, *classes: str, here: str = "") -> nodes.reference:
        uri = self.domain.builder.get_relative_uri(here or self.page.docname, docname)
        return nodes.reference("", words, refuri=uri, internal=True, classes=list(classes))


def _items(listed: nodes.Element, items: Sequence[nodes.Node], kind: str = "") -> nodes.Element:
    """Return a list with items."""
    listed += [nodes.list_item("", item) for item in items]
    listed["classes"] += [f"publication-{kind}"] if kind else []
    return listed


def _bullets(items: Sequence[nodes.Node]) -> nodes.Element:
    return _items(nodes.bullet_list("", bullet="*"), items)


def describe(publication: Publication) -> str:
    """Return what search engines show: the start of the abstract, or else `sentence`."""
    return shorten(publication.plain_abstract, 300, placeholder="…") or sentence(publication)


def sentence(publication: Publication) -> str:
    """Return title, first authors, venue and year."""
    names = [author.short_name for author in publication.authors]
    people = ", ".join(names[:3]) + (" et al." if len(names) > 3 or publication.et_al else "")
    parts = (publication.plain_title, people.rstrip("."), publication.where)
    return ". ".join(part for part in parts if part) + "."


class AddPhotos(SphinxPostTransform):
    """Adds the photos of people."""

    # After the people are filled.
    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        domain = publications_domain(self.env)
        if not is_web(domain.builder):
            return
        here = domain.builder.get_target_uri(self.env.docname)
        photos = {person.label: person.photo for person in domain.people.people}
        for item in self.document.findall(publication_person):
            photo = domain.build.figures.figure(PHOTO + photos.get(item["label"], ""))
            if photo is not None and item["has_photo"]:
                # The name stands beside it.
                html = figure_html(photo.small, "", here, "portrait")
                item.insert(0, nodes.raw("", html, format="html"))


TIPS = "tippy_skip_anchor_classes"
"""Setting of sphinx-tippy: classes of links to which it adds nothing."""


def spare_cards_tips(app: Sphinx, config: Config) -> None:
    """Keep sphinx-tippy from adding a second card to citations."""
    if TIPS in config:
        config[TIPS] = (*config[TIPS], "publication-cited")


class AddCards(SphinxPostTransform):
    """Adds a hidden card for each cited paper to the end of a page; a script shows it."""

    # After Sphinx (10) resolved references.
    default_priority = 20
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        self.domain = publications_domain(self.env)
        if not is_web(self.domain.builder) or not self.config.bibtex_tooltips:
            return
        targets = {
            link.get("refuri") or f"#{link['refid']}": link["citation_key"]
            for link in self.document.findall(nodes.reference)
            if "citation_key" in link
        }
        if TIPS in self.config:
            for link in self.document.findall(nodes.reference):
                link["classes"] += ["publication-cited"] if "citation_key" in link else []
        entries = self.domain.cite.stored.data.entries
        taken: set[str] = set()
        for target, key in targets.items():
            if key in entries:
                # Hidden content is not indexed.
                card = publication_card(target=target, classes=["no-search"])
                anchor = f"card-{target.rpartition('#')[2]}"
                # Two documents may have lists with the entry.
                card["ids"] = [f"{anchor}-2" if anchor in taken else anchor]
                taken |= {*card["ids"]}
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
            target = self.domain.builder.get_relative_uri(here, page.docname)
        link = nodes.reference("", "", *words, refuri=target, internal=True)
        title = nodes.paragraph("", "", link, classes=["publication-title"])
        language = language_of_lists(self.env, self.env.docname)
        say_language(title, publication.details.title_language, language)
        yield title
        if publication.authors:
            line = authors_line(publication, self.config.publications_max_authors)
            classes = ["publication-authors"]
            authors = nodes.paragraph("", "", *line.render(backend), classes=classes)
            keep_names_together(authors)
            for name in authors.findall(person_link):
                name["is_repeated"] = page is not None
            say_language(authors, language_of_names(publication), language)
            yield authors
        content = venue_line(publication).render(backend)
        venue = nodes.paragraph("", "", *content, classes=["publication-venue"])
        if venue.children:
            yield venue
