"""What `make` says, to somebody who wants a site and reads the last lines."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sphinx.config import Config as SphinxConfig
from sphinx.util.tags import Tags

from .source import ROOT

pytestmark = pytest.mark.machinery
HARD = "https://x.org/a?b=1&c=(2);echo `no` \"'#d"
"""An address with which a shell would do more than hand it on."""


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


def test_whose_works_are_missing_is_asked_in_one_line(tools: Path) -> None:
    status, said = make(tools, "-o", ".venv/site", "missing")
    assert status != 0
    (line,) = said
    assert line.startswith("Name an author: make missing ORCID=")


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


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """An environment whose programs print what they are called with, a word a line."""
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    for name in ("python", "sphinx-build"):
        program = folder / "bin" / name
        program.write_text('#!/bin/sh\nfor word; do echo "$word"; done\n')
        program.chmod(0o755)
    (folder / "site").touch()
    return folder


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["enrich"], ["enrich"]),
        (["enrich", "KEY=one2024", "YES=1"], ["enrich", "--yes", "--", "one2024"]),
        (["missing", "ORCID=0000-0002-1825-0097"], ["missing", "--", "0000-0002-1825-0097"]),
        (["missing", "ALL=1"], ["missing", "--all"]),
        (
            ["missing", "AUTHOR=151/5709", "ADD=1,3"],
            ["missing", "--add", "1,3", "--", "151/5709"],
        ),
    ],
    ids=lambda value: " ".join(value),
)
def test_a_target_hands_on_what_it_is_given(
    tools: Path, venv: Path, arguments: list[str], words: list[str]
) -> None:
    status, said = make(tools, *arguments, f"VENV={venv}")
    assert (status, said) == (0, ["-m", "sphinx_publications", *words])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ID=10.1000/182"], ["--", "10.1000/182"]),
        ([f"ID={HARD}"], ["--", HARD]),
        (["ID=my paper.ris", "YES=1"], ["--yes", "--", "my paper.ris"]),
        (["ID=x", "EQUAL=1,2", "EQUAL2=4,5", "CORRESPONDING=3", "OFFLINE=1"],
         ["--offline", "--equal", "1,2", "--equal2", "4,5", "--corresponding", "3", "--", "x"]),
        ([], ["--clipboard"]),
    ],
    ids=["DOI", "address", "file", "marks", "clipboard"],
)  # fmt: skip
def test_a_paper_is_added_and_then_the_site_is_built(
    tools: Path, venv: Path, arguments: list[str], words: list[str]
) -> None:
    status, said = make(tools, "add", *arguments, f"VENV={venv}")
    assert status == 0
    assert said[: len(words) + 3] == ["-m", "sphinx_publications", "add", *words]
    assert said[-2].startswith("The site is ready: ")


@pytest.mark.parametrize("words", [[], ["ONLINE=1"]])
def test_a_check_reads_references_and_pictures(tools: Path, venv: Path, words: list[str]) -> None:
    checker = ["-m", "sphinx_publications", *(["--online"] if words else [])]
    photos = ["-m", "photoplaces", "--check"]
    assert make(tools, "check", *words, f"VENV={venv}") == (0, [*checker, *photos])
    # A hint about a picture changes no status, and hides none.
    (venv / "bin" / "python").write_text('#!/bin/sh\necho $2\n[ "$3" = --check ]\n')
    status, said = make(tools, "check", *words, f"VENV={venv}")
    assert status != 0
    assert said == ["sphinx_publications", "photoplaces"]


def test_the_place_is_taken_out_of_photos(tools: Path, venv: Path) -> None:
    assert make(tools, "strip-photo", f"VENV={venv}") == (0, ["-m", "photoplaces"])


def test_where_nothing_can_be_added_nothing_is_built(tools: Path, venv: Path) -> None:
    (venv / "bin" / "python").write_text("#!/bin/sh\necho doi.org cannot be reached >&2\nexit 1\n")
    status, said = make(tools, "add", "ID=10.1000/182", f"VENV={venv}")
    assert status != 0
    assert said == ["doi.org cannot be reached"]


def test_what_serves_the_site_is_installed_alone(tools: Path, venv: Path) -> None:
    status, said = make(tools, "live", f"VENV={venv}")
    assert status == 0
    installed = [line.split()[-1] for line in said if line.endswith(".txt")]
    assert set(installed) == {"tools/requirements-live.txt"}
    assert "livesite" in said
    assert (venv / "live").is_file()
    assert not (venv / "dev").exists()


def test_the_cv_is_the_page_of_that_name(tmp_path: Path) -> None:
    shutil.copy(ROOT / "conf.py", tmp_path)
    for name in ("_ext", "sphinx-publications"):
        (tmp_path / name).symlink_to(ROOT / name)
    for page, style in (("publications", "empty"), ("cv", "plain")):
        (tmp_path / f"{page}.md").write_text("# Page\n")
        conf = SphinxConfig.read(tmp_path, overrides={}, tags=Tags(["cv"]))._raw_config
        assert conf["latex_documents"][0][:2] == (page, "cv.tex")
        assert rf"\pagestyle{{{style}}}" in conf["latex_elements"]["preamble"]


def test_an_owner_has_nine_commands() -> None:
    command = ["make", "--no-print-directory", "help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    *commands, more = done.stdout.splitlines()
    assert "make help-dev" in more
    assert {"html", "live", "new", "add", "check", "cv"} <= {line.split()[0] for line in commands}
    assert len(commands) <= 9
