"""What Crossref says of a paper, as fields of an entry."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_publications.acquire.clients.registries import csl_record

from . import answers

TEXT = {
    "URL": "https://j.example/7.pdf",
    "content-type": "application/pdf",
    "intended-application": "text-mining",
}
CHECKED = {**TEXT, "URL": "https://j.example/check.pdf"}
CHECKED["intended-application"] = "similarity-checking"
PAGE = {**TEXT, "URL": "https://j.example/7.xml", "content-type": "text/xml"}


@pytest.mark.parametrize(
    ("changes", "pdf"),
    [
        ({"link": [TEXT]}, "https://j.example/7.pdf"),
        # Nobody but the programs that look for plagiarism may read that.
        ({"link": [CHECKED]}, None),
        ({"link": [CHECKED, PAGE, TEXT]}, "https://j.example/7.pdf"),
        ({"link": [TEXT], "license": []}, None),
        ({"link": [TEXT], "license": [{"URL": "https://j.example/terms"}]}, None),
    ],
)
def test_a_pdf_is_one_that_everybody_may_read(changes: dict[str, Any], pdf: str | None) -> None:
    assert csl_record({**answers.CROSSREF, **changes}).fields.get("pdf") == pdf


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"status": "in press"}, "inpress"),
        ({"status": "submitted", "issued": {"date-parts": [[2024]]}}, "submitted"),
        ({"issued": {"literal": "accepted"}}, "accepted"),
        ({"status": "published"}, None),
        ({}, None),
    ],
)
def test_the_state_of_an_item_is_its_pubstate(said: dict[str, Any], state: str | None) -> None:
    assert csl_record({**answers.CROSSREF, **said}).fields.get("pubstate") == state
