"""The Atom feed of the site."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pybtex.backends import BaseBackend
from pybtex.richtext import BaseText
from sphinx.application import Sphinx

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.latex.richtext import MarkSymbol
from sphinx_publications.look.entrytext import authors_line, venue_line
from sphinx_publications.look.htmlbackend import HtmlBackend, escape
from sphinx_publications.model.languages import language_tag
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.state import Page
from sphinx_publications.web.addresses import absolute
from sphinx_publications.web.pages import has_pages
from sphinx_publications.words import word

if TYPE_CHECKING:
    from sphinx_publications.outputs.feed import FeedItem

FEED = "publications.atom"


class FeedBackend(HtmlBackend):
    """Writes HTML for readers of feeds: marks as signs."""

    def write_mark_symbol(self, part: MarkSymbol, backend: BaseBackend) -> str:
        """Return a mark, which the legend behind the names explains."""
        return str(part.content(self))


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
) -> None:
    """Note that a page is written, as all are if a setting has changed that the feed shows."""
    if doctree is not None:
        publications_domain(app.env).is_writing = True


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the feed, unless it is there and shows the same."""
    domain = publications_domain(app.env)
    if exception is not None or not has_pages(app.builder) or not domain.state.pages:
        return
    path = Path(app.outdir) / FEED
    is_same = domain.is_unchanged and not domain.is_writing and path.is_file()
    if app.config.html_baseurl and not is_same:
        path.write_bytes(_feed(app, domain))


def _feed(app: Sphinx, domain: PublicationsDomain) -> bytes:
    from sphinx_publications.outputs.feed import LONGEST, feed  # Slow to load.

    pages = sorted(
        domain.state.pages.values(),
        key=lambda page: _place(domain.entry(page.key)),
    )
    items = [_item(app, domain, page) for page in pages[:LONGEST]]
    title = app.config.publications_feed_title or app.config.html_title
    home, address = absolute(app, ""), absolute(app, FEED)
    today, language = _today().replace(tzinfo=None), language_tag(app.config.language or "en")
    return feed(title, app.config.author, home, address, items, today, language)


def _place(entry: SourceEntry) -> tuple[int, int, int, str, int]:
    """Return what orders the feed: newest first, and of one date as the files have them."""
    year, month, day = entry.publication.date.sort_key
    return -year, -month, -day, entry.source.file, entry.source.line


def _today() -> datetime:
    """Return the day of the build, or that of the source where it is to be reproduced."""
    epoch = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    return datetime.fromtimestamp(epoch, UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _item(app: Sphinx, domain: PublicationsDomain, page: Page) -> FeedItem:
    from sphinx_publications.outputs.feed import FeedItem, tried

    def item(entry: SourceEntry) -> FeedItem:
        return FeedItem(
            entry.publication,
            absolute(app, quote(page.docname)),
            absolute(app, app.builder.get_target_uri(page.docname)),
            content(entry.publication),
        )

    return domain.guard(domain.entry(page.key), lambda entry: tried(item(entry)), item)


def content(publication: Publication) -> str:
    """Return what a feed shows of a paper, as HTML: authors with marks, legend, venue and links."""

    def paragraph(text: BaseText) -> str:
        return str(text.render(FeedBackend()))

    legend = "; ".join(f"{mark.symbol}: {word(mark.meaning)}" for mark in publication.marks)
    lines = (
        paragraph(authors_line(publication)),
        escape(f"({legend})") if legend else "",
        paragraph(venue_line(publication)),
    )
    return "".join(f"<p>{line}</p>" for line in lines if line)
