"""What ``conf.py`` says, read without a build, and its people, from the file to the pages."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from sphinx_publications.model.people import AL_FOLIO_FACTS, FACTS
from sphinx_publications.project.conf_file import ConfFile, read_conf

from .. import CONF, PACKAGE
from ..conftest import Build, Project


def conf(folder: Path, text: str) -> ConfFile:
    (folder / "conf.py").write_text(text, encoding="utf-8")
    return read_conf(folder)


def test_files_front_page_and_settings_are_those_of_conf_py(tmp_path: Path) -> None:
    found = conf(
        tmp_path,
        'bibtex_bibfiles = ["a.bib", "b.bib"]\nbibtex_encoding = "latin-1"\n'
        'root_doc = "home"\npublications_files = "papers"\n',
    )
    assert found.files == [tmp_path / "a.bib", tmp_path / "b.bib"]
    assert (found.encoding, found.root_doc, found.slips) == ("latin-1", "home", ())
    assert found.config.files == "papers"


def test_without_conf_py_the_defaults_hold(tmp_path: Path) -> None:
    found = read_conf(tmp_path)
    assert found.files == [tmp_path / "refs.bib"]
    assert (found.root_doc, found.slips, found.pages) == ("index", (), ())


def test_a_value_of_a_wrong_type_is_the_default(tmp_path: Path) -> None:
    found = conf(tmp_path, "publications_files = 3\npublications_links = []\n")
    assert (found.config.files, dict(found.config.links)) == ("", {})
    # What needs the values does not raise.
    assert found.config.reading_options.files == ""


def test_a_conf_py_that_does_not_run_is_told_with_its_line(tmp_path: Path) -> None:
    (slip,) = conf(tmp_path, "a = 1\n\nb = 1 / 0\n").slips
    assert slip.startswith(f"{tmp_path / 'conf.py'}:3: ERROR: ")
    assert "ZeroDivisionError" in slip
    (slip,) = conf(tmp_path, "a = 1\nb = (\n").slips
    assert slip.startswith(f"{tmp_path / 'conf.py'}:2: ERROR: ")


OWNER = 'publications_owner = "One, Ann"\n'
REFS = """
@article{a, author = {One, Ann and Two, B. and Two, Bea and Adams, E. P.}, title = {A},
  journal = {J}, year = {2020}, doi = {10.5555/a}}
@article{b, author = {Two, Ben}, title = {B}, journal = {J}, year = {2021}}
@article{c, author = {Twoson, Ben and Two, C.}, title = {C}, journal = {J}, year = {2022}}
"""
YAML = """
Ann One:
  orcid: 0000-0001-5109-3700
  url: https://example.org/ann
Ben Two:
  aliases: [B. Two]
  orcid: 0000-0002-1825-0097
  url: https://example.org/ben?a=1&b=2
  affiliation: [{name: University of <Examples>, ror: 05a28rw58}]
