"""Citations and stock bibliographies beside the directive, however they are written."""

from __future__ import annotations

import pytest
from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver

from .. import CONF
from ..conftest import Project
from .test_directive import REFS, keys


@pytest.fixture
def refs(project: Project) -> Project:
    project.write(refs_bib=REFS)
    return project


@pytest.mark.parametrize(
    ("role", "warning"),
    [
        ("{cite}`old,`", "the citation is read as {cite}`old`; write it so"),
        ("{cite}`,old`", "the citation is read as {cite}`old`; write it so"),
        ("{cite}`old,,tool`", "the citation is read as {cite}`old,tool`; write it so"),
        ("{cite}`old tool`", "the citation is read as {cite}`old,tool`; write it so"),
        ("{cite}`old; tool`", "the citation is read as {cite}`old,tool`; write it so"),
        ("{cite}`@old`", "the citation is read as {cite}`old`; write it so"),
        ("{cite:t}`,`", "the citation names no key; write {cite}`key`"),
        ("{cite}` `", "the citation names no key; write {cite}`key`"),
    ],
)
def test_a_slip_in_a_citation_is_one_warning(refs: Project, role: str, warning: str) -> None:
    refs.write(index_md=f"# Home\n\nAs in {role}.\n\n```{{publications}}\n```\n")
    build = refs.build()
    assert build.warnings == [f"index.md:3: WARNING: {warning} [publications.citation]"]
    assert len(keys(build)) == 5


def test_citations_may_have_spaces_and_text(refs: Project) -> None:
    refs.write(
        index_md="# Home\n\nAs in {cite}` old , {see}tool{p. 3}`.\n\n```{publications}\n```\n"
    )
    assert refs.build().warnings == []


@pytest.mark.parametrize(
    "page",
    ["As in {cite}`nobody`.", "As in {cite}`old,`.", "```{publications}\n:filter: year >\n```"],
    ids=["unknown key", "comma", "filter"],
)
def test_warnings_of_a_page_come_again_too(refs: Project, page: str) -> None:
    refs.write(index_md=f"# Home\n\n{page}\n\n```{{publications}}\n```\n")
    warnings = refs.build().warnings
    assert len(warnings) == 1
    assert refs.build().warnings == warnings
    refs.write(index_md="# Home\n\n```{publications}\n```\n")
    assert refs.build().warnings == []


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ("year > 2020", ["tool"]),
        ("year == 2020", ["first", "second"]),
        ('author % "bellec"', ["old"]),
        ("cited", ["tool"]),
    ],
)
def test_stock_bibliographies_filter_by_number_too(
    refs: Project, filter_: str, expected: list[str]
) -> None:
    refs.write(
        index_md=f"# Home\n\n{{cite}}`tool`\n\n```{{bibliography}}\n:filter: {filter_}\n"
        ":style: equal_unsrt\n```\n\n```{toctree}\nall\n```\n",
        all_md="# All\n\nNothing.\n",
        conf_py=(refs.source / "conf.py").read_text() + 'bibtex_cite_id = "{key}"\n',
    )
    if filter_ not in {"year > 2020", "cited"}:
        refs.write(all_md="# All\n\n```{publications}\ntool\n```\n")
    for _ in range(2):
        build = refs.build()
        assert build.warnings == []
        citations = [str(tag["id"]) for tag in build.html().select("div.citation")]
        assert citations == expected


def test_a_bibliography_on_the_same_page_comes_first(refs: Project) -> None:
    refs.write(
        index_md="# Home\n\n{cite}`old,tool`\n\n```{bibliography}\n:filter: cited and year < 2020\n"
        ":style: equal_unsrt\n```\n\n```{toctree}\nall\n```\n",
        all_md="# All\n\n{cite}`old`\n\n```{publications}\n```\n",
        conf_py=(refs.source / "conf.py").read_text() + 'bibtex_cite_id = "stock-{key}"\n',
    )
    build = refs.build()
    assert build.warnings == []
    links = {
        page: [link["href"] for link in build.html(page).select(".bibtex-citation a")]
        for page in ("index", "all")
    }
    assert links == {"index": ["#stock-old", "all.html#tool"], "all": ["#old"]}


