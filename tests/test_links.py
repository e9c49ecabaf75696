"""Citations lead to the entries that they name; links have a safe scheme."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from .built import Site, addresses
from .source import documents

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


@WEB
def test_links_have_a_safe_scheme(site: Site, builder: str) -> None:
    for page, soup in site.web(builder).pages.items():
        for tag, address in addresses(soup, "href", "action", "formaction"):
            assert urlsplit(address).scheme in _SCHEMES, f"{page}: {tag}"
