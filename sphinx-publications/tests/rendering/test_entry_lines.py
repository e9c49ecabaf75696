"""Who stays visible in a long list of authors."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.rendering.entry_lines import authors_line, gaps, shown_positions

from ..bibfiles import only, read_text


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
