"""The grammar of BibLaTeX's data annotations."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.model.annotations import (
    Annotation,
    parse,
    suggested,
    to_string,
    words_by_item,
)

from ..bibfiles import (
    entry,
    messages,
    only,
    read_text,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("1=equal", [Annotation(1, None, ("equal",))]),
        ("=award", [Annotation(None, None, ("award",))]),
        ("1:family=known", [Annotation(1, "family", ("known",))]),
        ("2=equal,corresponding", [Annotation(2, None, ("equal", "corresponding"))]),
        (
            " 1 = equal ; 2 = me , first ; ",
            [Annotation(1, None, ("equal",)), Annotation(2, None, ("me", "first"))],
        ),
        ('11="C"', [Annotation(11, None, ("C",), literal=True)]),
        (
            '1="a; b, c"; 2=x',
            [Annotation(1, None, ("a; b, c",), True), Annotation(2, None, ("x",))],
        ),
        ('1:given="Jo"', [Annotation(1, "given", ("Jo",), literal=True)]),
        ("12=equal", [Annotation(12, None, ("equal",))]),
    ],
)
def test_reads_the_grammar(text: str, expected: list[Annotation]) -> None:
    assert parse(text) == (expected, [])
    assert parse(to_string(expected)) == (expected, [])


@pytest.mark.parametrize(
    "spec", ["equal", "1", "1=", "1=a,,b", "x=equal", "1:=equal", "1=a=b", "-1=equal", '1="open']
)
def test_tells_what_is_not_of_the_grammar(spec: str) -> None:
    assert parse(f"1=me; {spec}; 2=me") == (
        [Annotation(1, None, ("me",)), Annotation(2, None, ("me",))],
        [spec],
    )


@pytest.mark.parametrize(
    ("spec", "right"),
    [
        ("1,3=equal", "1=equal; 3=equal"),
        ("1-3=equal", "1=equal; 2=equal; 3=equal"),
        ("2 – 3=me", "2=me; 3=me"),
        ("-1=me", "1=equal; 2=equal"),
        ("last=equal", "1=equal; 2=equal"),
    ],
)
def test_suggests_what_was_meant(spec: str, right: str) -> None:
    assert suggested(spec) == right


@pytest.mark.parametrize("spec", ["2equal", "2==equal", "2:equal"])
def test_a_slip_in_an_annotation_is_told_once(tmp_path: Path, spec: str) -> None:
    reading = read_text(tmp_path, entry(f"year = 2020, author+an = {{1=equal; {spec}}}"))
    (message,) = messages(reading)
    assert message == f"'{spec}' in author+an is no annotation; write it as 2=equal"
    assert only(reading).authors[0].marks[0].is_equal is False


def test_tells_which_list_is_annotated(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, entry("year = 2020, author+an = {1=me}").replace("author =", "editor =", 1)
    )
    (message,) = messages(reading)
    assert message == "author+an annotates nobody, since there is no author; write editor+an"


def test_merges_repeated_items_and_leaves_parts_and_literals_out() -> None:
    annotations, _ = parse('1=me; 2=equal; 1=equal,me; 3:family=x; 4="y"; =z')
    assert words_by_item(annotations) == {1: ("me", "equal"), 2: ("equal",)}


@pytest.mark.parametrize(
    ("written", "line"),
    [("1 = equal, 2 = equal", "1=equal; 2=equal"), ("1=equal,2=equal", "1=equal; 2=equal")],
)
def test_annotations_joined_by_commas_are_read(tmp_path: Path, written: str, line: str) -> None:
    reading = read_text(tmp_path, entry(f"year = 2020, author+an = {{{written}}}"))
    assert [len(author.marks) for author in only(reading).authors] == [1, 1]
    (message,) = messages(reading)
    assert message.endswith(f"write author+an = {{{line}}}")
    assert messages(read_text(tmp_path, entry(f"year = 2020, author+an = {{{line}}}"))) == []


def test_advice_on_an_annotation_is_of_the_grammar(tmp_path: Path) -> None:
    reading = read_text(tmp_path, entry("year = 2020, author+an = {1,2=equal}"))
    assert messages(reading) == [
        "'1,2=equal' in author+an is no annotation; write it as 1=equal; 2=equal"
    ]
