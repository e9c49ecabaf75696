"""Marks beside names, and which annotation words and symbols stand for them.

What a symbol means that is typed into a name is never guessed: `MarkTable.for_typed` asks who
says it, and else the mark says no more than that the authors made it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from sphinx_publications.i18n import translate as in_language
from sphinx_publications.latex import plain

MARKERS = "*∗＊⋆★☆†‡§¶#✉+‖∥◦◇◆△▲♠♣♥♦♢^"
"""Symbols that people type beside a name for equal contribution and the like.

They stand in classes of patterns, where a caret may not be the first.
"""
UNEXPLAINED = "marked by the authors"
"""All that is known of a mark that nobody explains."""


class Mark(NamedTuple):
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
        """Whether an annotation word says the same; else the symbol is all that was written."""
        return self.word != self.symbol

    @property
    def is_equal(self) -> bool:
        """Whether it is one of equal contribution."""
        return self.word.startswith(EQUAL)

    @property
    def is_explained(self) -> bool:
        """Whether the file or the configuration says what it means."""
        return self.meaning != UNEXPLAINED

    @property
    def said(self) -> str:
        """What it says in words, for formats that have no marks: it begins a sentence."""
        words = self.term
        if not self.is_explained:
            # Else two groups would be one.
            words = self.spoken
        elif self.meaning != self.term:
            words = f"{self.term} ({self.meaning})"
        return f"{words[:1].upper()}{words[1:]}"


def unexplained(symbol: str) -> Mark:
    """Return the mark of a symbol of which nobody says what it means."""
    return Mark(symbol, symbol, UNEXPLAINED, UNEXPLAINED)


def _mark(word: str, symbol: str, term: str) -> Mark:
    return Mark(word, symbol, term, term)


EQUAL = "equal"
"""What the words of equal contribution begin with."""
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
    """Read what symbols mean out of a text: ``* Equal contribution, † Equal advising``.

    This is how homepages made with al-folio explain the symbols that they type
    into names. A meaning stands behind its symbols, or before them where the
    text ends with a symbol: ``Equal contribution (*)``.
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
    # "* and † contributed equally": what only joins symbols is no meaning.
    for match, said in pairs if ends_with_symbol else reversed(pairs):
        if not _ALSO.fullmatch(said) or not last:
            last = _JOINED_AT_END.sub("", _VERB.sub("", said).strip(_AROUND))
        if last:
            meanings[_alike(match["symbol"])] = last
    in_order = dict.fromkeys(_alike(match["symbol"]) for match in found)
    return _told_apart({symbol: meanings[symbol] for symbol in in_order if symbol in meanings})


def begins_with_symbol(text: str) -> bool:
    """Whether a text begins with a symbol, as one does that explains it: ``* Equal``."""
    return _AT_BEGINNING.match(text) is not None


def _told_apart(meanings: dict[str, str]) -> dict[str, str]:
    """Give each symbol its own of the meanings that stand together: ``A and B, respectively``.

    Where they are not as many as the symbols, none of these is explained.
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
    r"""Return `latex` as plain text, in which ``\*`` is an asterisk; to LaTeX it is nothing."""
    return plain(latex.replace(r"\*", "*"))


def read_symbols(typed: str) -> Iterator[str]:
    """Yield the marks in what is typed beside a name: ``*``, ``†``; ``**`` is one of its own."""
    yield from (match[0] for match in re.finditer(r"(.)\1*", _alike(typed)))


def _alike(symbols: str) -> str:
    """Return symbols with one asterisk for those that only fonts tell apart."""
    return symbols.translate({0x2217: "*", 0xFF0A: "*"})


def _worded(mark: Mark, meaning: str) -> Mark:
    """Return a mark with another meaning, and its term only where that still fits."""
    fits = any(word in meaning.lower() for word in ("equal", "contribut", mark.term.lower()))
    return mark._replace(term=mark.term if fits else meaning, meaning=meaning)


def distinct(marks: Iterable[Mark]) -> list[Mark]:
    """Return the first of the marks that differ in case and full stops alone."""
    found: dict[tuple[str, str], Mark] = {}
    for mark in marks:
        found.setdefault((mark.symbol, mark.meaning.rstrip(".!; ").lower()), mark)
    return list(found.values())


class MarkTable(NamedTuple):
    """Which annotation word is which mark, and what typed symbols mean."""

    marks: tuple[Mark, ...] = _BUILT_IN_MARKS
    typed: tuple[Mark, ...] = ()
    """What symbols mean that are typed into names; a later one counts before an earlier one."""

    @classmethod
    def with_overrides(
        cls, overrides: Mapping[str, tuple[str, str]], typed: Mapping[str, str] | None = None
    ) -> MarkTable:
        """Return the built-in words with the (symbol, meaning) of `overrides` over them.

        The symbols of `overrides` mean the same where they are typed into names;
        `typed` gives further symbols the meaning of a word.
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
        """Return the table with the meanings that an entry gives to symbols."""
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
        """Return the word that says what `meaning` says, or the symbol where none does."""
        usual = next((mark.word for mark in self.marks if mark.symbol == symbol), "")
        if _DENIES.search(meaning):
            return symbol
        if _SAYS_EQUAL.search(meaning):
            words = [mark.word for mark in self.marks if mark.is_equal]
            free = [word for word in words if word not in taken]
            return usual if usual in words else (free or words)[0]
        return "corresponding" if "correspond" in meaning.lower() else symbol

    def for_word(self, word: str) -> Mark | None:
        """Return the mark that an annotation word stands for, if any."""
        word = _ALIASES.get(word, word)
        return next((mark for mark in self.marks if mark.word == word), None)

    def for_typed(self, symbol: str, words: Collection[str] = ()) -> Mark:
        """Return the mark of a symbol that is typed into a name.

        It is what the `words` that annotate the entry show as this symbol, or
        what the entry or the configuration says of it.
        """
        annotated = [mark for mark in map(self.for_word, words) if mark is not None]
        for mark in (*annotated, *reversed(self.typed)):
            if mark.symbol == symbol:
                return mark
        return unexplained(symbol)

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that means something, for messages."""
        return (*(mark.word for mark in self.marks), *sorted(OWNER_WORDS | SHOWN_WORDS))
