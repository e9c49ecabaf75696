"""Names, marks and titles of an entry, read by other programs than the extension's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pybtex.database import Person
from pylatexenc.latex2text import LatexNodes2Text

_DOCUMENTED = {
    # docs/marks.md of the package.
    "equal": ("*", "equal contribution"),
    "equal2": ("†", "equal contribution, second group"),
    "equal3": ("‡", "equal contribution, third group"),
    "corresponding": ("✉", "corresponding author"),
}
_ALIASES = {"eq": "equal", "equalcontrib": "equal", "first": "equal", "last": "equal2"}
_SYMBOLS = "*∗＊⋆★†‡§¶#✉"
_ALIKE = str.maketrans("∗＊", "**")
_TYPED = re.compile(rf"[\s^_]*([{_SYMBOLS}]+)[\s,]*")
_SPEC = re.compile(r"\s*(\d+)\s*=\s*([^\"=]+?)\s*")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_LATEX = LatexNodes2Text(math_mode="text", keep_comments=True)


@dataclass(frozen=True)
class Author:
    """An author as the file has it."""

    family: str
    """With particles."""
    given: str
    suffix: str
    marks: tuple[tuple[str, str], ...] = ()
    """Symbols with what they mean; an empty meaning is any."""

    @property
    def name(self) -> str:
        """The whole name, the given name first."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)

    @property
    def last(self) -> str:
        """What a shortened name ends with."""
        return " ".join(part for part in (self.family, self.suffix) if part)

    @property
    def symbols(self) -> str:
        """The marks, one behind the other."""
        return "".join(symbol for symbol, _ in self.marks)


def plain(latex: str) -> str:
    """Return LaTeX as text."""
    return " ".join(_LATEX.latex_to_text(latex).split())


def fold(text: str) -> str:
    """Return the letters and digits of a text, without accents, case, and what stands between."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(char for char in text if char.isalnum())


def read_authors(
    people: Sequence[Person],
    role: str,
    fields: Mapping[str, str],
    configured: Mapping[str, tuple[str, str]],
) -> list[Author]:
    """Return the authors of an entry with the marks of its annotations."""
    table = dict(_DOCUMENTED)
    table.update({_ALIASES.get(word, word): mark for word, mark in configured.items()})
    if "annotation" in fields:
        # The entry explains symbols in its own words.
        table = {word: (symbol, "") for word, (symbol, _) in table.items()}
    words = _annotated(fields.get(f"{role}+an", ""))
    return [_author(person, words.get(n, []), table) for n, person in enumerate(people, start=1)]


def _annotated(text: str) -> dict[int, list[str]]:
    words: dict[int, list[str]] = {}
    for spec in text.split(";"):
        match = _SPEC.fullmatch(spec)
        if match:
            words.setdefault(int(match[1]), []).extend(word.strip() for word in match[2].split(","))
    return words


def _author(person: Person, words: list[str], table: Mapping[str, tuple[str, str]]) -> Author:
    typed: list[str] = []

    def clean(parts: list[str]) -> str:
        def take(match: re.Match[str]) -> str:
            typed.extend(match[1].translate(_ALIKE))
            return " "

        return " ".join(_TYPED.sub(take, plain(" ".join(parts))).split())

    family = clean([*person.prelast_names, *person.last_names])
    given = clean([*person.first_names, *person.middle_names])
    suffix = clean(person.lineage_names)
    named = [_ALIASES.get(word, word) for word in words]
    marks = dict(table[word] for word in named if word in table)
    meanings = dict(table.values())
    marks |= {symbol: meanings.get(symbol, "") for symbol in typed if symbol not in marks}
    if not family:
        family, given = given, ""
    return Author(family, given, suffix, tuple(marks.items()))
