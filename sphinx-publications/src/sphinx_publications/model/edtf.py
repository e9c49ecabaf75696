"""Dates in the form of BibLaTeX: ISO 8601-2, levels 0 and 1 ("EDTF").

The forms are those of the BibLaTeX manual, section "Date and Time Specifications".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sphinx_publications.latex import plain
from sphinx_publications.model.names import fold

SEASONS = {
    21: "Spring", 22: "Summer", 23: "Autumn", 24: "Winter",
    25: "Spring", 26: "Summer", 27: "Autumn", 28: "Winter",
    29: "Spring", 30: "Summer", 31: "Autumn", 32: "Winter",
    33: "Q1", 34: "Q2", 35: "Q3", 36: "Q4", 37: "QD1", 38: "QD2", 39: "QD3", 40: "S1", 41: "S2",
}  # fmt: skip
"""Words for the numbers that stand in place of a month (ISO 8601-2, section 4.8)."""
_SOUTHERN = range(29, 33)
_STARTS = {
    **{number: 3 * ((number - 21) % 4 + 1) for number in range(21, 29)},
    29: 9,
    30: 12,
    31: 3,
    32: 6,
    33: 1,
    34: 4,
    35: 7,
    36: 10,
    37: 1,
    38: 5,
    39: 9,
    40: 1,
    41: 7,
}
"""The month in which each begins, for sorting."""
_NAMES = {
    21: "spring fruhling fruhjahr printemps primavera lente voorjaar",
    22: "summer sommer ete verano estate zomer verao",
    23: "autumn fall herbst automne otono autunno herfst najaar outono",
    24: "winter hiver invierno inverno",
}


class Moment(NamedTuple):
    """A day, a month, a season or a year."""

    year: int
    """Before Christ as in ISO 8601: 0 is 1 BCE, -43 is 44 BCE."""
    month: int | None = None
    day: int | None = None
    season: int | None = None
    """A number of `SEASONS`."""
    circa: bool = False
    uncertain: bool = False

    @property
    def iso(self) -> str:
        """In ISO 8601, without a season."""
        parts = (iso_year(self.year), self.month, self.day)
        return "-".join(p if isinstance(p, str) else f"{p:02d}" for p in parts if p is not None)

    @property
    def edtf(self) -> str:
        """In the form of BibLaTeX."""
        sign = "%" if self.circa and self.uncertain else "~" if self.circa else "?"
        dated = f"{self.iso}-{self.season}" if self.season else self.iso
        return dated + (sign if self.circa or self.uncertain else "")


class Span(NamedTuple):
    """A date as BibLaTeX has it."""

    start: Moment | None
    """None if the date is only an end: ``/1999``."""
    end: Moment | None = None
    is_range: bool = False


_MOMENT = re.compile(
    r"(?:(?P<year>-?\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T\d\d:\d\d:\d\d(?:\.\d{3})?(?:Z|[+-]\d\d:\d\d)?)?)?)?|Y(?P<long>-?\d{5,}))"
    r"(?P<signs>[?~%]*)"
)
_UNSPECIFIED = re.compile(r"(\d\d[\dX]X|\d{4}-(?:\d\d-)?XX|\d{4}-XX-XX)(?P<signs>[?~%]*)")


def month_of(season: int | None) -> int:
    """Return the month in which a season begins; 0 if there is none."""
    return _STARTS.get(season or 0, 0)


def iso_year(year: int) -> str:
    """Return a year in ISO 8601: ``-0043`` for 44 BCE."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{'-' if year < 0 else ''}{abs(year):04d}"


def read_span(text: str) -> Span | None:
    """Return a date in the form of BibLaTeX; None if the text is none.

    A month or day that is not known, ``1999-XX``, is none; a decade is the range of its years.
    """
    text = text.strip()
    if unspecified := _UNSPECIFIED.fullmatch(text):
        return _unspecified(unspecified[1], unspecified["signs"])
    parts = text.split("/")
    if len(parts) > 2 or not any(map(_is_known, parts)):
        return None
    found = [_moment(part) if _is_known(part) else None for part in parts]
    if any(_is_known(part) and moment is None for part, moment in zip(parts, found, strict=True)):
        return None
    return Span(found[0], found[1] if len(parts) == 2 else None, is_range=len(parts) == 2)


def _is_known(part: str) -> bool:
    return part.strip() not in {"", ".."}


