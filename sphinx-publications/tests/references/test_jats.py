"""JATS, checked with the DTD of the Archiving tag set, and read by pandoc and jats-xml."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.outputs.jats import jats as front_matter

from ..conftest import Build, Project, Site
from ..hard import HARD, HARDER, HARDER_KEYS, KEYS
from ..marked import EQUAL, sentence
from ..test_site import KEYS as PAPERS
from .ways import HERE

DTD = HERE / "node_modules/@jats4r/dtds/schema/1.3/JATS-archivearticle1-3.dtd"


def invalid(text: str) -> list[str]:
    """Return what is wrong with a document."""
    doctype = f'<!DOCTYPE article SYSTEM "{DTD.as_uri()}">'
    document = re.sub(r"<!DOCTYPE[^>]*>", lambda _: doctype, text, count=1)
    parser = etree.XMLParser(
        load_dtd=True, dtd_validation=True, resolve_entities=True, no_network=True, recover=True
    )
    etree.fromstring(document.encode(), parser)
    return [f"{error.line}: {error.message}" for error in parser.error_log]


def jats(out: Path, key: str) -> str:
    return (out / "publications" / f"{key}.xml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def papers(site: Site) -> dict[str, str]:
    return {key: jats(site.build("html"), key) for key in PAPERS}


def test_dates_of_every_form_are_valid(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    forms = "2014-09-03 1998/2004 1997/ /1997 2012-21 2012-35 1850~ -0043-03-15 -0043/0014".split()
    entries = (
        f"@misc{{k{number}, author = {{A}}, title = {{T}}, date = {{{form}}}}}"
        for number, form in enumerate(forms)
    )
    file.write_text("\n".join(entries), encoding="utf-8")
    for entry in read([file], ReadingOptions()).entries.values():
        assert invalid(front_matter(entry.publication)) == []


def test_the_papers_are_valid(papers: dict[str, str]) -> None:
    assert {key: invalid(text) for key, text in papers.items()} == {key: [] for key in PAPERS}


def test_hard_entries_are_valid(project: Project) -> None:
    project.write(refs_bib=HARD + HARDER)
    out = Path(project.build().app.outdir)
    for key in (*KEYS, *HARDER_KEYS):
        assert invalid(jats(out, key)) == [], key


def test_people_with_ids_affiliations_and_roles_are_valid(project: Project) -> None:
    project.write(
        refs_bib="@misc{k, author = {One, Ann and {Plato} and Two, Bo}, title = {T}, year = 2020,\n"
        '  author+an = {1=equal; 2=equal}, author+an:affiliation = {1="A"; 3="A | B & C"},\n'
        '  author+an:credit = {1="software:equal, funding"; 3="software:equal"}}',
    )
    orcid = "https://orcid.org/0000-0002-1825-0097"
    place = {"name": "D", "ror": "05a28rw58"}
    plato = {"orcid": "0000-0001-5109-3700", "affiliation": place}
    known = {"Ann One": {"orcid": orcid}, "{Plato}": plato}
    build = project.build(confoverrides={"publications_people": known})
    text = jats(Path(build.app.outdir), "k")
    assert invalid(text) == []
    people = etree.fromstring(text.encode()).findall(".//contrib")
    assert [person.findtext("contrib-id[@contrib-id-type='orcid']") for person in people] == [
        orcid,
        "https://orcid.org/0000-0001-5109-3700",
        None,
    ]
    assert people[1].findtext("name/surname") == "Plato"
    assert [len(person.findall("role")) for person in people] == [2, 0, 1]


def test_the_schema_finds_what_is_wrong(papers: dict[str, str]) -> None:
    text = papers["bellec2020solution"]
    assert invalid(text.replace("<surname>Bellec</surname>", "<nonsense/>"))
    assert invalid(text.replace('rid="fn1"', 'rid="fn7"'))


def test_equal_contribution_is_an_attribute_and_a_footnote(papers: dict[str, str]) -> None:
    article = etree.fromstring(papers["bellec2020solution"].encode())
    equal = [
        contributor.findtext("name/surname")
        for contributor in article.iter("contrib")
        if contributor.get("equal-contrib") == "yes"
    ]
    assert equal == ["Bellec", "Scherr"]
    (note,) = article.iter("fn")
    assert note.get("fn-type") == "equal"
    said = f"{sentence(EQUAL)} (comparable contributions and team work)"
    assert note.findtext("p") == f"{said}: Guillaume Bellec, Franz Scherr"
    targets = {reference.get("rid") for reference in article.iter("xref")}
    assert targets == {note.get("id")}


def test_jats_xml_reads_it(papers: dict[str, str]) -> None:
    command = ["node", str(HERE / "read-jats.mjs")]
    done = subprocess.run(
        command, input=papers["bellec2020solution"], capture_output=True, text=True, check=True
    )
    read = json.loads(done.stdout)
    assert read["doi"] == "10.1038/s41467-020-17236-y"
    assert read["title"].startswith("A solution to the learning dilemma")
    marked = [author["equal-contrib"] for author in read["authors"] if "equal-contrib" in author]
    assert (len(read["authors"]), marked) == (7, ["yes", "yes"])


def test_pandoc_reads_it(papers: dict[str, str]) -> None:
    command = ["pandoc", "-f", "jats", "-t", "markdown", "-s"]
    done = subprocess.run(
        command, input=papers["bellec2018long"], capture_output=True, text=True, check=True
    )
    assert "title: Long short-term memory and Learning-to-learn" in done.stdout
    assert "Darjan Salaj" in done.stdout


@pytest.fixture
def marked(project: Project) -> Build:
    project.write(
        refs_bib="@misc{k, author = {One, Ann and Two, Ben and {A Group} and King, Jr., Martin},\n"
        "author+an = {1=equal; 2=equal,corresponding; 3=equal2; 4=equal2}, title = {T},\n"
        "howpublished = {X}, year = 2020}"
    )
    return project.build()


def test_groups_and_suffixes(marked: Build) -> None:
    text = jats(Path(marked.app.outdir), "k")
    assert invalid(text) == []
    article = etree.fromstring(text.encode())
    assert [note.get("fn-type") for note in article.iter("fn")] == ["equal", "corresp", "equal"]
    assert article.findtext(".//collab") == "A Group"
    assert article.findtext(".//suffix") == "Jr."
    corresponding = article.xpath("//contrib[@corresp='yes']/name/surname/text()")
    assert corresponding == ["Two"]
