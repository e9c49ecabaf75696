"""Shortened lists of authors."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.model.imprint import Venue
from sphinx_publications.rendering.entry_lines import authors_line, shown_authors, venue_line

from ..bibfiles import only, read_text


@pytest.mark.parametrize(
    ("authors", "shown"),
    [
        ("..........", "AB … IJ"),
        ("....!.....", "AB … E … IJ"),
        # No gap for a single author.
        ("...!......", "ABCD … IJ"),
        (".....!....", "AB … F … IJ"),
        ("......!...", "AB … GHIJ"),
        (".....!!...", "AB … FGHIJ"),
        ("!........!", "AB … IJ"),
        (".....", "ABCDE"),
        ("......", "AB … EF"),
        (".", "A"),
        ("", ""),
    ],
)
def test_the_first_and_the_last_two_and_the_prominent_are_shown(authors: str, shown: str) -> None:
    found = shown_authors([mark == "!" for mark in authors])
    names = (sep.replace(", ", "") + chr(ord("A") + position) for sep, position in found)
    assert "".join(names) == shown


def test_names_have_commas_between_them() -> None:
    assert shown_authors([False] * 6) == [("", 0), (", ", 1), (" … ", 4), (", ", 5)]


@pytest.mark.parametrize(
    ("editors", "line"),
    [
        ("One, Ann", "A One (ed.)"),
        ("One, Ann and Two, Bo", "A One, B Two (eds.)"),
        ("One, Ann and others", "A One et al. (eds.)"),
    ],
)
def test_one_editor_and_several_are_called_so(tmp_path: Path, editors: str, line: str) -> None:
    text = f"@book{{a, editor = {{{editors}}}, title = {{T}}, publisher = {{P}}, year = 2020}}"
    publication = only(read_text(tmp_path, text))
    assert str(authors_line(publication)) == line


def test_an_award_needs_no_venue_before_it(tmp_path: Path) -> None:
    publication = only(read_text(tmp_path, "@unpublished{a, title = {T}, award = {Best}}"))
    publication = publication._replace(venue=Venue(""))
    assert str(venue_line(publication, has_links=False)) == "Best"
