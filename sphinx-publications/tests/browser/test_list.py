"""The list on the screen: dense, quiet, with everything at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from sphinx.testing.util import SphinxTestApp

from .. import CONF as BASE
from ..conftest import Project
from ..marked import EQUAL
from .conftest import Visitor, Windows, serve
from .test_pages import overflow, violations

Visit = Callable[..., Visitor]
CONF = """
html_theme = "pydata_sphinx_theme"
html_sidebars = {"**": []}
html_theme_options = {"navbar_persistent": ["search-button"]}
"""
AUTHORS = "One, Ann and Two, Ben and Three, Cy"
TEAM = f"{AUTHORS} and {' and '.join(f'Next, {letter}' for letter in 'DEFGHIJKLMNO')}"
MANY = "".join(
    f"@article{{k{number}, author = {{{TEAM if number == 38 else AUTHORS}}}, author+an = "
    f"{{1=equal; 2=equal}}, title = {{On subject {number}}}, journal = {{J}}, "
    f"year = {{{2000 + number // 8}}}, code = {{https://example.org/{number}}}, "
    f"abstract = {{About {number}.}}}}\n"
    for number in range(40)
)


@pytest.fixture(scope="module")
def address_of_many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a list of forty papers of five years is served, and a compact one beside it."""
    lists = {
        f"{name}_md": f"# {name}\n\n```{{publications}}\n{option}```\n"
        for name, option in {"index": "", "compact": ":compact:\n"}.items()
    }
    project = Project(tmp_path_factory.mktemp("many"), SphinxTestApp)
    project.write(conf_py=BASE + CONF, refs_bib=MANY, **lists)
    with serve(project.build().app.outdir) as address:
        yield address


@pytest.fixture
def many(windows: Windows, address_of_many: str) -> Iterator[Page]:
    """The list of forty papers, opened."""
    visitor = Visitor(windows, address_of_many)
    visitor.page.goto("/index.html")
    yield visitor.page
    visitor.leave()


def test_bibtex_and_abstract_end_the_line_of_links(many: Page) -> None:
    entry = many.locator("#k39")
    link = entry.locator(".publication-venue a").last.bounding_box()
    for name in ("Abstract", "BibTeX"):
        summary = entry.locator("summary").filter(has_text=name)
        box = summary.bounding_box()
        assert link
        assert box
        assert abs(box["y"] + box["height"] / 2 - link["y"] - link["height"] / 2) < 4
    entry.locator("summary").filter(has_text="Abstract").click()
    expect(entry.get_by_text("About 39.", exact=True)).to_be_visible()
    expect(entry.locator(".publication-source")).to_be_hidden()


def test_links_that_wrap_keep_their_distance(many: Page) -> None:
    """WCAG 2.5.8 wants 24 pixels."""
    many.add_style_tag(content="#k39 { width: 6rem }")
    targets = many.locator("#k39 :is(.publication-venue a, summary)").all()
    boxes = [box for target in targets if (box := target.bounding_box())]
    lines = sorted({round(box["y"] + box["height"] / 2) for box in boxes})
    assert len(lines) > 1
    assert min(below - above for above, below in pairwise(lines)) >= 24


def test_the_permalink_shows_to_a_pointer_alone(many: Page) -> None:
    permalink = many.locator("#k39 .publication-permalink")
    expect(permalink).to_have_css("opacity", "0")
    many.locator("#k39").hover()
    expect(permalink).to_have_css("opacity", "1")
    many.mouse.move(0, 0)
    expect(permalink).to_have_css("opacity", "0")
    many.locator("#k39 .publication-title a").first.focus()
    many.keyboard.press("Tab")
    expect(many.locator("#k39 .publication-venue a").first).to_be_focused()


def test_a_mark_is_explained_where_it_stands_first(many: Page) -> None:
    legends = many.locator("ul.publications .publication-legend")
    expect(legends).to_have_count(1)
    expect(legends).to_have_text(f"(*: {EQUAL})")
    assert many.locator("ul.publications > li").first.locator(".publication-legend").count() == 1


