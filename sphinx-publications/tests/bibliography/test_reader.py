"""Files of references: lines, inheritance, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.model.parse_options import ReadingOptions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def reading(folder: Path, text: str) -> Reading:
    file = folder / "refs.bib"
    file.write_text(dedent(text).lstrip(), encoding="utf-8")
    return read([file], ReadingOptions(), name_of=lambda path: path.name)


def problems(found: Reading) -> list[str]:
    return [f"{p.file}:{p.line}: {p.key}: {p.message}" for p in found.problems]


def test_strings_are_expanded(folder: Path) -> None:
    found = reading(
        folder,
        """
        @string{nips = "Advances in NIPS"}
        @inproceedings{a, author = "Ann One" # " and " # {Bob Two}, title = {T},
          booktitle = nips # { 31}, year = 2018, month = dec}
        """,
    )
    assert problems(found) == []
    entry = found.entries["a"]
    assert entry.fields["booktitle"] == "Advances in NIPS 31"
    assert [author.short_name for author in entry.publication.authors] == ["A One", "B Two"]
    assert entry.publication.date.month == 12


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_hides_no_entry(folder: Path, encoding: str) -> None:
    file = folder / "refs.bib"
    entry = "@misc{a, author = {One, Ann}, title = {T}, year = 2020, howpublished = {X}}\n"
    file.write_bytes(b"\xef\xbb\xbf" + entry.encode())
    found = read([file], ReadingOptions(), encoding)
    assert list(found.entries) == ["a"]
    assert found.problems == []
    assert found.entries["a"].source.bibtex == entry.strip()


def test_fields_are_inherited(folder: Path) -> None:
    found = reading(
        folder,
        """
        @inproceedings{paper, author = {Ann One}, title = {T}, crossref = {Proc}}
        @proceedings{proc, editor = {Ed Itor}, title = {The Proceedings}, year = 2020}
        @misc{tool, author = {Ann One}, title = {Tool}, xdata = {common}}
        @xdata{common, year = 2021, url = {https://x.org}}
        """,
    )
    assert problems(found) == []
    paper = found.entries["paper"].publication
    assert (paper.venue.name, paper.date.year) == ("The Proceedings", 2020)
    assert [link.url for link in found.entries["tool"].publication.all_links] == ["https://x.org"]
    assert found.containers == {"proc", "common"}


def test_what_an_entry_says_itself_is_not_inherited(folder: Path) -> None:
    found = reading(
        folder,
        """
        @incollection{chapter, author = {Ann One}, title = {T}, year = 2021, crossref = {whole}}
        @collection{whole, editor = {Ed Itor}, title = {The Whole}, subtitle = {All of It},
          year = 2020, publisher = {P}, keywords = {whole}, selected = {true}}
        @misc{note, author = {Ann One}, year = 2020, howpublished = {X}, crossref = {chapter}}
        """,
    )
    chapter = found.entries["chapter"]
    assert chapter.fields["booktitle"] == "The Whole: All of It"
    assert "subtitle" not in chapter.fields
    assert (chapter.fields["title"], chapter.publication.date.year) == ("T", 2021)
    assert (chapter.publication.keywords, chapter.publication.selected) == ((), False)
    assert [name.full for name in chapter.publication.editors] == ["Ed Itor"]
    # The title of what is no book is nothing to inherit.
    assert problems(found) == ["refs.bib:4: note: the title is missing; add title = {…}"]


def test_a_reference_to_nothing_and_a_circle_are_told(folder: Path) -> None:
    found = reading(
        folder,
        """
        @inproceedings{a, author = {A}, title = {T}, booktitle = {B}, year = 1, crossref = {b}}
        @proceedings{b, editor = {E}, title = {P}, year = 2020, crossref = {a}}
        @misc{c, author = {A}, title = {T}, year = 2020,
          crossref = {gone}}
        """.replace("year = 1", "year = 2020"),
    )
    assert problems(found) == [
        "refs.bib:2: b: it refers to 'a', which refers back to it; remove one reference",
        "refs.bib:4: c: it refers to 'gone', which is not in the file; add that entry",
    ]


def test_a_key_given_twice_is_told(folder: Path) -> None:
    found = reading(
        folder,
        """
        @misc{a, author = {A}, title = {First}, year = 2020}
        @misc{b, author = {A}, title = {Other}, year = 2020}
        @misc{A, author = {A}, title = {Second}, year = 2020}
        """,
    )
    assert problems(found) == [
        "refs.bib:3: A: the key is taken by another paper at refs.bib:1; "
        "this one is read as 'A-2', give it a key of its own"
    ]
    assert [entry.publication.title for entry in found.entries.values()] == [
        "First",
        "Other",
        "Second",
    ]


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        (
            "1=equal",
            "only one author is marked 'equal'; equal contribution takes two",
        ),
        ("1=equal; 2=equal; x", "'x' in author+an is no annotation; write it as 1=equal; 2=equal"),
        ("1=equal; 0=equal; 2=equal", "author+an speaks of author 0, but the entry has 2"),
    ],
)
def test_annotations_are_checked(folder: Path, annotation: str, message: str) -> None:
    found = reading(
        folder,
        f"""
        @misc{{a, author = {{Ann One and Bob Two}}, title = {{T}}, year = 2020,
          author+an = {{{annotation}}}}}
        """,
    )
    assert problems(found) == [f"refs.bib:2: a: {message}"]


def test_two_groups_are_two_groups(folder: Path) -> None:
    found = reading(
        folder,
        """
        @misc{a, author = {A One and B Two and C Three and D Four}, title = {T}, year = 2020,
          author+an = {1=eq; 2=equalcontrib; 3=last; 4=equal2}}
        """,
    )
    assert problems(found) == []
    authors = found.entries["a"].publication.authors
    assert ["".join(m.symbol for m in author.marks) for author in authors] == ["*", "*", "†", "†"]
