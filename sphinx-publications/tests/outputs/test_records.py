"""What each format says of one paper: names, marks, states, and what readers go by."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import pytest
from pybtex.database import parse_string

from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs import json_ld
from sphinx_publications.outputs.classic_bibtex import classic_bibtex
from sphinx_publications.outputs.csl import csl_item
from sphinx_publications.outputs.jats import jats
from sphinx_publications.outputs.json_ld import script
from sphinx_publications.outputs.page_metadata import context_object, highwire_tags
from sphinx_publications.outputs.ris import ris

from ..bibfiles import only, read_text

MARKED = """@article{a, author = {One, Ann and Two, Ben and {The Group}}, journal = {J},
  author+an = {1=equal; 2=equal,corresponding}, title = {T}, year = {in press}}"""
PREPRINT = """@article{a, author = {One, Ann}, title = {T}, year = 2020, eprint = {2106.10064},
  archiveprefix = {arXiv}, journal = {arXiv preprint}}"""
MEETING = "@inproceedings{a, author = {One, Ann}, title = {T}, year = 2020, %s}"


@pytest.fixture
def marked(tmp_path: Path) -> Publication:
    return only(read_text(tmp_path, MARKED))


@pytest.fixture
def preprint(tmp_path: Path) -> Publication:
    return only(read_text(tmp_path, PREPRINT))


def test_jats_says_who_contributed_equally_and_who_is_a_group(marked: Publication) -> None:
    article = ElementTree.fromstring(re.sub("<!DOCTYPE[^>]*>", "", jats(marked)))
    people = list(article.iter("contrib"))
    assert [one.get("equal-contrib") for one in people] == ["yes", "yes", None]
    assert [one.get("corresp") for one in people] == [None, "yes", None]
    assert [one.findtext("collab") for one in people] == [None, None, "The Group"]
    assert [one.findtext("name/surname") for one in people] == ["One", "Two", None]


def test_jats_holds_nothing_that_no_xml_may_hold(marked: Publication) -> None:
    odd = marked._replace(title="A\x00B\x1bC\ufffe")
    article = ElementTree.fromstring(re.sub("<!DOCTYPE[^>]*>", "", jats(odd)))
    assert article.findtext(".//article-title") == "ABC"


def test_what_is_in_press_is_so_everywhere(marked: Publication) -> None:
    assert csl_item(marked)["issued"] == {"literal": "in press"}
    assert "N1  - in press" in ris([marked])
    assert "PY" not in ris([marked])


STATED = "@article{a, author = {One, Ann}, title = {T}, journal = {J}, year = 2024, month = 5, %s}"


@pytest.mark.parametrize(
    "field", ["pubstate = {submitted}", "note = {Submitted}", "pages = {submitted}"]
)
def test_what_has_yet_to_appear_is_published_nowhere(tmp_path: Path, field: str) -> None:
    reading = read_text(tmp_path, STATED % field)
    found = only(reading)
    item = csl_item(found)
    assert (item["status"], item["issued"]) == ("submitted", {"date-parts": [[2024, 5]]})
    article = ElementTree.fromstring(re.sub("<!DOCTYPE[^>]*>", "", jats(found)))
    assert article.find(".//pub-date") is None
    assert article.findtext(".//custom-meta/meta-value") == "submitted"
    thing = json_ld.article(found, "page")
    assert thing["creativeWorkStatus"] == "submitted"
    assert "datePublished" not in thing
    assert "citation_publication_date" not in dict(highwire_tags(found))
    assert "rft.date" not in dict(parse_qsl(context_object(found)))
    assert re.findall(r"n1  - (.*)", ris([found]).lower()) == ["submitted"]
    bibtex = classic_bibtex(reading.entries.values())
    assert re.findall(r"note = \{(.*)\}", bibtex.lower()) == ["submitted"]
    assert "year = {2024}" in bibtex


def test_what_has_no_date_has_no_state(tmp_path: Path) -> None:
    found = only(read_text(tmp_path, (STATED % "").replace("2024, month = 5", "{n.d.}")))
    assert "status" not in csl_item(found)
    assert "creativeWorkStatus" not in json_ld.article(found, "page")


def test_a_preprint_is_one_everywhere(tmp_path: Path, preprint: Publication) -> None:
    assert ris([preprint]).startswith("TY  - RPRT")
    assert csl_item(preprint)["type"] == "article"
    bibtex = classic_bibtex(read_text(tmp_path, PREPRINT).entries.values())
    assert bibtex.startswith("@misc{a,")
    assert "eprint = {2106.10064}" in bibtex
    tags = dict(highwire_tags(preprint))
    assert tags["dc.type"] == "preprint"
    assert "citation_journal_title" not in tags


def test_a_group_is_no_person(marked: Publication) -> None:
    authors = csl_item(marked)["author"]
    assert isinstance(authors, list)
    assert authors[-1] == {"literal": "The Group"}
    assert ("rft.au", "The Group,") in parse_qsl(context_object(marked))


def test_who_made_a_patent_is_its_inventor(tmp_path: Path) -> None:
    text = "@patent{a, author = {One, Ann}, title = {T}, number = {1}, year = 2020}"
    told = parse_qsl(context_object(only(read_text(tmp_path, text))))
    assert ("rft.inventor", "One, Ann") in told


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ("booktitle = {B}", ["prism.publicationName"]),
        ("eventtitle = {B}", ["citation_conference_title"]),
        (
            "booktitle = {B}, eventtitle = {B}",
            ["citation_inbook_title", "citation_conference_title"],
        ),
    ],
)
def test_a_book_is_no_conference(tmp_path: Path, fields: str, where: list[str]) -> None:
    found = only(read_text(tmp_path, MEETING % fields))
    tags = highwire_tags(found)
    assert [name for name, content in tags if content == "B"] == where
    assert (("z.itemType", "conferencePaper") in tags) == ("eventtitle" not in fields)
    assert ("T2  - B" in ris([found])) == ("eventtitle" in fields)


def test_no_text_ends_the_script_of_json_ld() -> None:
    html = script([{"name": "a</script><b>&"}])
    inner = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in inner
    assert json.loads(inner)["@graph"] == [{"name": "a</script><b>&"}]


@pytest.mark.parametrize(
    ("type_", "how", "publisher", "note"),
    [
        ("misc", "Self-published leaflet", "Self-published leaflet", None),
        ("booklet", "Given out at the fair", "Given out at the fair", None),
        ("misc", r"Leaflet, \url{https://example.org/leaf}", "Leaflet", None),
        ("misc", r"Available online at \url{https://example.org/leaf}", None, None),
        ("misc", "Web", None, None),
        ("misc", "arXiv:2106.10064", "arXiv:2106.10064", None),
        ("article", "Beilage", None, "Beilage"),
        ("misc", "Submitted", None, None),
    ],
)
def test_how_it_was_published_is_said_in_words(
    tmp_path: Path, type_: str, how: str, publisher: str | None, note: str | None
) -> None:
    journal = "journal = {J}, " if type_ == "article" else ""
    fields = f"title = {{T}}, year = 2020, {journal}howpublished = {{{how}}}"
    found = only(read_text(tmp_path, f"@{type_}{{a, author = {{One, Ann}}, {fields}}}"))
    item, lines = csl_item(found), ris([found]).splitlines()
    assert (item.get("publisher"), item.get("note")) == (publisher, note)
    assert [line[6:] for line in lines if line[:2] == "PB"] == [publisher] * bool(publisher)
    assert [line[6:] for line in lines if line[:2] == "N1"] == [note] * bool(note)


COLLABORATION = """@%s{a, author = {One, Ann}, title = {T}, journal = {J}, booktitle = {B},
  year = 2020, collaboration = {BIGEXP}, school = {U}}"""


@pytest.mark.parametrize(
    ("type_", "key"),
    [("article", "rft.aucorp"), ("inproceedings", "rft.aucorp"), ("misc", "rft.creator")],
)
def test_a_collaboration_reaches_reference_managers(tmp_path: Path, type_: str, key: str) -> None:
    found = only(read_text(tmp_path, COLLABORATION % type_))
    assert (key, "BIGEXP") in parse_qsl(context_object(found))
    authors = [text for name, text in highwire_tags(found) if name == "citation_author"]
    assert authors == ["One, Ann", "BIGEXP"]


def test_a_thesis_in_openurl_has_no_key_for_a_collaboration(tmp_path: Path) -> None:
    found = only(read_text(tmp_path, COLLABORATION % "phdthesis"))
    assert "BIGEXP" not in context_object(found)


def test_a_manual_in_classic_bibtex_has_its_type_and_its_organisation(tmp_path: Path) -> None:
    entry = """@manual{a, author = {One, Ann}, title = {T}, year = 2020, type = {User guide},
      organization = {Works}, note = {Third draft of it}, url = {https://x.org/g}}"""
    bibtex = classic_bibtex(read_text(tmp_path, entry).entries.values())
    assert "note = {User guide; Third draft of it}" in bibtex
    assert "organization = {Works}" in bibtex
    assert "url = {https://x.org/g}" in bibtex


def test_classic_bibtex_says_what_a_chapter_is_and_a_state_once(tmp_path: Path) -> None:
    text = """@incollection{a, author = {One, Ann}, title = {T}, year = 2020, type = {Appendix},
      chapter = {3}, booktitle = {B}, publisher = {P}}
    @unpublished{b, author = {One, Ann}, title = {T}, note = {Submitted}}"""
    reading = read_text(tmp_path, text)
    bibtex = classic_bibtex(reading.entries.values())
    assert "type = {Appendix}" in bibtex
    assert "note = {Submitted}," in bibtex
    assert ris([reading.entries["b"].publication]).lower().count("submitted") == 1


def test_identifiers_in_classic_bibtex_are_written_as_they_are(tmp_path: Path) -> None:
    text = (
        "@article{a, author = {One, Ann}, title = {T}, journal = {J}, year = {2003},\n"
        "  doi = {10.1175/1520(2003)033<0001:E_X>2.0.CO;2}, url = {https://x.org/a_b?c=1&d=%20}}\n"
        "@misc{b, author = {One, Ann}, title = {T}, year = {2003}, eprinttype = {HAL},\n"
        "  eprint = {hal-0000001}, url = {https://x.org/~b#c}}\n"
    )
    written = classic_bibtex(read_text(tmp_path, text).entries.values())
    found = parse_string(written, "bibtex").entries
    assert found["a"].fields["doi"] == "10.1175/1520(2003)033<0001:E_X>2.0.CO;2"
    assert found["a"].fields["url"] == "https://x.org/a_b?c=1&d=%20"
    assert found["b"].fields["url"] == "https://x.org/~b#c"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (r"Uptake of H$_2$O in \emph{Salmo}", r"Uptake of {H$_{2}$O} in \textit{Salmo}"),
        (
            r"Decay of $\alpha \to \beta_2$ in $x=2$",
            r"Decay of $\alpha$ $\to$ $\beta_{2}$ in $x=2$",
        ),
        (r"In $O(n^2)$, $\frac{1}{2}$", r"In $O$($n^{2}$), $\frac{1}{2}$"),
        (r"$\mathrm{Ca}^{2+}$ and α", r"{Ca$^{2+}$} and {$\alpha$}"),
        (r"On $N$-Body and $x$-axis", r"On {$N$-Body} and $x$-axis"),
    ],
)
def test_formulas_in_classic_bibtex_are_those_that_readers_know(
    tmp_path: Path, title: str, written: str
) -> None:
    entry = (
        f"@article{{a, author = {{One, Ann}}, journal = {{J}}, year = 2020, title = {{{title}}}}}"
    )
    assert f"title = {{{written}}}" in classic_bibtex(read_text(tmp_path, entry).entries.values())


