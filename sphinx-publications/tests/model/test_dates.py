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
]


@pytest.mark.parametrize(("fields", "date", "message"), DATES)
def test_dates_are_read_or_told(
    tmp_path: Path, fields: str, date: tuple[int, int | None, int | None], message: str
) -> None:
    reading = read_text(tmp_path, entry(fields))
    found = only(reading).date
    assert (found.year, found.month, found.day) == date
    assert messages(reading) == ([message] if message else [])


def test_a_month_in_small_letters_is_printed_as_a_month(tmp_path: Path) -> None:
    for written in ("may", "5", "05", "May"):
        reading = read_text(tmp_path, entry(f"year = 2025, month = {{{written}}}"))
        assert reading.entries["a"].fields["month"] == "May"


def test_a_month_in_another_language_is_understood(tmp_path: Path) -> None:
    months = {"mai": 5, "juillet": 7, "Dezember": 12, "ottobre": 10, "março": 3, "sept.": 9}
    for name, number in months.items():
        entry = f"@misc{{a, author = {{A}}, title = {{T}}, year = 2020, month = {{{name}}}}}"
        assert read_text(tmp_path, entry).entries["a"].publication.date.month == number


@pytest.mark.parametrize("season", range(21, 25))
def test_a_season_is_no_month(tmp_path: Path, season: int) -> None:
    reading = read_text(tmp_path, entry(f"date = {{2022-{season}}}"))
    assert only(reading).date == Date(2022)
    assert messages(reading) == []


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
