"""The checker for the owner: the messages of a build without a build, and advice."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from sphinx_publications.project.cli import check as main
from warm_python import run_python

from .. import HOMEPAGE
from ..conftest import Project


def check(
    capsys: pytest.CaptureFixture[str], folder: Path, text: str, conf: str = ""
) -> tuple[int, list[str]]:
    file = folder / "refs.bib"
    file.write_text(dedent(text).lstrip(), encoding="utf-8")
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    code = main(["--conf", str(folder)])
    return code, capsys.readouterr().out.replace(f"{folder}/", "").splitlines()


GOOD = "@misc{a, author = {Ann One}, title = {T}, year = 2020}"


def test_nothing_to_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys, tmp_path, GOOD) == (0, ["1 entry, 0 problems, 0 hints"])


def test_a_problem_is_told_as_in_a_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], project: Project
) -> None:
    slip = "@misc{a,\n author = {Ann One}\n title = {T},\n}"
    code, lines = check(capsys, tmp_path, slip)
    assert code == 1
    project.write(refs_bib=slip)
    # What a paper lacks a build tells when it knows which papers are listed.
    *told, summary = lines
    assert sorted(told) == sorted(project.build().warnings)
    assert summary == "1 entry, 2 problems, 0 hints"


def test_a_frequent_cause_is_one_line_and_counts_as_often_as_it_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = "@misc{{k{0}, author = {{Xu}}, title = {{T{0}}}, year = 2020, pdf = {{x{0}.pdf}}}}\n"
    text = "".join(map(entry.format, range(7)))
    code, (told, summary) = check(capsys, tmp_path, text)
    assert code == 1
    assert told.endswith("(7 times, in lines 1, 2, 3, 4, 5, …) [publications.unsafe_link]")
    assert summary == "7 entries, 7 problems, 0 hints"


def test_the_settings_of_the_site_are_heeded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = GOOD.replace("year", "author+an = {1=pi}, year")
    assert check(capsys, tmp_path, text)[0] == 1
    conf = 'publications_marks = {"pi": ("¶", "principal investigator")}'
    assert check(capsys, tmp_path, text, conf)[0] == 0


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "@article{a, author = {A}, title = {T}, journal = {Nature}, year = 2020}",
            ("refs.bib:1: note: a: ", "Nature", "doi = ", "[publications.missing_doi]"),
        ),
        (
            GOOD + "\n@misc{b, author = {Ann One}, title = {{T}}, year = 2021}",
            ("refs.bib:2: note: b: ", "a in line 1", "[publications.equal_titles]"),
        ),
        (
            """
            @misc{a, author = {A}, title = {T}, year = 2020, eprint = {1901.09049},
              archiveprefix = {arXiv}}
            @inproceedings{b, author = {A}, title = {T}, booktitle = {B}, year = 2021}
            """,
            ("refs.bib:1: note: a: ", "b in line 3", "[publications.superseded_preprint]"),
        ),
        (
            """
            @inproceedings{a, author = {A}, title = {T}, booktitle = {Big Conference}, year = 2020}
            @inproceedings{b, author = {A}, title = {U}, booktitle = {Big Conference}, year = 2021}
            @inproceedings{c, author = {A}, title = {V}, year = 2022,
              booktitle = {Proceedings of the big conference}}
            """,
            ("refs.bib:4: note: c: ", "'Big Conference'", "[publications.venue_spelling]"),
        ),
        (
            "@misc{a, author = {One, Ann}, title = {An LSTM on {SpiNNaker} and BrainScaleS},\n"
            " howpublished = {Web}, year = 2020}",
            ("refs.bib:1: note: a: ", "{LSTM}, {BrainScaleS}", "[publications.unbraced_name]"),
        ),
    ],
    ids=["DOI", "titles", "preprint", "venues", "names"],
)
def test_advice_is_no_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, facts: tuple[str, ...]
) -> None:
    code, lines = check(capsys, tmp_path, text)
    assert code == 0
    (line,) = lines[:-1]
    assert [fact for fact in facts if fact not in line] == []


def test_make_check_finds_nothing_here() -> None:
    done = run_python("-m", "sphinx_publications", cwd=HOMEPAGE)
    assert (done.returncode, done.stdout) == (0, "12 entries, 0 problems, 0 hints\n")


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.bib")]) == 1
    out = capsys.readouterr().out
    assert "none.bib:1: WARNING: " in out
    assert out.endswith("0 entries, 1 problem, 0 hints\n")


PAGES = 'extensions = ["myst_parser"]\nmyst_enable_extensions = ["colon_fence"]\n'


def hints_of(capsys: pytest.CaptureFixture[str], folder: Path, page: str) -> list[str]:
    (folder / "notes.md").write_text(page, encoding="utf-8")
    code, lines = check(capsys, folder, GOOD, PAGES)
    assert code == 0
    return lines[:-1]


@pytest.mark.parametrize(
    ("page", "line", "fact"),
    [
        (
            "# A\n\n:::::{container} a\n::::{container} b\nB\n::::\n\nText\n",
            3,
            "::::: is not closed",
        ),
        ("# A\n\n:::{note}\nA\n\n```{tip}\nB\n```\n\nText\n", 3, "::: is not closed"),
        ("# A\n\nText\n:::\n", 4, "::: closes nothing"),
        ("# A\n\n::::{container} a\n:::{container} b\nB\n::::\n", 4, "::: is not closed"),
        ("# A\n\nIt costs $5,\nas $x^2$ says.\n", 4, "$x^2$ stays as it is typed"),
        ("# A\n\n$$\na = b\n$$\n", 3, "$$a = b$$ stays as it is typed"),
    ],
)
def test_what_a_page_shows_otherwise_than_meant_is_a_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], page: str, line: int, fact: str
) -> None:
    (told,) = hints_of(capsys, tmp_path, page)
    assert told.startswith(f"notes.md:{line}: note: {fact}")
    assert told.endswith("[publications.page]")


@pytest.mark.parametrize(
    "page",
    [
        "# A\n\nFrom $5 to $10, or 5$ to 10$, and US$ 3.\n",
        "# A\n\n`$x^2$` is code.\n\n```\n:::\n$x^2$\n```\n",
        "# A\n\n::::{container} a\n:::{container} b\nB\n:::\n::::\n",
        "# A\n\n::::{code-block} text\n:::\nno box\n::::\n",
    ],
)
def test_prices_code_and_closed_boxes_are_no_hints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], page: str
) -> None:
    assert hints_of(capsys, tmp_path, page) == []


@pytest.mark.parametrize(
    ("conf", "place", "fact"),
    [
        ('a = {"b": 1\n"c": 2}\n', "conf.py:1", "comma"),
        ("a = 1\na, b = 'x'\n", "conf.py:2", "not enough values to unpack"),
        ("a = 1\n\nprint(unknown)\n", "conf.py:3", "unknown"),
    ],
)
def test_a_conf_py_that_does_not_run_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], conf: str, place: str, fact: str
) -> None:
    (tmp_path / "index.md").write_text("# A\n", encoding="utf-8")
    code, (told, summary) = check(capsys, tmp_path, GOOD, conf)
    assert code == 1
    assert told.startswith(f"{place}: ERROR: ")
    assert fact in told
    assert summary == "1 entry, 1 problem, 0 hints"


def test_what_no_list_shows_is_told_and_by_no_build(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write(
        refs_bib="""
        @misc{listed, author = {Guillaume Bellec}, title = {T}, year = 2020, keywords = {rain}}
        @misc{lost, author = {Guillaume Bellec}, title = {U}, year = 2020, keywords = {rian}}
        @misc{hid, author = {Guillaume Bellec}, title = {V}, year = 2020, hidden = {true}}
        @xdata{house, publisher = {P}}
        @misc{cited, author = {Guillaume Bellec}, title = {W}, year = 2020}
        @proceedings{venue, editor = {Ann One}, title = {Proceedings}, year = 2020, publisher = {P}}
        @inproceedings{talk, author = {Guillaume Bellec}, title = {X}, year = 2020,
          crossref = {venue}, keywords = {rain}}
        """,
        index_md="""
        # Home

        {cite}`cited`

        ```{bibliography}
        :filter: key == "cited"
        ```

        ```{publications}
        :filter: keywords % "rain"
        ```
        """,
    )
    assert main(["--conf", str(project.source)]) == 0
    *told, summary = capsys.readouterr().out.replace(f"{project.source}/", "").splitlines()
    (line,) = told
    assert line.startswith("refs.bib:3: note: lost: ")
    assert line.endswith("[publications.unlisted]")
    assert "hidden = {true}" in line
    assert summary == "7 entries, 0 problems, 1 hint"
    build = project.build()
    assert build.warnings == []
    assert not any("lost" in note for note in build.notes)
    assert not (build.app.outdir / "checker.json").exists()


def test_without_a_list_no_paper_is_missed(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write(refs_bib=GOOD.replace("Ann One", "Guillaume Bellec"), index_md="# Home\n")
    assert main(["--conf", str(project.source)]) == 0
    assert capsys.readouterr().out.splitlines() == ["1 entry, 0 problems, 0 hints"]
