"""Which word and which symbol stands for which mark, and how a mark is spoken."""

from __future__ import annotations

import pytest

from sphinx_publications.model.marks import (
    Mark,
    MarkTable,
    read_symbols,
    unexplained,
)

from ..marked import EQUAL


def test_words_stand_for_their_marks() -> None:
    table = MarkTable()
    symbols = {
        word: mark.symbol
        for word in "equal eq equalcontrib first equal2 last equal3 corresponding other".split()
        if (mark := table.for_word(word)) is not None
    }
    assert symbols == {
        "equal": "*", "eq": "*", "equalcontrib": "*", "first": "*",
        "equal2": "†", "last": "†", "equal3": "‡", "corresponding": "✉",
    }  # fmt: skip


@pytest.mark.parametrize("word", ["equal", "eq", "first"])
def test_a_setting_for_an_alias_is_one_for_its_mark(word: str) -> None:
    table = MarkTable.with_overrides({word: ("#", "team work")})
    expected = Mark("equal", "#", EQUAL, "team work")
    assert [table.for_word(name) for name in ("equal", "eq", "first")] == [expected] * 3
    assert table.for_typed("#") == expected
    assert table.for_typed("*") is None
    assert len(table.marks) == len(MarkTable().marks)


def test_a_setting_for_a_new_word_is_a_new_mark() -> None:
    table = MarkTable.with_overrides({"deceased": ("◊", "deceased")})
    assert table.for_word("deceased") == Mark("deceased", "◊", "deceased", "deceased")
    assert table.marks[:-1] == MarkTable().marks


@pytest.mark.parametrize("symbol", ["*", "†", "‡", "✉", "#", "**"])
def test_a_symbol_that_nobody_explains_means_nothing(symbol: str) -> None:
    assert MarkTable().for_typed(symbol) is None
    mark = unexplained(symbol)
    assert not mark.is_equal
    assert mark.said == f"Marked by the authors ({symbol})"


def test_settings_say_what_typed_symbols_mean() -> None:
    table = MarkTable.with_overrides(
        {"equal": ("#", "team work")}, {"*": "equal", "†": "last", "‡": "nothing"}
    )
    assert table.for_typed("*") == Mark("equal", "*", EQUAL, "team work")
    assert table.for_typed("#") == Mark("equal", "#", EQUAL, "team work")
    last = table.for_typed("†")
    assert last is not None
    assert last.word == "equal2"
    assert table.for_typed("‡") is None


def test_a_word_that_begins_like_equal_is_none_of_equal_contribution() -> None:
    table = MarkTable.with_overrides({"equality": ("#", "equality officer")})
    mark = table.for_word("equality")
    assert mark is not None
    assert not mark.is_equal


def test_two_symbols_of_one_kind_are_a_mark_of_their_own() -> None:
    assert list(read_symbols("*†")) == ["*", "†"]
    assert list(read_symbols("**†")) == ["**", "†"]
    assert list(read_symbols("∗⋆")) == ["*", "⋆"]
