"""Lighter pages look exactly as the theme and the extensions made them, in every state."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Literal

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, ViewportSize, expect

from ..built import Site
from ..source import config, documents, papers
from .conftest import Visitor, Windows, serve_site
from .test_browser import OPEN

pytestmark = [pytest.mark.browser, pytest.mark.machinery]

STOCK = [name for name in config()["extensions"] if name != "lightweight"]
WORD = max(re.findall(r"[a-z]+", papers()[0].title.lower()), key=len)
"""A word by which something is found."""
CORNER = 4
"""Pixels of width and height in which Chromium does not always paint a round corner alike."""


@pytest.fixture(scope="module")
def stock_address(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the same site is served as it is without the extension."""
    out = site.build("html", "-D", f"extensions={','.join(STOCK)}", name="html-stock")
    with serve_site(site, out, tmp_path_factory.mktemp("stock")) as found:
        yield found


def _nothing(page: Page) -> None:
    pass


def _everything_open(page: Page) -> None:
    page.evaluate(OPEN)
    page.locator("article summary").last.hover()


def _navigation(page: Page) -> None:
    button = page.locator("button.primary-toggle")
    if button.is_visible():
        button.click()
        expect(page.locator("dialog[open]").first).to_be_visible()


def _search(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("dialog[open]").get_by_role("searchbox")).to_be_focused()


def _scheme_menu(page: Page) -> None:
    page.locator("header .theme-switch-button").first.click()
    expect(page.get_by_role("button", name="Dark")).to_be_visible()


ALL_SHOWN = """() => {
  const summary = document.querySelector("#search-results .search-summary")?.textContent;
  const hits = [...document.querySelectorAll("#search-results ul.search > li")];
  const count = Number(/[0-9]+/.exec(summary)?.[0]);
  return hits.length === count && hits.every((hit) => hit.querySelector("p.context"));
}"""
"""Whether each hit that the summary counts stands there with its words."""


def _results(page: Page) -> None:
    page.wait_for_function(ALL_SHOWN)
    page.wait_for_load_state("networkidle")


def _card(page: Page) -> None:
    citation = page.locator(".bibtex-citation a").first
    if citation.count():
        citation.hover()
        expect(page.locator(".publication-card:popover-open")).to_be_visible()


def _scrolled(page: Page) -> None:
    page.get_by_role("contentinfo").scroll_into_view_if_needed()


State = tuple[str, str, Callable[[Page], None], tuple[int, ...]]
"""Page (a document, or a path), what is behind it in the address, what is done, widths.

Of two widths, `make soak` looks at the second.
"""
STATES: dict[str, State] = {
    **{doc.name: (doc.name, "", _card, (375, 1280)) for doc in documents()},
    "list, opened": ("LIST", "", _everything_open, (1280, 375)),
    "filtered": ("LIST", f"?q={WORD}", _nothing, (375,)),
    "target": ("LIST", f"#{papers()[0].key}", _nothing, (1280,)),
    "paper": ("PAPER", "", _nothing, (1280, 375)),
    "not found": ("404.html", "", _nothing, (768,)),
    "search results": ("search.html", f"?q={WORD}", _results, (375, 1280)),
    "navigation": ("index", "", _navigation, (375,)),
    "search": ("index", "", _search, (1280, 375)),
    "scheme menu": ("index", "", _scheme_menu, (1280,)),
    "end of a page": ("LIST", "", _scrolled, (375,)),
}
CASES = [
    # By night on phones, by day on wide screens.
    pytest.param(
        name,
        width,
        scheme := "dark" if width < 1280 else "light",
        id=f"{name} {width} {scheme}",
        marks=[pytest.mark.soak] if width != widths[0] else [],
    )
    for name, (*_, widths) in STATES.items()
    for width in widths
]


def path_of(site: Site, page: str) -> str:
    web = site.web()
    key = papers()[0].key
    if page == "LIST":
        pages = [entry.page for entry in web.entry_of[key]]
        return max(pages, key=lambda name: len(web.pages[name].select("ul.publications > li")))
    if page == "PAPER":
        return web.home_of(key)
    return page if page.endswith(".html") else web.document(page)


def differing(one: Image.Image, other: Image.Image) -> list[tuple[int, int, int, int]]:
    """Return the left, top, right and bottom of each spot in which two pictures differ."""
    difference = ImageChops.difference(one, other)
    box = difference.getbbox()
    if box is None:
        return []
    shades = reduce(ImageChops.lighter, difference.crop(box).split())
    found = (divmod(at, shades.width) for at, shade in enumerate(shades.tobytes()) if shade)
    places = [(box[0] + x, box[1] + y) for y, x in found]
    if len(places) > 4 * CORNER**2:
        return [box]
    spots: list[tuple[int, int, int, int]] = []
    for x, y in places:
        near = [s for s in spots if s[0] - CORNER <= x < s[2] + CORNER and y < s[3] + CORNER]
        spots = [spot for spot in spots if spot not in near]
        lefts, tops, rights, bottoms = zip(*near, (x, y, x + 1, y + 1), strict=True)
        spots.append((min(lefts), min(tops), max(rights), max(bottoms)))
    return spots


def test_a_spot_is_what_hangs_together() -> None:
    one = Image.new("RGB", (60, 60), "white")
    other = one.copy()
    assert differing(one, other) == []
    for place in ((10, 10), (11, 12), (10, 44)):
        other.putpixel(place, (255, 255, 254))
    assert differing(one, other) == [(10, 10, 12, 13), (10, 44, 11, 45)]
    other.paste("black", (20, 0, 21, 10))
    assert (20, 0, 21, 10) in differing(one, other)
    other.paste("black", (0, 0, 60, 60))
    assert differing(one, other) == [(0, 0, 60, 60)]


@pytest.mark.parametrize(("name", "width", "scheme"), CASES)
def test_not_a_pixel_differs(
    site: Site, windows: Windows, address: str, stock_address: str,
    name: str, width: int, scheme: Literal["light", "dark"],
) -> None:  # fmt: skip
    page, query, act, _ = STATES[name]
    visitors = []
    for base in (address, stock_address):
        viewport: ViewportSize = {"width": width, "height": 800}
        visitor = Visitor(windows, base, color_scheme=scheme, viewport=viewport)
        visitor.open(path_of(site, page) + query)
        visitor.page.evaluate("document.fonts.ready")
        act(visitor.page)
        visitors.append(visitor)
    full = name not in {"navigation", "search", "end of a page"}
    looks = []
    for visitor in visitors:
        shot = visitor.page.screenshot(full_page=full, animations="disabled", caret="hide")
        looks.append(Image.open(io.BytesIO(shot)).convert("RGB"))
        assert visitor.complaints == []
        visitor.leave()
    assert looks[0].size == looks[1].size
    spots = differing(*looks)
    assert [s for s in spots if max(s[2] - s[0], s[3] - s[1]) > CORNER] == []
    # A field has four corners.
    assert len(spots) <= 4
