"""Split lists of names that are joined by something other than BibTeX's ``and``.

They come from pages of publishers, from PubMed (``Petersen CCH``: NLM, "Citing Medicine",
chapter 1) and from styles such as APA's. A list that BibTeX can read is left alone: where ``and``
parts it, a comma in a name parts that name. For an ambiguous list the message gives both readings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from pybtex.bibtex.utils import split_name_list, split_tex_string

from sphinx_publications.bibliography.name_forms import (
    BESIDE,
    DEGREE,
    ET_AL,
    GENERATION,
    INITIALS,
    INITIALS_FIRST,
    JOINED_BY_SIGN,
    LAST_SUFFIX,
    MORE,
    PUBMED,
    are_initials,
    ends_in_initial,
    family_or_initials,
    has_footnotes,
    is_person,
    is_suffix,
    is_whole_in_east_asian,
    is_whole_name,
    odd_suffix,
    of_pubmed,
    one_or_two,
    organisation,
    others_last,
    pairs,
    slip,
    spaced,
    with_suffix,
    without_footnotes,
    without_what_is_beside,
    words,
)
from sphinx_publications.model.names import OTHERS

_ODD = re.compile(
    r"[&\d;；、\u00b9\u00b2\u00b3]|\\textsuperscript|\$\^|,.*,"
    r"|\b(?:und(?! zu\b)|et|и|others)\b|,\s*(?:Ph|M\.?D|[JS]r|$)"
    rf"|\s(?:[JS]r\.?|I{{2,3}}|IV|\dth|\d[nr]d)\s*$|{BESIDE}|{MORE}"
)
"""Matches in lists that BibTeX may parse wrongly."""
_OTHER_AND = re.compile(
    r"\s+(?:\\?&|и(?!\s+др)|und(?!\s+zu\b)|et(?!\.?[ ~]?al))\s+|(?<=[.\w]),\s*(?=and\s)"
)
_OTHERS = OTHERS.family


class Names(NamedTuple):
    """Names in BibTeX's form, and messages about the list."""

    names: list[str]
    slip: str = ""
    """What is wrong, with the corrected line; empty if nothing is."""
    doubt: str = ""
    """The other reading of an ambiguous list; empty if there is none."""
    moved: Mapping[int, int] | None = {}
    """New positions of annotated names by those for BibTeX; None if two readings are meant."""


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


class _Whole(NamedTuple):
    """What the whole of a list says about each of its parts."""

    is_parted: bool
    """Whether ``and`` parts the list, so that a comma in a name parts that name."""
    is_sentence: bool
    """Whether the list is that of a sentence: ``Ann One, Bob Two and Cid Three``."""
    has_first_names_first: bool
    """Whether it is no list of BibTeX's, and no name in it begins with the family name."""
    is_pubmed: bool
    """Whether all names are those of PubMed: family names with initials behind them."""
    has_signs: bool
    """Whether it has signs that BibTeX does not know: an ampersand, ``, and``, footnotes."""
    has_inverted: bool
    """Whether a name begins with the family name."""
    owners: tuple[str, ...]

    @classmethod
    def of(cls, value: str, parts: list[str], owners: tuple[str, ...]) -> _Whole:
        """Return what the list `value` in `parts` says."""
        has_inverted, other_and = _has_inverted(parts), _OTHER_AND.search(value)
        has_first_names_first = other_and is not None and not has_inverted
        people = [_people(_pieces(part), has_first_names_first) for part in parts]
        return cls(
            len(parts) > 1,
            [len(found) for found in people] == [2, 1]
            and all(is_whole_name(name) for found in people for name in found),
            has_first_names_first,
            _are_pubmed(people),
            other_and is not None or has_footnotes(value),
            has_inverted,
            owners,
        )


def split_names(
    field: str, value: str, owners: tuple[str, ...] = (), annotated: Collection[int] = ()
) -> Names:
    """Split the `value` of an author or editor field into names.

    `owners` are the owner's names, given name first; each of them is one person. `annotated` are
    the positions that annotations name. If nobody can say whom they mean in the split list, the
    list is left as BibTeX reads it.
    """
    if are_usual(value):
        return Names([value])
    before = split_name_list(value)
    clean = without_what_is_beside(value)
    clean = without_footnotes(clean) if has_footnotes(clean) else clean
    parts = [part for name in split_name_list(_with_ands(clean)) for part in _semicolons(name)]
    parts = list(map(_with_last_suffix, parts))
    whole = _Whole.of(value, parts, owners)
    doubts = [organisation(field, part) for part in parts if JOINED_BY_SIGN.search(part)]
    names, paired = _of_parts(field, parts, whole, doubts)
    if list(map(spaced, names)) == list(map(spaced, before)):
        doubts += family_or_initials(field, names)
        return Names([value], doubt="; ".join(doubts))
    moved = _moved(before, names, annotated)
    told = slip(field, value, before, names, paired)
    if paired is not None and 0 < max(annotated, default=0) <= len(paired):
        told += f", and count these in {field}+an, which annotates nobody until then"
        moved = None
    elif moved is None:
        counted = f"{field} is read as BibTeX reads it, whose names {field}+an counts"
        return Names([value], f"{counted}; write {' and '.join(names)}, and count these")
    return Names(names, told, "; ".join(doubts), moved)


