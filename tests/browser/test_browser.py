"""The site as visitors see it: phones and wide screens, by day and night, without JavaScript."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ..built import Site, Web
from ..source import documents, papers
from .conftest import Visit

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
HARDEST = {
    "most authors": lambda paper: len(paper.authors),
    "longest title": lambda paper: len(paper.title),
    "longest name": lambda paper: max((len(author.name) for author in paper.authors), default=0),
    "most marks": lambda paper: sum(len(author.marks) for author in paper.authors),
}
KINDS = (*(page.name for page in documents()), "search", "404", *HARDEST)
"""Each page that the owner wrote, each that the site adds, and the papers that ask most."""
SCHEMES = ("light", "dark")
WIDTHS = (375, 1350)


def path_of(site: Site, kind: str) -> str:
    """Return the path of a page by its kind."""
    web = site.web()
    if kind in HARDEST:
        listed = [paper for paper in papers() if paper.key in web.entry_of]
        return web.home_of(max(listed, key=HARDEST[kind]).key)
    return f"{kind}.html" if kind in {"search", "404"} else web.document(kind)


OVERFLOW = """() => [document.documentElement, ...document.querySelectorAll("body *")]
  .filter(element => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1)
  .filter(element => element === document.documentElement
    || getComputedStyle(element).overflowX !== "visible")
  .filter(element => !element.closest("pre, .highlight, table, dialog"))
  .map(element => `${element.tagName} ${element.className}: ${element.scrollWidth} px`)"""


CUT = """() => [...document.querySelectorAll("body *")]
  .filter(element => element.checkVisibility({visibilityProperty: true}))
  .filter(element => !element.closest("pre, .highlight, table, dialog, code"))
  .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
  .map(element => `${element.tagName} ${element.className}`)"""
"""What reaches beyond the edge of the screen."""

NOT_SHOWN = """async () => {
  const images = [...document.images];
  images.forEach((image) => { image.loading = "eager"; });
  await Promise.allSettled(images.map((image) => image.decode()));
  return images.filter((image) => !image.naturalWidth).map((image) => image.currentSrc);
}"""
"""Pictures that do not arrive, or do not decode."""


OPEN = "document.querySelectorAll('article summary').forEach((summary) => summary.click())"
"""At once: a click of a mouse takes as long as a page."""


def overflow(page: Page) -> list[str]:
    """Return what has to be scrolled sideways, but code and tables, which have a bar for that."""
    found: list[str] = page.evaluate(OVERFLOW)
    return found


OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe on which the scheme has an influence."""


def violations(page: Page, *rules: str) -> list[str]:
    """Return what axe finds by these rules, or by all that concern the site."""
    # Not as an element of the page, whose policy allows no script but its own.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    options |= {"runOnly": rules} if rules else {"rules": {"target-size": {"enabled": True}}}
    found: list[dict[str, Any]] = page.evaluate(
        "options => axe.run(options).then(result => result.violations)", options
    )
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


WHICH = pytest.mark.parametrize("which", ["telling", pytest.param("all", marks=pytest.mark.soak)])


def pages_of(web: Web, which: str) -> list[str]:
    """Return all pages, or each with an element, a class or a longer word than those before it."""
    seen: set[str] = set()
    chosen = []
    for path, page in web.pages.items():
        longest = max(map(len, page.get_text(" ").split()), default=0)
        found = {f"{length} letters" for length in range(longest)}
        for tag in page.find_all(True):
            found |= {tag.name, *tag.get_attribute_list("class")}
        if which == "all" or found - seen:
            chosen.append(path)
        seen |= found
    return chosen


@WHICH
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_page_fits_a_small_phone_and_asks_nobody_else(
    site: Site, visit: Visit, scheme: str, which: str
) -> None:
    visitor = visit(color_scheme=scheme, viewport={"width": 320, "height": 800})
    for path in pages_of(site.web(), which):
        page = visitor.open(path)
        assert overflow(page) == [], path
        assert page.evaluate(NOT_SHOWN) == [], path
        assert page.locator("html").get_attribute("data-theme") == scheme
        assert visitor.complaints == [], path


@pytest.mark.thorough
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_every_screen(site: Site, visit: Visit, kind: str) -> None:
    page = visit().open(path_of(site, kind))
    for width in (375, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) == [], f"{width} px"
    page.set_viewport_size({"width": 375, "height": 800})
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert overflow(page) + page.evaluate(CUT) == [], "letters twice as large"