"""
TOML = """
["Ann One"]
orcid = "0000-0001-5109-3700"
url = "https://example.org/ann"
["Ben Two"]
aliases = ["B. Two"]
orcid = "https://orcid.org/0000-0002-1825-0097"
url = "https://example.org/ben?a=1&b=2"
affiliation = [{name = "University of <Examples>", ror = "https://ror.org/05a28rw58"}]
"""
BEN = "https://example.org/ben?a=1&b=2"


def build(project: Project, people: str, more: str = "", **files: str) -> Build:
    conf = f"{CONF}{OWNER}publications_people = {people}\n{more}"
    project.write(refs_bib=REFS, conf_py=conf, **files)
    return project.build()


def links(build: Build, page: str, within: str = "") -> list[tuple[str, str]]:
    found = build.html(page).select(f"{within} .publication-authors .publication-person")
    return [(link.get_text().replace("\xa0", " "), str(link["href"])) for link in found]


def tags(build: Build, page: str) -> list[tuple[str, str]]:
    found = build.html(page).select('meta[name^="citation_author"]')
    return [(str(tag["name"]).removeprefix("citation_"), str(tag["content"])) for tag in found]


@pytest.mark.parametrize(
    ("people", "file", "text"),
    [
        ('"people.yml"', "people_yml", YAML),
        ('"people.toml"', "people_toml", TOML),
        (repr(yaml.safe_load(YAML)), "ignored_txt", ""),
    ],
    ids=["YAML", "TOML", "conf.py"],
)
def test_people_are_read_and_shown(project: Project, people: str, file: str, text: str) -> None:
    made = build(project, people, **{file: text})
    assert made.warnings == []
    assert links(made, "index") == [("B Two", BEN), ("B Two", BEN)]
    listed = made.html().select(".publications .publication-person")
    assert {link["tabindex"] for link in listed} == {"-1"}
    assert links(made, "publications/a") == [("B. Two", BEN)]
    page = made.html("publications/a")
    assert not page.select(".publication-authors [tabindex]")
    icons = page.select("a.publication-orcid")
    assert [(icon["href"], icon["aria-label"]) for icon in icons] == [
        ("https://orcid.org/0000-0001-5109-3700", "ORCID iD of Ann One"),
        ("https://orcid.org/0000-0002-1825-0097", "ORCID iD of B. Two"),
    ]
    assert [link["href"] for link in page.select('link[rel="author"][href^="https://orcid"]')] == [
        icon["href"] for icon in icons
    ]
    assert tags(made, "publications/a") == [
        ("author", "One, Ann"),
        ("author_orcid", "https://orcid.org/0000-0001-5109-3700"),
        ("author", "Two, B."),
        ("author_institution", "University of <Examples>"),
        ("author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("author", "Two, Bea"),
        ("author", "Adams, E. P."),
    ]


def test_search_engines_get_identifiers_and_the_front_page_wins(project: Project) -> None:
    person = 'publications_person = {"name": "Ann One", "url": "https://example.org/me"}\n'
    made = build(project, '"people.yml"', person, people_yml=YAML)

    def things(page: str) -> list[dict[str, Any]]:
        (script,) = made.html(page).select('script[type="application/ld+json"]')
        found: list[dict[str, Any]] = json.loads(str(script.string))["@graph"]
        return found

    (paper,) = things("publications/a")
    ann, ben, bea, adams = paper["author"]
    assert ann["sameAs"] == "https://orcid.org/0000-0001-5109-3700"
    assert "url" not in ann
    assert (ben["url"], ben["identifier"]["value"]) == (BEN, "0000-0002-1825-0097")
    assert ben["affiliation"][0]["@id"] == "https://ror.org/05a28rw58"
    assert bea.keys() == adams.keys() == {"@type", "name", "givenName", "familyName"}
    (home,) = (t["mainEntity"] for t in things("index") if t["@type"] == "ProfilePage")
    assert home["url"] == "https://example.org/me"
    assert home["sameAs"] == ann["sameAs"]


def test_a_list_of_al_folio_is_read_as_it_is(project: Project) -> None:
    text = """
    "adams":
      - firstname: ["Edwin", "E.", "E. P.", "Edwin Plimpton"]
        url: https://en.wikipedia.org/wiki/Edwin_Plimpton_Adams

    "two":
      - firstname: ["Ben"]
        url: https://example.org/ben
      - firstname: ["Bea", "B. A."]
        url: https://example.org/bea
    """
    made = build(project, '"coauthors.yml"', coauthors_yml=text)
    assert made.warnings == []
    assert [name for name, _ in links(made, "publications/a")] == ["Bea Two", "E. P. Adams"]
    assert links(made, "publications/b") == [("Ben Two", "https://example.org/ben")]
    assert links(made, "publications/c") == []


def test_a_name_may_be_no_link(project: Project) -> None:
    made = build(project, "{'Ben Two': {'url': 'https://example.org/ben', 'link': False}}")
    assert links(made, "index") == []


def test_a_shortened_list_has_links_where_it_is_opened(project: Project) -> None:
    more = "publications_max_authors = 3\n"
    people = {"Bea Two": {"url": "https://example.org/bea"}}
    made = build(project, repr(people), more)
    crowd = " and ".join(f"Name{letter}, Ann" for letter in "ABC")
    authors = f"{crowd} and Two, Bea and {crowd}"
    project.write(refs_bib=f"@misc{{k, author = {{{authors}}}, title = {{T}}, year = 2020}}")
    made = project.build()
    (details,) = made.html().select("details.publication-authors-all")
    assert not details.select("summary a")
    assert [link.get_text() for link in details.select("a")] == ["B\xa0Two"]


def test_without_pages_the_tab_key_reaches_names(project: Project) -> None:
    made = build(project, '"people.yml"', 'publications_pages = ""\n', people_yml=YAML)
    assert len(links(made, "index")) == 2
    assert not made.html().select(".publication-person[tabindex]")


def test_one_list_for_each_person(project: Project) -> None:
    lists = "".join(
        f"## L\n\n```{{publications}}\n:author: {who}\n:owner: {who}\n:group-by: none\n```\n\n"
        for who in ("Ben Two", "Two, C.", "One, Ann")
    )
    project.write(index_md=f"# Home\n\n{lists}")
    made = build(project, '"people.yml"', people_yml=YAML)
    assert made.warnings == []
    shown = made.html().select("ul.publications")
    assert [[item["id"] for item in each.select("li")] for each in shown] == [
        ["b", "a"],
        ["c"],
        ["a-2"],
    ]
    bold = [[name.get_text() for name in each.select("strong")] for each in shown]
    assert bold == [["B\xa0Two", "B\xa0Two"], ["C\xa0Two"], ["A\xa0One"]]
    # Its page is that of the first list.
    page = made.html("publications/b").select_one(".publication-authors strong")
    assert page
    assert page.get_text() == "Ben\xa0Two"


def test_nobody_of_a_name_is_told(project: Project) -> None:
    project.write(index_md="# Home\n\n```{publications}\n:author: Ben Tow\n```\n")
    (warning,) = build(project, '"people.yml"', people_yml=YAML).warnings
    assert "no entry has the author 'Ben Tow'; did you mean 'Ben Two'?" in warning


@pytest.mark.parametrize(
    ("name", "text", "place", "said"),
    [
        ("people.yml", "Ann One:\n  orcid: 0000-0002-1825-0098\n", 2, "wrong check digit"),
        ("people.yml", "A B:\n  link: true\nA B:\n  link: false\n", 3, "is listed twice"),
        ("people.yml", "A B:\n  link: [\n", 3, "is no YAML"),
        ("people.yml", "- A B\n", 1, "is no mapping"),
        ("people.toml", "['A B']\nlink = true\n['A B']\n", 3, "is no TOML"),
        ("people.toml", "['A B']\nurl = 'ftp://x'\n", 2, "no http, https or mailto"),
        ("people.json", "{}", 1, ".yml, .yaml, .toml"),
        ("nowhere.yml", "", 1, "cannot be read"),
    ],
)
def test_a_slip_is_one_line_with_its_place(
    project: Project, name: str, text: str, place: int, said: str
) -> None:
    if text:
        (project.source / name).write_text(text, encoding="utf-8")
    (warning,) = build(project, repr(name)).warnings
    assert warning.startswith(f"{name}:{place}: WARNING: ")
    assert said in warning
    assert warning.endswith("[publications.option]")


def test_slips_in_conf_py_have_its_lines(project: Project) -> None:
    people = "{\n 'A B': {'url': 'x:y'},\n 'C D': {},\n 'A B': {'urn': 'x'},\n}"
    found = build(project, people).warnings
    start = len((CONF + OWNER).splitlines()) + 1
    assert [line.partition(": W")[0] for line in found] == [
        f"conf.py:{start + 3}",
        f"conf.py:{start + 3}",
    ]


def test_without_pyyaml_one_line_says_what_is_needed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = builtins.__import__

    def without(name: str, *args: Any, **named: Any) -> Any:
        if name == "yaml":
            raise ImportError(name)
        return load(name, *args, **named)

    project.write(index_rst="Home\n====\n\n.. publications::\n")
    (project.source / "index.md").unlink()
    conf = CONF.replace('"myst_parser", ', "")
    text = f'{conf}publications_people = "people.yml"\n'
    project.write(refs_bib=REFS, conf_py=text, people_yml=YAML)
    monkeypatch.setattr(builtins, "__import__", without)
    (warning,) = project.build().warnings
    assert "needs PyYAML, which MyST-Parser brings; install it, or write" in warning


def test_other_builders_have_names_as_before(project: Project) -> None:
    people: dict[str, str] = {}
    for builder, suffix in (("text", "txt"), ("latex", "tex"), ("epub", "xhtml")):
        for file in ("people.yml", "empty.yml"):
            project.write(
                refs_bib=REFS, conf_py=f"{CONF}{OWNER}publications_people = {file!r}\n",
                people_yml=YAML, empty_yml="",
            )  # fmt: skip
            out = project.build(builder, freshenv=True).app.outdir
            people[file] = "\n".join(p.read_text("utf-8") for p in out.glob(f"*.{suffix}"))
        assert people["people.yml"] == people["empty.yml"]


def test_the_schema_knows_what_is_read() -> None:
    schema = json.loads((PACKAGE / "docs/_static/people.schema.json").read_text("utf-8"))
    person, family = schema["$defs"]["person"], schema["$defs"]["family"]["items"]
    assert person["properties"].keys() == FACTS.keys()
    assert family["properties"].keys() == AL_FOLIO_FACTS.keys()
    validator = Draft202012Validator(schema)
    validator.validate(yaml.safe_load(YAML))
    validator.validate({"adams": [{"firstname": ["E."], "url": "https://example.org"}]})
    for wrong in ({"A": {"orcid": "1"}}, {"A": {"urn": "x"}}, {"A": {"url": "ftp://x"}}):
        assert not validator.is_valid(wrong)


WITH_FACTS = """
@misc{a, author = {One, Ann and Two, Ben and Three, Cy}, title = {A}, year = {2020},
  author+an = {1=corresponding}, author+an:orcid = {3="0000-0002-1694-233X"},
  author+an:affiliation = {1="A <b> ror.org/05a28rw58 | C"; 2="C"},
  author+an:credit = {1="software:equal, supervision"; 2="software:equal"}}
