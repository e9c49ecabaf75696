r"""LaTeX in a field, as rich text and as plain text.

`rich` keeps emphasis and formulas; `plain` is for labels, sorting, matching
and attributes. Both read whatever is given: braces that do not match, unknown
macros and stray ``%`` are shown as readable text, never raised. `troubles` says
what of it could not be read.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pybtex.richtext import Text

from sphinx_publications.latex.richtext import plain_text
from sphinx_publications.patterns import pattern

if TYPE_CHECKING:
    from sphinx_publications.latex.reader import Reading

_LATEX = pattern(r"[\\{}$~%]|--|``|''")
_WORD = pattern(r"\\[A-Za-z]")
_DEEP = 50
"""Braces within one another that can always be read."""


def has_markup(latex: str) -> bool:
    """Whether anything in `latex` is not to be taken as it stands."""
    return _LATEX.search(latex) is not None


def rich(latex: str) -> Text:
    """Return `latex` as pybtex rich text; its characters are Unicode."""
    return _read(latex).text if has_markup(latex) else Text(latex)


def is_doubtful(latex: str) -> bool:
    """Whether `troubles` may say anything of `latex`.

    It does not of signs and accents, which stand in many fields that few builds show.
    """
    return _WORD.search(latex) is not None or latex.count("{") > _DEEP


def troubles(latex: str) -> tuple[str, ...]:
    """Return the macros and environments of `latex` that cannot be read as they stand."""
    return _read(latex).troubles if is_doubtful(latex) else ()


@lru_cache(maxsize=65536)
def _read(latex: str) -> Reading:
    # Most files have no LaTeX, and loading the reader takes longer than reading them.
    from sphinx_publications.latex.reader import read

    return read(latex)


@lru_cache(maxsize=65536)
def plain(latex: str) -> str:
    """Return `latex` as one line of Unicode text without markup."""
    text = plain_text(rich(latex)) if has_markup(latex) else latex
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
