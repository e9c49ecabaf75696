"""Every slip of the pen: one clear message at its line, and no entry lost."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.diagnostics import Problem
from sphinx_publications.latex import plain
from sphinx_publications.model.parse_options import ReadingOptions

BEFORE = "@misc{before, author = {Ann One}, title = {Before}, year = 2020}\n"
AFTER = "\n@misc{after, author = {Ann One}, title = {After}, year = 2020}\n"
GOOD = "author = {Ann One},\n  title = {The title},\n  year = 2021,\n"


def read_text(folder: Path, text: str | bytes) -> Reading:
    file = folder / "refs.bib"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read([file], ReadingOptions(), name_of=lambda path: path.name)


def told(problem: Problem) -> str:
    return f"{problem.line}: {problem.text}"


@pytest.mark.parametrize(
    ("entry", "messages"),
    [
        pytest.param(
            "@misc{a,\n  author = {Ann One}\n  title = {The title},\n  year = 2021\n}",
            ["3: a: the comma behind author is missing; write author = {…},"],
            id="comma between fields",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One,\n  title = {The title},\n  year = 2021\n}",
            ["3: a: the } that ends author is missing; write author = {…},"],
            id="closing brace of a field",
        ),
        pytest.param(
            '@misc{a,\n  author = {Ann One},\n  title = "The title,\n  year = 2021\n}',
            ['4: a: the " that ends title is missing; write title = {…},'],
            id="closing quote",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One},\n  title = {The title}},\n  year = 2021\n}",
            ["4: a: there is one } too many; remove it"],
            id="extra closing brace",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD,
            ["2: a: the entry is never closed; write } behind its last field"],
            id="entry never closed",
        ),
        pytest.param(
            "@misc{" + GOOD + "}",
            ["2: entry-2: the key is missing; write @misc{ann2021,"],
            id="no key",
        ),
        pytest.param(
            "@misc{,\n  " + GOOD + "}",
            ["2: entry-2: the key is missing; write @misc{ann2021,"],
            id="empty key",
        ),
        pytest.param(
            "@misc{a,\n  author {Ann One},\n  title = {The title},\n  year = 2021\n}",
            ["3: a: the = behind author is missing; write author = {…},"],
            id="equals sign",
        ),
        pytest.param(
            "@misc{a b,\n  " + GOOD + "}",
            ["2: ab: the key 'a b' has a space in it and is read as 'ab'; write it so"],
            id="space in key",
        ),
        pytest.param(
            "@misc{a\n  " + GOOD + "}",
            ["2: a: the comma behind the key is missing; write a,"],
            id="comma behind key",
        ),
        pytest.param(
            "@misc{BEFORE,\n  " + GOOD + "}",
            [
                "2: BEFORE: the key is taken by another paper at refs.bib:1; "
                "this one is read as 'BEFORE-2', give it a key of its own"
            ],
            id="key in another case",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  year = 2022,\n}",
            ["6: a: year stands twice, and the first one counts; remove one of them"],
            id="field twice",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  month = mai,\n}",
            [
                "6: a: mai stands without braces and no @string defines it; "
                "it is read as text, write {mai}"
            ],
            id="month in French",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  note = Best paper,\n}",
            [
                "6: a: Best paper stands without braces and no @string defines it; "
                "it is read as text, write {Best paper}"
            ],
            id="undefined string",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  note = {mail me@x.org or @misc{b}},\n}", [], id="@ in text"
        ),
        pytest.param(
            "% @misc{hidden,\n%  title = {Hidden},\n% }\n@misc{a,\n  " + GOOD + "}",
            ["2: hidden is commented out and not published; remove the % to publish it"],
            id="percent sign",
        ),
        pytest.param(
            "My papers:\n@misc{a,\n  " + GOOD + "}",
            ["2: 'My papers:' is no entry and is not read; put % before a remark"],
            id="text between entries",
        ),
        pytest.param(
            "@misc{a,\n  author = {G Bellec, S Wang},\n  title = {T},\n  year = 2021}",
            ["3: a: author joins names by ','; write G Bellec and S Wang"],
            id="names without and",
        ),
        pytest.param(
            "@misc{a,\n  author = {Bellec, G.; Wang, S.},\n  title = {T},\n  year = 2021}",
            ["3: a: author joins names by ';'; write Bellec, G. and Wang, S."],
            id="semicolons",
        ),
        pytest.param(
            "@misc{a,\n  author = {Bellec, G., Wang, S.},\n  title = {T},\n  year = 2021}",
            ["3: a: author joins names by ','; write Bellec, G. and Wang, S."],
            id="pairs of commas",
        ),
        pytest.param(
            "@misc{a,\n  author = {Bellec, Jr., Guillaume, PhD and B. Two},\n"
            "  title = {T},\n  year = 2021}",
            ["3: a: author has more than names in it; write Bellec, Jr., Guillaume and B. Two"],
            id="four parts",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One and},\n  title = {T},\n  year = 2021}",
            ["3: a: author has an 'and' beside which a name is missing; remove the 'and'"],
            id="and at the end",
        ),
        pytest.param(
            "@misc{a,\n  author = {},\n  title = {T},\n  year = 2021}",
            ["2: a: nobody wrote it; add author = {Family, Given}"],
            id="empty author",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One and others},\n  title = {T},\n  year = 2021}",
            [],
            id="others at the end",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One and others and B. Two},\n  title = {T},\n  year = 2021}",
            ["3: a: author has 'others' before its end; put it behind the last name"],
            id="others in the middle",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One et al.},\n  title = {T},\n  year = 2021}",
            ["3: a: 'Ann One et al.' is no name; write and others for et al."],
            id="et al",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One},\n  year = 2021}",
            ["2: a: the title is missing; add title = {…}"],
            id="no title",
        ),
        pytest.param(
            "@misc{a,\n  title = {T},\n  year = 2021}",
            ["2: a: nobody wrote it; add author = {Family, Given}"],
            id="no author",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One},\n  title = {T}}",
            ["2: a: the year is missing; add year = {2024}"],
            id="no year",
        ),
        pytest.param(
            "@article{a,\n  " + GOOD + "}",
            ["2: a: where it appeared is missing; add journal = {…}"],
            id="no venue",
        ),
        pytest.param(
            "@artcle{a,\n  " + GOOD + "}",
            ["2: a: @artcle is no type that BibLaTeX knows; did you mean @article?"],
            id="unknown type",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {9=equal},\n}",
            ["6: a: author+an speaks of author 9, but the entry has 1"],
            id="annotation out of range",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {equal},\n}",
            ["6: a: 'equal' in author+an is no annotation; write it as 1=equal; 2=equal"],
            id="malformed annotation",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {1=me; 1=corresponding},\n}",
            ["6: a: author+an gives 1= twice, of which BibLaTeX keeps the last; write 1=one,other"],
            id="repeated annotation",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {1=equl},\n}",
            [
                "6: a: 'equl' in author+an is not known; use one of equal, equal2, equal3, "
                "corresponding, highlight, me, self or add it to publications_marks"
            ],
            id="unknown word",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {1 = me},\n}",
            ["6: a: '1 = me' in author+an has a space beside =, and is lost in LaTeX; write 1=me"],
            id="space in an annotation",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  author+an = {1=equal},\n}",
            ["6: a: only one author is marked 'equal'; equal contribution takes two"],
            id="group of one",
        ),
        pytest.param(
            "@misc{a,\n  title = {T},\n  year = 2021,\n  author+an = {1=me},\n}",
            [
                "2: a: nobody wrote it; add author = {Family, Given}",
                "5: a: author+an annotates nobody, since there is no author; add author = {…}",
            ],
            id="annotation without field",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One* and Bob Two*},\n  title = {T},\n  year = 2021}",
            [
                "3: a: '*' stands in the name 'Ann One, Bob Two' and says nothing but "
                "'marked by the authors'; write what it means, as in "
                "annotation = {* Equal contribution}, author+an = {…=equal}, or for all entries "
                'publications_typed_marks = {"*": "equal"} in conf.py',
            ],
            id="marker in a name",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One* and Bob Two*},\n  title = {T},\n  year = 2021,\n"
            "  annotation = {* Equal contribution}}",
            [
                "3: a: '*' stands in the name 'Ann One, Bob Two' and is read as a mark; "
                "as data it is author+an = {…=equal}",
            ],
            id="marker in a name that is explained",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One* and Bob Two},\n  title = {T},\n  year = 2021,\n"
            "  annotation = {* PI}}",
            ["3: a: '*' stands in the name 'Ann One' and is read as a mark: PI"],
            id="marker in a name that is no word",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  doi = {https://doi.org/10.1000/182},\n}",
            [
                "6: a: doi = {https://doi.org/10.1000/182} is read as 10.1000/182; "
                "write doi = {10.1000/182}"
            ],
            id="DOI as URL",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  doi = {doi:10.1000/182.},\n}",
            ["6: a: doi = {doi:10.1000/182.} is read as 10.1000/182; write doi = {10.1000/182}"],
            id="DOI with prefix and dot",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  doi = {unknown},\n}",
            ["6: a: doi = {unknown} is no DOI and is left out; write doi = {10.1234/abcd}"],
            id="no DOI",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  arxiv = {https://arxiv.org/abs/1901.09049v2},\n}",
            [
                "6: a: arxiv = {https://arxiv.org/abs/1901.09049v2} is read as 1901.09049; "
                "write arxiv = {1901.09049}"
            ],
            id="arXiv as URL",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One},\n  title = {T},\n  year = {MMXXI}}",
            [
                "5: a: 'MMXXI' is no year; write year = {2024}, "
                "or pubstate = {inpress} for what is yet to appear"
            ],
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
        pytest.param(
            "@misc{a,\n  " + GOOD + "  pdf = {paper.pdf},\n}",
            [
                "6: a: pdf = {paper.pdf} is no address and is left out; write https://…, "
                "or set publications_files to the folder of the file"
            ],
            id="file without folder",
        ),
        pytest.param(
            "@misc{a,\n  " + GOOD + "  url = {java\x01script:alert(1)},\n}",
            [
                "6: the line has characters that nobody sees (U+0001); remove them",
                "6: a: url = {javascript:alert(1)} is no http, https or mailto address "
                "and is left out; write the whole address",
            ],
            id="control character in a scheme",
        ),
        pytest.param(
            "@misc{a,\n  author = {Ann One},\n  title = {T\N{RIGHT-TO-LEFT OVERRIDE}x\x00},\n"
            "  year = 2021}",
            ["4: the line has characters that nobody sees (U+202E, U+0000); remove them"],
            id="NUL and bidirectional control",
        ),
    ],
)
def test_a_slip_is_told_and_costs_nothing(tmp_path: Path, entry: str, messages: list[str]) -> None:
    found = read_text(tmp_path, BEFORE + entry + AFTER)
    assert sorted(map(told, found.problems)) == sorted(messages)
    assert len(found.entries) == 3
    assert [entry.key for entry in found.entries.values()][::2] == ["before", "after"]
    damaged = list(found.entries.values())[1].publication
    if "year" not in "".join(messages):
        assert damaged.date.year in {2020, 2021}
    for neighbour in ("before", "after"):
        publication = found.entries[neighbour].publication
        assert publication.title == neighbour.capitalize()
        assert [author.short_name for author in publication.authors] == ["A One"]


def test_the_same_entry_twice_is_kept_once(tmp_path: Path) -> None:
    found = read_text(tmp_path, BEFORE + BEFORE + AFTER)
    assert list(map(told, found.problems)) == [
        "2: before: the entry stands at refs.bib:1 already, and is left out here; "
        "remove one of them"
    ]
    assert list(found.entries) == ["before", "after"]


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


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        pytest.param(BEFORE.encode("utf-8-sig"), [], id="byte order mark"),
        pytest.param(BEFORE.replace("\n", "\r\n").encode(), [], id="Windows line ends"),
        pytest.param(BEFORE.replace("\n", "\r").encode(), [], id="old Mac line ends"),
        pytest.param(
            b"\n" + BEFORE.replace("One", "Oné").encode("latin-1"),
            ["2: the file is not in UTF-8; save it as UTF-8"],
            id="Latin-1",
        ),
        pytest.param(
            BEFORE.encode("utf-16"), ["1: the file is in UTF-16; save it as UTF-8"], id="UTF-16"
        ),
        pytest.param(b"", ["1: the file holds no entry; add one"], id="empty"),
        pytest.param(b"---\n---\n" + BEFORE.encode(), [], id="front matter"),
    ],
)
def test_a_file_of_any_encoding_is_read(tmp_path: Path, data: bytes, messages: list[str]) -> None:
    found = read_text(tmp_path, data)
    assert list(map(told, found.problems)) == messages
    assert len(found.entries) == (1 if data else 0)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.bib").mkdir()
    files = [tmp_path / "missing.bib", tmp_path / "folder.bib"]
    found = read(files, ReadingOptions(), name_of=lambda path: path.name)
    assert [f"{problem.place}: {problem.text}" for problem in found.problems] == [
        "folder.bib:1: the file cannot be read (Is a directory); see bibtex_bibfiles in conf.py",
        "missing.bib:1: the file is not there (No such file or directory); "
        "see bibtex_bibfiles in conf.py",
    ]


def test_an_unreadable_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        # Root reads every file, so that permissions alone would not do.
        raise PermissionError(errno.EACCES, "Permission denied", path)

    (tmp_path / "refs.bib").write_text(BEFORE, encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = read([tmp_path / "refs.bib"], ReadingOptions(), name_of=lambda path: path.name)
    assert [problem.message for problem in found.problems] == [
        "the file cannot be read (Permission denied); see bibtex_bibfiles in conf.py"
    ]


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


def test_a_month_in_another_language_is_understood(tmp_path: Path) -> None:
    months = {"mai": 5, "juillet": 7, "Dezember": 12, "ottobre": 10, "março": 3, "sept.": 9}
    for name, number in months.items():
        entry = f"@misc{{a, author = {{A}}, title = {{T}}, year = 2020, month = {{{name}}}}}"
        assert read_text(tmp_path, entry).entries["a"].publication.date.month == number
