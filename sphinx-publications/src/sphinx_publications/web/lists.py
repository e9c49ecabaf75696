"""Lists on web pages: their entries as HTML, or links to the pages of their groups."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from docutils import nodes
from pybtex.backends import BaseBackend
from pybtex.richtext import BaseText
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.i18n import translate
from sphinx_publications.latex import AuthorName, Line, PersonLink
from sphinx_publications.model.identifiers import is_safe
from sphinx_publications.model.in_words import facts
from sphinx_publications.model.languages import foreign
from sphinx_publications.model.marks import Mark, by_symbol
from sphinx_publications.model.names import unbroken
from sphinx_publications.model.particulars import Figure
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.build import is_web
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.env_data import PublicationList
from sphinx_publications.project.files import web_address
from sphinx_publications.project.group_headings import title_level
from sphinx_publications.project.transforms import language_of_lists
from sphinx_publications.rendering.entry_lines import (
    entry_lines,
    language_of_names,
    legend_text,
    shown_authors,
)
from sphinx_publications.rendering.html import (
    HtmlBackend,
    escape,
    person_tag,
    title_id,
    toggle_html,
)
from sphinx_publications.rendering.nodes import (
    publication_item,
    publication_list,
)
from sphinx_publications.rendering.styles import formatted
from sphinx_publications.web.list_controls import details_html
from sphinx_publications.web.output_files import shown_bibtex
from sphinx_publications.web.page_images import figure_html
from sphinx_publications.web.pagination import lead

_SKIPPED = ' tabindex="-1"'
_LINK = re.compile(r"</?a\b[^>]*>")


class EntryBackend(HtmlBackend):
    """Writes one entry, with expandable long author lists and the title as a heading."""

    def __init__(
        self,
        publication: Publication,
        page: str,
        anchor: str,
        max_authors: int,
        leads_to: str,
        explained: Collection[Mark] = (),
        language: str = "",
        people: Mapping[str, str] = {},
        heading: tuple[str, int] = ("", 2),
    ) -> None:
        """`page` and `leads_to` are the addresses of the pages of the list and of the paper.

        The title has the identifier and the level of a `heading`.

        Author lists longer than `max_authors` are expandable, unless it is 0. The meanings of the
        marks `explained` follow the authors. `language` is that of the page, and `people` have the
        addresses of their pages by person.
        """
        super().__init__()
        self.page, self.anchor, self.leads_to = page, anchor, leads_to
        self.max_authors = max_authors
        self.has_lines = False
        self._explained, self._people, self._heading = explained, people, heading
        self._addresses = {self.leads_to}
        self._languages = {
            "title": foreign(publication.details.title_language, language),
            "authors": foreign(language_of_names(publication), language),
        }
        self._names: list[tuple[str, str, bool]] = []
        self._begins_name = False
        self._label = ""

    def entry(self, text: BaseText, label: str = "") -> str:
        """Return the whole entry, behind its label if it has one."""
        if label:
            self._label = f'<span class="publication-label">{escape(label)}</span> '
        html = str(text.render(self))
        if self.has_lines:
            return f'<div class="line-block">\n{html}</div>\n'
        return f"<p>{self._label}{html}{self._permalink()}</p>{self._legend()}"

    def format_str(self, str_: str) -> str:
        """Return escaped text, without a line break after the initials of a name."""
        if self._begins_name:
            self._begins_name = False
            str_ = unbroken(str_)
        return escape(str_)

    def format_href(self, url: str, text: str, external: bool = False) -> str:
        """Return a link; the Tab key skips one to an address that the entry has before it."""
        if not is_safe(url):
            return text
        address = escape(web_address(url, self.page))
        skipped = _SKIPPED if address in self._addresses else ""
        self._addresses.add(address)
        return f'<a class="reference external" href="{address}"{skipped}>{text}</a>'

    def write_author_name(self, part: AuthorName, backend: BaseBackend) -> str:
        """Return the name of an author; keep it for a shortened list."""
        self._begins_name = True
        name = str(part.content(self))
        # What opens a shortened list is no place for links.
        short = _LINK.sub("", name) if "<a" in name else name
        self._names.append((name, short, part.is_prominent))
        return name

    def write_person_link(self, part: PersonLink, backend: BaseBackend) -> str:
        """Return a name as a link, which the Tab key skips if the page of the paper repeats it."""
        name, page = str(part.content(self)), self._people.get(part.person, "")
        if not (page or part.url):
            return name
        return f"{person_tag(part.url, page, is_repeated=bool(self.leads_to))}{name}</a>"

    def write_line(self, part: Line, backend: BaseBackend) -> str:
        """Return a line, the first one with the permalink."""
        html = str(part.content(self))
        if part.role == "authors":
            html = self._shortened(html)
        language = self._languages.get(part.role, "")
        attributes = f' lang="{language}"' if language else ""
        if not self.has_lines:
            self.has_lines = True
            if self.leads_to:
                html = f'<a class="reference internal" href="{self.leads_to}">{html}</a>'
            html = f"{self._label}{html}{self._permalink()}"
            attributes += ' id="{}" role="heading" aria-level="{}"'.format(*self._heading)
        line = f'<div class="publication-{part.role} line"{attributes}>{html}</div>\n'
        return line + self._legend() if part.role == "authors" else line

    def _legend(self) -> str:
        """Return the meanings of the marks in `explained`."""
        if not self._explained:
            return ""
        # Screen readers read the meaning at each mark.
        meanings = escape(legend_text(self._explained))
        return f'<div class="publication-legend" aria-hidden="true">{meanings}</div>\n'

    def _permalink(self) -> str:
        """Return the link to the entry, which its page has too."""
        is_repeated = self.has_lines and self.leads_to
        label = f' aria-label="{translate("Link to this entry")}"'
        hidden = f'{_SKIPPED} aria-hidden="true"' if is_repeated else label
        kind = "publication-permalink reference internal"
        return f'<a class="{kind}" href="#{escape(self.anchor)}"{hidden}>¶</a>'

    def _shortened(self, everyone: str) -> str:
        """Return the line of authors, expandable if it is too long."""
        names = self._names
        shown = shown_authors([is_prominent for _, _, is_prominent in names])
        if not 0 < self.max_authors < len(names) or len(shown) == len(names):
            return everyone
        short = "".join(separator + names[place][1] for separator, place in shown)
        # After the names: "et al.", "(eds.)".
        short += everyone.rpartition(names[-1][0])[2]
        return (
            '<details class="publication-authors-all"><summary>'
            f'<span class="publication-authors-short"><span>{short}</span></span> '
            f"{toggle_html(translate('all {number} authors', number=len(names)))}"
            f"<span>{everyone}</span></details>"
        )


def search_words(publication: Publication) -> str:
    """Return the text of an entry for Sphinx's search index."""
    names = [author.with_native(author.short_name) for author in publication.authors]
    title = f"{publication.plain_title} {publication.particulars.translation}".strip()
    parts = (title, *names, publication.where, publication.venue.expansion)
    return " ".join(part for part in parts if part)


