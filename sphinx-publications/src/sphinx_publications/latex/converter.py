"""pylatexenc, made to raise on nothing that is missing, and to remember nothing.

Its tables of macros take for granted that arguments are there, and raise
whatever comes of it if they are not. Here such a macro is the text of the
arguments that it has, and is noted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from pylatexenc import latex2text, latexwalker
from pylatexenc.latex2text import EnvironmentTextSpec, LatexNodes2Text, MacroTextSpec
from pylatexenc.latexwalker import LatexEnvironmentNode, LatexMacroNode, LatexNode, LatexWalker
from pylatexenc.macrospec import EnvironmentSpec, MacroSpec

from sphinx_publications.latex.macros import ARGUMENTS, ENVIRONMENTS, SIGNS

# What it has to say stands in no place that an owner would know; `troubles` says it.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())


def walk(latex: str) -> list[LatexNode | None]:
    """Return the nodes of LaTeX; raises where nothing can be made of it.

    What is raised is of any class.
    """
    walker = LatexWalker(latex, latex_context=_read_context(), tolerant_parsing=True)
    nodes: list[LatexNode | None] = walker.get_latex_nodes()[0]
    return nodes


class Converter(LatexNodes2Text):
    """Converts the nodes of one field."""

    def __init__(self) -> None:
        super().__init__(_text_context(), math_mode="text", keep_comments=True)
        self.troubles: list[str] = []
        """The macros and environments that could not be read as they stand."""

    def macro_node_to_text(self, node: LatexMacroNode) -> str:
        """Return the text of a macro."""
        return self._guarded(super().macro_node_to_text, node, rf"\{node.macroname}")

    def environment_node_to_text(self, node: LatexEnvironmentNode) -> str:
        """Return the text of an environment."""
        name = rf"\begin{{{node.environmentname}}}"
        return self._guarded(super().environment_node_to_text, node, name)

    def apply_simplify_repl(self, node: Any, simplify_repl: Any, what: str) -> str:
        """Return what a template makes of the arguments; raises if it needs more of them."""
        if isinstance(simplify_repl, str) and isinstance(node, LatexMacroNode):
            given = node.nodeargd.argnlist if node.nodeargd is not None else []
            if simplify_repl.count("%s") > len(given or []):
                raise TypeError(what)
        return str(super().apply_simplify_repl(node, simplify_repl, what))

    def _guarded(self, convert: Callable[[Any], object], node: Any, name: str) -> str:
        try:
            return str(convert(node))
        except RecursionError:
            # To try again at each level would take for ever.
            raise
        except Exception:  # what its tables raise has no common class
            self.troubles.append(name)
            given = node.nodeargd.argnlist if node.nodeargd is not None else []
            inner = [*(given or []), *(getattr(node, "nodelist", None) or [])]
            return "".join(self.node_to_text(child) for child in inner if child is not None)


@cache
def _read_context() -> Any:
    context = latexwalker.get_default_latex_context_db()
    macros = [MacroSpec(name, taken) for name, (taken, _) in ARGUMENTS.items()]
    environments = [EnvironmentSpec(name, taken) for name, taken in ENVIRONMENTS.items()]
    context.add_context_category(
        "in fields", macros=macros, environments=environments, prepend=True
    )
    return context


@cache
def _text_context() -> Any:
    context = latex2text.get_default_latex_context_db()
    texts = {**SIGNS, **{name: text for name, (_, text) in ARGUMENTS.items()}}
    macros = [
        *(
            MacroTextSpec(name, simplify_repl=text, discard=not text)
            for name, text in texts.items()
        ),
        # Percent signs come escaped, as they are meant everywhere else.
        MacroTextSpec("verb", simplify_repl=lambda n: n.nodeargd.verbatim_text.replace(r"\%", "%")),
    ]
    environments = [
        EnvironmentTextSpec("verbatim", simplify_repl=lambda n: n.nodeargd.verbatim_text),
        EnvironmentTextSpec("comment", discard=True),
    ]
    context.add_context_category(
        "in fields", macros=macros, environments=environments, prepend=True
    )
    # Of what is not known the words are kept.
    context.set_unknown_macro_spec(MacroTextSpec("", discard=False))
    return context
