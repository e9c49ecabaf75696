"""LaTeX of exporters in every output: no sign is lost, no number becomes another."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from bs4 import Tag

from sphinx_publications import latex
from sphinx_publications.latex.converter import is_known
from sphinx_publications.latex.macros import more_signs, to_latex
from sphinx_publications.model.identifiers import web_address
from sphinx_publications.outputs.classic_bibtex import _latex

from .conftest import Build, Project

REFS = r"""
@article{one, author = {G\polhk{a}ska, Pia}, journal = {accepted to \aap}, year = {2020},
  title = {Effect at p {\textless} 10\textsuperscript{-6} m},
  note = {{\textless}b{\textgreater}Best{\textless}/b{\textgreater} at 10\textsuperscript{3}},
  abstract = {We find x {\textless} 10\textsuperscript{-6} at \SIrange{1}{5}{\ms}.}}
@article{two, author = {Two, Ben}, journal = {\mnras\ Letters}, year = {2021}, title = {Growth of
  {\textless}i{\textgreater}E. minor{\textless}/i{\textgreater} in H$<$sub$>$2$<$/sub$>$O}}
@misc{three, author = {\zzz{}Three, Cy}, title = {On \qgp matter}, year = {2022},
  note = {\foo{x}}}
"""


def file(build: Build, name: str) -> str:
    return (build.app.outdir / name).read_text(encoding="utf-8")


def entry(build: Build, key: str) -> Tag:
    (found,) = build.html().select(f"#{key}")
    return found


@pytest.fixture
def built(project: Project) -> Project:
    project.write(refs_bib=REFS, index_md="# Home\n\n```{publications}\n```\n")
    return project


def test_every_output_has_the_sign_and_the_number(built: Project) -> None:
    build = built.build(confoverrides={"html_baseurl": "https://x.org/"})
    assert build.warnings == []
    names = ("one.ris", "one.json", "one.xml", "one.html")
    files = {name: file(build, f"publications/{name}") for name in names}
    for name, text in files.items():
        text = text.replace("&lt;", "<").replace("\\u003c", "<").replace("<sup>-6</sup>", "⁻⁶")
        assert "p < 10⁻⁶ m" in text, name
        assert "10-6" not in text, name
        assert "103" not in text, name
    assert "1 ms to 5 ms" in files["one.ris"]
    assert json.loads(files["one.json"])[0]["author"] == [{"family": "Gąska", "given": "Pia"}]
    (title,) = re.findall("<title>([^<]*)", files["one.html"])
    assert title.startswith("Effect at p &lt; 10⁻⁶ m")
    assert "10⁻⁶" in file(build, "publications.atom").replace("&#8315;&#8310;", "⁻⁶")


def test_tags_in_latex_are_tags(built: Project) -> None:
    build = built.build()
    assert [tag.text for tag in entry(build, "two").select("em")] == ["E. minor"]
    assert "minor in H₂O" in " ".join(entry(build, "two").text.split())
    assert [tag.text for tag in entry(build, "one").select("strong")] == ["Best"]
    assert "Growth of E. minor in H₂O" in file(build, "publications/two.ris")


def test_a_macro_of_astronomy_stands_among_words(built: Project) -> None:
    text = built.build().html().text.replace("\N{NO-BREAK SPACE}", " ")
    assert "accepted to Astronomy & Astrophysics" in text
    assert "Monthly Notices of the Royal Astronomical Society Letters" in text


def test_an_unknown_macro_is_shown_and_told(built: Project) -> None:
    build = built.build()
    assert build.warnings == []
    text = entry(build, "three").text
    assert r"On \qgp matter" in text
    assert r"\foo{x}" in text
    assert r"\zzz{}Three" in text
    (hint,) = [line for line in build.notes if r"\qgp" in line]
    assert hint.startswith("refs.bib:8: note: three: ")
    assert r"\zzz in author and \qgp in title and \foo in note are not known" in hint
    assert "write in Unicode or LaTeX what it prints" in hint


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (r"https://x.org/a{\textunderscore}b", "https://x.org/a_b"),
        (r"https://x.org/a\textunderscore b\textunderscore{}c", "https://x.org/a_b_c"),
        (r"https://x.org/\~{}ann", "https://x.org/~ann"),
        (r"https://x.org/$\sim$ann", "https://x.org/~ann"),
        (r"https://x.org/a{\textpercent}20b", "https://x.org/a%20b"),
    ],
)
def test_addresses_have_their_signs(written: str, address: str) -> None:
    assert web_address(written) == address
    assert latex.plain(rf"\url{{{written}}}") == address


@pytest.mark.parametrize(
    "text", ["Ștefan Țepeș", "Nguyễn", "Szűcs", "Ħal", "10⁻³ m² H₂O", "p < 0.05 | · € ‘x’ “y” –"]
)
def test_classic_bibtex_is_read_as_it_was(text: str) -> None:
    assert latex.plain(_latex(text)) == text


@pytest.mark.parametrize("letter", [*"ȘșȚțŰűőŐễệḤşčžŁłđĐąĄğİıìíîïĩīĭĵ"])
def test_each_letter_of_a_name_is_itself_in_ascii(letter: str) -> None:
    written = to_latex(letter)
    assert written.isascii()
    assert latex.plain(written) == letter


def test_classic_bibtex_has_macros_for_what_old_programs_lack() -> None:
    assert _latex("Ș") == r"{\textcommabelow{S}}"
    assert _latex("10⁻³") == "10$^{-3}$"


def test_an_accent_is_on_an_i_with_its_dot() -> None:
    # pandoc, typst and pybtex each misread one of the ways to write it on a dotless one.
    assert _latex("García") == r"Garc{\'i}a"
    assert _latex("naïve") == r"na{\"i}ve"


def test_every_sign_of_the_table_is_known_and_prints_itself() -> None:
    for name, sign in more_signs().items():
        assert is_known(name)
        assert latex.plain(rf"{{\{name}}}") == sign, name


@pytest.mark.parametrize("case", ["", "CAPITAL"])
def test_greek_letters_of_text_are_those_of_unicode(case: str) -> None:
    for name in ("alpha", "beta", "theta", "lamda", "sigma", "phi", "omega"):
        macro = name.replace("lamda", "lambda")
        letter = unicodedata.lookup(f"GREEK {case or 'SMALL'} LETTER {name.upper()}")
        assert latex.plain(rf"\text{macro.capitalize() if case else macro}{{}}") == letter
