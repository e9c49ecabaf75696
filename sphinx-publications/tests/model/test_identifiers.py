"""Addresses as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.model.identifiers import doi, local_file, safe_url, standard_numbers

from ..bibfiles import (
    of_venue,
    read_text,
    told,
)


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("www.springer.com/a/b", "https://www.springer.com/a/b"),
        ("WWW.springer.com", "https://WWW.springer.com"),
        ("github.com/me/x", "https://github.com/me/x"),
        ("me.github.io/x/", "https://me.github.io/x/"),
        ("doi.org/10.1000/1", "https://doi.org/10.1000/1"),
        (r"\url{www.x.org/a\_b}", "https://www.x.org/a_b"),
    ],
)
def test_an_address_without_scheme_is_one(tmp_path: Path, value: str, url: str) -> None:
    found = read_text(tmp_path, of_venue(f"journal = {{J}}, url = {{{value}}}"))
    link = found.entries["a"].publication.venue_link
    assert link is not None
    assert link.url == url
    (message,) = told(found)
    assert message.startswith(f"1: note: a: url = {{{value}}} is read as https://")


@pytest.mark.parametrize(
    "value", ["paper.pdf", "papers/x.org.pdf", "www", "www.", "javascript:www.x.org/", "x.pdf/"]
)
def test_what_may_be_a_file_is_no_address(tmp_path: Path, value: str) -> None:
    found = read_text(tmp_path, of_venue(f"journal = {{J}}, pdf = {{{value}}}"))
    assert found.entries["a"].publication.all_links == ()
    assert [problem.subtype for problem in found.problems] == ["unsafe_link"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see 10.1000/182.", "10.1000/182"),
        ("10.1000/182;", "10.1000/182"),
        ("https://doi.org/10.1000/x(1)", "10.1000/x(1)"),
        ("10/cn2h9c", "10/cn2h9c"),
        ("10.10/x", None),
    ],
)
def test_a_doi_ends_before_the_signs_of_a_sentence(text: str, found: str | None) -> None:
    assert doi(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "javascript:x",
        "javascript://x.org/%0aalert(1)",
        "data:x",
        "ftp://x.org/",
        "//x.org",
        "https://x.org/\u2066a",
        "x.pdf",
    ],
)
def test_nothing_else_may_be_linked_to(text: str) -> None:
    assert safe_url(text) is None


@pytest.mark.parametrize("name", ["../a.pdf", "a/../../b.pdf", "/etc/passwd", "c:a.pdf", ""])
def test_a_file_stays_in_its_folder(name: str) -> None:
    assert local_file(name, "papers") is None
    assert local_file("papers/a.pdf", "papers") == local_file("a.pdf", "papers") is not None


@pytest.mark.parametrize(
    ("kind", "written", "number"),
    [
        ("isbn", "ISBN 978-3-16-148410-0 (hardcover)", "978-3-16-148410-0"),
        ("isbn", "978–3–16–148410–0", "978-3-16-148410-0"),
        ("isbn", "978 3 16 148410 0", "978-3-16-148410-0"),
        ("isbn", "316148410x; 9783161484100", "316148410X, 9783161484100"),
        ("isbn", "978-3-16-148410-1", "978-3-16-148410-1"),
        ("isbn", "SBN 12-34", "SBN 12-34"),
        ("issn", "ISSN 0378-5955", "0378-5955"),
        ("issn", "03785955", "0378-5955"),
        ("issn", "0378-5955 (print), 2434-561x (online)", "0378-5955, 2434-561X"),
        ("issn", "", ""),
    ],
)
def test_a_standard_number_has_its_form(kind: str, written: str, number: str) -> None:
    assert standard_numbers(written, kind) == number


def test_an_address_in_angle_brackets_is_one() -> None:
    assert safe_url("<https://x.org/a>") == "https://x.org/a"
