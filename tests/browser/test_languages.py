"""Names keep their marks behind them, in whatever direction they and the page are read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from ..small import Project
from .conftest import Visitor, Windows, serve

pytestmark = [pytest.mark.browser, pytest.mark.machinery]

REFS = """@misc{latin, author = {One, Ann and Two, Ben}, author+an = {1=equal; 2=equal},
  title = {Of networks (and more)}, howpublished = {X}, year = {2020}}
@misc{arabic, author = {{محمد الخوارزمي} and {علي حسن} and Two, Ben and Four, Di},
  author+an = {1=equal; 2=equal; 3=equal; 4=equal}, title = {كتاب الجبر},
  howpublished = {X}, year = {2019}}
@misc{mixed, author = {Two, Ben and {علي حسن} and {محمد الخوارزمي} and One, Ann},
  author+an = {1=equal; 2=equal; 3=equal; 4=equal}, title = {Both},
  howpublished = {X}, year = {2018}}
"""
LATIN = re.compile("[A-Za-z]")
MARKS = """() => [...document.querySelectorAll(".publications .author-mark")].map((mark) => {
  const before = document.createRange();
  const last = mark.previousSibling;
  before.selectNodeContents(last);
  const name = before.getBoundingClientRect(), sign = mark.getBoundingClientRect();
  const text = last.textContent.split(", ").at(-1);
  return [text, sign.left >= name.right - 1 ? "right" : sign.right <= name.left + 1 ? "left" : "?"];
})"""
SIDES = """() => [...document.querySelectorAll(".publication-title")].map((title) => {
  const words = document.createRange();
  words.selectNodeContents(title.firstChild);
  const box = title.getBoundingClientRect();
  const text = words.getBoundingClientRect();
  return text.left - box.left < box.right - text.right ? "left" : "right";
})"""


@pytest.mark.parametrize(
    ("language", "style"), [("ar", "publications"), ("en", "publications"), ("ar", "plain")]
)
def test_a_mark_follows_its_name(
    project: Project, windows: Windows, language: str, style: str
) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    conf = conf.replace('"sphinx_publications"]', '"sphinx_publications", "languages"]')
    conf += f"language = '{language}'\npublications_style = '{style}'\n"
    project.write(conf_py=conf, refs_bib=REFS)
    build = project.build()
    assert build.warnings == []
    with serve(build.app.outdir) as address:
        visitor = Visitor(windows, address)
        page = visitor.open("index.html")
        marks = page.evaluate(MARKS)
        assert len(marks) == 10
        wrong = [(n, side) for n, side in marks if side != ("right" if LATIN.search(n) else "left")]
        assert wrong == []
        titles = 3 if style == "publications" else 0
        assert page.evaluate(SIDES) == ["right" if language == "ar" else "left"] * titles
        source = page.locator(".publication-source").first
        assert source.evaluate("code => getComputedStyle(code).direction") == "ltr"
        visitor.leave()


def test_scripts_speak_the_language_of_the_site(project: Project, windows: Windows) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    conf = conf.replace('"sphinx_publications"]', '"sphinx_publications", "lightweight"]')
    conf += 'language = "fr"\nhtml_theme = "alabaster"\n'
    project.write(conf_py=conf, refs_bib=REFS, index_md="# Home\n\nNetworks.\n")
    build = project.build()
    assert build.warnings == []
    with serve(build.app.outdir) as address:
        visitor = Visitor(windows, address)
        page = visitor.open("index.html?highlight=networks")
        hide = page.locator(".highlight-link a")
        expect(hide).to_have_text("Cacher les résultats de la recherche")
        visitor.leave()
