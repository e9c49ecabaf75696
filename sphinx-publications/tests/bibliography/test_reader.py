"""Files of references: lines, inheritance, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.model.parse_options import ReadingOptions

from ..bibfiles import (
    AFTER,
    BEFORE,
    GOOD,
    check_slip,
    check_told,
    names,
    read_text,
    told,
)
from ..conftest import Project


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
        @misc{note, author = {Ann One}, year = 2020, howpublished = {X}, crossref = {whole},
          title = {N}}
        """,
    )
    chapter = found.entries["chapter"]
    assert chapter.fields["booktitle"] == "The Whole: All of It"
    assert chapter.given_fields["booktitle"] == "The Whole"
    assert "subtitle" not in chapter.fields
    assert (chapter.fields["title"], chapter.publication.date.year) == ("T", 2021)
    assert (chapter.publication.keywords, chapter.publication.selected) == ((), False)
    assert [name.full for name in chapter.publication.editors.names] == ["Ed Itor"]
    # A subtitle belongs to the title beside it.
    assert found.entries["note"].publication.plain_title == "N"
    assert problems(found) == []


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


@pytest.mark.parametrize(
    ("entry", "messages"),
    [
        pytest.param(
            "@misc{BEFORE,\n  " + GOOD + "}",
            ["2: BEFORE: … at refs.bib:1 … 'BEFORE-2' …"],
            id="key in another case",
        ),
        pytest.param(
            "@misc{a,\n  author = {G Bellec, S Wang},\n  title = {T},\n  year = 2021}",
            ["3: a: … write G Bellec and S Wang"],
            id="names without and",
        ),
        pytest.param(
            "@misc{a,\n  author = {Bellec, G.; Wang, S.},\n  title = {T},\n  year = 2021}",
            ["3: a: … write Bellec, G. and Wang, S."],
            id="semicolons",
        ),
        pytest.param(
            "@misc{a,\n  author = {Bellec, G., Wang, S.},\n  title = {T},\n  year = 2021}",
            ["3: a: … write Bellec, G. and Wang, S."],
            id="pairs of commas",
        ),
        pytest.param(
            "@misc{a,\n  author = {Bellec, Jr., Guillaume, PhD and B. Two},\n"
            "  title = {T},\n  year = 2021}",
            ["3: a: … write Bellec, Jr., Guillaume and B. Two"],
            id="four parts",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One and},\n  title = {T},\n  year = 2021}",
            ["3: a: author … remove the 'and'"],
            id="and at the end",
        ),
        pytest.param(
            "@misc{a,\n  author = {},\n  title = {T},\n  year = 2021}",
            ["2: a: … add author = {Family, Given}"],
            id="empty author",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One and others},\n  title = {T},\n  year = 2021}",
            [],
            id="others at the end",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One and others and B. Two},\n  title = {T},\n  year = 2021}",
            ["3: a: author … 'others' … behind the last name"],
            id="others in the middle",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One et al.},\n  title = {T},\n  year = 2021}",
            ["3: a: 'Ann One et al.' … write and others for et al."],
            id="et al",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One},\n  year = 2021}",
            ["2: a: … add title = {…}"],
            id="no title",
        ),
        pytest.param(
            "@misc{a,\n  title = {T},\n  year = 2021}",
            ["2: a: … add author = {Family, Given}"],
            id="no author",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One},\n  title = {T}}",
            ["2: a: … add year = {2024}"],
            id="no year",
        ),
        pytest.param(
            "@article{a,\n  " + GOOD + "}",
            ["2: a: … add journal = {…}"],
            id="no venue",
        ),
        pytest.param(
            "@artcle{a,\n  " + GOOD + "}",
            ["2: a: @artcle … did you mean @article?"],
            id="unknown type",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {9=equal},\n}",
            ["6: a: author+an … 9 … 1"],
            id="annotation out of range",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {equal},\n}",
            ["6: a: 'equal' … write it as 1=equal; 2=equal"],
            id="malformed annotation",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {1=me; 1=corresponding},\n}",
            ["6: a: … write 1=one,other"],
            id="repeated annotation",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {1=equl},\n}",
            [
                "6: a: 'equl' in author+an … equal, equal2, equal3, corresponding, highlight, me, "
                "self, visible … publications_marks"
            ],
            id="unknown word",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {1 = me},\n}",
            ["6: a: '1 = me' … write 1=me"],
            id="space in an annotation",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {1=equal},\n}",
            ["6: a: only one author … 'equal' … two"],
            id="group of one",
        ),
        pytest.param(
            "@misc{a,\n  title = {T},\n  year = 2021,\n  author+an = {1=me},\n}",
            [
                "2: a: … add author = {Family, Given}",
                "5: a: author+an … add author = {…}",
            ],
            id="annotation without field",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One* and Bob Two*},\n  title = {T},\n  year = 2021}",
            [
                "3: a: '*' … 'Ann One, Bob Two' … annotation = {* … }, author+an = {…=equal} … "
                'publications_typed_marks = {"*": "equal"} in conf.py',
            ],
            id="marker in a name",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One* and Bob Two*},\n  title = {T},\n  year = 2021,\n"
            "  annotation = {* Equal contribution}}",
            [
                "3: a: '*' … 'Ann One, Bob Two' … author+an = {…=equal}",
            ],
            id="marker in a name that is explained",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One* and Bob Two},\n  title = {T},\n  year = 2021,\n"
            "  annotation = {* PI}}",
            ["3: a: '*' … 'Ann One' … : PI"],
            id="marker in a name that is no word",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  doi = {https://doi.org/10.1000/182},\n}",
            ["6: a: doi = {https://doi.org/10.1000/182} … write doi = {10.1000/182}"],
            id="DOI as URL",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  doi = {doi:10.1000/182.},\n}",
            ["6: a: doi = {doi:10.1000/182.} … write doi = {10.1000/182}"],
            id="DOI with prefix and dot",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  doi = {unknown},\n}",
            ["6: a: doi = {unknown} … write doi = {10.1234/abcd}"],
            id="no DOI",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  arxiv = {https://arxiv.org/abs/1901.09049v2},\n}",
            ["6: a: arxiv = {https://arxiv.org/abs/1901.09049v2} … write arxiv = {1901.09049}"],
            id="arXiv as URL",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One},\n  title = {T},\n  year = {MMXXI}}",
            ["5: a: 'MMXXI' … write year = {2024} … pubstate = {inpress} …"],
            id="no year in year",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One},\n  title = {T},\n  date = {2020-12/2021-01}}",
            [],
            id="range of dates",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  url = {https://x.org/a b{c}\\_d%20e},\n}", [], id="odd URL"
        ),
        *(
            pytest.param(
                "@misc{a,\n  " + GOOD + f"  url = {{{url}}},\n}}",
                [
                    f"6: a: url = {{{url}}} is no http, https or mailto address "
                    "and is left out; write the whole address"
                ],
                id=url,
            )
            for url in (
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "file:///etc/passwd",
                "//x.org/a",
            )
        ),
        *(
            pytest.param(
                "@misc{a,\n  " + GOOD + f"  url = {{{url}}},\n}}",
                [f"6: a: url = {{{url}}} … no link … write an https address"],
                id=url,
            )
            for url in ("ftp://x.org/a.pdf", "sftp://x.org/a", "git+ssh://x.org/a.git")
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  pdf = {paper.pdf},\n}",
            ["6: a: pdf = {paper.pdf} … left out … https://… … publications_files"],
            id="file without folder",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  url = {java\x01script:alert(1)},\n}",
            [
                "6: … (U+0001); remove them",
                "6: a: url = {javascript:alert(1)} … write the whole address",
            ],
            id="control character in a scheme",
        ),
    ],
)
def test_a_slip_in_a_field_is_told_and_costs_nothing(
    tmp_path: Path, entry: str, messages: list[str]
) -> None:
    check_slip(tmp_path, entry, messages)


