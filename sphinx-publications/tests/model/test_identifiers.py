"""Addresses as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

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
