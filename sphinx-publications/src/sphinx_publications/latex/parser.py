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

from sphinx_publications.latex import Formula, plain_text
from sphinx_publications.latex.converter import Converter, arguments_of, contents, is_known, walk
from sphinx_publications.latex.macros import ARGUMENTS
from sphinx_publications.latex.quantities import QUANTITIES
from sphinx_publications.latex.scripts import SCRIPTS, SIGN_OF_MACRO, SIGN_OF_TAG, script, unescape

# A formula of TeX as one line of text: ``n^2`` as n², ``\alpha < 3`` as α < 3.

_RELATIONS = set("=<>≤≥≠≈∼∝→←↔∈⊂×⟹⟸⟺")
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
    unknown: tuple[str, ...]
    """The macros that nobody knows, and that stay as they were typed."""


@lru_cache(maxsize=4096)
def readable(tex: str) -> Readable:
    """Return `tex`, a formula without its dollar signs, as a line of text.

    Scripts are raised or lowered where Unicode has their characters, fractions
    have a stroke, and relations have spaces.
    """
    converter = Converter()
    text = " ".join("".join(_linear(walk(tex), converter)).split())
    return Readable(text or tex, tuple(converter.troubles), tuple(converter.unknown))


def without_markup(latex: str) -> str:
    """Return LaTeX that cannot be read, less its macros, braces and dollar signs."""
    return re.sub(r"\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+\*?|[\\{}$]", " ", latex)


def _linear(nodes: Sequence[LatexNode | None], converter: Converter) -> Iterator[str]:
    """Yield the text of each atom, a script being one with its sign."""
    sign = ""
    for atom in _atoms(nodes, converter):
        if sign:
            yield script(atom.strip(), sign)
            sign = ""
        elif atom in SCRIPTS:
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
            yield _math_macro(node, converter)
        elif node is not None:
            yield str(converter.node_to_text(node))


def _math_macro(node: LatexMacroNode, converter: Converter) -> str:
    name = node.macroname
    if name in _MATH_MACROS:
        return _MATH_MACROS[name]
    if name in QUANTITIES:
        return str(converter.node_to_text(node))
    if name in ARGUMENTS and not ARGUMENTS[name][1]:
        return ""
    arguments = [argument for argument in arguments_of(node) if argument is not None]
    if name in _IN_WORDS:
        return str(converter.nodelist_to_text(arguments))
    if name in SIGN_OF_MACRO:
        return script("".join(_linear(arguments, converter)).strip(), SIGN_OF_MACRO[name])
    pieces = converter.pieces(node, lambda nodes: _linear(nodes, converter))
    if pieces is not None:
        text = "".join(pieces)
        return text if is_known(name) else f" {text} "
    inner = ["".join(_linear([argument], converter)).strip() for argument in arguments]
    match name, inner:
        case "frac", [numerator, denominator]:
            return f"{numerator}/{denominator}"
        case "sqrt", [*index, radicand]:
            root = _ROOTS.get(index[0], f"{script(index[0], '^')}√") if index else "√"
            return f"{root}{radicand}" if len(radicand) == 1 else f"{root}({radicand})"
    text = str(converter.node_to_text(node)).strip()
    if arguments and text == str(converter.nodelist_to_text(arguments)).strip():
        return "".join(inner)
    # A function's name is a word, behind which the next one begins.
    is_word = len(text) > 1 and text.isalpha() and text.isascii() and not inner
    return f" {text} " if is_word else text or "".join(inner)


_TAG_OF_SIGN = {sign: tag for tag, sign in SIGN_OF_TAG.items()}

# Beyond this no field is prose; the walker would take minutes.
_LONGEST = 100_000
_TAGS = {
    "emph": "em",
    "mkbibemph": "em",
    "mkbibitalic": "em",
    "textit": "em",
    "textsl": "em",
    "mkbibbold": "strong",
    "textbf": "strong",
    "texttt": "tt",
    **{macro: _TAG_OF_SIGN[sign] for macro, sign in SIGN_OF_MACRO.items()},
}
# Declarations hold to the end of their group, as in {\em so}.
_DECLARATIONS = {
    "em": "em", "it": "em", "itshape": "em", "sl": "em", "slshape": "em", "bf": "strong",
    "bfseries": "strong", "tt": "tt", "ttfamily": "tt",
}  # fmt: skip
_SPECIALS = {"~": "\N{NO-BREAK SPACE}", "&": "&", "\n\n": " "}
_UNREADABLE = "LaTeX"
# An apostrophe within a word ends no quotation.
_QUOTED = re.compile(r"(?<![\\`\w])`(?!`)((?:[^`'$]|(?<=\w)'(?=\w))+)'(?![\w'])")

