"""What the site's own scripts do: former places lead on, and a search is told of and put away."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from ..built import Site
from ..source import config, documents, papers
from .conftest import Visit
from .test_browser import WHICH

pytestmark = pytest.mark.browser

WORDS = re.findall(r"(?<![\w-])[a-z]+(?![\w-])", " ".join(p.title for p in papers()).lower())
WORD = max(WORDS, key=len, default=papers()[0].title)
"""A word by which something is found."""
ALL_FOUND = """() => {
  const summary = document.querySelector("#search-results .search-summary")?.textContent;
  const count = Number(/[0-9]+/.exec(summary)?.[0] ?? /one page/.test(summary));
  return count && document.querySelectorAll("#search-results ul.search > li").length === count;
}"""
"""Whether each hit that the summary counts stands there."""


def moved(site: Site, which: str = "all") -> list[tuple[str, str, str]]:
    """Return page, anchor and target of each former place, or of one in each form on a page."""
    web = site.web()
    found, seen = [], set()
    for name, page in web.pages.items():
        for place in page.select(".moved[id]"):
            link = place if place.name == "a" else place.select_one("a")
            assert link is not None
            if which == "all" or (name, place.name) not in seen:
                found.append((name, str(place["id"]), web.resolve(name, str(link["href"]))[0]))
            seen.add((name, place.name))
    return found


@WHICH
def test_a_former_place_leads_to_its_page_and_back_again(
    site: Site, visit: Visit, which: str
) -> None:
    visitor = visit()
    for path, anchor, target in moved(site, which):
        visitor.open("search.html")
        page = visitor.open(f"{path}#{anchor}")
        page.wait_for_url(f"**/{target}")
        page.go_back()
        page.wait_for_url("**/search.html")
        visitor.open(path)
        page.evaluate("hash => { location.hash = hash }", anchor)
        page.wait_for_url(f"**/{target}")
        page.go_back()
        page.wait_for_url(f"**/{path}")
    assert visitor.complaints == []


def test_other_places_stay_where_they_are(site: Site, visit: Visit) -> None:
    visitor = visit()
    for path in {path for path, _, _ in moved(site)}:
        page = visitor.open(f"{path}#main-content")
        page.wait_for_load_state("networkidle")
        assert urlsplit(page.url).fragment == "main-content"


@WHICH
def test_without_javascript_a_former_place_shows_the_link(
    site: Site, visit: Visit, which: str
) -> None:
    visitor = visit(java_script_enabled=False)
    for path, anchor, target in moved(site, which):
        page = visitor.open(f"{path}#{anchor}")
        link = page.locator(f"a#{anchor}, #{anchor} a")
        expect(link).to_be_in_viewport()
        link.click()
        page.wait_for_url(f"**/{target}")


def test_a_search_loads_no_page_that_it_finds(site: Site, visit: Visit) -> None:
    visitor, loaded = visit(), []
    visitor.page.on("request", lambda request: loaded.append(urlsplit(request.url).path))
    page = visitor.open(f"search.html?q={WORD}")
    page.wait_for_function(ALL_FOUND)
    page.wait_for_load_state("networkidle")
    assert [path.rpartition("/")[2] for path in loaded if path.endswith(".html")] == ["search.html"]
    assert visitor.complaints == []


def test_results_say_what_their_pages_say_and_stand_in_line(site: Site, visit: Visit) -> None:
    web = site.web()
    page = visit(viewport={"width": 375, "height": 800}).open(f"search.html?q={WORD}")
    page.wait_for_function(ALL_FOUND)
    starts = set()
    is_rtl = page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    for hit in page.locator("#search-results ul.search > li").all():
        link, words = hit.locator("> a"), hit.locator("p.context")
        target, _ = web.resolve("search.html", str(link.get_attribute("href")))
        metas = web.pages[target].select("meta[name=description]")
        said = [" ".join(str(meta["content"]).split()) for meta in metas]
        title = f"{link.inner_text()}. "
        assert words.all_inner_texts() == [text.removeprefix(title) for text in said]
        summary = page.locator("#search-results .search-summary")
        places = [place.bounding_box() for place in (link, summary, *words.all())]
        starts |= {round(box["x"] + is_rtl * box["width"]) for box in places if box}
    assert len(starts) == 1


def test_a_search_for_nothing_leads_on(site: Site, visit: Visit) -> None:
    page = visit().open("search.html?q=qqxqzz")
    menu = page.locator("header .navbar-nav a.nav-internal")
    offered = page.locator("#search-results ul.search > li > a")
    expect(offered).to_have_count(menu.count())
    assert [link.get_attribute("href") for link in offered.all()] == [
        link.evaluate("link => link.href") for link in menu.all()
    ]
    summary = page.locator("#search-results .search-summary")
    if menu.count() and config()["language"] == "en":
        expect(summary).to_have_text("Your search did not match any documents.")


def test_paper_has_the_addresses_once_and_pictures_as_they_are(site: Site, visit: Visit) -> None:
    visitor = visit(color_scheme="dark")
    for document in documents():
        page = visitor.open(site.web().document(document.name))
        page.emulate_media(media="print", color_scheme="dark")
        said = "link => getComputedStyle(link, '::after').content"
        for link in page.locator("article :is(p, li, .publication-venue) > a.external").all():
            href = link.get_attribute("href") or ""
            is_seen = href.startswith("http") and link.is_visible()
            assert not is_seen or str(link.evaluate(said)).count(href) == 1, href
        for image in page.locator("article img").all():
            assert image.evaluate("image => getComputedStyle(image).filter") == "none"
        if config()["html_baseurl"]:
            foot = page.locator(".printed")
            expect(foot).to_be_visible()
            expect(foot).to_contain_text(re.compile(r"^https?://[^,]+$"))
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            expect(foot).to_contain_text(re.compile(r"^https?://.+, .*20\d\d"))


def test_marks_of_a_search_can_be_put_away(site: Site, visit: Visit) -> None:
    visitor = visit()
    page = visitor.open(f"search.html?q={WORD}")
    page.wait_for_function(ALL_FOUND)
    page.locator("#search-results ul.search > li > a").first.click()
    marks, bar = page.locator("span.highlighted"), page.locator(".highlight-link a")
    expect(marks.first).to_be_visible()
    bar.click()
    expect(marks).to_have_count(0)
    expect(bar).to_have_count(0)
    assert visitor.complaints == []
