"""Lists that are too long for one web page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_publications.web.pagination import page_names

from ..conftest import Build, Project
from ..marked import EQUAL
from ..project.test_directive import keys

ENTRY = (
    "@article{%s, author = {%s, Ann and Bellec, Guillaume}, title = {On %s}, journal = {J},"
    " year = {%s}, author+an = {1=equal; 2=equal}}\n"
)
REFS = "".join(
    ENTRY % (f"k{number}", name, name, year)
    for number, (name, year) in enumerate(
        [("Ångström", 2023), ("Berg", 2023), ("Adler", 2022), ("Curie", 2021), ("Berg", 2021)]
    )
)
LIST = "# Papers\n\n```{publications}\n%s\n```\n\n```{toctree}\nciting\n```\n"


@pytest.fixture
def long(project: Project) -> Project:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        refs_bib=REFS,
        conf_py=f"{conf}\npublications_split_from = 4\nbibtex_reference_style = 'author_year'\n",
        index_md=LIST % "",
        citing_md="# Citing\n\nSee {cite}`k3`.\n",
    )
    return project


def links(build: Build, page: str, selector: str) -> list[tuple[str, str]]:
    return [(str(a["href"]), a.get_text()) for a in build.html(page).select(selector)]


def test_the_list_leads_to_a_page_for_each_year(long: Project) -> None:
    build = long.build()
    assert build.warnings == []
    assert keys(build) == []
    headings = [heading.find(string=True) for heading in build.html().select("h2")]
    assert headings == ["2023", "2022", "2021"]
    assert links(build, "index", ".publications-group a") == [
        ("publications/year-2023.html", "2 publications"),
        ("publications/year-2022.html", "1 publication"),
        ("publications/year-2021.html", "2 publications"),
    ]
    (link,) = build.html().select(".publications-group a[href$='year-2022.html']")
    assert link["aria-label"] == "2022: 1 publication"
    assert keys(build, "publications/year-2021") == ["k3", "k4"]
    page = build.html("publications/year-2021")
    assert page.select_one("h1").find(string=True) == "Papers: 2021"  # type: ignore[union-attr]
    assert f"(*: {EQUAL})" in page.get_text()
    assert page.select("#k3 .Z3988")
    (description,) = page.select("meta[name=description]")
    assert description["content"] == "Papers: 2021. 2 publications."
    assert links(build, "publications/year-2022", ".publication-navigation a") == [
        ("year-2023.html", "2023"),
        ("../index.html", "All publications"),
        ("year-2021.html", "2021"),
    ]


def test_marks_are_explained_where_they_stand(long: Project) -> None:
    build = long.build()
    assert build.html().select(".publications-legend, .author-mark") == []
    for page in ("year-2023", "year-2022", "year-2021"):
        (legend,) = build.html(f"publications/{page}").select(".publications-legend")
        assert legend.get_text() == f"(*: {EQUAL})"


def test_citations_and_pages_of_papers_lead_to_the_entry(long: Project) -> None:
    build = long.build()
    (link,) = links(build, "citing", ".bibtex-citation a")
    assert link == ("publications/year-2021.html#k3", "Curie and Bellec, 2021")
    title = links(build, "publications/year-2021", "#k3 .publication-title a")[0]
    assert title == ("k3.html", "On Curie")
    assert ("../index.html", "All publications") in links(build, "publications/k3", "nav a")


def test_the_whole_list_can_be_downloaded(long: Project) -> None:
    build = long.build()
    offered = [href for href, _ in links(build, "index", "a[download]")]
    assert sorted(offered) == ["index.bib", "index.bibtex.bib", "index.json", "index.ris"]
    text = (build.app.outdir / "index.bib").read_text(encoding="utf-8")
    assert text.count("@article") == 5


def test_groups_may_be_letters(long: Project) -> None:
    long.write(index_md=LIST % ":group-by: letter")
    build = long.build()
    assert build.warnings == []
    assert [words for _, words in links(build, "index", ".publications-group a")] == [
        "2 publications", "2 publications", "1 publication",
    ]  # fmt: skip
    assert keys(build, "publications/letter-a") == ["k0", "k2"]
    text = long.build("text").text()
    assert text.index("\nA\n") < text.index("On Adler") < text.index("\nB\n") < text.index("\nC\n")


def test_a_list_without_groups_is_split_by_number(long: Project) -> None:
    long.write(index_md=LIST % ":group-by: none")
    build = long.build()
    assert build.warnings == []
    assert keys(build) == []
    assert links(build, "index", ".publications-group a") == [
        ("publications/part-1.html", "1\N{EN DASH}2"),
        ("publications/part-2.html", "3\N{EN DASH}5"),
    ]
    (link,) = build.html().select(".publications-group a[href$='part-2.html']")
    assert link["aria-label"] == "3\N{EN DASH}5: 3 publications"
    assert keys(build, "publications/part-1") == ["k0", "k1"]
    assert keys(build, "publications/part-2") == ["k2", "k3", "k4"]
    assert links(build, "publications/part-2", ".publication-navigation a") == [
        ("part-1.html", "1\N{EN DASH}2"),
        ("../index.html", "All publications"),
    ]
    assert links(build, "citing", ".bibtex-citation a")[0][0] == "publications/part-2.html#k3"


def test_one_group_is_split_by_number_below_its_heading(long: Project) -> None:
    refs = "".join(ENTRY % (f"k{n}", "Berg", "Berg", 2023) for n in range(9))
    long.write(refs_bib=refs)
    build = long.build()
    assert build.warnings == []
    assert [heading.find(string=True) for heading in build.html().select("h2")] == ["2023"]
    shown = [words for _, words in links(build, "index", ".publications-group a")]
    assert shown == ["1\N{EN DASH}3", "4\N{EN DASH}6", "7\N{EN DASH}9"]


@pytest.mark.parametrize("options", ["", ":limit: 4"])
def test_what_is_short_is_not_split(long: Project, options: str) -> None:
    if not options:
        long.write(conf_py=(long.source / "conf.py").read_text().replace("= 4", "= 5"))
    long.write(index_md=LIST % options)
    build = long.build()
    assert len(keys(build)) == (4 if "limit" in options else 5)
    assert not (build.app.outdir / "publications" / "year-2021.html").exists()


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml", "epub", "man"])
def test_what_makes_one_file_has_the_whole_list(long: Project, builder: str) -> None:
    build = long.build(builder, confoverrides={"epub_show_urls": "no", "version": "1"})
    names = {"text": "index.txt", "singlehtml": "index.html", "epub": "index.xhtml", "man": "*.1"}
    (path,) = Path(build.app.outdir).glob(names.get(builder, "*.tex"))
    text = path.read_text(encoding="utf-8")
    places = [text.index(f"On {name}") for name in ("Ångström", "Berg", "Adler", "Curie")]
    assert places == sorted(places)


def test_dirhtml_and_later_builds_keep_up(long: Project) -> None:
    assert long.build("dirhtml").warnings == []
    out = long.build().app.outdir
    before = (out / "publications" / "year-2022.html").stat().st_mtime_ns
    long.write(refs_bib=REFS + ENTRY % ("new", "Zuse", "Zuse", 2021))
    build = long.build()
    assert build.warnings == []
    assert keys(build, "publications/year-2021") == ["k3", "k4", "new"]
    assert (out / "publications" / "year-2022.html").stat().st_mtime_ns == before
    long.write(conf_py=(long.source / "conf.py").read_text().replace("= 4", "= 9"))
    build = long.build()
    assert build.warnings == []
    assert len(keys(build)) == 6
    assert not (out / "publications" / "year-2021.html").exists()
    assert links(build, "citing", ".bibtex-citation a")[0][0] == "index.html#k3"


def test_an_entry_that_is_gone_is_gone_from_its_page(long: Project) -> None:
    long.build()
    long.write(refs_bib=REFS.replace("@article{k4", "% @article{k4"))
    build = long.build(freshenv=False)
    assert keys(build) == ["k0", "k1", "k2", "k3"]
    long.write(refs_bib=REFS)
    assert keys(long.build(), "publications/year-2021") == ["k3", "k4"]


def test_pages_can_be_switched_off_later(long: Project) -> None:
    out = long.build().app.outdir
    assert (out / "publications" / "k0.html").exists()
    long.write(conf_py=(long.source / "conf.py").read_text() + "publications_pages = ''\n")
    build = long.build()
    assert build.warnings == []
    assert links(build, "index", ".publications-group a")[0][0] == "index/year-2023.html"
    assert keys(build, "index/year-2021") == ["k3", "k4"]
    assert links(build, "citing", ".bibtex-citation a")[0][0] == "index/year-2021.html#k3"
    assert list((out / "publications").glob("*.html")) == []


def test_a_part_is_called_by_its_new_name_on_the_part_before(long: Project) -> None:
    six = REFS + ENTRY % ("k5", "Zorn", "Five", 2020)
    long.write(index_md=LIST % ":group-by: none")
    for refs, label in ((six + ENTRY % ("k6", "Zorn", "Six", 2019), "4–7"), (six, "4–6")):
        long.write(refs_bib=refs)
        navigation = long.build().html("publications/part-1").select_one("nav[aria-label]")
        assert navigation is not None
        assert label in navigation.get_text()


# Names of pages: what any file system takes, and no two that clash.

KEYS = st.text(
    st.characters(exclude_characters='{},"#%~= \t\n\r', exclude_categories=["C", "Z"]), min_size=1
)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("bellec2018deep", "papers/bellec2018deep"),
        ("DBLP:conf/nips/BellecS18", "papers/DBLP-conf-nips-BellecS18"),
        ("müller_2020+x", "papers/muller_2020-x"),
        ("../../etc/passwd", "papers/etc-passwd"),
        (".htaccess", "papers/htaccess"),
        ("论文", "papers/entry-916a0b17"),
        ("x" * 400, "papers/" + "x" * 120),
    ],
)
def test_a_name_is_made_of_the_key(key: str, name: str) -> None:
    assert page_names([key], "papers") == {key: name}


@pytest.mark.parametrize("key", ["index", "Index", "con", "COM1"])
def test_what_means_something_else_is_avoided(key: str) -> None:
    assert re.fullmatch(rf"papers/{key}-[0-9a-f]{{8}}", page_names([key], "papers")[key])


@pytest.mark.parametrize("key", ["con.txt", "NUL.tar.gz", "lpt1.", "aux.x.y", "com9.pdf"])
def test_what_windows_takes_for_a_device_is_avoided_with_any_suffix(key: str) -> None:
    name = page_names([key], "papers")[key].removeprefix("papers/")
    assert re.fullmatch(r"(con|nul|lpt1|aux|com9)-[0-9a-f]{8}(\..*)?", name.lower())


def test_a_long_key_does_not_end_in_a_dot() -> None:
    key = "x" * 119 + ".y"
    assert page_names([key], "papers") == {key: "papers/" + "x" * 119}


def test_a_page_of_the_project_is_left_alone() -> None:
    assert page_names(["a"], "papers", {"papers/a"})["a"] != "papers/a"


@pytest.mark.parametrize(("key", "taken"), [("a", "papers/A"), ("A", "papers/a")])
def test_nor_is_one_that_differs_in_case_alone(key: str, taken: str) -> None:
    assert page_names([key], "papers", {taken})[key].lower() != taken.lower()


def test_a_name_does_not_depend_on_the_order_of_entries() -> None:
    keys = ["a/b", "a:b", "a-b", "A-B"]
    assert page_names(keys, "p") == page_names(keys[::-1], "p")
    assert page_names(keys, "p")["a-b" if "A-B" > "a-b" else "A-B"] in {"p/a-b", "p/A-B"}


@given(st.lists(KEYS, unique=True, max_size=30))
def test_no_two_names_clash(keys: list[str]) -> None:
    names = page_names(keys, "papers")
    assert sorted(names) == sorted(keys)
    assert len({name.lower() for name in names.values()}) == len(keys)
    for name in names.values():
        assert re.fullmatch(r"papers/[A-Za-z0-9_-][A-Za-z0-9._-]{0,150}", name)
        assert not name.endswith(".")
