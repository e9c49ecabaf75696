"""The benchmarks run; what they measure is not judged here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from . import PACKAGE

SITE = Path(__file__).parent / "roots" / "homepage"


@pytest.mark.soak
def test_what_is_shipped_is_built_with_the_configuration_of_a_homepage() -> None:
    rows = measured("--only=12 papers as shipped, one", f"--site={SITE}")
    assert len(rows) == 3
    cells = [cell.strip() for cell in rows[2].strip("|").split("|")]
    assert cells[0] == "12 papers as shipped, one entry changed"
    ours, stock, markdown, ratio = cells[1:5]
    assert stock == ""
    assert float(ratio) == pytest.approx(float(ours) / float(markdown), abs=0.02)


@pytest.mark.soak
def test_builds_are_measured_and_written_into_the_docs(tmp_path: Path) -> None:
    (tmp_path / "benchmarks.md").write_text(
        "Before\n<!-- table -->\nold\n<!-- end of table -->\nafter\n", encoding="utf-8"
    )
    rows = measured("--only=12 papers, no", f"--docs={tmp_path}")
    assert len(rows) == 3
    assert rows[2].startswith("| 12 papers, no-op | ")
    written = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert written.startswith("Before\n<!-- table -->\n\n| work |")
    assert rows[2] in written
    assert written.endswith("<!-- end of table -->\nafter\n")
    plot = BeautifulSoup((tmp_path / "benchmarks.svg").read_bytes(), "xml")
    assert plot.svg is not None
    assert plot.find_all("script") == []


@pytest.mark.soak
def test_a_commit_is_built_beside_this_state() -> None:
    said = run("earlier.py", "HEAD", "--rounds=1", "--only=check of")
    cells = [cell.strip() for cell in said.splitlines()[-1].strip("|").split("|")]
    assert cells[0] == "check of 100 entries"
    now, earlier = float(cells[1]), float(cells[3])
    assert float(cells[5].split()[0]) == pytest.approx(now / earlier, abs=0.02)


def test_modules_on_the_way_of_an_entry_are_counted() -> None:
    head, *lines = run("modules.py").splitlines()
    modules, moves = (int(word) for word in head.split() if word.isdecimal())
    assert modules == len(lines)
    assert moves > modules
    named = {line.split()[1] for line in lines}
    assert {"bibtex/splitter.py", "model/publication.py", "rendering/html.py"} <= named
    assert not any(name.startswith("acquire/") for name in named)


def measured(*options: str) -> list[str]:
    """Return the lines of the tables of one round."""
    said = run("builds.py", "--rounds=1", *options)
    return [line for line in said.splitlines() if line.startswith("|")]


def run(program: str, *options: str) -> str:
    """Return what a benchmark prints."""
    done = subprocess.run(
        [sys.executable, PACKAGE / "benchmarks" / program, *options],
        env={**os.environ, "PYTHONPATH": str(PACKAGE / "src")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
