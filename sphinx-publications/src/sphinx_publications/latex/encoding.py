"""Convert Unicode to LaTeX for programs that read only ASCII."""

from __future__ import annotations

import unicodedata
from functools import cache

from pylatexenc.latexencode import (
    RULE_DICT,
    UnicodeToLatexConversionRule,
    UnicodeToLatexEncoder,
)

_LETTERS = {
    "Ű": r"\H{U}", "ű": r"\H{u}", "Ħ": "Ħ", "ħ": "ħ", "Ŧ": "Ŧ", "ŧ": "ŧ",
    # Of an accent on \i pandoc makes two characters, and typst and, if \i is in braces, pybtex
    # print a backslash. LaTeX drops the dot by itself.
    "ì": r"\`i", "í": r"\'i", "î": r"\^i", "ï": r"\"i", "ĩ": r"\~i", "ī": r"\=i", "ĭ": r"\u{i}",
    "ĵ": r"\^j",
}  # fmt: skip
"""Letters that pylatexenc's encoder converts wrongly, or so that not all programs read them."""
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u0309": "h", "\u030a": "r", "\u030b": "H", "\u030c": "v",
    "\u030f": "C", "\u0323": "d", "\u0326": "textcommabelow", "\u0327": "c", "\u0328": "k",
    "\u0331": "b",
}  # fmt: skip


@cache
def encoder(keeps_markup: bool = False) -> UnicodeToLatexEncoder:
    """Return an encoder from Unicode to LaTeX; with `keeps_markup` it keeps existing LaTeX."""
    rule = UnicodeToLatexConversionRule(RULE_DICT, {ord(c): text for c, text in _LETTERS.items()})
    return UnicodeToLatexEncoder(
        conversion_rules=[rule, "defaults"],
        non_ascii_only=keeps_markup,
        replacement_latex_protection="braces-all",
        unknown_char_policy=_accented,
        unknown_char_warning=False,
    )


def _accented(char: str) -> str:
    """Write the accents of a letter unknown to the encoder as macros, if possible."""
    letter, *accents = list(unicodedata.normalize("NFD", char))
    if not accents or not all(accent in _ACCENTS for accent in accents) or not letter.isascii():
        return char
    for accent in accents:
        letter = f"\\{_ACCENTS[accent]}{{{letter}}}"
    return f"{{{letter}}}"
