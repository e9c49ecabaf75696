"""Which names BibTeX reads as they are meant, as it does most."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sphinx_publications.bibliography.besidenames import BESIDE
from sphinx_publications.patterns import pattern

UPPER = "A-Z\N{LATIN CAPITAL LETTER A WITH GRAVE}-\N{LATIN CAPITAL LETTER THORN}"
INITIALS_FIRST = pattern(
    rf"(?:[{UPPER}]\.?[ -]?){{0,3}}[{UPPER}](?:\. ?| )(?:[a-z]+ )*[^\W\d_][^\s,.]{{2,}}"
)
# A family name with small letters, then capitals.
PUBMED = pattern(
    rf"(?P<family>(?=[^,]*[^\W\d_{UPPER}])[^\s,.{{}}\\][^,.{{}}\\]*?) "
    rf"(?P<initials>[{UPPER}]{{1,4}}|(?:[{UPPER}]\.[ -]?){{1,4}})"
    r"(?: (?P<suffix>Jr|Sr|2nd|3rd|4th|II|III|IV)\.?)?"
)
_ODD = pattern(
    r"[&\d;\u00b9\u00b2\u00b3]|,.*,|\b(?:und(?! zu\b)|et|others)\b|,\s*(?:Ph|M\.?D|$)"
    rf"|{BESIDE}"
)
"""What no name has that is joined to others as in BibTeX."""


class Names(NamedTuple):
    """Names as BibTeX writes them, and what is to be told of the list."""

    names: list[str]
    slip: str = ""
    """What is wrong, with the line to write; empty if nothing is."""
    doubt: str = ""
    """In what other way it may be meant; empty if in none."""


def are_usual(value: str) -> bool:
    """Whether a list of names has nothing but ``and`` between names, and each is read right."""
    # Names in parts, given=Ann, family=One, have commas of their own.
    return "=" in value or all(map(_is_usual, value.split(" and ")))


@lru_cache(maxsize=65536)
def _is_usual(name: str) -> bool:
    """Whether BibTeX reads a name as it is meant."""
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
