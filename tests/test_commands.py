"""The commands of the Makefile where something is missing, and the last words of a build."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from messages import closing_words

from .small import CONF, Project
from .source import ROOT

pytestmark = pytest.mark.machinery
_SHELL = ("make", "sh", "test", "echo", "rm", "touch")


def run(
    folder: Path, *arguments: str, programs: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run make in a copy of its own, with a shell and with `programs`, scripts by name."""
    there = folder / "bin"
    there.mkdir()
    for name in _SHELL:
        (there / name).symlink_to(shutil.which(name) or name)
    for name, script in (programs or {}).items():
        (there / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (there / name).chmod(0o755)
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "requirements.txt").touch()
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env={"PATH": str(there)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "programs", "words"),
    [
        ("cv", {}, "LuaLaTeX and latexmk are missing"),
        ("pdf", {"lualatex": ""}, "LuaLaTeX and latexmk are missing"),
        ("tidy", {}, "npm is missing, which runs bibtex-tidy; install it with Node.js"),
        ("html", {}, "Python 3.11 or newer is missing (python3 is not there); install it"),
        (
            "html",
            {"python3": 'case "$2" in *platform*) echo 3.10.13;; *) exit 1;; esac'},
            "Python 3.11 or newer is missing (python3 is 3.10.13); install it",
        ),
    ],
)
def test_what_is_missing_is_one_line_before_anything_is_built(
    tmp_path: Path, command: str, programs: dict[str, str], words: str
) -> None:
    done = run(tmp_path, command, programs=programs)
    assert done.returncode == 2
    assert done.stdout == ""
    first, last = done.stderr.splitlines()
    assert first.startswith(words)
    assert last.startswith("make: *** ")
    assert not (tmp_path / "_build").exists()
    assert not (tmp_path / ".venv").exists()


def test_a_build_ends_with_its_warnings(project: Project) -> None:
    conf = CONF.replace('extensions = ["', 'extensions = ["messages", "', 1)
    project.write(
        conf_py=conf,
        refs_bib="@misc{a,\n  author = {Ann One}\n  title = {T},\n  year = 2020\n}\n",
    )
    build = project.build()
    told = [line for line in build.warnings if line]
    assert len(told) == 1
    shown = build.app.status.getvalue().replace(f"{build.app.srcdir}/", "")
    behind = shown.partition("This warning came up")[2].splitlines()
    assert behind[1] == told[0]
    assert behind[2].startswith("Mend each at its line, and build again")
    assert "build succeeded, 1 warning" in behind[-1] or "build succeeded, 1 warning" in shown
    assert "MdParserConfig" not in shown


def test_a_warning_is_said_once_at_the_end() -> None:
    assert closing_words(["a", "b", "a"])[:3] == [
        "These 2 warnings came up, and the pages were built all the same:",
        "a",
        "b",
    ]


@pytest.mark.thorough
def test_a_tidy_file_stays_as_it_is(tmp_path: Path) -> None:
    for name in ("Makefile", "refs.bib"):
        shutil.copy(ROOT / name, tmp_path)
    environment = {key: value for key, value in os.environ.items() if key != "MAKEFLAGS"}
    for _ in range(2):
        before = (tmp_path / "refs.bib").read_bytes()
        done = subprocess.run(
            ["make", "tidy"], cwd=tmp_path, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "refs.bib").read_bytes() == before
