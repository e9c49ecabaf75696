"""When files and lines changed: what git says, and nothing else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sphinx_publications.project.history import History

from ..conftest import Project
from ..web.test_head import graph

ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org",
    "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
}  # fmt: skip
FIRST, SECOND = "2024-03-01T12:00:00+00:00", "2025-06-01T12:00:00+00:00"


def git(folder: Path, *arguments: str, date: str = FIRST) -> None:
    subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True,
        env={**os.environ, **ENVIRONMENT, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date},
    )  # fmt: skip


def commit(folder: Path, date: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "x", date=date)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    git(folder, "init")
    (folder / "a").write_text("one\ntwo\n")
    (folder / "b").write_text("one\n")
    commit(folder, FIRST)
    (folder / "a").write_text("one\nnew\nthree\n")
    commit(folder, SECOND)
    return folder


def test_the_last_commit_counts(folder: Path) -> None:
    history = History(folder)
    assert history.last_change(folder / "a") == SECOND
    assert history.last_change(folder / "b") == FIRST
    assert history.last_change(folder / "b", folder / "a") == SECOND
    assert history.of_lines(folder / "a") == [FIRST, SECOND, SECOND]


def test_what_is_not_committed_has_no_time(folder: Path, tmp_path: Path) -> None:
    (folder / "a").write_text("one\nnew\nthree\nfour\n")
    (folder / "c").write_text("new\n")
    history = History(folder)
    assert history.last_change(folder / "a") == history.last_change(folder / "c") == ""
    assert history.of_lines(folder / "a") == [FIRST, SECOND, SECOND, ""]
    assert History(tmp_path).last_change(folder / "b") == ""


def test_a_shallow_clone_does_not_make_all_new(folder: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--depth=1", f"file://{folder}", "clone")
    history = History(tmp_path / "clone")
    assert history.last_change(tmp_path / "clone" / "b") == ""
    assert history.of_lines(tmp_path / "clone" / "a") == ["", "", ""]


def test_the_front_page_has_the_date_of_its_last_commit(project: Project) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    person = {"name": "Ann One", "sameAs": "https://example.org/ann"}
    project.write(
        conf_py=f"{conf}\npublications_person = {person}\n",
        refs_bib="@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}}\n",
    )
    (project.source / ".gitignore").write_text("_build\n", encoding="utf-8")
    git(project.source, "init")
    commit(project.source, FIRST)

    def dated() -> str | None:
        (page,) = [
            thing
            for thing in graph(project.build().app.outdir / "index.html")
            if thing["@type"] == "ProfilePage"
        ]
        modified: str | None = page.get("dateModified")
        return modified

    assert dated() == FIRST
    refs = project.source / "refs.bib"
    refs.write_text(refs.read_text(encoding="utf-8").replace("{T}", "{U}"), encoding="utf-8")
    assert dated() is None
    # Nothing but the history changes.
    commit(project.source, SECOND)
    assert dated() == SECOND
