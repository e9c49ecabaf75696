"""What stands between entries: comments, front matter, other formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..bibfiles import (
    AFTER,
    BEFORE,
    GOOD,
    check_slip,
    check_told,
    entry,
    read_text,
    told,
)


@pytest.mark.parametrize(
    ("entry", "messages"),
    [
        pytest.param(
            "% @misc{hidden,\n%  title = {Hidden},\n% }\n@misc{a,\n  " + GOOD + "}",
            ["2: hidden … remove the %"],
            id="percent sign",
        ),
        pytest.param(
            "My papers:\n@misc{a,\n  " + GOOD + "}",
            ["2: 'My papers:' … put %"],
            id="text between entries",
        ),
    ],
)
def test_what_stands_between_entries_is_told_and_costs_nothing(
    tmp_path: Path, entry: str, messages: list[str]
) -> None:
    check_slip(tmp_path, entry, messages)


FOREIGN = [
    ("TY  - JOUR\nAU  - One, Ann\nTI  - T\nER  - \n", "RIS", 1),
    ("TY  - JOUR\nER  - \n\nTY  - CONF\nER  - \n", "RIS", 2),
    ("%0 Journal Article\n%T T\n%A One, Ann\n", "EndNote", 1),
    ("PMID- 123\nOWN - NLM\nTI  - T\n      goes on\nAU  - One A\n", "a PubMed record", 1),
]


@pytest.mark.parametrize(("text", "form", "count"), FOREIGN)
def test_another_format_is_called_by_its_name(
    tmp_path: Path, text: str, form: str, count: int
) -> None:
    reading = read_text(tmp_path, entry("year = 2020") + "\n\n" + text)
    assert len(reading.problems) == count
    for problem in reading.problems:
        assert not problem.is_hint
        assert problem.message.endswith(
            f"is {form} and is not read; choose BibTeX at the publisher, and paste that"
        )


@pytest.mark.parametrize("before", ["", entry("year = 2020") + "\n\n"])
@pytest.mark.parametrize("start", ["misc{b,\n", " misc {b, ", "misc(b,\n", "misc{b\n,"])
def test_an_entry_without_at_is_a_warning_and_is_read(
    tmp_path: Path, before: str, start: str
) -> None:
    closing = ")" if "(" in start else "}"
    text = f"{before}{start} author = {{Ann One}}, title = {{U}}, year = 2021{closing}\n"
    reading = read_text(tmp_path, text + entry("year = 2022").replace("{a", "{c"))
    (problem,) = reading.problems
    assert (problem.message, problem.is_hint) == ("the @ is missing; write @misc{b,", False)
    assert problem.line == (4 if before else 1)
    assert [e.publication.plain_title for e in reading.entries.values()][-2:] == ["U", "T"]
    assert reading.entries["b"].source.bibtex.startswith("@misc{b,")


@pytest.mark.parametrize("end", [",\n ", ", ", "\n , "])
@pytest.mark.parametrize(("start", "what"), [("@misca", "its {"), ("@{a", "its type")])
def test_an_entry_without_its_beginning_is_a_warning(
    tmp_path: Path, start: str, what: str, end: str
) -> None:
    found = read_text(tmp_path, f"{BEFORE}{start}{end}author = {{One, Ann}}, year = 2021}}{AFTER}")
    assert list(found.entries) == ["before", "after"]
    (line,) = told(found)
    assert line.startswith("2: ")
    assert f"without {what} " in line


def test_files_that_were_joined_lose_their_byte_order_marks(tmp_path: Path) -> None:
    found = read_text(tmp_path, f"\N{BOM}{BEFORE}\N{BOM}{AFTER}")
    assert (list(found.entries), told(found)) == (["before", "after"], [])


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


def test_what_jekyll_takes_out_is_told_and_lines_behind_it_stay_right(tmp_path: Path) -> None:
    hidden = "@misc{h,\n  author = {H},\n  title = {H}}"
    text = f"{BEFORE}{{% comment %}}\n{hidden}\n{{% endcomment %}}\n@misc{{b,\n  year = 2020}}\n"
    found = read_text(tmp_path, text)
    assert list(found.entries) == ["before", "b"]
    check_told(
        found,
        ["3: h is hidden by {% comment %}", "7: b: … title … author"],
    )
