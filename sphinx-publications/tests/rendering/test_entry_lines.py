"""Who stays visible in a long list of authors."""

from __future__ import annotations

import pytest

from sphinx_publications.rendering.entry_lines import gaps, shown_positions


@pytest.mark.parametrize(
    ("authors", "shown"),
    [
        ("..........", "AB … IJ"),
        ("....!.....", "AB … E … IJ"),
        # A gap of one author is not worth a gap.
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
    positions = shown_positions([mark == "!" for mark in authors])
    signs = (gap.replace(", ", "") for gap in gaps(positions))
    letters = (chr(ord("A") + position) for position in positions)
    assert "".join(map("".join, zip(signs, letters, strict=True))) == shown


def test_names_have_commas_between_them() -> None:
    assert gaps([0, 1, 4, 5]) == ["", ", ", " … ", ", "]
