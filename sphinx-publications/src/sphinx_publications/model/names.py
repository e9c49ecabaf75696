"""Names of people: parsing, initials and comparison."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
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
    is_family_first = False
    """Whether a style writes the family name first, without a comma."""


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
    def is_family_first(self) -> bool:
        """Whether the name is in Han, kana or Hangul: family name first, and no initials."""
        return not self.family.isascii() and _is_family_first(self.family, self.given)

    @property
    def initials(self) -> str:
        """Initials without dots: ``CCH`` for Carl C. H., ``JP`` for Jean-Pierre."""
        return "" if self.is_family_first else _initials(self.given, self.family)

    @property
    def full(self) -> str:
        """The whole name as it is said: ``Carl C. H. Petersen``, ``山田 太郎``."""
        first, last = self.given, self.family
        if self.is_family_first:
            first, last = last, first
        return " ".join(filter(None, (first, last, self.suffix)))

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
        """Name with one comma: ``King Jr., Martin Luther``; of three parts, readers drop one.

        A lone family name gets a comma too, since parsers would split it.
        """
        family = " ".join(filter(None, (self.family, self.suffix)))
        return f"{family}, {self.given}" if self.given else f"{family},"

    def short(self, initials: str | None = None) -> str:
        """Return initials and family name, ``CCH Petersen``; `initials` overrides the default.

        A name with the family name first is whole.
        """
        first = self.initials if initials is None else initials
        if not first and self.is_family_first:
            return self.full
        return " ".join(part for part in (first, self.family, self.suffix) if part)

    def person(self) -> Person:
        """Return the name as a pybtex `Person`, without parsing it again."""
        person = PlainPerson()
        if self.is_family_first:
            person.is_family_first = True
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


OTHERS = Name("others")
"""The last name of a list that does not name everybody."""
WrittenName: TypeAlias = tuple[Name, str]
"""A name, and the symbols that were typed into it."""


def parse_name(text: str) -> WrittenName:
    """Return the name in a text as BibTeX reads it, and the symbols typed into it.

    Of a name in Han, kana or Hangul the first word is the family name, comma or not.
    """
    if not text.isascii() and "," not in text:
        text = text.replace("\N{FULLWIDTH COMMA}", ",")
    name, symbols = read_name(Person(text))
    if name.is_family_first and "," not in text:
        family, _, given = f"{name.given} {name.family}".partition(" ")
        name = name._replace(family=family, given=given)
    return name, symbols


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
    given, others = _given_parts(name.given), _given_parts(other.given)
    # Short capitals are names or initials: ANN, CCH.
    return any(
        all(_agree(fold(one), fold(two)) for one, two in zip(ours, theirs, strict=False))
        for ours in (given, _letters_apart(given))
        for theirs in (others, _letters_apart(others))
    )


def listed(names: Iterable[Name]) -> str:
    """Return names in one line, with ``et al.`` in place of `OTHERS` at the end."""
    *before, last = (name.full if name != OTHERS else "" for name in names)
    return ", ".join([*before, last]) if last else f"{', '.join(before)} et al."


def and_others(names: Sequence[Name], most: int = 10) -> str:
    """Return ``Ann One, Bo Two and others``; of more than `most` names only the first three."""
    shown = [name.full for name in (names if len(names) <= most else names[:3])]
    rest = "" if len(shown) == len(names) else ", …"
    return f"{', '.join(shown)}{rest} and {OTHERS.family}"


def unbroken(name: str) -> str:
    """Put no-break spaces after initials in a name that begins with them or a given name."""
    name = name.replace(" ", "\N{NO-BREAK SPACE}", 1)
    return _BEHIND_INITIAL.sub("\N{NO-BREAK SPACE}", name) if "." in name else name


_EAST_ASIAN = (
    "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Han, kana and Hangul (Unicode, "Scripts")."""
