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
    ("山田 太郎, 佐藤 花子", ["山田 太郎", "佐藤 花子"]),
    ("Ann One, Bob Two, and Cid Three", ["Ann One", "Bob Two", "Cid Three"]),
    ("Ann One, Bob Two & Cid Three", ["Ann One", "Bob Two", "Cid Three"]),
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
            "One, Ann, Two, Bob, et al.",
            ["One", "Ann", "Two", "Bob"],
            {
                "One, Ann and Two, Bob and others": ["Ann One", "Bob Two"],
                "One and Ann and Two and Bob and others": ["One", "Ann", "Two", "Bob"],
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
        "{CO$^2$ Team} and {H²O Group}",
        "{X on behalf of Y} and One, Ann",
        "One, Yi (Ann) and Yamada, Taro (山田太郎)",
        "King, {Jr.}, Martin and {Five}, {III}, {Ann}",
        "{Johnson & Johnson}",
        "{AT\\&T Labs} and One, Ann",
        "Karl von und zu Guttenberg",
        "Ortega y Gasset, José",
        "{Team 42} and GPT-4",
        "Bellec, Guillaume and others",
        "Malcolm X.",
        "Van Oak, Cam L. and {X Team}",
        "One, Ann and {The Y Group} and Dela Rosa, Carl S. and Two, Ben",
        "{Van Oak}, Cam L. and Two, Ben and {the Z Survey}",
        "Garcia Lima, Maria J. and Plato",
        "Garcia Lima, Maria Jose and Plato",
        "Van Oak, Cam Lee and Ann One",
        "Garcia Lima, Maria Jose and Ann One and Ben Two",
        "Hirt, Gil and Sampleton II, James R",
        "Wei XU and Kai NG",
        "Kai NG and Ann One",
        "{Moor and Fell}, Ann and Two, Ben",
        "van Oak,Cam Lee and  {X Team}",
    ],
)
def test_names_as_bibtex_has_them_are_left_alone(tmp_path: Path, author: str) -> None:
    reading = read_text(tmp_path, entry("year = 2020", author))
    if author not in {"van der Berg, Jan Pieter", "Ortega y Gasset, José", "Malcolm X."}:
        assert messages(reading) == []
    assert all(p.is_hint or "Malcolm" in author for p in reading.problems)


@pytest.mark.parametrize(
    ("author", "right"),
    [
        ("Five, Ann, Jr. and Two, Ben", "Five, Jr., Ann and Two, Ben"),
        ("Five, Ann, III", "Five, III, Ann"),
        ("Five, Ann, {Jr.}", "Five, Jr., Ann"),
        ("Ann Five, Jr., Ben Two, and Cy Six", "Five, Jr., Ann and Ben Two and Cy Six"),
        ("Ann Five, Ben Two, III, and Cy Six", "Ann Five and Two, III, Ben and Cy Six"),
        ("Five, Jr., A., Two, B., and Six, C.", "Five, Jr., A. and Two, B. and Six, C."),
        ("Five, Ann, Jr., Two, Ben", "Five, Jr., Ann and Two, Ben"),
        (r"XU$^1$, Wei and M{\"u}², X.$^{1,2}$", r"XU, Wei and M{\"u}, X."),
        (
            "One, Ann and Two, Bo on behalf of the X Team",
            "One, Ann and Two, Bo and {on behalf of the X Team}",
        ),
        ("One, Ann (corresponding author) and Two, Bo (Ed.)", "One, Ann and Two, Bo"),
        (r"Xi\textsuperscript{1}, X and Yu{\textsuperscript{1, 2}}, Y", "Xi, X and Yu, Y"),
        (r"Xi\textsuperscript{a}, X and Yu\textsuperscript{a, b}, Y", "Xi, X and Yu, Y"),
        (r"Xi$^{a,1}$, X and Yu$^{\mathrm{b}}$, Y", "Xi, X and Yu, Y"),
        (r"Xi\textsuperscript{1}, M\textsuperscript{a}", r"Xi, M\textsuperscript{a}"),
        ("Ann Five Jr. and Two, Ben", "Five, Jr., Ann and Two, Ben"),
        ("Two, Ben and Ann van Five III", "Two, Ben and van Five, III, Ann"),
        ("Ann van Five, Jr. and Two, Ben", "van Five, Jr., Ann and Two, Ben"),
        ("One, Ann and {et al.}", "One, Ann and others"),
        ("One, Ann and {others}", "One, Ann and others"),
        ("One, Ann and 3 others", "One, Ann and others"),
        ("One, Ann and {more authors}", "One, Ann and others"),
        (r"One, Ann and \ldots{} and Two, Bo", "One, Ann and Two, Bo and others"),
        ("Иванов, Иван и Петров, Пётр and др.", "Иванов, Иван and Петров, Пётр and others"),
        ("山田, 太郎 and 等", "山田, 太郎 and others"),
        ("Van Oak, Cam L. and {X Team} and et~al.", "Van Oak, Cam L. and {X Team} and others"),
        ("de Waaler, R. A., and Q. M. Sample", "de Waaler, R. A. and Q. M. Sample"),
        ("Xu W and Ng KB", "Xu, W. and Ng, K. B."),
        ("King, Martin Luther Jr. and Two, Ben", "King, Jr., Martin Luther and Two, Ben"),
        ("King, M. L., Jr and Two, B.", "King, Jr, M. L. and Two, B."),
        (
            "One, J., Jr., Two, B., and Three, C., III",
            "One, Jr., J. and Two, B. and Three, III, C.",
        ),
        ("Oak III, Ann B., Yew IV, Ben C.", "Oak III, Ann B. and Yew IV, Ben C."),
        ("{Van Oak}, Cam L.; {X Team}", "{Van Oak}, Cam L. and {X Team}"),
        ("Li VI, Ng KB, Wu AB", "Li, V. I. and Ng, K. B. and Wu, A. B."),
        ("A. One, B. Two and {X Team}", "A. One and B. Two and {X Team}"),
        ("山田太郎、佐藤花子", "山田太郎 and 佐藤花子"),
    ],
)
def test_what_bibtex_cannot_mean_is_told_with_the_right_line(
    tmp_path: Path, author: str, right: str
) -> None:
    reading = read_text(tmp_path, entry("year = 2020", author))
    assert [m for m in messages(reading) if m.endswith(right)], messages(reading)
    again = read_text(tmp_path, entry("year = 2020", right))
    assert messages(again) == []
    assert names(reading, "a") == names(again, "a")
    assert only(reading).et_al == only(again).et_al
    assert right in reading.entries["a"].source.bibtex


