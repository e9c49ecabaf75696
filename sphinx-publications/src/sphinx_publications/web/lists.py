"""Lists on web pages: their entries as HTML, or the way to the page of a group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from html import unescape
from typing import Any

from docutils import nodes
from pybtex.backends import BaseBackend
from pybtex.richtext import BaseText
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.i18n import translate
from sphinx_publications.latex import AuthorName, Line
from sphinx_publications.model.identifiers import is_safe
from sphinx_publications.model.imprint import foreign
from sphinx_publications.model.marks import Mark, explanation
from sphinx_publications.model.names import unbroken
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.coins import context_object
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.env_data import PublicationList
from sphinx_publications.project.files import is_web, web_address
from sphinx_publications.project.transforms import language_of_lists
from sphinx_publications.rendering.entry_lines import entry_lines, gaps, shown_positions
from sphinx_publications.rendering.html import HtmlBackend, escape, escape_element, toggle_html
from sphinx_publications.rendering.nodes import copyable_html, publication_item, publication_list
from sphinx_publications.rendering.styles import formatted
from sphinx_publications.web.page_images import figure_html
from sphinx_publications.web.pagination import Lead, lead

# An entry of a list as HTML: what its style makes of it, and what opens under it.

_TAG = re.compile(r"<[^>]*>")


class EntryBackend(HtmlBackend):
    """Writes one entry; every link says of which paper it is, long lists of authors open."""

    def __init__(
        self,
        publication: Publication,
        page: str,
        anchor: str,
        max_authors: int,
        leads_to: str,
        explained: Collection[Mark] = (),
        language: str = "",
    ) -> None:
        """`page` and `leads_to` are the addresses of the list's page and of the paper's, if any.

        Longer lists of authors than `max_authors` open in place, unless that is 0.
        `explained` are marks whose meaning stands with this entry, `language` is that of the page.
        """
        super().__init__()
        self.title = escape(publication.plain_title)
        self.page = page
        self.anchor = anchor
        self.max_authors = max_authors
        self.leads_to = escape(leads_to)
        self.has_lines = False
        self._explained = explained
        self._language = foreign(publication.details.language, language)
        self._names: list[tuple[str, bool]] = []
        self._begins_name = False

    def entry(self, text: BaseText) -> str:
        """Return the whole entry."""
        written = str(text.render(self))
        if self.has_lines:
            return f'<div class="line-block">\n{written}</div>\n'
        return f"<p>{written}{self._permalink()}</p>{self._legend()}"

    def format_str(self, str_: str) -> str:
        """Return text; no line ends in the initials of a name."""
        if self._begins_name:
            self._begins_name = False
            str_ = unbroken(str_)
        return escape(str_)

    def format_href(self, url: str, text: str, external: bool = False) -> str:
        """Return a link that says of which paper it is."""
        if not is_safe(url):
            return text
        label = translate("{what} of: {title}", what=_words_of(text), title=self.title)
        address = escape(web_address(url, self.page))
        return f'<a aria-label="{label}" class="reference external" href="{address}">{text}</a>'

    def write_author_name(self, part: AuthorName, backend: BaseBackend) -> str:
        """Return the name of an author, which is remembered for a shortened list."""
        self._begins_name = True
        name = str(part.content(self))
        self._names.append((name, part.is_prominent))
        return name

    def write_line(self, part: Line, backend: BaseBackend) -> str:
        """Return a line, the first one with the permalink."""
        written = str(part.content(self))
        if part.role == "authors":
            written = self._opening(written)
        if not self.has_lines:
            self.has_lines = True
            if self.leads_to:
                written = f'<a class="reference internal" href="{self.leads_to}">{written}</a>'
            written += self._permalink()
        said = f' lang="{self._language}"' if self._language and part.role == "title" else ""
        line = f'<div class="publication-{part.role} line"{said}>{written}</div>\n'
        return line + self._legend() if part.role == "authors" else line

    def _legend(self) -> str:
        """Return what marks mean, where they stand first."""
        if not self._explained:
            return ""
        # Screen readers say the meaning in place of each mark.
        meanings = escape(explanation(self._explained))
        return f'<div class="publication-legend" aria-hidden="true">{meanings}</div>\n'

    def _permalink(self) -> str:
        return (
            f'\N{NO-BREAK SPACE}<a aria-label="{translate("Link to: {title}", title=self.title)}" '
            f'class="publication-permalink reference internal" href="#{self.anchor}">¶</a>'
        )

    def _opening(self, everyone: str) -> str:
        """Return the line of authors such that it opens, if it is too long."""
        names = self._names
        shown = shown_positions([is_prominent for _, is_prominent in names])
        if not 0 < self.max_authors < len(names) or len(shown) == len(names):
            return everyone
        short = "".join(
            gap + names[place][0] for gap, place in zip(gaps(shown), shown, strict=True)
        )
        # That there are others, or that they are editors.
        short += everyone.rpartition(names[-1][0])[2]
        return (
            '<details class="publication-authors-all"><summary>'
            f'<span class="publication-authors-short"><span>{short}</span></span> '
            f"{toggle_html(translate('all {number} authors', number=len(names)))}"
            f"<span>{everyone}</span></details>"
        )


def _words_of(html: str) -> str:
    """Return the words of a link's HTML, for an attribute."""
    if "<" not in html:
        return html
    return escape(unescape(_TAG.sub("", html)))


