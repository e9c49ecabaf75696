"""The files that other services read."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from .conftest import ROOT

DOCS = ROOT / "docs"


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.readthedocs", [".readthedocs.yaml"]),
        ("vendor.github-workflows", [".github/workflows/test.yml", ".github/workflows/pages.yml"]),
    ],
    ids=["Read the Docs", "GitHub workflows"],
)
def test_follows_the_published_schema(schema: str, files: list[str]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_requirement_is_pinned(name: str) -> None:
    names = {
        re.split(r"[<>=\s]", line)[0]
        for line in (ROOT / f"{name}.in").read_text().splitlines()
        if line and line[0] not in "#-"
    }
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / f"{name}.txt").read_text(), re.MULTILINE))
    assert names <= pinned


def test_ci_calls_make_test() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in script


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{p.name}" for p in DOCS.glob("*.md"))])
def test_links_of_the_documentation_lead_somewhere(page: str) -> None:
    path = ROOT / page
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)", text)
    missing = [link for link in links if "//" not in link and not (path.parent / link).exists()]
    assert missing == []
