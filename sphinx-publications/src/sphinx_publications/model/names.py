"""Names of people: initials, marks typed into them, and whose they are."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from pybtex.database import Person
from pybtex.richtext import Text

from sphinx_publications.model.marks import MARKERS, plain_with_symbols, read_symbols

# A person of pybtex whose name is plain text, and not LaTeX a second time.


def _rich(part: str) -> Any:
    def read(person: Person) -> list[Text]:
        return [Text(name) for name in getattr(person, part)]

    return property(read, doc=f"The {part.replace('_', ' ')} as rich text.")


class PlainPerson(Person):  # type: ignore[misc]
    """A person whose names may hold braces, backslashes and percent signs, and mean these."""

    rich_first_names = _rich("first_names")
    rich_middle_names = _rich("middle_names")
    rich_prelast_names = _rich("prelast_names")
    rich_last_names = _rich("last_names")
    rich_lineage_names = _rich("lineage_names")


_MARKER = re.compile(
    rf"[\s^_]*(?:<sup>|\()?(?:\^?\d+\s*,\s*)?"
    rf"((?!\^\d)[{MARKERS}]+|\\(?:dagger|ddagger|dag|ddag|ast)\b)"
    rf"(?:\s*,\s*\d+\b)?(?:</sup>|\))?[\s,]*"
)
"""Marks with what may stand around them: brackets, and the number of an affiliation."""
_MACROS = {"\\dagger": "†", "\\dag": "†", "\\ddagger": "‡", "\\ddag": "‡", "\\ast": "*"}


class Name(NamedTuple):
    """A name in plain Unicode text."""

    family: str
    """Family name with its particles, or the whole name of an organisation."""
    given: str = ""
    suffix: str = ""

    @property
    def initials(self) -> str:
        """Initials without dots: ``CCH`` for Carl C. H., ``JP`` for Jean-Pierre."""
        return _initials(self.given)

    @property
    def full(self) -> str:
        """Given name first: ``Carl C. H. Petersen``."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)

    @property
    def inverted(self) -> str:
        """Family name first: ``Petersen, Carl C. H.``; ``Family, Jr, Given`` with a suffix."""
        return ", ".join(part for part in (self.family, self.suffix, self.given) if part)

    @property
    def indexed(self) -> str:
        """As an index has it: ``King, Martin Luther, Jr.``; ``The ATLAS Collaboration``."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)

    @property
    def family_first(self) -> str:
        """As `indexed`; a lone family name gets a comma, since readers would split it."""
        return self.indexed if self.given else f"{self.family},"

    def short(self, initials: str | None = None) -> str:
        """Return the initials and the family name: ``CCH Petersen``; `initials` override."""
        first = self.initials if initials is None else initials
        return " ".join(part for part in (first, self.family, self.suffix) if part)

    def person(self) -> Person:
        """Return the name as pybtex's `Person`, its parts taken as they are."""
        person = PlainPerson()
        person.first_names = self.given.split()
        words = self.family.split()
        particles = 0
        if self.given:
            while particles < len(words) - 1 and words[particles][:1].islower():
                particles += 1
        person.prelast_names = words[:particles]
        person.last_names = words[particles:] if self.given else [self.family]
        person.lineage_names = [self.suffix] if self.suffix else []
        return person


WrittenName: TypeAlias = tuple[Name, str]
"""A name without the marks that are typed into it, and the marks."""


def read_name(person: Person) -> WrittenName:
    """Return the name of a pybtex person without markers, and the markers' symbols."""
    found: list[str] = []
    is_person = bool(person.bibtex_first_names)

    def clean(parts: list[str]) -> str:
        return _take_markers(plain_with_symbols(" ".join(parts)), found, is_person)

    family = clean([*person.prelast_names, *person.last_names])
    given = clean(person.bibtex_first_names)
    suffix = clean(person.lineage_names)
    if not family:
        family, given = given, ""
    return Name(family, given, suffix), "".join(dict.fromkeys(found))


@lru_cache(maxsize=65536)
def is_same_person(name: Name, other: Name) -> bool:
    """Whether two names may be one person's.

    Family names must agree, accents and case aside; given names as far as both
    say them, an initial agreeing with any name that it begins.
    """
    if fold(name.family) != fold(other.family):
        return False
    pairs = zip(_given_parts(name.given), _given_parts(other.given), strict=False)
    return all(_agree(fold(ours), fold(theirs)) for ours, theirs in pairs)


def unbroken(name: str) -> str:
    """Return a name, given name or initials first, in which no line ends in initials."""
    name = name.replace(" ", "\N{NO-BREAK SPACE}", 1)
    return _BEHIND_INITIAL.sub("\N{NO-BREAK SPACE}", name) if "." in name else name


_BEHIND_INITIAL = re.compile(r"(?<=\b\w\.) ")


def plain_name(text: str) -> Name | None:
    """Return the name ``Family, Given``, None if `text` has anything else in it."""
    family, comma, given = text.partition(",")
    family, given = " ".join(family.split()), " ".join(given.split())
    return Name(family, given) if comma and family and given and "," not in given else None


LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
}  # fmt: skip
"""Letters that Unicode does not decompose, and how they are folded."""
_LETTERS = str.maketrans(LETTERS)


def fold(text: str) -> str:
    """Return `text` without accents and case, for comparison."""
    if text.isascii():
        return text.lower().strip()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip()


@lru_cache(maxsize=65536)
def _initials(given: str) -> str:
    return "".join(part[0] for part in _given_parts(given))


_NICKNAME = re.compile(r"[\"“(\[][^\"“”()\[\]]*[\"”)\]]")
"""What is no part of a name in initials: Edward (Ted), James "Jim"."""


def _given_parts(given: str) -> list[str]:
    """Split a given name at spaces, dots and hyphens; capitals in a row are initials."""
    parts: list[str] = []
    given = _NICKNAME.sub(" ", given).strip() or given
    for part in re.split(r"[\s.\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]+", given):
        if 1 < len(part) <= 3 and part.isupper() and part.isascii():
            parts.extend(part)
        elif part:
            parts.append(part)
    return parts


def _agree(one: str, other: str) -> bool:
    return one == other or (1 in {len(one), len(other)} and one[:1] == other[:1])


def _take_markers(text: str, found: list[str], is_person: bool) -> str:
    def take(match: re.Match[str]) -> str:
        if not is_person and not match[1].strip("+"):
            return match[0]  # of an organisation: C++ Group
        found.extend(read_symbols(_MACROS.get(match[1], match[1])))
        return " "

    return _MARKER.sub(take, text).strip() if _MARKER.search(text) else text
