"""Convert LaTeX to text with pylatexenc, without raising and without dropping unknown macros.

pylatexenc raises various exceptions if a macro lacks arguments. Here such a macro becomes the text
of the arguments that it has, and is recorded. An unknown macro is kept as typed, and recorded too.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeAlias, TypeVar

from pylatexenc import latex2text, latexwalker
from pylatexenc.latex2text import EnvironmentTextSpec, LatexNodes2Text, MacroTextSpec
from pylatexenc.latexwalker import (
    LatexEnvironmentNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexNode,
    LatexWalker,
)
from pylatexenc.macrospec import (
    EnvironmentSpec,
    LatexContextDb,
    MacroSpec,
    MacroStandardArgsParser,
    ParsedMacroArgs,
)

from sphinx_publications.latex.macros import (
    ALONE,
    ARGUMENTS,
    COMBINING,
    ENVIRONMENTS,
    QUANTITIES,
    SIGN_OF_MACRO,
    SIGNS,
    more_signs,
    script_in_text,
)
from sphinx_publications.latex.quantities import quantity

# Its log messages name no file or entry; `Converter.troubles` is reported instead.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())
_PLACE = re.compile(r"%\((\d)\)s")
_OPTION = re.compile(r"\[[^\[\]{}]*\](?=\{)")
_BRACKETS = "qty"
"""A macro of siunitx with another meaning in the physics package: ``\\qty(x)``."""
_QUOTES = (("“", "”"), ("‘", "’"))
T = TypeVar("T")
Convert: TypeAlias = Callable[[Sequence[LatexNode | None]], Iterable[T]]
"""Converts nodes to text or rich text."""


def walk(latex: str) -> list[LatexNode | None]:
    """Parse LaTeX into nodes; raise an exception of any class if that is impossible."""
    walker = LatexWalker(latex, latex_context=_read_context(), tolerant_parsing=True)
    nodes: list[LatexNode | None] = walker.get_latex_nodes()[0]
    return nodes


def is_known(macro: str) -> bool:
    r"""Whether the output of a macro is known; signs such as ``\+`` print themselves."""
    return not macro[:1].isalpha() or macro in _known()


def arguments_of(node: LatexMacroNode) -> list[LatexNode | None]:
    """Return the arguments of a macro, None for a missing optional one."""
    return list(node.nodeargd.argnlist or []) if node.nodeargd is not None else []


def contents(node: LatexNode | None) -> Sequence[LatexNode | None]:
    """Return the nodes in the braces or brackets of an argument."""
    return node.nodelist if isinstance(node, LatexGroupNode) else [node]


class Converter(LatexNodes2Text):
    """Converts the nodes of one field to text."""

    def __init__(self) -> None:
        super().__init__(_text_context(), math_mode="text", keep_comments=True)
        self.troubles: list[str] = []
        """Macros and environments that could not be converted."""
        self.unknown: list[str] = []
        """Unknown macros, which are kept as typed."""
        self._depth = 0

    def pieces(self, node: LatexMacroNode, convert: Convert[T]) -> Iterator[T | str] | None:
        """Return the converted arguments of a macro, and the text that it prints around them.

        None if it prints none of its arguments, prints a script, or lacks arguments.
        """
        name = node.macroname
        if not is_known(name):
            return self._typed(node, convert)
        text = ARGUMENTS[name][1] if name in ARGUMENTS else ""
        given = arguments_of(node)
        places = [int(place) for place in _PLACE.findall(text)]
        if name in SIGN_OF_MACRO or not places or max(places) > len(given):
            return None
        return self._filled(text, given, convert)

    def _typed(self, node: LatexMacroNode, convert: Convert[T]) -> Iterator[T | str]:
        self.unknown.append(rf"\{node.macroname}")
        yield rf"\{node.macroname}"
        for argument in arguments_of(node):
            opening, closing = getattr(argument, "delimiters", ("{", "}"))
            yield opening
            yield from convert(contents(argument))
            # An unclosed argument stays unclosed.
            is_closed = argument is None or str(argument.latex_verbatim()).endswith(closing)
            yield closing if is_closed else ""
        yield " " if node.macro_post_space else ""

    def _filled(
        self, text: str, given: Sequence[LatexNode | None], convert: Convert[T]
    ) -> Iterator[T | str]:
        is_quote = text.startswith("“")
        if is_quote:
            has_star = given[0] is not None and given[0].latex_verbatim() == "*"
            quotes = _QUOTES[1 if has_star else self._depth % 2]
            text = text.replace("“", quotes[0]).replace("”", quotes[1])
        self._depth += is_quote
        for index, part in enumerate(_PLACE.split(text)):
            if index % 2 == 0:
                yield part
            elif given[int(part) - 1] is not None:
                yield from convert(contents(given[int(part) - 1]))
        self._depth -= is_quote

    def text_of(self, latex: str) -> str:
        """Return LaTeX as text."""
        return str(self.nodelist_to_text(walk(latex)))

    def macro_node_to_text(self, node: LatexMacroNode) -> str:
        """Return the text of a macro."""
        return self._guarded(self._macro, node, rf"\{node.macroname}")

    def _macro(self, node: LatexMacroNode) -> str:
        pieces = self.pieces(node, lambda nodes: [str(self.nodelist_to_text(nodes))])
        if pieces is not None:
            return "".join(pieces)
        name = node.macroname
        given = arguments_of(node)
        if name in QUANTITIES and (given or name != _BRACKETS):
            values = [None if value is None else _inside(value) for value in given]
            return quantity(name, values, self.text_of)
        if name in SIGN_OF_MACRO or name in COMBINING or name in ALONE:
            text = str(self.nodelist_to_text(contents(given[0]))) if given else ""
            if name in SIGN_OF_MACRO:
                return script_in_text(text, SIGN_OF_MACRO[name])
            if name in ALONE and (not text.strip() or (name in "^~" and not text[0].isalpha())):
                # Digits have no accents: 10\^6 and \~5 are escaped signs.
                return ALONE[name] + text
            if name in COMBINING:
                return unicodedata.normalize("NFC", text[0] + COMBINING[name] + text[1:])
        if name in more_signs():
            return more_signs()[name]
        spec = self.latex_context.get_macro_spec(name)
        if not name[:1].isalpha() and spec is self.latex_context.unknown_macro_spec:
            return str(name)
        return str(super().macro_node_to_text(node))

    def environment_node_to_text(self, node: LatexEnvironmentNode) -> str:
        """Return the text of an environment."""
        name = rf"\begin{{{node.environmentname}}}"
        return self._guarded(super().environment_node_to_text, node, name)

    def apply_simplify_repl(self, node: Any, simplify_repl: Any, what: str) -> str:
        """Fill a template with the arguments; raise TypeError if some are missing."""
        is_template = isinstance(simplify_repl, str) and isinstance(node, LatexMacroNode)
        if is_template and simplify_repl.count("%s") > len(arguments_of(node)):
            raise TypeError(what)
        return str(super().apply_simplify_repl(node, simplify_repl, what))

    def _guarded(self, convert: Callable[[Any], object], node: Any, name: str) -> str:
        try:
            return str(convert(node))
        except RecursionError:
            # Retrying at each level would take forever.
            raise
        except Exception:  # pylatexenc raises exceptions of many classes
            self.troubles.append(name)
            inner = [*arguments_of(node), *(getattr(node, "nodelist", None) or [])]
            return "".join(self.node_to_text(child) for child in inner if child is not None)


def _inside(argument: LatexNode) -> str:
    written = str(argument.latex_verbatim())
    return written[1:-1] if isinstance(argument, LatexGroupNode) else written


class _OrBrackets(MacroStandardArgsParser):
    r"""Parses only braces and square brackets; ``\qty(x)`` prints its parentheses."""

    def parse_args(
        self, w: LatexWalker, pos: int, parsing_state: Any = None
    ) -> tuple[ParsedMacroArgs, int, int]:
        """Return the arguments with their position and length."""
        if w.s[pos : pos + 1] in {"{", "["}:
            taken: tuple[ParsedMacroArgs, int, int] = super().parse_args(w, pos, parsing_state)
            return taken
        return ParsedMacroArgs(), pos, 0


class _Following(MacroStandardArgsParser):
    """Parses the groups directly after an unknown macro as its arguments."""

    def parse_args(
        self, w: LatexWalker, pos: int, parsing_state: Any = None
    ) -> tuple[ParsedMacroArgs, int, int]:
        """Return the arguments with their position and length."""
        end = pos
        found = []
        while re.match(r"[A-Za-z*\]}]", w.s[end - 1 : end]) and w.s[end : end + 1] in {"{", "["}:
            option = _OPTION.match(w.s, end)
            if w.s[end] == "[" and option is None:
                break
            node, start, length = (
                w.get_latex_expression(end, strict_braces=False, parsing_state=parsing_state)
                if option is None
                else w.get_latex_maybe_optional_arg(end, parsing_state=parsing_state)
            )
            found.append(node)
            end = start + length
        return ParsedMacroArgs(argspec="{" * len(found), argnlist=found), pos, end - pos


class _Context(LatexContextDb):
    """The arguments of macros, including known macros that have none."""

    def get_macro_spec(self, macroname: str) -> MacroSpec:
        """Return the argument specification of a macro."""
        spec = super().get_macro_spec(macroname)
        is_sign = spec is self.unknown_macro_spec and macroname in _known()
        return _NO_ARGUMENTS if is_sign else spec


_NO_ARGUMENTS = MacroSpec("")


@cache
def _read_context() -> _Context:
    given = latexwalker.get_default_latex_context_db()
    context = _Context()
    macros = [MacroSpec(name, taken) for name, (taken, _) in ARGUMENTS.items()]
    macros += [MacroSpec(name, "{") for name in COMBINING]
    macros += [MacroSpec(name) for name in SIGNS]
    macros.append(MacroSpec(_BRACKETS, args_parser=_OrBrackets(QUANTITIES[_BRACKETS])))
    environments = [EnvironmentSpec(name, taken) for name, taken in ENVIRONMENTS.items()]
    context.add_context_category("in fields", macros=macros, environments=environments)
    context.add_context_category(
        "of pylatexenc",
        macros=given.iter_macro_specs(),
        environments=given.iter_environment_specs(),
        specials=given.iter_specials_specs(),
    )
    context.set_unknown_macro_spec(MacroSpec("", args_parser=_Following()))
    context.set_unknown_environment_spec(EnvironmentSpec(""))
    return context


@cache
def _known() -> frozenset[str]:
    contexts = (_read_context(), _text_context())
    names = {spec.macroname for context in contexts for spec in context.iter_macro_specs()}
    return frozenset(names | more_signs().keys())


@cache
def _text_context() -> Any:
    context = latex2text.get_default_latex_context_db()
    texts = {**SIGNS, **{name: text for name, (_, text) in ARGUMENTS.items()}}
    macros = [
        *(
            MacroTextSpec(name, simplify_repl=text, discard=not text)
            for name, text in texts.items()
        ),
        # Undo the escaping of percent signs, which precedes parsing.
        MacroTextSpec("verb", simplify_repl=lambda n: n.nodeargd.verbatim_text.replace(r"\%", "%")),
    ]
    environments = [
        EnvironmentTextSpec("verbatim", simplify_repl=lambda n: n.nodeargd.verbatim_text),
        EnvironmentTextSpec("comment", discard=True),
    ]
    context.add_context_category(
        "in fields", macros=macros, environments=environments, prepend=True
    )
    # Keep the text of macros that only the walker knows.
    context.set_unknown_macro_spec(MacroTextSpec("", discard=False))
    return context
