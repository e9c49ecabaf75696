"""An entry of a list as HTML: what its style makes of it, and what opens under it."""

from __future__ import annotations

from collections.abc import Collection
from html import unescape

from pybtex.backends import BaseBackend
from pybtex.richtext import BaseText

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.latex.richtext import AuthorName, Line
from sphinx_publications.look.htmlbackend import HtmlBackend, escape, escape_element, toggle_html
from sphinx_publications.look.nodes import copyable_html
from sphinx_publications.look.shortening import gaps, shown_positions
from sphinx_publications.model.identifiers import is_safe
from sphinx_publications.model.languages import foreign
from sphinx_publications.model.marks import Mark, explanation
from sphinx_publications.model.names import unbroken
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.coins import context_object
from sphinx_publications.patterns import pattern
from sphinx_publications.project.files import web_address
from sphinx_publications.words import word

_TAG = pattern(r"<[^>]*>")


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
        label = word("{what} of: {title}", what=_words(text), title=self.title)
        address = escape(web_address(url, self.page))
        return f'<a aria-label="{label}" class="reference external" href="{address}">{text}</a>'

    def write_author_name(self, part: AuthorName, backend: BaseBackend) -> str:
        """Return the name of an author, which is remembered for a shortened list."""
        self._begins_name = True
        name = super().write_author_name(part, backend)
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
            f'\N{NO-BREAK SPACE}<a aria-label="{word("Link to: {title}", title=self.title)}" '
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
            f"{toggle_html(word('all {number} authors', number=len(names)))}"
            f"<span>{everyone}</span></details>"
        )


def _words(html: str) -> str:
    """Return the words of a link's HTML, for an attribute."""
    if "<" not in html:
        return html
    return escape(unescape(_TAG.sub("", html)))


def more(entry: SourceEntry) -> str:
    """Return what opens under an entry, abstract and BibTeX, and what reference managers read."""
    publication, title = entry.publication, escape(entry.publication.plain_title)
    details = ""
    if publication.abstract:
        abstract = word("Abstract")
        label = word("{what} of: {title}", what=abstract, title=title)
        details += (
            f'<details class="publication-abstract"><summary aria-label="{label}">'
            f"{abstract}</summary><p>{escape(latex.plain(publication.abstract))}</p>\n</details>\n"
        )
    if entry.source.bibtex:
        label = word("{what} of: {title}", what="BibTeX", title=title)
        copy = word("Copy {what} of: {title}", what="BibTeX", title=title)
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


def words(publication: Publication) -> str:
    """Return the words by which the site's search finds an entry."""
    names = [author.short_name for author in publication.authors]
    parts = (publication.plain_title, *names, publication.where, publication.venue.expansion)
    return " ".join(part for part in parts if part)
