"""Cards of people and links in the styles of the site, on a page of their own."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

import pytest

from ..source import ROOT
from .conftest import Visitor, Windows

pytestmark = [pytest.mark.browser, pytest.mark.machinery]

THEME = "pydata_sphinx_theme/theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css"
STYLES = (
    Path(str(distribution("pydata-sphinx-theme").locate_file(THEME))),
    ROOT / "sphinx-publications/src/sphinx_publications/web/assets/web/publications.css",
    ROOT / "_static/site.css",
)
TOPS = "(items) => items.map((item) => item.getBoundingClientRect().top)"
COLOURS = "(links) => [...new Set(links.map((link) => getComputedStyle(link).color))]"
PAGE = """<!doctype html><html data-theme="light"><style>{css}</style><article class="bd-article">
<ul class="publications-people"><li>Ada<li>Ben<li>Eve</ul><ul><li>One<li>Two</ul>
<p><a href="#a">a</a><blockquote><a href="#a">a</a></blockquote>
<table class="table"><td><a href="#a">a</a></table></article>"""


def test_cards_are_in_line_and_links_have_one_colour(windows: Windows) -> None:
    visitor = Visitor(windows, "")
    page = visitor.page
    css = "".join(style.read_text(encoding="utf-8") for style in STYLES)
    page.set_content(PAGE.replace("{css}", css))
    first, second, _ = page.eval_on_selector_all(".publications-people > li", TOPS)
    assert first == second
    one, two = page.eval_on_selector_all("ul:not([class]) > li", TOPS)
    assert two > one
    assert page.eval_on_selector_all("article a", COLOURS) == ["rgb(29, 78, 137)"]
    visitor.leave()
