"""A formula of TeX as MathML and as a line of text.

docutils' own converter does the reading. It covers the formulas of titles;
what it cannot read is shown as pylatexenc's text.
"""

from __future__ import annotations

from functools import lru_cache
from xml.etree import ElementTree

from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from pylatexenc.latex2text import LatexNodes2Text

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RELATIONS = set("=<>≤≥≠≈∼∝→←↔∈⊂×")
_to_text = LatexNodes2Text(math_mode="text")


@lru_cache(maxsize=4096)
def mathml(tex: str) -> str | None:
    """Return `tex`, a formula without its dollar signs, as one line of MathML.

    None where docutils cannot read it.
    """
    try:
        markup = tex2mathml(tex, as_block=False)
        ElementTree.fromstring(markup)
    except (MathError, ElementTree.ParseError, ArithmeticError, LookupError, AttributeError):
        return None
    return "".join(line.strip() for line in markup.splitlines())


@lru_cache(maxsize=4096)
def readable(tex: str) -> str:
    """Return `tex` as a line of text: ``n^2`` as n²."""
    markup = mathml(tex)
    if markup is None:
        text = str(_to_text.latex_to_text(tex, tolerant_parsing=True))
    else:
        text = _linear(ElementTree.fromstring(markup))
    return " ".join(text.split()) or tex


def _linear(element: ElementTree.Element) -> str:
    tag = element.tag.rpartition("}")[2]
    parts = [_linear(child) for child in element]
    match tag, parts:
        case "msup", [base, script]:
            return base + _script(script, _SUPERSCRIPTS, "^")
        case "msub", [base, script]:
            return base + _script(script, _SUBSCRIPTS, "_")
        case "mfrac", [numerator, denominator]:
            return f"{numerator}/{denominator}"
        case "msqrt", _:
            return "√" + "".join(parts)
    text = "".join([(element.text or "").strip(), *parts])
    return f" {text} " if tag == "mo" and text in _RELATIONS else text


def _script(text: str, table: dict[int, int], sign: str) -> str:
    """Return `text` raised or lowered, behind `sign` where Unicode lacks a character of it."""
    if all(ord(char) in table for char in text):
        return text.translate(table)
    return sign + text
