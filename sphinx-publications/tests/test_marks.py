"""Which word and which symbol stands for which mark, and how a mark is spoken."""

from __future__ import annotations

import pytest

from sphinx_publications.model.marks import Mark, MarkTable, explained_symbols


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
    expected = Mark("equal", "#", "equal contribution", "team work")
    assert [table.for_word(name) for name in ("equal", "eq", "first")] == [expected] * 3
    assert table.for_symbol("#") == expected
    assert table.for_symbol("*") is None
    assert len(table.marks) == len(MarkTable().marks)


def test_a_setting_for_a_new_word_is_a_new_mark() -> None:
    table = MarkTable.with_overrides({"deceased": ("◊", "deceased")})
    assert table.for_word("deceased") == Mark("deceased", "◊", "deceased", "deceased")
    assert table.marks[:-1] == MarkTable().marks


@pytest.mark.parametrize(
    ("annotation", "symbol", "spoken"),
    [
        ("* Equal contribution", "*", "equal contribution: Equal contribution"),
        ("* denotes shared first authorship", "*", "shared first authorship"),
        ("† contributed equally", "†", "equal contribution, second group: contributed equally"),
        ("* students; § Deceased", "§", "Deceased"),
        # What is not equal contribution is not spoken as if it were.
        ("* alphabetical order", "*", "alphabetical order"),
        ("✉ Corresponding author", "✉", "corresponding author: Corresponding author"),
    ],
)
def test_a_mark_is_spoken_as_its_paper_explains_it(
    annotation: str, symbol: str, spoken: str
) -> None:
    mark = MarkTable().worded(explained_symbols(annotation)).for_symbol(symbol)
    assert mark is not None
    assert mark.spoken == spoken
