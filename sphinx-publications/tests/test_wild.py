"""Files as other homepages have them: read as they are meant, and told only where that is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from pybtex.database import parse_string

from sphinx_publications.bibliography.reading import Reading, read
from sphinx_publications.model.options import ReadingOptions

from .conftest import Project

BEFORE = "@misc{before, author = {Xu}, title = {Before}, year = 2020}\n"
AFTER = "\n@misc{after, author = {Xu}, title = {After}, year = 2020}\n"


def read_text(folder: Path, text: str, owner: str = "") -> Reading:
    file = folder / "refs.bib"
    file.write_text(text, encoding="utf-8")
    options = ReadingOptions(owner=(owner,) if owner else ())
    return read([file], options, name_of=lambda path: path.name)


def told(reading: Reading) -> list[str]:
    return [
        f"{problem.line}: {'note: ' if problem.is_hint else ''}{problem.text}"
        for problem in reading.problems
    ]


def names(reading: Reading, key: str) -> list[str]:
    return [author.name.inverted for author in reading.entries[key].publication.authors]


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


@pytest.mark.parametrize(
    ("comment", "hidden"),
    [
        ("@comment{\n@misc{h, author = {H}, title = {H}, year = 2020}\n}", {3: "h"}),
        ("@comment{@misc{h, author = {H}, title = {H}, year = 2020}}", {2: "h"}),
        ("@Comment {\n\n  @misc{h,\n title = {H}}\n\n@misc{i,\n title = {I}}\n}", {4: "h", 7: "i"}),
        ("@comment{@string{x = {y}} jabref-meta: a:b;}", {}),
        ("@comment{BibDesk Groups{\n<dict>me@x.org</dict>\n}}", {}),
    ],
)
def test_a_comment_hides_what_is_in_it(
    tmp_path: Path, comment: str, hidden: dict[int, str]
) -> None:
    found = read_text(tmp_path, BEFORE + comment + AFTER)
    assert list(found.entries) == ["before", "after"]
    assert told(found) == [
        f"{line}: note: {key} is hidden by @comment and not published; "
        "take it out of the @comment to publish it"
        for line, key in hidden.items()
    ]


def test_a_comment_that_is_never_closed_hides_nothing_in_silence(tmp_path: Path) -> None:
    text = "@comment{\n@misc{h, author = {H}, title = {H}, year = 2020}\n"
    found = read_text(tmp_path, BEFORE + text + AFTER)
    assert list(found.entries) == ["before", "h", "after"]
    assert told(found) == ["2: the @comment is never closed; write } behind it"]


def test_a_brace_missing_in_a_comment_hides_nothing_behind_it(tmp_path: Path) -> None:
    text = "@comment{\n@misc{h, author = {H, title = {H}, year = 2020}\n}"
    found = read_text(tmp_path, BEFORE + text + AFTER)
    assert {"before", "after"} <= set(found.entries)
    assert told(found)[0] == "2: the @comment is never closed; write } behind it"


def test_a_comment_without_braces_hides_the_entry_on_its_line(tmp_path: Path) -> None:
    text = "@comment @misc{h, author = {H}, title = {H}, year = 2020}"
    found = read_text(tmp_path, BEFORE + text + AFTER)
    assert list(found.entries) == ["before", "after"]
    (message,) = told(found)
    assert message.startswith("2: note: ")


@pytest.mark.parametrize(
    "text",
    [
        "---\n---\n\nX",
        "---\nlayout: page\n---\nX",
        "\n---\n---\nX",
        "---\nX---\n",
        "---\nX\n---\nX2",
        "X\n---\n",
        "-----\nX",
    ],
)
def test_front_matter_hides_no_entry(tmp_path: Path, text: str) -> None:
    text = text.replace("X2", AFTER).replace("X", BEFORE)
    found = read_text(tmp_path, text)
    assert list(found.entries) == ["before", "after"][: text.count("@")]
    assert told(found) == []


@pytest.mark.parametrize(
    ("author", "expected", "messages"),
    [
        ("Name, U.A.", ["Name, U.A."], []),
        ("Name, U. A. and Two, Bo", ["Name, U. A.", "Two, Bo"], []),
        ("U.A. Name", ["Name, U.A."], []),
        ("Family, Given A., and Two, Bo", ["Family, Given A.", "Two, Bo"], ["Family, Given A."]),
        ("Two, Bo, and Family, Given,", ["Two, Bo", "Family, Given"], ["Two, Bo", "Family, Given"]),
        ("Ann One, and Bo Two", ["One, Ann", "Two, Bo"], ["Ann One"]),
        ("given=Ann, family=One", ["One, Ann"], []),
        ("family=One, given=Ann and Two, Bo", ["One, Ann", "Two, Bo"], []),
        ("given={Ann B.}, prefix=de, family=One, useprefix=true", ["de One, Ann B."], []),
        ('given=Ann, family="One, Sons", suffix=Jr', ["One, Sons, Jr, Ann"], []),
        ("given=M\\'a, given-i=M, family=One", ["One, Má"], []),
        ("family={The Group}", ["The Group"], []),
        ("One, A=B", ["One, A=B"], []),
    ],
)
def test_names_are_those_that_are_meant(
    tmp_path: Path, author: str, expected: list[str], messages: list[str]
) -> None:
    found = read_text(tmp_path, f"@misc{{a, author = {{{author}}}, title = {{T}}, year = 2020}}")
    assert names(found, "a") == expected
    assert not found.entries["a"].publication.et_al
    assert told(found) == [
        f"1: a: author has a comma behind '{name}'; remove it" for name in messages
    ]


@pytest.mark.parametrize("end", ["u.a.", "u. a.", "et al.", "Et al", "et. al."])
def test_and_others_is_still_understood(tmp_path: Path, end: str) -> None:
    found = read_text(
        tmp_path, f"@misc{{a, author = {{Two, Bo {end}}}, title = {{T}}, year = 2020}}"
    )
    assert names(found, "a") == ["Two, Bo"]
    assert found.entries["a"].publication.et_al


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
    assert told(found) == []
    assert read_text(tmp_path, FAMILY).containers == {"edited", "theirs", "common", "both"}


def test_a_set_and_a_parent_are_not_in_the_list(project: Project) -> None:
    project.write(refs_bib=FAMILY)
    build = project.build()
    assert build.warnings == []
    shown = {str(item["id"]) for item in build.html().select("ul.publications > li")}
    assert shown == {"own", "chapter", "paper", "talk", "last"}
