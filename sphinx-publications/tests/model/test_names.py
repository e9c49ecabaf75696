"""Names: initials, marks typed into them, and whose they are."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Person

from sphinx_publications.bibliography import name_fields
from sphinx_publications.bibliography.name_fields import read_people
from sphinx_publications.model.names import (
    Name,
    fold,
    in_braces,
    is_same_person,
    parse_name,
    read_name,
    unbroken,
)


@pytest.mark.parametrize(
    ("written", "short", "full"),
    [
        ("Petersen, Carl C. H.", "CCH Petersen", "Carl C. H. Petersen"),
        ("Guillaume Bellec", "G Bellec", "Guillaume Bellec"),
        ('Kl{\\"a}hn, Johann', "J Klähn", "Johann Klähn"),
        ("von der Malsburg, Christoph", "C von der Malsburg", "Christoph von der Malsburg"),
        ("Sartre, Jean-Paul", "JP Sartre", "Jean-Paul Sartre"),
        ("Ranzato, Marc'Aurelio", "M Ranzato", "Marc'Aurelio Ranzato"),
        ("{\\'E}mile Zola", "É Zola", "Émile Zola"),
        ("King, Jr., Martin Luther", "ML King Jr.", "Martin Luther King Jr."),
        ("{Google Brain Team}", "Google Brain Team", "Google Brain Team"),
        ("Bellec, GE", "GE Bellec", "GE Bellec"),
        ("Plato", "Plato", "Plato"),
        ("{\\O}rsted, Hans", "H Ørsted", "Hans Ørsted"),
        ("Oak, Mary ANN", "MA Oak", "Mary ANN Oak"),
        ("Oak, MA", "MA Oak", "MA Oak"),
        ("MARY ANN OAK", "MA OAK", "MARY ANN OAK"),
        ("OAK, EVA", "E OAK", "EVA OAK"),
        ("McOAK, EVA", "E McOAK", "EVA McOAK"),
        ("Kim, MIN JI", "MJ Kim", "MIN JI Kim"),
        ("Petersen, Carl CH", "CCH Petersen", "Carl CH Petersen"),
        ("{Moor and Fell}, Ann", "A Moor and Fell", "Ann Moor and Fell"),
    ],
)
def test_initials_come_first(written: str, short: str, full: str) -> None:
    name, symbols = read_name(Person(written))
    assert (name.short(), name.full, symbols) == (short, full, "")


@pytest.mark.parametrize(
    ("written", "family", "given"),
    [
        ("山田 太郎", "山田", "太郎"),
        ("山田, 太郎", "山田", "太郎"),
        ("山田，太郎", "山田", "太郎"),
        ("山田\u3000太郎", "山田", "太郎"),
        ("欧阳 明", "欧阳", "明"),
        ("김, 민수", "김", "민수"),
        ("박 영희", "박", "영희"),
        ("スミス, ジョン", "スミス", "ジョン"),
        ("𠮷田 太郎", "𠮷田", "太郎"),
    ],
)
def test_names_in_han_kana_and_hangul_stand_family_first(
    written: str, family: str, given: str
) -> None:
    name, _ = parse_name(written)
    assert (name.family, name.given, name.initials) == (family, given, "")
    assert name.short() == name.full == f"{family} {given}"
    assert name.inverted == f"{family}, {given}"


@pytest.mark.parametrize("written", ["山田太郎", "{山田 太郎}"])
def test_a_name_that_nobody_splits_stays_whole(written: str) -> None:
    assert parse_name(written)[0] == Name(written.strip("{}"))


def test_a_latin_part_keeps_the_order_of_bibtex() -> None:
    assert parse_name("Taro 山田")[0] == Name("山田", "Taro")


@pytest.mark.parametrize(
    "name",
    [Name("Moor and Fell", "Ann"), Name("One, Sons", "Ann", "Jr."), Name("A, B and C")],
)
def test_a_name_for_bibtex_is_read_back_as_one(name: Name) -> None:
    people, messages = read_people("author", in_braces(name, str))
    assert ([found for found, _ in people], messages) == ([name], [])


@pytest.mark.parametrize(
    ("written", "full", "symbols"),
    [
        ("Seo*, Minkyo", "Minkyo Seo", "*"),
        ("Yoonho Lee*", "Yoonho Lee", "*"),
        ("Zhu†, Jun", "Jun Zhu", "†"),
        ("Bellec$^*$, Guillaume", "Guillaume Bellec", "*"),
        ("Bellec, Guillaume$^{*}$", "Guillaume Bellec", "*"),
        ("Bellec\\textsuperscript{*}, Guillaume", "Guillaume Bellec", "*"),
        ("Guillaume Bellec$^{\\dagger}$", "Guillaume Bellec", "†"),
        ("Guillaume Bellec*†", "Guillaume Bellec", "*†"),
        ("Bellec\\*, Guillaume", "Guillaume Bellec", "*"),
        ("Bellec (*), Guillaume", "Guillaume Bellec", "*"),
        ("Bellec, Guillaume<sup>*</sup>", "Guillaume Bellec", "*"),
        ("Bellec, Guillaume$^{1,*}$", "Guillaume Bellec", "*"),
        ("Bellec$^{*,1}$, Guillaume", "Guillaume Bellec", "*"),
        ("Guillaume Bellec**", "Guillaume Bellec", "**"),
        ("Guillaume Bellec$^\\star$", "Guillaume Bellec", "⋆"),
        ("*Guillaume Bellec", "Guillaume Bellec", "*"),
        (r"Ann One\textsuperscript{\Letter}", "Ann One", "✉"),
        (r"One\faEnvelope, Ann", "Ann One", "✉"),
        (r"Ann One$^\circ$", "Ann One", "°"),
    ],
)
def test_markers_are_understood_and_taken_off(written: str, full: str, symbols: str) -> None:
    name, found = read_name(Person(written))
    assert (name.full, found) == (full, symbols)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bellec, Guillaume", "Bellec, G.", True),
        ("Bellec, Guillaume", "Guillaume Bellec", True),
        ("Klaehn, J", "Klähn, Johann", False),
        ("Klahn, J", "Klähn, Johann", True),
        ("Müller, Eric", "Müller, Paul", False),
        ("Bellec, Guillaume E.", "Bellec, Guillaume", True),
        ("Bellec, Gilles", "Bellec, Guillaume", False),
        ("Bellec, GE", "Bellec, Guillaume", True),
        ("BELLEC, Guillaume", "Bellec, Guillaume", True),
        ("BELLEC, GE", "Bellec, Guillaume", True),
    ],
)
def test_a_person_is_known_by_name_and_initials(one: str, other: str, same: bool) -> None:
    names = [read_name(Person(written))[0] for written in (one, other)]
    assert is_same_person(*names) is same
    assert is_same_person(*reversed(names)) is same


def test_a_clean_name_goes_back_to_pybtex() -> None:
    person = Name("von der Malsburg", "Christoph").person()
    assert (person.prelast_names, person.last_names) == (["von", "der"], ["Malsburg"])
    assert str(Name("Google Brain Team").person()) == "Google Brain Team"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("CCH Petersen", "CCH_Petersen"),
        ("Mihai A. Petrovici", "Mihai_A._Petrovici"),
        ("Carl C. H. Petersen", "Carl_C._H._Petersen"),
        ("C von der Malsburg", "C_von der Malsburg"),
        ("ML King Jr.", "ML_King Jr."),
        ("Group", "Group"),
    ],
)
def test_no_line_ends_in_initials(name: str, shown: str) -> None:
    assert unbroken(name) == shown.replace("_", "\N{NO-BREAK SPACE}")


NAMES = st.lists(
    st.text(
        st.characters(categories=["L", "Nd"], include_characters=" .-'’"), min_size=1, max_size=12
    ),
    min_size=2,
    max_size=2,
).map(", ".join)


@given(st.lists(NAMES | st.sampled_from(["von der Tann, Ann", "Bellec, G.", "others"]), min_size=1))
def test_plain_names_are_read_as_bibtex_reads_them(names: list[str]) -> None:
    value = " and ".join(names)
    quick = read_people("author", value)
    with patch.object(name_fields, "_UNUSUAL", re.compile("")):
        assert read_people("author", value) == quick


def test_a_nickname_is_no_initial() -> None:
    assert Name("O'Four", 'Dí "Di"').initials == "D"
    assert Name("Five", "Edward (Ted) James").initials == "EJ"
    assert Name("Six", "“Ed”").initials != ""


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Groß", "gross"), ("Øre", "ore"), ("Méhaut", "mehaut"), ("Łódź", "lodz"), ("Ædes", "aedes")],
)
def test_names_are_compared_without_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_particles_are_no_last_name() -> None:
    person = Name("van der Berg", "Jan Pieter", "Jr").person()
    assert person.prelast_names == ["van", "der"]
    assert (person.last_names, person.first_names) == (["Berg"], ["Jan", "Pieter"])
    assert Name("de facto group").person().last_names == ["de facto group"]
