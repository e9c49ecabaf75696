"""Records: whether an answer is of the paper asked for, and what it says of authors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sphinx_publications.acquire import CommandError, importers
from sphinx_publications.acquire.add import Session, add, add_missing, add_missing_of_all, author_id
from sphinx_publications.acquire.clients.registries import csl_record
from sphinx_publications.acquire.enrich import enrich
from sphinx_publications.acquire.entry_format import Marks
from sphinx_publications.acquire.importers import jats_record
from sphinx_publications.acquire.record import Said, affiliation, check_doi, role
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.people import read_people

from . import answers
from .conftest import Scene


@pytest.mark.parametrize(
    "said", ["10.5555/Snail.7", "https://doi.org/10.5555/SNAIL.7", "", None, 5, "no DOI"]
)
def test_a_doi_is_the_one_that_was_asked_for_in_whatever_case(said: object) -> None:
    check_doi(said, "10.5555/snail.7", "Crossref")


def test_another_doi_is_told() -> None:
    with pytest.raises(CommandError, match=r"Crossref .* 10\.5555/snail\.7 .* 10\.5555/hare"):
        check_doi("10.5555/hare", "10.5555/snail.7", "Crossref")


IDS = ("0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X")
# https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
CROSSREF = {
    **answers.CROSSREF,
    "author": [
        {
            "ORCID": f"http://orcid.org/{IDS[0]}",
            "authenticated-orcid": False,
            "given": "Ann",
            "family": "Öne",
            "affiliation": [
                {
                    "name": 'University; of "Examples"',
                    "id": [{"id": "https://ror.org/05a28rw58", "id-type": "ROR"}],
                },
                {"name": "Institute &amp; Co."},
            ],
            "role": [
                {"role": "author", "vocabulary": "crossref"},
                {"role": "software", "vocabulary": "credit"},
            ],
        },
        {"given": "Ben", "family": "Two", "ORCID": f"https://orcid.org/{IDS[1]}"},
    ],
}
ORCID, AFFILIATION = (
    f'author+an:orcid = {{1="{IDS[0]}"; 2="{IDS[1]}"}}',
    r"""author+an:affiliation = {1="University, of 'Examples' https://ror.org/05a28rw58"""
    r""" | Institute \& Co"}""",
)
CREDIT = 'author+an:credit = {1="software"}'
ENTRY = """@article{mine,
  author = {%s},
  title = {How Helix snails learn},
  year = {2024},
  doi = {10.5555/snail.2024.7},
}
"""


def knowing(session: Session, **people: dict[str, Any]) -> Session:
    """Return a session of a site that lists people."""
    names = {name.replace("_", " "): facts for name, facts in people.items()}
    options = ReadingOptions()._replace(people=read_people(names, ())[0])
    return replace(session, sources=replace(session.sources, options=options))


def annotated(scene: Scene) -> list[str]:
    """Return the annotations that the file has, with single spaces."""
    lines = (" ".join(line.strip(" ,").split()) for line in scene.text.splitlines())
    return [line for line in lines if line.startswith("author+an:")]


def test_crossref_has_annotations_and_whose_id_is_known_keeps_none(scene: Scene) -> None:
    scene.file.write_text("", encoding="utf-8")
    ben = {"orcid": IDS[1]}
    add([csl_record(CROSSREF)], knowing(scene.session(), Ben_Two=ben), Marks())
    assert annotated(scene) == [f'author+an:orcid = {{1="{IDS[0]}"}}', AFFILIATION, CREDIT]


def test_they_are_asked_for_like_every_other_field(scene: Scene) -> None:
    scene.file.write_text(ENTRY % "Öne, Ann and Two, Ben", encoding="utf-8")
    scene.services.answer("/crossref/works/", {"message": CROSSREF})
    scene.answers = ["n", "y"]
    assert enrich(scene.session(assume_yes=False), []) == []
    assert annotated(scene) == []
    assert any(ORCID in " ".join(line.split()) for line in scene.said)
    enrich(scene.session(assume_yes=False), [])
    assert annotated(scene) == [ORCID, AFFILIATION, CREDIT]
    # Nothing is left to ask.
    enrich(scene.session(assume_yes=False), [])
    assert len(scene.questions) == 2


