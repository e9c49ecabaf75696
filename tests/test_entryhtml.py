"""The HTML of an entry, made in one go, says what docutils' nodes say."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from .conftest import ROOT, Project
from .hard import HARD

CONF = """
from pybtex.plugin import register_plugin
from publications.style import PublicationsStyle
class Nodes(PublicationsStyle):
    pass
register_plugin("pybtex.style.formatting", "by_way_of_nodes", Nodes, force=True)
publications_max_authors = 0
publications_files = "files"
"""
FILES = {
    "hard": HARD,
    "owner": (ROOT / "refs.bib").read_text(encoding="utf-8"),
    "al-folio": (ROOT / "tests" / "data" / "al-folio.bib").read_text(encoding="utf-8"),
    "LaTeX": r"""
@misc{a, author = {O'N\"eil, A and {Group {X} of} and Two*, B and Three*, C and others},
  title = {On $\alpha^2 < 3$, \emph{so} \texttt{code} H$_2$O \& {\bf x} -- ``said''}, year = 2020,
  note = {See \url{https://x.org/a_b} <b>}, award = {Best \textbf{paper}},
  abstract = {A $x<y$ & "z"}, howpublished = {Web & <co>}, pdf = {a b.pdf}, slides = {s.pdf}}
@misc{b, author = {One, Ann}, year = 2020, title = {}, howpublished = {X}}
@misc{c, title = {{\it all} of it}, year = 2020, howpublished = {X}, editor = {One, Ann}}
""",
}


def lines(project: Project, style: str) -> list[list[Tag]]:
    project.write(index_md=f"# Home\n\n```{{publications}}\n:style: {style}\n```\n")
    page: BeautifulSoup = project.build(freshenv=True).html()
    return [item.select(".line-block > .line") for item in page.select("ul.publications > li")]


@pytest.mark.parametrize("name", FILES)
def test_both_ways_make_the_same_lines(project: Project, name: str) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(refs_bib=FILES[name], conf_py=conf + CONF)
    quick, by_nodes = lines(project, "publications"), lines(project, "by_way_of_nodes")
    assert len(quick) > 1
    assert len(quick) == len(by_nodes)
    for ours, theirs in zip(quick, by_nodes, strict=True):
        assert list(map(str, ours)) == list(map(str, theirs))
