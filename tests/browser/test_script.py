"""What the site's own scripts do: former places lead on, and a search is told of and put away."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from ..built import Site
from .conftest import Visit

pytestmark = pytest.mark.browser


def moved(site: Site) -> list[tuple[str, str, str]]:
    """Return page, anchor and target of each former place."""
    web = site.web()
    found = []
    for name, page in web.pages.items():
        for place in page.select(".moved[id]"):
            link = place if place.name == "a" else place.select_one("a")
            assert link is not None
            found.append((name, str(place["id"]), web.resolve(name, str(link["href"]))[0]))
    return found


def test_a_former_place_leads_to_its_page_and_back_again(site: Site, visit: Visit) -> None:
    visitor = visit()
    for path, anchor, target in moved(site):
        visitor.open("search.html")
        page = visitor.open(f"{path}#{anchor}")
        page.wait_for_url(f"**/{target}")
        page.go_back()
        page.wait_for_url("**/search.html")
        visitor.open(path)
        page.evaluate("hash => { location.hash = hash }", anchor)
        page.wait_for_url(f"**/{target}")
        page.go_back()
        page.wait_for_url(f"**/{path}")
    assert visitor.complaints == []


def test_other_places_stay_where_they_are(site: Site, visit: Visit) -> None:
    visitor = visit()
    for path in {path for path, _, _ in moved(site)}:
        page = visitor.open(f"{path}#main-content")
        page.wait_for_load_state("networkidle")
        assert urlsplit(page.url).fragment == "main-content"


def test_without_javascript_a_former_place_shows_the_link(site: Site, visit: Visit) -> None:
    for path, anchor, target in moved(site):
        page = visit(java_script_enabled=False).open(f"{path}#{anchor}")
        link = page.locator(f"a#{anchor}, #{anchor} a")
        expect(link).to_be_in_viewport()
        link.click()
        page.wait_for_url(f"**/{target}")
