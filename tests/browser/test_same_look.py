"""Lighter pages look exactly as the theme and the extensions made them, in every state."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ..conftest import Site
from .conftest import Visitor, serve

FOUND = 9
"""Pages with the word "spiking"."""
STOCK = "extensions=myst_parser,notfound.extension,publications,sitemap,security"


@pytest.fixture(scope="module")
def stock_address(site: Site) -> Iterator[str]:
    """Where the same site is served as it is without the extension."""
    with serve(site.build("html", "-D", STOCK, name="html-stock")) as found:
        yield found


def _nothing(page: Page) -> None:
    pass


def _everything_open(page: Page) -> None:
    for summary in page.locator("article summary").all():
        summary.click()


def _navigation(page: Page) -> None:
    page.locator("button.primary-toggle").click()
    expect(page.locator("dialog[open]").get_by_role("link", name="Teaching")).to_be_visible()


def _search(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("dialog[open]").get_by_role("searchbox")).to_be_focused()


def _scheme_menu(page: Page) -> None:
    page.locator("header .theme-switch-button").first.click()
    expect(page.get_by_role("button", name="Dark")).to_be_visible()


def _results(page: Page) -> None:
    expect(page.locator("#search-results p.context")).to_have_count(FOUND)


def _card(page: Page) -> None:
    page.get_by_role("link", name="Bellec et al., Nature").hover()
    expect(page.locator(".publication-card:popover-open")).to_be_visible()


def _scrolled(page: Page) -> None:
    page.get_by_role("contentinfo").scroll_into_view_if_needed()


STATES: dict[str, tuple[str, Callable[[Page], None], tuple[int, ...]]] = {
    "front page": ("index.html", _nothing, (375, 1280)),
    "list": ("publications.html", _nothing, (375, 1280)),
    "list, opened": ("publications.html", _everything_open, (375, 1280)),
    "filtered": ("publications.html?q=spiking&with=code", _nothing, (375,)),
    "target": ("publications.html#bellec2018deep", _nothing, (1280,)),
    "code": ("code.html", _nothing, (375, 1280)),
    "card": ("code.html", _card, (1280,)),
    "teaching": ("teaching.html", _nothing, (768,)),
    "paper": ("publications/bellec2020solution.html", _nothing, (375, 1280)),
    "not found": ("404.html", _nothing, (768,)),
    "search results": ("search.html?q=spiking", _results, (375, 1280)),
    "navigation": ("index.html", _navigation, (375,)),
    "search": ("index.html", _search, (375, 1280)),
    "scheme menu": ("index.html", _scheme_menu, (1280,)),
    "end of a page": ("publications.html", _scrolled, (375,)),
}
CASES = [(name, width) for name, (_, _, widths) in STATES.items() for width in widths]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "width"), CASES, ids=[f"{n} {w}" for n, w in CASES])
def test_not_a_pixel_differs(
    browser: Browser, address: str, stock_address: str, name: str, width: int, scheme: str
) -> None:
    path, act, _ = STATES[name]
    shots = []
    for base in (address, stock_address):
        visitor = Visitor(
            browser, base, color_scheme=scheme, viewport={"width": width, "height": 800}
        )
        visitor.page.goto(f"/{path}")
        visitor.page.evaluate("document.fonts.ready")
        act(visitor.page)
        full = name not in {"navigation", "search", "end of a page"}
        shots.append(visitor.page.screenshot(full_page=full, animations="disabled", caret="hide"))
        assert visitor.complaints == []
        visitor.context.close()
    assert shots[0] == shots[1]
