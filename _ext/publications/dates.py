"""Dates of entries: BibLaTeX's ``date`` and BibTeX's ``year`` and ``month``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .latex import plain

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as exact as it is known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Orders dates; what is not known comes before what is."""
        return (self.year or 0, self.month or 0, self.day or 0)


def read_date(fields: Mapping[str, str]) -> Date:
    """Read when a work appeared.

    ``date`` is ISO 8601-2 as in the BibLaTeX manual, section "Date and Time
    Specifications"; of a range the start counts. ``year`` and ``month`` stand in
    for it. What cannot be read is None.
    """
    match = _ISO.match(fields.get("date", "").strip())
    if match is not None:
        month, day = (int(match[part]) if match[part] else None for part in ("month", "day"))
        month = month if month and month <= 12 else None
        return Date(int(match["year"]), month, day if month else None)
    year = re.search(r"(?<!\d)\d{4}(?!\d)", plain(fields.get("year", "") or fields.get("date", "")))
    return Date(int(year[0]), _read_month(fields.get("month", ""))) if year else Date()


def _read_month(text: str) -> int | None:
    text = plain(text).lower()
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else None
