"""Dates as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.model.dates import Date

from ..bibfiles import (
    entry,
    messages,
    only,
    read_text,
)

DATES = [
    ("year = 2025, month = {may}", (2025, 5, None), ""),
    ("year = 2025, month = {Août}", (2025, 8, None), ""),
    ("year = 2025, month = {09 Aug}", (2025, 8, 9), ""),
    ("year = 2025, month = aug, day = {09}", (2025, 8, 9), ""),
    ("year = 2025, month = {Spring}", (2025, None, None), ""),
    ("date = {2022-02-28}", (2022, 2, 28), ""),
    ("date = {2020-12/2021-01}", (2020, 12, None), ""),
    ("date = {2022-21}", (2022, None, None), ""),
    (
        "year = 2025, month = {13}",
        (2025, None, None),
        "month = {13} is no month and is left out; write month = {12}",
    ),
    (
        "year = 2025, month = {Agust}",
        (2025, None, None),
        "month = {Agust} is no month; write month = {8}",
    ),
    (
        "date = {2022-02-31}",
        (2022, 2, None),
        "no calendar has the day 2022-02-31, and it is read as 2022-02; "
        "correct it, or write date = {2022-02}",
    ),
    (
        "year = 2022, month = feb, day = 31",
        (2022, 2, None),
        "no calendar has the day 2022-02-31, and it is read as 2022-02; "
        "correct it, or write date = {2022-02}",
    ),
    (
        "date = {2022-5-3}",
        (2022, 5, 3),
        "date = {2022-5-3} is read as 2022-05-03; write date = {2022-05-03}",
    ),
    (
        "date = {3 May 2022}",
        (2022, 5, 3),
        "date = {3 May 2022} is read as 2022-05-03; write date = {2022-05-03}",
    ),
    *(
        (
            f"{field} = {{{typed}}}",
            (int(read), None, None),
            f"{field} = {{{typed}}} is read as {read}; write date = {{{last}}}, "
            f"and origdate = {{{first}}} if it first appeared then",
        )
        for field in ("year", "date")
        for typed, read, last, first in (
            ("1998, 2004", "1998", "2004", "1998"),
            ("1998 and 2004", "1998", "2004", "1998"),
            ("2008 [1950]", "2008", "2008", "1950"),
            ("2008 (originally 1950)", "2008", "2008", "1950"),
        )
    ),
    (
        "year = 2004, date = {1998}",
        (1998, None, None),
        "year = {2004} is not read beside date = {1998}; remove one of them",
    ),
    (
        "date = {1998-05}, month = jul",
        (1998, 5, None),
        "month = {July} is not read beside date = {1998-05}; remove one of them",
    ),
    ("date = {1998}, month = jul", (1998, 7, None), ""),
    (
        "year = {2004 second version}",
        (2004, None, None),
        "year = {2004 second version} is read as 2004; write date = {2004}, and the rest elsewhere",
    ),
    ("year = {c1998}", (1998, None, None), ""),
    ("date = {1950/2008}, year = 1950", (1950, None, None), ""),
    ("date = {1998-07}, month = jul, year = 1998", (1998, 7, None), ""),
]


@pytest.mark.parametrize(("fields", "date", "message"), DATES)
def test_dates_are_read_or_told(
    tmp_path: Path, fields: str, date: tuple[int, int | None, int | None], message: str
) -> None:
    reading = read_text(tmp_path, entry(fields))
    found = only(reading).date
    assert (found.year, found.month, found.day) == date
    assert messages(reading) == ([message] if message else [])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{3 May 2003}", "is read as 2003-05-03; write {}date = {{2003-05-03}}"),
        ("{2003-02-31}", "it is read as 2003-02; correct it, or write {}date = {{2003-02}}"),
        ("{1950, 1960}", "is read as 1950; write {}date = {{1950}}"),
        ("{some day}", "is no date; write {}date = {{2024-05-31}}"),
    ],
)
@pytest.mark.parametrize("of", ["event", "url", "orig"])
def test_other_dates_are_read_or_told(tmp_path: Path, of: str, typed: str, said: str) -> None:
    reading = read_text(tmp_path, entry(f"year = 2020,\n {of}date = {typed}"))
    (problem,) = reading.problems
    assert problem.message.endswith(said.format(of))
    assert problem.line == 3


def test_a_month_in_small_letters_is_printed_as_a_month(tmp_path: Path) -> None:
    for written in ("may", "5", "05", "May"):
        reading = read_text(tmp_path, entry(f"year = 2025, month = {{{written}}}"))
        assert reading.entries["a"].fields["month"] == "May"


def test_a_month_in_another_language_is_understood(tmp_path: Path) -> None:
    months = {"mai": 5, "juillet": 7, "Dezember": 12, "ottobre": 10, "março": 3, "sept.": 9}
    for name, number in months.items():
        entry = f"@misc{{a, author = {{A}}, title = {{T}}, year = 2020, month = {{{name}}}}}"
        assert read_text(tmp_path, entry).entries["a"].publication.date.month == number


FORMS = [
    # Fields, in BibLaTeX's form, as lists show it.
    ("date = {1998/2004}", "1998/2004", "1998–2004"),
    ("date = {1997/}", "1997/..", "1997–"),
    ("date = {1997/..}", "1997/..", "1997–"),
    ("date = {/1997}", "../1997", "–1997"),
    ("date = {2018-12-03/2018-12-08}", "2018-12-03/2018-12-08", "2018"),
    ("date = {2012-21}", "2012-21", "Spring 2012"),
    ("date = {2012-21/2012-22}", "2012-21/2012-22", "Spring–Summer 2012"),
    ("date = {2012-24/2013-21}", "2012-24/2013-21", "2012–2013"),
    ("date = {2012-36}", "2012-36", "Q4 2012"),
    ("date = {1850~}", "1850~", "ca. 1850"),
    ("date = {1850~/1860~}", "1850~/1860~", "ca. 1850–1860"),
    ("date = {1723?}", "1723?", "1723?"),
    ("date = {1723%}", "1723%", "ca. 1723?"),
    ("date = {-0043-03-15}", "-0043-03-15", "44 BCE"),
    ("date = {-0043/-0029}", "-0043/-0029", "44–30 BCE"),
    ("date = {-0043/0014}", "-0043/0014", "44 BCE–14 CE"),
    ("date = {0000}", "0000", "1 BCE"),
    ("date = {0476}", "0476", "476"),
    ("date = {199X}", "1990/1999", "1990–1999"),
    ("date = {1999-XX-XX}", "1999", "1999"),
    ("date = {Y17000000002}", "Y17000000002", "17000000002"),
    ("date = {2004-04-05T14:34:00Z}", "2004-04-05", "2004"),
    ("year = {2014-09}", "2014-09", "2014"),
    ("year = {2014}, month = {9}", "2014-09", "2014"),
    ("year = {2014?}, month = {9}", "2014-09?", "2014?"),
    ("year = {June 1980}", "1980-06", "1980"),
    ("year = {1980}, month = {June and July}", "1980-06/1980-07", "1980"),
    ("year = {1980}, month = {6, 7}", "1980-06/1980-07", "1980"),
    ("year = {1990s}", "1990/1999", "1990–1999"),
    ("year = {20 June 1980}", "1980-06-20", "1980"),
    ("year = {Spring 2012}", "2012-21", "Spring 2012"),
    ("year = {Fall 2012}", "2012-23", "Fall 2012"),
    ("year = {2012}, month = {winter}", "2012-24", "Winter 2012"),
    ("year = {Winter 1980/81}", "1980-24/1981", "Winter 1980–1981"),
    ("year = {1998--2004}", "1998/2004", "1998–2004"),
    ("year = {1998–2004}", "1998/2004", "1998–2004"),
    ("year = {1998-2004}", "1998/2004", "1998–2004"),
    ("year = {1998/99}", "1998/1999", "1998–1999"),
    ("year = {2004--}", "2004/..", "2004–"),
    ("year = {ca. 1850}", "1850~", "ca. 1850"),
    ("year = {[1850?]}", "1850?", "1850?"),
    ("year = {44 BC}", "-0043", "44 BCE"),
    ("year = {30 v. Chr.}", "-0029", "30 BCE"),
    ('year = 2020, month = may # "~3--5"', "2020-05-03/2020-05-05", "2020"),
    ('year = 2020, month = "07--09 " # jul', "2020-07-07/2020-07-09", "2020"),
    ("year = {2020}, month = {30 Mai -- 2 Juni}", "2020-05-30/2020-06-02", "2020"),
    ('year = 2020, month = may # "/" # jun', "2020-05/2020-06", "2020"),
    ("year = {2020}, month = {3--4}", "2020-03/2020-04", "2020"),
    # Of which year the second is, nobody says.
    ('year = 2020, month = dec # "/" # jan', "2020-12", "2020"),
    ("year = {14--15 October 1999}", "1999-10-14/1999-10-15", "1999"),
    ("year = {2020}, month = {Spring/Summer}", "2020-21/2020-22", "Spring–Summer 2020"),
]


@pytest.mark.parametrize(("fields", "edtf", "shown"), FORMS)
def test_ranges_seasons_and_doubts_are_read(
    tmp_path: Path, fields: str, edtf: str, shown: str
) -> None:
    reading = read_text(tmp_path, entry(fields))
    assert (only(reading).date.edtf, str(only(reading).date)) == (edtf, shown)
    assert messages(reading) == []


@pytest.mark.parametrize("written", ["1998--2004", "1998–2004", "1998-2004"])
def test_a_range_in_another_form_is_told(tmp_path: Path, written: str) -> None:
    (message,) = messages(read_text(tmp_path, entry(f"date = {{{written}}}")))
    assert message.endswith("is read as 1998/2004; write date = {1998/2004}")


def test_an_end_that_no_calendar_has_is_told(tmp_path: Path) -> None:
    reading = read_text(tmp_path, entry("date = {2022-02-01/2022-02-30}"))
    assert only(reading).date.edtf == "2022-02-01/2022-02"
    assert len(messages(reading)) == 1


def test_the_reference_has_the_month_and_season_of_the_year(tmp_path: Path) -> None:
    for fields, month in (
        ("year = {June 1980}", "June"),
        ("year = {2014-09}", "September"),
        ("year = {Fall 2012}", "Fall"),
        ("date = {2012-21}", "Spring"),
    ):
        reading = read_text(tmp_path, entry(fields))
        assert reading.entries["a"].fields["month"] == month


def test_seasons_and_years_before_christ_are_sorted() -> None:
    dates = [
        Date(), Date(-43), Date(-29), Date(476), Date(2012), Date(2012, 2), Date(2012, season=21),
        Date(2012, 4), Date(2012, season=24), Date(17_000_000_002), Date(status="in press"),
    ]  # fmt: skip
    mixed = [*dates[5:], *dates[:5]]
    assert sorted(mixed, key=lambda date: date.sort_key) == dates


@pytest.mark.parametrize(
    ("written", "date", "advice"),
    [
        ("31/12/2024", Date(2024, 12, 31), ["2024-12-31"]),
        ("12/31/2024", Date(2024, 12, 31), ["2024-12-31"]),
        # Nobody knows which of them is the day.
        ("03/04/2024", Date(2024), ["2024-04-03", "2024-03-04"]),
        ("4.4.2024", Date(2024, 4, 4), ["2024-04-04"]),
    ],
)
def test_of_numbers_only_large_ones_say_what_they_are(
    tmp_path: Path, written: str, date: Date, advice: list[str]
) -> None:
    reading = read_text(tmp_path, entry(f"date = {{{written}}}"))
    assert only(reading).date == date
    (message,) = messages(reading)
    assert [iso for iso in advice if f"date = {{{iso}}}" in message] == advice


def test_what_is_yet_to_appear_is_newest_and_what_has_no_date_oldest() -> None:
    dates = [Date(), Date(2020), Date(2020, 5), Date(status="in press")]
    mixed = [dates[place] for place in (2, 3, 0, 1)]
    assert sorted(mixed, key=lambda date: date.sort_key) == dates
