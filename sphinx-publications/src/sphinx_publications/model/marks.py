"""Marks of authors, such as ``*`` for equal contribution, and their meanings.

The meaning of a symbol typed into a name is never guessed: it comes from the entry or the
configuration (see `MarkTable.for_typed`), or the mark stays unexplained.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from sphinx_publications.i18n import translate as in_language
from sphinx_publications.latex import plain

MARKERS = "*∗＊⋆★☆†‡§¶#✉+‖∥◦◇◆△▲♠♣♥♦♢^"
"""Symbols that people type next to a name for equal contribution and the like.

They are used in character classes of patterns, so the caret must not come first.
"""
UNEXPLAINED = "marked by the authors"
"""Meaning of unexplained marks."""


class Mark(NamedTuple):
    """A mark next to a name, such as ``*`` for equal contribution."""

    word: str
    """Annotation word in the file."""
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
        return self.word != self.symbol

    @property
    def is_equal(self) -> bool:
        """Whether the mark means equal contribution."""
        return self.word.startswith(EQUAL)

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


def unexplained(symbol: str) -> Mark:
    """Return a mark for a symbol without a known meaning."""
    return Mark(symbol, symbol, UNEXPLAINED, UNEXPLAINED)


def _mark(word: str, symbol: str, term: str) -> Mark:
    return Mark(word, symbol, term, term)


EQUAL = "equal"
"""Prefix of the annotation words for equal contribution."""
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


_SYMBOL = re.compile(rf"(?<!\w(?=\+))[(\[{{]*(?P<symbol>([{MARKERS}])\2*)[)\]}}]*")
_AT_BEGINNING = re.compile(rf"[\s(\[{{$^]*[{MARKERS}]")
_VERB = re.compile(
    r"^[:=\s]*(?:(?:denotes?|indicates?|means?|mark(?:s|ed)?|represents?|stands? for|are|is)\s+)?"
)
_ALSO = re.compile(r"[\s,;/&+]*(?:and)?[\s,;/&+]*", re.IGNORECASE)
_SAYS_EQUAL = re.compile(
    r"\bequal|\bco-?(?:first|lead|last|senior)\b"
    r"|\b(?:joint|shared?)(?:ly)?\b.*(?:author|contribut|first|lead|last|senior)",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not?|non|without|un)\b", re.IGNORECASE)
_AROUND = " ,;.:()[]|&$"
_JOINED_AT_END = re.compile(r"[\s,;]+(?:and|while)$", re.IGNORECASE)


def explained_symbols(annotation: str) -> dict[str, str]:
    """Return the meanings of symbols in ``* Equal contribution, † Equal advising``.

    Homepages made with al-folio explain symbols in names like this. A meaning follows its
    symbols, or precedes them if the text ends with a symbol: ``Equal contribution (*)``.
    """
    text = html.unescape(re.sub(r"<[^<>]*>", " ", annotation))
    found = list(_SYMBOL.finditer(text))
    if not found:
        return {}
    ends_with_symbol = not text[found[-1].end() :].strip(_AROUND)
    starts = [0, *(match.end() for match in found), len(text)]
    stops = [*(match.start() for match in found), len(text)]
    between = [text[start:stop] for start, stop in zip(starts, stops, strict=False)]
    meanings = dict[str, str]()
    pairs = list(zip(found, between if ends_with_symbol else between[1:], strict=False))
    last = ""
    # "* and † contributed equally": text that only joins symbols is not a meaning.
    for match, said in pairs if ends_with_symbol else reversed(pairs):
        if not _ALSO.fullmatch(said) or not last:
            last = _JOINED_AT_END.sub("", _VERB.sub("", said).strip(_AROUND))
        if last:
            meanings[_alike(match["symbol"])] = last
    in_order = dict.fromkeys(_alike(match["symbol"]) for match in found)
    return _told_apart({symbol: meanings[symbol] for symbol in in_order if symbol in meanings})


def begins_with_symbol(text: str) -> bool:
    """Whether a text begins with a symbol, like an explanation: ``* Equal``."""
    return _AT_BEGINNING.match(text) is not None


def _told_apart(meanings: dict[str, str]) -> dict[str, str]:
    """Split shared meanings like ``A and B, respectively`` among their symbols.

    If the numbers of meanings and symbols differ, these symbols are dropped.
    """
    told = dict(meanings)
    for together in {meaning for meaning in meanings.values() if "respectively" in meaning}:
        symbols = [symbol for symbol, meaning in meanings.items() if meaning == together]
        parts = [
            part for part in re.split(r",?\s+(?:and|respectively)\b|,", together) if part.strip()
        ]
        for number, symbol in enumerate(symbols):
            del told[symbol]
            if len(parts) == len(symbols):
                told[symbol] = parts[number].strip(_AROUND)
    return {symbol: told[symbol] for symbol in meanings if symbol in told}


def plain_with_symbols(latex: str) -> str:
    r"""Return `latex` as plain text, keeping ``\*`` as an asterisk, which LaTeX would drop."""
    return plain(latex.replace(r"\*", "*"))


def read_symbols(typed: str) -> Iterator[str]:
    """Yield the symbols typed next to a name; a repeated one such as ``**`` is one symbol."""
    yield from (match[0] for match in re.finditer(r"(.)\1*", _alike(typed)))


def _alike(symbols: str) -> str:
    """Replace variants of the asterisk that look alike by the ASCII one."""
    return symbols.translate({0x2217: "*", 0xFF0A: "*"})


def _worded(mark: Mark, meaning: str) -> Mark:
    """Return a mark with another meaning; its term is kept only if it still fits."""
    fits = any(word in meaning.lower() for word in ("equal", "contribut", mark.term.lower()))
    return mark._replace(term=mark.term if fits else meaning, meaning=meaning)


def distinct(marks: Iterable[Mark]) -> list[Mark]:
    """Remove marks with the same symbol and meaning, ignoring case and final punctuation."""
    found: dict[tuple[str, str], Mark] = {}
    for mark in marks:
        found.setdefault((mark.symbol, mark.meaning.rstrip(".!; ").lower()), mark)
    return list(found.values())


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
            word = _ALIASES.get(word, word)
            term = marks[word].term if word in marks else meaning
            marks[word] = Mark(word, symbol, term, meaning)
            said.append(marks[word])
        table = cls(tuple(marks.values()))
        for symbol, word in (typed or {}).items():
            mark = table.for_word(word)
            if mark is not None:
                said.append(mark._replace(symbol=_alike(symbol)))
        return table._replace(typed=tuple(said))

    def worded(self, meanings: Mapping[str, str]) -> MarkTable:
        """Return the table updated with the meanings that an entry gives to symbols."""
        if not meanings:
            return self
        marks = tuple(
            _worded(mark, meanings[mark.symbol]) if mark.symbol in meanings else mark
            for mark in self.marks
        )
        table, said = MarkTable(marks, self.typed), list(self.typed)
        taken = {mark.word for mark in self.marks if mark.symbol in meanings}
        for symbol, meaning in meanings.items():
            word = self._word_of(symbol, meaning, taken)
            taken.add(word)
            said.append(Mark(word, symbol, meaning, meaning))
        return table._replace(typed=tuple(said))

    def _word_of(self, symbol: str, meaning: str, taken: Collection[str]) -> str:
        """Return the annotation word for a meaning, or the symbol if there is none."""
        usual = next((mark.word for mark in self.marks if mark.symbol == symbol), "")
        if _DENIES.search(meaning):
            return symbol
        if _SAYS_EQUAL.search(meaning):
            words = [mark.word for mark in self.marks if mark.is_equal]
            free = [word for word in words if word not in taken]
            return usual if usual in words else (free or words)[0]
        return "corresponding" if "correspond" in meaning.lower() else symbol

    def for_word(self, word: str) -> Mark | None:
        """Return the mark of an annotation word, if any."""
        word = _ALIASES.get(word, word)
        return next((mark for mark in self.marks if mark.word == word), None)

    def for_typed(self, symbol: str, words: Collection[str] = ()) -> Mark:
        """Return the mark of a symbol that is typed into a name.

        The annotation `words` of the entry take precedence over the meanings that the entry
        and the configuration give to symbols.
        """
        annotated = [mark for mark in map(self.for_word, words) if mark is not None]
        for mark in (*annotated, *reversed(self.typed)):
            if mark.symbol == symbol:
                return mark
        return unexplained(symbol)

    @property
    def words(self) -> tuple[str, ...]:
        """All annotation words, for messages."""
        return (*(mark.word for mark in self.marks), *sorted(OWNER_WORDS | SHOWN_WORDS))
