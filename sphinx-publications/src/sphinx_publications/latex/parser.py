"""Parse LaTeX with macros, groups or formulas into pybtex rich text."""

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
from sphinx_publications.latex.macros import (
    ARGUMENTS,
    QUANTITIES,
    SCRIPTS,
    SIGN_OF_MACRO,
    SIGN_OF_TAG,
    script,
    unescape,
)

# Formulas as one line of text: ``n^2`` as n², ``\alpha < 3`` as α < 3.

_RELATIONS = set("=<>≤≥≠≈∼∝→←↔∈⊂×⟹⟸⟺")
_ROOTS = {"3": "∛", "4": "∜"}
_SIGNS = {"-": "−", "'": "'"}
_MATH_MACROS = {
    "left": "", "right": "", "big": "", "Big": "", "limits": "", "displaystyle": "",
    "colon": ":", "|": "‖", ",": " ", ";": " ", ":": " ", " ": " ", "!": "", "quad": " ",
    "qquad": " ", "lbrace": "{", "rbrace": "}",
}  # fmt: skip
_IN_WORDS = {"text", "textrm", "textit", "textbf", "textsf", "mbox", "hbox"}
"""Macros that set words in a formula."""


class Readable(NamedTuple):
    """A formula as a line of text."""

    text: str
    troubles: tuple[str, ...]
    """Macros that could not be converted."""
    unknown: tuple[str, ...]
    """Unknown macros, which are kept as typed."""


@lru_cache(maxsize=4096)
def readable(tex: str) -> Readable:
    """Convert `tex`, a formula without its dollar signs, to a line of text.

    Scripts are raised or lowered if Unicode has the characters, fractions have a slash, and
    relations have spaces around them.
    """
    converter = Converter()
    text = " ".join("".join(_linear(walk(tex), converter)).split())
    return Readable(text or tex, tuple(converter.troubles), tuple(converter.unknown))


def without_markup(latex: str) -> str:
    """Remove macros, braces and dollar signs from LaTeX that cannot be parsed."""
    return re.sub(r"\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+\*?|[\\{}$]", " ", latex)


def _linear(nodes: Sequence[LatexNode | None], converter: Converter) -> Iterator[str]:
    """Yield the text of each atom; a script is one atom with its sign."""
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
    """Yield the characters, groups and macros that can have a script or be one."""
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
    # A function name is a word and has spaces around it.
    is_word = len(text) > 1 and text.isalpha() and text.isascii() and not inner
    return f" {text} " if is_word else text or "".join(inner)


_TAG_OF_SIGN = {sign: tag for tag, sign in SIGN_OF_TAG.items()}

# Longer fields are not parsed, which would take minutes.
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
# Declarations apply up to the end of their group, as in {\em word}.
_DECLARATIONS = {
    "em": "em", "it": "em", "itshape": "em", "sl": "em", "slshape": "em", "bf": "strong",
    "bfseries": "strong", "tt": "tt", "ttfamily": "tt",
}  # fmt: skip
_SPECIALS = {"~": "\N{NO-BREAK SPACE}", "&": "&", "\n\n": " "}
_UNREADABLE = "LaTeX"
# An apostrophe within a word does not end a quotation.
_QUOTED = re.compile(r"(?<![\\`\w])`(?!`)((?:[^`'$]|(?<=\w)'(?=\w)|``[^`']+'')+)'(?![\w'])")
_HOME = re.compile(r"((?:https?|ftp)://[^\s{}~\\]*/)~")
"""An address of someone's pages, with the sign that is otherwise a space."""

_LENGTH = re.compile(
    r"\\(?:kern|hskip|vskip|mskip|mkern|penalty|raise|lower)\s*=?\s*[+-]?[\d.]+\s*"
    r"(?:true)?(?:em|ex|pt|mm|cm|in|pc|sp|bp|dd|cc|mu)?"
)
"""Macros that move letters, with their length."""


class ParsedField(NamedTuple):
    """The result of parsing a field."""

    text: Text
    troubles: tuple[str, ...]
    """Macros and environments that could not be converted."""
    unknown: tuple[str, ...] = ()
    """Unknown macros, which are kept as typed."""


class _Prose(Converter):
    """Converts text without emphasis; formulas become readable lines."""

    def math_node_to_text(self, node: LatexMathNode) -> str:
        """Return the text of a formula."""
        return plain_text(_formula(node.nodelist, self))


def read(latex: str) -> ParsedField:
    """Parse any `latex` into pybtex rich text, without raising."""
    if len(latex) > _LONGEST:
        return ParsedField(Text(re.sub(r"[\\{}$]", "", latex)), ())
    converter = _Prose()
    latex = _QUOTED.sub(r"‘\1’", _LENGTH.sub("", latex))
    latex = _HOME.sub(r"\1\\textasciitilde{}", re.sub(r"(?<!\\)%", r"\\%", latex))
    try:
        text = Text(*_parts(walk(latex), converter))
    except Exception:  # pylatexenc raises more than its own errors, on \verb for one
        return ParsedField(Text(" ".join(without_markup(latex).split())), (_UNREADABLE,))
    told = (tuple(dict.fromkeys(names)) for names in (converter.troubles, converter.unknown))
    return ParsedField(text, *told)


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
            # Keep no-break spaces.
            yield re.sub(r"[^\S\N{NO-BREAK SPACE}]+", " ", converter.node_to_text(node))


def _formula(nodes: Sequence[LatexNode | None], converter: Converter) -> Formula:
    """Return a formula; record its troubles and unknown macros in `converter`."""
    tex = "".join(node.latex_verbatim() for node in nodes if node is not None).strip()
    line = readable(tex)
    converter.troubles.extend(line.troubles)
    converter.unknown.extend(line.unknown)
    return Formula(tex, line.text)


def _arguments(node: LatexMacroNode) -> list[LatexNode]:
    return [argument for argument in arguments_of(node) if argument is not None]
