"""Dates of entries: BibLaTeX's ``date`` and BibTeX's ``year`` and ``month``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pybtex.database.input.bibtex import month_names

from sphinx_publications.latex import plain
from sphinx_publications.model.names import fold

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?\b")


@dataclass(frozen=True)
class Date:
    """A date as exact as it is known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    status: str = ""
    """What stands in place of a year, such as ``in press``."""

    def __str__(self) -> str:
        return str(self.year) if self.year else self.status

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Orders dates: nothing known first, then by date, what is yet to appear last."""
        year = self.year or (_YET_TO_APPEAR if self.status else 0)
        return (year, self.month or 0, self.day or 0)


_YET_TO_APPEAR = 10_000
_STATES = {
    "inpreparation": "in preparation",
    "submitted": "submitted",
    "forthcoming": "forthcoming",
    "inpress": "in press",
    "prepublished": "pre-published",
}
"""``pubstate`` (BibLaTeX manual, section "Data Fields")."""


_STATE = re.compile(
    r"(?:(?:accepted|forthcoming|submitted|unpublished|ongoing|in press|to appear|under review|"
    r"in (?:preparation|review|progress|revision)|early access|online first)"
    r"(?: for publication| and| in)?(?: |$))+"
)


def is_state(text: str) -> bool:
    """Whether words in place of a year say that there is none yet: ``to appear``."""
    words = plain(text).lower()
    return _STATE.fullmatch(" ".join(re.findall(r"[^\W_]+", words))) is not None


def read_date(fields: Mapping[str, str]) -> Date:
    """Read when a work appeared.

    ``date`` is ISO 8601-2 as in the BibLaTeX manual, section "Date and Time
    Specifications"; of a range the start counts. ``year`` and ``month`` stand in
    for it. Of what is no year the words are kept as the status.
    """
    match = _ISO.match(fields.get("date", "").strip())
    if match is not None:
        month, day = (int(match[part]) if match[part] else None for part in ("month", "day"))
        month = month if month and month <= 12 else None
        return Date(int(match["year"]), month, day if month else None)
    written = plain(fields.get("year", "") or fields.get("date", ""))
    year = re.search(r"(?<!\d)\d{4}(?!\d)", written)
    if year is not None:
        return Date(int(year[0]), _read_month(fields.get("month", "")))
    state = plain(fields.get("pubstate", ""))
    return Date(status=_STATES.get(state.lower(), state) or written)


def _read_month(text: str) -> int | None:
    name = fold(plain(text)).rstrip(".")
    if name.isdecimal():
        return int(name) if 1 <= int(name) <= 12 else None
    # Proceedings write days too: 07--09 Jul.
    words = re.findall(r"[^\W\d_]+", name)
    english = next((_ENGLISH[word] for word in words if word in _ENGLISH), None)
    if english or not words:
        return english
    return next((_month_names()[word] for word in words if word in _month_names()), None)


_ENGLISH = {
    name.lower(): number
    for number, names in enumerate(month_names.items(), start=1)
    for name in names
}


@cache
def _month_names() -> dict[str, int]:
    """Return the names of the months, long and short, in the languages of many papers."""
    from babel.dates import get_month_names  # Slow to load, and seldom needed.

    names: dict[str, int] = {}
    for language in ("de", "es", "fr", "it", "nl", "pt", "en"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                names[fold(name).rstrip(".")] = number
    return names