_IN_EAST_ASIAN = rf"[{_EAST_ASIAN}][{_EAST_ASIAN} \-・·\N{{VARIATION SELECTOR-17}}]*"


@lru_cache(maxsize=65536)
def _is_family_first(family: str, given: str) -> bool:
    # Nearly all names are told by their first letters.
    parts = (family, given)
    return all(part[:1] >= _EAST_ASIAN[0] for part in parts) and all(
        re.fullmatch(_IN_EAST_ASIAN, part) for part in parts
    )


_BEHIND_INITIAL = re.compile(r"(?<=\b\w\.) ")


def plain_name(text: str) -> Name | None:
    """Parse ``Family, Given``; return None for any other form."""
    family, comma, given = text.partition(",")
    family, given = " ".join(family.split()), " ".join(given.split())
    return Name(family, given) if comma and family and given and "," not in given else None


def in_braces(name: Name, latex: Callable[[str], str]) -> str:
    """Return a name for BibTeX, its parts converted by `latex`; `OTHERS` as ``others``.

    A lone name, and a part that BibTeX would split at a comma or ``and``, stands in braces.
    """
    if name == OTHERS:
        return name.family
    if not name.given:
        return f"{{{latex(' '.join(filter(None, (name.family, name.suffix))))}}}"
    parts = (name.family, name.suffix, name.given)
    written = [f"{{{latex(p)}}}" if _SPLIT.search(p) else latex(p) for p in parts if p]
    return ", ".join(written)


_SPLIT = re.compile(r",|(?:^|\s)and(?:\s|$)", re.IGNORECASE)

LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
}  # fmt: skip
"""Replacements for letters that Unicode does not decompose."""
_LETTERS = str.maketrans(LETTERS)


# Entries share authors.
@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` without accents and case, for comparison."""
    if text.isascii():
        return text.lower().strip()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip()


@lru_cache(maxsize=65536)
def _initials(given: str, family: str) -> str:
    parts = _given_parts(given)
    long = [part for part in parts if len(part) > 1]
    # MARY ANN OAK, Kim MIN JI: beside longer names, short ones in capitals are no initials.
    are_names = len(long) > 1 or _is_in_capitals(family)
    return "".join(
        part if _are_initials(part) and not (are_names and _VOWEL.search(part)) else part[0]
        for part in parts
    )


_NICKNAME = re.compile(r"[\"“(\[][^\"“”()\[\]]*[\"”)\]]")
"""Nicknames, which have no initials: Edward (Ted), James "Jim"."""
_VOWEL = re.compile("[AEIOUY]")


def _given_parts(given: str) -> list[str]:
    """Split a given name at spaces, dots and hyphens."""
    given = _NICKNAME.sub(" ", given).strip() or given
    parts = re.split(r"[\s.\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]+", given)
    return [part for part in parts if part]


def _is_in_capitals(family: str) -> bool:
    """Whether a family name is in capitals: ``OAK``, ``van OAK``, ``McOAK``."""
    word = family.split()[-1] if family.split() else ""
    return sum(map(str.isupper, word)) > max(1, len(word) / 2)


def _are_initials(part: str) -> bool:
    """Whether a part of a given name may be initials without spaces: ``CCH``."""
    return 1 < len(part) <= 3 and part.isupper() and part.isascii()


def _letters_apart(parts: list[str]) -> list[str]:
    return [letter for part in parts for letter in (part if _are_initials(part) else [part])]


def _agree(one: str, other: str) -> bool:
    return one == other or (1 in {len(one), len(other)} and one[:1] == other[:1])


def _take_markers(text: str, found: list[str], is_person: bool) -> str:
    def take(match: re.Match[str]) -> str:
        if not is_person and not match[1].strip("+"):
            return match[0]  # part of an organisation's name: C++ Group
        found.extend(read_symbols(_MACROS.get(match[1], match[1])))
        return " "

    return _MARKER.sub(take, text).strip() if _MARKER.search(text) else text
