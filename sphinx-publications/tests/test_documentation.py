"""The package's documentation and stylesheets against its code."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from sphinx_publications.problems import Subtype
from sphinx_publications.project.config import Config

from .conftest import PACKAGE, TESTS

DOCS = PACKAGE / "docs"
SOURCE = PACKAGE / "src" / "sphinx_publications"


def test_every_value_and_every_warning_is_documented() -> None:
    text = (DOCS / "extension.md").read_text(encoding="utf-8")
    values = {f"`publications_{option.name}`" for option in fields(Config)}
    assert [value for value in values if value not in text] == []
    assert [subtype for subtype in Subtype if f"`{subtype}`" not in text] == []


def test_the_stylesheets_stay_small() -> None:
    sheets = list(SOURCE.rglob("*.css"))
    assert sheets
    assert sum(len(sheet.read_text(encoding="utf-8").splitlines()) for sheet in sheets) < 250


def test_every_custom_property_is_documented() -> None:
    css = (SOURCE / "web" / "assets" / "web" / "publications.css").read_text(encoding="utf-8")
    root = css[css.index(":root {") : css.index("}", css.index(":root {"))]
    set_ = set(re.findall(r"(--publications-[\w-]+):", root))
    assert set_ >= set(re.findall(r"--publications-[\w-]+", css))
    documented = re.findall(r"--publications-[\w-]+", (DOCS / "themes.md").read_text("utf-8"))
    assert set_ == set(documented)


def test_the_documentation_of_outputs_names_tests_that_are_there() -> None:
    text = (DOCS / "outputs.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    files = TESTS.rglob("test_*.py")
    there = {
        name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))
    }
    assert len(named) > 20
    assert named - there == set()


@pytest.mark.parametrize("path", [PACKAGE / "README.md", *DOCS.glob("*.md")], ids=lambda p: p.name)
def test_links_of_the_documentation_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)", text)
    missing = [link for link in links if "//" not in link and not (path.parent / link).exists()]
    assert missing == []
