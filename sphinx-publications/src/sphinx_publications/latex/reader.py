"""Reads LaTeX that has macros, groups or formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pybtex.richtext import BaseText, Tag, Text
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexCommentNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexMathNode,
    LatexNode,
    LatexSpecialsNode,
    LatexWalker,
    LatexWalkerError,
)

from sphinx_publications.latex.formula import readable
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
_to_text = LatexNodes2Text(math_mode="text", keep_comments=True)


def read(latex: str) -> Text:
    """Return `latex` as pybtex rich text, whatever it is."""
    if len(latex) > _LONGEST:
        return Text(re.sub(r"[\\{}$]", "", latex))
    walker = LatexWalker(re.sub(r"(?<!\\)%", r"\\%", latex), tolerant_parsing=True)
    try:
        nodes, _, _ = walker.get_latex_nodes()
        return Text(*_parts(nodes))
    except (LatexWalkerError, RecursionError):
        return Text(re.sub(r"[\\{}$]", "", latex))


def _parts(nodes: Sequence[LatexNode | None]) -> Iterator[BaseText | str]:
    pending = list(nodes)
    while pending:
        node = pending.pop(0)
        if isinstance(node, LatexMacroNode) and node.macroname in _DECLARATIONS:
            yield Tag(_DECLARATIONS[node.macroname], *_parts(pending))
            return
        if isinstance(node, LatexMacroNode) and node.macroname in _TAGS:
            argument = _arguments(node) or pending[:1]
            if not _arguments(node):
                pending = pending[1:]
            yield Tag(_TAGS[node.macroname], *_parts(argument))
        elif node is not None:
            yield from _part(node)


def _part(node: LatexNode) -> Iterator[BaseText | str]:
    if isinstance(node, LatexCharsNode):
        yield re.sub(r"\s+", " ", node.chars)
    elif isinstance(node, LatexGroupNode):
        yield from _parts(node.nodelist)
    elif isinstance(node, LatexMathNode):
        formula = "".join(child.latex_verbatim() for child in node.nodelist).strip()
        yield Formula(formula, readable(formula))
    elif isinstance(node, LatexSpecialsNode) and node.specials_chars in _SPECIALS:
        yield _SPECIALS[node.specials_chars]
    elif isinstance(node, LatexMacroNode) and node.macroname == "\\":
        yield " "
    elif isinstance(node, LatexMacroNode) and node.macroname in {"url", "path"}:
        yield from _parts(_arguments(node))
    elif isinstance(node, LatexMacroNode) and node.macroname == "href":
        yield from _parts(_arguments(node)[1:])
    elif not isinstance(node, LatexCommentNode):
        yield re.sub(r"\s+", " ", _to_text.node_to_text(node))


def _arguments(node: LatexMacroNode) -> list[LatexNode]:
    found = node.nodeargd.argnlist if node.nodeargd is not None else []
    return [argument for argument in found or [] if argument is not None]
