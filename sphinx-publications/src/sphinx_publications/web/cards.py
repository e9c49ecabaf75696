"""A card for each paper that a web page cites: title, authors, venue and links.

The cards stand hidden at the end of the page, one a paper; a script shows
them beside the citations. Without it a citation is a link, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.look.entrytext import (
    authors_line,
    shortened_authors_line,
    title_line,
    venue_line,
)
from sphinx_publications.look.nodes import publication_card
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.files import is_web
from sphinx_publications.project.filling import keep_names_together
from sphinx_publications.project.languages import language_of_lists, say_language
from sphinx_publications.web.listtools import name_links


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
