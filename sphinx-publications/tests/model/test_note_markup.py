"""Notes and awards with Markdown and HTML in them: what they mean, safely, in every output."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import rispy

from sphinx_publications.model.note_markup import plain_remark, rich_remark
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
        assert [strong.get_text() for strong in place.select("strong")] == ["Oral", "Best"]
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