def details_html(entry: SourceEntry) -> str:
    """Return what opens under an entry, abstract and BibTeX, and what reference managers read."""
    publication, title = entry.publication, escape(entry.publication.plain_title)
    details = ""
    if publication.abstract:
        abstract = translate("Abstract")
        label = translate("{what} of: {title}", what=abstract, title=title)
        details += (
            f'<details class="publication-abstract"><summary aria-label="{label}">'
            f"{abstract}</summary><p>{escape(latex.plain(publication.abstract))}</p>\n</details>\n"
        )
    if entry.source.bibtex:
        label = translate("{what} of: {title}", what="BibTeX", title=title)
        copy = translate("Copy {what} of: {title}", what="BibTeX", title=title)
        details += (
            f'<details class="publication-bibtex"><summary aria-label="{label}">'
            f"BibTeX</summary>{copyable_html(copy)}"
            # Not <pre>, for the sake of the browser: see docs/upstream.md.
            f'<code class="publication-source">{escape_element(entry.source.bibtex)}\n</code>'
            "</div>\n</details>\n"
        )
    openurl = escape(context_object(publication))
    return (
        f'<div class="publication-more docutils container">\n{details}</div>\n'
        f'<span class="Z3988" title="{openurl}"></span>'
    )


def search_words(publication: Publication) -> str:
    """Return the words by which the site's search finds an entry."""
    names = [author.short_name for author in publication.authors]
    parts = (publication.plain_title, *names, publication.where, publication.venue.expansion)
    return " ".join(part for part in parts if part)


_FEW = 3
"""Entries whose legend is in sight of all of them."""
_FIRST = 3
"""Figures of a page that are loaded at once."""


class FillWebLists(SphinxPostTransform):
    """Fills the lists of `{publications}` before `project.transforms` does for other builders."""

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
            entire = self._figure(entry) + lines + details_html(entry)
            return entire, search_words(entry.publication)

        def instead(bare: SourceEntry) -> tuple[str, str]:
            html = self._backend(bare, item).entry(entry_lines(bare.publication))
            return html, search_words(bare.publication)

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
        return (
            figure_html(figure.small, alt, page, "thumbnail", is_lazy=self.figures > _FIRST) + "\n"
        )

    def _backend(
        self, entry: SourceEntry, item: publication_item, explained: Collection[Mark] = ()
    ) -> EntryBackend:
        page = self.domain.state.pages.get(entry.key)
        return EntryBackend(
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
