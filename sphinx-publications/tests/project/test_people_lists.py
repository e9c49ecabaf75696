"""The lab of `docs/examples`: its people, the pages of people, and where names lead."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import Tag
from sphinx.testing.util import SphinxTestApp

from .. import CONF, PACKAGE
from ..conftest import Build, Project

LAB = PACKAGE / "docs" / "examples" / "lab"
PEOPLE = """
Ann One: {role: Head, url: https://example.org/ann, photo: nowhere.png}
Ben Two: {role: PhD student, aliases: [B. Two], links: {Code <b>: "https://example.org/?a=1&b=2"}}
Cy Zwei: {role: PhD student}
"""
REFS = """
@misc{a, author = {One, Ann and Two, B.}, title = {A}, year = {2020}}
@misc{b, author = {Two, Ben and Two, Bea}, title = {B}, year = {2021}}
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The lab, built once."""
    project = Project(tmp_path_factory.mktemp("lab"), SphinxTestApp)
    shutil.copytree(LAB, project.source, dirs_exist_ok=True)
    return project.build(confoverrides={"publications_pictures": False})


def texts(tag: Tag, selector: str) -> list[str]:
    return [found.get_text() for found in tag.select(selector)]


def hrefs(build: Build, page: str, selector: str) -> list[str]:
    """Return where links lead, from the root of the site."""
    found = build.html(page).select(selector)
    return [urljoin(f"{page}.html", str(link["href"])) for link in found]


def test_cards_show_what_is_known(lab: Build) -> None:
    assert lab.warnings == []
    cards = lab.html().select("ul.publications-people > li")
    assert len(cards) == 12
    ada, ben, *_, kim = cards
    assert texts(ada, ".line") == [
        "Ada Example", "Principal investigator", "University of Examples",
        "Homepage, ORCID, Code", "9 papers on this site",
    ]  # fmt: skip
    assert [str(link["href"]) for link in ada.select("a")] == [
        "people/ada-example.html", "https://example.org/ada",
        "https://orcid.org/0000-0002-1825-0097", "https://example.org/ada/code",
    ]  # fmt: skip
    assert texts(kim, ".line") == ["Kim Dummy", "Alumna", "2 papers on this site"]
    (photo,) = ben.select("img")
    assert (lab.app.outdir / str(photo["src"])).is_file()
    assert len(lab.html().select(".publications-people img")) == 6


def test_each_person_has_a_page_with_the_papers(lab: Build) -> None:
    page = lab.html("people/cleo-trial")
    (heading,) = texts(page, "h1")
    assert heading.startswith("Cleo Trial")
    # What the title says is not said again.
    assert texts(page, ".publications-people .line")[0] == "Postdoc"
    assert [item["id"] for item in page.select("ul.publications > li")] == [
        "maps2026",
        "clouds2024",
    ]
    assert texts(page, "ul.publications strong") == ["CM\xa0Trial", "C\xa0Trial"]
    names = {path.stem for path in Path(lab.app.outdir, "people").glob("*.html")}
    assert len(names) == 12
    assert {"elise-exemple", "jose-ejemplo"} <= names
    assert all(name.isascii() for name in names)


def test_names_lead_to_pages_of_people(lab: Build) -> None:
    names = ".publication-authors a.publication-person"
    here = ["people/gita-probe.html", "people/ben-sample.html", "people/ada-example.html"]
    assert hrefs(lab, "publications", f"#rivers2026 {names}") == here
    assert hrefs(lab, "publications/rivers2026", names) == here
    # Whose list it is, is bold there, and Otto is nobody's link.
    ada = "#clouds2024 .publication-authors a"
    assert hrefs(lab, "people/ada-example", ada) == ["people/cleo-trial.html"]
    links = lab.html("publications").select(f"#rivers2026 {names}")
    assert all("internal" in link["class"] and link["tabindex"] == "-1" for link in links)
    assert not lab.html("publications/rivers2026").select(f"{names}[tabindex]")


def test_the_filter_of_several_peoples_papers_has_people(lab: Build) -> None:
    def people(page: str, key: str) -> list[str]:
        (item,) = lab.html(page).select(f"li[id={key}]")
        return str(item.get("data-person", "")).split("|")

    assert people("publications", "rivers2026") == ["Gita Probe", "Ben Sample", "Ada Example"]
    assert people("publications", "clouds2024") == ["Cleo Trial", "Ada Example"]
    assert people("people/ada-example", "clouds2024") == [""]


def test_pages_of_people_have_no_source_to_show(lab: Build) -> None:
    assert not list(Path(lab.app.outdir, "_sources").rglob("*person*"))
    assert not lab.html("people/ada-example").select('a[href*="_sources"]')


def build(project: Project, more: str = "", **files: str) -> Build:
    conf = f'{CONF}publications_owner = ""\npublications_people = "people.yml"\n{more}'
    project.write(conf_py=conf, people_yml=PEOPLE, refs_bib=REFS, **files)
    return project.build()


INDEX = "# Home\n\n```{people}\n%s\n```\n"
BEN = "# Ben\n\n```{people}\nBen Two\n```\n\n```{publications}\n:author: B. Two\n```\n"


def test_whom_it_shows_and_in_which_order(project: Project) -> None:
    said = (
        ":role: phd student\n:order: name", ":order: papers", "Cy Zwei\n\nTwo, Ben\nB. Two",
        ":layout: list\n:order: name\n\nAnn One\nBen Two", "Ben Tow\nAnn One", ":role: PhD studnet",
    )  # fmt: skip
    lists = "\n".join(f"## L\n\n```{{people}}\n{each}\n```\n" for each in said)
    one = "# One\n\n```{publications}\n:author: Ann One\n```\n"
    made = build(project, index_md=f"# Home\n\n{lists}", ben_md=BEN, one_md=one)
    shown = [
        [item.select("strong")[0].get_text() for item in each.select("li")]
        for each in made.html().select("ul[class*=publications-people]")
    ]
    assert shown == [
        ["Ben Two", "Cy Zwei"], ["Ben Two", "Ann One", "Cy Zwei"], ["Cy Zwei", "Ben Two"],
        ["Ann One", "Ben Two"], ["Ann One"],
    ]  # fmt: skip
    lines = texts(made.html(), ".publications-people-list > li")
    assert [line.strip() for line in lines] == [
        "Ann One, Head, Homepage, 1 paper on this site",
        "Ben Two, PhD student, Code <b>, 2 papers on this site",
    ]
    assert not made.html().select("b")
    # A document with a person's papers is that person's page.
    (link,) = made.html().select(".publications-people-list li:nth-of-type(2) a.internal")
    assert link["href"] == "ben.html"
    told = [line for line in made.warnings if "index.md" in line]
    assert ["did you mean" in line for line in told] == [True, True]
    assert "is called 'Ben Tow'; did you mean 'Ben Two'?" in told[0]
    # Where the photo is named, is said; documents in no toctree are Sphinx's.
    (photo,) = [line for line in made.warnings if "nowhere.png" in line]
    assert photo.startswith("people.yml:2: WARNING: the figure nowhere.png is not there")


def test_lists_of_several_people_on_one_page_have_places(project: Project) -> None:
    lists = "".join(f"```{{publications}}\n:author: {who}\n```\n" for who in ("Ann One", "Ben Two"))
    made = build(project, index_md="# Home\n\n```{publications}\n```\n",
                 all_md=f"---\norphan: true\n---\n# All\n\n{lists}")  # fmt: skip
    assert made.warnings == []
    places = hrefs(made, "index", "#a a.publication-person")
    assert places == ["all.html#papers-of-ann-one", "all.html#papers-of-ben-two"]
    assert [len(made.html("all").select(f"[id={p.partition('#')[2]}]")) for p in places] == [1, 1]
    # Bea, of whom nothing is said, is not Ben.
    assert texts(made.html(), "#b a.publication-person") == ["B\xa0Two"]


def test_a_document_takes_the_place_of_a_page_that_is_made(project: Project) -> None:
    (project.source / "people").mkdir()
    more = 'publications_people_pages = "/people/"\ninclude_patterns = ["*.md", "people/*.md"]\n'
    index = INDEX % "" + "\n```{toctree}\n:glob:\n\npeople/*\n```\n"
    made = build(project, more, index_md=index, **{
        "people/ben-two_md": "# My own\n\nWords.\n"
    })  # fmt: skip
    assert [line for line in made.warnings if "nowhere" not in line] == []
    assert texts(made.html("people/ben-two"), "h1")[0].startswith("My own")
    entries = made.html().select(".toctree-l1 > a")
    assert [entry.get_text() for entry in entries] == ["Ann One", "My own", "Cy Zwei"]
    # Of whom there are no papers, there is a page all the same.
    assert not made.html("people/cy-zwei").select("ul.publications")
    assert hrefs(made, "index", ".publications-people a.internal")[2] == "people/cy-zwei.html"


def test_other_builders_show_people_too(project: Project) -> None:
    index = INDEX % "Ann One\nBen Two" + "\n```{toctree}\nben\n```\n"
    conf = f'{CONF}publications_people = "people.yml"\n'
    people = PEOPLE.replace(", photo: nowhere.png", "")
    project.write(conf_py=conf, people_yml=people, refs_bib=REFS, index_md=index, ben_md=BEN)
    text = project.build("text")
    assert text.warnings == []
    (ben,) = (part for part in text.text().split("* ") if part.startswith("**Ben"))
    lines = [line.strip() for line in ben.partition("* Ben")[0].splitlines() if line.strip()]
    assert lines == ["**Ben Two**", "PhD student", "Code <b>", "2 papers on this site"]
    tex = next(iter(project.build("latex").app.outdir.glob("*.tex"))).read_text("utf-8")
    name = r"\hyperref[\detokenize{ben::doc}]{\sphinxcrossref{\sphinxstylestrong{Ben Two}}}"
    assert name in tex.replace("%\n", "")


def test_without_people_one_line_says_so(project: Project) -> None:
    project.write(refs_bib=REFS, index_md=INDEX % "")
    (warning,) = project.build().warnings
    assert "index.md:3: WARNING: publications_people names nobody; list people" in warning


def test_a_single_page_leads_to_nothing_that_it_has_not(project: Project) -> None:
    more = 'publications_people_pages = "people"\n'
    index = f"{INDEX % ''}\n```{{publications}}\n```\n\n```{{toctree}}\nben\n```\n"
    build(project, more, index_md=index, ben_md=BEN)
    page = project.build("singlehtml").html()
    ids = {str(tag["id"]) for tag in page.select("[id]")}
    links = [
        str(link["href"]) for link in page.select(".publications-people a, a.publication-person")
    ]
    assert "#document-ben" in links
    assert {link[1:] for link in links if link[0] == "#"} <= ids
    assert page.select(".publications-people strong")[0].get_text() == "Ann One"
