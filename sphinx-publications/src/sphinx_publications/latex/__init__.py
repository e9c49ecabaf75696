r"""LaTeX in a field, as rich text and as plain text.

`rich` keeps emphasis and formulas; `plain` is for labels, sorting, matching
and attributes. Both read whatever is given: braces that do not match, unknown
macros and stray ``%`` are shown as readable text, never raised.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pybtex.richtext import Text

from sphinx_publications.latex.richtext import plain_text

_LATEX = re.compile(r"[\\{}$~%]|--|``|''")


def has_markup(latex: str) -> bool:
    """Whether anything in `latex` is not to be taken as it stands."""
    return _LATEX.search(latex) is not None


@lru_cache(maxsize=65536)
def rich(latex: str) -> Text:
    """Return `latex` as pybtex rich text; its characters are Unicode."""
    if not has_markup(latex):
        return Text(latex)
    # Most files have no LaTeX, and loading the reader takes longer than reading them.
    from sphinx_publications.latex.reader import read

    return read(latex)


@lru_cache(maxsize=65536)
def plain(latex: str) -> str:
    """Return `latex` as one line of Unicode text without markup."""
    text = plain_text(rich(latex)) if has_markup(latex) else latex
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
