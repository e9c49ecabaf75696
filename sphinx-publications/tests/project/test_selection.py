"""The filter expressions of `{publications}`."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.names import Name
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.selection import OTHER, Filter, FilterError, group


def entry(year: str) -> SourceEntry:
    made = SourceEntry("article")
    made.key = "k"
    made.fields["year"] = year
    made.fields["volume"] = "9"
    return made


@pytest.mark.parametrize(
    ("comparison", "years"),
    [
        ("year < 2019", "2018"),
        ("year <= 2019", "2018 2019"),
        ("year == 2019", "2019"),
        ("year != 2019", "2018 2020 soon"),
        ("year >= 2019", "2019 2020"),
        ("year > 2019", "2020"),
        ('year == "2019"', "2019"),
        ('year != "2019"', "2018 2020 soon"),
        ('year > "2019"', "2020 soon"),
        ("not year > 2019", "2018 2019 soon"),
        ("year > 2018 and volume < 10", "2019 2020"),
        ('year == 2018 or year % "^s"', "2018 soon"),
    ],
)
def test_a_year_compares_as_a_number_with_numbers(comparison: str, years: str) -> None:
    passing = [
        year for year in "2018 2019 2020 soon".split() if Filter(comparison).accepts(entry(year))
    ]
    assert passing == years.split()


@pytest.mark.parametrize(
    ("filter_", "is_late"),
    [
        ("cited", True),
        ("not cited", True),
        ("docname in docnames", True),
        ("year > 2019 and cited", True),
        ("year > 2019", False),
        ('title % "cited"', False),
    ],
)
def test_what_asks_who_cites_is_asked_late(filter_: str, is_late: bool) -> None:
    assert Filter(filter_).is_late == is_late


def test_the_cited_are_known_by_the_pages_that_cite() -> None:
    assert Filter("cited").accepts(entry("2020"), "index", {"index"})
    assert not Filter("cited").accepts(entry("2020"), "index")
    here = Filter("docname in docnames")
    assert [here.accepts(entry("2020"), page, {"a", "b"}) for page in "abc"] == [True, True, False]


@pytest.mark.parametrize("filter_", ["year >", "", "year > 'x' > 3", "f(x)", "(" * 3])
def test_what_is_no_filter_is_told(filter_: str) -> None:
    with pytest.raises(FilterError):
        Filter(filter_).accepts(entry("2020"))


def of_author(name: str) -> Publication:
    made = SourceEntry("misc")
    made.key = name
    made.people["author"] = [(Name(name), "")]
    made.interpret(ReadingOptions())
    return made.publication


def test_letters_come_in_their_order_and_what_is_none_comes_last() -> None:
    found = group(map(of_author, ["Zed", "3M", "Öhm", "Ann", "One"]), "letter")
    assert [one.title for one in found] == ["A", "O", "Z", OTHER]
    assert [p.key for p in found[1].publications] == ["Öhm", "One"]


# The letter that a list by letter files a name under.


@pytest.mark.parametrize(
    ("author", "letter"),
    [
        ("'t Oak, Gus", "O"),
        ("'t Hooft, Gerard", "H"),
        ("\N{RIGHT SINGLE QUOTATION MARK}s Gravesande, Willem", "G"),
        ("\N{MODIFIER LETTER TURNED COMMA}Abd, Omar", "A"),
        ("d'Alembert, Jean", "D"),
        ("{\\enquote{Weird} Group}", "W"),
        ("{3M}", "Other"),
    ],
)
def test_signs_before_a_name_do_not_count(tmp_path: Path, author: str, letter: str) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(f"@misc{{a, author = {{{author}}}, title = {{T}}, year = {{2020}}}}", "utf-8")
    (entry,) = read([file], ReadingOptions()).entries.values()
    (found,) = group([entry.publication], "letter")
    assert found.title == letter
