"""Marks of authors, such as ``*`` for equal contribution, and their meanings.

The meaning of a symbol typed into a name is never guessed: it comes from the entry or the
configuration (see `author_marks`), or the mark stays unexplained.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sphinx_publications.i18n import translate as in_language
from sphinx_publications.latex import plain

MARKERS = "*∗＊⋆★☆†‡§¶#✉+‖∥◦◇◆△▲♠♣♥♦♢°^"
"""Symbols that people type next to a name for equal contribution and the like.

They are used in character classes of patterns, so the caret must not come first.
"""
UNEXPLAINED = "marked by the authors"
"""Meaning of unexplained marks."""


class Mark(NamedTuple):
    """A mark next to a name, such as ``*`` for equal contribution."""

    word: str
    """Annotation word in the file; the symbol if only that is typed, or empty."""
    symbol: str
    term: str
    """Standard term: ``equal contribution``."""
    meaning: str
    """Text of the legend."""

    @property
    def spoken(self) -> str:
        """Text for screen readers in place of the symbol."""
        if not self.is_explained:
            return f"{in_language(self.term)} ({self.symbol})"
        same = self.term == self.meaning
        return (
            in_language(self.term)
            if same
            else f"{in_language(self.term)}: {in_language(self.meaning)}"
        )

    @property
    def is_word(self) -> bool:
        """Whether the mark has an annotation word, not only a symbol."""
        return self.word not in {"", self.symbol}

    @property
    def is_typed_alone(self) -> bool:
        """Whether the mark is a symbol typed beside a name, and nothing more."""
        return self.word == self.symbol

    @property
    def is_equal(self) -> bool:
        """Whether the mark means equal contribution."""
        return _EQUAL.fullmatch(self.word) is not None

    @property
    def is_explained(self) -> bool:
        """Whether the file or the configuration gives a meaning."""
        return self.meaning != UNEXPLAINED

    @property
    def said(self) -> str:
        """The meaning in words, capitalised, for formats without marks."""
        words = self.term
        if not self.is_explained:
            # The symbol distinguishes groups.
            words = self.spoken
        elif self.meaning != self.term:
            words = f"{self.term} ({self.meaning})"
        return f"{words[:1].upper()}{words[1:]}"


def unexplained(symbol: str, *, is_typed: bool = True) -> Mark:
    """Return a mark for a symbol without a known meaning, typed or in place of data."""
    return Mark(symbol if is_typed else "", symbol, UNEXPLAINED, UNEXPLAINED)


def _mark(word: str, symbol: str, term: str) -> Mark:
    return Mark(word, symbol, term, term)


_EQUAL = re.compile(r"equal\d*")
"""The annotation words for equal contribution."""
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
BOLD_WORDS = frozenset({"highlight"})
"""Words that set a name off, as LaTeX CVs do with the owner's."""
SHOWN_WORDS = frozenset({"highlight", "visible"})
"""Words that keep a name in a shortened list."""


def usual_word(word: str) -> str:
    """Return the usual annotation word for one of its aliases; others unchanged."""
    return _ALIASES.get(word, word)


def read_symbols(typed: str) -> Iterator[str]:
    """Yield the symbols typed next to a name; a repeated one such as ``**`` is one symbol."""
    yield from (match[0] for match in re.finditer(r"(.)\1*", alike(typed)))


def alike(symbols: str) -> str:
    """Replace variants of the asterisk that look alike by the ASCII one."""
    return symbols.translate({0x2217: "*", 0xFF0A: "*"})


def plain_with_symbols(latex: str) -> str:
    r"""Return `latex` as plain text, keeping ``\*`` as an asterisk, which LaTeX would drop."""
    return plain(latex.replace(r"\*", "*"))


SIGNS_AROUND = " ,;.:()[]|&$"
"""Signs around the meaning of a symbol."""
_BRACKETS = {"(": ")", "[": "]", "（": "）", "［": "］"}


def is_in_brackets(text: str) -> bool:
    """Whether one pair of brackets holds the whole of a text."""
    opening, closing = text[:1], _BRACKETS.get(text[:1], "")
    if not closing or not text.endswith(closing):
        return False
    depths = itertools.accumulate((c == opening) - (c == closing) for c in text)
    return all(depth > 0 for depth in list(depths)[:-1])


def without_signs_around(text: str) -> str:
    """Remove signs around a meaning, but no bracket whose other one is within it."""
    signs = re.sub(r"[()\[\]]", "", SIGNS_AROUND)
    text = text.strip(signs)
    while text:
        are_even = all(text.count(one) == text.count(two) for one, two in _BRACKETS.items())
        if is_in_brackets(text):
            text = text[1:-1]
        elif not are_even and text[-1] in ")]":
            text = text[:-1]
        elif not are_even and text[0] in "([":
            text = text[1:]
        else:
            break
        text = text.strip(signs)
    return text


def by_symbol(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    """Return the marks of each symbol; of those with the same meaning only the first.

    Case and final punctuation do not count.
    """
    found: dict[str, dict[str, Mark]] = {}
    for mark in marks:
        meaning = mark.meaning.rstrip(".!; ").lower()
        found.setdefault(mark.symbol, {}).setdefault(meaning, mark)
    return {symbol: list(meanings.values()) for symbol, meanings in found.items()}


class MarkTable(NamedTuple):
    """The marks of annotation words and of symbols typed into names."""

    marks: tuple[Mark, ...] = _BUILT_IN_MARKS
    typed: tuple[Mark, ...] = ()
    """Marks of symbols typed into names; later ones take precedence."""

    @classmethod
    def with_overrides(
        cls, overrides: Mapping[str, tuple[str, str]], typed: Mapping[str, str] | None = None
    ) -> MarkTable:
        """Return the built-in table, updated with the (symbol, meaning) of each word.

        The symbols of `overrides` have the same meaning if they are typed into names;
        `typed` maps further symbols to words.
        """
        marks = {mark.word: mark for mark in _BUILT_IN_MARKS}
        said: list[Mark] = []
        for word, (symbol, meaning) in overrides.items():
            word = usual_word(word)
            term = marks[word].term if word in marks else meaning
            marks[word] = Mark(word, symbol, term, meaning)
            said.append(marks[word])
        table = cls(tuple(marks.values()))
        for symbol, word in (typed or {}).items():
            mark = table.for_word(word)
            if mark is not None:
                said.append(mark._replace(symbol=alike(symbol)))
        return table._replace(typed=tuple(said))

    def for_word(self, word: str) -> Mark | None:
        """Return the mark of an annotation word, if any."""
        word = usual_word(word)
        return next((mark for mark in self.marks if mark.word == word), None)

    def for_typed(self, symbol: str) -> Mark | None:
        """Return the mark that the configuration gives to a symbol typed into names, if any."""
        return next((mark for mark in reversed(self.typed) if mark.symbol == symbol), None)

    def is_known(self, word: str) -> bool:
        """Whether an annotation word means something."""
        return word in OWNER_WORDS | SHOWN_WORDS or self.for_word(word) is not None

    @property
    def words(self) -> tuple[str, ...]:
        """All annotation words, for messages."""
        return (*(mark.word for mark in self.marks), *sorted(OWNER_WORDS | SHOWN_WORDS))