@pytest.mark.parametrize("authors", ["Two, Ben and Öne, Ann", "Öne, Ann", "Öne, Ann and others"])
def test_other_authors_get_none(scene: Scene, authors: str) -> None:
    scene.file.write_text(ENTRY % authors, encoding="utf-8")
    scene.services.answer("/crossref/works/", {"message": CROSSREF})
    enrich(scene.session(), [])
    assert annotated(scene) == []
    assert "pages = {101--119}" in scene.text


@pytest.mark.parametrize(
    "author",
    [
        {"ORCID": "0000-0002-1825-0098"},
        {"ORCID": 7, "affiliation": "Here", "role": "author"},
        {"affiliation": [{}, {"name": None}, "Here"], "role": [{"vocabulary": None}, 1]},
    ],
)
def test_what_cannot_be_right_is_left_out(author: dict[str, Any]) -> None:
    assert csl_record({**CROSSREF, "author": [{"family": "Öne", **author}]}).said == ()


def test_forms_of_values() -> None:
    assert affiliation("A | B", "no", "https://ror.org/05a28rw58") == (
        "A, B https://ror.org/05a28rw58"
    )
    assert role("http://credit.niso.org/contributor-roles/data-curation/", "Lead") == (
        "data-curation:lead"
    )
    assert role("Writing – review & editing", "most") == "writing-review-editing"


JATS = f"""<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.3 20210610//EN"
  "JATS-journalpublishing1-3.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article">
<front>
<journal-meta><journal-title-group><journal-title>Annals of Snails</journal-title>
</journal-title-group></journal-meta>
<article-meta>
<article-id pub-id-type="doi">10.5555/annals.9</article-id>
<title-group><article-title>How <italic>Helix</italic> turns<xref ref-type="fn">1</xref>
</article-title></title-group>
<contrib-group>
<contrib contrib-type="author">
<contrib-id contrib-id-type="orcid">https://orcid.org/{IDS[0]}</contrib-id>
<name><surname>Öne</surname><given-names>Ann</given-names></name>
<role vocab="credit" vocab-identifier="https://credit.niso.org/" vocab-term="Formal analysis"
 vocab-term-identifier="https://credit.niso.org/contributor-roles/formal-analysis/"
 degree-contribution="lead">Formal analysis</role>
<role>Head of the lab</role>
<xref ref-type="aff" rid="a1 a2"><sup>1</sup></xref>
</contrib>
<contrib contrib-type="author"><name><surname>Two</surname><given-names>Ben</given-names></name>
<role content-type="https://credit.niso.org/contributor-roles/software/"
 specific-use="equal">Software</role>
<xref ref-type="aff" rid="a2"/></contrib>
<contrib contrib-type="author"><collab>Snail Consortium</collab></contrib>
<aff id="a1"><label>1</label><institution-wrap><institution-id institution-id-type="ror"
>https://ror.org/05a28rw58</institution-id><institution>University of Examples</institution>
</institution-wrap>, <city>Town</city>, <country>Nowhere</country></aff>
<aff id="a2"><label>2</label>Institute of Shells, <country>Nowhere</country></aff>
</contrib-group>
<pub-date date-type="pub"><day>3</day><month>2</month><year>2025</year></pub-date>
<volume>9</volume><issue>1</issue><fpage>1</fpage><lpage>9</lpage>
<abstract><title>Abstract</title><p>Slowly &amp; 50%.</p></abstract>
</article-meta></front></article>"""


