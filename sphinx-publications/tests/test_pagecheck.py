"""Pages that cite nothing that is there, and show files that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.project.checker import main
from sphinx_publications.project.pagecheck import check_citations

from .conftest import Project

ENTRY = "@misc{bellec2020, author = {Bellec, G}, title = {T}, howpublished = {X}, year = 2020}\n"


@pytest.mark.parametrize(
    "text",
    [
        "See {cite}`bellec2021`.",
        "See {cite:t}`{see}bellec2021{p. 3}`.",
        "See :cite:p:`bellec2021`.",
        "- {cite:year}`bellec2020, bellec2021`",
        "```{note}\n{cite}`bellec2021`\n```",
    ],
)
def test_a_citation_of_nothing_is_told_with_the_nearest_key(text: str) -> None:
    (problem,) = check_citations(f"# Page\n\n{text}\n", "page.md", {"bellec2020"})
    assert problem.place.startswith("page.md:")
    assert problem.line == (4 if "note" in text else 3)
    assert problem.message == "no entry has the key 'bellec2021'; did you mean 'bellec2020'?"


@pytest.mark.parametrize(
    "text",
    [
        "{cite}`bellec2020`",
        "```\n{cite}`bellec2021`\n```",
        "~~~md\n{cite}`bellec2021`\n~~~",
        "`cite` and {doc}`bellec2021`",
    ],
)
def test_nothing_else_is_told(text: str) -> None:
    assert list(check_citations(text, "page.md", {"bellec2020"})) == []


def test_the_checker_reads_the_pages(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.write(
        refs_bib=ENTRY,
        index_md='# Home\n\n[CV](cv.pdf) ![me](_static/me.jpg)\n\n<img src="photo.jpg" alt="">\n',
        other_md="# Other\n\nAs {cite}`bellec2019`.\n",
    )
    assert main(["--conf", str(project.source)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in said[:-1]] == [
        "index.md:3", "index.md:3", "index.md:5", "other.md:3",
    ]  # fmt: skip
    assert "cv.pdf is not there; put the file into the folder of this page" in said[0]
    assert "_static/me.jpg is not there; put the file into the folder _static" in said[1]
    assert '<img src="photo.jpg"> shows a file that is not published' in said[2]
    assert "did you mean 'bellec2020'?" in said[3]
    assert said[-1] == "1 entry, 4 problems, 0 hints"


def test_a_build_tells_of_files_on_every_build(project: Project) -> None:
    project.write(refs_bib=ENTRY, index_md="# Home\n\n<img src='photo.jpg'>\n")
    for _ in range(2):
        (warning,) = project.build().warnings
        assert warning.startswith('index.md:3: WARNING: <img src="photo.jpg"> shows a file')
        assert warning.endswith("[publications.file]")


def test_what_is_published_as_it_is_is_not_told(project: Project) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    for name in ("_static/photo.jpg", "extra/other.jpg"):
        (project.source / name).parent.mkdir()
        (project.source / name).write_bytes(b"x")
    project.write(
        refs_bib=ENTRY,
        conf_py=f"{conf}html_static_path = ['_static']\nhtml_extra_path = ['extra']\n",
        index_md="# Home\n\n<img src='_static/photo.jpg'> <img src=other.jpg>\n\n"
        "<img src='https://example.org/x.png'> `<img src='code.png'>`\n",
    )
    assert project.build().warnings == []


def test_pages_that_cannot_be_decoded_are_checked(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text("bibtex_bibfiles = ['refs.bib']\n")
    (tmp_path / "refs.bib").write_text(ENTRY)
    (tmp_path / "index.md").write_bytes(b"# Caf\xe9\n")
    assert main(["--conf", str(tmp_path)]) == 0
