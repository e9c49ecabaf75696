"""Which papers are shown beside another, and under which heading."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sphinx_publications.bibliography.reader import read
from sphinx_publications.bibliography.related import Features, Related, features, related
from sphinx_publications.model.dates import Date
from sphinx_publications.model.parse_options import ReadingOptions

from ..conftest import Project, Site
from ..web.test_pages import one, texts

FILLERS = [
    (word * 2, f"{word}, Ann and Home, Holly")
    for word in "Arum Bryn Cleo Dorn Erik Fenn Gale Hope Iris Jude Kurt Lynn".split()
]


def entry(key: str, title: str, author: str = "Home, Holly", **more: str) -> str:
    fields = {"author": author, "title": title, "journal": "J", "year": "2020", **more}
    said = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
    return f"@article{{{key}, {said}}}\n"


def found(folder: Path, *entries: str, fillers: int = 12) -> dict[str, Related]:
    """Return what is related among some papers and others that have nothing to do with them."""
    others = [entry(f"z{n}", title, author) for n, (title, author) in enumerate(FILLERS[:fillers])]
    (folder / "refs.bib").write_text("".join([*entries, *others]), encoding="utf-8")
    options = ReadingOptions(owner=("Home, Holly",))
    reading = read([folder / "refs.bib"], options)
    return related({e.key: features(e.publication) for e in reading.entries.values()})


@pytest.mark.parametrize(
    ("more", "heading"),
    [
        ({"code": "https://github.com/us/flow"}, "With the same code"),
        ({"keywords": "Spiking neurons, selected"}, "More on Spiking neurons"),
        ({"author": "Home, Holly and One, Ann and Two, Ben"}, "Related papers"),
    ],
)
def test_what_two_papers_share_relates_them(
    tmp_path: Path, more: dict[str, str], heading: str
) -> None:
    pair = [entry("a", "Rivers", **more), entry("b", "Mountains", **more)]
    assert found(tmp_path, *pair) == {
        "a": Related(heading, ("b",)),
        "b": Related(heading, ("a",)),
    }


def test_rare_words_of_titles_relate(tmp_path: Path) -> None:
    pair = [
        entry("a", "Eligibility of {\\em dendrites}"),
        entry("b", "Dendrite and eligibility"),
    ]
    assert found(tmp_path, *pair)["a"].keys == ("b",)


@pytest.mark.parametrize(
    "more",
    [
        {"author": "Home, Holly and One, Ann"},
        {"code": "https://github.com/lab"},
        {"keywords": "selected"},
        {"title": "Results with several methods from other models"},
    ],
)
def test_little_relates_nothing(tmp_path: Path, more: dict[str, str]) -> None:
    pair = [entry("a", **{"title": "Rivers", **more}), entry("b", **{"title": "Mountains", **more})]
    assert found(tmp_path, *pair) == {}


def test_who_is_on_every_paper_of_a_group_relates_nothing(tmp_path: Path) -> None:
    titles = "Rivers Mountains Lakes Deserts Forests Islands Valleys Glaciers".split()
    group = "Home, Holly and One, Ann and Two, Ben and Three, Cat"
    papers = [entry(f"p{n}", title, group) for n, title in enumerate(titles)]
    assert found(tmp_path, *papers, fillers=1) == {}


def test_the_nearest_come_first_then_the_newest_then_by_key(tmp_path: Path) -> None:
    topic, code = {"keywords": "Flow"}, {"code": "https://github.com/us/flow"}
    papers = [
        entry("a", "Rivers", **topic, **code),
        entry("d", "Mountains", **topic),
        entry("c", "Deserts", **topic),
        entry("new", "Forests", year="2021", **topic),
        entry("near", "Islands", year="1999", **topic, code="https://GitHub.com/us/flow.git/"),
    ]
    assert found(tmp_path, *papers)["a"] == Related("More on Flow", ("near", "new", "c"))
    assert found(tmp_path, *reversed(papers))["a"].keys == ("near", "new", "c")


def test_the_heading_names_the_rarest_topic_that_all_have(tmp_path: Path) -> None:
    papers = [entry(key, key * 5, keywords="Wide, Narrow") for key in "abcd"]
    papers += [entry("e", "eeeee", keywords="wide")]
    assert found(tmp_path, *papers)["a"] == Related("More on Narrow", ("b", "c", "d"))
    assert found(tmp_path, *papers)["e"].heading == "More on wide"


@pytest.mark.parametrize("count", [0, 1])
def test_a_lone_paper_has_none(tmp_path: Path, count: int) -> None:
    assert found(tmp_path, *[entry("a", "Rivers", keywords="x")][:count], fillers=0) == {}


def test_a_page_leads_to_related_papers_and_is_not_found_by_them(project: Project) -> None:
    said = {"keywords": "Spiking neurons"}
    project.write(
        refs_bib=entry("a", "Rivers", **said)
        + entry("b", "Zebra $n^2$", **said)
        + "".join(entry(f"z{n}", t, a) for n, (t, a) in enumerate(FILLERS))
    )
    build = project.build()
    assert build.warnings == []
    section = one(build.html("publications/a"), "section#related")
    assert texts(section, "h2") == ["More on Spiking neurons¶"]
    assert [(link["href"], link.get_text()) for link in section.select("li a")] == [
        ("b.html", "Zebra n²")
    ]
    assert texts(section, ".publication-where") == ["J 2020"]
    assert build.html("publications/z0").select("#related") == []
    index = (build.app.outdir / "searchindex.js").read_text(encoding="utf-8")
    data = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    page = data["docnames"].index("publications/a")
    terms = data["terms"]["zebra"]
    assert page not in (terms if isinstance(terms, list) else [terms])
    # What is shown of another paper is shown as it is now.
    project.write(refs_bib=(project.source / "refs.bib").read_text().replace("Zebra", "Yak"))
    section = one(project.build().html("publications/a"), "section#related")
    assert "Yak" in section.get_text()


def test_the_homepage_relates_what_belongs_together(site: Site) -> None:
    page = site.page("publications/bellec2020solution")
    assert [link["href"] for link in page.select("section#related li a")] == [
        "bellec2018long.html",
        "bellec2019biologically.html",
        "schmitt2017neuromorphic.html",
    ]
    assert texts(page, "section#related h2") == ["Related papers#"]


@pytest.mark.parametrize("hidden", ["supervised", "Supervised"])
def test_keywords_that_steer_lists_are_no_topics(project: Project, hidden: str) -> None:
    pair = [entry(key, key * 5, keywords="supervised, featured") for key in "ab"]
    project.write(
        refs_bib="".join(pair),
        index_md='# H\n\n```{publications}\n:filter: keywords % "supervised"\n```\n',
    )
    settings = {"publications_filter_from": 1, "publications_hidden_topics": [hidden]}
    build = project.build(confoverrides=settings)
    assert len(build.html().select("li[data-find]")) == 2
    assert build.html().select("li[data-topic]") == []
    assert build.html("publications/a").select("#related") == []
    # What leaves the site says what the file says.
    exported = json.loads((build.app.outdir / "index.json").read_text(encoding="utf-8"))
    assert exported[0]["keyword"] == "supervised, featured"


def test_keywords_become_topics_where_the_setting_is_gone(project: Project) -> None:
    project.write(refs_bib="".join(entry(key, key * 5, keywords="supervised") for key in "ab"))
    project.build(confoverrides={"publications_hidden_topics": ["supervised"]})
    heading = project.build().html("publications/a").select_one("#related h2")
    assert heading
    assert "More on supervised" in heading.get_text()


def test_what_very_many_papers_share_relates_nothing() -> None:
    def paper(number: int, *topics: str) -> Features:
        words = {topic: topic for topic in topics}
        return Features(f"T{number}", "J", Date(2020), none, words, none, none)

    none = frozenset[str]()
    others = {f"z{number}": paper(number, f"own {number}") for number in range(2000)}
    few = {f"f{number}": paper(number, "few") for number in range(40)}
    many = {f"m{number}": paper(number, "many") for number in range(41)}
    assert related({**others, **few, **many}).keys() == few.keys()