@misc{b, author = {One, Ann}, title = {B}, year = {2020}}
"""
SAID = [
    "Software: Ann One and Ben Two equally; supervision: Ann One",
    "A <b> (https://ror.org/05a28rw58): Ann One; C: Ann One and Ben Two",
    "Cy Three: https://orcid.org/0000-0002-1694-233X",
]


def test_facts_are_on_the_page_of_the_paper(project: Project) -> None:
    project.write(refs_bib=WITH_FACTS)
    made = project.build()
    assert made.warnings == []
    page = made.html("publications/a")
    authors = page.select_one(".publication-authors")
    assert authors
    assert authors.get_text().replace("\xa0", " ") == "Ann One✉1,2, Ben Two2, Cy Three"
    spoken = [(mark["aria-label"], mark.get_text()) for mark in authors.select("sup [role=img]")]
    assert spoken == [("A <b>", "1"), ("C", "2"), ("C", "2")]
    icon = authors.select_one("a.publication-orcid")
    assert icon
    assert icon["aria-label"] == "ORCID iD of Cy Three"
    places = page.select("ol.publication-affiliations > li")
    assert [place.get_text(strip=True) for place in places] == ["A <b>", "C"]
    assert [link["href"] for link in places[0].select("a")] == ["https://ror.org/05a28rw58"]
    roles = page.select("#contributions .publication-contributions > li")
    said = ["Software: Ann One and Ben Two equally", "Supervision: Ann One"]
    assert [role.get_text(strip=True) for role in roles] == said
    # A list has no room for what the page says.
    assert "equally" not in made.html("index").get_text()
    assert not made.html("publications/b").select("#contributions, ol, sup")


def test_facts_are_in_the_list_where_papers_have_no_pages(project: Project) -> None:
    lists = "# Papers\n\n```{publications}\n```\n\n```{publications}\n:limit: 1\n```\n"
    project.write(refs_bib=WITH_FACTS, conf_py=f'{CONF}publications_pages = ""\n', index_md=lists)
    made = project.build()
    assert made.warnings == []
    shown = made.html("index").select(".publication-facts")
    assert [line.get_text() for line in shown] == SAID
    for builder in ("text", "latex", "epub"):
        made = project.build(builder)
        (file,) = (
            path
            for path in Path(made.app.outdir).glob("*.*")
            if path.name in {"index.txt", "index.xhtml"} or path.suffix == ".tex"
        )
        text = " ".join(BeautifulSoup(file.read_bytes(), "html5lib").get_text().split())
        assert text.count(SAID[0]) == 1, builder
        assert text.count("C: Ann One and Ben Two") == 1, builder
