"""Headings of groups in tables of contents: of lists of the cited, and in numbered books."""

from __future__ import annotations

import pytest

from ..conftest import Build, Project

REFS = "".join(
    f"@misc{{k{year}, author = {{Oak, Ann}}, title = {{T{year}}}, year = {year}}}\n"
    for year in (2021, 2020)
)
TOC = "\n```{toctree}\nrefs\nother\n```\n"


def contents(build: Build, page: str = "index", within: str = ".toctree-wrapper") -> list[str]:
    """Return the addresses in a table of contents."""
    return [str(link["href"]) for link in build.html(page).select(f"{within} a")]


@pytest.fixture
def book(project: Project) -> Project:
    """A list on a page of its own, and a page that may cite."""
    project.write(
        conf_py=(project.source / "conf.py").read_text(encoding="utf-8")
        + "html_theme = 'alabaster'\n",
        refs_bib=REFS,
        index_md=f"# Book\n{TOC}",
        refs_md="# References\n\n```{publications}\n:filter: not cited\n```\n",
        other_md="# Other\n\nNothing.\n",
    )
    return project


def test_a_list_of_what_is_not_cited_has_its_groups(book: Project) -> None:
    build = book.build()
    assert build.warnings == []
    years = ["refs.html#year-2021", "refs.html#year-2020"]
    assert contents(build) == ["refs.html", *years, "other.html"]
    for cited, left in (("k2021", years[1:]), ("k2020", years[:1]), ("k2020,k2021", [])):
        book.write(other_md=f"# Other\n\n{{cite}}`{cited}`, all of them.\n")
        build = book.build()
        assert contents(build) == ["refs.html", *left, "other.html"]
        headings = [title.find(string=True) for title in build.html("refs").select("h2")]
        assert headings == [place.rpartition("-")[2] for place in left]
        later = {path.name: path.read_text() for path in build.app.outdir.glob("*.html")}
        clean = book.build(freshenv=True)
        assert {path.name: path.read_text() for path in clean.app.outdir.glob("*.html")} == later
    book.write(other_md="# Other\n\nNothing.\n")
    assert contents(book.build()) == ["refs.html", *years, "other.html"]


@pytest.mark.parametrize(
    ("numbered", "option", "is_there"),
    [
        (False, "", True),
        (True, "", False),
        (True, ":contents: yes\n", True),
        (False, ":contents: no\n", False),
    ],
)
def test_years_are_in_the_contents_of_a_book_as_the_option_says(
    book: Project, numbered: bool, option: str, is_there: bool
) -> None:
    toc = TOC.replace("}\n", "}\n:numbered:\n") if numbered else TOC
    book.write(
        index_md=f"# Book\n{toc}",
        refs_md=f"# References\n\n## Ours\n\n```{{publications}}\n{option}```\n",
    )
    build = book.build()
    assert build.warnings == []
    there = {"refs.html", "refs.html#ours", "other.html"}
    years = {"refs.html#year-2021", "refs.html#year-2020"}
    assert set(contents(build)) == (there | years if is_there else there)
    wrapper = build.html().select_one(".toctree-wrapper")
    assert wrapper is not None
    assert ("1.1. Ours" in wrapper.get_text()) == numbered
    assert "1.1.1." not in wrapper.get_text()
    headings = [title.get_text().rstrip("¶") for title in build.html("refs").select("section h3")]
    assert headings == ["2021", "2020"]


@pytest.mark.parametrize("option", ["", ":contents: yes\n"])
def test_years_of_a_numbered_book_have_no_numbers_in_latex(book: Project, option: str) -> None:
    book.write(
        index_md=f"# Book\n{TOC}".replace("}\n", "}\n:numbered:\n"),
        refs_md=f"# References\n\n## Ours\n\n```{{publications}}\n{option}```\n",
    )
    build = book.build("latex")
    assert build.warnings == []
    (source,) = build.app.outdir.glob("*.tex")
    text = source.read_text(encoding="utf-8")
    assert "\\section{Ours}" in text
    assert "\\subsection*{2021}\n\\label{" in text
    line = "\\addcontentsline{toc}{subsection}{2021}\n"
    assert (line in text) == bool(option)


def test_a_numbered_book_in_one_file_and_as_text_has_years_without_numbers(book: Project) -> None:
    book.write(
        index_md=f"# Book\n{TOC}".replace("}\n", "}\n:numbered:\n"),
        refs_md="# References\n\n```{publications}\n```\n",
    )
    page = book.build("singlehtml").html()
    headings = [title.get_text().rstrip("¶") for title in page.select("[role=main] :is(h2, h3)")]
    assert headings == ["1. References", "2021", "2020", "2. Other"]
    lines = (book.build("text").app.outdir / "refs.txt").read_text(encoding="utf-8").split("\n")
    assert {"1. References", "2021", "2020"} <= {*lines}
