"""The site in browsers: phones and wide screens, light and dark, print, screen readers."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ..conftest import Docs, Site
from ..marked import EQUAL
from .conftest import Visitor, Windows, serve

Visit = Callable[..., Visitor]

PAPERS = ("publications/bellec2020solution", "publications/schmitt2017neuromorphic")
OURS = ("index", "publications", "code", *PAPERS)
"""What the extension has put something on."""
PAGES = (*OURS, "teaching", "search", "404")
SCHEMES = {"light": (320, 768, 1920), "dark": (375, 1280)}
"""Widths of screens; what overflows does so by day and by night."""
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
SPOKEN = f"{EQUAL}: comparable contributions and team work"


def overflow(page: Page) -> int:
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))


OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe on which colours have an influence."""


def violations(page: Page, *rules: str) -> list[str]:
    """Return what axe finds by these rules, or by all that concern a page."""
    # Not as an element of the page, whose policy allows no script but its own.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    options |= {"runOnly": rules} if rules else {"rules": {"target-size": {"enabled": True}}}
    found: list[dict[str, Any]] = page.evaluate(
        "options => axe.run(options).then(result => result.violations)", options
    )
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", OURS)
def test_a_page_fits_every_screen(visit: Visit, name: str, scheme: str) -> None:
    visitor = visit(color_scheme=scheme)
    for width in SCHEMES[scheme]:
        visitor.page.set_viewport_size({"width": width, "height": 800})
        visitor.page.goto(f"/{name}.html")
        assert overflow(visitor.page) == 0, f"{width} px"
        assert visitor.page.locator("html").get_attribute("data-theme") == scheme
        expect(visitor.page.locator("h1")).to_have_count(1)
    assert visitor.complaints == []


# The other worker would wait for the documentation, which takes a minute.
@pytest.mark.soak
def test_the_documentation_fits_a_phone(docs: Docs, windows: Windows) -> None:
    with serve(docs.folder) as address:
        visitor = Visitor(windows, address, viewport={"width": 375, "height": 800})
        for path in docs.folder.glob("*.html"):
            visitor.page.goto(f"/{path.name}")
            assert overflow(visitor.page) == 0, path.name
        visitor.leave()


