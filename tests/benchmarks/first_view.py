"""What a visitor gets at first: `make first-view`.

Usage: first_view.py SITE. Prints, for each page that is written by hand and one paper, what is
sent (compressed, as hosts do) and how much the page shifts; for the list where its first title
stands, and how many entries are whole on the first screen; how many words are seen, how many a
screen reader speaks (the names in the accessibility tree, without roles), and at how many places
the Tab key stops.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lighthouse import find_browser, served
from playwright.sync_api import Browser, Page, Response, sync_playwright

SCREENS = ((375, 740), (768, 1024), (1280, 900))
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 200);
})"""
LIST = """() => {
  const entries = [...document.querySelectorAll("ul.publications > li")];
  const top = entries[0]?.querySelector(".publication-title").getBoundingClientRect().top;
  const whole = entries.filter(entry => entry.getBoundingClientRect().bottom <= innerHeight);
  return entries.length ? [Math.round(top), whole.length] : null;
}"""


STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((node) => node.tabIndex >= 0 && !node.disabled && node.checkVisibility(
    {contentVisibilityAuto: true, visibilityProperty: true}) && !node.closest("[inert]")).length"""
GROUPS = {"navigation", "search", "list", "group", "banner", "dialog", "region"}
"""Roles whose content is read after their name."""
NAMED = {"aria-label", "aria-labelledby", "alt"}
"""Attributes that give a name in place of the words inside."""


def main(site: Path) -> None:
    """Print the table."""
    arguments = ["--no-sandbox", "--disable-gpu", "--ignore-certificate-errors"]
    with served(site) as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        print(
            f"{'page':42} {'screen':>10} {'bytes':>8} {'shift':>6} {'title at':>9} {'whole':>6} "
            f"{'seen':>6} {'spoken':>6} {'stops':>5}"
        )
        for page in page_names(site):
            for width, height in SCREENS:
                figures = view(browser, f"{place}/{page}", width, height)
                print(f"{page:42} {f'{width}x{height}':>10} {figures}")
        browser.close()


def view(browser: Browser, address: str, width: int, height: int) -> str:
    """Open a page on a screen; returns its figures as columns."""
    page = browser.new_page(viewport={"width": width, "height": height})
    sizes: list[int] = []

    def note(response: Response) -> None:
        sizes.append(int(response.headers.get("content-length", "0")))

    page.on("response", note)
    page.goto(address, wait_until="networkidle")
    shift = page.evaluate(SHIFT)
    top, whole = page.evaluate(LIST) or ("", "")
    seen = len(page.evaluate("document.body.innerText").split())
    heard, stops = len(spoken(page).split()), page.evaluate(STOPS)
    page.close()
    return f"{sum(sizes):8,} {shift:6.3f} {top:>9} {whole:>6} {seen:>6} {heard:>6} {stops:>5}"


def spoken(page: Page) -> str:
    """Return what a screen reader reads of a page, from Chromium's accessibility tree."""
    session = page.context.new_cdp_session(page)
    found = session.send("Accessibility.getFullAXTree")["nodes"]
    nodes = {node["nodeId"]: node for node in found}

    def words(node: dict[str, Any]) -> Iterator[str]:
        name = node.get("name", {})
        role = node.get("role", {}).get("value")
        given = {source.get("attribute") for source in name.get("sources", []) if "value" in source}
        is_named = role != "listitem" and not given.isdisjoint(NAMED)
        if not node["ignored"] and (role == "StaticText" or is_named):
            yield str(name.get("value", ""))
        # Names of groups are read before what is in them.
        if role in {"StaticText", "RootWebArea"} or not is_named or role in GROUPS:
            for child in node.get("childIds", []):
                if child in nodes and role != "StaticText":
                    yield from words(nodes[child])

    return " ".join(words(found[0]))


def page_names(site: Path) -> list[str]:
    """Return the pages beside each other, and one of those below them."""
    found = [path for path in sorted(site.glob("*.html")) if path.stem not in {"404", "search"}]
    below = [path for path in sorted(site.glob("*/*.html")) if "_" not in path.parent.name[:1]]
    return [path.relative_to(site).as_posix() for path in (*found, *below[:1])]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
