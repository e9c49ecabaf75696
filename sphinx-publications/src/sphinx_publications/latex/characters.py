"""Characters of LaTeX: raised and lowered ones, escapes in URLs, and Unicode written as LaTeX."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()n*†∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ*†°")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
SCRIPTS = {"^": _SUPERSCRIPTS, "_": _SUBSCRIPTS}
"""Tables of raised and lowered characters, by the sign of the script in formulas."""
SIGN_OF_TAG = {"sup": "^", "sub": "_"}
SIGN_OF_MACRO = {
    "textsuperscript": "^", "textsubscript": "_", "mkbibsuperscript": "^", "sp": "^", "sb": "_",
    "up": "^", "fup": "^",
}  # fmt: skip
"""Text macros that raise or lower their argument, with the sign for formulas."""
_COUNTS = set("+-−=")


def script(text: str, sign: str) -> str:
    """Return `text` raised or lowered, or after its sign if Unicode lacks a character."""
    table = SCRIPTS[sign]
    if all(ord(char) in table for char in text):
        return text.translate(table)
    return sign + text


def script_in_text(text: str, sign: str) -> str:
    """Return a script in running text; words stay unchanged, as in 1st and Mme."""
    has_number = any(char.isdigit() or char in _COUNTS for char in text)
    is_known = all(ord(char) in SCRIPTS[sign] for char in text)
    return script(text, sign) if has_number or is_known else text


# LaTeX escapes in URLs and DOIs.

_ESCAPES = re.compile(r"[\\{}]")
_SIGNS = {
    "allowbreak": "", "ensuremath": "", "greater": ">", "greaterthan": ">", "gt": ">", "less": "<",
    "lessthan": "<", "lt": "<", "mathplus": "+", "mathsemicolon": ";", "slash": "/", "sim": "~",
    "textampersand": "&", "textasciicircum": "^",
    "textasciitilde": "~", "textbar": "|", "textdollar": "$", "textendash": "–",
    "textgreater": ">", "textless": "<", "textnumbersign": "#", "textpercent": "%",
    "textquotesingle": "'", "texttildelow": "~", "textunderscore": "_",
}  # fmt: skip
"""Macros that exporters and publishers write for characters of URLs and DOIs."""
_SIGN = re.compile(
    rf"(?:(?<!\\)\$\s*)?\\({'|'.join(_SIGNS)})(?![A-Za-z])"
    r"(?:\{\}|\s*\$|\s+)?"
)


def unescape(text: str) -> str:
    r"""Undo the LaTeX escapes in a URL: ``\_``, ``{\textunderscore}``, ``\%``, ``\url{…}``."""
    text = text.strip()
    if not _ESCAPES.search(text):
        return text
    text = re.sub(r"\\(?:url|path)\s*", "", text)
    text = _SIGN.sub(lambda match: _SIGNS[match[1]], text)
    text = text.replace(r"\~{}", "~").replace(r"\~", "~").replace(r"\^{}", "^").replace(r"\-", "")
    return re.sub(r"\\([_%&#$~{}])", r"\1", re.sub(r"(?<!\\)[{}]", "", text)).strip()


# Unicode as LaTeX, for programs that read only ASCII.

_ENCODED = {
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
    # Its tables are large, and few programs need them.
    from pylatexenc.latexencode import (
        RULE_DICT,
        UnicodeToLatexConversionRule,
        UnicodeToLatexEncoder,
    )

    rule = UnicodeToLatexConversionRule(RULE_DICT, {ord(c): text for c, text in _ENCODED.items()})
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
