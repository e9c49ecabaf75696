"""What leads somewhere leads to something: citations, links between pages, files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from .built import Site, Web, addresses, is_local
from .source import config, documents

WEB = pytest.mark.parametrize("builder", ["html", "dirhtml"])
_SCHEMES = {"", "http", "https", "mailto"}


@WEB
def test_every_citation_leads_to_the_entry_that_it_names(site: Site, builder: str) -> None:
    web = site.web(builder)
    for document in documents():
        page = web.document(document.name)
        led = set()
        for link in web.pages[page].select(".bibtex-citation a"):
            target, anchor = web.resolve(page, str(link["href"]))
            assert web.pages[target].find(id=anchor) is not None, f"{page}: {link}"
            led |= {e.key for e in web.entries if (e.page, e.anchor) == (target, anchor)}
        cited = {key for key in document.cited if key in web.entry_of}
        assert cited <= led
        # Papers that no list shows may stand in a bibliography of Sphinx.
        assert len(document.cited) <= len(web.pages[page].select(".bibtex-citation a"))


def dangling(web: Web) -> Iterator[str]:
    for page, soup in web.pages.items():
        for tag, address in addresses(soup, "href", "src", "data-target"):
            if not is_local(address) or tag.name == "base" or address.startswith("#pst"):
                continue
            path, anchor = web.resolve(page, address)
            if not web.has(path):
                yield f"{page}: {address}"
            elif anchor and path in web.pages and web.pages[path].find(id=anchor) is None:
                yield f"{page}: {address} (no such place)"


@WEB
def test_every_link_leads_to_a_page_and_a_place_that_are_there(site: Site, builder: str) -> None:
    assert list(dangling(site.web(builder))) == []


@WEB
def test_whole_addresses_of_the_site_are_of_pages_that_are_there(site: Site, builder: str) -> None:
    web, base = site.web(builder), config()["html_baseurl"]
    if not base:
        return
    for page, soup in web.pages.items():
        found = {address for _, address in addresses(soup, "href", "content")}
        for block in soup.select("script[type='application/ld+json']"):
            json.loads(str(block.string))
            found |= set(re.findall(r'"(https?://[^"#]*)', str(block.string)))
        for address in found:
            if address.startswith(base):
                path, _ = web.resolve(page, urlsplit(address).path or "/")
                assert web.has(path), f"{page}: {address}"


@WEB
def test_files_that_stylesheets_name_are_there_and_of_the_site(site: Site, builder: str) -> None:
    web = site.web(builder)
    for style in web.folder.rglob("*.css"):
        css = style.read_text(encoding="utf-8")
        # Sphinx copies more icon fonts than its themes name.
        for address in re.findall(r"(?:url\(|@import\s)\s*[\"']?([^\"')\s;]+)", css):
            if not address.startswith("data:"):
                assert is_local(address), f"{style.name}: {address}"
                assert (style.parent / urlsplit(address).path).is_file(), f"{style.name}: {address}"


@WEB
def test_links_have_a_safe_scheme(site: Site, builder: str) -> None:
    for page, soup in site.web(builder).pages.items():
        for tag, address in addresses(soup, "href", "action", "formaction"):
            assert urlsplit(address).scheme in _SCHEMES, f"{page}: {tag}"
