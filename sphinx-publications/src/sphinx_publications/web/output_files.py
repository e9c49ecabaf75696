"""Files beside the pages: downloads of papers and lists, and the feed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from pybtex.backends import BaseBackend
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.latex import Award, MarkSymbol, PlainText
from sphinx_publications.model.languages import language_tag
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.formats import CLASSIC, Format
from sphinx_publications.project.compat import output_path
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.env_data import Page
from sphinx_publications.project.files import absolute_url, site_name, write_file
from sphinx_publications.rendering.entry_lines import authors_line, legend_text, venue_line
from sphinx_publications.rendering.html import HtmlBackend, escape
from sphinx_publications.web.page_images import is_drawn
from sphinx_publications.web.pages import SUFFIX, has_pages

if TYPE_CHECKING:
    from sphinx_publications.outputs.feed import FeedItem


def listed_on(domain: PublicationsDomain) -> dict[str, list[str]]:
    """Return the keys that citations lead to on each document with a list."""
    found: dict[str, list[str]] = {}
    for list_key, value in domain.state.lists.items():
        if value.own:
            found.setdefault(list_key.docname, []).extend(value.own)
    return found


def write_downloads(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
) -> None:
    """Write the files of a list or paper, in the process that writes its page."""
    domain = publications_domain(app.env)
    if doctree is None or app.builder.format != "html" or not domain.state.pages:
        return
    page = domain.page_at(pagename)
    keys = [page.key] if page is not None else listed_on(domain).get(pagename, [])
    if not keys:
        return
    stem = Path(app.outdir) / pagename
    for format_ in domain.formats(of_list=page is None):
        files = [_file(format_, key, domain, is_last=page is not None) for key in keys]
        content = format_.join(files) if page is None and format_.join else files[0]
        write_file(stem.with_name(f"{stem.name}.{format_.suffix}"), content)


def shown_bibtex(domain: PublicationsDomain, entry: SourceEntry) -> str:
    """Return the BibTeX of a paper that pages show and that is copied; empty if it has none.

    It is that of the download in classic BibTeX, which most programs read without a loss. It has
    one field a line, and no abstract.
    """
    if not entry.source.bibtex:
        return ""
    return _file(CLASSIC, entry.key, domain, is_last=False).rstrip("\n")


def _file(format_: Format, key: str, domain: PublicationsDomain, is_last: bool) -> str:
    """Return the file of a paper; it is kept for the paper's page, which is the last user."""
    kept, name = domain.build.downloads, (key, format_.suffix)
    found = kept.pop(name, "") or format_.file(domain.entry(key), domain.guard)
    if not is_last:
        kept[name] = found
    return found


# Sources in Markdown, for sphinx-llms-txt, which reads and names those of all pages.

_READER = "sphinx_llms_txt"


def write_source(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
) -> None:
    """Write the source of a generated page, in the process that writes the page."""
    domain = publications_domain(app.env)
    path = _source(app, pagename)
    if doctree is None or not path:
        return
    if page := domain.page_at(pagename):
        text = domain.guard(domain.entry(page.key), _markdown, _line)
    else:
        group = domain.state.group_pages[pagename]
        entries = [domain.guard(domain.entry(key), _line, _line) for key in group.keys]
        text = "\n".join([f"# {app.env.titles[pagename].astext()}", "", *entries])
    write_file(Path(app.outdir) / path, f"{text}\n")


def _source(app: Sphinx, docname: str) -> str:
    """Return the path of the source of a generated page; empty if it has none."""
    domain = publications_domain(app.env)
    is_ours = docname in domain.state.group_pages or domain.page_at(docname)
    is_wanted = _READER in app.extensions and app.config.html_copy_source and has_pages(app.builder)
    suffix = app.config.html_sourcelink_suffix
    return f"_sources/{docname}{SUFFIX}{suffix}" if is_ours and is_wanted else ""


def _line(entry: SourceEntry) -> str:
    publication = entry.publication
    names = ", ".join(author.short_name for author in publication.authors)
    parts = (publication.plain_title, names, publication.where)
    return f"- {'. '.join(part for part in parts if part)}"


def _markdown(entry: SourceEntry) -> str:
    publication = entry.publication
    lines = (str(line(publication).render(PlainText())) for line in (authors_line, venue_line))
    links = [f"<{link.url}>" for link in publication.all_links if "//" in link.url]
    parts = (
        f"# {publication.plain_title}",
        *(line.strip() for line in lines),
        legend_text(publication.marks),
        publication.plain_abstract,
        "\n".join(f"- {link}" for link in links),
        f"```bibtex\n{entry.source.bibtex}\n```",
    )
    return "\n\n".join(part for part in parts if part)


def linkset_name(docname: str) -> str:
    """Return the path of the file with the signposts of a paper."""
    return f"{docname}.linkset.json"


FEED = "publications.atom"
"""Path of the Atom feed."""