@pytest.mark.parametrize("name", OURS)
def test_a_page_fits_with_letters_twice_as_large(visit: Visit, name: str) -> None:
    page = visit(viewport={"width": 1280, "height": 800}).page
    for width in (640, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/{name}.html")
        page.add_style_tag(content="html { font-size: 200% !important }")
        assert overflow(page) == 0


def test_forced_colours_show_what_is_pressed(visit: Visit) -> None:
    visitor = visit(forced_colors="active")
    page = visitor.page
    page.goto("/publications.html?with=code")
    assert violations(page) == []

    def background(state: str) -> str:
        button = page.locator(f".publications-filter button[aria-pressed={state}]").first
        return str(button.evaluate("button => getComputedStyle(button).backgroundColor"))

    assert background("true") != background("false")
    for name in PAGES:
        page.goto(f"/{name}.html")
        assert violations(page, *OF_COLOURS) == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
@pytest.mark.parametrize("name", OURS)
def test_axe_finds_nothing(visit: Visit, name: str, width: int, scheme: str) -> None:
    visitor = visit(color_scheme=scheme, viewport={"width": width, "height": 800})
    visitor.page.goto(f"/{name}.html")
    for summary in visitor.page.locator("article summary").all():
        summary.click()
    # Where the header lies on what was scrolled below it, that is no target.
    visitor.page.evaluate("scrollTo(0, 0)")
    assert violations(visitor.page) == []


def test_every_page_describes_itself(visit: Visit) -> None:
    page = visit().page
    descriptions = []
    for name in ("index", "publications", "code", "teaching"):
        page.goto(f"/{name}.html")
        content = page.locator("meta[name=description]").get_attribute("content")
        assert content
        assert 50 <= len(content) <= 170
        descriptions.append(content)
    assert len(set(descriptions)) == 4


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_a_long_author_list_opens_with_the_keyboard(visit: Visit, javascript: bool) -> None:
    page = visit(java_script_enabled=javascript).page
    page.goto("/publications.html")
    entry = page.locator("#liu2018memory")
    hidden = entry.locator("details > span").get_by_text("B\N{NO-BREAK SPACE}Vogginger")
    expect(hidden).to_be_hidden()
    entry.locator(".publication-authors summary").focus()
    page.keyboard.press("Enter")
    expect(hidden).to_be_visible()
    expect(entry.locator(".publication-authors-short")).to_be_hidden()


def test_a_screen_reader_hears_the_meaning_of_a_mark(visit: Visit) -> None:
    page = visit().page
    page.goto("/publications.html")
    marks = page.locator("#bellec2018long").get_by_role("img", name=SPOKEN, exact=True)
    assert marks.all_inner_texts() == ["*", "*", "*"]


def test_a_citation_leads_to_its_entry(visit: Visit) -> None:
    page = visit().page
    page.goto("/code.html")
    page.get_by_role("link", name="Bellec et al., Nature Communications 2020").click()
    page.wait_for_url("**/publications.html#bellec2020solution")
    expect(page.locator("#bellec2020solution")).to_be_in_viewport()


def test_without_javascript_everything_is_there(visit: Visit) -> None:
    visitor = visit(java_script_enabled=False)
    visitor.page.goto("/publications.html")
    expect(visitor.page.locator("ul.publications > li")).to_have_count(12)
    expect(visitor.page.locator("#bellec2013social .publication-title")).to_be_visible()
    assert visitor.complaints == []


def test_without_javascript_the_night_is_as_readable_as_the_day(visit: Visit) -> None:
    shots = []
    for scheme in SCHEMES:
        page = visit(java_script_enabled=False, color_scheme=scheme).page
        page.goto("/publications.html")
        shots.append(page.screenshot())
    assert shots[0] == shots[1]


@pytest.mark.parametrize("paper", ["A4", "Letter", "A5"])
def test_print_shows_everyone(visit: Visit, tmp_path: Path, paper: str) -> None:
    page = visit().page
    page.goto("/publications.html")
    page.pdf(path=tmp_path / "list.pdf", format=paper)
    done = subprocess.run(
        ["pdftotext", str(tmp_path / "list.pdf"), "-"], check=True, capture_output=True, text=True
    )
    text = " ".join(done.stdout.replace("\N{NO-BREAK SPACE}", " ").split())
    for name in ("V Thanasoulis", "B Vogginger", "K Meier", "F Neumärker"):
        assert name in text
    assert "all 29 authors" not in text
    assert "(*: comparable contributions and team work)" in text


def test_a_printed_paper_has_its_links_and_its_reference(visit: Visit, tmp_path: Path) -> None:
    page = visit().page
    page.goto("/publications/bellec2020solution.html")
    page.pdf(path=tmp_path / "paper.pdf", format="A4")
    done = subprocess.run(
        ["pdftotext", str(tmp_path / "paper.pdf"), "-"], check=True, capture_output=True, text=True
    )
    text = " ".join(done.stdout.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Code <https://github.com/IGITUGraz/eligibility_propagation>" in text
    assert "11(1):3625, 2020" in text
    assert "All publications" not in text
    assert "Copy" not in text.replace("Copyright", "")


def test_the_navigation_is_on_every_page(visit: Visit) -> None:
    page = visit(viewport={"width": 1280, "height": 800}).page
    for name in PAGES:
        page.goto(f"/{name}.html")
        for label in ("Publications", "Code", "Teaching"):
            expect(page.locator("header").get_by_role("link", name=label)).to_be_visible()


def test_the_navigation_opens_on_a_phone(visit: Visit) -> None:
    page = visit(viewport={"width": 375, "height": 800}).page
    page.goto("/index.html")
    page.locator("button.primary-toggle").click()
    link = page.locator("dialog[open]").get_by_role("link", name="Teaching")
    expect(link).to_be_visible()
    link.click()
    page.wait_for_url("**/teaching.html")


def test_the_visitor_can_choose_dark(visit: Visit) -> None:
    page = visit(color_scheme="light", viewport={"width": 1280, "height": 800}).page
    page.goto("/index.html")
    page.locator("header .theme-switch-button").first.click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_search_finds_a_paper(visit: Visit) -> None:
    visitor = visit()
    visitor.page.goto("/search.html?q=neuromorphic")
    result = visitor.page.locator("#search-results").get_by_role("link", name="publications")
    expect(result.first).to_be_visible()
    assert visitor.complaints == []


def test_a_missing_page_is_met_anywhere(visit: Visit) -> None:
    visitor = visit()
    failed: list[str] = []
    visitor.page.on(
        "response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None
    )
    visitor.page.goto("/some/deep/missing/page.html")
    expect(visitor.page.get_by_role("heading", name="Page not found")).to_be_visible()
    assert [url for url in failed if not url.endswith("/missing/page.html")] == []
    visitor.page.locator(".navbar-brand").first.click()
    expect(visitor.page.get_by_role("heading", name="Guillaume Bellec")).to_be_visible()


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    page = visit().page
    page.goto("/publications.html")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()


def test_the_bibtex_is_copied(visit: Visit) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"]).page
    page.goto("/publications.html")
    entry = page.locator("#bellec2020solution")
    entry.locator("summary").get_by_text("BibTeX").click()
    entry.get_by_role("button", name="Copy BibTeX").click()
    expect(entry.get_by_role("status")).to_have_text("Copied")
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith("@article{bellec2020solution,\n")
    assert "  title = {A solution to the learning dilemma" in copied
    assert "Guillaume Bellec, Franz Scherr" in copied


def test_without_javascript_the_bibtex_opens(visit: Visit) -> None:
    page = visit(java_script_enabled=False).page
    page.goto("/publications.html")
    entry = page.locator("#bellec2020solution")
    entry.locator("summary").get_by_text("BibTeX").click()
    expect(entry.locator(".publication-source")).to_contain_text("Guillaume Bellec, Franz Scherr")
    expect(entry.get_by_role("button")).to_have_count(0)


def test_a_title_is_heard_once_as_a_heading_that_names_its_entry(visit: Visit) -> None:
    page = visit().page
    page.goto("/publications.html")
    title = "Deep Rewiring: Training very sparse deep networks"
    entry = page.get_by_role("listitem", name=title, exact=True)
    heading = entry.get_by_role("heading", name=title, exact=True)
    assert heading.get_attribute("aria-level") == "3"
    names = [link.inner_text() for link in entry.get_by_role("link").all()]
    assert names == [title, "ICLR 2018", "Code", "Paper"]
    assert entry.locator("[aria-label]").count() == 0


def test_the_keyboard_stops_once_for_each_place(visit: Visit) -> None:
    page = visit().page
    page.goto("/publications.html")
    links = page.locator("ul.publications a[href]:not([tabindex])")
    addresses = [str(link.get_attribute("href")) for link in links.all()]
    for entry in page.locator("ul.publications > li").all():
        led = [str(a.get_attribute("href")) for a in entry.locator("a:not([tabindex])").all()]
        assert len(led) == len(set(led))
        permalink = str(entry.locator(".publication-permalink").get_attribute("href"))
        assert permalink not in addresses
    # What is skipped here is on the page of the paper, to which the title leads.
    page.locator(".publication-title a").first.click()
    page.get_by_role("link", name="All publications").click()
    page.wait_for_url("**/publications.html#*")


def test_an_entry_has_a_permalink(visit: Visit) -> None:
    page = visit().page
    page.goto("/publications.html")
    entry = page.locator("#bellec2018deep")
    entry.hover()
    entry.locator(".publication-permalink").click()
    page.wait_for_url("**/publications.html#bellec2018deep")


def test_the_script_is_only_where_there_is_something_to_copy(site: Site) -> None:
    loading = {
        name: bool(site.page(name).select("script[src*='publications.js']")) for name in PAGES
    }
    assert [name for name, loads in loading.items() if loads] == ["index", "publications", *PAPERS]
