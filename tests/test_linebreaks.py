"""Lines that the owner breaks stay broken, whatever is built."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from .built import Site
from .small import Project
from .source import documents

PAGE = r"""
    # One<br>two

    *First*\
    second<br>third <br/> fourth

    - Item\
      [link](https://example.org)

    | Head <br/> line | **a**<br>b |
    | --- | --- |
    | Cell<br>line | c |
    """


@pytest.fixture
def broken(project: Project) -> Project:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', '"linebreaks"]')
        + "man_pages = [('index', 'page', '', '', 1)]\n",
        index_md=PAGE,
    )
    return project


@pytest.mark.machinery
def test_the_text_keeps_lines(broken: Project) -> None:
    build = broken.build("text")
    assert build.warnings == []
    text = build.text()
    assert "\n*First*\nsecond\nthird\nfourth\n" in text
    assert "\n* Item\n  link\n" in text
    # Sphinx fills the cells of a table.
    assert re.search(r"^\|\s*Head line\s*\|\s*\*\*a\*\* b\s*\|$", text, re.MULTILINE)
    assert text.startswith("One two\n")


@pytest.mark.machinery
@pytest.mark.parametrize("builder", ["man", "texinfo", "xml"])
def test_other_writers_keep_lines(broken: Project, builder: str) -> None:
    build = broken.build(builder)
    assert build.warnings == []
    files = [path for path in build.app.outdir.rglob("*") if path.suffix in {".1", ".texi", ".xml"}]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert re.search(r"second(?:@w\{ \}|</line>)?\s*\n\s*(?:<line>)?third", text)


@pytest.mark.machinery
def test_latex_breaks_each_line_once(broken: Project) -> None:
    build = broken.build("latex")
    assert build.warnings == []
    (path,) = build.app.outdir.glob("*.tex")
    text = path.read_text(encoding="utf-8")
    assert re.search(r"First\}\\\\\s+second\\newline\s+third\s*\\newline\s+fourth", text)
    assert re.search(r"Head\s*\\newline\s+line", text)


@pytest.mark.machinery
@pytest.mark.parametrize("builder", ["html", "epub"])
def test_pages_are_as_before(broken: Project, builder: str) -> None:
    before = broken.build(builder, confoverrides={"extensions": ["myst_parser"]})
    suffix = "xhtml" if builder == "epub" else "html"
    name = f"index.{suffix}"
    text = (before.app.outdir / name).read_text(encoding="utf-8")
    after = broken.build(builder, freshenv=True)
    assert (after.app.outdir / name).read_text(encoding="utf-8") == text
    assert re.search(r"second<br>third", text)


def test_no_word_of_the_text_runs_into_the_next(site: Site) -> None:
    for document in documents():
        text = (site.build("text") / f"{document.name}.txt").read_text(encoding="utf-8")
        for line, following in pairwise(document.source.splitlines()):
            last, first = re.search(r"(\w+)\\$", line), re.match(r"\W*(\w+)", following)
            if last and first:
                assert last[1] + first[1] not in text
