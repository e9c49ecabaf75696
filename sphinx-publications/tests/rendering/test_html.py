"""An entry as a string of HTML is what docutils' writer makes of its nodes."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from sphinx_publications.model.identifiers import LOCAL
from sphinx_publications.rendering.html import HtmlBackend, mathml

from .. import HOMEPAGE, TESTS
from ..conftest import Project
from ..hard import HARD

CONF = """
publications_max_authors = 0
publications_files = "files"
publications_pages = ""
"""
FILES = {
    "hard": HARD,
    "owner": (HOMEPAGE / "refs.bib").read_text(encoding="utf-8"),
    "al-folio": (TESTS / "data" / "al-folio.bib").read_text(encoding="utf-8"),
    "LaTeX": r"""
@misc{a, author = {O'N\"eil, A and {Group {X} of} and Two*, B and Three*, C and others},
  title = {On $\alpha^2 < 3$, \emph{so} \texttt{code} H$_2$O \& {\bf x} -- ``said''}, year = 2020,
  note = {See \url{https://x.org/a_b} <b>}, award = {Best \textbf{paper}},
  abstract = {A $x<y$ & "z"}, howpublished = {Web & <co>}, pdf = {a b.pdf}, slides = {s.pdf}}
@misc{b, author = {One, Ann}, year = 2020, title = {}, howpublished = {X}}
@misc{c, title = {{\it all} of it}, year = 2020, howpublished = {X}, editor = {One, Ann}}
""",
}


def lines(page: BeautifulSoup, selector: str) -> list[list[str]]:
    """Return the lines of each entry, less what only entries of `{publications}` have."""
    found = []
    for item in page.select(selector):
        for permalink in item.select(".publication-permalink"):
            permalink.decompose()
        found.append([line.decode_contents() for line in item.select(".line-block > .line")])
    return sorted(found)


@pytest.mark.parametrize("name", FILES)
def test_both_backends_make_the_same_of_a_rich_text(project: Project, name: str) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    listed = "```{publications}\n```"
    stock = "```{bibliography}\n:all:\n:list: bullet\n:style: publications\n```"
    project.write(refs_bib=FILES[name], conf_py=conf + CONF)
    project.write(index_md=f"# Home\n\n{listed}\n", stock_md=f"# Stock\n\n{stock}\n")
    build = project.build()
    by_html = lines(build.html(), "ul.publications > li")
    by_nodes = lines(build.html("stock"), "li")
    assert len(by_html) > 1
    # A stock list has what is hidden, too.
    assert by_html == [entry for entry in by_nodes if entry in by_html]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", LOCAL + "a.pdf"]
)
def test_no_link_leads_anywhere_unsafe(address: str) -> None:
    assert HtmlBackend().format_href(address, "words") == "words"
    assert 'href="https://x.org/?a&amp;b"' in HtmlBackend().format_href("https://x.org/?a&b", "w")


@pytest.mark.parametrize("tex", ["\\text{\x01}", "\\unknown{x}", "\\frac{1}", "a & b"])
def test_a_formula_that_makes_no_mathml_has_none(tex: str) -> None:
    assert mathml(tex) is None


def test_a_formula_is_mathml_in_one_line() -> None:
    markup = mathml("a < b^2")
    assert markup is not None
    assert "\n" not in markup
    math = BeautifulSoup(markup, "html5lib").select_one("math")
    assert math is not None
    assert math.get_text() == "a<b2"
