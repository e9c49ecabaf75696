"""Parse the names in an author or editor field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import pybtex.errors
from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person

from sphinx_publications.model.marks import MARKERS
from sphinx_publications.model.names import (
    OTHERS,
    Name,
    WrittenName,
    parse_name,
    plain_name,
    read_name,
)

ROLES = frozenset(
    "author editor afterword annotator bookauthor commentator editora editorb editorc foreword "
    "holder introduction translator".split()
)
"""Fields with lists of names (BibLaTeX manual, "Data Fields")."""
_UNUSUAL = re.compile(rf"[\\{{}}$~%;=\"{MARKERS}]|--|``|''|\band\s+and\b|\s{{2}}")
"""Text that is rare in lists of names: LaTeX, marks, other separators."""
_CAPITAL = "[A-Z\N{LATIN CAPITAL LETTER A WITH GRAVE}-\N{LATIN CAPITAL LETTER THORN}]"
_INITIALS_FIRST = re.compile(
    rf"(?:{_CAPITAL}\.?[ -]?){{0,3}}{_CAPITAL}(?:\. ?| )(?:[a-z]+ )*[^\W\d_][^\s,.]{{2,}}"
)
# "U.A." in capitals is a person's initials.
_ET_AL = re.compile(r"(?:^|,\s*|\s)\{*(?:(?i:et(?:\.|\\)?[ ~]*al(?:ii|\.)?)|u\. ?a\.)\}*\s*$")
_MAY_BE_OPEN = re.compile(r"(?:(?i:al(?:ii|\.)?)|a\.)\}*\s*(?:$|\sand\s)")
_PART = re.compile(r"\s*(?P<part>given|family|prefix|suffix)\s*=\s*(?P<value>.*\S)\s*", re.DOTALL)
"""A part of a name in BibLaTeX's extended format (BibLaTeX manual, "Name Formats")."""
_EXTENDED = re.compile(r"\s*(?:(?:given|family|prefix|suffix)(?:-i)?|useprefix|id)\s*=")
_STRAY_AND = re.compile(r"^\s*and\s+|\s+and\s*$|(?<=\band)\s+and(?=\s)", re.IGNORECASE)


def with_others(value: str) -> tuple[str, list[str]]:
    """Return a list of names with ``and others`` for ``et al.``, and messages about it."""
    if not _MAY_BE_OPEN.search(value):
        return value, []
    names: list[str] = []
    messages: list[str] = []
    for written in split_name_list(value):
        name = _ET_AL.sub("", written).strip(" ,")
        names += [name] if name else []
        if name != written.strip(" ,"):
            names.append(OTHERS.family)
            messages.append(f"'{written.strip()}' is no name; write and others for et al.")
    return (" and ".join(names), messages) if messages else (value, [])


def is_read_otherwise(value: str) -> bool:
    """Whether pybtex keeps text in a list of names that is removed or read as LaTeX here.

    False for names in BibLaTeX's extended format, which pybtex does not support.
    """
    return bool(_UNUSUAL.search(value)) and not _EXTENDED.match(value)


def stand_family_first(people: Iterable[WrittenName]) -> bool:
    """Whether a name is one in Han, kana or Hangul, of which pybtex takes the parts otherwise."""
    return any(name.is_family_first for name, _ in people)


def with_family_names(value: str) -> str:
    """Return a list of names with commas behind family names in Han, kana and Hangul.

    BibTeX would take the last word for the family name.
    """
    names = split_name_list(value)
    read = [parse_name(name) if "," not in name else None for name in names]
    return " and ".join(
        found[0].inverted if found and found[0].is_family_first and not found[1] else name
        for name, found in zip(names, read, strict=True)
    )


def read_people(field: str, value: str) -> tuple[list[WrittenName], list[str]]:
    """Return the people in the `value` of an author or editor field, and messages about it.

    ``and`` joins the names, and ``and others`` ends an open list; `with_others` and
    `name_lists.split_names` convert other lists beforehand.
    """
    if not _UNUSUAL.search(value):
        plain = [_plain(name) for name in value.split(" and ")]
        if None not in plain:
            return [(name, "") for name in plain if name is not None], []
    messages: list[str] = []
    cleaned = _STRAY_AND.sub(" ", value).strip()
    if cleaned != value.strip():
        messages.append(f"{field} has an 'and' beside which a name is missing; remove the 'and'")
    people: list[WrittenName] = []
    is_open = False
    names = split_name_list(cleaned)
    for position, written in enumerate(names, start=1):
        name = _without_comma(field, written.strip(), messages)
        if name.lower() == OTHERS.family:
            is_open = True
            if position < len(names):
                messages.append(f"{field} has 'others' before its end; put it behind the last name")
        if name and name.lower() != OTHERS.family:
            people.append(_person(name, messages))
    return [*people, *([(OTHERS, "")] if is_open else [])], messages


@lru_cache(maxsize=65536)
def _plain(name: str) -> Name | None:
    """Parse a simple name, or return None if the name needs the full parser."""
    name = name.strip()
    if name.lower().startswith("and ") or name.lower().endswith(("al", "al.", "a.", " and")):
        return None
    if _INITIALS_FIRST.fullmatch(name.partition(",")[0].strip()):
        return None
    return plain_name(name)


def _without_comma(field: str, name: str, messages: list[str]) -> str:
    """Remove the comma after a name, for which BibTeX would read the given name as a suffix."""
    stripped = name.rstrip(" ,")
    if stripped and stripped != name:
        messages.append(f"{field} has a comma behind '{stripped}'; remove it")
    return stripped


def _extended(name: str) -> Person:
    """Parse a name in BibLaTeX's extended format: ``given=Ann, prefix=de, family=One``."""
    person = Person()
    places = {
        "given": person.first_names,
        "prefix": person.prelast_names,
        "family": person.last_names,
        "suffix": person.lineage_names,
    }
    for written in split_tex_string(re.sub(r'"([^"]*)"', r"{\1}", name), r"\s*,\s*"):
        part = _PART.fullmatch(written)
        if part is not None:
            places[part["part"]].append(part["value"])
    return person


def _person(name: str, messages: list[str]) -> WrittenName:
    if _EXTENDED.match(name):
        return read_name(_extended(name))
    with pybtex.errors.capture() as errors:
        found = parse_name(name)
    if errors:
        messages.append(f"'{name}' has too many commas; write Family, Jr., Given")
    return found