_LENGTH = re.compile(
    r"\\(?:kern|hskip|vskip|mskip|mkern|penalty|raise|lower)\s*=?\s*[+-]?[\d.]+\s*"
    r"(?:true)?(?:em|ex|pt|mm|cm|in|pc|sp|bp|dd|cc|mu)?"
)
"""What moves letters, with its length."""


class Reading(NamedTuple):
    """A field, read."""

    text: Text
    troubles: tuple[str, ...]
    """The macros and environments that could not be read as they stand."""
    unknown: tuple[str, ...] = ()
    """The macros that nobody knows, and that stay as they were typed."""


class _Prose(Converter):
    """Converts what has no emphasis; formulas in it are readable lines."""

    def math_node_to_text(self, node: LatexMathNode) -> str:
        """Return the text of a formula."""
        return plain_text(_formula(node.nodelist, self))


def read(latex: str) -> Reading:
    """Return `latex` as pybtex rich text, whatever it is."""
    if len(latex) > _LONGEST:
        return Reading(Text(re.sub(r"[\\{}$]", "", latex)), ())
    converter = _Prose()
    latex = _QUOTED.sub(r"‘\1’", _LENGTH.sub("", latex))
    latex = re.sub(r"(?<!\\)%", r"\\%", latex)
    try:
        text = Text(*_parts(walk(latex), converter))
    except Exception:  # pylatexenc raises much beside its own error, on \verb for one
        return Reading(Text(" ".join(without_markup(latex).split())), (_UNREADABLE,))
    told = (tuple(dict.fromkeys(names)) for names in (converter.troubles, converter.unknown))
    return Reading(text, *told)


def _parts(nodes: Sequence[LatexNode | None], converter: _Prose) -> Iterator[BaseText | str]:
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


def _part(node: LatexNode, converter: _Prose) -> Iterator[BaseText | str]:
    if isinstance(node, LatexCharsNode):
        yield re.sub(r"\s+", " ", node.chars)
    elif isinstance(node, LatexGroupNode):
        yield from _parts(node.nodelist, converter)
    elif isinstance(node, LatexMathNode):
        yield _formula(node.nodelist, converter)
    elif isinstance(node, LatexSpecialsNode) and node.specials_chars in _SPECIALS:
        yield _SPECIALS[node.specials_chars]
    elif isinstance(node, LatexMacroNode):
        yield from _macro(node, converter)
    elif not isinstance(node, LatexCommentNode):
        yield re.sub(r"\s+", " ", converter.node_to_text(node))


def _macro(node: LatexMacroNode, converter: _Prose) -> Iterator[BaseText | str]:
    if node.macroname == "\\":
        yield " "
    elif node.macroname in {"url", "path", "nolinkurl"}:
        address = "".join(argument.latex_verbatim() for argument in _arguments(node))
        yield unescape(address)
    elif node.macroname == "href":
        yield from _parts(_arguments(node)[1:] or _arguments(node), converter)
    elif node.macroname == "ensuremath" and _arguments(node):
        yield _formula(contents(_arguments(node)[0]), converter)
    else:
        pieces = converter.pieces(node, lambda nodes: _parts(nodes, converter))
        if pieces is not None:
            yield from pieces
        else:
            # A space that must not break is no other space.
            yield re.sub(r"[^\S\N{NO-BREAK SPACE}]+", " ", converter.node_to_text(node))


def _formula(nodes: Sequence[LatexNode | None], converter: Converter) -> Formula:
    """Return a formula, and note what of it could not be read."""
    tex = "".join(node.latex_verbatim() for node in nodes if node is not None).strip()
    line = readable(tex)
    converter.troubles.extend(line.troubles)
    converter.unknown.extend(line.unknown)
    return Formula(tex, line.text)


def _arguments(node: LatexMacroNode) -> list[LatexNode]:
    return [argument for argument in arguments_of(node) if argument is not None]
