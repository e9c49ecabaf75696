"""The header of every page: one height, and the words of a short menu always in sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ..built import Site
from ..source import documents
from .conftest import Visit

pytestmark = pytest.mark.browser

HEIGHT = "document.querySelector('.bd-header').offsetHeight"
EDGE = """() => {
  const words = document.createRange();
  words.selectNodeContents(document.querySelector(".bd-header .nav-link"));
  const heading = document.querySelector("h1");
  return words.getBoundingClientRect().left - heading.getBoundingClientRect().left;
}"""
"""How far the first word of the menu is from the edge of the text."""


@pytest.mark.parametrize("width", [375, 768, 1280])
def test_the_header_is_as_high_on_every_page(site: Site, visit: Visit, width: int) -> None:
    visitor = visit(viewport={"width": width, "height": 800})
    pages = [site.web().document(document.name) for document in documents()]
    assert len({visitor.open(page).evaluate(HEIGHT) for page in pages}) == 1


def test_a_name_of_two_lines_leaves_the_header_as_high(site: Site, visit: Visit) -> None:
    page = visit().open(site.web().document(documents()[-1].name))
    before = page.evaluate(HEIGHT)
    name = page.locator(".navbar-brand p")
    name.evaluate("(found) => { found.innerHTML = 'Ada Nowhere-<br>Sample'; }")
    assert page.evaluate(HEIGHT) == before


def test_a_logo_in_place_of_the_name_is_seen(site: Site, visit: Visit) -> None:
    page = visit().open(site.web().document(documents()[-1].name))
    before = page.evaluate(HEIGHT)
    page.locator(".navbar-brand p").evaluate(
        """(name) => {
          const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40"/>';
          const address = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
          name.innerHTML = `<img alt="Logo" src="${address}">`;
          name.replaceWith(name.firstChild);
        }"""
    )
    logo = page.locator(".navbar-brand img").bounding_box()
    assert logo
    assert abs(logo["width"] - 2.5 * logo["height"]) < 1 < logo["height"]
    assert page.evaluate(HEIGHT) == before


def test_a_short_menu_is_in_sight_and_a_long_one_is_a_drawer(site: Site, visit: Visit) -> None:
    page = visit(viewport={"width": 375, "height": 800}).open("index.html")
    words = page.locator(".bd-header .navbar-nav > li")
    drawer = page.locator("button.primary-toggle")
    if words.count() > 4:
        drawer.click()
        expect(page.locator("dialog[open] a.menu-home")).to_be_visible()
        return
    expect(drawer).to_be_hidden()
    for word in words.all():
        expect(word).to_be_visible()
    if words.count():
        assert abs(page.evaluate(EDGE)) <= 1
        page.set_viewport_size({"width": 1280, "height": 800})
        assert abs(page.evaluate(EDGE)) <= 1 or not page.locator(".hero").count()
