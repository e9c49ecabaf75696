"""What a citation shows on demand: to the mouse, the keyboard, a finger, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from ..marked import EQUAL
from .conftest import Visitor, open_made_anew
from .test_pages import overflow, violations

Visit = Callable[..., Visitor]
CITED = "Bellec et al., Nature Communications 2020"
TITLE = "A solution to the learning dilemma for recurrent networks of spiking neurons"


def citation(page: Page) -> Locator:
    page.goto("/code.html")
    return page.get_by_role("link", name=CITED)


def card(page: Page) -> Locator:
    return page.locator(".publication-card:popover-open")


def test_the_mouse_shows_a_card_and_can_enter_it(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    citation(page).hover()
    expect(card(page).locator(".publication-title")).to_have_text(TITLE)
    expect(card(page).locator(".publication-authors")).to_have_text(
        "G Bellec*, F Scherr*, A Subramoney, E Hajek, D Salaj, R Legenstein, W Maass"
    )
    expect(card(page)).to_contain_text("Nature Communications 2020 - Code - bioRxiv - DOI")
    card(page).get_by_role("link", name="Code").hover()
    expect(card(page)).to_be_visible()
    page.mouse.move(1, 1)
    expect(card(page)).to_have_count(0)
    assert visitor.complaints == []


def test_a_theme_may_make_the_page_anew(visit: Visit) -> None:
    page = visit().page
    open_made_anew(page, "/code.html")
    page.get_by_role("link", name=CITED).hover()
    expect(card(page).locator(".publication-title")).to_have_text(TITLE)


def test_a_screen_reader_hears_marks_in_the_card(visit: Visit) -> None:
    page = visit().page
    citation(page).hover()
    spoken = f"{EQUAL}: comparable contributions and team work"
    expect(card(page).get_by_role("img", name=spoken)).to_have_count(2)


def test_the_keyboard_opens_enters_and_closes(visit: Visit) -> None:
    page = visit().page
    link = citation(page)
    page.get_by_role("link", name="E-prop").focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(card(page).get_by_role("link", name=TITLE, exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publications.html#bellec2020solution")


def test_tabbing_on_closes_the_card(visit: Visit) -> None:
    page = visit().page
    citation(page).focus()
    page.get_by_role("link", name="E-prop").focus()
    page.keyboard.press("Tab")
    expect(card(page)).to_have_count(1)
    for _ in range(card(page).get_by_role("link").count() + 1):
        page.keyboard.press("Tab")
    expect(card(page)).to_have_count(0)
    expect(page.get_by_role("link", name="LSNN")).to_be_focused()


def test_a_finger_opens_the_card_and_follows_its_title(visit: Visit) -> None:
    page = visit(has_touch=True, viewport={"width": 375, "height": 700}).page
    citation(page).tap()
    expect(card(page)).to_be_in_viewport(ratio=1)
    page.get_by_role("heading", level=1).tap()
    expect(card(page)).to_have_count(0)
    citation(page).tap()
    card(page).get_by_role("link", name=TITLE, exact=True).tap()
    page.wait_for_url("**/publications/bellec2020solution.html")


@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "dark"), (375, "light"), (1280, "light"), (1280, "dark")]
)
def test_every_card_fits_and_axe_finds_nothing(visit: Visit, width: int, scheme: str) -> None:
    visitor = visit(color_scheme=scheme, viewport={"width": width, "height": 500})
    page = visitor.page
    page.goto("/code.html")
    links = page.locator(".bibtex-citation > a").all()
    assert len(links) == 6
    for link in links:
        link.scroll_into_view_if_needed()
        link.hover()
        expect(card(page)).to_have_count(1)
        expect(card(page)).to_be_in_viewport(ratio=1)
        assert overflow(page) == 0
        page.keyboard.press("Escape")
    links[0].hover()
    expect(card(page)).to_have_count(1)
    assert violations(page) == []


def test_without_javascript_a_citation_is_a_link(visit: Visit) -> None:
    page = visit(java_script_enabled=False).page
    link = citation(page)
    link.hover()
    expect(page.locator(".publication-card:visible")).to_have_count(0)
    assert link.get_attribute("title")
    link.click()
    page.wait_for_url("**/publications.html#bellec2020solution")


def test_what_a_card_shows_is_not_what_its_page_is_found_by(visit: Visit) -> None:
    page = visit().page
    page.goto("/search.html?q=Subramoney")
    results = page.locator("#search-results li a")
    expect(results.first).to_be_visible()
    assert not [link for link in results.all() if "code.html" in str(link.get_attribute("href"))]


def test_print_has_no_cards(visit: Visit) -> None:
    page = visit().page
    page.goto("/code.html")
    page.emulate_media(media="print")
    expect(page.locator(".publication-card:visible")).to_have_count(0)
