"""Text of services as LaTeX, titles with their proper names, keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.entry_format import (
    Marks,
    Venues,
    key_for,
    with_proper_names_in_braces,
)
from sphinx_publications.acquire.latex_markup import address, from_html, from_latex
from sphinx_publications.acquire.record import Record
from sphinx_publications.latex import plain, troubles
from sphinx_publications.model.names import Name

from .conftest import Scene


@pytest.mark.parametrize(
    ("html", "latex"),
    [
        ("Ca<sup>2+</sup> &amp; <i>in vivo</i>", r"Ca$^{2+}$ \& \emph{in vivo}"),
        ("a &lt;i&gt;b&lt;/i&gt; c", r"a \emph{b} c"),
        ("50% of a_b #1 &amp;amp; $5", r"50\% of a\_b \#1 \& \$5"),
        ("x < 5 Hz, a<b", "x < 5 Hz, a<b"),
        ("{x} \\y", r"\textbraceleft{}x\textbraceright{} \textbackslash{}y"),
        (
            "<jats:title>Abstract</jats:title><jats:p>One.</jats:p> <jats:p>Two.</jats:p>",
            "One. Two.",
        ),
        ("<jats:sec><jats:title>Aim</jats:title><jats:p>One.</jats:p></jats:sec>", "Aim: One."),
        (
            "<jats:inline-formula><jats:alternatives><jats:tex-math>$$\\alpha_{1}$$</jats:tex-math>"
            "<mml:math><mml:mi>α</mml:mi></mml:math></jats:alternatives></jats:inline-formula>",
            r"$\alpha_{1}$",
        ),
        ("<math><mi>x</mi></math> rises", "x rises"),
        ("a\x1b[31m b\u202e c\n\n d", "a[31m b c d"),
        ("<script>alert(1)</script>safe", "safe"),
    ],
)
def test_html_becomes_latex(html: str, latex: str) -> None:
    assert from_html(html) == latex
    assert troubles(latex) == ()


def test_latex_stays_and_what_would_harm_it_does_not() -> None:
    assert from_latex("On $x_1$ & 50% a_b \\'etale") == r"On $x_1$ \& 50\% a\_b \'etale"
    assert from_latex("odd $ and {") == r"odd \$ and \textbraceleft{}"


@given(st.text())
def test_no_text_can_end_a_field(text: str) -> None:
    for made in (from_html(text), from_latex(text)):
        depth = 0
        for character in made:
            depth += {"{": 1, "}": -1}.get(character, 0)
            assert depth >= 0
        assert depth == 0
        assert "\n" not in made
        plain(made)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.org/a", "x", None, 5])
def test_only_addresses_of_pages_are_taken(url: object) -> None:
    assert address(url) == ""


@pytest.mark.parametrize(
    ("title", "braced"),
    [
        ("Learning with spiking neurons", "Learning with spiking neurons"),
        ("Deep learning on a SpiNNaker 2 prototype", "Deep learning on a {SpiNNaker} 2 prototype"),
        ("How Hebbian rules work", "How {Hebbian} rules work"),
        ("Plasticity: Bayesian views of LTP", "Plasticity: Bayesian views of {LTP}"),
        ("Deep Rewiring: Training Very Sparse DNNs", "Deep Rewiring: Training Very Sparse {DNNs}"),
        ("X-ray images of the Alps", "{X-ray} images of the {Alps}"),
        ("{BERT} and $X^2$ in \\emph{Vivo}", "{BERT} and $X^2$ in \\emph{Vivo}"),
        ("", ""),
    ],
)
def test_proper_names_get_braces(title: str, braced: str) -> None:
    assert with_proper_names_in_braces(title) == braced
    assert with_proper_names_in_braces(braced) == braced


ONE = (Name("van der Öne", "Ann"),)


@pytest.mark.parametrize(
    ("authors", "title", "taken", "key"),
    [
        (ONE, "A slow paper", set(), "one2024slow"),
        (ONE, "A slow paper", {"one2024slow"}, "one2024paper"),
        (ONE, "Slow", {"one2024slow"}, "one2024slow2"),
        (ONE, "Memory-Efficient nets", set(), "one2024memory"),
        (ONE, "$\\alpha$", set(), "one2024paper"),
        ((Name("Wortman Vaughan", "Jenn"),), "Fair", set(), "wortmanvaughan2024fair"),
        ((Name("The Snail Consortium"),), "Fair", set(), "the2024fair"),
        ((Name("王", "伟"),), "Fair", set(), "anonymous2024fair"),
        ((), "Fair", set(), "anonymous2024fair"),
    ],
)
def test_keys(authors: tuple[Name, ...], title: str, taken: set[str], key: str) -> None:
    assert key_for(authors, 2024, title, taken) == key


@pytest.mark.parametrize("marks", [Marks(), Marks((1, 2), (), (3,)), Marks((), (), (2,))])
def test_marks_of_authors_that_there_are_can_be(marks: Marks) -> None:
    marks.check(3)


@pytest.mark.parametrize(
    ("marks", "slip"),
    [
        (Marks((1,)), "author 1 alone"),
        (Marks((1, 2), (3, 3)), "author 3 alone"),
        (Marks((1, 4)), "author 4"),
        (Marks((), (), (0,)), "author 0"),
    ],
)
def test_marks_that_cannot_be_are_told(marks: Marks, slip: str) -> None:
    with pytest.raises(CommandError, match=slip):
        marks.check(3)


def test_the_venue_of_one_year_is_not_that_of_another(scene: Scene) -> None:
    scene.file.write_text(
        "@inproceedings{a, title = {T}, year = 2020, eventtitle = {CNS},\n"
        "  booktitle = {Proceedings of the 2020 Meeting on Snails}}\n"
        "@article{b, title = {U}, year = 2020, journal = {J. of Snails}}\n",
        encoding="utf-8",
    )
    venues = Venues(scene.session().sources.read().entries)
    found = venues.spelled(Record("inproceedings", {"booktitle": "CNS"}))
    assert found["booktitle"] == "CNS"
    found = venues.spelled(Record("article", {"journal": "The J of Snails"}))
    assert found["journal"] == "J. of Snails"
