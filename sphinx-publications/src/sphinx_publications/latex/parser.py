"""Reads LaTeX that has macros, groups or formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pybtex.richtext import BaseText, Tag, Text
from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexCommentNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexMathNode,
    LatexNode,
    LatexSpecialsNode,
)

from sphinx_publications.latex import Formula
from sphinx_publications.latex.converter import ARGUMENTS, Converter, walk

# A formula of TeX as one line of text: ``n^2`` as n², ``\alpha < 3`` as α < 3.

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()n*†∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ*†°")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SCRIPTS = {"^": _SUPERSCRIPTS, "_": _SUBSCRIPTS}
_RELATIONS = set("=<>≤≥≠≈∼∝→←↔∈⊂×")
_ROOTS = {"3": "∛", "4": "∜"}
_SIGNS = {"-": "−", "'": "'"}
_MATH_MACROS = {
    "left": "", "right": "", "big": "", "Big": "", "limits": "", "displaystyle": "",
    "colon": ":", "|": "‖", ",": " ", ";": " ", ":": " ", " ": " ", "!": "", "quad": " ",
    "qquad": " ", "lbrace": "{", "rbrace": "}",
}  # fmt: skip
_IN_WORDS = {"text", "textrm", "textit", "textbf", "textsf", "mbox", "hbox"}
"""What sets words inside of a formula."""


class Readable(NamedTuple):
    """A formula as a line of text."""

    text: str
    troubles: tuple[str, ...]
    """The macros that could not be read as they stand."""


@lru_cache(maxsize=4096)
def readable(tex: str) -> Readable:
    """Return `tex`, a formula without its dollar signs, as a line of text.

    Scripts are raised or lowered where Unicode has their characters, fractions
    have a stroke, and relations have spaces.
    """
    converter = Converter()
    text = " ".join("".join(_linear(walk(tex), converter)).split())
    return Readable(text or tex, tuple(converter.troubles))


def without_markup(latex: str) -> str:
    """Return LaTeX that cannot be read, less its macros, braces and dollar signs."""
    return re.sub(r"\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+\*?|[\\{}$]", " ", latex)


def _linear(nodes: Sequence[LatexNode | None], converter: Converter) -> Iterator[str]:
    """Yield the text of each atom, a script being one with its sign."""
    sign = ""
    for atom in _atoms(nodes, converter):
        if sign:
            yield _script(atom.strip(), sign)
            sign = ""
        elif atom in _SCRIPTS:
            sign = atom
        elif atom in _RELATIONS:
            yield f" {atom} "
        else:
            yield atom
    yield sign


def _atoms(nodes: Sequence[LatexNode | None], converter: Converter) -> Iterator[str]:
    """Yield what a script may belong to or consist of: a character, a group, a macro."""
    for node in nodes:
        if isinstance(node, LatexCharsNode):
            yield from (_SIGNS.get(char, char) for char in node.chars if not char.isspace())
        elif isinstance(node, LatexGroupNode):
            yield "".join(_linear(node.nodelist, converter))
        elif isinstance(node, LatexMacroNode):
            yield _macro(node, converter)
        elif node is not None:
            yield str(converter.node_to_text(node))


def _macro(node: LatexMacroNode, converter: Converter) -> str:
    name = node.macroname
    if name in _MATH_MACROS:
        return _MATH_MACROS[name]
    if name in ARGUMENTS and not ARGUMENTS[name][1]:
        return ""
    given = node.nodeargd.argnlist if node.nodeargd is not None else []
    arguments = [argument for argument in given or [] if argument is not None]
    if name in _IN_WORDS:
        return str(converter.nodelist_to_text(arguments))
    inner = ["".join(_linear([argument], converter)).strip() for argument in arguments]
    match name, inner:
        case "frac" | "tfrac" | "dfrac", [numerator, denominator]:
            return f"{numerator}/{denominator}"
        case "sqrt", [*index, radicand]:
            root = _ROOTS.get(index[0], f"{_script(index[0], '^')}√") if index else "√"
            return f"{root}{radicand}" if len(radicand) == 1 else f"{root}({radicand})"
        case "href", [_, words]:
            return words
    text = str(converter.node_to_text(node)).strip()
    if arguments and text == str(converter.nodelist_to_text(arguments)).strip():
        return "".join(inner)
    # A function's name is a word, behind which the next one begins.
    is_word = len(text) > 1 and text.isalpha() and text.isascii() and not inner
    return f" {text} " if is_word else text or "".join(inner)


def _script(text: str, sign: str) -> str:
    """Return `text` raised or lowered, behind its sign where Unicode lacks a character of it."""
    table = _SCRIPTS[sign]
    if all(ord(char) in table for char in text):
        return text.translate(table)
    return sign + text


# Beyond this no field is prose; the walker would take minutes.
_LONGEST = 100_000
_TAGS = {
    "emph": "em",
    "textit": "em",
    "textsl": "em",
    "textbf": "strong",
    "texttt": "tt",
    "textsuperscript": "sup",
    "textsubscript": "sub",
}
# Declarations hold to the end of their group, as in {\em so}.
_DECLARATIONS = {"em": "em", "it": "em", "itshape": "em", "sl": "em", "bf": "strong", "tt": "tt"}
_SPECIALS = {"~": "\N{NO-BREAK SPACE}", "&": "&", "\n\n": " "}
_UNREADABLE = "LaTeX"


class Reading(NamedTuple):
    """A field, read."""

    text: Text
    troubles: tuple[str, ...]
    """The macros and environments that could not be read as they stand."""


def read(latex: str) -> Reading:
    """Return `latex` as pybtex rich text, whatever it is."""
    if len(latex) > _LONGEST:
        return Reading(Text(re.sub(r"[\\{}$]", "", latex)), ())
    converter = Converter()
    try:
        nodes = walk(re.sub(r"(?<!\\)%", r"\\%", latex))
        text = Text(*_parts(nodes, converter))
    except Exception:  # pylatexenc raises much beside its own error, on \verb for one
        return Reading(Text(" ".join(without_markup(latex).split())), (_UNREADABLE,))
    return Reading(text, tuple(dict.fromkeys(converter.troubles)))


def _parts(nodes: Sequence[LatexNode | None], converter: Converter) -> Iterator[BaseText | str]:
    pending = list(nodes)
    while pending:
        node = pending.pop(0)
        if isinstance(node, LatexMacroNode) and node.macroname in _DECLARATIONS:
            yield Tag(_DECLARATIONS[node.macroname], *_parts(pending, converter))
            return
        if isinstance(node, LatexMacroNode) and node.macroname in _TAGS:
            argument = _arguments(node) or pending[:1]
            if not _arguments(node):
                pending = pending[1:]
            yield Tag(_TAGS[node.macroname], *_parts(argument, converter))
        elif node is not None:
            yield from _part(node, converter)


def _part(node: LatexNode, converter: Converter) -> Iterator[BaseText | str]:
    if isinstance(node, LatexCharsNode):
        yield re.sub(r"\s+", " ", node.chars)
    elif isinstance(node, LatexGroupNode):
        yield from _parts(node.nodelist, converter)
    elif isinstance(node, LatexMathNode):
        formula = "".join(child.latex_verbatim() for child in node.nodelist).strip()
        line = readable(formula)
        converter.troubles.extend(line.troubles)
        yield Formula(formula, line.text)
    elif isinstance(node, LatexSpecialsNode) and node.specials_chars in _SPECIALS:
        yield _SPECIALS[node.specials_chars]
    elif isinstance(node, LatexMacroNode) and node.macroname == "\\":
        yield " "
    elif isinstance(node, LatexMacroNode) and node.macroname in {"url", "path"}:
        address = "".join(argument.latex_verbatim() for argument in _arguments(node))
        yield re.sub(r"\\([%#_&~])", r"\1", address).strip("{}")
    elif isinstance(node, LatexMacroNode) and node.macroname == "href":
        yield from _parts(_arguments(node)[1:] or _arguments(node), converter)
    elif not isinstance(node, LatexCommentNode):
        yield re.sub(r"\s+", " ", converter.node_to_text(node))


def _arguments(node: LatexMacroNode) -> list[LatexNode]:
    found = node.nodeargd.argnlist if node.nodeargd is not None else []
    return [argument for argument in found or [] if argument is not None]
