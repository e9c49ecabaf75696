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

# What macros of prose mean that pylatexenc does not know, or takes for something else.

SIGNS = {
    "BibTeX": "BibTeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "TeX": "TeX", "XeTeX": "XeTeX",
    "checkmark": "✓", "copyright": "©", "pounds": "£", "S": "§", "P": "¶", "ddag": "‡",
    "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»", "slash": "/",
    "newline": " ", "linebreak": " ", "hfill": " ", "enspace": " ", "space": " ", "quad": " ",
    "qquad": " ", "-": "", "maketitle": "", "today": "", "centering": "", "protect": "",
    # Operators.
    **{name: name for name in (
        "arg", "argmax", "argmin", "bmod", "cot", "csc", "deg", "det", "dim", "gcd", "hom", "ker",
        "lg", "mod", "pmod", "Pr", "sec",
    )},
    # Units of siunitx.
    "per": "/", "percent": "%", "micro": "µ", "milli": "m", "nano": "n", "pico": "p", "kilo": "k",
    "mega": "M", "giga": "G", "centi": "c", "meter": "m", "metre": "m", "gram": "g", "second": "s",
    "hertz": "Hz", "volt": "V", "ampere": "A", "kelvin": "K", "celsius": "°C", "degree": "°",
    "joule": "J", "watt": "W", "electronvolt": "eV", "molar": "M", "mole": "mol", "liter": "l",
    "litre": "l", "byte": "B", "bit": "bit", "minute": "min", "hour": "h", "angstrom": "Å",
}  # fmt: skip
"""Macros without arguments, and their text; none where they print nothing in a line of prose."""

ARGUMENTS = {
    "href": ("{{", "%(2)s"),
    "hyperref": ("[{", "%(2)s"),
    "url": ("{", "%(1)s"),
    "path": ("{", "%(1)s"),
    "foreignlanguage": ("{{", "%(2)s"),
    "multicolumn": ("{{{", "%(3)s"),
    "parbox": ("[{{", "%(3)s"),
    "framebox": ("[[{", "%(3)s"),
    "makebox": ("[[{", "%(3)s"),
    "raisebox": ("{[[{", "%(4)s"),
    "rotatebox": ("[{{", "%(3)s"),
    "scalebox": ("{[{", "%(3)s"),
    "resizebox": ("{{{", "%(3)s"),
    "footnotetext": ("[{", "[%(2)s]"),
    "SI": ("[{[{", "%(2)s %(4)s"),
    "qty": ("[{{", "%(2)s %(3)s"),
    "si": ("[{", "%(2)s"),
    "unit": ("[{", "%(2)s"),
    "num": ("[{", "%(2)s"),
    # What another macro prints, and prints here where it stands.
    "title": ("{", "%(1)s"),
    "author": ("[{", "%(2)s"),
    "date": ("{", "%(1)s"),
    "exercise": ("[{", "%(2)s"),
    "uebung": ("[{", "%(2)s"),
    # What prints nothing where it stands: no file is read.
    **dict.fromkeys(("input", "include", "bibliography", "label", "index"), ("{", "")),
    **dict.fromkeys(("noopsort", "SortNoop", "pagestyle", "selectlanguage", "tag"), ("{", "")),
    **dict.fromkeys(("color", "pagecolor", "fontfamily", "phantom"), ("[{", "")),
    **dict.fromkeys(("hphantom", "vphantom", "documentclass", "usepackage"), ("[{", "")),
    **dict.fromkeys(("newcommand", "renewcommand", "providecommand"), ("*{[[{", "")),
    "DeclareMathOperator": ("*{{", ""),
    "footnotemark": ("[", ""),
    "includegraphics": ("*[[{", ""),
    "hspace": ("*{", " "),
    "vspace": ("*{", " "),
}
"""Macros with the arguments that they take, as pylatexenc writes these, and what they print."""

ENVIRONMENTS = {"CJK": "{{", "CJK*": "{{", "minipage": "[{", "multicols": "{"}
"""Environments with the arguments that they take, and do not print."""


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
