"""Lists on web pages: their entries as HTML, or the way to the page of a group."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.look.entrytext import entry_lines
from sphinx_publications.look.formatting import formatted
from sphinx_publications.look.nodes import publication_item, publication_list
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.files import is_web
from sphinx_publications.web import listentry
from sphinx_publications.web.splitting import lead


class FillWebLists(SphinxPostTransform):
    """Fills the lists of `{publications}` before `project.filling` does it for other builders."""

    default_priority = 3
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        self.builder = publications_domain(self.env).builder
        if not is_web(self.builder):
            return
        self.domain = publications_domain(self.env)
        self.here = self.env.docname
        for listed in list(self.document.findall(publication_list)):
            items = [item for item in listed.children if isinstance(item, publication_item)]
            if items and not self._leads_elsewhere(listed, items):
                value = self.domain.state.lists[items[0]["list_key"]]
                shown = set(value.members)
                for item in items:
                    if item["key"] in shown:
                        self._fill(item, value.style)

    def _fill(self, item: publication_item, style: str) -> None:
        guard = self.domain.guard

        def work(entry: SourceEntry) -> tuple[str, str]:
            text = formatted(style, entry, guard)
            html = self._backend(entry, item).entry(text) + listentry.more(entry)
            return html, listentry.words(entry.publication)

        def instead(bare: SourceEntry) -> tuple[str, str]:
            html = self._backend(bare, item).entry(entry_lines(bare.publication))
            return html, listentry.words(bare.publication)

        item["html"], words = guard(self.domain.entry(item["key"]), work, instead)
        item += nodes.Text(words)

    def _backend(self, entry: SourceEntry, item: publication_item) -> listentry.EntryBackend:
        page = self.domain.state.pages.get(entry.key)
        return listentry.EntryBackend(
            entry.publication,
            page=self.builder.get_target_uri(self.here),
            anchor=item["ids"][0],
            max_authors=self.config.publications_max_authors,
            leads_to=self.builder.get_relative_uri(self.here, page.docname) if page else "",
        )

    def _leads_elsewhere(self, listed: publication_list, items: list[publication_item]) -> bool:
        """Put a link in place of a group that has a page of its own."""
        places = self.domain.state.lists[items[0]["list_key"]].places
        there = next((places[item["key"]] for item in items if item["key"] in places), self.here)
        if there == self.here:
            return False
        for item in items:
            if item["key"] not in places:
                listed.remove(item)
        title = self.domain.state.group_pages[there].title
        lead(listed, title, self.builder.get_relative_uri(self.here, there))
        return True
