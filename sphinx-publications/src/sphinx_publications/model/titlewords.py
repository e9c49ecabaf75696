"""Words of titles that keep their capitals wherever the rest of a title is lowered."""

from __future__ import annotations

import re

from sphinx_publications.patterns import pattern

_WORD = pattern(r"(?<![\w\\])[^\W_]+")


def unbraced(title: str) -> list[str]:
    """Return the words with a capital behind their first letter that BibTeX would lower.

    ``SpiNNaker``, ``BrainScaleS`` and ``LSTM``, but nothing in braces, macros and formulas. That
    ``Bayes`` is a name only a person knows.
    """
    return list(dict.fromkeys(match[0] for match in _words(title)))


def braced(title: str) -> str:
    """Return a title in which braces keep these words as they are."""
    for match in reversed(_words(title)):
        title = f"{title[: match.start()]}{{{match[0]}}}{title[match.end() :]}"
    return title


def _words(title: str) -> list[re.Match[str]]:
    kept = _kept(title)
    return [
        match
        for match in _WORD.finditer(title)
        if any(char.isupper() for char in match[0][1:]) and not any(kept[slice(*match.span())])
    ]


def _kept(title: str) -> bytearray:
    """Return for each character whether it is in braces or in a formula."""
    kept = bytearray(len(title))
    depth, in_formula = 0, False
    for place, char in enumerate(title):
        if place and title[place - 1] == "\\":
            continue
        in_formula ^= char == "$"
        depth = max(0, depth + {"{": 1, "}": -1}.get(char, 0))
        kept[place] = depth > 0 or in_formula
    return kept
