"""Marks beside names, and which annotation words and symbols stand for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Mark:
    """A mark beside a name, such as ``*`` for equal contribution."""

    word: str
    """The annotation word that stands for it in the file."""
    symbol: str
    term: str
    """What it is, in the field's words: ``equal contribution``."""
    meaning: str
    """The wording of the legend."""

    @property
    def spoken(self) -> str:
        """What a screen reader says in place of the symbol."""
        return self.term if self.term == self.meaning else f"{self.term}: {self.meaning}"


def _mark(word: str, symbol: str, term: str) -> Mark:
    return Mark(word, symbol, term, term)


_BUILT_IN_MARKS = (
    _mark("equal", "*", "equal contribution"),
    _mark("equal2", "†", "equal contribution, second group"),
    _mark("equal3", "‡", "equal contribution, third group"),
    _mark("corresponding", "✉", "corresponding author"),
)
_ALIASES = {
    "eq": "equal",
    "equalcontrib": "equal",
    "first": "equal",
    "last": "equal2",
}
OWNER_WORDS = frozenset({"me", "self"})
SHOWN_WORDS = frozenset({"highlight"})


_EXPLAINED = re.compile(
    r"(?P<symbol>[*†‡§¶#✉])\s*[:=]?\s*"
    r"(?:(?:denotes?|indicates?|means?|stands? for|marks?)\s+)?(?P<meaning>[^*†‡§¶#✉]+)"
)


def explained_symbols(annotation: str) -> dict[str, str]:
    """Read what symbols mean out of a text: ``* Equal contribution, † Equal advising``.

    This is how homepages made with al-folio explain the symbols that they type into names.
    """
    return {
        match["symbol"]: match["meaning"].strip(" ,;.()[]")
        for match in _EXPLAINED.finditer(annotation)
        if match["meaning"].strip(" ,;.()[]")
    }


def _worded(mark: Mark, meaning: str) -> Mark:
    """Return a mark with another meaning, and its term only where that still fits."""
    fits = any(word in meaning.lower() for word in ("equal", "contribut", mark.term.lower()))
    return replace(mark, term=mark.term if fits else meaning, meaning=meaning)


@dataclass(frozen=True)
class MarkTable:
    """Which annotation word is which mark."""

    marks: tuple[Mark, ...] = _BUILT_IN_MARKS

    @classmethod
    def with_overrides(cls, overrides: Mapping[str, tuple[str, str]]) -> MarkTable:
        """Return the built-in words with the (symbol, meaning) of `overrides` over them."""
        marks = {mark.word: mark for mark in _BUILT_IN_MARKS}
        for word, (symbol, meaning) in overrides.items():
            built_in = marks.get(_ALIASES.get(word, word))
            term = built_in.term if built_in else meaning
            marks[built_in.word if built_in else word] = Mark(
                built_in.word if built_in else word, symbol, term, meaning
            )
        return cls(tuple(marks.values()))

    def worded(self, meanings: Mapping[str, str]) -> MarkTable:
        """Return the table with other meanings for the given symbols, and with new symbols."""
        if not meanings:
            return self
        marks = [
            _worded(mark, meanings[mark.symbol]) if mark.symbol in meanings else mark
            for mark in self.marks
        ]
        known = {mark.symbol for mark in self.marks}
        new = [
            Mark(symbol, symbol, meaning, meaning)
            for symbol, meaning in meanings.items()
            if symbol not in known
        ]
        return MarkTable((*marks, *new))

    def for_word(self, word: str) -> Mark | None:
        """Return the mark that an annotation word stands for, if any."""
        word = _ALIASES.get(word, word)
        return next((mark for mark in self.marks if mark.word == word), None)

    def for_symbol(self, symbol: str) -> Mark | None:
        """Return the mark that is shown as `symbol`, if any."""
        return next((mark for mark in self.marks if mark.symbol == symbol), None)

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that means something, for messages."""
        return (*(mark.word for mark in self.marks), *sorted(OWNER_WORDS | SHOWN_WORDS))