def test_one_jumps_to_a_year(many: Page) -> None:
    jump = many.get_by_role("navigation", name="Jump to")
    assert jump.get_by_role("link").all_inner_texts() == ["2004", "2003", "2002", "2001", "2000"]
    jump.get_by_role("link", name="2001").click()
    heading = many.get_by_role("heading", name="2001")
    expect(heading).to_be_in_viewport()
    many.get_by_role("searchbox").fill("subject 7")
    expect(jump).to_be_hidden()
    many.get_by_role("button", name="Show all").click()
    expect(jump).to_be_visible()


def test_the_filter_says_nothing_until_something_changes(many: Page) -> None:
    status = many.locator(".publications-filter [role=status]")
    expect(status).to_have_text("")
    many.evaluate(
        "window.said = 0;"
        "new MutationObserver(() => { window.said += 1; })"
        ".observe(document.querySelector('.publications-filter [role=status]'),"
        " {childList: true, characterData: true, subtree: true})"
    )
    search = many.get_by_role("searchbox")
    search.fill("subject")
    expect(status).to_have_text("40 of 40 publications")
    search.fill("subject 1")
    search.fill("subject 13")
    search.fill("subject 13 ")
    expect(status).to_have_text("1 of 40 publications")
    assert many.evaluate("window.said") == 3


def test_nothing_jumps_when_the_filter_comes(many: Page) -> None:
    shifts = many.evaluate(
        "new Promise(done => new PerformanceObserver(list => done(list.getEntries()"
        ".filter(({sources}) => sources.some(({node}) => node?.parentElement?.closest('article')))"
        ".map(entry => entry.value))).observe({type: 'layout-shift', buffered: true})"
        " || setTimeout(() => done([]), 300))"
    )
    assert sum(shifts) == 0


def test_a_pressed_button_is_told_in_forced_colours(visit: Visit) -> None:
    page = visit(forced_colors="active").page
    page.goto("/publications.html?with=code")
    button = page.get_by_role("button", name="Code")
    expect(button).to_have_css("forced-color-adjust", "none")
    assert violations(page) == []


def test_where_an_address_leads_is_told_on_screen_and_paper(many: Page) -> None:
    many.goto("/index.html#k20")
    entry = many.locator("#k20")
    for media in ("screen", "print"):
        many.emulate_media(media=media)
        assert entry.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"


def test_what_one_touches_is_high_enough(windows: Windows, address_of_many: str) -> None:
    screen: ViewportSize = {"width": 375, "height": 740}
    visitor = Visitor(windows, address_of_many, viewport=screen, has_touch=True, is_mobile=True)
    visitor.page.goto("/index.html")
    for selector in (".publication-venue a", ".publication-more summary"):
        box = visitor.page.locator(f"#k39 {selector}").first.bounding_box()
        assert box
        assert box["height"] >= 24
    visitor.leave()


def test_a_compact_list_takes_less_room(many: Page) -> None:
    heights = {}
    for name in ("index", "compact"):
        many.goto(f"/{name}.html")
        box = many.locator("#k39").bounding_box()
        assert box
        assert overflow(many) == 0
        heights[name] = box["height"]
        assert violations(many) == []
    assert heights["compact"] < heights["index"] * 0.7
    # Many authors begin behind the title as few do.
    parts = (".publication-title", ".publication-authors-all > summary", ".publication-venue")
    boxes = [many.locator(f"#k38 {part}").bounding_box() for part in parts]
    middles = [box["y"] + box["height"] / 2 for box in boxes if box]
    assert len(middles) == 3
    assert max(middles) - min(middles) < 4


def test_the_toggle_of_a_long_list_says_what_it_does(visit: Visit) -> None:
    page = visit().page
    page.goto("/publications.html")
    toggle = page.locator("#liu2018memory .publication-authors-toggle")
    content = "node => getComputedStyle(node, '::after').content"
    expect(toggle).to_have_text("all 11 authors")
    assert toggle.evaluate(content) == "none"
    toggle.click()
    assert toggle.evaluate(content) == '"fewer"'


