"""Reads LaTeX that has macros, groups or formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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

from sphinx_publications.latex.converter import Converter, walk
from sphinx_publications.latex.formula import readable, without_markup
from sphinx_publications.latex.richtext import Formula

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