def test_the_same_entry_twice_is_kept_once(tmp_path: Path) -> None:
    found = read_text(tmp_path, BEFORE + BEFORE + AFTER)
    check_told(found, ["2: before: … at refs.bib:1 … left out … remove one of them"])
    assert list(found.entries) == ["before", "after"]


FAMILY = r"""
@book{own, author = {One, Ann}, title = {Own Book}, publisher = {P}, year = 2020}
@incollection{chapter, author = {Two, Bo}, title = {Chapter}, crossref = {own}}
@proceedings{edited, editor = {One, A.}, title = {Edited}, year = 2020}
@inproceedings{paper, author = {One, Ann}, title = {Paper}, crossref = {edited}}
@proceedings{theirs, editor = {Xu, Xi}, title = {Theirs}, year = 2020}
@inproceedings{talk, author = {One, Ann}, title = {Talk}, crossref = {theirs}}
@xdata{common, publisher = {P}}
@misc{last, author = {One, Ann}, title = {Last}, xdata = {common}, year = 2020}
@set{both, entryset = {own, last}}
"""


def test_what_is_a_work_is_listed_and_what_serves_others_is_not(tmp_path: Path) -> None:
    found = read_text(tmp_path, FAMILY, owner="One, Ann")
    assert found.containers == {"theirs", "common", "both"}
    assert [line for line in told(found) if "no author is One, Ann" not in line] == []
    assert read_text(tmp_path, FAMILY).containers == {"edited", "theirs", "common", "both"}