@pytest.mark.parametrize(
    ("year", "shared", "classic"),
    [
        ("in press", {"pubstate": "inpress"}, {"note": "In press"}),
        ("2024 (in press)", {"date": "2024", "pubstate": "inpress"}, {"year": "2024"}),
        ("ca. 1850", {"date": "1850~"}, {"year": "1850", "note": "Ca. 1850"}),
        ("June 1980", {"date": "1980-06"}, {"year": "1980"}),
        ("n.d.", {}, {}),
        ("1998--2004", {"year": "1998--2004"}, {"year": "1998--2004"}),
    ],
)
def test_no_year_begins_with_words(
    tmp_path: Path, year: str, shared: dict[str, str], classic: dict[str, str]
) -> None:
    text = (
        f"@article{{a, author = {{One, Ann}}, title = {{T}}, journal = {{J}}, year = {{{year}}}}}"
    )
    entry = read_text(tmp_path, text).entries["a"]
    for written, expected in ((entry.source.bibtex, shared), (classic_bibtex([entry]), classic)):
        fields = dict(parse_string(written, "bibtex").entries["a"].fields)
        assert fields | expected == fields
        assert {"year", "date", "note"} & fields.keys() <= expected.keys() | {"note"}


def test_a_blog_is_where_a_post_is(tmp_path: Path) -> None:
    text = """@online{a, author = {One, Ann}, title = {T}, date = {2023-01-09}, type = {Blog post},
      organization = {The Blog}, url = {https://x.org/t}}"""
    reading = read_text(tmp_path, text)
    found = only(reading)
    assert ris([found]).startswith("TY  - BLOG\n")
    assert "T2  - The Blog" in ris([found])
    item = csl_item(found)
    assert (item["type"], item["container-title"]) == ("post-weblog", "The Blog")
    assert ("rft.type", "blogPost") in parse_qsl(context_object(found))
    assert ("z.itemType", "blogPost") in highwire_tags(found)
    bibtex = classic_bibtex(reading.entries.values())
    assert "howpublished = {Blog post, The Blog}" in bibtex
    assert "day = {9}" in bibtex