def _moment(text: str) -> Moment | None:
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    year = int(match["long"] or match["year"])
    month, day = (int(match[name]) if match[name] else None for name in ("month", "day"))
    season = month if month in SEASONS and day is None else None
    return _signed(Moment(year, None if season else month, day, season), match["signs"])


def _signed(moment: Moment, signs: str) -> Moment:
    circa, uncertain = set(signs) & {"~", "%"}, set(signs) & {"?", "%"}
    return moment._replace(circa=bool(circa), uncertain=bool(uncertain))


def _unspecified(text: str, signs: str) -> Span | None:
    known = text.replace("-XX", "")
    if "X" not in known:
        moment = _moment(known + signs)
        return Span(moment) if moment else None
    first, last = (_moment(known.replace("X", digit) + signs) for digit in "09")
    return Span(first, last, is_range=True)


def bare(latex: str) -> str:
    """Return a date without braces; ``~`` and ``%`` in it are those of ISO 8601-2."""
    return re.sub(r"[{}]", "", latex).strip()


def span_of(typed: str) -> Span | None:
    """Return the date in a field, in BibLaTeX's form or in one that is as clear."""
    return read_span(bare(typed)) or read_span(in_form(plain(typed)))


def years_in(typed: str) -> set[int]:
    """Return the years in a field."""
    span = span_of(typed)
    if span is None:
        return set(map(int, re.findall(r"(?<!\d)\d{4}(?!\d)", plain(typed))))
    return {moment.year for moment in (span.start, span.end) if moment}


# What people write in its place.

_CIRCA = re.compile(
    r"(?i)(?:c\.|ca\.?|circa|approx(?:\.|imately)?|around|um|vers|hacia|intorno al|~|≈)\s*(?=[\d-])"
)
_BEFORE_CHRIST = re.compile(
    r"(?i)(\d{1,4})\s*"
    r"(?:b\.?\s?c\.?(?:\s?e\.?)?|v\.\s?(?:chr|u\. ?z)\.|av\.\s?j\.?-?c\.?|a\.\s?c\.)"
)
_ANNO = re.compile(
    r"(?i)(?:a\.?d\.?\s*(\d{1,4})|(\d{1,4})\s*(?:a\.?d|c\.?e|n\.\s?chr|ap\.\s?j\.?-?c)\.?)"
)
_YEARS = re.compile(r"(\d{4})\s*(?:-{1,3}|/)\s*(\d{4}|\d\d)?")
_DECADE = re.compile(r"^(\d{3})0['’]?s$")
_DASH = re.compile(r"\s*(?:-{2,3}|[\N{EN DASH}\N{EM DASH}]|/)\s*")


def in_form(text: str) -> str:
    """Return in BibLaTeX's form a date written otherwise; empty if it is not understood.

    These are ``1998--2004``, ``1998-99``, ``1990s``, ``ca. 1850``, ``[1850?]`` and ``44 BC``,
    without months.
    """
    text = _DECADE.sub(r"\1X", text.strip().strip("[]()").strip())
    sign = "~" if _CIRCA.match(text) else ""
    text = _CIRCA.sub("", text)
    parts = _parts(_DASH.sub("/", text) if sign else text)
    written = "/".join(f"{_era(part)}{sign if part.strip() else ''}" for part in parts)
    return written if read_span(written) else ""


def _parts(text: str) -> list[str]:
    text = _DASH.sub("/", text)
    if years := _YEARS.fullmatch(text):
        first, last = years[1], years[2] or ""
        if len(last) != 2:
            return [first, last]
        # ``1998-99`` is no month, ``2011-12`` may be one.
        return [first, first[:2] + last] if int(last) > 12 and last > first[2:] else [text]
    return text.split("/")


def _era(part: str) -> str:
    """Return a year with an era as in ISO 8601; others unchanged."""
    part = part.strip()
    if found := _BEFORE_CHRIST.fullmatch(part):
        return iso_year(1 - int(found[1]))
    if found := _ANNO.fullmatch(part):
        return iso_year(int(found[1] or found[2]))
    found = re.fullmatch(r"-(\d{1,3})", part)
    return iso_year(-int(found[1])) if found else part


def season_in(text: str) -> int | None:
    """Return the season that words name; None if they name none, or a month too."""
    words = set(re.findall(r"[^\W\d_]+", fold(text)))
    return next((number for number, names in _NAMES.items() if words & set(names.split())), None)


def csl_season(number: int | None) -> int | None:
    """Return the number from 1 to 4 of spring to winter; None for others."""
    return (number - 21) % 4 + 1 if number and number < min(_SOUTHERN) + 4 else None
