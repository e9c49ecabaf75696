"""Marks of equal contribution as each output shows them."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import Tag

from .conftest import Build, Project
from .marked import CORRESPONDING, EQUAL, EQUAL2

REFS = r"""
@article{two, author = {One, Ann and Two, Bob and Three, Cid and Four, Dan}, title = {Two groups},
  author+an = {1=equal; 2=equal; 3=equal2; 4=equal2,corresponding}, journal = {J}, year = {2020}}
@article{none, author = {One, Ann}, title = {No marks}, journal = {J}, year = {2019}}
@article{long, author = {A, A and B, B and Bellec, Guillaume and D, D and E, E and F, F and G, G
  and H, H and I, I and J, J and K, K}, author+an = {8=highlight; 10=equal; 11=equal},
  title = {Many authors}, journal = {J}, year = {2018}}
"""
OPTIONS: dict[str, Any] = {
    "confoverrides": {"publications_marks": {"equal": ("*", "team work")}},
}


@pytest.fixture
def refs(project: Project) -> Project:
    project.write(refs_bib=REFS)
    return project


def authors(build: Build, key: str) -> Tag:
    line = build.html().select_one(f"#{key} .publication-authors")
    assert isinstance(line, Tag)
    return line


def text_of(tag: Tag) -> str:
    return tag.get_text().replace("\N{NO-BREAK SPACE}", " ")


def test_marks_stand_beside_the_names(refs: Project) -> None:
    line = authors(refs.build(**OPTIONS), "two")
    assert text_of(line) == "A One*, B Two*, C Three†, D Four†✉"


def test_a_screen_reader_hears_what_a_mark_means(refs: Project) -> None:
    marks = authors(refs.build(**OPTIONS), "two").select("[role=img]")
    heard = [(mark.get_text(), mark["aria-label"]) for mark in marks]
    assert heard == [
        ("*", f"{EQUAL}: team work"),
        ("*", f"{EQUAL}: team work"),
        ("†", EQUAL2),
        ("†", EQUAL2),
        ("✉", CORRESPONDING),
    ]
    # What is the title as well would be read twice.
    assert not any(mark.has_attr("title") for mark in marks)


@pytest.mark.parametrize(
    ("keys", "legend"),
    [
        ("none", None),
        ("long", "(*: team work)"),
        (
            "long two",
            f"(*: team work; †: {EQUAL2}; ✉: {CORRESPONDING})",
        ),
    ],
    ids=["no marks", "one mark", "all marks"],
)
def test_a_legend_names_the_marks_that_occur(refs: Project, keys: str, legend: str | None) -> None:
    refs.write(index_md=f"# Home\n\n```{{publications}}\n{keys}\n```\n")
    found = refs.build(**OPTIONS).html().select(".publications-legend")
    assert [tag.get_text() for tag in found] == ([legend] if legend else [])


def test_a_long_list_is_short_until_opened(refs: Project) -> None:
    line = authors(refs.build(**OPTIONS), "long")
    summary = line.select_one("details > summary")
    assert isinstance(summary, Tag)
    assert text_of(summary) == "A A, B B, G Bellec … H H, I I, J J*, K K* all 11 authors"
    summary.extract()
    assert text_of(line) == "A A, B B, G Bellec, D D, E E, F F, G G, H H, I I, J J*, K K*"


def test_a_list_of_which_nobody_would_be_hidden_does_not_open(project: Project) -> None:
    names = " and ".join(f"{letter}, {letter}" for letter in "ABCDE")
    entry = "@misc{{{}, author = {{{}}}, title = {{{}}}, year = 2020, howpublished = {{X}}}}\n"
    longer = f"{names} and F, F and others"
    project.write(refs_bib=entry.format("a", names, "T") + entry.format("b", longer, "U"))
    build = project.build(confoverrides={"publications_max_authors": 3})
    assert not authors(build, "a").select("details")
    # Of a list that opens the short line says that there are others, too.
    short = authors(build, "b").select_one(".publication-authors-short")
    assert short is not None
    assert text_of(short) == "A A, B B … E E, F F et al."


def test_a_long_list_stays_whole_where_it_cannot_open(refs: Project) -> None:
    text = refs.build("text", **OPTIONS).text()
    assert "A A, B B, G Bellec, D D, E E, F F, G G, H H, I I, J J*, K K*\n" in text


def test_the_limit_of_a_list_is_configurable(refs: Project) -> None:
    build = refs.build(confoverrides={"publications_max_authors": 0})
    assert not authors(build, "long").select("details")


@pytest.mark.parametrize(("limit", "is_short"), [(10, True), (11, False), (12, False), (1, True)])
def test_a_list_opens_that_is_longer_than_the_limit(
    refs: Project, limit: int, is_short: bool
) -> None:
    refs.write(index_md="# Home\n\n{cite}`long`\n\n```{publications}\n```\n")
    build = refs.build(confoverrides={"publications_max_authors": limit})
    assert bool(authors(build, "long").select("details")) == is_short
    # So does the card of a citation, and a list of sphinxcontrib-bibtex.
    (card,) = build.html().select(".publication-card .publication-authors")
    assert ("…" in card.get_text()) == is_short
    refs.write(index_md="# Home\n\n```{bibliography}\n:style: publications\n:all:\n```\n")
    stock = refs.build(confoverrides={"publications_max_authors": limit}).html()
    assert bool(stock.select("details.publication-authors-all")) == is_short


def test_the_owner_is_emphasised(refs: Project) -> None:
    refs.write(refs_bib=REFS.replace("highlight", "visible"))
    line = authors(refs.build(), "long")
    assert {text_of(strong) for strong in line.select("strong")} == {"G Bellec"}


def test_a_highlighted_name_is_set_off_as_in_latex(refs: Project) -> None:
    build = refs.build()
    bold = {text_of(strong) for strong in authors(build, "long").select("strong")}
    assert bold == {"G Bellec", "H H"}
    page = build.html("publications/long").select(".publication-authors strong")
    assert {text_of(strong) for strong in page} == {"Guillaume Bellec", "H H"}


@pytest.mark.parametrize("style", ["equal_plain", "equal_unsrt", "equal_alpha", "publications"])
def test_stock_bibliographies_take_the_styles(refs: Project, style: str) -> None:
    refs.write(
        index_md=f"# Home\n\n```{{bibliography}}\n:style: {style}\n:all:\n:list: bullet\n```\n"
    )
    build = refs.build(**OPTIONS)
    assert build.warnings == []
    page = build.html()
    for summary in page.select("summary"):
        summary.extract()
    marks = [mark.get_text() for mark in page.select("li .author-mark")]
    assert sorted(marks) == ["*", "*", "*", "*", "†", "†", "✉"]
    legend = page.select_one(".publications-legend")
    assert isinstance(legend, Tag)
    assert legend.get_text().startswith("(*: team work; †:")


def test_latex_carries_marks_and_legend(refs: Project) -> None:
    build = refs.build("latex", **OPTIONS)
    assert build.warnings == []
    (source,) = build.app.outdir.glob("*.tex")
    text = source.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert r"A One*, B Two*, C Three\textdagger{}, D Four\textdagger{}{\usefont" in text
    assert rf"(*: team work; \textdagger{{}}: {EQUAL2}" in text


def test_names_in_the_entries_stay_clean(refs: Project) -> None:
    refs.write(
        refs_bib="@misc{a, author = {Bellec$^{*}$, Guillaume and Maass*, W.}, title = {T}, "
        "year = 2020}",
        index_md="# Home\n\n{cite:t}`a`\n\n```{publications}\n```\n",
    )
    build = refs.build("text", confoverrides={"bibtex_reference_style": "author_year"})
    assert "Bellec and Maass [2020]" in build.text()
    assert "G Bellec*, W Maass*" in build.text()


@pytest.mark.parametrize(
    ("builder", "expected"),
    [
        ("html", "<msup><mi>n</mi><mn>2</mn></msup>"),
        ("latex", r"\(n^2\)"),
        ("text", "In n² steps"),
        ("epub", "n²"),
    ],
)
def test_formulas_in_titles_are_shown(project: Project, builder: str, expected: str) -> None:
    project.write(refs_bib="@misc{a, author = {A}, title = {In $n^2$ steps}, year = 2020}")
    build = project.build(builder, confoverrides={"version": "1", "copyright": "A"})
    assert build.warnings == []
    suffix = {"latex": "tex", "text": "txt", "epub": "xhtml"}.get(builder, builder)
    pages = [path.read_text(encoding="utf-8") for path in build.app.outdir.glob(f"*.{suffix}")]
    assert any(expected in page for page in pages)
    assert not any("mathjax" in page.lower() for page in pages)


TYPED = """
@misc{a, author = {One*, Ann and Two*, Ben and Three#, Cy}, title = {T}, year = 2020}
@misc{b, author = {One*, Ann and Two, Ben}, title = {U}, year = 2019}
"""


def legend(build: Build) -> str:
    found = build.html().select_one(".publications-legend")
    return found.get_text() if found else ""


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", "(*: marked by the authors; #: marked by the authors)"),
        (
            'publications_typed_marks = {"*": "equal", "#": "corresponding"}',
            f"(*: {EQUAL} / marked by the authors; #: {CORRESPONDING})",
        ),
        (
            'publications_marks = {"equal": ("*", "team work"), "lead": ("#", "project lead")}',
            "(*: team work / marked by the authors; #: project lead)",
        ),
    ],
)
def test_a_setting_says_what_typed_symbols_mean(
    project: Project, settings: str, expected: str
) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(conf_py=conf + settings, refs_bib=TYPED)
    build = project.build()
    assert legend(build) == expected
    # A group of one is told as soon as it would be one.
    assert len(build.warnings) == ("equal" in settings)
    if not settings:
        assert "equal" not in build.html().get_text().lower().replace("first or equal", "")


@pytest.mark.parametrize(
    "value", [{"*": "eqal"}, {"x": "equal"}, {"*†": "equal"}, {"": "equal"}, {"*": 1}, {1: "equal"}]
)
def test_a_setting_for_typed_symbols_that_says_nothing_is_told(
    project: Project, value: dict[object, object]
) -> None:
    project.write(refs_bib=TYPED)
    build = project.build(confoverrides={"publications_typed_marks": value})
    (warning,) = build.warnings
    assert warning.startswith("conf.py:1: WARNING: publications_typed_marks[")
    assert "[publications.option]" in warning
    assert legend(build) == "(*: marked by the authors; #: marked by the authors)"


def test_pdflatex_is_given_signs_that_it_has(refs: Project) -> None:
    for engine, sign in (("pdflatex", r"{\usefont{U}{mvs}{m}{n}B}"), ("lualatex", "✉")):
        build = refs.build("latex", confoverrides={"latex_engine": engine}, freshenv=True)
        (source,) = build.app.outdir.glob("*.tex")
        text = source.read_text(encoding="utf-8")
        assert sign in text
        assert ("✉" in text) is (engine == "lualatex")