def test_a_stock_filter_that_cannot_be_evaluated_is_a_warning(refs: Project) -> None:
    refs.write(index_md="# Home\n\n```{bibliography}\n:filter: type > 3 or title % '('\n```\n")
    (warning,) = refs.build().warnings
    assert warning == (
        "index.md:3: WARNING: syntax error in :filter: expression; "
        "'type > 3 or title % '('' cannot be evaluated: "
        "missing ), unterminated subpattern at position 0 [bibtex.filter_syntax_error]"
    )


def test_pages_that_are_read_in_parallel_are_the_same(project: Project) -> None:
    pages = {f"page{number}_md": f"# Page {number}\n\n{{cite}}`old`\n" for number in range(9)}
    pages["page3_md"] += "\n```{publications}\n:limit: 2\n```\n"
    pages["page5_md"] += "\n```{publications}\n:filter: cited\n```\n"
    pages["page7_md"] += "\n```{publications}\ngone\n```\n"
    toc = "\n".join(f"page{number}" for number in range(9))
    project.write(
        refs_bib=REFS,
        index_md=f"# Home\n\n```{{publications}}\n```\n\n```{{toctree}}\n{toc}\n```\n",
        **pages,
    )
    serial = project.build(freshenv=True)
    expected = {path.name: path.read_text() for path in serial.app.outdir.glob("*.html")}
    parallel = project.build(freshenv=True, parallel=2)
    found = {path.name: path.read_text() for path in parallel.app.outdir.glob("*.html")}
    assert found == expected
    assert len(expected) > 9
    warning = "page7.md:5: WARNING: no entry has the key 'gone' [publications.option]"
    assert serial.warnings == parallel.warnings == [warning]
    # The page is read again for the sake of its warning.
    assert project.build().warnings == [warning]


def test_citing_order_is_the_order_of_the_author(project: Project) -> None:
    entry = "@article{%s, author = {%s, Ann}, title = {T}, journal = {J}, year = {2020}}\n"
    project.write(
        refs_bib="".join(entry % (key, key.title()) for key in ("here", "there", "also")),
        conf_py=(project.source / "conf.py").read_text() + "bibtex_reference_style='author_year'\n",
        index_md="# Home\n\nAs in {cite}`there,here,also,there`.\n\n"
        "```{publications}\nhere\nalso\n```\n\n```{toctree}\nother\n```\n",
        other_md="# Other\n\n```{publications}\nthere\n```\n",
    )
    build = project.build()
    assert build.warnings == []
    links = build.html().select(".bibtex-citation a")
    assert [link["href"] for link in links] == ["other.html#there", "#here", "#also"]
    assert [link.get_text() for link in links] == ["There, 2020", "Here, 2020", "Also, 2020"]


def test_a_citation_of_what_has_no_year_says_so(project: Project) -> None:
    project.write(
        conf_py=CONF + 'bibtex_reference_style = "author_venue"\n',
        refs_bib="@article{k, author = {Ann One}, title = {T}, journal = {J}}",
        index_md="# Home\n\nSee {cite}`k`.\n\n```{publications}\n```\n",
    )
    (citation,) = project.build().html().select(".bibtex-citation")
    assert citation.get_text() == "(One, J n.d.)"


@pytest.mark.parametrize("style", ["author_year", "author_venue"])
def test_a_citation_says_what_has_yet_to_appear(project: Project, style: str) -> None:
    project.write(
        conf_py=CONF + f'bibtex_reference_style = "{style}"\n',
        refs_bib="@article{a, author = {Ann One}, title = {T}, journal = {J}, year = 2024,\n"
        "pubstate = {submitted}}\n@article{b, author = {Bo Two}, title = {U}, journal = {J},\n"
        "year = 2024, note = {In press}}\n@article{c, author = {Cy Three}, title = {V},\n"
        "journal = {J (submitted)}, year = 2024}",
        index_md="# Home\n\nSee {cite}`a`, {cite}`b` and {cite}`c`.\n\n```{publications}\n```\n",
    )
    build = project.build()
    assert build.warnings == []
    one, two, three = (found.get_text() for found in build.html().select(".bibtex-citation"))
    assert "2024, submitted" in one
    assert "2024, in press" in two
    assert "submitted" in three


