"""The BibTeX that visitors copy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.names import Name
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.outputs.classic_bibtex import classic_bibtex

from .. import HOMEPAGE
from ..bibfiles import read_text


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
    "inspirehep_id preview selected annotation annote comment comment-ann review local-url "
    "author-email mendeley-groups mendeley-tags bdsk-file-1 owner timestamp __markedentry "
    "readstatus groups priority ranking library options execute username creationdate "
    "modificationdate date-added citedby-note usera verba author+an:initials title+an note+an "
    "posted-at jounral"
).split()


@pytest.mark.parametrize("name", PRIVATE)
def test_a_private_field_is_quoted_nowhere(tmp_path: Path, name: str) -> None:
    (text,) = quoted(tmp_path, f"@misc{{a,\n  {name.upper()} = {{x}},\n  title = {{T}},\n}}")
    assert text == "@misc{a,\n  title = {T},\n}"


@pytest.mark.parametrize(
    "value",
    [
        "file:///Users/ann/a.pdf",
        "/home/ann/a.pdf",
        r"C:\\Users\\ann\\a.pdf",
        "~/a.pdf",
        "~ann/a.pdf",
    ],
)
@pytest.mark.parametrize("name", ["url", "pdf", "slides", "howpublished"])
def test_no_path_on_the_owners_disk_is_quoted(tmp_path: Path, name: str, value: str) -> None:
    (text,) = quoted(tmp_path, f"@misc{{a,\n  {name} = {{{value}}},\n  title = {{T}},\n}}")
    assert text == "@misc{a,\n  title = {T},\n}"


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, % secret\n  title = {T},\n}",
        "@misc{a,\n  title = {T}, % secret\n  % secret\n}",
        "@misc{a,\n  title = {T} % secret\n  ,\n}",
        "@misc{a,\n  title = {T},\n  annote = {secret} % secret\n}",
        "@misc{a,\n  title = {T},\n  annote = {secret\n}",
        "@xdata{x, annote = {secret}}\n@misc{a,\n  title = {T},\n  xdata = {x}}",
    ],
)
def test_remarks_in_the_file_stay_at_home(tmp_path: Path, text: str) -> None:
    *_, entry = quoted(tmp_path, text)
    assert entry.startswith("@misc{a,\n  title = {T},\n")
    assert "secret" not in entry


@pytest.mark.parametrize("text", ["author = {One, Ann}", "author = 3 #"])
def test_an_entry_that_cannot_be_read_keeps_its_remarks(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("sphinx_publications.bibliography.reader.repair", fail)
    (entry,) = quoted(tmp_path, f"@misc{{a, annote = {{secret}}, {text}, title = {{T}}}}")
    assert "title = {T}" in entry
    assert "secret" not in entry


def test_settings_name_more_fields_and_fewer(tmp_path: Path) -> None:
    text = "@misc{a,\n  review = {Fine},\n  abstract = {A},\n  note = {N},\n  title = {T},\n}"
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    hidden = frozenset({"abstract", "note"})
    options = ReadingOptions(bibtex_fields=frozenset({"review"}), bibtex_hidden=hidden)
    (entry,) = read([tmp_path / "refs.bib"], options).entries.values()
    assert entry.source.bibtex == "@misc{a,\n  review = {Fine},\n  title = {T},\n}"
    classic = classic_bibtex([entry])
    assert "note" not in classic
    assert "  review = {Fine},\n" in classic


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
            " note = {* Equal contribution, † PI}}",
            "@misc{a,\n  author = {One, Ann and Two, Ben and Three, Cy},\n  title = {T},\n"
            "  note = {* Equal contribution, † PI},\n"
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
    return [
        (author.name, [(m.symbol, m.meaning.lower()) for m in author.marks]) for author in authors
    ]


def test_what_others_copy_of_a_child_stands_alone(tmp_path: Path) -> None:
    book = "@proceedings{b, editor = {Two, Bo}, title = {B}, year = 2020}\n"
    child = "@inproceedings{c, author = {One, Ann}, title = {C}, crossref = {b}}\n"
    bibtex = read_text(tmp_path, child + book).entries["c"].source.bibtex
    assert "crossref" not in bibtex
    assert "booktitle = {B}" in bibtex
    assert read_text(tmp_path, bibtex).problems == []
