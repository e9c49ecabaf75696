"""LaTeX that is pasted: its plain text, and that no output of it costs more than it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import Guard
from sphinx_publications.bibliography.reader import read
from sphinx_publications.diagnostics import Problem
from sphinx_publications.latex import plain, troubles, without_rare_signs
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.outputs.formats import FORMATS
from sphinx_publications.outputs.json_ld import article, script
from sphinx_publications.outputs.page_metadata import context_object, highwire_tags
from sphinx_publications.rendering.html import HtmlBackend
from sphinx_publications.rendering.styles import STYLES, formatted, register_styles

from ..conftest import Project
from ..latexcases import CASES

FIELDS = "title note award journal publisher abstract keywords booktitle eventtitle addendum"


def test_there_are_many() -> None:
    assert len(CASES) == len(set(CASES)) >= 90


@pytest.mark.parametrize(("written", "text"), CASES, ids=[written for written, _ in CASES])
def test_its_plain_text_is_what_it_means(written: str, text: str) -> None:
    assert latex.plain(written) == text


def entry(key: str, value: str) -> str:
    # A brace of the value must not end the field.
    balanced = value if value.count("{") == value.count("}") else value.replace("{", "")
    balanced = balanced if balanced.count("{") == balanced.count("}") else balanced.replace("}", "")
    safe = "" if balanced.startswith("}") else balanced
    fields = "".join(f"  {name} = {{{safe}}},\n" for name in FIELDS.split())
    return f"@article{{{key},\n  author = {{One, Ann and {{{safe}}}}},\n{fields}  year = 2020}}\n"


@pytest.mark.parametrize("written", [written for written, _ in CASES])
def test_nothing_is_raised_in_any_output(tmp_path: Path, written: str) -> None:
    register_styles()
    file = tmp_path / "refs.bib"
    file.write_text(entry("a", written) + entry("b", "Fine"), encoding="utf-8")
    found = read([file], ReadingOptions())
    failed: list[Problem] = []
    guard = Guard(failed.append)
    for one in found.entries.values():
        for style in (*STYLES, "plain", "unsrt", "alpha"):
            assert formatted(style, one, guard).render(HtmlBackend())
        for format_ in FORMATS:
            assert format_.file(one, guard)
        assert script([article(one.publication, "https://x.org")])
        assert list(highwire_tags(one.publication, ""))
        assert context_object(one.publication)
    assert failed == []
    assert not [problem for problem in found.problems if problem.subtype == "failed"]


@pytest.mark.parametrize(
    "builder", ["latex", *(pytest.param(name, marks=pytest.mark.soak) for name in ("html", "text"))]
)
def test_a_file_of_all_of_them_is_built(project: Project, builder: str) -> None:
    keys = [f"k{number}" for number in range(len(CASES))]
    refs = "".join(entry(key, written) for key, (written, _) in zip(keys, CASES, strict=True))
    lists = "".join(
        f"\n```{{bibliography}}\n:all:\n:list: bullet\n:style: {style}\n```\n"
        for style in ("equal_plain", "equal_unsrt")
    )
    project.write(
        refs_bib=refs,
        index_md=f"# Home\n\n{{cite}}`{','.join(keys)}`\n\n```{{publications}}\n```\n{lists}",
    )
    build = project.build(
        builder, confoverrides={"latex_engine": "lualatex", "html_baseurl": "https://x.org/"}
    )
    assert [line for line in build.warnings if not line.startswith("refs.bib")] == []
    assert not [line for line in build.warnings if "publications.failed" in line]
    if builder == "html":
        assert {tag["id"] for tag in build.html().select("ul.publications > li")} == set(keys)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"see \href{https://x.org}{the page}", "see the page"),
        (r"\foreignlanguage{german}{Wort}", "Wort"),
        (r"\SI{5}{\milli\volt}", "5 mV"),
        (r"\textcolor{red}{x} \label{l}y", "x y"),
    ],
)
def test_of_macros_with_arguments_what_they_print_is_the_text(written: str, text: str) -> None:
    assert plain(written) == text


def test_a_macro_without_its_arguments_is_told_by_its_name() -> None:
    assert troubles(r"on \frac") == (r"\frac",)
    assert plain(r"a \begin{comment}hidden\end{comment} b") == "a b"


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("10⁻⁶ cells", ["$^{-6}$"]),
        ("SO₄²⁻", ["$_{4}$", "$^{2-}$"]),
        ("−5 °C", [r"{\ensuremath{-}}"]),
        ("α-rays of Αντωνίου", [r"{\ensuremath{\alpha}}"]),
        ("naïve – “plain”", []),
    ],
)
def test_signs_that_pdflatex_lacks_are_latex(text: str, latex: list[str]) -> None:
    parts = without_rare_signs(text)
    assert "".join(part for part, _ in parts) == text
    assert [tex for _, tex in parts if tex] == latex


def test_no_number_loses_its_sign_in_pdflatex(project: Project) -> None:
    project.write(
        refs_bib=r"@misc{a, author = {One, Ann}, title = {From \SI{1e-6}{\s} to \SI{-5}{\celsius}},"
        " year = {2020}}"
    )
    for engine, is_latex in (("pdflatex", True), ("lualatex", False)):
        build = project.build("latex", confoverrides={"latex_engine": engine}, freshenv=True)
        (source,) = build.app.outdir.glob("*.tex")
        text = source.read_text(encoding="utf-8")
        assert ("10$^{-6}$" in text) is is_latex
        assert (r"{\ensuremath{-}}5" in text) is is_latex
