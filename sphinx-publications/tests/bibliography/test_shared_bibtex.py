"""The BibTeX that visitors copy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.names import Name
from sphinx_publications.model.parse_options import ReadingOptions

from ..conftest import HOMEPAGE


def quoted(folder: Path, text: str) -> list[str]:
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    reading = read([folder / "refs.bib"], ReadingOptions())
    return [entry.source.bibtex for entry in reading.entries.values()]


def test_entries_are_quoted_as_they_stand(tmp_path: Path) -> None:
    source = (HOMEPAGE / "refs.bib").read_text(encoding="utf-8")
    entries = quoted(tmp_path, source)
    assert len(entries) == 12
    # An annotation with a name of its own stays at home.
    source = re.sub(r"  author\+an:initials .*\n", "", source)
    for entry in entries:
        assert entry in source
        assert entry.startswith("@")
        assert entry.endswith("\n}")
    rest = source
    for entry in entries:
        rest = rest.replace(entry, "")
    assert [line for line in rest.splitlines() if line and not line.startswith("%")] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@misc{a, title = {T}}", "@misc{a, title = {T}}"),
        (
            "@misc{a,\n  title = {T},\n  selected = {true},\n  year = 2020,\n}",
            "@misc{a,\n  title = {T},\n  year = 2020,\n}",
        ),
        (
            "@misc{a,\n  bibtex_show = {true},\n  title = {T},\n  preview = {x.gif},\n"
            "  hidden = {false}\n}",
            "@misc{a,\n  title = {T},\n}",
        ),
        ("@misc{a, title = {T}, file = {/home/me/x.pdf}}", "@misc{a, title = {T}, }"),
        (
            "@string{x = {Expanded}}\n@misc{a, title = x, month = dec}",
            "@misc{a,\n  title = {Expanded},\n  month = {December},\n}",
        ),
        (
            "@misc{a,\n title = {T}\n year = 2020}",
            "@misc{a,\n  title = {T},\n  year = {2020},\n}",
        ),
    ],
    ids=["whole", "private", "first and last", "one line", "string", "slip"],
)
def test_what_is_private_or_wrong_is_not_quoted(tmp_path: Path, text: str, expected: str) -> None:
    assert quoted(tmp_path, text) == [expected]
    assert quoted(tmp_path, expected) == [expected]


PRIVATE = (
    "additional_info altmetric award_name bibtex_show dimensions file google_scholar_id hidden "
    "inspirehep_id preview selected"
).split()


@pytest.mark.parametrize("name", PRIVATE)
def test_a_private_field_is_quoted_nowhere(tmp_path: Path, name: str) -> None:
    (text,) = quoted(tmp_path, f"@misc{{a,\n  {name.upper()} = {{x}},\n  title = {{T}},\n}}")
    assert text == "@misc{a,\n  title = {T},\n}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "@misc{a, author = {One*, Ann and {The B & C Group}$^*$ and Two, Ben}, title = {T}}",
            "@misc{a,\n  author = {One, Ann and {The B \\& C Group} and Two, Ben},\n"
            '  title = {T},\n  author+an = {1="*"; 2="*"},\n}',
        ),
        (
            "@misc{a, author = {One*, Ann and Two*†, Ben and Three†, Cy}, title = {T},\n"
            " annotation = {* Equal contribution, † PI}}",
            "@misc{a,\n  author = {One, Ann and Two, Ben and Three, Cy},\n  title = {T},\n"
            "  annotation = {* Equal contribution, † PI},\n"
            '  author+an = {2="†"; 3="†"; 1=equal; 2=equal},\n}',
        ),
        (
            "@misc{a, author = {Ann One\\textsuperscript{*} and Two*, Ben and others},\n"
            " Author+an = {2=me; 1:family=x}, title = {T}}",
            "@misc{a,\n  author = {One, Ann and Two, Ben and others},\n"
            '  Author+an = {1="*"; 2="*"; 2=me; 1:family=x},\n  title = {T},\n}',
        ),
        (
            "@misc{a, author = {von One Jr., Ann and Two†, Ben and Three†, Cy}, title = {T}}",
            "@misc{a,\n  author = {von One Jr., Ann and Two, Ben and Three, Cy},\n  title = {T},\n"
            '  author+an = {2="†"; 3="†"},\n}',
        ),
        (
            "@misc{a, author = {One*, Ann and Two*, Ben}, title = {T},\n"
            " author+an = {1=equal; 2=equal}}",
            "@misc{a,\n  author = {One, Ann and Two, Ben},\n  title = {T},\n"
            "  author+an = {1=equal; 2=equal},\n}",
        ),
        (
            "@misc{a, author = {One#, Ann and Two, Ben}, title = {T}}",
            "@misc{a,\n  author = {One, Ann and Two, Ben},\n  title = {T},\n"
            '  author+an = {1="\\#"},\n}',
        ),
    ],
    ids=["asterisks", "explained", "annotated too", "daggers", "annotated so", "number sign"],
)
def test_marks_in_names_are_quoted_as_data(tmp_path: Path, text: str, expected: str) -> None:
    assert quoted(tmp_path, text) == [expected]
    (found,) = read([tmp_path / "refs.bib"], ReadingOptions()).entries.values()
    (again,) = quoted(tmp_path, expected)
    assert again == expected
    (read_again,) = read([tmp_path / "refs.bib"], ReadingOptions()).entries.values()
    assert shown(read_again) == shown(found)


def shown(entry: SourceEntry) -> list[tuple[Name, list[tuple[str, str]]]]:
    authors = entry.publication.authors
    return [(author.name, [(m.symbol, m.meaning) for m in author.marks]) for author in authors]