def test_a_set_and_a_parent_are_not_in_the_list(project: Project) -> None:
    project.write(refs_bib=FAMILY)
    build = project.build()
    assert build.warnings == []
    shown = {str(item["id"]) for item in build.html().select("ul.publications > li")}
    assert shown == {"own", "chapter", "paper", "talk", "last"}


def test_a_generated_key_is_none_that_is_taken(tmp_path: Path) -> None:
    titles = {"One": "k", "Two": "k-2", "Three": "K", "Four": "k"}
    text = "".join(
        f"@misc{{{key}, author = {{Ann One}}, title = {{{title}}}, year = 2020}}\n"
        for title, key in titles.items()
    )
    found = read_text(tmp_path, text)
    assert {key: e.publication.title for key, e in found.entries.items()} == {
        "k": "One", "k-2": "Two", "k-3": "Three", "k-4": "Four",
    }  # fmt: skip


def test_authors_are_inherited_as_in_biblatex(tmp_path: Path) -> None:
    book = "@book{b, author = {One, Ann}, editor = {Two, Bo}, title = {B}, year = 2020}\n"
    found = read_text(tmp_path, "@inbook{c, title = {C}, crossref = {b}}\n" + book)
    assert names(found, "c") == ["One, Ann"]
    chapter = "@inbook{c, author = {Ten, Ed}, title = {C}, crossref = {b}}\n"
    found = read_text(tmp_path, chapter + book)
    assert names(found, "c") == ["Ten, Ed"]
    (wrote_book,) = found.entries["c"].publication.others
    assert (wrote_book.kind, [name.full for name in wrote_book.names]) == (
        "bookauthor",
        ["Ann One"],
    )
    found = read_text(
        tmp_path, "@misc{c, title = {C}, xdata = {x}}\n@xdata{x, author = {One, Ann}}"
    )
    assert names(found, "c") == ["One, Ann"]


def test_who_has_but_one_name_has_it_as_family_name(tmp_path: Path) -> None:
    found = read_text(tmp_path, BEFORE.replace("Ann One", "given=Plato and Sappho"))
    authors = found.entries["before"].publication.authors
    assert [author.name.family for author in authors] == ["Plato", "Sappho"]
