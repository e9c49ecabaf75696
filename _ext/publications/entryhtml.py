"""An entry of a list as HTML, in one go.

A long list has a hundred thousand nodes, which docutils visits some fifty times
a build; a string costs nothing. The lines are those of `lines`, and the same
markup comes of the style ``publications`` by way of docutils' nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from . import latex
from .authors import Author
from .coins import context_object
from .entries import SourceEntry
from .files import web_address
from .lines import entry_lines
from .marks import Mark
from .model import Publication
from .names import unbroken
from .richtext import escape, escape_element, html
from .shortening import gaps, shown_positions


@dataclass
class Html:
    """The parts of an entry's lines as HTML: a `lines.Markup`."""

    title: str
    """Of the paper, which every link names."""
    page: str
    """Address of the page that the entry stands on."""
    names: list[str] = field(default_factory=list)
    """The names of authors that were asked for."""

    def text(self, words: str) -> str:
        return escape(words)

    def latex(self, source: str) -> str:
        return html(latex.rich(source)) if latex.has_markup(source) else escape(source)

    def join(self, parts: Iterable[str], separator: str = "") -> str:
        return separator.join(parts)

    def author(self, author: Author, name: str) -> str:
        # No line ends in initials.
        shown = escape(unbroken(name))
        shown = f"<strong>{shown}</strong>" if author.is_owner else shown
        if author.marks:
            shown += "".join(map(_mark, author.marks))
        self.names.append(shown)
        return shown

    def link(self, url: str, words: str) -> str:
        label = escape(f"{words} of: {self.title}")
        address = escape(web_address(url, self.page))
        return (
            f'<a aria-label="{label}" class="reference external" href="{address}">'
            f"{escape(words)}</a>"
        )


def _mark(mark: Mark) -> str:
    spoken = escape(mark.spoken)
    return (
        f'<span class="author-mark" role="img" aria-label="{spoken}" title="{spoken}">'
        f"{escape(mark.symbol)}</span>"
    )


def lines(publication: Publication, page: str, anchor: str, max_authors: int, leads_to: str) -> str:
    """Return the lines of an entry with the anchor `anchor` on the page with the address `page`.

    The title leads to the address `leads_to`, if that is not empty; longer lists of
    authors than `max_authors` open in place, unless that is 0.
    """
    title = publication.plain_title
    markup = Html(title, page)
    made = dict(entry_lines(publication, markup))
    if leads_to:
        address = escape(leads_to)
        made["title"] = f'<a class="reference internal" href="{address}">{made["title"]}</a>'
    made["title"] += (
        f'\N{NO-BREAK SPACE}<a aria-label="Link to: {escape(title)}" '
        f'class="publication-permalink reference internal" href="#{anchor}">#</a>'
    )
    shown = shown_positions([author.is_prominent for author in publication.authors])
    if 0 < max_authors < len(markup.names) and len(shown) < len(markup.names):
        made["authors"] = _opening(markup.names, shown, made["authors"])
    written = "".join(
        f'<div class="publication-{role} line">{line}</div>\n' for role, line in made.items()
    )
    return f'<div class="line-block">\n{written}</div>\n'


def _opening(names: Sequence[str], shown: Sequence[int], everyone: str) -> str:
    short = "".join(gap + names[position] for gap, position in zip(gaps(shown), shown, strict=True))
    return (
        '<details class="publication-authors-all"><summary>'
        f'<span class="publication-authors-short"><span>{short}</span></span> '
        f'<span class="publication-authors-toggle">all {len(names)} authors</span></summary>'
        f"<span>{everyone}</span></details>"
    )


def more(entry: SourceEntry) -> str:
    """Return what opens under an entry, abstract and BibTeX, and what reference managers read."""
    publication, title = entry.publication, escape(entry.publication.plain_title)
    details = ""
    if publication.abstract:
        details += (
            f'<details class="publication-abstract"><summary aria-label="Abstract of: {title}">'
            f"Abstract</summary><p>{escape(latex.plain(publication.abstract))}</p>\n</details>\n"
        )
    if entry.source.bibtex:
        details += (
            f'<details class="publication-bibtex"><summary aria-label="BibTeX of: {title}">'
            f'BibTeX</summary><div class="publication-copyable" '
            f'data-label="Copy BibTeX of: {title}">'
            '<div class="highlight-none notranslate"><div class="highlight"><pre><span></span>'
            f"{escape_element(entry.source.bibtex)}\n</pre></div>\n</div>\n</div>\n</details>\n"
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
