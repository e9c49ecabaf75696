"""Formulas of pages are MathML, and what cannot be read is told."""

from __future__ import annotations

import re

import pytest

from .small import Project
from .source import ROOT

pytestmark = pytest.mark.machinery
CONF = """
extensions = ["myst_parser", "mathml"]
include_patterns = ["*.md"]
myst_enable_extensions = ["dollarmath"]
"""


@pytest.fixture
def formulas(project: Project) -> Project:
    project.write(conf_py=CONF)
    return project


def test_formulas_are_mathml_and_load_nothing(formulas: Project) -> None:
    formulas.write(index_md="# Home\n\nAs $x^2$.\n\n$$\na = b \\\\\nc = d\n$$ (one)\n\n{eq}`one`\n")
    build = formulas.build()
    assert build.warnings == []
    page = build.html()
    inline, block = page.select("math")
    assert inline.get("display") is None
    assert block["display"] == "block"
    assert inline.select("msup mn")[0].get_text() == "2"
    assert len(block.select("mtr")) == 2
    assert page.select_one("#equation-one .eqno") is not None
    assert not [tag for tag in page.select("script[src]") if "mathjax" in str(tag["src"]).lower()]


def test_a_formula_that_cannot_be_read_is_shown_and_told(formulas: Project) -> None:
    formulas.write(index_md="# Home\n\nAs $\\unknown{<x>}$.\n")
    build = formulas.build()
    (warning,) = build.warnings
    assert re.match(r"index\.md:3: WARNING: .*\\unknown\{<x>\}.*\[mathml\.unread\]", warning)
    assert "\\unknown{<x>}" in build.html().select("span.math")[0].get_text()


def test_one_line_of_conf_py_switches_formulas_on() -> None:
    line = 'myst_enable_extensions += ["dollarmath"]'
    assert line in (ROOT / "docs" / "editing.md").read_text(encoding="utf-8")
    assert '"mathml"' in (ROOT / "conf.py").read_text(encoding="utf-8")
