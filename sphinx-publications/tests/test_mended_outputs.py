"""What the golden files once had wrong, so that nobody writes it into them again unseen."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from .test_golden import GOLDEN


def golden(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8")


def part(name: str, key: str) -> str:
    """Return what a file with headings says of an entry."""
    found = re.search(rf"^== {key}\n(.*?)(?=\n\n== |\Z)", golden(name), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1].replace("\N{NO-BREAK SPACE}", " ")


def item(key: str) -> dict[str, Any]:
    return next(item for item in json.loads(golden("list.csl.json")) if item["id"] == key)


def record(key: str) -> str:
    return next(text for text in golden("list.ris").split("\nER  -") if f"ID  - {key}" in text)


def test_ris_keeps_the_number_of_a_report_beside_its_pages() -> None:
    assert "CERN-TH-2020-001" in record("numbered")


@pytest.mark.parametrize("text", [record("report"), part("coins.txt", "report")])
def test_the_number_of_a_report_is_no_page(text: str) -> None:
    assert "SP  - 7" not in text
    assert "rft.spage: 7" not in text


def test_the_openurl_of_a_report_names_its_institution() -> None:
    assert "EPFL" in part("coins.txt", "report")


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        (json.dumps(item("patent")), '"issue"'),
        (record("patent"), "IS  - "),
        (part("highwire.txt", "patent"), "citation_issue"),
    ],
    ids=["CSL", "RIS", "Highwire"],
)
def test_the_number_of_a_patent_is_no_issue(text: str, slip: str) -> None:
    assert slip not in text


def test_the_address_of_the_code_is_not_that_of_the_paper() -> None:
    assert item("aliases").get("URL") != "https://x.org/code"


def test_the_version_of_data_is_kept() -> None:
    assert item("data").get("version") == "1.2"


def test_an_article_without_a_year_is_cited_with_its_journal() -> None:
    assert "Ann One. Without a year. J" in part("pages.txt", "noyear")


def test_what_is_in_press_is_cited_as_such() -> None:
    assert re.search(r"von der Thirteen, Jr\. Soon\. .*in press", part("pages.txt", "soon"), re.I)


def test_bibtex_of_a_child_can_be_copied_alone() -> None:
    # Either the parent comes along, or the child has what it inherits.
    assert "@proceedings{parent" in golden("list.bib") or "crossref" not in golden("list.bib")


def test_bibtex_for_others_selects_nothing() -> None:
    assert "selected" not in golden("list.bib")


@pytest.mark.parametrize(
    ("key", "said"), [("numbered", "CERN-TH-2020-001"), ("eid", "021041"), ("chapter", "978-3")]
)
def test_search_engines_are_told_every_number(key: str, said: str) -> None:
    described = json.loads(part("jsonld.txt", key))
    assert said in json.dumps({**described[0], "identifier": "", "sameAs": ""})
