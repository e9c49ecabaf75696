"""Every macro and environment that pylatexenc knows, with arguments that are missing or odd."""

from __future__ import annotations

import re

import pytest
from pylatexenc import latex2text, latexwalker

from sphinx_publications import latex
from sphinx_publications.latex import plain, plain_text
from sphinx_publications.latex.parser import read
from sphinx_publications.rendering.html import mathml

MACROS = sorted(
    {
        spec.macroname
        for module in (latex2text, latexwalker)
        for spec in module.get_default_latex_context_db().iter_macro_specs()
        if spec.macroname
    }
)
ENVIRONMENTS = sorted(
    {
        spec.environmentname
        for module in (latex2text, latexwalker)
        for spec in module.get_default_latex_context_db().iter_environment_specs()
        if spec.environmentname
    }
)
MACRO_FORMS = (
    r"\X", r"\X{}", r"\X{x}", r"\X{x}{y}", r"\X{x}{y}{z}", r"\X[o]", r"\X[o]{x}", r"\X[o]{x}{y}",
    r"\X[", r"\X{", r"\X}", r"\X x", r"\X*", r"\X*{x}", r"$\X$", r"$\X{x}$", r"$\X{x}{y}$",
    r"$\X_2^$", r"{\X}", r"{\X x}", r"\X\X", r"\X{\X}", r"\X|x|", r"\X~", r"\X{{x}", r"\X$x$",
)  # fmt: skip
ENVIRONMENT_FORMS = (
    r"\begin{X}", r"\end{X}", r"\begin{X", r"\begin{X}\end{X}", r"\begin{X}x\end{X}",
    r"\begin{X}{x}\end{X}", r"\begin{X}[o]x\end{X}", r"\begin{X}[o", r"\begin{X}{c}x\end{X}",
    r"\begin{X}x & y \\ z\end{X}", r"$\begin{X}x\end{X}$", r"$\begin{X}x & y \\ z\end{X}$",
    r"\begin{X}\begin{X}x\end{X}\end{X}", r"\begin{X}x\end{Y}", r"{\begin{X}x}\end{X}",
    r"\begin{X}\\\\\end{X}", r"\begin{X}&&\end{X}", r"\begin{X}\item x\end{X}",
    r"\begin{X}*\end{X}", r"\begin{X}{}{}{}\end{X}", r"\begin{X}$\end{X}", r"\begin{X} %\end{X}",
    r"\begin{X}\footnote\end{X}", r"\begin{X}{x\end{X}", r"\begin{X}^_\end{X}",
    r"\begin {X} \end X",
)  # fmt: skip
INSANE = re.compile(r"pylatexenc|Node\(|None|%s|%\(|<function|Traceback|NO \\title")
FORMS = [(MACROS, form) for form in MACRO_FORMS] + [
    (ENVIRONMENTS, form) for form in ENVIRONMENT_FORMS
]


@pytest.mark.parametrize("form", range(len(FORMS)), ids=[form for _, form in FORMS])
def test_nothing_raises_and_the_text_is_sane(form: int) -> None:
    # A third of the names in each form, and each name in a third of the forms.
    names, written = FORMS[form]
    assert_sane(names[form % 3 :: 3], written)


@pytest.mark.soak
@pytest.mark.parametrize(("names", "form"), FORMS, ids=[form for _, form in FORMS])
def test_every_name_in_every_form_is_sane(names: list[str], form: str) -> None:
    assert_sane(names, form)


def assert_sane(names: list[str], form: str) -> None:
    for name in names:
        written = form.replace("X", name)
        found = read(f"before {written}")
        text = plain_text(found.text)
        assert text.startswith("before") or found.troubles, written
        assert "before" in text, written
        assert not INSANE.search(text), (written, text)
        if not latex._WORD.search(written):
            assert found.troubles == (), written


@pytest.mark.parametrize("form", MACRO_FORMS)
def test_no_formula_raises(form: str) -> None:
    for name in MACROS[::3]:
        markup = mathml(form.replace("X", name))
        assert markup is None or markup.startswith("<math")


@pytest.mark.parametrize(
    ("written", "text", "troubles"),
    [
        (r"Memory\footnote", "Memory", [r"\footnote"]),
        (r"see $\href{https://x.org}{x}$", "see x", []),
        (r"see \href{https://x.org}{the page}", "see the page", []),
        (r"a \verb|x_y| b", "a x_y b", []),
        (r"see \verb", "see", ["LaTeX"]),
        (r"a \input{/etc/passwd} b", "a b", []),
        (r"a \input", "a", []),
        (r"a \title{X} b", "a X b", []),
        (r"a \maketitle b", "a b", []),
        (r"a \date{1 May} \today", "a 1 May", []),
        (r"a \textcolor{red}", "a red", [r"\textcolor"]),
        (r"a \textcolor{red}{b} c", "a b c", []),
        (r"\includegraphics{x.png} y", "y", []),
        (r"\begin{pmatrix}\end{pmatrix} x", "x", [r"\begin{pmatrix}"]),
        (r"\begin{verbatim}a_b\end{verbatim}", "a_b", []),
        ("{" * 5000 + "x", "x", ["LaTeX"]),
    ],
)
def test_what_cannot_be_read_is_the_text_of_its_arguments(
    written: str, text: str, troubles: list[str]
) -> None:
    assert latex.plain(written) == text
    assert list(latex.troubles(written)) == troubles


def test_a_field_says_nothing_of_another() -> None:
    assert latex.plain(r"\title{Mine}\author{Me}") == "MineMe"
    assert latex.plain(r"\maketitle, again") == ", again"


def test_no_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise AssertionError(args)

    monkeypatch.setattr("builtins.open", refuse)
    for macro in ("input", "include", "includegraphics", "bibliography", "verbatiminput"):
        text = plain_text(read(rf"a \{macro}{{/etc/passwd}} b").text)
        assert "root" not in text


@pytest.mark.parametrize(
    ("latex", "text"),
    [("H$_2$O", "H₂O"), ("Ca$^{2+}$", "Ca²⁺"), ("CO$_2$", "CO₂"), ("$\\mathrm{CO_2}$", "CO₂")],
)
def test_formulas_read_as_text(latex: str, text: str) -> None:
    assert re.sub(r"\s", "", plain(latex)) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"$30^\circ$", "30°"),
        (r"$\sqrt[3]{x}$", "∛x"),
        (r"$\sqrt{x+1}$", "√(x+1)"),
        (r"$\sqrt{x}$", "√x"),
        (r"$\frac{a}{b}$", "a/b"),
        (r"$x<3$", "x < 3"),
        (r"{\em so} it is", "so it is"),
        ("100% of it", "100% of it"),
        (r"100\% of it", "100% of it"),
        ("no~break", "no break"),
    ],
)
def test_macros_read_as_text(written: str, text: str) -> None:
    assert plain(written) == text


def test_a_declaration_holds_to_the_end_of_its_group() -> None:
    for name in ("em", "it", "itshape", "sl"):
        assert read(rf"{{\{name} so}} it").text.render_as("html") == "<em>so</em> it"
    assert read(r"\textbf{so} it").text.render_as("html") == "<strong>so</strong> it"
