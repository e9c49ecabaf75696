"""Names as BibTeX joins them, and fonts around names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_publications.bibliography.name_fields import without_fonts

from ..bibfiles import names, read_text, told


@pytest.mark.parametrize(
    ("author", "bare"),
    [
        (r"Two, Ben and {\bfseries One, Ann}", "Two, Ben and One, Ann"),
        (r"\textbf{One, Ann} and Two, Ben", "One, Ann and Two, Ben"),
        (r"\underline{Ann One} and Two, Ben", "Ann One and Two, Ben"),
        (r"\mkbibbold{One, Ann}", "One, Ann"),
        (r"\textbf{\underline{One, Ann}}", "One, Ann"),
        (r"{\bf{One, Ann}} and Two, Ben", "One, Ann and Two, Ben"),
        (r"\textbf{One, Ann and Two, Ben} and Three, Cid", "One, Ann and Two, Ben and Three, Cid"),
        (r"\textcolor{red}{One, Ann}", "One, Ann"),
        (r"\textsc{One}, Ann", "One, Ann"),
        (r"\textbf{The X Team} and One, Ann", "{The X Team} and One, Ann"),
        (r"\textbf{{X Team}}", "{X Team}"),
        (r"\textbf{X, Inc.} and One, Ann", "{X, Inc.} and One, Ann"),
        (r"{\underline{\textbf{One, Ann}}} and Two, Ben", "One, Ann and Two, Ben"),
        (
            r"\textbf{One, Ann}, {\bf Two, Ben}, and Three, Cid",
            "One, Ann and Two, Ben and Three, Cid",
        ),
    ],
)
def test_the_name_in_a_font_is_the_name(tmp_path: Path, author: str, bare: str) -> None:
    written = f"@misc{{a, author = {{{author}}}, title = {{T}}, year = 2020}}"
    found = read_text(tmp_path, written)
    (message,) = told(found)
    assert message.startswith("1: note: ")
    assert message.endswith(f"write {bare}")
    right = read_text(tmp_path, written.replace(author, bare))
    assert names(found, "a") == names(right, "a")
    assert told(right) == []
    assert f"author = {{{bare}}}" in found.entries["a"].source.bibtex
    # Stock styles print it as without the extension.
    assert found.entries["a"].written["author"] == author


@pytest.mark.parametrize(
    "author",
    [
        r"{\'E}mile One",
        r"{\"O}zdemir, Ann",
        r"{\textbf{X Team}}",
        r"\i{}One",
        r"One\textsuperscript{*}",
    ],
)
def test_accents_and_braces_stay(author: str) -> None:
    assert without_fonts(author) == author


@given(st.text("ab{}\\, ", max_size=40).map(lambda text: text.replace("a", "\\textbf")))
def test_no_letter_is_lost(text: str) -> None:
    assert without_fonts(text).count("b") + text.count("textbf") >= text.count("b")


def test_exported_bibtex_has_the_family_names_of_names_in_han(tmp_path: Path) -> None:
    written = "山田 太郎 and 佐藤, 花子 and One, Ann and {山田 財団} and others"
    found = read_text(tmp_path, f"@misc{{a, author = {{{written}}}, title = {{T}}, year = 2020}}")
    entry = found.entries["a"]
    assert (
        "{山田, 太郎 and 佐藤, 花子 and One, Ann and {山田 財団} and others}" in entry.source.bibtex
    )
    # Stock styles print it as without the extension.
    assert entry.written["author"] == written
    assert found.problems == []


@pytest.mark.parametrize(
    "end", ["u.a.", "u. a.", "et al.", "Et al", "et. al.", "и др.", r"and {\emph{et al.}}"]
)
def test_and_others_is_still_understood(tmp_path: Path, end: str) -> None:
    found = read_text(
        tmp_path, f"@misc{{a, author = {{Two, Bo {end}}}, title = {{T}}, year = 2020}}"
    )
    assert names(found, "a") == ["Two, Bo"]
    assert found.entries["a"].publication.et_al


@pytest.mark.parametrize(
    ("author", "right", "annotated"),
    [
        ("One, Ann and {} and Two, Bo", "One, Ann and Two, Bo", "1=equal; 2=equal"),
        ("{} and One, Ann and Two, Bo and others", "One, Ann and Two, Bo and others", "2=equal"),
        ("One, Ann and Two, Bo and { }", "One, Ann and Two, Bo", "1=equal; 3=equal"),
        ("{{}}", "", ""),
    ],
)
def test_an_empty_name_is_nobody(tmp_path: Path, author: str, right: str, annotated: str) -> None:
    # BibTeX counts it.
    numbers = {"1=equal; 2=equal": "1=equal; 3=equal", "2=equal": "3=equal"}.get(annotated)
    more = f", author+an = {{{numbers or annotated}}}" if annotated else ""
    written = f"@misc{{a, author = {{{author}}}{more}, title = {{T}}, year = 2020}}"
    found = read_text(tmp_path, written)
    assert "author has an empty name, {" in "".join(told(found))
    assert " and ".join(names(found, "a")) == right.removesuffix(" and others")
    assert f"author = {{{right}}}" in found.entries["a"].source.bibtex or not right
    assert not annotated or f"author+an = {{{annotated}}}" in found.entries["a"].source.bibtex


@pytest.mark.parametrize("author", [r"{\relax}", r"\relax", "*", "{*}", ",", ".", "†", "--"])
def test_a_name_without_a_letter_is_nobody(tmp_path: Path, author: str) -> None:
    written = "@misc{{a, author = {{{}}}, title = {{T}}, year = 2020}}"
    found = read_text(tmp_path, written.format(author))
    assert told(found) == [
        f"1: a: author has an empty name, {author}; remove it",
        "1: a: nobody wrote it; add author = {Family, Given}",
    ]
    found = read_text(tmp_path, written.format(f"{author} and One, Ann and {author}"))
    assert told(found) == [f"1: a: author has an empty name, {author}; remove it"]
    assert names(found, "a") == ["One, Ann"]


@pytest.mark.parametrize("author", ["{!!!}", "2", "李", "{\\LaTeX}", "{???}"])
def test_a_name_may_be_of_signs(tmp_path: Path, author: str) -> None:
    written = f"@misc{{a, author = {{{author}}}, title = {{T}}, year = 2020}}"
    found = read_text(tmp_path, written)
    assert told(found) == []
    assert len(names(found, "a")) == 1
