"""Write ``sitemap.xml`` and ``robots.txt`` for search engines.

The sitemap lists every document, with its translations, but not Sphinx's search and index. It says
when each was last changed, if git knows that: the last commit of its file and of the entries that
it lists. The addresses start with ``html_baseurl``; without it no sitemap is written, because the
protocol requires absolute addresses (sitemaps.org, "Sitemaps XML format"). The package
sphinx-sitemap (2.9) lists only the pages that a build writes, which is too few in an incremental
build.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin
from xml.etree import ElementTree

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

import languages

if TYPE_CHECKING:
    from sphinx_publications.project.domain import PublicationsDomain
    from sphinx_publications.project.files import History

__version__ = "0.1.0"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    app.connect("build-finished", on_build_finished)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write both files to the output folder."""
    if exception is not None or app.builder.name not in {"html", "dirhtml"}:
        return
    out = Path(app.outdir)
    base = app.config.html_baseurl
    rules = "User-agent: *\nDisallow:\n"
    if base:
        base = base.rstrip("/") + "/"
        changed = last_changes(app)
        pages = {
            urljoin(base, app.builder.get_target_uri(name)): Entry(
                changed[name], languages.counterpart_addresses(app, name)
            )
            for name in sorted(app.env.all_docs)
        }
        (out / "sitemap.xml").write_bytes(sitemap(pages))
        rules += f"\nSitemap: {urljoin(base, 'sitemap.xml')}\n"
    (out / "robots.txt").write_text(rules, encoding="utf-8")


class Entry(NamedTuple):
    """What the sitemap says of a page."""

    changed: str
    """When it was last changed; empty if that is not known."""
    translations: Sequence[tuple[str, str]] = ()
    """Language and address of each."""


def last_changes(app: Sphinx) -> dict[str, str]:
    """Return when each document was last changed; empty if git does not know."""
    if "sphinx_publications" not in app.extensions:
        return dict.fromkeys(app.env.all_docs, "")
    from sphinx_publications.project.domain import publications_domain
    from sphinx_publications.project.files import History

    history = History(Path(app.srcdir))
    domain = publications_domain(app.env)
    listed: dict[str, set[str]] = {}
    for list_key, value in domain.state.lists.items():
        listed.setdefault(list_key.docname, set()).update(value.members)
    generated = {page.docname: {page.key} for page in domain.state.pages.values()}
    generated |= {name: set(group.keys) for name, group in domain.state.group_pages.items()}
    of_entries = _changes_of_entries(app, history, domain) if domain.state.lists else {}
    changed = {}
    for name in app.env.all_docs:
        keys = generated.get(name) or listed.get(name, set())
        times = [of_entries.get(key, "") for key in keys]
        if name not in generated:
            times.append(history.last_change(Path(app.env.doc2path(name))))
        changed[name] = max(times) if all(times) else ""
    return changed


def _changes_of_entries(
    app: Sphinx, history: History, domain: PublicationsDomain
) -> dict[str, str]:
    """Return when the lines of each entry were last changed."""
    changed = {}
    places = sorted((e.source.file, e.source.line, e.key) for e in domain.entries())
    for file, found in groupby(places, key=lambda place: place[0]):
        times = history.of_lines(Path(app.srcdir) / file)
        lines = [(line, key) for _, line, key in found]
        for (start, key), end in zip(lines, [*(n for n, _ in lines[1:]), None], strict=True):
            of_entry = times[start - 1 : end and end - 1]
            changed[key] = max(of_entry, default="") if all(of_entry) else ""
    return changed


def sitemap(pages: Mapping[str, Entry]) -> bytes:
    """Return the XML with the addresses of pages."""
    root = ElementTree.Element("urlset", xmlns=_NAMESPACE)
    if any(entry.translations for entry in pages.values()):
        root.set("xmlns:xhtml", _XHTML)
    for address, entry in pages.items():
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = address
        if entry.changed:
            ElementTree.SubElement(url, "lastmod").text = entry.changed
        for language, href in entry.translations:
            link = {"rel": "alternate", "hreflang": language, "href": href}
            ElementTree.SubElement(url, "xhtml:link", link)
    ElementTree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root) + b"\n"
