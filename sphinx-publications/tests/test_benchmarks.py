"""The benchmarks run; what they measure is not judged here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup

from .conftest import PACKAGE


def test_builds_are_measured_and_written_into_the_docs(tmp_path: Path) -> None:
    (tmp_path / "benchmarks.md").write_text(
        "Before\n<!-- table -->\nold\n<!-- end of table -->\nafter\n", encoding="utf-8"
    )
    script = PACKAGE / "benchmarks" / "builds.py"
    done = subprocess.run(
        [sys.executable, script, "--rounds=1", "--only=12 papers, no", f"--docs={tmp_path}"],
        env={**os.environ},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len(rows) == 3
    assert rows[2].startswith("| 12 papers, no-op | ")
    written = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert written.startswith("Before\n<!-- table -->\n\n| work |")
    assert rows[2] in written
    assert written.endswith("<!-- end of table -->\nafter\n")
    plot = BeautifulSoup((tmp_path / "benchmarks.svg").read_bytes(), "xml")
    assert plot.svg is not None
    assert plot.find_all("script") == []
