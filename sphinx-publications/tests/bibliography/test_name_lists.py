"""Lists of names that are joined by something else than ``and``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_publications.bibliography.name_lists import split_names
from sphinx_publications.diagnostics import Subtype

from ..bibfiles import (
    OWNER,
    check_told,
    entry,
    messages,
    names,
    only,
    read_text,
)

JOINED = [
    ("Ann One, Bob Two and Cid Three", ["Ann One", "Bob Two", "Cid Three"]),
    ("Ann One & Bob Two", ["Ann One", "Bob Two"]),
    ("Ann One \\& Bob Two", ["Ann One", "Bob Two"]),
    ("Ann One &amp; Bob Two", ["Ann One", "Bob Two"]),
    ("Sourmpis C, Petersen CCH", ["C. Sourmpis", "C. C. H. Petersen"]),
    ("Sourmpis C, Petersen CCH, et al.", ["C. Sourmpis", "C. C. H. Petersen"]),
    ("Wand C", ["C. Wand"]),
    ("Wei LI, Xu WANG, Bo HU", ["Wei LI", "Xu WANG", "Bo HU"]),
    ("Petersen CCH and Bellec G", ["C. C. H. Petersen", "G. Bellec"]),
    ("Ann One, Bob Two, Cid Three", ["Ann One", "Bob Two", "Cid Three"]),
    ("Guillaume Bellec, Bob Two", ["Guillaume Bellec", "Bob Two"]),
    ("One, A., Two, B., & Three, C.", ["A. One", "B. Two", "C. Three"]),
    ("One, Ann, Two, Bob and Three, Cid", ["Ann One", "Bob Two", "Cid Three"]),
]


@pytest.mark.parametrize(("author", "names"), JOINED)
def test_names_are_read_right_and_the_advice_gives_the_same(
    tmp_path: Path, author: str, names: list[str]
) -> None:
    reading = read_text(tmp_path, entry("year = 2020", author), OWNER)
    assert [author.name.full for author in only(reading).authors] == names
    (slip,) = [p.message for p in reading.problems if p.subtype is Subtype.NAMES]
    again = read_text(tmp_path, entry("year = 2020", slip.partition("; write ")[2]), OWNER)
    assert [author.name.full for author in only(again).authors] == names
    assert only(again).et_al == only(reading).et_al == ("et al" in author)
    assert {p.subtype for p in again.problems} <= {Subtype.NOT_OWNER}


@pytest.mark.parametrize(
    ("author", "read_as", "choices"),
    [
        (
            "A B, C D",
            ["C D A B"],
            {"A B and C D": ["A B", "C D"], "{A B}, C D": ["C D A B"]},
        ),
        (
            "García Márquez, Gabriel José",
            ["Gabriel José García Márquez"],
            {"{García Márquez}, Gabriel José": ["Gabriel José García Márquez"]},
        ),
        (
            "One, Ann, Two, Bob",
            ["One", "Ann", "Two", "Bob"],
            {
                "One, Ann and Two, Bob": ["Ann One", "Bob Two"],
                "One and Ann and Two and Bob": ["One", "Ann", "Two", "Bob"],
            },
        ),
        (
            "Smith & Jones",
            ["Smith & Jones"],
            {"{Smith & Jones}": ["Smith & Jones"], "Smith and Jones": ["Smith", "Jones"]},
        ),
    ],
)
def test_of_names_in_doubt_both_lines_are_told(
    tmp_path: Path, author: str, read_as: list[str], choices: dict[str, list[str]]
) -> None:
    reading = read_text(tmp_path, entry("year = 2020", author))
    assert [author.name.full for author in only(reading).authors] == read_as
    (message,) = messages(reading)
    for line, meant in choices.items():
        assert line in message
        again = read_text(tmp_path, entry("year = 2020", line))
        assert [author.name.full for author in only(again).authors] == meant
        assert messages(again) == []


@pytest.mark.parametrize(
    "author",
    [
        "Bellec, Guillaume and Wulfram Gerstner",
        "García Márquez, Gabriel and Vargas Llosa, Mario",
        "van der Berg, Jan Pieter",
        "King, Jr., Martin Luther",
        "{Johnson & Johnson}",
        "{AT\\&T Labs} and One, Ann",
        "Karl von und zu Guttenberg",
        "Ortega y Gasset, José",
        "{Team 42} and GPT-4",
        "Bellec, Guillaume and others",
        "Malcolm X.",
    ],
)
def test_names_as_bibtex_has_them_are_left_alone(tmp_path: Path, author: str) -> None:
    reading = read_text(tmp_path, entry("year = 2020", author))
    if author not in {"van der Berg, Jan Pieter", "Ortega y Gasset, José", "Malcolm X."}:
        assert messages(reading) == []
    assert all(p.is_hint or "Malcolm" in author for p in reading.problems)


@pytest.mark.parametrize(
    ("author", "expected", "lines"),
    [
        ("Name, U.A.", ["Name, U.A."], []),
        ("Name, U. A. and Two, Bo", ["Name, U. A.", "Two, Bo"], []),
        ("U.A. Name", ["Name, U.A."], []),
        (
            "Family, Given A., and Two, Bo",
            ["Family, Given A.", "Two, Bo"],
            ["Family, Given A. and Two, Bo"],
        ),
        (
            "Two, Bo, and Family, Given,",
            ["Two, Bo", "Family, Given"],
            ["Two, Bo and Family, Given"],
        ),
        ("Ann One, and Bo Two", ["One, Ann", "Two, Bo"], ["Ann One and Bo Two"]),
        ("given=Ann, family=One", ["One, Ann"], []),
        ("family=One, given=Ann and Two, Bo", ["One, Ann", "Two, Bo"], []),
        ("given={Ann B.}, prefix=de, family=One, useprefix=true", ["de One, Ann B."], []),
        ('given=Ann, family="One, Sons", suffix=Jr', ["One, Sons, Jr, Ann"], []),
        ("given=M\\'a, given-i=M, family=One", ["One, Má"], []),
        ("family={The Group}", ["The Group"], []),
        ("One, A=B", ["One, A=B"], []),
    ],
)
def test_names_are_those_that_are_meant(
    tmp_path: Path, author: str, expected: list[str], lines: list[str]
) -> None:
    found = read_text(tmp_path, f"@misc{{a, author = {{{author}}}, title = {{T}}, year = 2020}}")
    assert names(found, "a") == expected
    assert not found.entries["a"].publication.et_al
    check_told(found, [f"1: a: author … write {line}" for line in lines])


_PIECES = st.lists(
    st.sampled_from(
        [*" and |,| & |\\&|;|{|}|Ann|One|A.|B|et al.|und|1|$^1$|PhD|Jr".split("|"), " "]
    ),
    max_size=8,
).map("".join)


@given(_PIECES)
def test_any_list_of_names_is_read(value: str) -> None:
    names, _, _ = split_names("author", value, ("Ann One",))
    letters = re.sub(r"and|und|PhD|et al\.|others|\W|\d", "", value)
    kept = re.sub(r"and|und|PhD|et al\.|others|\W|\d", "", "".join(names))
    assert sorted(kept) == sorted(letters)
