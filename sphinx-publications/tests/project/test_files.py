"""Files: what a page names and no visitor would get, citations of nothing, and times of changes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sphinx_publications.project.cli import check
from sphinx_publications.project.files import History

from ..bibfiles import (
    many,
)
from ..conftest import Project
from ..web.test_head import graph

REFS = "@misc{bellec2020solution, author = {Bellec, Guillaume}, title = {T}, year = 2020}"
PAGES = [
    (
        "[CV](cv.pdf)",
        "the file cv.pdf is not there; put cv.pdf beside index.md [publications.file]",
    ),
    (
        "[CV](files/cv.pdf)",
        "the file files/cv.pdf is not there; put cv.pdf into files/ [publications.file]",
    ),
    (
        "![Me](_static/photo.jpg)",
        "the file _static/photo.jpg is not there; put photo.jpg into _static/ [publications.file]",
    ),
    (
        "```{image} _static/portrait.*\n```",
        "the file _static/portrait.* is not there; put portrait.* into _static/ "
        "[publications.file]",
    ),
    (
        "{download}`the CV <cv.pdf>`",
        "the file cv.pdf is not there; put cv.pdf beside index.md [publications.file]",
    ),
    (
        '<img src="photo.jpg" alt="Me">',
        "the file photo.jpg is not there; put photo.jpg beside index.md [publications.file]",
    ),
    (
        '<img src="there.png" alt="Me">',
        "the file there.png is not published, since HTML alone names it; write ![](there.png), "
        "or put it into _static and write _static/there.png [publications.file]",
    ),
    (
        "![Me](THERE.PNG)",
        "the file THERE.PNG is not there; did you mean there.png? or put THERE.PNG beside "
        "index.md [publications.file]",
    ),
    (
        "{cite}`bellec2020solutoin`",
        'could not find bibtex key "bellec2020solutoin"; '
        "did you mean 'bellec2020solution'? [bibtex.key_not_found]",
    ),
]


def write(project: Project, page: str) -> None:
    (project.source / "there.png").write_bytes(b"\x89PNG\r\n")
    project.write(refs_bib=REFS, index_md=f"# Home\n\n{page}\n\n```{{publications}}\n```\n")


@pytest.mark.parametrize(("page", "message"), PAGES)
def test_a_build_says_what_to_do(project: Project, page: str, message: str) -> None:
    write(project, page)
    for _ in range(2):
        assert [warning.partition("WARNING: ")[2] for warning in project.build().warnings] == [
            message
        ]


@pytest.mark.parametrize(("page", "message"), [PAGES[0], PAGES[5], PAGES[8]])
def test_the_checker_reads_the_pages_too(
    project: Project, capsys: pytest.CaptureFixture[str], page: str, message: str
) -> None:
    write(project, page)
    assert check(["--conf", str(project.source)]) == 1
    *_, found, last = capsys.readouterr().out.splitlines()
    assert found == f"index.md:3: WARNING: {message}"
    assert last == "1 entry, 1 problem, 0 hints"


@pytest.mark.parametrize(
    "page",
    [
        "![](there.png)",
        '<img src="https://x.org/a.png">',
        '<a href="#top">up</a>',
        "[x](https://x.org/a.pdf)",
        '<img src="_static/me.png">',
    ],
)
def test_what_is_there_is_no_news(project: Project, page: str) -> None:
    write(project, page)
    (project.source / "_static").mkdir()
    (project.source / "_static" / "me.png").write_bytes(b"\x89PNG\r\n")
    project.write(
        conf_py=(project.source / "conf.py").read_text() + 'html_static_path = ["_static"]\n',
    )
    assert project.build().warnings == []


def test_a_file_that_comes_is_found(project: Project) -> None:
    write(project, "[CV](cv.pdf)")
    assert len(project.build().warnings) == 1
    (project.source / "cv.pdf").write_bytes(b"%PDF-1.7\n")
    build = project.build()
    assert build.warnings == []
    assert build.html().select_one("a.download") is not None


def test_missing_files_are_one_warning(project: Project) -> None:
    project.write(refs_bib=many(7, "pdf = {{x{}.pdf}}"))
    (project.source / "papers").mkdir()
    build = project.build(confoverrides={"publications_files": "papers"})
    assert build.warnings == [
        "refs.bib:2: WARNING: the file papers/x0.pdf is not there; put it into the repository "
        "(7 times, in lines 2, 4, 6, 8, 10, …) [publications.file]"
    ]


def test_a_path_from_the_root_of_the_site_leads_into_the_folder(project: Project) -> None:
    project.write(refs_bib=many(1, "pdf = {{/papers/a/x{}.pdf}}"))
    (project.source / "papers" / "a").mkdir(parents=True)
    (project.source / "papers" / "a" / "x0.pdf").write_bytes(b"%PDF-1.4")
    build = project.build(confoverrides={"publications_files": "papers"})
    assert build.warnings == []
    links = [str(link["href"]) for link in build.html().select(".publication-venue a")]
    assert links == ["papers/a/x0.pdf"]


def test_slashes_round_the_folder_of_files_do_no_harm(project: Project) -> None:
    project.write(refs_bib=many(1, "pdf = {{a/x{}.pdf}}"))
    (project.source / "papers" / "a").mkdir(parents=True)
    (project.source / "papers" / "a" / "x0.pdf").write_bytes(b"%PDF-1.4")
    build = project.build(confoverrides={"publications_files": "/papers/"})
    assert build.warnings == []
    assert (build.app.outdir / "papers" / "a" / "x0.pdf").read_bytes() == b"%PDF-1.4"


def test_a_link_out_of_the_folder_is_told_and_not_published(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    project.write(refs_bib=many(1, "pdf = {{x{}.pdf}}"))
    (project.source / "papers").mkdir()
    (project.source / "papers" / "x0.pdf").symlink_to(tmp_path / "secret.pdf")
    build = project.build(confoverrides={"publications_files": "papers"})
    (warning,) = build.warnings
    assert warning.startswith("refs.bib:2: WARNING: the file papers/x0.pdf is a link")
    assert not (build.app.outdir / "papers" / "x0.pdf").exists()


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
