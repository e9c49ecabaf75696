"""Names of people: parsing, initials and comparison."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from pybtex.database import Person
from pybtex.richtext import Text

from sphinx_publications.model.marks import MARKERS, plain_with_symbols, read_symbols


def _rich(part: str) -> Any:
    def read(person: Person) -> list[Text]:
        return [Text(name) for name in getattr(person, part)]

    return property(read, doc=f"The {part.replace('_', ' ')} as rich text.")


class PlainPerson(Person):  # type: ignore[misc]
    """A pybtex person with plain text as name: braces and backslashes are not LaTeX."""

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
"""Marks with surrounding brackets and affiliation numbers."""
_MACROS = {"\\dagger": "†", "\\dag": "†", "\\ddagger": "‡", "\\ddag": "‡", "\\ast": "*"}


class Name(NamedTuple):
    """A name in plain Unicode text."""

    family: str
    """Family name with particles, or the whole name of an organisation."""
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
        """Name for an index: ``King, Martin Luther, Jr.``; ``The ATLAS Collaboration``."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)

    @property
    def family_first(self) -> str:
        """Like `indexed`; a lone family name gets a comma, since parsers would split it."""
        return self.indexed if self.given else f"{self.family},"

    def short(self, initials: str | None = None) -> str:
        """Return initials and family name, ``CCH Petersen``; `initials` overrides the default."""
        first = self.initials if initials is None else initials
        return " ".join(part for part in (first, self.family, self.suffix) if part)

    def person(self) -> Person:
        """Return the name as a pybtex `Person`, without parsing it again."""
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
"""A name, and the symbols that were typed into it."""


def read_name(person: Person) -> WrittenName:
    """Return the name of a pybtex person, and the symbols typed into it."""
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
    """Whether two names may belong to the same person.

    Family names must be equal, ignoring accents and case; given names must agree as far as
    both have them, where an initial agrees with every name that begins with it.
    """
    if fold(name.family) != fold(other.family):
        return False
    pairs = zip(_given_parts(name.given), _given_parts(other.given), strict=False)
    return all(_agree(fold(ours), fold(theirs)) for ours, theirs in pairs)


def unbroken(name: str) -> str:
    """Put no-break spaces after initials in a name that begins with them or a given name."""
    name = name.replace(" ", "\N{NO-BREAK SPACE}", 1)
    return _BEHIND_INITIAL.sub("\N{NO-BREAK SPACE}", name) if "." in name else name


_BEHIND_INITIAL = re.compile(r"(?<=\b\w\.) ")


def plain_name(text: str) -> Name | None:
    """Parse ``Family, Given``; return None for any other form."""
    family, comma, given = text.partition(",")
    family, given = " ".join(family.split()), " ".join(given.split())
    return Name(family, given) if comma and family and given and "," not in given else None


LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
}  # fmt: skip
"""Replacements for letters that Unicode does not decompose."""
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
"""Nicknames, which have no initials: Edward (Ted), James "Jim"."""


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
            return match[0]  # part of an organisation's name: C++ Group
        found.extend(read_symbols(_MACROS.get(match[1], match[1])))
        return " "

    return _MARKER.sub(take, text).strip() if _MARKER.search(text) else text
