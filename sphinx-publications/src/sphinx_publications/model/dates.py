"""`Date`: when a work appeared, as lists show it, sort it and export it."""

from __future__ import annotations

import re
from typing import NamedTuple

from sphinx_publications.i18n import translate as in_language
from sphinx_publications.model.edtf import SEASONS, Moment, Span, month_of
from sphinx_publications.model.states import YET_TO_COME, State, state_of


class Date(NamedTuple):
    """A year with optional month and day, and how far a work is that has yet to appear.

    Of a range, these are the start; of one whose start is not known they are the end.
    """

    year: int | None = None
    """Before Christ as in ISO 8601: 0 is 1 BCE."""
    month: int | None = None
    day: int | None = None
    status: str = ""
    """State of a work, beside or in place of the year, such as ``in press``; see `states`."""
    words: str = ""
    """Text in place of a year that is no state, such as ``n.d.``."""
    told_by: str = ""
    """What says the state besides: ``note`` or ``venue``."""
    season: int | None = None
    """A number of `SEASONS` in place of a month."""
    season_typed: str = ""
    """The word for the season, if the entry has one: ``Fall``."""
    circa: bool = False
    uncertain: bool = False
    end: Moment | None = None
    """End of a range."""
    open: str = ""
    """``start`` or ``end``, if the range has none."""

    def of(self, span: Span) -> Date:
        """Return this date at the time of a span."""
        start, end = span.start, span.end
        open_ = "" if not span.is_range else "" if start and end else "end" if start else "start"
        if start is None:
            start, end = end, None
        return self if start is None else self._replace(**start._asdict(), end=end, open=open_)

    def __str__(self) -> str:
        """Season and years, or the words in their place: ``Spring 2012``, ``1998–2004``."""
        return " ".join(part for part in (self.season_words, self.years) if part)

    @property
    def years(self) -> str:
        """The years, or the words in their place."""
        if self.year and self.year > 0 and not self.is_more_than_its_start:
            return str(self.year)
        start, end = self.start, self.end
        if start is None:
            return in_language(self.status or self.words)
        if end is None or end.year == start.year:
            return _BEHIND[self.open].format(_year(start, start.year < 1))
        # One word for both: "ca. 1850–1860", "44–30 BCE".
        last = end._replace(circa=end.circa and not start.circa)
        has_both = start.year < 1 < end.year
        first = _year(start, has_both)
        final = _year(last, end.year < 1)
        return f"{first}–{in_language('{year} CE', year=final) if has_both else final}"

    @property
    def first_year(self) -> str:
        """The year in which it begins: ``1998``, ``44 BCE``; empty if it is not known."""
        return "" if self.year is None else _year(Moment(self.year), self.year < 1)

    @property
    def season_words(self) -> str:
        """The season, or both of one year; empty if the range is of several years."""
        if self.season is None:
            return ""
        start, end = self.start, self.end
        if start is None or (end and end.season and end.year != start.year):
            return ""
        words = [in_language(self.season_typed or SEASONS[self.season])]
        if end and end.season and end.season != start.season:
            words.append(in_language(SEASONS[end.season]))
        return "–".join(words)

    @property
    def start(self) -> Moment | None:
        """The time without its end; None if no year is known."""
        if self.year is None:
            return None
        return Moment(self.year, self.month, self.day, self.season, self.circa, self.uncertain)

    @property
    def is_more_than_its_start(self) -> bool:
        """Whether it is a range, circa or uncertain, which few formats can say."""
        return bool(self.end or self.open or self.circa or self.uncertain)

    @property
    def whole(self) -> str:
        """All that is known, for formats whose dates are one day: ``1999-10-14/1999-10-15``."""
        is_exact = self.end and (self.end.month or self.end.season)
        return self.edtf if is_exact else str(self)

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
        """Date and state as they are shown: ``2024, in press``."""
        return ", ".join(part for part in (str(self), in_language(self.beside)) if part)

    def behind(self, venue: str) -> str:
        """Return a venue with date and state; a year or state that it says is not repeated."""
        is_told = self.year is None and self.told_by == "venue"
        date = "" if is_told else str(self)
        # To search it first as it is spares most venues a pattern.
        has_date = date in venue and re.search(
            rf"(?<![\d./,])(?<!\d[-–]){re.escape(date)}(?![\w./-])", venue
        )
        is_said = date and (has_date or venue.endswith((f"'{date[-2:]}", f"’{date[-2:]}")))
        dated = venue if is_said else " ".join(part for part in (venue, date) if part)
        return ", ".join(part for part in (dated, in_language(self.beside)) if part)

    @property
    def appeared(self) -> Date:
        """The date of publication: none for a work that has yet to appear."""
        return self if not self.status or self.state is State.PUBLISHED else Date()

    @property
    def iso(self) -> str:
        """Its first day, month or year in ISO 8601: ``2024-05``."""
        return self.start.iso if self.start else ""

    @property
    def common_era(self) -> Date:
        """The date, unless it is before Christ, for formats whose years have four digits."""
        return self if self.year and 0 < self.year <= 9999 else Date()

    @property
    def edtf(self) -> str:
        """The date in the format of BibLaTeX: ``2024-05``, ``1998/2004``, ``2012-21~``."""
        start, end = self.start, self.end
        if start is None:
            return ""
        return f"{_BEFORE[self.open]}{start.edtf}{f'/{end.edtf}' if end else _AFTER[self.open]}"

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Sort key: unknown dates first, then by date, works yet to appear last."""
        if self.year is not None:
            return self.year, self.month or month_of(self.season), self.day or 0
        state = self.state
        return (_LAST + YET_TO_COME.index(state) if state in YET_TO_COME else -_LAST, 0, 0)


_LAST = 10**15
_BEHIND = {"": "{}", "start": "–{}", "end": "{}–"}
_BEFORE = {"": "", "start": "../", "end": ""}
_AFTER = {"": "", "start": "", "end": "/.."}


def _year(moment: Moment, has_era: bool) -> str:
    """Return a year as BibLaTeX prints it: ``ca. 1850``, ``1850?``, ``44 BCE``."""
    # Before Christ there is no year 0.
    year = str(moment.year) if moment.year > 0 else str(1 - moment.year)
    if has_era:
        year = in_language("{year} BCE", year=year)
    if moment.circa:
        year = in_language("ca. {year}", year=year)
    return f"{year}?" if moment.uncertain else year