_FEW = 3
"""Maximum length of a list whose legend alone explains its marks."""
_EAGER = 3
"""Number of figures of a page that are not loaded lazily."""


class FillWebLists(SphinxPostTransform):
    """Fills the lists of `{publications}` for web pages, before `project.transforms` would."""

    default_priority = 3
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        self.domain = publications_domain(self.env)
        self.builder = self.domain.builder
        if not is_web(self.builder):
            return
        self.here = self.env.docname
        lists = list(self.document.findall(publication_list))
        self.list_language = language_of_lists(self.env, self.here)
        self.explained: set[tuple[BibliographyKey, Mark]] = set()
        self.figures = 0
        self.levels = {id(listed): title_level(listed) for listed in lists}
        self.people = self.domain.people_addresses(self.here)
        here: list[tuple[publication_item, PublicationList]] = []
        for listed in lists:
            items = [item for item in listed.children if isinstance(item, publication_item)]
            if items and not self._is_elsewhere(listed, items):
                value = self.domain.state.lists[items[0]["list_key"]]
                shown = set(value.members)
                here += [(item, value) for item in items if item["key"] in shown]
        # Of a split list only the entries on this page.
        self.sizes = Counter(item["list_key"] for item, _ in here)
        marks: dict[BibliographyKey, list[Mark]] = defaultdict(list)
        for item, _ in here:
            marks[item["list_key"]] += self.domain.entry(item["key"]).publication.marks
        self.doubtful = {
            key: {symbol for symbol, alike in by_symbol(found).items() if len(alike) > 1}
            for key, found in marks.items()
        }
        figured = {i["list_key"] for i, _ in here if self._figure_of(i) is not None}
        for item, value in here:
            self._fill(item, value)
            if item["list_key"] in figured and "publications-figured" not in item.parent["classes"]:
                item.parent["classes"].append("publications-figured")

    def _fill(self, item: publication_item, listed: PublicationList) -> None:
        guard = self.domain.guard
        label = self.domain.shown_label(item["list_key"], item["key"])

        def work(entry: SourceEntry) -> tuple[str, str]:
            text = formatted(listed.style, entry, guard)
            lines = self._backend(entry, item, self._new_marks(entry, item)).entry(text, label)
            details = details_html(entry, shown_bibtex(self.domain, entry))
            html = self._figure(entry, item) + lines + self._facts(entry, listed) + details
            return html, search_words(entry.publication)

        def instead(bare: SourceEntry) -> tuple[str, str]:
            html = self._backend(bare, item).entry(entry_lines(bare.publication), label)
            return html, search_words(bare.publication)

        item["html"], words = guard(self.domain.shown(item["key"], listed.owner), work, instead)
        item += nodes.Text(words)

    def _new_marks(self, entry: SourceEntry, item: publication_item) -> list[Mark]:
        """Return the marks that an entry explains itself.

        These are the ones that the list, unless it is short, has not explained yet, and those
        whose symbol has another meaning in another entry of the list.
        """
        key, own = item["list_key"], entry.publication.marks
        if not own:
            return []
        doubtful = self.doubtful[key]
        is_long = self.sizes[key] > _FEW
        new = [
            m for m in own if m.symbol in doubtful or (is_long and (key, m) not in self.explained)
        ]
        self.explained.update((key, mark) for mark in own)
        return new

    def _facts(self, entry: SourceEntry, listed: PublicationList) -> str:
        """Return what an entry says of its authors, where it has no page that does."""
        said = facts(entry.publication, translate)
        if not said or entry.key in self.domain.state.pages or entry.key not in listed.own:
            return ""
        lines = (f'<div class="publication-facts line">{escape(one)}</div>\n' for one in said)
        return f'<div class="line-block">\n{"".join(lines)}</div>\n'

    def _figure(self, entry: SourceEntry, item: publication_item) -> str:
        """Return the figure of an entry; the first ones of a page are loaded at once.

        It leads to the page of the paper, as the title does, which is what the Tab key and screen
        readers find.
        """
        figure = self._figure_of(item)
        if figure is None:
            return ""
        self.figures += 1
        here = self.builder.get_target_uri(self.here)
        is_lazy = self.figures > _EAGER
        alt = entry.publication.preview.alt
        html = figure_html(figure.small, alt, here, "thumbnail", is_lazy=is_lazy)
        page = self._page_of(entry)
        return (
            f'<a href="{page}"{_SKIPPED} aria-hidden="true">{html}</a>\n' if page else f"{html}\n"
        )

    def _figure_of(self, item: publication_item) -> Figure | None:
        """Return the figure beside an entry; compact lists have none."""
        is_compact = "publications-compact" in item.parent["classes"]
        return None if is_compact else self.domain.figure(item["key"])

    def _page_of(self, entry: SourceEntry) -> str:
        """Return the address of the page of a paper; empty if it has none."""
        page = self.domain.state.pages.get(entry.key)
        return escape(self.builder.get_relative_uri(self.here, page.docname)) if page else ""

    def _backend(
        self, entry: SourceEntry, item: publication_item, explained: Collection[Mark] = ()
    ) -> EntryBackend:
        return EntryBackend(
            entry.publication,
            page=self.builder.get_target_uri(self.here),
            anchor=item["ids"][0],
            max_authors=self.config.publications_max_authors,
            leads_to=self._page_of(entry),
            explained=explained,
            language=self.list_language,
            people=self.people,
            heading=(escape(title_id(item["ids"][0])), self.levels[id(item.parent)]),
        )

    def _is_elsewhere(self, listed: publication_list, items: list[publication_item]) -> bool:
        """Replace a group whose entries are on other pages by links to these."""
        places = self.domain.state.lists[items[0]["list_key"]].places
        counts = Counter(places[item["key"]] for item in items if item["key"] in places)
        if counts.keys() <= {self.here}:
            return False
        groups, relative = self.domain.state.group_pages, self.builder.get_relative_uri
        lead(
            listed,
            [(groups[name].title, relative(self.here, name), n) for name, n in counts.items()],
        )
        return True
