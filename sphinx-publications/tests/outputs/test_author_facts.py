"""Facts of one paper about its authors in every format."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.people import read_people
from sphinx_publications.outputs import json_ld
from sphinx_publications.outputs.classic_bibtex import classic_bibtex
from sphinx_publications.outputs.csl import csl_item
from sphinx_publications.outputs.formats import FORMATS
from sphinx_publications.outputs.jats import jats
from sphinx_publications.outputs.page_metadata import highwire_tags
from sphinx_publications.outputs.ris import ris

ANN, BEN = "https://orcid.org/0000-0001-5109-3700", "https://orcid.org/0000-0002-1825-0097"
ROR = "https://ror.org/05a28rw58"
TEXT = f"""@article{{k, author = {{One, Ann and Two, Ben and Three, Cy}}, title = {{T}},
  journal = {{J}}, year = {{2020}},
  author+an:orcid = {{2="{BEN}"}},
  author+an:affiliation = {{1="A & B {ROR} | C"; 2="C"}},
  author+an:credit = {{1="software:equal, supervision"; 2="software:equal"}}}}"""
SENTENCE = "Software: Ann One and Ben Two equally; supervision: Ann One"


def entry(folder: Path, **options: frozenset[str]) -> SourceEntry:
    (folder / "refs.bib").write_text(TEXT, encoding="utf-8")
    listed = {"Ann One": {"orcid": ANN, "affiliation": "Left for the paper's"}}
    people, _ = read_people(dict(listed), ())
    reading = read([folder / "refs.bib"], ReadingOptions(people=people, **options))  # type: ignore[arg-type]
    (found,) = reading.entries.values()
    return found


@pytest.fixture
def paper(tmp_path: Path) -> SourceEntry:
    return entry(tmp_path)


def test_jats_has_ids_affiliations_and_roles(paper: SourceEntry) -> None:
    article = ElementTree.fromstring(re.sub("<!DOCTYPE[^>]*>", "", jats(paper.publication)))
    ann, ben, cy = article.iter("contrib")
    assert [one.findtext("contrib-id") for one in (ann, ben, cy)] == [ANN, BEN, None]
    names = ("vocab", "vocab-term", "vocab-term-identifier", "degree-contribution")
    address = "https://credit.niso.org/contributor-roles"
    assert [tuple(map(role.get, names)) for role in ann.iter("role")] == [
        ("credit", "Software", f"{address}/software/", "equal"),
        ("credit", "Supervision", f"{address}/supervision/", None),
    ]
    at = [[ref.get("rid") for ref in one.iter("xref")] for one in (ann, ben, cy)]
    assert at == [["aff1", "aff2"], ["aff2"], []]
    places = [
        (place.findtext("institution-wrap/institution-id"), place.findtext(".//institution"))
        for place in article.iter("aff")
    ]
    assert places == [(ROR, "A & B"), (None, "C")]
    assert not [one for one in (ann, ben, cy) if one.get("equal-contrib")]


def test_json_ld_has_roles_around_the_authors(paper: SourceEntry) -> None:
    thing = json_ld.article(paper.publication, "page")
    ann, ben, cy = thing["author"]
    assert ann["@type"] == ben["@type"] == "Role"
    assert ann["roleName"] == ["Software", "Supervision"]
    assert ann["description"] == "Software (equal); Supervision"
    assert ann["author"]["affiliation"] == [
        {"@type": "Organization", "name": "A & B", "@id": ROR},
        {"@type": "Organization", "name": "C"},
    ]
    assert (ben["author"]["sameAs"], ben["author"]["name"]) == (BEN, "Ben Two")
    assert cy.keys() == {"@type", "name", "givenName", "familyName"}
    assert thing["creditText"] == SENTENCE


def test_csl_has_a_note_and_what_no_variable_is_for(paper: SourceEntry) -> None:
    item = json.loads(json.dumps(csl_item(paper.publication)))
    assert item["note"].startswith(f"{SENTENCE}; A & B ({ROR}): Ann One; C: Ann One and Ben Two")
    ann, ben, cy = item["custom"]["author"]
    software = "https://credit.niso.org/contributor-roles/software/"
    assert ann["credit"][0] == {"role": "Software", "id": software, "degree": "equal"}
    assert ann["affiliation"] == [{"name": "A & B", "ror": ROR}, {"name": "C"}]
    assert (ann["orcid"], ben["orcid"], cy) == (ANN, BEN, {"name": "Cy Three"})


def test_ris_has_notes(paper: SourceEntry) -> None:
    notes = re.findall("N1  - (.*)", ris([paper.publication]))
    affiliations = f"A & B ({ROR}): Ann One; C: Ann One and Ben Two"
    assert notes == [SENTENCE, affiliations, f"Ben Two: {BEN}"]


def test_tags_have_ids_and_the_affiliations_of_the_paper(paper: SourceEntry) -> None:
    assert dict(highwire_tags(paper.publication))["z.extra"].startswith(f"{SENTENCE}; A & B")
    tags = [tag for tag in highwire_tags(paper.publication) if tag[0].startswith("citation_author")]
    assert [(name.removeprefix("citation_author"), content) for name, content in tags] == [
        ("", "One, Ann"),
        ("_institution", "A & B"),
        ("_institution", "C"),
        ("_orcid", ANN),
        ("", "Two, Ben"),
        ("_institution", "C"),
        ("_orcid", BEN),
        ("", "Three, Cy"),
    ]


def test_bibtex_has_facts_where_the_site_asks_for_them_alone(tmp_path: Path) -> None:
    biblatex = next(form.write for form in FORMATS if form.name == "BibLaTeX")
    assert "+an" not in biblatex(entry(tmp_path))
    fields = frozenset({"author+an:credit", "author+an:orcid"})
    asked = entry(tmp_path, bibtex_fields=fields)
    assert re.findall(r"author\+an:(\w+)", biblatex(asked)) == ["orcid", "credit"]
    assert '{1="software:equal, supervision"; 2="software:equal"}' in biblatex(asked)
    classic = classic_bibtex([asked])
    assert "+an" not in classic
    assert "Software" not in classic