def test_editors_in_an_openurl_are_no_authors(tmp_path: Path) -> None:
    text = "@collection{a, editor = {One, Ann}, title = {T}, publisher = {P}, date = {2020}}"
    told = parse_qsl(context_object(only(read_text(tmp_path, text))))
    assert ("rft.contributor", "One, Ann") in told
    assert "rft.au" not in dict(told)


def test_who_contributed_equally_is_the_first_note(marked: Publication) -> None:
    said = "Equal contribution: Ann One, Ben Two"
    assert ris([marked]).splitlines()[1] == f"N1  - {said}"
    article = ElementTree.fromstring(re.sub("<!DOCTYPE[^>]*>", "", jats(marked)))
    assert article.findtext(".//author-notes/fn/p") == said
    assert dict(highwire_tags(marked))["z.extra"].startswith(said)


def test_two_authors_of_one_name_are_two(tmp_path: Path) -> None:
    found = only(read_text(tmp_path, MARKED.replace("Two, Ben", "One, Ann")))
    assert json.dumps(csl_item(found)["author"]).count("One") == 2


def test_a_translator_in_place_of_an_editor_is_no_author(tmp_path: Path) -> None:
    text = "@book{a, editor = {One, Ann}, editortype = {translator}, title = {T}, year = 2020}"
    said = ris([only(read_text(tmp_path, text))])
    assert "A4  - One, Ann" in said
    assert "AU" not in said


def test_a_suffix_reaches_zotero(tmp_path: Path) -> None:
    text = "@book{a, author = {van King, Jr., Martin Luther}, title = {T}, date = {1964}}"
    found = only(read_text(tmp_path, text))
    assert csl_item(found)["author"] == [{"family": "van King", "given": "Martin Luther, Jr."}]
    assert ("rft.au", "van King Jr., Martin Luther") in parse_qsl(context_object(found))
    # With spaces on both sides of its comma, Zotero would divide the name of a single author.
    (name,) = (text for tag, text in highwire_tags(found) if tag == "citation_author")
    assert name == "van King Jr., Martin\N{NO-BREAK SPACE}Luther"
