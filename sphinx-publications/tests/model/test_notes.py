"""Notes: their markup, safely in every output, and what an explanation of a symbol says."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import rispy

from sphinx_publications.model.notes import (
    Holders,
    Says,
    explained_symbols,
    meaning_of,
    plain_remark,
    rich_remark,
)
from sphinx_publications.rendering.html import HtmlBackend

from ..conftest import Project


def html(text: str) -> str:
    written = str(rich_remark(text).render(HtmlBackend()))
    return written.replace(' class="reference external"', "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Best paper", "Best paper"),
        (r"Best \emph{paper}", "Best <em>paper</em>"),
        ("**Best** paper", "<strong>Best</strong> paper"),
        ("__Best__ paper", "<strong>Best</strong> paper"),
        ("*Best* and _so_", "<em>Best</em> and <em>so</em>"),
        ("***Best***", "<strong><em>Best</em></strong>"),
        ("{**Best**}", "<strong>Best</strong>"),
        (r"\emph{Best} **paper**", "<em>Best</em> <strong>paper</strong>"),
        ("<b>Oral</b>", "<strong>Oral</strong>"),
        ('<B class="x">Oral</B>', "<strong>Oral</strong>"),
        ("<strong>a</strong> <i>b</i> <em>c</em>", "<strong>a</strong> <em>b</em> <em>c</em>"),
        ("<b>a <i>b</i></b>", "<strong>a <em>b</em></strong>"),
        ("one<br/>two", "one two"),
        ('<span style="color:red">red</span>', "red"),
        ("[here](https://x.org)", '<a href="https://x.org">here</a>'),
        ('[here](https://x.org "title")', '<a href="https://x.org">here</a>'),
        ("[a](<https://x.org/b_(c)>)", '<a href="https://x.org/b_(c)">a</a>'),
        ("[**a**](www.x.org)", '<a href="https://www.x.org"><strong>a</strong></a>'),
        ("[a](mailto:me@x.org)", '<a href="mailto:me@x.org">a</a>'),
        (
            '<a href="https://x.org/?a=1&amp;b=2" target="_blank">a</a>',
            '<a href="https://x.org/?a=1&amp;b=2">a</a>',
        ),
        (r"\href{https://x.org/a\_b}{a}", '<a href="https://x.org/a_b">a</a>'),
        (
            r"Code: https://x.org/a\_b, see",
            'Code: <a href="https://x.org/a_b">https://x.org/a_b</a>, see',
        ),
        ("(https://x.org/b_(c)).", '(<a href="https://x.org/b_(c)">https://x.org/b_(c)</a>).'),
        ("<https://x.org>", '<a href="https://x.org">https://x.org</a>'),
        (r"\href{https://x.org}{https://x.org}", '<a href="https://x.org">https://x.org</a>'),
    ],
)
def test_markup_is_understood(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "* Equal contribution",
        "a * b * c",
        "2*3*4",
        "snake_case_name",
        "[1] and (2)",
        "5 < 6 and 7 > 3",
        "**",
        "__",
        "Talk*",
        "* and †",
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    assert plain_remark(text) == text
    assert "<" not in html(text.replace("<", ""))


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JavaScript:alert(1))",
        "[x](data:text/html,y)",
        "[x](file:///etc/passwd)",
        "[x](//evil.org)",
        "[x](slides.pdf)",
        '[x](https://x.org" onclick="y)',
        "<a href='javascript:alert(1)'>x</a>",
        '<a href="https://x.org" onclick="y">x</a>',
        "<a onclick=y>x</a>",
        r"\href{javascript:alert(1)}{x}",
        "<b onclick=y>x</b>",
        "<script>x</script>",
        "<img src=x onerror=y>",
        "<b><script>x</script></b>",
        "<svg/onload=x>",
        "[<img src=x>](https://x.org)",
    ],
)
def test_nothing_unsafe_comes_through(text: str) -> None:
    found = html(text)
    tags = [part.partition(">")[0] for part in found.split("<")[1:]]
    assert set(tags) <= {"strong", "/strong", "/a", 'a href="https://x.org"'}
    assert "javascript" not in "".join(tags).lower()


@pytest.mark.parametrize(
    "part", ["<b>", "**a", "[", "[a](", "_a ", "*a ", "<a href=x>", "\\href{", "{"]
)
def test_many_beginnings_without_an_end_take_no_time(part: str) -> None:
    start = time.process_time()
    rich_remark(part * (4_999 // len(part)))
    rich_remark(part * 100_000)
    assert time.process_time() - start < 5


REFS = """
@article{a, author = {Xu}, title = {T}, journal = {J}, year = 2024,
  note = {**Oral**, see [talk](https://x.org/t)}, award = {<b>Best</b> *paper*},
  additional_info = {. *More* [here](https://x.org/h)<br>}}
"""


def test_every_output_understands_it(project: Project) -> None:
    project.write(refs_bib=REFS)
    build = project.build(confoverrides={"html_baseurl": "https://me.org/"})
    assert build.warnings == []
    out = Path(build.app.outdir)
    (item,) = build.html().select("li#a")
    for place in (item, build.html("publications/a")):
        (note,) = place.select(".publication-note")
        assert note.get_text().strip("()").startswith("Oral, see talk; More here")
        assert [str(link["href"]) for link in note.select("a")] == [
            "https://x.org/t",
            "https://x.org/h",
        ]
        assert [strong.get_text() for strong in place.select("strong")] == [
            "Oral",
            "Best paper",
            "Best",
        ]
        assert [em.get_text() for em in place.select("em")][:2] == ["More", "paper"]
    (record,) = rispy.loads((out / "index.ris").read_text("utf-8"))
    assert record["notes"] == ["Oral, see talk; More here"]
    (csl,) = json.loads((out / "index.json").read_text("utf-8"))
    assert csl["note"] == "Oral, see talk; More here"
    (script,) = build.html("publications/a").select("script[type='application/ld+json']")
    assert json.loads(str(script.string))["@graph"][0]["award"] == ["Best paper"]
    assert "&lt;strong&gt;Best&lt;/strong&gt;" in (out / "publications.atom").read_text("utf-8")


def test_builders_without_web_pages_understand_it_too(project: Project) -> None:
    project.write(refs_bib=REFS)
    text = project.build("text")
    assert text.warnings == []
    assert "(**Oral**, see talk; *More* here)" in " ".join(text.text().split())
    latex = project.build("latex", confoverrides={"latex_engine": "lualatex"})
    assert latex.warnings == []
    (source,) = Path(latex.app.outdir).glob("*.tex")
    written = source.read_text("utf-8")
    assert r"\sphinxstylestrong{Oral}" in written
    assert r"\sphinxhref{https://x.org/t}{talk}" in written


@pytest.mark.parametrize("style", ["equal_plain", "unsrt"])
def test_other_styles_show_the_words(project: Project, style: str) -> None:
    project.write(refs_bib=REFS, index_md=f"# Home\n\n```{{publications}}\n:style: {style}\n```\n")
    build = project.build("text")
    assert build.warnings == []
    assert "Oral, see talk" in " ".join(build.text().split())
    assert "**Oral" not in build.text()


TWO_OF_THREE = Holders(frozenset({1, 2}), 3)


@pytest.mark.parametrize(
    ("annotation", "meanings"),
    [
        ("", {}),
        ("Equal contribution", {}),
        ("*", {}),
        (
            "* Equal contribution, † Equal advising",
            {"*": "Equal contribution", "†": "Equal advising"},
        ),
        (
            "*: equal contribution; †: corresponding",
            {"*": "equal contribution", "†": "corresponding"},
        ),
        ("(*) denotes equal contribution.", {"*": "denotes equal contribution"[8:]}),
        (
            "Equal contribution (*), corresponding (†)",
            {"*": "Equal contribution", "†": "corresponding"},
        ),
        ("Equal contribution: *", {"*": "Equal contribution"}),
        (
            "* equal (Xi did more), † (deceased), ‡ (Xi) and (Yu) only",
            {"*": "equal (Xi did more)", "†": "deceased", "‡": "(Xi) and (Yu) only"},
        ),
        ("* and † contributed equally", {"*": "contributed equally", "†": "contributed equally"}),
        ("*, # Co-first", {"*": "Co-first", "#": "Co-first"}),
        ("* Equal<br>† Principal investigator", {"*": "Equal", "†": "Principal investigator"}),
        ("&dagger; Equal advising", {"†": "Equal advising"}),
        ("∗ Equal", {"*": "Equal"}),
        ("* Equal, ** Equal advising", {"*": "Equal", "**": "Equal advising"}),
        ("★ Equal", {"★": "Equal"}),
        ("* Equal & † Lead", {"*": "Equal", "†": "Lead"}),
        ("* Equal and † Lead", {"*": "Equal", "†": "Lead"}),
        ("* Equal | † Lead", {"*": "Equal", "†": "Lead"}),
        (
            "* and † denote equal contribution and corresponding author, respectively.",
            {"*": "equal contribution", "†": "corresponding author"},
        ),
        ("*, †, ‡: equal, lead, and PI, respectively", {"*": "equal", "†": "lead", "‡": "PI"}),
        ("* and † are equal, lead and PI, respectively", {}),
    ],
)
def test_an_annotation_explains_symbols(annotation: str, meanings: dict[str, str]) -> None:
    assert explained_symbols(annotation) == meanings


EQUAL = [
    "Equal contribution", "equal", "Equal contributions", "equal contrib.", "Equal contributors",
    "Equally contributing authors", "contributed equally", "Contributed equally.",
    "These authors contributed equally to this work.",
    "These authors have contributed equally to this work and share first authorship",
    "These two authors contributed equally as joint first authors",
    "both authors contributed equally",
    "Joint first authors", "co-first authors", "Co-first", "co‐first authors", "Co-senior",
    "shared senior authorship", "Shared first authorship", "Equal advising", "equal supervision",
    "Equal first authors", "Equal contribution, order determined by a coin flip",
    "equal contribution (alphabetical order)", "Equal contribution. Oral", "equal senior authors",
    "The first two authors contributed equally", "Equal contribution and corresponding authors",
    "should be considered joint first authors", "Equal contribution; work done at X",
    "gleicher Beitrag", "Diese Autorinnen haben gleichermaßen beigetragen", "contribution égale",
    "ces auteurs ont contribué également à ce travail", "Co-premiers auteurs",
    "Ces deux auteurs ont contribué de manière égale", "contribution équivalente",
    "Gleichberechtigte Erstautoren", "Gemeinsame Letztautorschaft", "gleichwertiger Beitrag",
    "Estos autores contribuyeron por igual a este trabajo", "contribución equitativa",
    "Ambas autoras han contribuido por igual", "igual contribución",
    "hanno contribuito in egual misura", "contributo uguale", "Equal-contribution",
    "Shared first co-authorship", "Alphabetical order; equal contribution",
    "Author order determined by coin flip; equal contribution", "equally-contributing authors",
    "Equal contribution (order determined at random)", "Equal contributing authors",
    "Equal contribution, ordered alphabetically by first name",
]  # fmt: skip
CORRESPONDING = [
    "Corresponding author", "corresponding authors", "Co-corresponding authors", "corresponding",
    "to whom correspondence should be addressed", "Correspondence: ann@x.org",
    "corresponding author: ann@x.org", "For correspondence", "auteur correspondant",
    "Korrespondenzautorin", "korrespondierender Autor", "Autrice de correspondance",
    "Autor de correspondencia", "autora correspondiente", "autore corrispondente",
    "Corresponding author. Email: ann@x.org", "For correspondence: ann@x.org", "Contact author",
]  # fmt: skip
OTHER = [
    "funded by an equal opportunity grant", "Joint affiliation with the leading institute",
    "shared their data with the other authors", "At the Institute for Equality",
    "All authors except these contributed equally", "never equal, only listed so",
    "Equal contribution was denied by the editors", "Equally likely to be corresponding",
    "not equal contribution", "non-equal contribution", "unequal parts", "main contributor",
    "alphabetical order", "All authors contributed equally", "The authors contributed equally",
    "The last two authors contributed equally", "Three authors contributed equally",
    "The other authors contributed equally", "Equal contribution, but not these", "Project lead",
    "equal contribution was claimed", "contributed equally to the funding", "Equal pay officer",
    "Equal contribution. This was denied by the editors", "Equal contribution. Xi led it",
    "joint work with the first author",
    "shares an office with the last author", "would have contributed equally", "PI", "Deceased",
    "no longer corresponding author", "corresponds to the first edition", "formerly corresponding",
    "Nicht gleicher Beitrag", "Gleichstellungsbeauftragte", "contribution inégale",
    "nicht gleichermaßen beigetragen", "égalité des chances", "Co-first violin", "Equal to *",
    "contributed equally to nothing", "Ann and Bo contributed equally", "unequal contribution",
    "no contribuyeron por igual", "Contribution égale. Ce n'était pas le cas", "Listed at random",
    "Gleicher Beitrag. Das stimmt nicht", "n'ont pas contribué à parts égales", "mala contribución",
    "Shared authorship was refused", "co-first authors of another paper", "",
]  # fmt: skip


@pytest.mark.parametrize(
    ("says", "explanation"),
    [
        *((Says.EQUAL, text) for text in EQUAL),
        *((Says.CORRESPONDING, text) for text in CORRESPONDING),
        *((Says.OTHER, text) for text in OTHER),
    ],
)
def test_an_explanation_says_equal_contribution_only_if_it_says_so(
    says: Says, explanation: str
) -> None:
    assert meaning_of(explanation, TWO_OF_THREE) is says


@pytest.mark.parametrize(
    ("explanation", "holders", "says"),
    [
        ("All authors contributed equally", Holders(frozenset({1, 2}), 2), Says.EQUAL),
        ("All authors contributed equally", Holders(frozenset({1, 2}), 0), Says.OTHER),
        ("The last two authors contributed equally", Holders(frozenset({2, 3}), 3), Says.EQUAL),
        ("the first 3 authors contributed equally", TWO_OF_THREE, Says.OTHER),
        ("All of these authors contributed equally", TWO_OF_THREE, Says.EQUAL),
        *(
            (both, Holders(frozenset(range(1, number + 1)), 4), says)
            for number, says in ((2, Says.EQUAL), (3, Says.OTHER))
            for both in (
                "Both authors contributed equally",
                "Beide Autoren haben gleichermaßen beigetragen",
                "Ces deux auteurs ont contribué à parts égales",
                "Ambos autores han contribuido por igual",
            )
        ),
    ],
)
def test_whom_an_explanation_names_has_to_have_the_symbol(
    explanation: str, holders: Holders, says: Says
) -> None:
    assert meaning_of(explanation, holders) is says
