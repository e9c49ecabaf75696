"""The words of the built-in marks, which tests take from here and from nowhere else."""

from __future__ import annotations

from sphinx_publications.model.marks import MarkTable


def _term(word: str) -> str:
    mark = MarkTable.with_overrides({}).for_word(word)
    assert mark is not None
    return mark.term


EQUAL, EQUAL2, CORRESPONDING = map(_term, ("equal", "equal2", "corresponding"))
LEGEND = f"(*: {EQUAL}; ✉: {CORRESPONDING})"
"""Of both marks."""


def sentence(words: str) -> str:
    """Return words as they begin a sentence."""
    return words[:1].upper() + words[1:]
