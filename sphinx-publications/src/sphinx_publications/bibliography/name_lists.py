"""Split lists of names that are joined by something other than BibTeX's ``and``.

They come from pages of publishers, from PubMed (``Petersen CCH``: NLM, "Citing Medicine",
chapter 1) and from styles such as APA's. For an ambiguous list the message gives both readings.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pybtex.bibtex.utils import split_name_list, split_tex_string

# Text in a list of names that is not part of a name.
#
# A status of the paper (``(Under review) Ann One``), a footnote (``\thanks{…}``), Markdown
# emphasis on the owner's name, and a missing space as in ``C.and``.

BESIDE = r"\(|\\(?:thanks|footnote|thanksref)\b|\*\*\S|\.and\s"
"""Matches in lists that may contain such text."""
_FOOTNOTE = re.compile(
    r"\s*\\(?:thanks|footnote|thanksref)\s*(?:\[[^][]*\])?\{(?:[^{}]|\{[^{}]*\})*\}"
)
_BOLD = re.compile(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*")
_NO_SPACE = re.compile(r"(?<=\.)and(?=\s+\S)")
_DOT_FOR_COMMA = re.compile(
    r"(?P<before>^|,\s)(?P<family>[^\W\d_]{3,})\.\s+"
    r"(?P<given>(?:[^\W\d_]\.[ -]?)+)(?=[*†‡]?(?:,|$))"
)
"""A family name and initials with a dot in place of the comma: ``One. A., Two, B.``"""
_BEFORE = re.compile(r"\s*\([^()]*\)\s*(?=[^\s,])")
_BEHIND = re.compile(r"(?P<name>[^(),]*[^(),\s])\s+\((?P<words>[^()]*)\)\s*")


def without_what_is_beside(value: str) -> str:
    """Remove text that is not part of a name from a list of names.

    A second given name is kept: ``Yi One (Ann)`` becomes ``One, Yi (Ann)``.
    """
    value = _DOT_FOR_COMMA.sub(r"\g<before>\g<family>, \g<given>", value)
    value = _NO_SPACE.sub(" and", _BOLD.sub(r"\1", _FOOTNOTE.sub("", value)))
    if "(" not in value:
        return value
    return " and ".join(map(_without_brackets, split_name_list(value)))


def _without_brackets(name: str) -> str:
    name = _BEFORE.sub("", name, count=1) if _BEFORE.match(name) else name
    behind = _BEHIND.fullmatch(name)
    if behind is None:
        return name
    words = behind["words"]
    if not re.fullmatch(r"[^\W\d_][^\W\d_.'-]*", words) or not words[0].isupper():
        return behind["name"]
    given, _, family = behind["name"].rpartition(" ")
    return f"{family}, {given} ({words})" if given else name


# Names that BibTeX parses correctly.

UPPER = "A-Z\N{LATIN CAPITAL LETTER A WITH GRAVE}-\N{LATIN CAPITAL LETTER THORN}"
INITIALS_FIRST = re.compile(
    rf"(?:[{UPPER}]\.?[ -]?){{0,3}}[{UPPER}](?:\. ?| )(?:[a-z]+ )*[^\W\d_][^\s,.]{{2,}}"
)
# A family name with lower-case letters, then initials.
PUBMED = re.compile(
    rf"(?P<family>(?=[^,]*[^\W\d_{UPPER}])[^\s,.{{}}\\][^,.{{}}\\]*?) "
    rf"(?P<initials>[{UPPER}]{{1,4}}|(?:[{UPPER}]\.[ -]?){{1,4}})"
    r"(?: (?P<suffix>Jr|Sr|2nd|3rd|4th|II|III|IV)\.?)?"
)
_ODD = re.compile(
    r"[&\d;\u00b9\u00b2\u00b3]|,.*,|\b(?:und(?! zu\b)|et|others)\b|,\s*(?:Ph|M\.?D|$)"
    rf"|{BESIDE}"
)
"""Matches in lists that BibTeX may parse wrongly."""


class Names(NamedTuple):
    """Names in BibTeX's form, and messages about the list."""

    names: list[str]
    slip: str = ""
    """What is wrong, with the corrected line; empty if nothing is."""
    doubt: str = ""
    """The other reading of an ambiguous list; empty if there is none."""


def are_usual(value: str) -> bool:
    """Whether a list has only ``and`` between names, and BibTeX parses each correctly."""
    # Commas separate the parts of names such as given=Ann, family=One.
    return "=" in value or all(map(_is_usual, value.split(" and ")))


