"""Entries as people write them: each slip has one message at its line, and none is lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from pybtex.database import parse_string

from sphinx_publications.latex import plain

from ..bibfiles import (
    AFTER,
    BEFORE,
    GOOD,
    check_slip,
    names,
    read_text,
    told,
)
from ..conftest import Project


@pytest.mark.parametrize(
    ("entry", "messages"),
    [
        pytest.param(
            "@misc{a,\n  author = {Ann One}\n  title = {The title},\n  year = 2021\n}",
            ["3: a: … write author = {…},"],
            id="comma between fields",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One,\n  title = {The title},\n  year = 2021\n}",
            ["3: a: … write author = {…},"],
            id="closing brace of a field",
        ),
        pytest.param(
            '@misc{a,\n  author = {Ann One},\n  title = "The title,\n  year = 2021\n}',
            ["4: a: … write title = {…},"],
            id="closing quote",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One},\n  title = {The title}},\n  year = 2021\n}",
            ["4: a: … } … remove it"],
            id="extra closing brace",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD,
            ["2: a: … write } behind its last field"],
            id="entry never closed",
        ),
        pytest.param(
            "@misc{" + GOOD + "}",
            ["2: entry-2: … write @misc{ann2021,"],
            id="no key",
        ),
        pytest.param(
            "@misc{,\n  " + GOOD + "}",
            ["2: entry-2: … write @misc{ann2021,"],
            id="empty key",
        ),
        pytest.param(
            "@misc{a,\n  author {Ann One},\n  title = {The title},\n  year = 2021\n}",
            ["3: a: … write author = {…},"],
            id="equals sign",
        ),
        pytest.param(
            "@misc{a b,\n  " + GOOD + "}",
            ["2: ab: … 'a b' … 'ab' …"],
            id="space in key",
        ),
        pytest.param(
            "@misc{a\n  " + GOOD + "}",
            ["2: a: … write a,"],
            id="comma behind key",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  year = 2022,\n}",
            ["6: a: year … first … remove one of them"],
            id="field twice",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  month = mai,\n}",
            ["6: a: mai … write {mai}"],
            id="month in French",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  note = Best paper,\n}",
            ["6: a: Best paper … write {Best paper}"],
            id="undefined string",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  note = {mail me@x.org or @misc{b}},\n}", [], id="@ in text"
        ),
    ],
)
def test_a_slip_is_told_and_costs_nothing(tmp_path: Path, entry: str, messages: list[str]) -> None:
    check_slip(tmp_path, entry, messages)


_LAYOUTS = {
    "lines": (
        "@article{a,\n  author = {One, Ann and Two, Ben},\n  title = {The title},\n"
        "  journal = {J},\n  year = {2021},\n  month = 5\n}\n"
    ),
    "one line": (
        "@article{a, author = {One, Ann and Two, Ben}, title = {The title}, journal = {J}, "
        "year = {2021}, month = 5}\n"
    ),
    "commas first": (
        "@article{a\n  , author = {One, Ann and Two, Ben}\n  , title = {The title}\n"
        "  , journal = {J}\n  , month = 5\n  , year = {2021}\n  }\n"
    ),
    "quotes in parentheses": (
        '@article(a,\n  author = "One, Ann and Two, Ben",\n  title = "The title",\n'
        '  journal = "J",\n  month = 5,\n  year = {2021}\n)\n'
    ),
    "no spaces": (
        "@article{a,\n  author={One, Ann and Two, Ben},\n  title={The title},\n"
        "  journal={J},\n  month={5},\n  year={2021}\n}\n"
    ),
}
_TYPED_FOR = {
    "{": ["", "{{"],
    "}": ["", "}}", ")", "]"],
    ")": ["", "))", "}", "]"],
    '"': ["", '""'],
    ",": ["", ",,", ";", "."],
    "=": ["", "==", ":", ":="],
}
"""What people type in place of a sign."""


def _with_a_slip(text: str) -> Iterator[tuple[str, int]]:
    """Yield the text of an entry with one sign behind its key mistyped, and its place."""
    for place in range(text.index("author"), len(text)):
        if text[place - 3 : place] not in {"One", "Two"}:
            for typed in _TYPED_FOR.get(text[place], []):
                yield f"{text[:place]}{typed}{text[place + 1 :]}", place


@pytest.mark.parametrize("layout", _LAYOUTS)
def test_a_sign_that_is_mistyped_costs_one_message(tmp_path: Path, layout: str) -> None:
    text = _LAYOUTS[layout]
    fields = read_text(tmp_path, text).entries["a"].fields
    for wrong, place in _with_a_slip(text):
        found = read_text(tmp_path, BEFORE + wrong + AFTER)
        assert list(found.entries) == ["before", "a", "after"], wrong
        assert found.entries["a"].fields == fields, wrong
        # A comma that is missing is told of the field before it, and one brace of the entry.
        line = 2 + text.count("\n", 0, place)
        (problem,) = found.problems
        assert problem.line in {2, line - 1, line}, (wrong, told(found))


@pytest.mark.parametrize(
    "start",
    ["@misc{{a,", '@misc{"a",', "@misc{{a},", "@misc((a,", "@misc{a;", "@misc{a.", "@misc{a,,"],
)
def test_a_key_that_is_mistyped_costs_one_message(tmp_path: Path, start: str) -> None:
    closing = ")" if "(" in start else "}"
    found = read_text(tmp_path, f"{BEFORE}{start}\n  {GOOD}{closing}{AFTER}")
    (line,) = told(found)
    assert line.startswith("2: a: ")
    assert list(found.entries) == ["before", "a", "after"]
    assert found.entries["a"].publication.title == "The title"


@pytest.mark.parametrize(
    ("entry", "message", "fields"),
    [
        ("author = {One, Ann}, author + an = {1=equal; 2=equal},", "'author + an", {}),
        ("author = {One, Ann}, book title = {X, Y},", "'book title", {}),
        ("author = {One, Ann}, автор = {Два, Вера},", "'автор", {}),
        ("author = “One, Ann”,", "“ begins author", {}),
        ("author = 'One, Ann',", "' begins author", {}),
        ('author = {One, Ann}, note = "A "quoted" word",', "note", {"note": 'A "quoted" word'}),
        ("author = {One, Ann}, note = {A} {word},", "a #", {"note": "A word"}),
        ('author = "One, Ann"",', '" behind author', {}),
        ('author = {One, Ann}, note = may " word",', "a #", {"note": "May word"}),
        ("author = {One, Ann}, author+an = 1=me},", "no brace begins", {"author+an": "1=me"}),
        ("author = {One, Ann}, note = {A} B\n  C},", "the braces of note", {"note": "A B C"}),
        ("author = {One, Ann}, note = {A, key = may,", "the } that ends note", {"note": "A"}),
    ],
)
def test_a_slip_in_a_value_costs_one_message(
    tmp_path: Path, entry: str, message: str, fields: dict[str, str]
) -> None:
    found = read_text(tmp_path, f"{BEFORE}@misc{{a, {entry} title = {{T}}, year = 2021}}{AFTER}")
    (line,) = told(found)
    assert line.startswith(f"2: a: {message}")
    assert names(found, "a") == ["One, Ann"]
    assert found.entries["a"].fields.items() >= {"title": "T", "year": "2021", **fields}.items()


def test_every_slip_at_once(tmp_path: Path) -> None:
    text = (
        BEFORE
        + "@misc{b,\n author = {Ann One}\n title = {B},\n year = 2020\n}\n"
        + "@misc{c,\n author = {Ann One,\n title = {C},\n year = 2020\n}\n"
        + "@misc{d,\n author = {Ann One},\n title = {D}},\n year = 2020\n}\n"
        + "@misc{e,\n author = {Ann One},\n title = {E},\n year = 2020\n"
        + AFTER
    )
    found = read_text(tmp_path, text)
    assert list(found.entries) == ["before", "b", "c", "d", "e", "after"]
    assert [problem.line for problem in found.problems] == [3, 8, 14, 17]
    titles = [entry.publication.title for entry in found.entries.values()]
    assert titles == ["Before", "B", "C", "D", "E", "After"]


def test_huge_fields_and_lists_are_read(tmp_path: Path) -> None:
    people = " and ".join(f"Ann Name{number}" for number in range(3000))
    entry = (
        f"@misc{{huge, author = {{{people}}}, year = 2020, "
        f"title = {{{'Long {title} ' * 400_000}}}, "
        f"abstract = {{{'word ' * 1_000_000}}}}}"
    )
    found = read_text(tmp_path, BEFORE + entry + AFTER)
    assert found.problems == []
    assert len(found.entries["huge"].publication.authors) == 3000
    assert len(found.entries["huge"].fields["abstract"]) > 4_900_000
    assert plain(found.entries["huge"].publication.title).count("Long title") == 400_000


@pytest.mark.parametrize(
    ("author", "title"),
    [
        ("{Ann M\\{'ehaut and Two, Bo}", "{T}"),
        ("{Ann M\\'{ehaut and Two, Bo}", "{T}"),
        ("{Ann M{\\'ehaut and Two, Bo}", "{T}"),
        ("{Ann M\\'ehaut} and Two, Bo}", "{T}"),
        ("{Ann M\\'e}haut and Two, Bo}", "{T}"),
        ("{Ann M\\}'ehaut and Two, Bo}", "{T}"),
        ("{{Ann M\\'ehaut and Two, Bo}", "{T}"),
        ("{Ann M\\'ehaut and Two, Bo}}", "{T}"),
        ('"Ann M{\\\'ehaut and Two, Bo"', "{T}"),
    ],
)
@pytest.mark.parametrize("space", ["\n  ", " "], ids=["lines", "one line"])
def test_braces_that_do_not_match_cost_one_warning_and_nothing_else(
    tmp_path: Path, author: str, title: str, space: str
) -> None:
    entry = f"@misc{{a,{space}author = {author},{space}title = {title},{space}year = {{2021}}}}"
    found = read_text(tmp_path, BEFORE + entry + AFTER)
    assert list(found.entries) == ["before", "a", "after"]
    line = 3 if "\n" in space else 2
    (message,) = told(found)
    assert message.startswith(f"{line}: a: ")
    assert names(found, "a") == ["Méhaut, Ann", "Two, Bo"]
    publication = found.entries["a"].publication
    assert (publication.title, publication.date.year) == ("T", 2021)
    # The file for others is one that pybtex reads, which forgives nothing.
    exported = "\n".join(entry.source.bibtex for entry in found.entries.values())
    assert list(parse_string(exported, "bibtex").entries) == ["before", "a", "after"]


def test_an_entry_with_odd_braces_has_its_page(project: Project) -> None:
    project.write(
        refs_bib=BEFORE + r"@misc{a, author = {Ann M\{'ehaut and Two, Bo}, "
        "title = {{Odd} {one}, year = 2021, note = {x}}" + AFTER
    )
    build = project.build()
    assert len(build.warnings) == 2
    assert all(warning.startswith("refs.bib:2: WARNING: a: ") for warning in build.warnings)
    citation = build.html("publications/a").select_one(".publication-citation")
    assert citation is not None
    assert "Ann Méhaut and Bo Two" in citation.get_text().replace("\N{NO-BREAK SPACE}", " ")
    assert len(build.html().select("ul.publications > li")) == 3


def test_of_a_field_that_stands_twice_the_first_counts(tmp_path: Path) -> None:
    found = read_text(tmp_path, "@misc{a,\n  " + GOOD + "  title = {Another},\n}")
    assert found.entries["a"].publication.title == "The title"
    assert "Another" not in found.entries["a"].source.bibtex


def test_a_problem_is_told_at_the_line_where_its_field_begins(tmp_path: Path) -> None:
    found = read_text(tmp_path, "@misc{a,\n  " + GOOD + "  doi = {un\n  known},\n}")
    assert [problem.line for problem in found.problems] == [5]


def test_strings_that_double_each_other_end(tmp_path: Path) -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    strings = '@string{a = "0123456789"}\n' + "".join(
        f"@string{{{name} = {before} # {before}}}\n" for before, name in itertools.pairwise(names)
    )
    entries = "".join(f"@misc{{k{number}, {GOOD} note = z # z}}\n" for number in range(20))
    found = read_text(tmp_path, strings + entries)
    assert told(found)[0].startswith("11: k is longer than 10,000 characters")
    assert len(found.entries) == 20
    assert all(len(found.entries[key].fields["note"]) <= 10_000 for key in found.entries)


def test_a_paper_may_have_an_isbn_on_paper_and_another_online(tmp_path: Path) -> None:
    numbers = "  isbn = {978-3-16-148410-0},\n  ISBN = {978-3-16-148411-7},\n"
    found = read_text(tmp_path, "@misc{a,\n  " + GOOD + numbers + "}")
    assert told(found) == []
    isbn = "978-3-16-148410-0, 978-3-16-148411-7"
    assert found.entries["a"].publication.details.isbn == isbn
    assert f"isbn = {{{isbn}}}" in found.entries["a"].source.bibtex


@pytest.mark.parametrize("name", ["__markedentry", "_private", "my_field", "x-y_z", "a.b"])
def test_any_name_of_a_field_is_read(tmp_path: Path, name: str) -> None:
    found = read_text(tmp_path, f"@misc{{a, {GOOD}\n  {name} = {{[me:6]}}, note = {{N}}}}\n")
    assert told(found) == []
    assert found.entries["a"].fields[name] == "[me:6]"
    assert found.entries["a"].fields["note"] == "N"
