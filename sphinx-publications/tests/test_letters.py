"""The letter that a list by letter files a name under."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.project.selection import group


@pytest.mark.parametrize(
    ("author", "letter"),
    [
        ("'t Oak, Gus", "O"),
        ("'t Hooft, Gerard", "H"),
        ("\N{RIGHT SINGLE QUOTATION MARK}s Gravesande, Willem", "G"),
        ("\N{MODIFIER LETTER TURNED COMMA}Abd, Omar", "A"),
        ("d'Alembert, Jean", "D"),
        ("{\\enquote{Weird} Group}", "W"),
        ("{3M}", "Other"),
    ],
)
def test_signs_before_a_name_do_not_count(tmp_path: Path, author: str, letter: str) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(f"@misc{{a, author = {{{author}}}, title = {{T}}, year = {{2020}}}}", "utf-8")
    (entry,) = read([file], ReadingOptions()).entries.values()
    (found,) = group([entry.publication], "letter")
    assert found.title == letter
