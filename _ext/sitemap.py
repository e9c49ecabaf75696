"""Write ``sitemap.xml`` and ``robots.txt`` for search engines.

The sitemap lists every document, with its translations, but not Sphinx's search and index. The
addresses start with ``html_baseurl``; without it no sitemap is written, because the protocol
requires absolute addresses (sitemaps.org, "Sitemaps XML format"). The package sphinx-sitemap
(2.9) lists only the pages that a build writes, which is too few in an incremental build.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

import languages

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
        pages = {
            urljoin(base, app.builder.get_target_uri(name)): languages.counterpart_addresses(
                app, name
            )
            for name in sorted(app.env.all_docs)
        }
        (out / "sitemap.xml").write_bytes(sitemap(pages))
        rules += f"\nSitemap: {urljoin(base, 'sitemap.xml')}\n"
    (out / "robots.txt").write_text(rules, encoding="utf-8")


def sitemap(pages: Mapping[str, Sequence[tuple[str, str]]]) -> bytes:
    """Return the XML with the addresses of pages, each with its translations by language."""
    root = ElementTree.Element("urlset", xmlns=_NAMESPACE)
    if any(pages.values()):
        root.set("xmlns:xhtml", _XHTML)
    for address, alternates in pages.items():
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = address
        for language, href in alternates:
            link = {"rel": "alternate", "hreflang": language, "href": href}
            ElementTree.SubElement(url, "xhtml:link", link)
    ElementTree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root) + b"\n"
