"""Lists, cards and pages of papers in twelve themes, light and dark, as a browser shows them.

Run in their environments: `make test-themes`. What a theme itself does is not judged: links
have its colour, whatever the contrast of that is. How far targets in lines of text are apart
is up to its lines, and judged on the homepage, in `tests/browser`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.themed import SCHEMES, THEMES, Theme, build, chromium, visit

AXE = Path(__file__).parents[1] / "browser" / "node_modules" / "axe-core" / "axe.min.js"
DOCS = Path(__file__).parents[2] / "docs"
PAPERS = ("publications/example2018many", "publications/example2023measuring")
PAGES = ("index", "papers", "types", *PAPERS)
OURS = ("[class*=publication]", ".bibtex-citation", ".author-mark")
PHONE, DESK = (375, 800), (1280, 900)
SCRIPT = """
const ground = (node) => {
  const colour = getComputedStyle(node).backgroundColor;
  if (!/^rgba|\\//.test(colour)) return colour;
  return node.parentElement ? ground(node.parentElement) : "rgb(255, 255, 255)";
};
const light = (colour) => {
  const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
  const [red, green, blue] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
"""
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Theme], Path]:
    """Return the site that is built with a theme."""

    @cache
    def site(theme: Theme) -> Path:
        out = tmp_path_factory.mktemp(theme.name)
        assert build(theme, out) == ""
        return out

    return site


@pytest.fixture(params=THEMES, ids=lambda theme: theme.name)
def theme(request: pytest.FixtureRequest) -> Theme:
    """Each theme."""
    found: Theme = request.param
    return found


@pytest.fixture
def start(browser: Browser, sites: Callable[[Theme], Path], theme: Theme) -> Iterator[Open]:
    """Return a function that opens a page of the site in the theme."""
    opened: list[Page] = []

    def start(
        name: str, scheme: str = "light", screen: tuple[int, int] = DESK, query: str = ""
    ) -> Page:
        address = (sites(theme) / f"{name}.html").as_uri() + query
        opened.append(visit(browser, theme, address, scheme, screen))
        return opened[-1]

    yield start
    for page in opened:
        page.close()


def run(page: Page, script: str) -> Any:
    """Return what a script says, which may ask `ours`, `ground` and `light`."""
    return page.evaluate(f"(ours) => {{ {SCRIPT} return ({script}); }}", ", ".join(OURS))


def findings(page: Page, *kinds: str) -> list[tuple[str, str, str]]:
    """Return rule, colour of the link, and element of what axe finds in elements of some kinds."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[list[str]] = run(
        page,
        f"""axe.run({list(kinds)}, {{elementRef: true}}).then(({{violations}}) =>
        violations.flatMap(({{id, nodes}}) => nodes.map(({{element, html}}) => {{
          const link = element.closest("a.reference");
          return [id, link ? getComputedStyle(link).color : "", html];
        }})))""",
    )
    return [(rule, colour, html) for rule, colour, html in found]


def unfold(page: Page) -> None:
    """Open whatever can be opened."""
    closed = "ul.publications details:not([open]) > summary"
    while page.locator(closed).count():
        page.locator(closed).first.click()
    facets = page.locator(".publications-facets")
    if facets.count() and not facets.is_visible():
        page.get_by_role("button", name="Filters").click()
        page.locator(".publications-chips button").first.click()
    for citation in page.locator(".bibtex-citation a").all()[:1]:
        page.keyboard.press("Tab")  # What is focused by keys shows a card.
        citation.focus()
        expect(page.locator(".publication-card:popover-open")).to_be_visible()
    page.mouse.move(0, 0)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_theme_is_dark_where_it_can_be(start: Open, theme: Theme, scheme: str) -> None:
    is_dark = (
        run(
            start("papers", scheme), "light(ground(document.querySelector('.publications-filter')))"
        )
        < 0.2
    )
    assert is_dark == (scheme == "dark" and theme.darken != "")


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_of_ours(start: Open, scheme: str, screen: tuple[int, int]) -> None:
    plain = start("plain", scheme, screen)
    of_theme = {found[:2] for found in findings(plain, "a.reference.external")}
    plain.locator("a.reference.external").first.focus()
    plain.keyboard.press("Shift")  # Links that have the focus may have another colour.
    of_theme |= {found[:2] for found in findings(plain, "a.reference.external")}
    for name in ("index", "papers", *PAPERS):
        page = start(name, scheme, screen)
        unfold(page)
        found = findings(page, *OURS)
        assert [(name, *one) for one in found if not one[1] or one[:2] not in of_theme] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_mark_means_is_read_in_any_colours(start: Open, scheme: str) -> None:
    page = start("papers", scheme)
    page.locator("#example2023measuring .author-mark").first.hover()
    lights = run(
        page,
        "((style) => [style.content, light(style.color), light(style.backgroundColor)])"
        "(getComputedStyle(document.querySelector('.author-mark:hover'), '::after'))",
    )
    assert lights[0] == '"equal contribution"'
    darker, lighter = sorted(lights[1:])
    assert (lighter + 0.05) / (darker + 0.05) > 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_card_lies_on_the_colour_of_the_page(start: Open, scheme: str) -> None:
    page = start("index", scheme)
    unfold(page)
    behind = run(page, "ground(document.querySelector('.bibtex-citation'))")
    card = "document.querySelector('.publication-card:popover-open')"
    assert run(page, f"getComputedStyle({card}).backgroundColor") == behind
    page.add_style_tag(content=":root { --publications-background: rgb(1, 2, 3) !important }")
    page.keyboard.press("Escape")
    unfold(page)
    assert run(page, f"getComputedStyle({card}).backgroundColor") == "rgb(1, 2, 3)"


@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_ours_sticks_out_of_a_small_screen(start: Open, name: str) -> None:
    page = start(name, screen=(320, 700))
    unfold(page)
    wide = run(
        page,
        """[...document.querySelectorAll("*")].filter((node) => node.closest(ours)
        && node.checkVisibility()
        && node.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
        .map((node) => node.outerHTML)""",
    )
    assert wide == []


def test_what_is_hidden_is_not_shown(start: Open) -> None:
    for query, shown, said in (("", 8, ""), ("?q=curved", 1, "1 of 8 publications Show all")):
        page = start("papers", query=query)
        expect(page.locator("ul.publications > li:visible")).to_have_count(shown)
        assert " ".join(page.locator(".publications-found").inner_text().split()) == said
        hidden = page.locator("[hidden]").filter(visible=True)
        assert hidden.evaluate_all("nodes => nodes.map((node) => node.outerHTML)") == []
    page = start("papers", query="?with=code")
    assert page.get_by_role("button", name="Code", exact=False).inner_text() == "Code 2"
    count, clear = page.get_by_role("status").first, page.get_by_role("button", name="Show all")
    expect(count).to_have_text("2 of 8 publications")
    first, second = count.bounding_box(), clear.bounding_box()
    assert first
    assert second
    # Beside each other, on one line.
    assert first["x"] + first["width"] < second["x"]
    assert second["y"] < first["y"] + first["height"] / 2 < second["y"] + second["height"]


def test_the_list_has_neither_bullets_nor_an_indent(start: Open) -> None:
    for name in ("index", "papers", "types"):
        page = start(name)
        items = run(
            page,
            """[...document.querySelectorAll("ul.publications > li")].map((node) => {
              const list = node.parentElement, style = getComputedStyle(node);
              return [style.display === "list-item" ? style.listStyleType : "none",
                getComputedStyle(node, "::before").content,
                Math.round(node.querySelector(".publication-title").getBoundingClientRect().left
                  - list.getBoundingClientRect().left), style.textIndent];
            })""",
        )
        assert len(items) >= 7
        assert [item for item in items if item != ["none", "none", 0, "0px"]] == []


def test_the_look_is_changed_by_custom_properties(start: Open, theme: Theme) -> None:
    page = start("papers")
    colour = "rgb(1, 2, 3)"
    page.add_style_tag(content=f":root {{ --publications-muted: {colour} !important }}")
    heading = ["#year-2021 > h2"] if theme.has_sections else []
    for selector in (".publications-legend", ".publication-note", *heading):
        assert run(page, f"getComputedStyle(document.querySelector('{selector}')).color") == colour


def test_dark_values_of_the_documentation_are_those_of_every_dark_mode(
    start: Open, theme: Theme
) -> None:
    text = (DOCS / "themes.md").read_text(encoding="utf-8")
    (rules,) = (css for css in re.findall(r"```css\n(.*?)```", text, re.DOTALL) if "@media" in css)
    muted = "getComputedStyle(document.querySelector('.publication-note')).color"
    for switch in ("", theme.darken, *theme.others):
        page = start("papers")
        page.add_style_tag(content=rules.replace("#bbb", "rgb(1, 2, 3)"))
        if switch:
            page.emulate_media(color_scheme="dark")
            page.evaluate(switch)
        assert (run(page, muted) == "rgb(1, 2, 3)") == bool(switch)


def test_what_folds_has_no_box_and_a_year_stands_beside_its_papers(
    start: Open, theme: Theme
) -> None:
    page = start("papers")
    looks = run(
        page,
        """[...document.querySelectorAll(".publication-more summary")].map((summary) => {
          const own = getComputedStyle(summary), box = getComputedStyle(summary.parentElement);
          return [own.backgroundColor, own.padding, own.borderWidth, own.fontWeight,
            getComputedStyle(summary, "::before").content,
            getComputedStyle(summary, "::after").content,
            box.boxShadow, box.borderWidth, box.padding].join();
        })""",
    )
    plain = 'rgba(0, 0, 0, 0),0px,0px,400,none,"\u202f▾" / "",none,0px,0px'
    assert set(looks) - {plain, plain.replace("400", "300")} == set()
    # The text, since the box of a heading may begin before it.
    title = page.get_by_role("heading", level=1, name="Papers").evaluate(
        """(heading) => {
          const range = document.createRange();
          range.selectNodeContents(heading.firstChild);
          return range.getBoundingClientRect().x;
        }"""
    )
    box = page.locator(".publications-filter").bounding_box()
    assert box
    assert abs(title - box["x"]) < 1
    if theme.has_sections:
        year = page.locator("#year-2021 > h2").bounding_box()
        listed = page.locator("#year-2021 > ul").bounding_box()
        assert year
        assert listed
        assert year["x"] < listed["x"]
        assert abs(year["y"] - listed["y"]) < 2
    weights = run(
        page,
        "[...document.querySelectorAll('.publication-title a')].map((one) =>"
        " getComputedStyle(one).fontWeight)",
    )
    assert set(weights) == {"600"}
