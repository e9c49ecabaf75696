"""Cards of people in the styles of the site."""

from __future__ import annotations

import pytest

from ..source import ROOT
from .conftest import Windows

pytestmark = [pytest.mark.browser, pytest.mark.machinery]

STYLES = (
    ROOT / "sphinx-publications/src/sphinx_publications/web/assets/web/publications.css",
    ROOT / "_static/site.css",
)
TOPS = "(items) => items.map((item) => item.getBoundingClientRect().top)"


def test_cards_of_one_row_begin_at_one_height(windows: Windows) -> None:
    page = windows.open({})
    css = "".join(style.read_text(encoding="utf-8") for style in STYLES)
    page.set_content(
        f"<style>{css}</style><article class='bd-article'>"
        "<ul class='publications-people'><li>Ada<li>Ben<li>Eve</ul>"
        "<ul><li>One<li>Two</ul></article>"
    )
    first, second, _ = page.eval_on_selector_all(".publications-people > li", TOPS)
    assert first == second
    one, two = page.eval_on_selector_all("ul:not([class]) > li", TOPS)
    assert two > one
    windows.leave(page, {})
