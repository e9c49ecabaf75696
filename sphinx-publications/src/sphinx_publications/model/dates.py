"""Dates of entries: BibLaTeX's ``date`` and BibTeX's ``year`` and ``month``."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from pybtex.database.input.bibtex import month_names

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.i18n import translate as in_language
from sphinx_publications.latex import plain
from sphinx_publications.model.names import fold
from sphinx_publications.model.states import (
    YET_TO_COME,
    State,
    is_undated,
    pubstate_for,
    state_beside_year,
    state_in_words,
    state_of,
    state_words,
)

_ISO = re.compile(
    r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?(?!\d|[-/.]\d\b)"
)
_SEASONS = range(21, 25)
"""Numbers for spring to winter, used in place of a month (ISO 8601-2, section 4.8)."""


class Date(NamedTuple):
    """A year with optional month and day, and how far a work is that has yet to appear."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    status: str = ""
    """State of a work, beside or in place of the year, such as ``in press``; see `states`."""
    words: str = ""
    """Text in place of a year that is no state, such as ``n.d.``."""
    told_by: str = ""
    """What says the state besides: ``note`` or ``venue``."""

    def __str__(self) -> str:
        return str(self.year) if self.year else in_language(self.status or self.words)

    @property
    def state(self) -> State | None:
        """The state, if it is known to `states`."""
        return state_of(self.status) if self.status else None

    @property
    def beside(self) -> str:
        """The state that stands beside the year, unless the venue says it."""
        return "" if self.year is None or self.told_by == "venue" else self.status

    @property
    def untold(self) -> str:
        """The state beside the year, unless note or venue say it, for formats without states."""
        return "" if self.told_by else self.beside

    @property
    def full(self) -> str:
        """Year and state as they are shown: ``2024, in press``."""
        return ", ".join(part for part in (str(self), in_language(self.beside)) if part)

    def behind(self, venue: str) -> str:
        """Return a venue with date and state; a year or state that it says is not repeated."""
        is_told = self.year is None and self.told_by == "venue"
        date = "" if is_told else str(self)
        has_date = re.search(rf"(?<![\w./,-]){re.escape(date)}(?![\w./-])", venue)
        is_said = date and (has_date or venue.endswith((f"'{date[-2:]}", f"’{date[-2:]}")))
        dated = venue if is_said else " ".join(part for part in (venue, date) if part)
        return ", ".join(part for part in (dated, in_language(self.beside)) if part)

    @property
    def appeared(self) -> Date:
        """The date of publication: none for a work that has yet to appear."""
        return self if not self.status or self.state is State.PUBLISHED else Date()

    @property
    def iso(self) -> str:
        """The date in the format of BibLaTeX: ``2024-05``."""
        parts = (self.year, self.month, self.day)
        return "-".join(f"{part:02d}" for part in parts if part is not None)

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Sort key: unknown dates first, then by date, works yet to appear last."""
        state = self.state
        yet_to_come = _YET_TO_APPEAR + YET_TO_COME.index(state) if state in YET_TO_COME else 0
        return (self.year or yet_to_come, self.month or 0, self.day or 0)


_YET_TO_APPEAR = 10_000


_NUMBERS = re.compile(r"(?P<one>\d{1,2})([./-])(?P<other>\d{1,2})\2(?P<year>\d{4})")


def read_date(fields: Mapping[str, str]) -> Date:
    """Return the publication date like `read_dated`, without the remarks."""
    return read_dated(fields)[0]


def read_dated(fields: Mapping[str, str]) -> tuple[Date, list[Remark]]:
    """Return the publication date, and remarks about errors and unusual forms.

    ``date`` is ISO 8601-2 as in the BibLaTeX manual, section "Date and Time
    Specifications"; the start of a range is used. Without it ``year``, ``month`` and ``day``
    are read. The state is that of ``pubstate``, or else one beside or in place of the date.
    """
    remarks: list[Remark] = []
    beside = (state_beside_year(fields.get(name, "")) for name in ("date", "year", "month"))
    said = state_words(fields.get("pubstate", ""))
    status = "" if is_undated(said) else said
    date = Date(status=status or next(filter(None, beside), ""))
    return _read_when(fields, date, remarks), remarks


def with_state_in_words(date: Date, fields: Mapping[str, str], venue: str) -> Date:
    """Return a date with the state that the note or the venue, by its shown name, says."""
    words, field = state_in_words(fields)
    if not words:
        return date
    told_by = "note" if field == "note" else "venue" if words.lower() in venue.lower() else ""
    return date._replace(status=words, words="", told_by=told_by)


def _read_when(fields: Mapping[str, str], known: Date, remarks: list[Remark]) -> Date:
    """Return the date with the state that is `known`."""
    text = plain(fields.get("date", ""))
    match = _ISO.match(text)
    if match is not None:
        return _from_date(match, text, known, remarks)
    if numeric := _NUMBERS.fullmatch(text):
        return _from_numbers(numeric, text, known, remarks)
    written = plain(fields.get("year", "") or fields.get("date", ""))
    year = re.search(r"(?<!\d)\d{4}(?!\d)", written)
    if year is None:
        return known if known.status else known._replace(words=written)
    name = "month" if fields.get("year") else "date"
    typed = plain(fields.get("month", "")) if name == "month" else written.replace(year[0], " ")
    month = _read_month(typed)
    day = _day_beside(typed) if month else None
    if fields.get("day"):
        day = _read_day(plain(fields["day"]), month, remarks)
    date = known._replace(year=int(year[0]), month=month, day=day)
    if name == "date":
        message = f"date = {{{written}}} is read as {date.iso}; write {_as_data(date)}"
        remarks.append(Remark("date", Subtype.UNUSUAL_DATE, message))
    elif typed and month is None and not state_beside_year(typed):
        remarks.extend(_no_month(typed))
    return _of_calendar(date, "day" if fields.get("day") else name, remarks)


def _as_data(date: Date) -> str:
    """Return a date and its state as BibLaTeX has them."""
    state = f", pubstate = {{{pubstate_for(date.status)}}}" if date.status else ""
    return f"date = {{{date.iso}}}{state}"


def _from_date(match: re.Match[str], text: str, known: Date, remarks: list[Remark]) -> Date:
    year, month, day = (
        int(match[part]) if match[part] else None for part in ("year", "month", "day")
    )
    assert year is not None
    if month and month in _SEASONS:
        month, day = None, None
    date = _of_calendar(known._replace(year=year, month=month, day=day), "date", remarks)
    is_iso = len(match[0]) in {4, 7, 10} and match[0].replace("-", "").isdecimal()
    if not remarks and (not is_iso or text[match.end() :][:1] in {".", "-"}):
        message = f"date = {{{text}}} is read as {date.iso}; write {_as_data(date)}"
        remarks.append(Remark("date", Subtype.UNUSUAL_DATE, message))
    return date


def _from_numbers(match: re.Match[str], text: str, known: Date, remarks: list[Remark]) -> Date:
    """Read ``31.5.2024`` or ``5/31/2024``; if day and month are ambiguous, keep the year only."""
    year, one, other = int(match["year"]), int(match["one"]), int(match["other"])
    known = known._replace(year=year)
    both = (known._replace(month=other, day=one), known._replace(month=one, day=other))
    found = [date for date in dict.fromkeys(both) if _is_day(date)]
    date = found[0] if len(found) == 1 else known
    advice = ", or ".join(f"date = {{{meant.iso}}}" for meant in found or [date])
    message = f"date = {{{text}}} is read as {date.iso}; write {advice}"
    remarks.append(Remark("date", Subtype.UNUSUAL_DATE, message))
    return date


def _of_calendar(date: Date, field: str, remarks: list[Remark]) -> Date:
    """Return a date without a month or day that does not exist."""
    known = date
    if date.month is not None and not 1 <= date.month <= 12:
        known = date._replace(month=None, day=None)
    elif date.day is not None and not _is_day(date):
        known = date._replace(day=None)
    if known != date:
        message = (
            f"no calendar has the day {date.iso}, and it is read as {known.iso}; "
            f"correct it, or write date = {{{known.iso}}}"
        )
        remarks.append(Remark(field, Subtype.INVALID_DATE, message))
    return known


def _is_day(date: Date) -> bool:
    try:
        datetime.date(date.year or 2000, date.month or 1, date.day or 0)
    except ValueError:
        return False
    return True


def _read_day(text: str, month: int | None, remarks: list[Remark]) -> int | None:
    number = re.match(r"\d{1,2}(?!\d)", text)
    if number is None or month is None:
        lacking = "is no day" if number is None else "stands without a month"
        message = f"day = {{{text}}} {lacking} and is left out; write date = {{2024-05-31}}"
        remarks.append(Remark("day", Subtype.UNUSUAL_DATE, message))
        return None
    return int(number[0])


def _day_beside(text: str) -> int | None:
    """Return the day in ``09 Aug`` or ``Aug. 9``, the first day in ``07--09 Jul``."""
    number = re.search(r"(?<!\d)\d{1,2}(?!\d)", text)
    return int(number[0]) if number and re.search(r"[^\W\d_]{3}", text) else None


def _no_month(text: str) -> Iterator[Remark]:
    """Yield a remark for an invalid month, but not for seasons and quarters."""
    name = fold(text).rstrip(".")
    close = difflib.get_close_matches(name, [*_ENGLISH, *_month_names()], n=1, cutoff=0.7)
    if close and not name.isdecimal():
        number = _ENGLISH.get(close[0]) or _month_names()[close[0]]
        message = f"month = {{{text}}} is no month; write month = {{{number}}}"
        yield Remark("month", Subtype.INVALID_DATE, message)
    elif not re.search(r"[^\W\d_]", text):
        message = f"month = {{{text}}} is no month and is left out; write month = {{12}}"
        yield Remark("month", Subtype.INVALID_DATE, message)


def _read_month(text: str) -> int | None:
    name = fold(text).rstrip(".")
    first = re.fullmatch(r"(\d{1,2})(?:\s*[-/\N{EN DASH}]+\s*\d{1,2})?", name)
    if first is not None:
        return int(first[1]) if 1 <= int(first[1]) <= 12 else None
    # Proceedings include days: 07--09 Jul.
    words = re.findall(r"[^\W\d_]+", name)
    english = next((_ENGLISH[word] for word in words if word in _ENGLISH), None)
    if english or not words:
        return english
    return next((_month_names()[word] for word in words if word in _month_names()), None)


def month_name(text: str) -> str:
    """Return the English name of a month given as a number, an abbreviation or in lower case."""
    name = text.strip().lower().rstrip(".")
    number = int(name) if name.isdecimal() else _ENGLISH.get(name, 0)
    return list(month_names.values())[number - 1] if 1 <= number <= 12 else text


_ENGLISH = {
    name.lower(): number
    for number, names in enumerate(month_names.items(), start=1)
    for name in names
}


@cache
def _month_names() -> dict[str, int]:
    """Return the numbers of the months by long and short name, in several languages."""
    from babel.dates import get_month_names  # Slow to load, rarely needed.

    names: dict[str, int] = {}
    for language in ("de", "es", "fr", "it", "nl", "pt", "en"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                names[fold(name).rstrip(".")] = number
    return names
