"""The filter expressions of `{publications}`."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.names import Name
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.selection import (
    OTHER,
    Filter,
    FilterError,
    group,
    headings_of,
    in_order,
    read_group_by,
    sort,
)

from ..bibfiles import read_text


def entry(year: str) -> SourceEntry:
    made = SourceEntry("article")
    made.key = "k"
    made.fields["year"] = year
    made.fields["volume"] = "9"
    made.interpret(ReadingOptions())
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


def test_a_year_in_words_compares_by_the_year_in_which_it_begins(tmp_path: Path) -> None:
    years = ("2019/2021", "2020~", "1998/2004", "2021?", "-0043", "2020-05")
    text = "".join(f"@misc{{k{i}, title = {{T}}, date = {{{y}}}}}\n" for i, y in enumerate(years))
    entries = read_text(tmp_path, text).entries.values()
    recent = Filter("year >= 2019")
    assert [recent.accepts(one) for one in entries] == [True, True, False, True, False, True]
    assert [Filter("year < 0").accepts(one) for one in entries].index(True) == 4


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


SORTED = r"""
@misc{a, author={Mid, A}, title={A}, year={2020}}
@misc{b, author={Zed, A}, title={B}, year={2021}, sortkey={Bbb}}
@misc{c, author={Aaa, A}, title={C}, year={2022}}
@misc{d, author={Qqq, A}, title={D}, year={2019}, presort={zz}}
@misc{e, author={Yyy, A}, title={E}, year={2018}, presort={aa}}
@misc{f, author={Zzz, A}, title={F}, year={2023}, sortname={Bcc, X}}
@misc{g, author={Nnn, A}, title={G}, year={2010}, sortyear={2025}}
@misc{h, author={山田, 太郎}, title={水}, year={2017}, sortname={Yamada, Taro}, sorttitle={Mizu}}
@misc{i, title={The I}, sorttitle={I}, year={2016}}
@misc{j, author={Ooo, A}, title={J}, year={2021}, sortkey={2000}}
"""


def works(folder: Path, text: str) -> list[Publication]:
    file = folder / "refs.bib"
    file.write_text(text, encoding="utf-8")
    return [each.publication for each in read([file], ReadingOptions()).entries.values()]


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        # So biber 2.18 sorts them by ``ydnt`` and ``nyt``.
        ("newest", "ebgfcahijd"),
        ("name", "ejcbfiaghd"),
        ("oldest", "ejihacfgbd"),
        ("title", "ejabcfgihd"),
        ("listed", "abcdefghij"),
    ],
)
def test_fields_of_biblatex_say_where_an_entry_stands(
    tmp_path: Path, order: str, keys: str
) -> None:
    assert "".join(each.key for each in sort(works(tmp_path, SORTED), order)) == keys


def test_a_letter_is_that_of_the_reading(tmp_path: Path) -> None:
    groups = {each.title: each.publications for each in group(works(tmp_path, SORTED), "letter")}
    assert [each.key for each in groups["Y"]] == ["e", "h"]
    assert [each.key for each in groups["I"]] == ["i"]


def test_names_to_sort_by_that_cannot_be_read_are_one_name(tmp_path: Path) -> None:
    (found,) = works(tmp_path, "@misc{a, title = {T}, sortname = {a, b, c, d}, year = 2020}")
    assert found.particulars.sorting.names == (Name("a, b, c, d"),)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("year", "year"),
        (" Year  TYPE ", "year type"),
        ("type letter year", "type letter year"),
        ("year year", ""),
        ("none year", ""),
        ("topic", ""),
        ("", ""),
    ],
)
def test_groups_are_words(text: str, read: str) -> None:
    assert read_group_by(text) == read


def test_groups_within_groups_have_the_order_of_their_headings(tmp_path: Path) -> None:
    text = """
    @article{a, title = {A}, year = {2020}}
    @book{b, title = {B}, year = {2021}}
    @article{c, title = {C}, year = {2021}}
    """
    found = sort(works(tmp_path, text), "newest")
    plain = group(found, "year type")
    first, unknown = headings_of("books and chapters, 2020, journal papres, phdthesis", plain)
    assert unknown == ["journal papres"]
    assert first == ["Books and chapters", "2020", "Theses"]
    nested = group(found, "year type", first)
    told = [(each.title, [(g.title, g.id) for g in each.groups]) for each in nested]
    assert told == [
        ("2020", [("Journal articles", "year 2020 type journal articles")]),
        (
            "2021",
            [
                ("Books and chapters", "year 2021 type books and chapters"),
                ("Journal articles", "year 2021 type journal articles"),
            ],
        ),
    ]
    (_, recent) = in_order(nested, sort(found, "title"))
    assert [each.key for each in recent.publications] == ["b", "c"]


@pytest.mark.parametrize("year", ["--5", "9" * 5000, "-", "²"])
def test_an_odd_year_to_sort_by_is_a_word(tmp_path: Path, year: str) -> None:
    text = (
        f"@misc{{a, title = {{A}}, sortyear = {{{year}}}}}\n@misc{{b, title = {{B}}, year = 2021}}"
    )
    assert [each.key for each in sort(works(tmp_path, text), "newest")] == ["a", "b"]
