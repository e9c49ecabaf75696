"""Without JavaScript everything has the colours that it has with it, by day and by night."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from ..built import Site
from ..source import documents
from .conftest import Visit
from .test_browser import HARDEST, SCHEMES, path_of

pytestmark = pytest.mark.browser

LOOK = """() => [...document.querySelectorAll("body, body *")].slice(0, 600).flatMap((element) =>
  [null, "::before", "::after"].map((part) => {
    const style = getComputedStyle(element, part);
    return part && style.content === "none" ? "" : [
      element.tagName, style.display, style.color, style.backgroundColor, style.backgroundImage,
      style.borderColor, style.boxShadow, style.fill, style.filter, style.colorScheme,
    ].join(" ");
  }))"""


def look(page: Page) -> list[str]:
    """Return the colours of each element."""
    found: list[str] = page.evaluate(LOOK)
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_are_those_that_the_script_settles(site: Site, visit: Visit, scheme: str) -> None:
    visitor = visit(java_script_enabled=False, color_scheme=scheme)
    other = SCHEMES[1 - SCHEMES.index(scheme)]
    for kind in (*(page.name for page in documents()), "search", next(iter(HARDEST))):
        page = visitor.open(path_of(site, kind))
        root = page.locator("html")
        assert root.get_attribute("data-theme") == "auto"
        unsettled = look(page)
        root.evaluate("(root, scheme) => { root.dataset.theme = scheme }", scheme)
        assert look(page) == unsettled, kind
        root.evaluate("(root, scheme) => { root.dataset.theme = scheme }", other)
        assert look(page) != unsettled, kind
    assert visitor.complaints == []
