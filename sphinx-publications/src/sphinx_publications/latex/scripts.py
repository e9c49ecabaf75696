"""Superscripts and subscripts as plain text (10⁻⁶, H₂O), and LaTeX escapes in URLs."""

from __future__ import annotations

import re

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
