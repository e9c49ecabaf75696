"""What `make` says, to somebody who wants a site and reads the last lines."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .source import ROOT

pytestmark = pytest.mark.machinery


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with the programs that every machine has, and no other."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "bash", "echo", "make", "env", "touch", "test", "rm"):
        found = shutil.which(name)
        if found is not None:
            (folder / name).symlink_to(found)
    return folder


def make(tools: Path, *arguments: str) -> tuple[int, list[str]]:
    """Run `make` where only `tools` are found; return its status and what it says."""
    done = subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT, env={**os.environ, "PATH": str(tools), "MAKEFLAGS": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = [line for line in (done.stdout + done.stderr).splitlines() if "***" not in line]
    return done.returncode, said


@pytest.mark.parametrize("target", ["pdf", "cv"])
def test_without_tex_one_line_says_how_to_get_it(tools: Path, target: str) -> None:
    status, said = make(tools, target)
    assert status != 0
    (line,) = said
    assert line.startswith("latexmk is not installed; install TeX Live: ")


def test_without_npm_one_line_says_how_to_get_it(tools: Path) -> None:
    before = (ROOT / "refs.bib").read_bytes()
    status, said = make(tools, "tidy")
    assert status != 0
    (line,) = said
    assert line.startswith("npm is not installed; install Node.js: ")
    assert (ROOT / "refs.bib").read_bytes() == before


@pytest.mark.parametrize(
    ("script", "found"),
    [("#!/bin/sh\n[ $1 = -V ] && echo Python 3.10.9\n", "Python 3.10.9"), ("", "not there")],
)
def test_an_old_python_is_told_in_one_line(
    tools: Path, tmp_path: Path, script: str, found: str
) -> None:
    python = tools / "old-python"
    if script:
        python.write_text(script)
        python.chmod(0o755)
    status, said = make(tools, "html", "PYTHON=old-python", f"VENV={tmp_path / 'venv'}")
    assert status != 0
    (line,) = said
    assert line == (
        f"Python 3.11 or newer is needed, and old-python is {found}; "
        "name another: make PYTHON=python3.12"
    )
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("words", ["", "BY=type"])
def test_the_cv_is_grouped_as_asked(words: str) -> None:
    command = ["make", "--dry-run", "--always-make", "cv", *words.split()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    (line,) = (line for line in done.stdout.splitlines() if "/sphinx-build" in line)
    assert "-t cv" in line
    assert ("-t by_type -D publications_group_by=type -b" in line) == bool(words)