def _of_parts(
    field: str, parts: list[str], whole: _Whole, doubts: list[str]
) -> tuple[list[str], list[str] | None]:
    """Return the names of all `parts`, and those of the other reading of an ambiguous list."""
    names: list[str] = []
    paired: list[str] | None = None
    for part in parts:
        pieces = _pieces(part)
        people = _people(pieces, whole.has_first_names_first)
        is_listed = any(map(DEGREE.fullmatch, pieces[:-1])) or len(people) < len(pieces)
        found = other = _names(people, whole, is_listed)
        rest = [_OTHERS] if any(map(ET_AL.fullmatch, people)) else []
        people = [piece for piece in people if not ET_AL.fullmatch(piece)]
        if found is None and len(people) == 2:
            found = other = [part]
            if not whole.has_inverted and not ends_in_initial(people[1]):
                doubts.append(one_or_two(field, *people))
        elif found is None and len(people) % 2 == 0 and whole.has_inverted:
            found = other = pairs(people)
        elif found is None and any(map(INITIALS.fullmatch, people)) and len(people) == 3:
            found = other = [part]
            doubts.append(odd_suffix(field, *people))
        elif found is None:
            found, other = people, pairs(people)
            paired = [*names] if paired is None else paired
        names += [*found, *rest]
        if paired is not None:
            paired += [*(other or found), *rest]
    return others_last(names), paired and others_last(paired)


def _pieces(part: str) -> list[str]:
    return [piece for piece in split_tex_string(part, r"\s*,\s*") if piece.strip()]


def _with_last_suffix(part: str) -> str:
    """Return ``Ann One Jr.`` and ``One, Ann Jr.`` as ``One, Jr., Ann``.

    BibTeX takes the last word for the family name, or for a given name.
    """
    name, _, last = part.rpartition(" ")
    family, comma, given = name.partition(", ")
    if not LAST_SUFFIX.fullmatch(last) or last.startswith("V") or re.search(r"[{\\]", part):
        return part
    if comma and given and "," not in given:
        return f"{family}, {last}, {given}"
    return with_suffix(name, last) if is_person(name) and "," not in name else part


def _people(pieces: list[str], has_first_names_first: bool) -> list[str]:
    """Return the pieces that are no degrees; a suffix joins the name that it stands behind."""
    people: list[str] = []
    names = [piece for piece in pieces if not DEGREE.fullmatch(piece)]
    if names and LAST_SUFFIX.fullmatch(names[-1].strip("{}")):
        names[-1] = names[-1].strip("{}")
    if len(names) == 3 and (is_suffix(names[1]) or LAST_SUFFIX.fullmatch(names[2])):
        are_two = all(is_whole_name(name) for name in names if not is_suffix(name))
        if not (has_first_names_first and are_two):
            return names
    for piece in names:
        if not people or not LAST_SUFFIX.fullmatch(piece):
            people.append(piece)
        elif len(people) > 1 and INITIALS.fullmatch(people[-1]):
            people[-2] += f", {piece}"
        elif (
            " " in people[-1]
            and "{" not in people[-1]
            and (has_first_names_first or not GENERATION.fullmatch(piece))
        ):
            people[-1] = with_suffix(people[-1], piece)
        elif len(pieces) > 3 and not GENERATION.fullmatch(piece) and "{" not in people[-1]:
            # Behind "Family" or "Family, Given".
            people[-1 if len(people) % 2 else -2] += f", {piece}"
        else:
            people.append(piece)
    return people


def _are_pubmed(people: list[list[str]]) -> bool:
    """Whether all names have PubMed's form; a team in braces has any."""
    teams = [found for found in people if len(found) == 1 and found[0].startswith("{")]
    names = [name for found in people if found not in teams for name in found]
    names = [name for name in names if not ET_AL.fullmatch(name)]
    forms = [form for form in map(PUBMED.fullmatch, names) if form]
    letters = [form["initials"] for form in forms]
    return (
        0 < len(forms) == len(names)
        and not all(map(_are_of_generations, people))
        and are_initials(letters, is_parted=len(people) > 1)
    )


