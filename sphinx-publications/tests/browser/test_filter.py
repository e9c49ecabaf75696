"""Finding a paper: the filter above the list."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Visitor, open_made_anew
from .test_pages import overflow, violations

Visit = Callable[..., Visitor]


@pytest.fixture
def page(visit: Visit) -> Page:
    opened = visit().page
    opened.goto("/publications.html")
    return opened


def shown(page: Page) -> list[str]:
    return [str(item.get_attribute("id")) for item in page.locator("li[data-find]:visible").all()]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("klahn", ["schmitt2017neuromorphic"]),
        ("Klähn", ["schmitt2017neuromorphic"]),
        ("johann klahn", ["schmitt2017neuromorphic"]),
        ("j klahn", ["schmitt2017neuromorphic"]),
        ("neurips 2023", ["sourmpis2023trial"]),
        ("REWIRING", ["bellec2018deep"]),
        ("audio 2014", ["wolff2014creating"]),
        ("nothing like this", []),
    ],
)
def test_words_find_papers(page: Page, query: str, found: list[str]) -> None:
    page.get_by_role("searchbox", name="Filter publications").fill(query)
    assert shown(page) == found
    expected = f"{len(found)} of 12 publications" if found else "No publication matches."
    expect(page.locator(".publications-filter [role=status]")).to_have_text(expected)


def test_a_theme_may_make_the_page_anew(visit: Visit) -> None:
    page = visit().page
    open_made_anew(page, "/publications.html")
    page.get_by_role("searchbox", name="Filter publications").fill("rewiring")
    assert shown(page) == ["bellec2018deep"]


def test_years_without_papers_vanish_and_come_back(page: Page) -> None:
    search = page.get_by_role("searchbox", name="Filter publications")
    search.fill("rewiring")
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    search.press("Escape")
    expect(search).to_have_value("")
    expect(page.get_by_role("heading", level=2)).to_have_count(9)
    assert len(shown(page)) == 12


def test_chips_narrow_and_count(page: Page) -> None:
    page.get_by_text("Filters", exact=True).click()
    page.get_by_role("button", name="Code 7").click()
    assert len(shown(page)) == 7
    page.get_by_role("button", name="first or equal-first author").click()
    assert shown(page) == [
        "bellec2021fitting",
        "bellec2020solution",
        "bellec2018long",
        "bellec2018deep",
    ]
    page.get_by_label("to", exact=True).select_option("2020")
    assert shown(page) == ["bellec2020solution", "bellec2018long", "bellec2018deep"]
    expect(page.get_by_role("button", name="Filters (3)")).to_be_visible()
    expect(page.get_by_role("button", name="Code")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("button", name="Filters", exact=True)).to_be_visible()
    assert len(shown(page)) == 12


def test_years_are_a_first_and_a_last_one(page: Page) -> None:
    page.get_by_role("button", name="Filters").click()
    year = page.get_by_role("group", name="Year")
    first, last = year.get_by_label("from"), year.get_by_label("to")
    assert first.locator("option").first.inner_text() == "2013"
    assert last.locator("option").first.inner_text() == "2023"
    last.select_option("2016")
    expect(page).to_have_url(re.compile(r"\?year=\.\.2016$"))
    first.select_option("2017")
    # In the other order they would find nothing.
    expect(page).to_have_url(re.compile(r"\?year=2016\.\.2017$"))
    assert shown(page) == ["schmitt2017neuromorphic", "bellec2016slow"]
    page.goto("/publications.html?year=2018")
    expect(page.locator("li[data-find]:visible")).to_have_count(3)
    expect(first).to_have_value("2018")
    expect(last).to_have_value("2018")


def test_the_rows_are_named_and_sorted_by_count(page: Page) -> None:
    page.get_by_role("button", name="Filters").click()
    rows = page.locator(".publications-chips")
    names = [row.get_attribute("aria-label") for row in rows.all()]
    assert names == ["With", "Role", "Type", "Year"]
    assert [name.inner_text() for name in rows.locator("> span").all()] == names
    for row in rows.all():
        counts = [int(n.inner_text()) for n in row.locator(".publications-chip-count").all()]
        assert counts == sorted(counts, reverse=True)


def test_a_row_has_two_lines_until_more_is_asked_for(visit: Visit) -> None:
    page = visit(viewport={"width": 320, "height": 800}).page
    page.goto("/publications.html")
    page.get_by_role("button", name="Filters").click()
    row = page.get_by_role("group", name="Type")
    buttons = row.get_by_role("button")

    def lines() -> int:
        tops = buttons.evaluate_all("nodes => nodes.map((node) => node.offsetTop)")
        return len(set(tops))

    assert lines() == 2
    assert buttons.last.inner_text() == "more"
    few = buttons.count()
    buttons.last.click()
    assert buttons.last.inner_text() == "fewer"
    assert buttons.count() > few
    assert lines() > 2
    buttons.last.click()
    assert (buttons.count(), lines()) == (few, 2)


def test_nothing_is_made_before_it_is_asked_for(page: Page) -> None:
    buttons = page.locator(".publications-facets button")
    expect(page.get_by_role("searchbox", name="Filter publications")).to_have_attribute(
        "placeholder", "Filter 12 publications"
    )
    assert buttons.count() == 0
    page.get_by_role("searchbox", name="Filter publications").fill("spiking")
    assert buttons.count() == 0
    page.get_by_text("Filters", exact=True).click()
    # They count what there is by then.
    count = buttons.first.locator(".publications-chip-count")
    assert 0 < int(count.inner_text()) < 12
    made = buttons.count()
    page.get_by_text("Filters", exact=True).click()
    page.get_by_text("Filters", exact=True).click()
    assert buttons.count() == made


def test_a_search_is_an_address(page: Page, visit: Visit) -> None:
    page.get_by_role("searchbox", name="Filter publications").fill("spiking")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_role("button", name="Code").click()
    expect(page).to_have_url(re.compile(r"/publications\.html\?q=spiking&with=code$"))
    found = shown(page)
    assert 0 < len(found) < 12
    other = visit().page
    other.goto(page.url)
    assert shown(other) == found
    expect(other.get_by_role("searchbox", name="Filter publications")).to_have_value("spiking")
    expect(other.get_by_role("button", name="Code")).to_be_visible()


def test_what_else_is_in_the_address_stays(visit: Visit) -> None:
    page = visit().page
    page.goto("/publications.html?ref=talk")
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()
    page.get_by_role("searchbox", name="Filter publications").fill("rewiring")
    expect(page).to_have_url(re.compile(r"/publications\.html\?ref=talk&q=rewiring$"))


def test_back_undoes_a_chip(page: Page) -> None:
    page.get_by_text("Filters", exact=True).click()
    page.get_by_role("button", name="Preprints").click()
    assert shown(page) == ["bellec2019biologically"]
    page.go_back()
    expect(page.locator("li[data-find]:visible")).to_have_count(12)
    page.go_forward()
    expect(page.locator("li[data-find]:visible")).to_have_count(1)


def test_the_keyboard_suffices(page: Page) -> None:
    page.keyboard.press("/")
    search = page.get_by_role("searchbox", name="Filter publications")
    expect(search).to_be_focused()
    page.keyboard.type("a/b")
    expect(search).to_have_value("a/b")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert len(shown(page)) == 7


def test_nothing_jumps(page: Page) -> None:
    shift = page.evaluate(
        """() => new Promise(done => new PerformanceObserver(list =>
             done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))
           ).observe({type: "layout-shift", buffered: true}) ?? setTimeout(() => done(0), 0))"""
    )
    assert shift < 0.02


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?q=spiking&year=2021", "?q=nothing+like+this"])
def test_axe_finds_nothing_in_any_state(visit: Visit, query: str, scheme: str) -> None:
    visitor = visit(color_scheme=scheme, viewport={"width": 320, "height": 800})
    visitor.page.goto(f"/publications.html{query}")
    if not visitor.page.locator(".publications-facets").is_visible():
        visitor.page.get_by_role("button", name="Filters").click()
    assert overflow(visitor.page) == 0
    assert violations(visitor.page) == []
    assert visitor.complaints == []


def test_without_javascript_there_is_no_filter(visit: Visit) -> None:
    page = visit(java_script_enabled=False).page
    page.goto("/publications.html?q=rewiring")
    expect(page.get_by_role("searchbox", name="Filter publications")).to_have_count(0)
    expect(page.locator("li[data-find]:visible")).to_have_count(12)


def test_print_has_what_the_filter_hides(page: Page) -> None:
    page.get_by_role("searchbox", name="Filter publications").fill("rewiring")
    page.emulate_media(media="print")
    expect(page.locator("li[data-find]:visible")).to_have_count(12)
    expect(page.get_by_role("heading", level=2)).to_have_count(9)
    expect(page.locator(".publications-filter-place")).to_be_hidden()


def test_a_short_list_has_no_filter(visit: Visit) -> None:
    page = visit().page
    page.goto("/index.html")
    expect(page.locator(".publications-filter-place")).to_have_count(0)
    expect(page.locator("script[src*='publications-filter.js']")).to_have_count(0)