SCRIPTS = """
@article{han, author = {田中, 太郎}, title = {Han}, journal = {J}, year = {2019}}
@article{cyr, author = {Иванов, Иван}, title = {Cyr}, journal = {J}, year = {2019}}
@article{mixed, author = {佐藤, 花子 and One, Ann}, title = {Mixed}, journal = {J}, year = {2019}}
@article{org, author = {{Institute of Tests}}, title = {Org}, journal = {J}, year = {2019}}
@article{acc, author = {{\\\\"O}zdemir, Ann}, title = {Acc}, journal = {J}, year = {2019}}
@article{zed, author = {One, Ann}, title = {Zed}, journal = {J}, year = {2019}}
@article{air, author = {One, Ann}, title = {Air}, journal = {J}, year = {2019}}
@article{alone, author = {One, Ann}, title = {Alone}, journal = {J}, year = {2019}}
""".replace("\\\\", "\\")


def test_labels_name_people_in_every_script_and_are_the_same_in_both_lists(
    project: Project,
) -> None:
    cited = ", ".join("han cyr mixed org acc zed air".split())
    project.write(
        refs_bib=SCRIPTS,
        index_md=f"# H\n\n{{cite:p}}`{cited}`\n\n"
        "```{publications}\n:filter: key != 'alone'\n```\n\n```{bibliography}\n:all:\n```\n",
    )
    page = project.build().html()
    labels = {
        str(link["href"]).removeprefix("#"): link.get_text()
        for link in page.select(".bibtex-citation a")
    }
    assert set(labels.values()) == {
        "田中19", "Ива19", "佐O19", "IoT19", "Ozd19", "One19a", "One19b",
    }  # fmt: skip
    shown = [label.get_text().strip("[]") for label in page.select("div.citation .label")]
    assert sorted(shown) == sorted([*labels.values(), "One19b-2"])


LINKS = """# Home

[our new paper](#one2020), [](#one2020) and {ref}`this one <one2020>`.

```{publications}
```
"""
OTHER = "---\norphan: true\n---\n# Other\n\n[our paper](#one2020){}.\n"
FINDS_LABELS = hasattr(MystReferenceResolver, "_std_label_in_doc")
"""Whether MyST finds labels of other documents, as newer versions do."""


# MyST asks its resolver for the application, as Sphinx 11 will not allow.
@pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app.*")
def test_a_link_to_an_entry_keeps_its_own_words(project: Project) -> None:
    entry = "@article{one2020, author = {One, Ann}, title = {T}, journal = {J}, year = {2020}}\n"
    other = OTHER.format(", [it](index.md#one2020)" if FINDS_LABELS else "")
    project.write(refs_bib=entry, index_md=LINKS, other_md=other)
    build = project.build()
    assert build.warnings == []
    for page, address, words in (
        ("index", "#one2020", ["our new paper", "One20", "this one"]),
        ("other", "index.html#one2020", ["our paper", *(["it"] if FINDS_LABELS else [])]),
    ):
        links = build.html(page).select("section > p:not([class]) a.internal")
        assert [(str(link["href"]), link.get_text()) for link in links] == [
            (address, text) for text in words
        ]


# MyST asks its resolver for the application, as Sphinx 11 will not allow.
@pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app.*")
def test_a_link_with_words_of_its_own_stays_on_its_page_as_citations_do(project: Project) -> None:
    entries = "@misc{one, author = {One, Ann}, title = {T}, year = {2020}}\n"
    text = "[new](#one), {ref}`old <one>`, [](#one) and {cite}`one`.\n"
    part = f"{text}\n```{{publications}}\n:filter: year > 2010\n:group-by: none\n```\n"
    project.write(
        refs_bib=entries + entries.replace("one,", "two,").replace("2020", "2000"),
        index_md=f"# Home\n\n{text}\n```{{toctree}}\nall\npart\n```\n",
        all_md="# All\n\n```{publications}\n```\n",
        part_md=f"# Part\n\n{part}",
    )
    build = project.build()
    assert build.warnings == []
    for page, address in (("index", "all.html#one"), ("part", "#one")):
        links = build.html(page).select("section > p:not([class]) a.internal")
        assert [str(link["href"]) for link in links] == [address] * 4
        assert [link.get_text() for link in links[:2]] == ["new", "old"]


@pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app.*")
def test_a_link_to_an_entry_of_stock_keeps_its_own_words(project: Project) -> None:
    entry = "@article{one2020, author = {One, Ann}, title = {T}, journal = {J}, year = {2020}}\n"
    text = "# Home\n\n[our new paper](#one2020)\n\n```{bibliography}\n:all:\n```\n"
    project.write(refs_bib=entry, index_md=text)
    build = project.build()
    assert build.warnings == []
    (link,) = build.html().select("p a.internal")
    assert link.get_text() == "our new paper"