@lru_cache(maxsize=65536)
def _is_usual(name: str) -> bool:
    """Whether BibTeX parses a name correctly."""
    if _ODD.search(name):
        return False
    family, comma, given = name.strip().partition(",")
    if not comma:
        return not PUBMED.fullmatch(family)
    return " " not in family or (
        " " not in given.strip()
        and not PUBMED.fullmatch(family)
        and not INITIALS_FIRST.fullmatch(family)
    )


_INITIALS = re.compile(rf"(?:[{UPPER}](?:\.|\b)[ -]?){{1,4}}|[{UPPER}]{{1,4}}")
_SUFFIX = re.compile(r"(?:[JS]r\.?|I{1,3}|IV|V|\dnd|\drd|\dth)", re.IGNORECASE)
_DEGREE = re.compile(r"(?:Ph\.?\s?D|M\.?D|D\.?Phil|M\.?Sc|B\.?Sc|M\.?P\.?H|FRS)\.?")
_FOOTNOTES = re.compile(
    r"(?<=[^\W\d_A-Z])(?:\d{1,2}(?:,\s?\d{1,2})*(?=\s|,|;|$)|[\u00b9\u00b2\u00b3\u2070-\u2079]+|"
    r"\$\^\{?\d[\d,]*\}?\$)"
)
"""Affiliation numbers after a name."""
_ET_AL = re.compile(r"(?:and )?(?:et\.? al\.?|others)", re.IGNORECASE)
_OTHER_AND = re.compile(r"\s+(?:\\?&|und(?!\s+zu\b)|et(?!\.? al))\s+|(?<=[.\w]),\s*(?=and\s)")
_JOINED_BY_SIGN = re.compile(r"\s+\\?&\s+(?![^{]*\})")
_PARTICLES = frozenset(
    "de del della der den di da do dos das du la le van von zu zur af av al el bin ibn ten ter y e "
    "'t".split()
)


def split_names(field: str, value: str, owners: tuple[str, ...] = ()) -> Names:
    """Split the `value` of an author or editor field into names.

    `owners` are the owner's names, given name first; each of them is one person.
    """
    if are_usual(value):
        return Names([value])
    before = split_name_list(value)
    clean = without_what_is_beside(value)
    clean = _FOOTNOTES.sub("", clean) if _has_footnotes(clean) else clean
    parts = [part for name in split_name_list(_with_ands(clean)) for part in _semicolons(name)]
    is_list = len(parts) > 1 and any("," not in part for part in parts)
    names: list[str] = []
    paired: list[str] | None = None
    """The names in the other reading, once the list is ambiguous."""
    doubts = [_organisation(field, part) for part in parts if _JOINED_BY_SIGN.search(part)]
    for part in parts:
        pieces = [piece for piece in split_tex_string(part, r"\s*,\s*") if piece.strip()]
        people = [piece for piece in pieces if not _DEGREE.fullmatch(piece)]
        found = _names(people, is_list or len(people) < len(pieces), owners)
        other = found
        if found is None and len(people) == 2:
            found = [part]
            if not _has_inverted(parts) and not _ends_in_initial(people[1]):
                doubts.append(_one_or_two(field, *people))
        elif found is None and len(people) % 2 == 0 and _has_inverted(parts):
            found = _pairs(people)
        elif found is None:
            found, other = people, _pairs(people)
            paired = [*names] if paired is None else paired
        names += found
        if paired is not None:
            paired += other or found
    if names == before:
        return Names([value], doubt="; ".join(doubts))
    line = " and ".join(names)
    slip = _alternatives(field, names, paired) if paired is not None else ""
    if not slip and len(names) == len(before):
        slip = f"{field} has more than names in it; write {line}"
    elif not slip:
        separator = next((sign for sign in ";&," if sign in value), "another word")
        slip = f"{field} joins names by '{separator}'; write {line}"
    return Names(names, slip, "; ".join(doubts))


def _semicolons(name: str) -> list[str]:
    return [part for part in split_tex_string(name, r"\s*;\s*") if part.strip()]


def _has_footnotes(value: str) -> bool:
    """Whether a list has affiliation numbers, and distinct names without them."""
    if not _FOOTNOTES.search(value):
        return False
    names = re.split(r"\s*,\s*|\s+and\s+", _FOOTNOTES.sub("", value))
    return len(set(names)) == len(names)