def _are_of_generations(people: list[str]) -> bool:
    """Whether numerals follow family names, and given names them: ``King II, Ann B.``."""
    forms = [PUBMED.fullmatch(family) for family in people[::2]]
    return len(people) % 2 == 0 and all(
        form and GENERATION.fullmatch(form["initials"]) for form in forms
    )


def _semicolons(name: str) -> list[str]:
    return [part for part in split_tex_string(name, r"\s*[;；、]\s*") if part.strip()]


def _with_ands(value: str) -> str:
    """Replace other words and signs by ``and`` if there are people on both sides."""
    parts = split_tex_string(value, _OTHER_AND.pattern)
    joined = parts[0] if parts else value
    for part in parts[1:]:
        if part.startswith("and "):
            joined += f" {part}"
        elif is_person(joined.rpartition(" and ")[2]) and is_person(part):
            joined = f"{joined.rstrip(' ,')} and {part}"
        else:
            return value
    return joined


def _names(people: list[str], whole: _Whole, is_listed: bool) -> list[str] | None:
    """Return the names in the comma-separated pieces of a part, None if they are ambiguous.

    `is_listed` tells whether a degree stands behind one of them.
    """
    rest = [_OTHERS] if any(map(ET_AL.fullmatch, people)) else []
    people = [piece.removeprefix("and ") for piece in people if not ET_AL.fullmatch(piece)]
    if whole.is_pubmed:
        forms = [(piece, PUBMED.fullmatch(piece)) for piece in people]
        return [*(of_pubmed(form) if form else piece for piece, form in forms), *rest]
    if len(people) > 1 and all(map(INITIALS_FIRST.fullmatch, people)):
        return [*people, *rest]
    if len(people) == 3 and LAST_SUFFIX.fullmatch(people[2]) and not is_suffix(people[1]):
        people = [people[0], people[2], people[1]]
    if len(people) < 2 or (len(people) == 3 and is_suffix(people[1])):
        return [", ".join(people), *rest] if people else rest
    are_pairs = (
        all(map(INITIALS.fullmatch, people[1::2]))
        or any(re.fullmatch(r"[^\s,]+, \S+", family) for family in people[::2])
        or _are_of_generations(people)
    )
    if len(people) > 3 and len(people) % 2 == 0 and are_pairs:
        return [*pairs(people), *rest]
    if all(map(is_whole_in_east_asian, people)):
        return [*people, *rest]
    is_owned = not set(people).isdisjoint(whole.owners)
    if len(people) == 2 and whole.is_parted and not (is_listed or is_owned):
        if whole.is_sentence and whole.has_signs:
            return [*people, *rest]
        # BibTeX's reading is valid; that of a sentence is told beside it.
        return None if whole.is_sentence and not rest else [", ".join(people), *rest]
    are_whole = all(is_person(piece) for piece in people)
    is_list = whole.is_parted or is_listed or bool(rest) or is_owned
    if are_whole and (len(people) > 2 or is_list):
        return [*people, *rest]
    is_closed = any(re.fullmatch(r"\{[^{}\\]*\}", piece) for piece in people)
    if len(people) == 2 and (is_closed or not are_whole):
        return [", ".join(people), *rest]
    return None


def _moved(
    before: list[str], names: list[str], annotated: Collection[int]
) -> dict[int, int] | None:
    """Return the positions of annotated names in the new list by those in the list `before`.

    Empty if no name moves, or the annotations count the new names already. None if one of the
    annotated names has become several.
    """
    if not annotated or max(annotated) > len(before):
        return {}
    places: dict[int, list[int]] = {}
    position = 1
    for new, name in enumerate((name for name in names if name != _OTHERS), start=1):
        word = max(words(name), key=len, default="")
        while position < len(before) and word not in words(before[position - 1]):
            position += 1
        places.setdefault(position, []).append(new)
    if any(len(places.get(old, ())) != 1 for old in annotated):
        return None
    moved = {old: places[old][0] for old in annotated}
    return {} if all(old == new for old, new in moved.items()) else moved


def _has_inverted(parts: list[str]) -> bool:
    """Whether one of several names begins with the family name."""
    found = [part.split(",") for part in parts]
    return any(len(pieces) == 2 and not is_person(pieces[0]) for pieces in found)
