"""Unicode as LaTeX: the same as pylatexenc's encoder makes of it, character by character."""

from __future__ import annotations

import pytest

from sphinx_publications.latex.macros import _encoder, to_latex

CHARACTERS = [*map(chr, range(0x20, 0x250)), *"\tαЖ—’…±₂ﬁ日\u212b\u200b\u0301\u030c"]
BESIDE = ("", "a", "é", "{", "_", "\\", "e\u0301")


@pytest.mark.parametrize("keeps_markup", [True, False])
@pytest.mark.parametrize("beside", BESIDE)
def test_what_stays_is_passed_over(beside: str, keeps_markup: bool) -> None:
    encode = _encoder(keeps_markup).unicode_to_latex
    for character in CHARACTERS:
        for text in (f"{beside}{character}", f"{character}{beside} x"):
            assert to_latex(text, keeps_markup=keeps_markup) == encode(text), text


def test_letters_are_macros_and_markup_is_kept() -> None:
    assert to_latex("Müller & Co.") == r"M{\"u}ller {\&} Co."
    assert to_latex(r"\emph{Müller}", keeps_markup=True) == r"\emph{M{\"u}ller}"
