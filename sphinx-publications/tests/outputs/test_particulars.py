"""Fields that only some entries have, and people besides the authors, in every output."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from sphinx_publications.outputs.classic_bibtex import classic_bibtex
from sphinx_publications.outputs.csl import csl_item
from sphinx_publications.outputs.jats import jats
from sphinx_publications.outputs.json_ld import article
from sphinx_publications.outputs.page_metadata import context_object
from sphinx_publications.outputs.ris import ris

from ..bibfiles import read_text
from ..biblatex.coverage import OUTPUTS
from ..biblatex.datamodel import FIELDS, entry_of, value_of
from ..references.test_jats import invalid

BOOK = "@book{k, author = {One, Ann}, title = {T}, date = {2003}, publisher = {Press}, %s}"
CHAPTER = BOOK.replace("@book", "@incollection").replace("date", "booktitle = {B}, date")
ARTICLE = "@article{k, author = {One, Ann}, title = {T}, journaltitle = {J}, date = {2003}, %s}"
ONLINE = "@online{k, author = {One, Ann}, title = {T}, date = {2003}, url = {https://x.org}, %s}"
MISC = ONLINE.replace("@online", "@misc").replace("url = {https://x.org}, ", "")
ARXIV = MISC.replace("date", "eprint = {2001.01234}, eprinttype = {arxiv}, date")
PATENT = MISC.replace("@misc", "@patent").replace("date", "number = {1}, holder = {Acme}, date")
REPORT = MISC.replace("@misc", "@report").replace("date", "institution = {Inst}, date")
PAPER = "@inproceedings{k, author = {One, Ann}, title = {T}, booktitle = {P}, date = {2003}, %s}"
FILM = "@video{k, editor = {Lens, Lea}, title = {T}, date = {2003}, %s}"


def outputs(tmp_path: Path, entry: str) -> dict[str, str]:
    (found,) = read_text(tmp_path, entry).entries.values()
    return {name: " ".join(write(found).split()) for name, write in OUTPUTS.items()}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (BOOK % "translator = {Hand, Tom}", {
            "list": "A One; translated by T Hand", "reference": "2003. Translated by Tom Hand.",
            "BibTeX": "note = {Translated by Tom Hand}", "RIS": "A4 - Hand, Tom",
            "CSL": '"translator": [ { "family": "Hand", "given": "Tom" } ]',
            "JATS": '<contrib contrib-type="translator"> <name> <surname>Hand</surname>',
            "Highwire": "('dc.contributor', 'Hand, Tom')",
            "JSON-LD": '"translator": [{"@type": "Person", "name": "Tom Hand"'}),
        (BOOK % "translator = {Hand, Tom and others}", {
            "list": "translated by T Hand et al.", "RIS": "N1 - Translators: Tom Hand and others",
            "CSL": '{ "literal": "others" }', "JATS": "<etal />"}),
        (BOOK % "introduction = {Ito, Ina}, foreword = {Fox, Fay}", {
            "list": "; with an introduction by I Ito; with a foreword by F Fox",
            "RIS": "N1 - With a foreword by Fay Fox",
            "CSL": '"note": "With an introduction by Ina Ito; with a foreword by Fay Fox"'}),
        (BOOK % "editora = {Two, Bo}, editoratype = {redactor}", {
            "list": "redacted by B Two", "CSL": '"contributor": [ { "family": "Two"',
            "JATS": 'contrib-type="redactor"', "JSON-LD": '"contributor": [{"@type": "Person"'}),
        (BOOK % "editor = {Two, Bo}, editortype = {compiler}", {
            "list": "A One; compiled by B Two", "CSL": '"compiler": [',
            "RIS": "N1 - Compiled by Bo Two"}),
        (CHAPTER % "bookauthor = {Boss, Bea}", {
            "list": "in a book by B Boss", "CSL": '"container-author": [',
            "JSON-LD": '"isPartOf": {"@type": "Book", "name": "B", "author": [{'}),
        (FILM % "editortype = {director}", {
            "list": "L Lens (dir.)", "reference": "Lea Lens. T. 2003. Directed by Lea Lens.",
            "CSL": '"director": [', "RIS": "AU - Lens, Lea", "BibTeX": "author = {Lens, Lea}",
            "JATS": '<contrib contrib-type="director">'}),
        (FILM % "editortype = {showrunner}", {
            "list": "showrunner: L Lens", "CSL": '"note": "Showrunner: Lea Lens"'}),
        ("@collection{k, translator = {Hand, Tom}, title = {T}, date = {2003}, publisher = {P}}", {
            "list": "T translated by T Hand P 2003",
            "reference": "T. P, 2003. Translated by Tom Hand."}),
        ("@patent{k, author = {One, Ann}, title = {T}, number = {1}, holder = {Acme and others}}", {
            "reference": "Patent 1, Acme et al.", "RIS": "PB - Acme et al.",
            "COinS": "rft.assignee=Acme+et+al.", "list": "held by Acme et al."}),
        (BOOK % "titleaddon = {A second look}", {
            "list": "T. A second look", "reference": "T. A second look. Press",
            "BibTeX": "title = {T. A second look}", "RIS": "TI - T. A second look",
            "JSON-LD": '"alternativeHeadline": "A second look"'}),
        (BOOK % "maintitle = {Works}, maintitleaddon = {New}, volume = {7}, part = {2}", {
            "list": "volume 7.2 of Works. New", "reference": "Volume 7.2 of Works. New.",
            "BibTeX": "series = {Works. New}", "RIS": "VL - 7.2", "CSL": '"volume": "7.2"'}),
        (CHAPTER % "maintitle = {Works}, volume = {7}", {
            "list": "volume 7 of Works", "reference": "In B, volume 7 of Works.",
            "CSL": '"container-title": "B", "collection-title": "Works"', "RIS": "T3 - Works"}),
        (CHAPTER % "maintitle = {Works}, series = {S}, volume = {7}, number = {9}", {
            "reference": "Number 9 of S; volume 7 of Works.", "RIS": "N1 - Volume 7 of Works",
            "CSL": '"collection-title": "S", "collection-number": "9"',
            "JSON-LD": '[{"@type": "BookSeries", "name": "S"}, {"@type": "Book", "name": "Works"'}),
        (BOOK % "volumes = {3}, pagetotal = {812}", {
            "list": "3 volumes - 812 pages", "RIS": "NV - 3 SP - 812", "COinS": "rft.tpages=812",
            "CSL": '"number-of-volumes": "3", "number-of-pages": "812"',
            "JATS": '<page-count count="812" />', "JSON-LD": '"numberOfPages": 812'}),
        (BOOK % "origtitle = {Contes}, origdate = {1907}, translator = {Hand, Tom}", {
            "list": "first published as Contes, 1907", "RIS": "OP - Contes, 1907",
            "CSL": '"original-title": "Contes", "original-date": { "date-parts": [ [ 1907 ] ] }',
            "JSON-LD": '"translationOfWork": {"@type": "CreativeWork", "name": "Contes"'}),
        (BOOK % "shorttitle = {Short}", {
            "RIS": "ST - Short", "CSL": '"title-short": "Short"',
            "JATS": '<alt-title alt-title-type="short">Short'}),
        (ONLINE % "urldate = {2020-02-03}", {
            "reference": "(visited on 2020-02-03)", "BibTeX": "note = {Visited on 2020-02-03}",
            "RIS": "Y2 - 2020/02/03", "CSL": '"accessed": { "date-parts": [ [ 2020, 2, 3 ] ] }'}),
        (ARTICLE % "number = {4}, issue = {Lent}, issuetitle = {Ice}, issuesubtitle = {Rime}", {
            "list": "issue “Ice: Rime”", "CSL": '"issue": "4, Lent"', "RIS": "IS - 4, Lent",
            "JATS": "<issue-title>Ice: Rime</issue-title>", "JSON-LD": '"name": "Ice: Rime"'}),
        (ARTICLE % "eprint = {7654321}, eprinttype = {pubmed}", {
            "CSL": '"PMID": "7654321"', "RIS": "AN - 7654321",
            "JATS": '<article-id pub-id-type="pmid">7654321', "Highwire": "citation_pmid"}),
        (PAPER % "eventtitle = {E}, eventtitleaddon = {Late}, venue = {O}, eventdate = {2003-05}", {
            "reference": "Presented at E. Late, O, 2003-05.", "JATS": "<conf-date>2003-05<",
            "CSL": '"event-date": { "date-parts": [ [ 2003, 5 ] ] }'}),
        (PAPER % "series = {LNCS}, number = {12}", {
            "CSL": '"collection-number": "12"', "RIS": "M1 - 12", "BibTeX": "number = {12}",
            "JSON-LD": '"position": "12"'}),
        (PAPER % "number = {12}", {"CSL": '"issue": "12"'}),
        (ARTICLE % "eprint = {123}, eprinttype = {osti}", {
            "list": "J 2003 - osti: 123", "reference": "J, 2003. osti: 123.",
            "BibTeX": "archivePrefix = {osti}, eprint = {123}", "RIS": "DB - osti",
            "CSL": '"archive": "osti", "archive_location": "123"',
            "JATS": "<meta-value>osti: 123</meta-value>"}),
        (ARTICLE % "pmid = {7654321}, eprint = {123}, eprinttype = {osti}", {
            "RIS": "N1 - Eprint in osti: 123", "CSL": '"PMID": "7654321"'}),
        (MISC % "eprint = {123}, eprinttype = {osti}", {
            "list": "osti 2003 - osti: 123", "reference": "T. 2003. osti: 123."}),
        (ARTICLE % "doi = {10.5555/a}, eprint = {2001.01234}, eprinttype = {arxiv}", {
            "list": "- arXiv", "reference": "arXiv:2001.01234", "RIS": "Eprint in arXiv: 2001.0",
            "BibTeX": "archivePrefix = {arXiv}, eprint = {2001.01234}",
            "CSL": '"note": "arXiv: 2001.01234"', "JATS": '"arxiv">2001.01234'}),
        (ARTICLE % "arxiv = {2001.01234}, hal = {hal-01234567}, doi = {10.5555/a}", {
            "BibTeX": "eprint = {2001.01234}", "RIS": "arXiv: 2001.01234; HAL: hal-01234567",
            "reference": "J, 2003. HAL: hal-01234567. arXiv:2001.01234,",
            "CSL": '"note": "arXiv: 2001.01234; HAL: hal-01234567"',
            "JATS": "<meta-value>HAL: hal-01234567<"}),
        (ARTICLE % "series = {new}", {"reference": "J, 2003. Series: new."}),
        (BOOK % "edition = {2nd ed.}", {"reference": "Press, 2nd edition, 2003."}),
        (ARTICLE % "arxiv = {2001.01234}, doi = {10.5555/a}", {"reference": "arXiv:2001.01234"}),
        (MISC % "eprint = {hal-01234567}, eprinttype = {hal}", {
            "reference": "T. HAL preprint hal-01234567, 2003."}),
        (MISC % "location = {Oslo}, series = {Works}, number = {7}, edition = {2}, volume = {3}", {
            "reference": "T. No. 7, volume 3, 2nd edition, Works, Oslo, 2003.",
            "BibTeX": "howpublished = {No. 7, volume 3, 2nd edition, Works, Oslo}"}),
        (MISC % "howpublished = {Leaflet}, organization = {Ice Club}, type = {Poem}", {
            "reference": "T. Poem, Ice Club, Leaflet, 2003.",
            "BibTeX": "howpublished = {Poem, Ice Club, Leaflet}"}),
        (PATENT % "location = {countryde}", {
            "reference": "T. Patent 1, Acme, Germany, 2003.",
            "BibTeX": "howpublished = {Patent no. 1, Acme, Germany}"}),
        (MISC % "addendum = {A **second** look}", {
            "list": "- A second look", "reference": "2003. A second look.",
            "BibTeX": "note = {A second look}", "RIS": "N1 - A second look",
            "CSL": '"note": "A second look"', "JATS": "<meta-value>A second look<"}),
        (MISC % "note = {A look}", {"JATS": "<meta-name>note</meta-name> <meta-value>A look<"}),
        (ARXIV % "howpublished = {Leaflet}, version = {2}", {
            "reference": "T. Leaflet, 2003. Version 2. arXiv:2001.01234.", "RIS": "N1 - Leaflet",
            "BibTeX": "howpublished = {arXiv preprint arXiv:2001.01234 version 2, Leaflet}"}),
        (ARXIV % "howpublished = {arXiv preprint}", {
            "BibTeX": "howpublished = {arXiv preprint arXiv:2001.01234}"}),
        (BOOK % "pagetotal = {371}, bookpagination = {column}", {
            "list": "371 columns", "RIS": "SP - 371 columns", "JATS": "371 columns",
            "CSL": '"number-of-pages": "371 columns"'}),
        (REPORT % "number = {7}", {"list": "Report 7, Inst 2003"}),
        (REPORT % "publisher = {Press}, isrn = {KTH/1}, isbn = {978-3-16-148410-0}", {
            "reference": "Report, Inst, 2003. Publisher: Press; ISRN KTH/1.",
            "BibTeX": "institution = {Inst}, year = {2003}, isbn = {978-3-16-148410-0}, "
            "note = {Publisher: Press; ISRN KTH/1}",
            "RIS": "N1 - ISBN 978-3-16-148410-0 N1 - Publisher: Press N1 - ISRN KTH/1",
            "CSL": '"publisher": "Inst", "ISBN": "978-3-16-148410-0", "note": "Publisher: Press; ',
            "JATS": "<meta-name>publisher</meta-name> <meta-value>Press</meta-value>"}),
        (BOOK % "translator = {Hand, Tom}, origlanguage = {french}, origpublisher = {Old Press}", {
            "list": "original language: French", "RIS": "N1 - Original language: French",
            "CSL": '"note": "Original language: French"', "JATS": "<meta-value>Old Press<",
            "reference": "first published: Old Press; original language: French."}),
        (BOOK % "isbn = {978-3-16-148410-0}, issn = {1234-5679}", {
            "RIS": "N1 - ISBN 978-3-16-148410-0"}),
        (BOOK.replace("publisher = {Press}, ", "") % "howpublished = {By hand}", {
            "BibTeX": "publisher = {By hand}", "reference": "T. By hand, 2003."}),
        (PAPER % "publisher = {Press}, organization = {Ice Club}, venue = {Oslo}", {
            "BibTeX": "publisher = {Press}, organization = {Ice Club}, year = {2003}, "
            "note = {Presented in Oslo}", "RIS": "N1 - Presented in Oslo N1 - Organization: Ice",
            "reference": "Ice Club, Press, 2003. Presented in Oslo.",
            "CSL": '"note": "Organization: Ice Club"', "JATS": "<conf-loc>Oslo</conf-loc>"}),
        (PAPER % "journaltitle = {Lectures}", {
            "list": "Lectures 2003", "reference": "In P. 2003. In Lectures.",
            "CSL": '"container-title": "P", "note": "In Lectures"', "RIS": "C3 - P",
            "BibTeX": "booktitle = {P}, year = {2003}, note = {In Lectures}"}),
        (ARTICLE % "booktitle = {P}", {
            "list": "J 2003 - in P", "CSL": '"container-title": "J", "note": "In P"'}),
        (ARTICLE % "volume = {12}, number = {3}", {
            "reference": "J, 2003. Volume 12, number 3."}),
        (ARTICLE % "pages = {1--9}, eid = {e7}", {
            "reference": "pages 1–9, 2003. Article e7.", "BibTeX": "note = {Article e7}",
            "RIS": "N1 - Article e7", "CSL": '"number": "e7"', "JATS": "<meta-value>e7<"}),
        (CHAPTER % "editora = {Two, Bo}", {"reference": "In Bo Two, editor, B."}),
        (CHAPTER % "eventtitle = {Days of Ice}", {
            "RIS": "N1 - Presented at Days of Ice", "BibTeX": "note = {Presented at Days of Ice}"}),
        (ARTICLE.replace("journaltitle", "shortjournal") % "volume = {1}", {
            "list": "J 2003", "reference": "T. J, 2003.", "CSL": '"container-title": "J"'}),
    ],
)  # fmt: skip
def test_a_field_is_where_each_output_has_a_place_for_it(
    tmp_path: Path, entry: str, said: dict[str, str]
) -> None:
    found = outputs(tmp_path, entry)
    assert {name: found[name] for name, text in said.items() if text not in found[name]} == {}


def test_a_reference_without_authors_begins_with_the_title(tmp_path: Path) -> None:
    entry = "@collection{k, translator = {Hand, Tom}, title = {T}, date = {2003}, publisher = {P}}"
    assert outputs(tmp_path, entry)["reference"].startswith("T. ")


def test_a_director_is_no_editor(tmp_path: Path) -> None:
    (entry,) = read_text(tmp_path, FILM % "editortype = {director}").entries.values()
    film = entry.publication
    assert "editor" not in csl_item(film)
    assert "editor" not in article(film, "page")
    assert not {"ED  - ", "A2  - "} & {line[:6] for line in ris([film]).splitlines()}
    assert "editor" not in classic_bibtex([entry])
    assert 'contrib-type="editor"' not in jats(film)


def test_who_did_two_things_is_named_once_where_both_have_one_name(tmp_path: Path) -> None:
    entry = BOOK % "foreword = {Fox, Fay and others}, afterword = {Fox, Fay and Ito, Ina}"
    (found,) = read_text(tmp_path, entry).entries.values()
    names = csl_item(found.publication)["contributor"]
    assert json.dumps(names).count("Fox") == 1
    assert isinstance(names, list)
    assert names[-1] == {"literal": "others"}


def test_the_author_of_the_book_who_wrote_the_part_is_said_once(tmp_path: Path) -> None:
    assert "book by" not in outputs(tmp_path, CHAPTER % "bookauthor = {One, Ann}")["list"]


def test_an_openurl_says_the_whole_of_a_volume_as_series(tmp_path: Path) -> None:
    (found,) = read_text(tmp_path, BOOK % "maintitle = {Works}, volume = {2}").entries.values()
    assert dict(parse_qsl(context_object(found.publication)))["rft.series"] == "Works"


@pytest.mark.parametrize("type_", FIELDS)
def test_no_text_of_a_field_of_the_manual_is_lost(tmp_path: Path, type_: str) -> None:
    found = outputs(tmp_path, entry_of(type_, "pubstate"))
    texts = {field: value_of(type_, field).lower() for field in FIELDS[type_]}
    # Others are names, numbers, dates and keys.
    words = {field: text for field, text in texts.items() if text.startswith("the ")}
    unprinted = {"abstract", "keywords", "shorttitle"}
    for name in ("reference", "BibTeX", "RIS", "CSL", "JATS"):
        lost = {field for field, text in words.items() if text not in found[name].lower()}
        assert lost == (unprinted if name in {"reference", "BibTeX"} else set())


@pytest.mark.parametrize("type_", FIELDS)
def test_a_paper_with_every_field_is_valid_jats(tmp_path: Path, type_: str) -> None:
    (found,) = read_text(tmp_path, entry_of(type_, "pubstate")).entries.values()
    assert invalid(jats(found.publication)) == []


@pytest.mark.parametrize(
    ("bib", "parts"),
    [
        ("@thesis{k, type = {mathesis}, institution = {U}", ["@mastersthesis{k,", "school = {U}"]),
        ("@thesis{k, type = {phdthesis}, institution = {U}", ["@phdthesis{k,"]),
        (
            "@inproceedings{k, booktitle = {B}, organization = {Org}, publisher = {P}",
            ["organization = {Org}", "publisher = {P}"],
        ),
        ("@inproceedings{k, booktitle = {B}, organization = {Org}", ["publisher = {Org}"]),
    ],
)
def test_classic_bibtex_has_types_of_theses_and_organizations(
    tmp_path: Path, bib: str, parts: list[str]
) -> None:
    file = f"{bib}, author = {{One, Ann}}, title = {{T}}, year = {{2020}}}}"
    (entry,) = read_text(tmp_path, file).entries.values()
    text = classic_bibtex([entry])
    assert [part for part in parts if part not in text] == []
    assert text.count("Org") == bib.count("Org}")


def test_what_stands_at_the_end_of_a_reference_is_a_note(tmp_path: Path) -> None:
    found = read_text(tmp_path, BOOK % "note = {In Greek}, addendum = {With a \\emph{map}}")
    (entry,) = found.entries.values()
    assert csl_item(entry.publication)["note"] == "In Greek; With a map"
    assert "N1  - With a map" in ris([entry.publication])
    assert "note = {In Greek; With a map}" in classic_bibtex([entry])