class FeedBackend(HtmlBackend):
    """Writes HTML for feed readers."""

    def write_award(self, part: Award, backend: BaseBackend) -> str:
        """Return the words of an award."""
        return str(part.content(self))

    def write_mark_symbol(self, part: MarkSymbol, backend: BaseBackend) -> str:
        """Return the symbol of a mark alone; the legend explains it."""
        return str(part.content(self))


def note_writing(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
) -> None:
    """Note that a page is written, as all are after a change of a setting."""
    if doctree is not None:
        publications_domain(app.env).build.note_writing()


def write_feed(app: Sphinx, exception: Exception | None) -> None:
    """Write the feed, unless it is up to date."""
    domain = publications_domain(app.env)
    if exception is not None or not has_pages(app.builder) or not domain.state.pages:
        return
    path = Path(app.outdir) / FEED
    is_same = domain.build.is_unchanged and not domain.build.has_written and path.is_file()
    if app.config.html_baseurl and not is_same:
        path.write_bytes(_feed_bytes(app, domain))


def _feed_bytes(app: Sphinx, domain: PublicationsDomain) -> bytes:
    from sphinx_publications.outputs.feed import LONGEST, feed  # Slow to load.

    pages = domain.state.pages.values()
    newest = sorted(pages, key=lambda page: _feed_order(domain.entry(page.key)))[:LONGEST]
    items = [_feed_item(app, domain, page) for page in newest]
    title = app.config.publications_feed_title or site_name(app)
    home, address = absolute_url(app, ""), absolute_url(app, FEED)
    today, language = _today().replace(tzinfo=None), language_tag(app.config.language or "en")
    return feed(title, app.config.author, home, address, items, today, language)


def _feed_order(entry: SourceEntry) -> tuple[int, int, int, str, int]:
    """Return the sort key of the feed: newest first, then in the order of the files."""
    year, month, day = entry.publication.date.sort_key
    return -year, -month, -day, entry.source.file, entry.source.line


def _today() -> datetime:
    """Return the day of the build, or of ``SOURCE_DATE_EPOCH``."""
    epoch = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    return datetime.fromtimestamp(epoch, UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _feed_item(app: Sphinx, domain: PublicationsDomain, page: Page) -> FeedItem:
    from sphinx_publications.outputs.feed import FeedItem, tried

    def item(entry: SourceEntry) -> FeedItem:
        return FeedItem(
            entry.publication,
            absolute_url(app, quote(page.docname)),
            absolute_url(app, app.builder.get_target_uri(page.docname)),
            feed_content(entry.publication),
        )

    return domain.guard(domain.entry(page.key), lambda entry: tried(item(entry)), item)


def feed_content(publication: Publication) -> str:
    """Return the content of a paper in the feed: authors with marks, legend, venue and links."""
    authors, venue = (
        str(line(publication).render(FeedBackend())) for line in (authors_line, venue_line)
    )
    lines = (authors, escape(legend_text(publication.marks)), venue)
    return "".join(f"<p>{line}</p>" for line in lines if line)


def note_output_files(app: Sphinx, env: BuildEnvironment) -> None:
    """Note the files of this build, so that files of earlier builds can be removed."""
    publications_domain(env).build.files.update(_output_files(app, env))


def _output_files(app: Sphinx, env: BuildEnvironment) -> Iterator[str]:
    domain = publications_domain(env)
    builder = app.builder
    if not has_pages(builder):
        return
    outputs = {
        docname: output_path(builder, docname).relative_to(app.outdir).as_posix()
        for docname in env.found_docs
    }
    pages = {page.docname for page in domain.state.pages.values()}
    people = {n for n, page in domain.state.named_for_people.items() if page.is_generated}
    own = pages | domain.state.group_pages.keys() | people
    yield from (outputs[docname] for docname in own)
    yield from filter(None, (_source(app, docname) for docname in own))
    # Keep the file of a document that replaced a page.
    domain.build.record.leave(outputs[name] for name in outputs.keys() - own)
    if not pages:
        return
    for docname in pages | listed_on(domain).keys():
        for format_ in domain.formats(of_list=docname not in pages):
            yield f"{docname}.{format_.suffix}"
    if app.config.html_baseurl:
        yield from map(linkset_name, pages)
    for docname in env.found_docs:
        if is_drawn(app, docname):
            yield f"{docname}.png"
    if app.config.html_baseurl:
        yield FEED


_MOST_STEMS = 20_000
"""Size of the cache of stems, in words of some hundred bytes."""


def remember_stems(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Cache the stems of words for Sphinx's search, which computes them for each document."""
    language = getattr(getattr(app.builder, "indexer", None), "lang", None)
    # In Chinese the stem of a word depends on the words before it.
    if language is None or language.lang == "zh" or "stem" in vars(language):
        return
    if publications_domain(app.env).state.pages:
        language.stem = lru_cache(maxsize=_MOST_STEMS)(language.stem)