@pytest.mark.thorough
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(site: Site, visit: Visit, kind: str, width: int, scheme: str) -> None:
    visitor = visit(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = visitor.open(path_of(site, kind))
    # What is closed is narrower, and nearer to the next link.
    closed = violations(page) if scheme == "light" else []
    page.evaluate(OPEN)
    # Where the header lies on what was scrolled below it, that is no target.
    page.evaluate("scrollTo(0, 0)")
    rules = () if scheme == "light" else OF_COLOURS
    assert closed + violations(page, *rules) == []


def test_headings_and_text_are_in_one_font(site: Site, visit: Visit) -> None:
    page = visit().open(site.web().document(documents()[0].name))
    fonts = "[...document.querySelectorAll('h1, h2, p')].map(e => getComputedStyle(e).fontFamily)"
    assert len(set(page.evaluate(fonts))) == 1


@WHICH
def test_without_javascript_every_page_loads_what_it_names(
    site: Site, visit: Visit, which: str
) -> None:
    visitor = visit(java_script_enabled=False)
    for path in pages_of(site.web(), which):
        visitor.open(path)
        assert visitor.complaints == [], path


def test_without_javascript_every_list_is_complete(site: Site, visit: Visit) -> None:
    visitor = visit(java_script_enabled=False)
    for path in sorted({entry.page for entry in site.web().entries}):
        page = visitor.open(path)
        entries = page.locator("ul.publications > li")
        expect(entries).to_have_count(sum(entry.page == path for entry in site.web().entries))
        for title in page.locator("ul.publications > li .publication-title").all():
            expect(title).to_be_visible()
        expect(page.locator("button").locator("visible=true")).to_have_count(0)
    assert visitor.complaints == []


def test_images_of_the_content_are_shown(site: Site, visit: Visit) -> None:
    visitor = visit()
    for document in documents():
        page = visitor.open(site.web().document(document.name))
        for image in page.locator("article img").all():
            image.scroll_into_view_if_needed()
            expect(image).to_be_visible()
            assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
            box = image.bounding_box()
            assert box is not None
            assert box["width"] <= 800
            assert box["height"] <= 1600


def test_the_front_page_says_each_thing_once_and_in_one_order(site: Site, visit: Visit) -> None:
    page = visit(viewport={"width": 1280, "height": 900}).open("index.html")
    if not page.locator(".hero, .columns").count():
        return
    links = page.locator("header .navbar-icon-links a, .hero a").locator("visible=true")
    targets = [link.get_attribute("href") for link in links.all()]
    assert len(set(targets)) == len(targets)
    for words in page.locator(".lead").all():
        assert words.evaluate("words => getComputedStyle(words).fontWeight") == "600"
    sides = [side.bounding_box() for side in page.locator(".columns > *").all()]
    for one, other in pairwise(sides):
        assert one is not None
        assert other is not None
        assert one["y"] == other["y"] < 600
        assert one["x"] + one["width"] < other["x"]


CARDS = """() => [...document.querySelectorAll("ul.resources")].flatMap((list) => {
  const cards = [...list.children];
  const lone = cards.length === 1
    && Math.abs(cards[0].offsetWidth - list.offsetWidth) > 1 ? [cards[0]] : [];
  // A name stands on a line of its own, and each address is linked once.
  const mixed = cards.filter((card) => {
    const [name, ...others] = card.querySelectorAll("p a");
    if (!name) return false;
    const rest = document.createRange();
    rest.setStartAfter(name);
    rest.setEndAfter(card.lastChild);
    const { bottom } = name.getBoundingClientRect();
    return [...rest.getClientRects()].some((box) => box.width > 1 && box.bottom < bottom + 8)
      || others.some((link) => link.href === name.href);
  });
  return [...lone, ...mixed].map((card) => card.textContent);
})"""


@pytest.mark.parametrize("width", WIDTHS)
def test_cards_fill_their_row_and_begin_with_a_name(site: Site, visit: Visit, width: int) -> None:
    visitor = visit(viewport={"width": width, "height": 800})
    for document in documents():
        page = visitor.open(site.web().document(document.name))
        assert page.evaluate(CARDS) == [], document.name
