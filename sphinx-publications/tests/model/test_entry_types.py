"""What is a preprint, for every output alike, and the one table of types of entries."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pytest
from rispy.config import TYPE_OF_REFERENCE_MAPPING

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.entry_types import (
    _SUBTYPES,
    HEADINGS,
    TYPES,
    EntryType,
    Highwire,
    entry_type,
)
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.outputs.csl import csl_item
from sphinx_publications.outputs.jats import jats
from sphinx_publications.outputs.json_ld import article
from sphinx_publications.outputs.page_metadata import context_object, highwire_tags
from sphinx_publications.outputs.ris import ris
from sphinx_publications.project.selection import type_group
from sphinx_publications.web.list_controls import filter_data

ARXIV = "eprint = {1412.6980}, eprinttype = {arxiv}"
CASES = {
    f"@misc{{k, {ARXIV}}}": True,
    f"@online{{k, {ARXIV}}}": True,
    f"@article{{k, {ARXIV}}}": True,
    f"@unpublished{{k, {ARXIV}}}": True,
    "@misc{k, arxiv = {1412.6980}}": True,
    "@article{k, journal = {CoRR}, volume = {abs/1412.6980}}": True,
    "@article{k, journal = {CoRR}, volume = {cs.LG/0101001}}": True,
    "@article{k, journal = {ArXiv}, volume = {abs/1412.6980}}": True,
    f"@article{{k, journal = {{Computing Research Repository}}, {ARXIV}}}": True,
    f"@article{{k, journal = {{CoRR Letters}}, {ARXIV}}}": False,
    "@misc{k, eprint = {1412.6980}}": True,
    "@misc{k, eprint = {1412.6980}, archiveprefix = {arXiv}}": True,
    "@misc{k, eprint = {2020.01.01.123456}, eprinttype = {bioRxiv}}": True,
    "@article{k, journal = {arXiv preprint arXiv:1412.6980}}": True,
    "@article{k, journal = {ArXiv}}": True,
    "@article{k, journal = {bioRxiv}}": True,
    "@article{k, journal = {medRxiv}, doi = {10.1101/1}}": True,
    "@article{k, journal = {PsyArXiv}}": True,
    "@preprint{k}": True,
    f"@preprint{{k, journal = {{J}}, {ARXIV}}}": True,
    f"@article{{k, journal = {{J}}, {ARXIV}}}": False,
    f"@article{{k, journaltitle = {{J}}, {ARXIV}}}": False,
    f"@misc{{k, booktitle = {{Proc}}, {ARXIV}}}": False,
    f"@inproceedings{{k, booktitle = {{Proc}}, {ARXIV}}}": False,
    f"@phdthesis{{k, school = {{U}}, {ARXIV}}}": False,
    f"@software{{k, {ARXIV}}}": False,
    f"@techreport{{k, institution = {{U}}, {ARXIV}}}": False,
    "@article{k, journal = {J}}": False,
    "@misc{k, howpublished = {Web}}": False,
    "@misc{k}": False,
    "@unpublished{k}": False,
    "@article{k, eprint = {12345678}, eprinttype = {pubmed}}": False,
    "@article{k, journal = {J}, eprint = {12345678}, eprinttype = {pubmed}}": False,
    "@misc{k, eprint = {x}, eprinttype = {jstor}}": False,
}


def entry(folder: Path, text: str) -> SourceEntry:
    file = folder / "refs.bib"
    people = "author = {One, Ann}, title = {T}, year = {2020}"
    file.write_text(f"{text[:-1]}, {people}}}", encoding="utf-8")
    return read([file], ReadingOptions()).entries["k"]


@pytest.mark.parametrize(("text", "is_preprint"), CASES.items())
def test_every_output_knows_the_same_preprints(
    tmp_path: Path, text: str, is_preprint: bool
) -> None:
    publication = entry(tmp_path, text).publication
    item = csl_item(publication)
    assert publication.is_preprint == is_preprint
    assert (item["type"] == "article") == is_preprint
    assert ("dc.type", "preprint") in highwire_tags(publication) or not is_preprint
    if is_preprint:
        assert ("z.itemType", "preprint") in highwire_tags(publication)
        assert ris([publication]).startswith("TY  - RPRT")
        assert type_group(publication) == "Preprints"
        assert filter_data(publication)["data-type"] == "Preprints"
    else:
        assert ("dc.type", "preprint") not in highwire_tags(publication)


@pytest.mark.parametrize(
    "text",
    [text for text, is_preprint in CASES.items() if is_preprint and "{J}" not in text],
)
def test_an_openurl_of_a_preprint_says_so(tmp_path: Path, text: str) -> None:
    found = parse_qs(context_object(entry(tmp_path, text).publication))
    assert "preprint" in found.get("rft.type", found.get("rft.genre", []))


CSL_TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter "
    "classic collection dataset document entry entry-dictionary entry-encyclopedia event figure "
    "graphic hearing interview legal_case legislation manuscript map motion_picture musical_score "
    "pamphlet paper-conference patent performance periodical personal_communication post post- "
    "weblog regulation report review review-book software song speech standard thesis treaty "
    "webpage"
).split()
"""CSL 1.0.2, appendix III."""
SCHEMA_TYPES = (
    "ScholarlyArticle Article NewsArticle Book Chapter Thesis Report SoftwareSourceCode Dataset "
    "PublicationIssue Review CreativeWork Legislation AudioObject MusicRecording ImageObject "
    "VisualArtwork Movie VideoObject"
).split()
"""Types of schema.org that a paper may be; `test_head` checks their properties."""
JATS_TYPES = "book-review collection dissertation introduction news other".split()
"""Values of ``article-type`` (JATS 1.3), but for those that depend on the container."""
ZOTERO_TYPES = (
    "artwork audioRecording book bookSection case computerProgram conferencePaper dataset document "
    "encyclopediaArticle film journalArticle letter magazineArticle manuscript newspaperArticle "
    "patent preprint presentation report standard statute thesis videoRecording webpage"
).split()
"""Item types of Zotero (schema 41)."""
OPENURL_GENRES = {
    "journal": "journal issue article proceeding conference preprint unknown".split(),
    "book": "book bookitem conference proceeding report document unknown".split(),
    "dissertation": [""],
    "patent": [""],
    "dc": [""],
}
"""Values of ``rft.genre`` in each format of an OpenURL (ANSI/NISO Z39.88-2004)."""
# What the styles of pybtex have a template for.
TEMPLATES = (
    "article book booklet inbook incollection inproceedings manual mastersthesis misc phdthesis "
    "proceedings techreport unpublished"
).split()


@pytest.mark.parametrize("type_", [*TYPES.values(), *_SUBTYPES.values()])
def test_what_is_said_of_a_type_is_known_elsewhere(type_: EntryType) -> None:
    assert type_.heading in HEADINGS
    assert type_.csl in CSL_TYPES
    assert type_.ris in TYPE_OF_REFERENCE_MAPPING
    assert type_.schema in SCHEMA_TYPES
    assert type_.openurl_genre in OPENURL_GENRES[type_.openurl]
    assert type_.jats in {"", *JATS_TYPES}
    assert type_.zotero in ZOTERO_TYPES
    assert type_.template in TEMPLATES
    assert entry_type(type_.name.upper()).name == type_.name


def test_a_type_has_its_place_in_every_format() -> None:
    said = {
        name: (t.heading, t.csl, t.ris, t.schema, t.openurl, t.openurl_genre, t.highwire)
        for name, t in TYPES.items()
    }
    assert {name: said[name] for name in EXPECTED} == EXPECTED


EXPECTED = {
    "article": ("Journal articles", "article-journal", "JOUR", "ScholarlyArticle",
                "journal", "article", Highwire.JOURNAL),
    "inproceedings": ("Conference papers", "paper-conference", "CONF", "ScholarlyArticle",
                      "book", "proceeding", Highwire.CONFERENCE),
    "conference": ("Conference papers", "paper-conference", "CONF", "ScholarlyArticle",
                   "book", "proceeding", Highwire.CONFERENCE),
    "book": ("Books and chapters", "book", "BOOK", "Book", "book", "book", Highwire.OTHER),
    "collection": ("Books and chapters", "book", "EDBOOK", "Book",
                   "book", "book", Highwire.OTHER),
    "proceedings": ("Books and chapters", "book", "EDBOOK", "Book",
                    "book", "book", Highwire.OTHER),
    "incollection": ("Books and chapters", "chapter", "CHAP", "Chapter",
                     "book", "bookitem", Highwire.CHAPTER),
    "inbook": ("Books and chapters", "chapter", "CHAP", "Chapter",
               "book", "bookitem", Highwire.CHAPTER),
    "phdthesis": ("Theses", "thesis", "THES", "Thesis", "dissertation", "", Highwire.THESIS),
    "mastersthesis": ("Theses", "thesis", "THES", "Thesis", "dissertation", "", Highwire.THESIS),
    "thesis": ("Theses", "thesis", "THES", "Thesis", "dissertation", "", Highwire.THESIS),
    "report": ("Reports", "report", "RPRT", "Report", "book", "report", Highwire.REPORT),
    "techreport": ("Reports", "report", "RPRT", "Report", "book", "report", Highwire.REPORT),
    "unpublished": ("Preprints", "manuscript", "MANSCPT", "ScholarlyArticle",
                    "dc", "", Highwire.OTHER),
    "software": ("Software and data", "book", "COMP", "SoftwareSourceCode",
                 "dc", "", Highwire.OTHER),
    "dataset": ("Software and data", "dataset", "DATA", "Dataset", "dc", "", Highwire.OTHER),
    "patent": ("Patents", "patent", "PAT", "ScholarlyArticle", "patent", "", Highwire.OTHER),
    "online": ("Other", "webpage", "ELEC", "ScholarlyArticle", "dc", "", Highwire.OTHER),
    "misc": ("Other", "document", "GEN", "ScholarlyArticle", "dc", "", Highwire.OTHER),
}  # fmt: skip
"""Heading, CSL, RIS, schema.org, OpenURL with genre, and Highwire."""


# What each type is in CSL, RIS, schema.org, JATS and Zotero.
ELSEWHERE = """
periodical periodical JFULL PublicationIssue collection document
suppperiodical article-journal JOUR Article other journalArticle
review review-book JOUR Review book-review journalArticle
mvbook book BOOK Book other book
mvcollection book EDBOOK Book collection book
reference book EDBOOK Book collection book
mvreference book EDBOOK Book collection book
mvproceedings book EDBOOK Book collection book
booklet pamphlet PAMP Book other book
commentary book BOOK Book other book
bookinbook chapter CHAP Chapter research-article bookSection
suppbook chapter CHAP Chapter introduction bookSection
suppcollection chapter CHAP Chapter introduction bookSection
inreference entry-encyclopedia ENCYC Chapter other encyclopediaArticle
manual report RPRT Report other report
electronic webpage ELEC ScholarlyArticle other webpage
www webpage ELEC ScholarlyArticle other webpage
softwareversion book COMP SoftwareSourceCode other computerProgram
softwaremodule book COMP SoftwareSourceCode other computerProgram
codefragment book COMP SoftwareSourceCode other computerProgram
artwork graphic ART VisualArtwork other artwork
image graphic ART ImageObject other artwork
audio song SOUND AudioObject other audioRecording
music song SOUND MusicRecording other audioRecording
movie motion_picture MPCT Movie other film
video motion_picture VIDEO VideoObject other videoRecording
performance performance ADVS CreativeWork other document
letter personal_communication PCOMM CreativeWork other letter
jurisdiction legal_case CASE CreativeWork other case
legislation legislation STAT Legislation other statute
legal treaty LEGAL CreativeWork other statute
standard standard STAND CreativeWork other standard
poster speech SLIDE ScholarlyArticle other presentation
customa document GEN ScholarlyArticle other document
article-newspaper article-newspaper NEWS NewsArticle news newspaperArticle
article-Magazine article-magazine MGZN Article other magazineArticle
"""


@pytest.mark.parametrize("row", ELSEWHERE.split("\n")[1:-1])
def test_an_entry_has_the_type_of_every_format(tmp_path: Path, row: str) -> None:
    name, csl, ris_type, schema, jats_type, zotero = row.split()
    type_, _, subtype = name.rpartition("-") if "-" in name else (name, "", "")
    fields = f"entrysubtype = {{{subtype}}}, journaltitle = {{J}}" if subtype else ""
    fields += "booktitle = {B}" if entry_type(type_).highwire is Highwire.CHAPTER else ""
    publication = entry(tmp_path, f"@{type_}{{k, {fields or 'note = {N}'}}}").publication
    assert csl_item(publication)["type"] == csl
    assert ris([publication]).startswith(f"TY  - {ris_type}\n")
    assert article(publication, "https://x.org/")["@type"] == schema
    assert ElementTree.fromstring(jats(publication)).get("article-type") == jats_type
    assert publication.entry_type.zotero == zotero


def test_laws_and_standards_are_known_by_their_number(tmp_path: Path) -> None:
    said = {
        "@standard{k, number = {ISO 639}, organization = {ISO}}": "Standard ISO 639, ISO",
        "@legislation{k, number = {12/2001}}": "Law 12/2001",
        "@jurisdiction{k, type = {Ruling}, number = {5 C}, institution = {C}}": "Ruling 5 C, C",
        "@patent{k, number = {US 1}}": "Patent US 1",
    }
    assert {text: entry(tmp_path, text).publication.venue.name for text in said} == said


def test_an_unknown_type_is_like_misc(tmp_path: Path) -> None:
    publication = entry(tmp_path, f"@gizmo{{k, {ARXIV}}}").publication
    assert publication.is_preprint
    assert entry_type("gizmo").csl == entry_type("misc").csl
    assert json.dumps(csl_item(publication))


@pytest.mark.parametrize("volume", ["abs/1412.6980", "arXiv:1412.6980"])
def test_a_volume_that_names_a_preprint_is_no_volume_and_leads_to_it(
    tmp_path: Path, volume: str
) -> None:
    found = entry(tmp_path, f"@article{{k, journal = {{CoRR}}, volume = {{{volume}}}}}").publication
    assert found.details.volume == ""
    assert found.venue_link is not None
    assert found.venue_link.url == "https://arxiv.org/abs/1412.6980"
