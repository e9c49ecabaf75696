"""Lists on web pages: their entries as HTML, or the way to the page of a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.look.entrytext import entry_lines
from sphinx_publications.look.formatting import formatted
from sphinx_publications.look.nodes import publication_item, publication_list
from sphinx_publications.model.marks import Mark
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.files import is_web
from sphinx_publications.project.languages import language_of_lists
from sphinx_publications.project.lists import PublicationList
from sphinx_publications.web import listentry
from sphinx_publications.web.figures import image
from sphinx_publications.web.splitting import Lead, lead

_FEW = 3
"""Entries whose legend is in sight of all of them."""
_FIRST = 3
"""Figures of a page that are loaded at once."""


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
        self.around = language_of_lists(self.env, self.here)
        self.explained: set[tuple[str, Mark]] = set()
        self.figures = 0
        here: list[tuple[publication_item, PublicationList]] = []
        for listed in list(self.document.findall(publication_list)):
            items = [item for item in listed.children if isinstance(item, publication_item)]
            if items and not self._leads_elsewhere(listed, items):
                value = self.domain.state.lists[items[0]["list_key"]]
                shown = set(value.members)
                here += [(item, value) for item in items if item["key"] in shown]
        # Of a list that is split, what stands on this page is what counts.
        self.sizes = Counter(item["list_key"] for item, _ in here)
        for item, value in here:
            self._fill(item, value.style)

    def _fill(self, item: publication_item, style: str) -> None:
        guard = self.domain.guard

        def work(entry: SourceEntry) -> tuple[str, str]:
            text = formatted(style, entry, guard)
            marks = self._explained_first(entry, item)
            lines = self._backend(entry, item, marks).entry(text)
            entire = self._figure(entry) + lines + listentry.more(entry)
            return entire, listentry.words(entry.publication)

        def instead(bare: SourceEntry) -> tuple[str, str]:
            html = self._backend(bare, item).entry(entry_lines(bare.publication))
            return html, listentry.words(bare.publication)

        item["html"], words = guard(self.domain.entry(item["key"]), work, instead)
        item += nodes.Text(words)

    def _explained_first(self, entry: SourceEntry, item: publication_item) -> list[Mark]:
        """Return the marks that stand in a list for the first time, far from its legend."""
        if self.sizes[item["list_key"]] <= _FEW:
            return []
        marks = [(item["list_key"].id_, mark) for mark in entry.publication.marks]
        new = [mark for mark in marks if mark not in self.explained]
        self.explained.update(new)
        return [mark for _, mark in new]

    def _figure(self, entry: SourceEntry) -> str:
        """Return the figure of an entry; those that come first are in the first view."""
        figure = self.domain.figure(entry.key)
        if figure is None:
            return ""
        self.figures += 1
        page = self.builder.get_target_uri(self.here)
        alt = entry.publication.preview.alt
        return image(figure.small, alt, page, "thumbnail", is_lazy=self.figures > _FIRST) + "\n"

    def _backend(
        self, entry: SourceEntry, item: publication_item, explained: Collection[Mark] = ()
    ) -> listentry.EntryBackend:
        page = self.domain.state.pages.get(entry.key)
        return listentry.EntryBackend(
            entry.publication,
            page=self.builder.get_target_uri(self.here),
            anchor=item["ids"][0],
            max_authors=self.config.publications_max_authors,
            leads_to=self.builder.get_relative_uri(self.here, page.docname) if page else "",
            explained=explained,
            language=self.around,
        )

    def _leads_elsewhere(self, listed: publication_list, items: list[publication_item]) -> bool:
        """Put links in place of a group that has a page of its own, or several."""
        places = self.domain.state.lists[items[0]["list_key"]].places
        counts = Counter(places[item["key"]] for item in items if item["key"] in places)
        if counts.keys() <= {self.here}:
            return False
        groups, relative = self.domain.state.group_pages, self.builder.get_relative_uri
        leads = (
            Lead(groups[there].title, relative(self.here, there), count)
            for there, count in counts.items()
        )
        lead(listed, leads)
        return True
