"""Parse the names in an author or editor field."""

from __future__ import annotations

import re
from functools import lru_cache

import pybtex.errors
from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person

from sphinx_publications.model.marks import MARKERS
from sphinx_publications.model.names import Name, WrittenName, plain_name, read_name

OTHERS = "others"
_UNUSUAL = re.compile(rf"[\\{{}}$~%;=\"{MARKERS}]|--|``|''|\band\s+and\b|\s{{2}}")
"""Text that is rare in lists of names: LaTeX, marks, other separators."""
_CAPITAL = "[A-Z\N{LATIN CAPITAL LETTER A WITH GRAVE}-\N{LATIN CAPITAL LETTER THORN}]"
_INITIALS_FIRST = re.compile(
    rf"(?:{_CAPITAL}\.?[ -]?){{0,3}}{_CAPITAL}(?:\. ?| )(?:[a-z]+ )*[^\W\d_][^\s,.]{{2,}}"
)
# "U.A." in capitals is a person's initials.
_ET_AL = re.compile(r",?\s*\b(?:(?i:et\.? al\.?)|u\. ?a\.)\s*$")
_PART = re.compile(r"\s*(?P<part>given|family|prefix|suffix)\s*=\s*(?P<value>.*\S)\s*", re.DOTALL)
"""A part of a name in BibLaTeX's extended format (BibLaTeX manual, "Name Formats")."""
_EXTENDED = re.compile(r"\s*(?:(?:given|family|prefix|suffix)(?:-i)?|useprefix|id)\s*=")
_STRAY_AND = re.compile(r"^\s*and\s+|\s+and\s*$|(?<=\band)\s+and(?=\s)", re.IGNORECASE)


def is_read_otherwise(value: str) -> bool:
    """Whether pybtex keeps text in a list of names that is removed or read as LaTeX here.

    False for names in BibLaTeX's extended format, which pybtex does not support.
    """
    return bool(_UNUSUAL.search(value)) and not _EXTENDED.match(value)


def read_people(field: str, value: str) -> tuple[list[WrittenName], list[str]]:
    """Return the people in the `value` of an author or editor field, and messages about it.

    ``and`` joins the names, and ``and others`` ends an open list; `name_lists.split_names` converts
    other lists beforehand.
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
        name = _without_comma(field, _ET_AL.sub("", written).strip(), messages)
        is_et_al = _ET_AL.search(written) is not None
        if is_et_al or name.lower() == OTHERS:
            is_open = True
            if is_et_al:
                messages.append(f"'{written.strip()}' is no name; write and others for et al.")
            elif position < len(names):
                messages.append(f"{field} has 'others' before its end; put it behind the last name")
        if name and name.lower() != OTHERS:
            people.append(_person(name, messages))
    return [*people, *([(Name(OTHERS), "")] if is_open else [])], messages


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
        person = Person(name)
    if errors:
        messages.append(f"'{name}' has too many commas; write Family, Jr., Given")
    return read_name(person)
