"""The first screen of the front page: who it is, where else to find them, and former places."""

from __future__ import annotations

from .built import Site, one, text_of
from .source import config, documents


def test_profiles_are_linked_by_name_where_a_page_asks_for_them(site: Site) -> None:
    web = site.web()
    for document in documents():
        if "{{ profiles }}" in document.source:
            article = one(web.pages[web.document(document.name)], "article")
            links = {text_of(link): str(link["href"]) for link in article.select("a[href]")}
            for name, (address, _) in config()["profiles"].items():
                assert links[name] == address
                assert f"({address})" not in document.source


def test_a_former_place_is_a_link_to_one_page(site: Site) -> None:
    web = site.web()
    for name, page in web.pages.items():
        for place in page.select(".moved"):
            links = [place] if place.name == "a" else place.select("a")
            (target,) = {web.resolve(name, str(link["href"]))[0] for link in links}
            assert place["id"]
            assert target in web.pages
            assert target != name