def test_the_bibtex_of_a_long_list_costs_the_browser_nothing_before_it_is_opened(
    many: Page,
) -> None:
    # pydata's script lays out the page once for each <pre>, to see whether it scrolls.
    assert many.locator("ul.publications :is(pre, [tabindex='0'])").count() == 0
    assert many.get_by_role("button", name="Copy BibTeX").count() == 0
    entry = many.locator("#k39")
    entry.locator("summary").filter(has_text="BibTeX").click()
    expect(entry.get_by_role("button", name="Copy BibTeX")).to_be_visible()
    source = entry.locator(".publication-source")
    expect(source).to_have_css("white-space-collapse", "preserve")
    # What wraps does not scroll, and so the keyboard need not reach it.
    assert source.evaluate(
        "e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight"
    )
    many.evaluate("scrollTo(0, 0)")  # The header lies on what was scrolled below it.
    assert violations(many) == []


HOSTILE = """
section::before, section::after { content: ""; display: table; clear: both }
.bd-article { counter-reset: part }
.bd-article h2::before { counter-increment: part; content: counter(part) ". "; margin-right: 2em }
.bd-article h2 { padding: 20px; border-top: 5px solid; text-align: center; line-height: 3 }
.bd-article details { border: 3px solid; padding: 17px; margin: 30px; background: #ddf;
  box-shadow: 0 0 9px red; overflow: hidden; font-size: 9px }
.bd-article summary { position: relative; display: block; margin: 0 -10px; padding: 9px 40px;
  border-left: 4px solid; background: #bbf; color: red; font-weight: 700; list-style: disc }
.bd-article summary::before { content: "PENCIL"; position: absolute; left: 3px }
.bd-article summary::after { content: "ARROW"; position: absolute; right: 3px; height: 40px }
.bd-article dl, .bd-article dd { margin: 50px; padding: 20px }
.bd-article ul { list-style: square; margin: 10px 40px; padding: 30px }
.bd-article ul li { margin: 20px 33px; padding-left: 40px; text-indent: -10px; line-height: 3;
  background: url(bullet.png) }
.bd-article ul li::before { content: "BULLET"; display: block }
.bd-article a::after { content: " ICON" }
.bd-article p, .bd-article .line-block { margin: 40px; padding: 7px; text-indent: 30px }
"""
"""Rules of themes: a clearfix, numbers, boxes with pictures for what folds, bullets, icons."""
BOXES = """() => ["", "h2", "ul.publications", "li", ".publication-title",
  ".publication-title a", ".publication-authors", ".publication-venue", ".publication-permalink",
  "details", "summary", ".publication-abstract p", "li > p"].map((name) => {
  const found = document.querySelector(`#year-2004 ${name}`);
  const { x, y, width, height } = found.getBoundingClientRect();
  const top = document.querySelector("#year-2004").getBoundingClientRect().y;
  const seen = ["::before", "::after"].map((part) => getComputedStyle(found, part).content);
  return [name, ...[x, y - top, width, height].map(Math.round), ...(name ? seen : [])].join(" ");
})"""
"""What a group and its first entry look like to Chromium: places, sizes, what stands around."""


@pytest.mark.parametrize("width", [1280, 600])
def test_rules_of_themes_do_not_change_the_list(many: Page, width: int) -> None:
    many.set_viewport_size({"width": width, "height": 900})
    many.locator("#year-2004 summary").filter(has_text="Abstract").first.click()
    details = many.locator(".publication-more > details").first
    # Entries of other styles are paragraphs.
    many.locator("#year-2004 li").first.evaluate("li => li.prepend(document.createElement('p'))")
    before = many.evaluate(BOXES)
    many.add_style_tag(content=HOSTILE)
    pairs = zip(before, many.evaluate(BOXES), strict=True)
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    expect(many.locator("#year-2004 li").first).to_have_css("background-image", "none")
    expect(details).to_have_css("box-shadow", "none")
    expect(details).to_have_css("background-color", "rgba(0, 0, 0, 0)")
