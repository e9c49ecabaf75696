"""Which word and which symbol stands for which mark, and how a mark is spoken."""

from __future__ import annotations

import pytest

from sphinx_publications.model.marks import (
    Mark,
    MarkTable,
    explained_symbols,
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
    assert table.for_typed("*") == unexplained("*")
    assert len(table.marks) == len(MarkTable().marks)


def test_a_setting_for_a_new_word_is_a_new_mark() -> None:
    table = MarkTable.with_overrides({"deceased": ("◊", "deceased")})
    assert table.for_word("deceased") == Mark("deceased", "◊", "deceased", "deceased")
    assert table.marks[:-1] == MarkTable().marks


@pytest.mark.parametrize(
    ("annotation", "symbol", "spoken"),
    [
        ("* Equal contribution", "*", "Equal contribution"),
        ("* denotes shared first authorship", "*", "shared first authorship"),
        ("† contributed equally", "†", "contributed equally"),
        ("* students; § Deceased", "§", "Deceased"),
        # What is not equal contribution is not spoken as if it were.
        ("* alphabetical order", "*", "alphabetical order"),
        ("✉ Corresponding author", "✉", "Corresponding author"),
    ],
)
def test_a_mark_is_spoken_as_its_paper_explains_it(
    annotation: str, symbol: str, spoken: str
) -> None:
    mark = MarkTable().worded(explained_symbols(annotation)).for_typed(symbol)
    assert mark.spoken == spoken


@pytest.mark.parametrize(
    ("annotation", "meanings"),
    [
        ("", {}),
        ("Equal contribution", {}),
        ("*", {}),
        (
            "* Equal contribution, † Equal advising",
            {"*": "Equal contribution", "†": "Equal advising"},
        ),
        (
            "*: equal contribution; †: corresponding",
            {"*": "equal contribution", "†": "corresponding"},
        ),
        ("(*) denotes equal contribution.", {"*": "denotes equal contribution"[8:]}),
        (
            "Equal contribution (*), corresponding (†)",
            {"*": "Equal contribution", "†": "corresponding"},
        ),
        ("Equal contribution: *", {"*": "Equal contribution"}),
        ("* and † contributed equally", {"*": "contributed equally", "†": "contributed equally"}),
        ("*, # Co-first", {"*": "Co-first", "#": "Co-first"}),
        ("* Equal<br>† Principal investigator", {"*": "Equal", "†": "Principal investigator"}),
        ("&dagger; Equal advising", {"†": "Equal advising"}),
        ("∗ Equal", {"*": "Equal"}),
        ("* Equal, ** Equal advising", {"*": "Equal", "**": "Equal advising"}),
        ("★ Equal", {"★": "Equal"}),
        ("* Equal & † Lead", {"*": "Equal", "†": "Lead"}),
        ("* Equal and † Lead", {"*": "Equal", "†": "Lead"}),
        ("* Equal | † Lead", {"*": "Equal", "†": "Lead"}),
        (
            "* and † denote equal contribution and corresponding author, respectively.",
            {"*": "equal contribution", "†": "corresponding author"},
        ),
        ("*, †, ‡: equal, lead, and PI, respectively", {"*": "equal", "†": "lead", "‡": "PI"}),
        ("* and † are equal, lead and PI, respectively", {}),
    ],
)
def test_an_annotation_explains_symbols(annotation: str, meanings: dict[str, str]) -> None:
    assert explained_symbols(annotation) == meanings


@pytest.mark.parametrize(
    ("annotation", "symbol", "word"),
    [
        ("* Equal contribution", "*", "equal"),
        ("* Joint first authors", "*", "equal"),
        ("# Co-first", "#", "equal"),
        ("* Equal contribution, # Co-senior", "#", "equal2"),
        ("# shared senior authorship", "#", "equal"),
        ("† Equal advising", "†", "equal2"),
        ("* Corresponding author", "*", "corresponding"),
        ("* alphabetical order", "*", "*"),
        ("* main contributor", "*", "*"),
        ("* unequal parts", "*", "*"),
        ("* not equal contribution", "*", "*"),
        ("* non-equal contribution", "*", "*"),
        ("* Project lead", "*", "*"),
        ("† PI", "†", "†"),
    ],
)
def test_an_explained_symbol_is_a_word_only_where_that_says_the_same(
    annotation: str, symbol: str, word: str
) -> None:
    assert MarkTable().worded(explained_symbols(annotation)).for_typed(symbol).word == word


@pytest.mark.parametrize("symbol", ["*", "†", "‡", "✉", "#", "**"])
def test_a_symbol_that_nobody_explains_means_nothing(symbol: str) -> None:
    mark = MarkTable().for_typed(symbol)
    assert mark == unexplained(symbol)
    assert not mark.is_equal
    assert mark.said == f"Marked by the authors ({symbol})"


def test_settings_say_what_typed_symbols_mean() -> None:
    table = MarkTable.with_overrides(
        {"equal": ("#", "team work")}, {"*": "equal", "†": "last", "‡": "nothing"}
    )
    assert table.for_typed("*") == Mark("equal", "*", EQUAL, "team work")
    assert table.for_typed("#") == Mark("equal", "#", EQUAL, "team work")
    assert table.for_typed("†").word == "equal2"
    assert table.for_typed("‡") == unexplained("‡")
    # The paper's own words count before the settings.
    own = table.worded(explained_symbols("* alphabetical order"))
    assert own.for_typed("*").said == "Alphabetical order"


def test_a_symbol_is_what_annotations_of_its_entry_show_as_it() -> None:
    assert MarkTable().for_typed("*", {"first"}).word == "equal"
    assert MarkTable().for_typed("†", {"equal"}) == unexplained("†")


def test_two_symbols_of_one_kind_are_a_mark_of_their_own() -> None:
    assert list(read_symbols("*†")) == ["*", "†"]
    assert list(read_symbols("**†")) == ["**", "†"]
    assert list(read_symbols("∗⋆")) == ["*", "⋆"]
