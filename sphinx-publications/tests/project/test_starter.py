"""A project that starts with `init` is built as it stands, and no file is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.project import cli
from sphinx_publications.project.conf_file import read_conf

from ..conftest import Project


def init(folder: Path, *options: str) -> int:
    return cli.main(["init", str(folder), *options])


@pytest.mark.parametrize(
    ("options", "page", "shown"),
    [
        ([], "index.md", "A Example*, B Sample*"),
        (["--rst", "--name", "山田 太郎"], "index.rst", "山田 太郎*, B Sample*"),
        (["--name", "d'Orme_sson & Co, José"], "index.md", "J d'Orme_sson & Co*, B Sample*"),
    ],
)
def test_a_new_project_is_built_without_warnings(
    project: Project, options: list[str], page: str, shown: str
) -> None:
    for path in project.source.iterdir():
        path.unlink()
    assert init(project.source, *options) == 0
    written = sorted(path.name for path in project.source.iterdir())
    assert written == sorted(["conf.py", page, "refs.bib"])
    build = project.build("text")
    assert build.warnings == []
    assert shown in build.text()
    assert "How water flows" in build.text()


def test_what_exists_is_unchanged_and_gets_advice(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    conf, page = 'extensions = ["myst_parser"]\n', "# Ours\n"
    project.write(conf_py=conf, index_md=page)
    assert init(project.source) == 0
    assert (project.source / "conf.py").read_text("utf-8") == conf
    assert (project.source / "index.md").read_text("utf-8") == page
    said = capsys.readouterr().out
    assert "Written: refs.bib." in said
    assert '    extensions += ["sphinx_publications"]\n    bibtex_bibfiles = ["refs.bib"]\n' in said
    assert "    ```{publications}\n    ```\n" in said
    added = 'extensions += ["sphinx_publications"]\nbibtex_bibfiles = ["refs.bib"]\n'
    project.write(conf_py=conf + added, index_md=page + "```{publications}\n```\n")
    assert init(project.source) == 0
    assert capsys.readouterr().out.startswith("Nothing is written, since the files exist.\n\nBuild")


def test_references_that_exist_are_used(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("conf.py", "index.md"):
        (project.source / name).unlink()
    project.write(refs_bib="@misc{a, author = {One, Ann}, title = {T}, year = {2020}}")
    assert init(project.source) == 0
    assert capsys.readouterr().out.startswith("Written: conf.py, index.md.\n")
    build = project.build("text")
    assert build.warnings == []
    assert "A One" in build.text()


@pytest.mark.parametrize("name", ["a, b, c, d", ",,"])
def test_no_name_is_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert init(tmp_path / "new", "--name", name) == 1
    remedy = f"'{name}' is not a name; write 'Ann Example' or 'Example, Ann'.\n"
    assert capsys.readouterr().err == remedy
    assert not (tmp_path / "new").exists()


def test_a_conf_that_does_not_run_is_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "conf.py").write_text("extensions = [\n")
    assert init(tmp_path) == 1
    assert "conf.py does not run; mend it here" in capsys.readouterr().err


def test_a_folder_may_be_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert init(Path("new"), "--rst") == 0
    assert capsys.readouterr().out.endswith("    sphinx-build new new/_build/html\n")
    conf = read_conf(Path("new"))
    assert (conf.slips, conf.config.owner) == ((), "Example, Ann")
