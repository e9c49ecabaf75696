"""The site as a fork in Arabic, with a page in French and papers by people of both scripts."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from ..copies import HOLDS, Copy
from ..everything import link_pages
from ..source import config, documents
from ..test_lives import passed
from .conftest import Visitor, Windows, serve
from .test_languages import LATIN, MARKS

pytestmark = [pytest.mark.lives, pytest.mark.browser]

WHAT_HOLDS = "(leads_to_a_file or decodes or a_search or results_say) and not dirhtml"
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
REFS = """
@article{arabicnets, author = {{محمد الخوارزمي} and Nemo, Carla and {علي حسن}},
  author+an = {1=equal; 2=equal}, title = {كتاب الشبكات}, journal = {Annals of Tests},
  year = {2019}, doi = {10.5555/arabicnets}, langid = {arabic}}
@article{frenchnets, author = {Nemo, Carla and {علي حسن}}, author+an = {1=equal; 2=equal},
  title = {Des réseaux (et plus)}, journal = {Annals of Tests}, year = {2018}, langid = {french}}
"""
STYLES = """() => [...document.querySelectorAll(
  ".publication-source, main a.reference.external, footer a.reference.external")].map((found) => {
  const style = getComputedStyle(found);
  return [found.className, style.direction, style.unicodeBidi];
})"""

ADDRESSES = """() => [...document.querySelectorAll("main a.external")]
  .map((link) => getComputedStyle(link, "::after").content)
  .filter((said) => said.includes("http"))"""


def speak(copy: Copy) -> str:
    """Let a copy of the site be in Arabic and one more page in French; returns what that says."""
    conf, count = re.subn(r"^language = .*$", 'language = "ar"', copy.read("conf.py"), flags=re.M)
    assert count == 1
    copy.write("conf.py", conf)
    other = next(
        (d.name for d in documents()[1:] if "\nlang:" not in d.source), documents()[0].name
    )
    copy.write(
        "enseignement.md",
        f"---\nlang: fr\ntranslation-of: /{other}\nmyst:\n  html_meta:\n"
        "    description: >-\n      Des cours sur les réseaux et sur les escargots.\n---\n\n"
        "# Enseignement\n\nLes cours.\n",
    )
    link_pages(copy, "enseignement\n")
    copy.append("refs.bib", REFS)
    return other


def page(copy: Copy, name: str) -> BeautifulSoup:
    return BeautifulSoup((copy.built("html") / f"{name}.html").read_text("utf-8"), "html5lib")


def said(soup: BeautifulSoup) -> tuple[object, object]:
    """Return the language and the direction of a page."""
    html = soup.select("html")[0]
    return html.get("lang"), html.get("dir")


def test_a_site_in_arabic_with_a_page_in_french(tmp_path: Path, windows: Windows) -> None:
    copy = Copy.of_repository(tmp_path / "copy")
    other = speak(copy)
    passed(copy.test(HOLDS, "-k", WHAT_HOLDS))
    french = page(copy, "enseignement")
    assert said(french) == ("fr", None)
    assert said(page(copy, other)) == ("ar", "rtl")
    if config()["html_baseurl"]:
        links = french.select("head link[hreflang]")
        assert [link["hreflang"] for link in links] == ["ar", "fr"]
        feed = ElementTree.parse(copy.built("html") / "publications.atom").getroot()
        assert feed.get(XML_LANG) == "ar"
        told = {title.text: title.get(XML_LANG) for title in feed.iter(f"{ATOM}title")}
        assert (told["Des réseaux (et plus)"], told["كتاب الشبكات"]) == ("fr", None)
    lists = {
        path.stem: BeautifulSoup(path.read_text("utf-8"), "html5lib")
        for path in copy.built("html").glob("*.html")
    }
    (name,) = [name for name, soup in lists.items() if soup.select("li#frenchnets")]
    titles = lists[name].select("#arabicnets .publication-title, #frenchnets .publication-title")
    assert [title.get("lang") for title in titles] == [None, "fr"]
    look(windows, copy.built("html"), f"{name}.html")


def look(windows: Windows, folder: Path, path: str) -> None:
    """Look at a page with a list in a browser: marks, BibTeX and addresses."""
    with serve(folder) as address:
        visitor = Visitor(windows, address)
        found = visitor.open(path)
        marks = found.evaluate(MARKS)
        assert {bool(LATIN.search(name)) for name, _ in marks} == {True, False}
        wrong = [(n, side) for n, side in marks if side != ("right" if LATIN.search(n) else "left")]
        assert wrong == []
        styles = found.evaluate(STYLES)
        assert [s for s in styles if "isolate" not in s[2]] == []
        sources = [direction for kind, direction, _ in styles if kind == "publication-source"]
        assert set(sources) == {"ltr"}
        found.emulate_media(media="print")
        # The brackets around an address stay at its ends.
        told = found.evaluate(ADDRESSES)
        assert told
        assert [one for one in told if not re.search(r"\u2066<[^<>]+>\u2069", one)] == []
        visitor.leave()
