"""Dates of entries: BibLaTeX's ``date`` and BibTeX's ``year`` and ``month``."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from pybtex.database.input.bibtex import month_names

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.model.dates import Date
from sphinx_publications.model.edtf import (
    SEASONS,
    Moment,
    bare,
    in_form,
    read_span,
    season_in,
    span_of,
    years_in,
)
from sphinx_publications.model.names import fold
from sphinx_publications.model.states import (
    is_undated,
    pubstate_for,
    state_beside_year,
    state_in_words,
    state_words,
)

_ISO = re.compile(
    r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?(?!\d|[-/.]\d\b)"
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NUMBERS = re.compile(r"(?P<one>\d{1,2})([./-])(?P<other>\d{1,2})\2(?P<year>\d{4})")


def read_date(fields: Mapping[str, str]) -> Date:
    """Return the publication date like `read_dated`, without the remarks."""
    return read_dated(fields)[0]


def read_dated(fields: Mapping[str, str]) -> tuple[Date, list[Remark]]:
    """Return the publication date, and remarks about errors and unusual forms.

    ``date`` is ISO 8601-2 as in the BibLaTeX manual, section "Date and Time
    Specifications". Without it ``year``, ``month`` and ``day`` are read; ``year`` may hold a
    whole date, ``2014-09`` or ``June 1980``. The state is that of ``pubstate``, or else one
    beside or in place of the date.
    """
    date, remarks = _read(tuple(fields.get(name, "") for name in _FIELDS))
    return date, list(remarks)


_FIELDS = ("date", "year", "month", "day", "pubstate")


# Entries share dates.
@lru_cache(maxsize=4096)
def _read(values: tuple[str, ...]) -> tuple[Date, tuple[Remark, ...]]:
    fields = {name: value for name, value in zip(_FIELDS, values, strict=True) if value}
    remarks: list[Remark] = []
    beside = (state_beside_year(fields.get(name, "")) for name in ("date", "year", "month"))
    said = state_words(fields.get("pubstate", ""))
    status = "" if is_undated(said) else said
    known = Date(status=status or next(filter(None, beside), ""))
    date = _read_when(fields, known, remarks)
    remarks.extend(_unread(fields, date))
    return date, tuple(remarks)


def _unread(fields: Mapping[str, str], date: Date) -> Iterator[Remark]:
    """Yield a remark for each year and month in a field that the date does not have."""
    known = {moment.year for moment in (date.start, date.end) if moment}
    whole = plain(fields.get("date", ""))
    for name in ("date", "year") if known else ():
        years = years_in(fields.get(name, ""))
        if known >= years:
            continue
        typed = plain(fields[name])
        message = (
            f"{name} = {{{typed}}} is read as {date.edtf}; write date = {{{max(years)}}}, "
            f"and origdate = {{{min(years)}}} if it first appeared then"
        )
        message = _beside(name, typed, whole) if name == "year" and whole else message
        yield Remark(name, Subtype.INVALID_DATE, message)
    typed = plain(fields.get("year", ""))
    is_more = date != Date(date.year, status=date.status, words=date.words)
    is_read = whole or span_of(typed) or state_beside_year(typed) or known < years_in(typed)
    if known and not (is_read or is_more) and _UNREAD.search(typed):
        message = f"year = {{{typed}}} is read as {date.edtf}; write date = {{{date.edtf}}}"
        yield Remark("year", Subtype.UNUSUAL_DATE, f"{message}, and the rest elsewhere")
    month = plain(fields.get("month", ""))
    if month and whole and date.month and _read_month(month) not in {date.month, None}:
        yield Remark("month", Subtype.INVALID_DATE, _beside("month", month, whole))


_UNREAD = re.compile(r"[^\W\d_]{3}|(?<!\d)\d{1,2}(?!\d)")


def _beside(name: str, typed: str, whole: str) -> str:
    return f"{name} = {{{typed}}} is not read beside date = {{{whole}}}; remove one of them"


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
    if text and fields.get("month") and _YEAR.fullmatch(text):
        # biber adds the month too.
        return _from_year({**fields, "year": text}, known, remarks)
    if span := read_span(bare(fields.get("date", ""))):
        return _of_calendar(known.of(span), "date", remarks)
    if span := read_span(in_form(text)):
        return _unusual(_of_calendar(known.of(span), "date", remarks), text, remarks)
    match = _ISO.match(text)
    if match is not None:
        return _from_date(match, text, known, remarks)
    if numeric := _NUMBERS.fullmatch(text):
        return _from_numbers(numeric, text, known, remarks)
    if fields.get("year"):
        return _from_year(fields, known, remarks)
    year = _YEAR.search(text)
    if year is None:
        return known if known.status else known._replace(words=text)
    date = _with_words(known._replace(year=int(year[0])), text.replace(year[0], " "))
    return _unusual(_of_calendar(date, "date", remarks), text, remarks)


def _from_year(fields: Mapping[str, str], known: Date, remarks: list[Remark]) -> Date:
    """Read ``year``, with ``month`` and ``day`` unless it holds them."""
    written = plain(fields["year"])
    span = span_of(fields["year"])
    year = _YEAR.search(written)
    if span is None and season_in(written):
        # ``Winter 1980/81``
        between = read_span(in_form(re.sub(r"[^\W\d_]+", " ", written)))
        if between and between.is_range:
            return _of_calendar(_with_words(known.of(between), written), "year", remarks)
    if span:
        date = known.of(span)
        if date.month or date.season or date.end or date.open:
            return _of_calendar(date, "year", remarks)
    elif year:
        date = known._replace(year=int(year[0]))
        if not fields.get("month") and not state_beside_year(written):
            date = _with_words(date, written.replace(year[0], " "))
    else:
        return known if known.status else known._replace(words=written)
    typed = plain(fields.get("month", ""))
    date = _with_words(date, typed) if typed else date
    if fields.get("day"):
        date = date._replace(day=_read_day(plain(fields["day"]), date.month, remarks), end=None)
    if typed and not (date.month or date.season or state_beside_year(typed)):
        remarks.extend(_no_month(typed))
    return _of_calendar(date, "day" if fields.get("day") else "month", remarks)


def _with_words(date: Date, typed: str) -> Date:
    """Return a date with the months and days, or the season, that words beside the year say."""
    month = _read_month(typed)
    if month:
        date = date._replace(month=month, day=_day_beside(typed))
        return date._replace(end=_end_beside(typed, date))
    named = [(word, season_in(word)) for word in re.findall(r"[^\W\d_]+", typed)]
    seasons = [(word, season) for word, season in named if season]
    if not seasons:
        return date
    (word, season), (_, last) = seasons[0], seasons[-1]
    if date.year and not date.end and last > season:
        date = date._replace(end=Moment(date.year, season=last))
    return date._replace(season=season, season_typed=word[:1].upper() + word[1:])


def _unusual(date: Date, text: str, remarks: list[Remark]) -> Date:
    """Return a date, and remark on its form unless there is another remark."""
    if not remarks:
        message = f"date = {{{text}}} is read as {date.edtf}; write {_as_data(date)}"
        remarks.append(Remark("date", Subtype.UNUSUAL_DATE, message))
    return date


def _as_data(date: Date) -> str:
    """Return a date and its state as BibLaTeX has them."""
    state = f", pubstate = {{{pubstate_for(date.status)}}}" if date.status else ""
    return f"date = {{{date.edtf}}}{state}"


def _from_date(match: re.Match[str], text: str, known: Date, remarks: list[Remark]) -> Date:
    year, month, day = (
        int(match[part]) if match[part] else None for part in ("year", "month", "day")
    )
    season = month if month in SEASONS else None
    if season:
        month, day = None, None
    date = known._replace(year=year, month=month, day=day, season=season)
    date = _of_calendar(date, "date", remarks)
    is_iso = len(match[0]) in {4, 7, 10} and match[0].replace("-", "").isdecimal()
    is_usual = is_iso and text[match.end() :][:1] not in {".", "-"}
    return date if is_usual else _unusual(date, text, remarks)


def _from_numbers(match: re.Match[str], text: str, known: Date, remarks: list[Remark]) -> Date:
    """Read ``31.5.2024`` or ``5/31/2024``; if day and month are ambiguous, keep the year only."""
    year, one, other = int(match["year"]), int(match["one"]), int(match["other"])
    known = known._replace(year=year)
    both = (known._replace(month=other, day=one), known._replace(month=one, day=other))
    found = [date for date in dict.fromkeys(both) if _is_time(date.month, date.day, year)]
    date = found[0] if len(found) == 1 else known
    advice = ", or ".join(f"date = {{{meant.edtf}}}" for meant in found or [date])
    message = f"date = {{{text}}} is read as {date.edtf}; write {advice}"
    remarks.append(Remark("date", Subtype.UNUSUAL_DATE, message))
    return date


def _of_calendar(date: Date, field: str, remarks: list[Remark]) -> Date:
    """Return a date without a month or day that does not exist."""
    known = date
    if not _is_time(date.month, date.day, date.year or 0):
        keeps_month = _is_time(date.month, None, 0)
        known = date._replace(month=date.month if keeps_month else None, day=None)
    end = known.end
    if end and not _is_time(end.month, end.day, end.year):
        keeps_month = _is_time(end.month, None, 0)
        known = known._replace(end=Moment(end.year, end.month if keeps_month else None))
    if known != date:
        message = (
            f"no calendar has the day {date.edtf}, and it is read as {known.edtf}; "
            f"correct it, or write date = {{{known.edtf}}}"
        )
        remarks.append(Remark(field, Subtype.INVALID_DATE, message))
    return known


def _is_time(month: int | None, day: int | None, year: int) -> bool:
    """Whether month and day, as far as they are given, are in the calendar."""
    try:
        # Leap years come again after 400 years; Python's first year is 1.
        datetime.date(year % 400 + 400, 1 if month is None else month, 1 if day is None else day)
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
    return int(number[0]) if number and _LETTERS.search(text) else None


_LETTERS = re.compile(r"[^\W\d_]{3}")


_RANGE = re.compile(r"\s*(?:-+|[\N{EN DASH}\N{EM DASH}/&]|\band\b)\s*")
_MONTHS_IN_NUMBERS = re.compile(r"[1-9]\d?\s*[-/,\N{EN DASH}]+\s*([1-9]\d?)")


def _end_beside(text: str, start: Date) -> Moment | None:
    """Return the end of a range in a year: ``07--09 Jul``, ``May 30--June 2``, ``may/jun``.

    None if there is no range, or it does not end later than it begins.
    """
    month: int | None
    day: int | None
    if numeric := _MONTHS_IN_NUMBERS.fullmatch(text):
        month, day = int(numeric[1]), None
    else:
        after = _RANGE.split(text, maxsplit=1)[1:]
        if not after or not start.year:
            return None
        number = re.search(r"(?<!\d)\d{1,2}(?!\d)", after[0])
        day = int(number[0]) if number and start.day else None
        month = (_read_month(after[0]) if _LETTERS.search(after[0]) else None) or start.month
    is_later = (month or 0, day or 0) > (start.month or 0, start.day or 0)
    is_alike = bool(day) == bool(start.day) and _is_time(month, day, start.year or 0)
    return Moment(start.year or 0, month, day) if is_later and is_alike else None


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
    first = re.fullmatch(r"(\d{1,2})(?:\s*[-/,\N{EN DASH}]+\s*\d{1,2})?", name)
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
    name.lower(): number for number, both in enumerate(month_names.items(), 1) for name in both
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
