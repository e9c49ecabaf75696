"""Messages about lists of names that BibTeX misreads or that have two readings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_publications.bibliography.name_forms import PUBMED, is_initials, of_pubmed
from sphinx_publications.model.names import OTHERS

JOINED_BY_SIGN = re.compile(r"\s+\\?&\s+(?![^{]*\})")
"""An ampersand between names that are not in braces."""


def slip(
    field: str, value: str, before: list[str], names: list[str], paired: list[str] | None
) -> str:
    """Return the message on a list whose names were `before` others, or elsewhere."""
    line = " and ".join(names)
    if paired is not None:
        return alternatives(field, names, paired)
    if OTHERS.family in before and sorted(names) == sorted(before):
        return f"{field} has 'others' before its end; put it behind the last name: {line}"
    if len(names) == len(before):
        return f"{field} has more than names in it; write {line}"
    separator = next((sign for sign in ";；、&," if sign in value), "another word")
    return f"{field} joins names by '{separator}'; write {line}"


def family_or_initials(field: str, names: list[str]) -> Iterator[str]:
    """Yield a message for each name whose last word BibTeX reads as the family name."""
    for form in filter(None, map(PUBMED.fullmatch, names)):
        if is_initials(form["initials"]):
            name = f"{form['family']} {form['initials']}"
            yield (
                f"{field} is read as BibTeX reads it, with {form['initials']} as the family name "
                f"of {name}; if these are initials write {of_pubmed(form)}"
            )


def one_or_two(field: str, family: str, given: str) -> str:
    """Return the message on two whole names that BibTeX reads as one person's."""
    return (
        f"{field} is read as one person, {given} {family}; for two people write "
        f"{family} and {given}, for one {{{family}}}, {given}"
    )


def odd_suffix(field: str, family: str, suffix: str, given: str) -> str:
    """Return the message on a name whose second part is hardly a suffix: ``Oak, Ann, B.``."""
    return (
        f"{field} is read as BibTeX reads it, with {suffix} where Jr. stands in a name; "
        f"if it is a given name write {family}, {suffix} {given}"
    )


def organisation(field: str, name: str) -> str:
    """Return the message on a name with ``&`` that may be an organisation's."""
    people = " and ".join(part.strip() for part in JOINED_BY_SIGN.split(name))
    return f"{field} is read as one name, {name}; write {{{name}}}, or {people} if these are people"


def alternatives(field: str, whole: list[str], paired: list[str]) -> str:
    """Return the message on comma-separated text that may be whole names or parts of names."""
    line = f"{' and '.join(whole)} if each is a whole name"
    if len(whole) > len(paired):
        line = f"{' and '.join(paired)}, or {line}"
    return f"{field} joins names by ','; write {line}"