def _with_ands(value: str) -> str:
    """Replace other words and signs by ``and`` if there are people on both sides."""
    parts = split_tex_string(value, _OTHER_AND.pattern)
    joined = parts[0] if parts else value
    for part in parts[1:]:
        if part.startswith("and "):
            joined += f" {part}"
        elif _is_person(joined.rpartition(" and ")[2]) and _is_person(part):
            joined = f"{joined.rstrip(' ,')} and {part}"
        else:
            return value
    return joined


def _is_person(text: str) -> bool:
    """Whether a name looks like a person's: several words, capitalized or particles."""
    words = re.split(r"[\s,]+", text.split(" and ")[0].strip())
    return len(words) > 1 and all(
        word[:1].isupper() or word[:1] in "{\\" or word in _PARTICLES for word in words if word
    )


def _names(pieces: list[str], is_list: bool, owners: tuple[str, ...]) -> list[str] | None:
    """Return the names in comma-separated `pieces`, None if they are ambiguous."""
    people = [piece for piece in pieces if not _ET_AL.fullmatch(piece)]
    people = [piece.removeprefix("and ") for piece in people]
    rest = ["others"] if len(people) < len(pieces) else []
    pubmed = [PUBMED.fullmatch(piece) for piece in people]
    if people and all(pubmed) and _are_initials([m["initials"] for m in pubmed if m]):
        return [*(_of_pubmed(match) for match in pubmed if match), *rest]
    if len(people) > 1 and all(map(INITIALS_FIRST.fullmatch, people)):
        return [*people, *rest]
    if len(people) < 2 or (len(people) == 3 and _SUFFIX.fullmatch(people[1])):
        return [", ".join(people), *rest] if people else rest
    if len(people) > 3 and len(people) % 2 == 0 and all(map(_INITIALS.fullmatch, people[1::2])):
        return [*_pairs(people), *rest]
    are_whole = all(_is_person(piece) for piece in people)
    if are_whole and (len(people) > 2 or is_list or rest or not set(people).isdisjoint(owners)):
        return [*people, *rest]
    is_closed = any(re.fullmatch(r"\{[^{}\\]*\}", piece) for piece in people)
    if len(people) == 2 and (is_closed or not are_whole):
        return [", ".join(people), *rest]
    return None


def _are_initials(found: list[str]) -> bool:
    """Whether capitals after names are initials, and not family names as in ``Wei LI``."""
    return any(len(letters) == 1 or "." in letters for letters in found) or not all(
        re.search("[AEIOUY]", letters) for letters in found
    )


def _of_pubmed(match: re.Match[str]) -> str:
    given = " ".join(f"{letter}." for letter in re.findall(rf"[{UPPER}]", match["initials"]))
    return ", ".join(filter(None, (match["family"], match["suffix"], given)))


def _ends_in_initial(given: str) -> bool:
    """Whether a given name ends in an initial: ``Jan A.``."""
    return re.search(rf"\b[{UPPER}]\.$|\w\w.*\b[{UPPER}]$", given) is not None


def _one_or_two(field: str, family: str, given: str) -> str:
    """Return the message on two whole names that BibTeX reads as one person's."""
    return (
        f"{field} is read as one person, {given} {family}; for two people write "
        f"{family} and {given}, for one {{{family}}}, {given}"
    )


def _organisation(field: str, name: str) -> str:
    """Return the message on a name with ``&`` that may be an organisation's."""
    people = " and ".join(part.strip() for part in _JOINED_BY_SIGN.split(name))
    return f"{field} is read as one name, {name}; write {{{name}}}, or {people} if these are people"


def _alternatives(field: str, whole: list[str], paired: list[str]) -> str:
    """Return the message on comma-separated text that may be whole names or parts of names."""
    line = f"{' and '.join(whole)} if each is a whole name"
    if len(whole) > len(paired):
        line = f"{' and '.join(paired)}, or {line}"
    return f"{field} joins names by ','; write {line}"


def _has_inverted(parts: list[str]) -> bool:
    """Whether one of several names begins with the family name."""
    found = [part.split(",") for part in parts]
    return any(len(pieces) == 2 and not _is_person(pieces[0]) for pieces in found)


def _pairs(people: list[str]) -> list[str]:
    """Join each two parts as ``Family, Given``; return an odd number unchanged."""
    if len(people) % 2:
        return people
    pairs = zip(people[::2], people[1::2], strict=True)
    return [f"{family}, {given}" for family, given in pairs]