@pytest.mark.parametrize(
    ("author", "annotation", "marked"),
    [
        # Read as BibTeX reads it, since 1 may mean each of three.
        ("Ann One, Bob Two, Cid Three and Dan Four", "1=equal; 2=equal", ["Ann One", "Dan Four"]),
        # The second name is the fourth of the right list.
        ("Ann One, Bob Two, Cid Three and Dan Four", "2=corresponding", ["Dan Four"]),
        # Nobody counts to four in a list of two.
        ("Ann One, Bob Two, Cid Three and Dan Four", "1=equal; 4=equal", ["Ann One", "Dan Four"]),
        ("One, Ann and … and Two, Ben", "1=equal; 3=equal", ["Ann One", "Ben Two"]),
        ("One, Ann and et al. and Two, Ben", "1=equal; 3=equal", ["Ann One", "Ben Two"]),
        ("Van Oak, Cam L. and {X Team}", "1=equal; 2=equal", ["Cam L. Van Oak", "X Team"]),
        # Nobody counts to three in a list of two.
        ("One, Ann, Two, Ben", "1=equal; 3=equal", ["One", "Two"]),
    ],
)
def test_no_mark_goes_to_somebody_else(
    tmp_path: Path, author: str, annotation: str, marked: list[str]
) -> None:
    fields = f"year = 2020, author+an = {{{annotation}}}"
    reading = read_text(tmp_path, entry(fields, author))
    found = [author for author in only(reading).authors if author.marks]
    assert [next(n for n in marked if n.split()[-1] in a.name.full) for a in found] == marked
    text = reading.entries["a"].source.bibtex
    (tmp_path / "again").mkdir()
    again = read_text(tmp_path / "again", text)
    assert [a.name for a in only(again).authors if a.marks] == [a.name for a in found]


@pytest.mark.parametrize(
    "author",
    ["One, Ann, Two, Ben, Three, Cy", "One, Ann, Two, Ben", "One, Ann, Two, Ben, et al."],
)
@pytest.mark.parametrize("annotation", ["1=equal; 2=equal}, author+an:role = {2=me", "1=equal"])
def test_of_names_in_doubt_nobody_has_a_mark(tmp_path: Path, author: str, annotation: str) -> None:
    reading = read_text(tmp_path, entry(f"year = 2020, author+an = {{{annotation}}}", author))
    assert len(only(reading).authors) in (4, 6)
    assert not any(author.marks or author.is_owner for author in only(reading).authors)
    (message,) = messages(reading)
    assert "author+an" in message
    assert "equal" not in reading.entries["a"].source.bibtex


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
    names = split_names("author", value, ("Ann One",)).names
    letters = re.sub(r"and|und|PhD|et al\.|others|\W|\d", "", value)
    kept = re.sub(r"and|und|PhD|et al\.|others|\W|\d", "", "".join(names))
    assert sorted(kept) == sorted(letters)


@pytest.mark.parametrize(
    "value", ["Garcia Lima, Maria Jose and Ann One", "Ann One, Bob Two and Cid Three"]
)
def test_a_list_that_bibtex_reads_is_not_split_and_its_other_reading_is_told(value: str) -> None:
    found = split_names("author", value)
    assert (found.names, found.slip) == ([value], "")
    assert "one person" in found.doubt


def test_a_symbol_beside_the_letter_of_an_affiliation_stays() -> None:
    written = r"Xi$^{a,\dagger}$, X and Yu\textsuperscript{b,*}, Y"
    assert split_names("author", written).names == [
        r"Xi$^{\dagger}$, X",
        r"Yu\textsuperscript{*}, Y",
    ]