def test_an_article_in_jats_is_a_record(scene: Scene) -> None:
    (record,) = importers.records(JATS)
    assert record.type == "article"
    assert record.fields == {
        "title": r"How \emph{Helix} turns", "date": "2025-02-03", "doi": "10.5555/annals.9",
        "abstract": r"Slowly \& 50\%.", "journal": "Annals of Snails", "volume": "9",
        "number": "1", "pages": "1--9",
    }  # fmt: skip
    assert [name.full for name in record.people["author"]] == [
        "Ann Öne", "Ben Two", "Snail Consortium",
    ]  # fmt: skip
    shells = "Institute of Shells"
    assert record.said == (
        Said(
            IDS[0],
            ("University of Examples https://ror.org/05a28rw58", shells),
            ("formal-analysis:lead",),
        ),
        Said("", (shells,), ("software:equal",)),
        Said(),
    )
    scene.file.write_text("", encoding="utf-8")
    add([record], scene.session(), Marks())
    assert (
        annotated(scene)[2] == 'author+an:credit = {1="formal-analysis:lead"; 2="software:equal"}'
    )


def test_affiliations_of_a_group_are_those_of_everybody_in_it() -> None:
    text = JATS.replace('<xref ref-type="aff" rid="a1 a2"><sup>1</sup></xref>', "")
    text = text.replace('<xref ref-type="aff" rid="a2"/>', "")
    assert [len(one.affiliations) for one in jats_record(text).said] == [2, 2, 2]


@pytest.mark.parametrize(
    "text",
    ["<html><p>x</p></html>", "<article>", '<!DOCTYPE a [<!ENTITY b "c">]><article/>', "<"],
)
def test_other_xml_is_told(text: str) -> None:
    with pytest.raises(CommandError, match="no article in JATS"):
        importers.records(text)


# https://info.orcid.org/documentation/api-tutorials/api-tutorial-read-data-on-a-record/
WORK = {
    "put-code": 1,
    "title": {"title": {"value": "A talk on slime"}},
    "type": "conference-paper",
    "publication-date": {"year": {"value": "2023"}},
    "contributors": {
        "contributor": [
            {
                "contributor-orcid": {"path": IDS[0]},
                "credit-name": {"value": "Ann Öne"},
                "contributor-attributes": {"contributor-role": "author"},
            },
            *(
                {
                    "contributor-orcid": None,
                    "credit-name": {"value": "Ben Two"},
                    "contributor-attributes": {
                        "contributor-role": f"http://credit.niso.org/contributor-roles/{term}/"
                    },
                }
                for term in ("software", "supervision")
            ),
            {"credit-name": None, "contributor-attributes": None},
        ]
    },
}
SUMMARY = {**WORK, "contributors": None}


def works(*summaries: dict[str, Any]) -> dict[str, Any]:
    """Return what ORCID answers of an author."""
    return {"group": [{"work-summary": [summary]} for summary in summaries]}


def test_a_work_without_a_doi_has_the_authors_of_orcid(scene: Scene) -> None:
    scene.file.write_text("", encoding="utf-8")
    scene.services.answer(f"/orcid/{IDS[0]}/works", works(SUMMARY))
    scene.services.answer(f"/orcid/{IDS[0]}/work/1", WORK)
    assert len(add_missing(scene.session(), author_id(IDS[0]), "1")) == 1
    assert "{Öne, Ann and Two, Ben}" in scene.text
    assert annotated(scene) == [
        f'author+an:orcid = {{1="{IDS[0]}"}}', 'author+an:credit = {2="software, supervision"}',
    ]  # fmt: skip


def test_everyone_with_an_id_is_asked_for(scene: Scene) -> None:
    for number, orcid in enumerate(IDS[:2]):
        work = {**SUMMARY, "title": {"title": {"value": f"Paper {number}"}}}
        scene.services.answer(f"/orcid/{orcid}/works", works(work))
    session = knowing(
        scene.session(), Ann={"orcid": IDS[0]}, Cy={"url": "https://example.org"},
        Dan={"orcid": IDS[2]}, Ben={"orcid": IDS[1]},
    )  # fmt: skip
    add_missing_of_all(session, session.sources.options.people.people, "")
    assert scene.said == ["Ann:", "  1 2023 Paper 0", "Dan:", "Ben:", "  1 2023 Paper 1"]
    # Of whom nothing is known, that costs nobody else.
    (complaint,) = scene.complaints
    assert complaint.startswith("Dan: ")
    with pytest.raises(CommandError, match="nobody in publications_people has an orcid"):
        add_missing_of_all(scene.session(), [], "")
