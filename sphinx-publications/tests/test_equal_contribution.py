"""Equal contribution reaches every output, as a mark with its meaning or in words.

What nobody says to be equal contribution is "marked by the authors" in each.
Each output is asked for each entry: is it said, and is no name polluted?
"""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import feedparser
import pytest
import rispy
from bs4 import BeautifulSoup, Tag
from PIL import Image
from pybtex.database import parse_string
from sphinx.testing.util import SphinxTestApp

from . import CONF
from .conftest import Build, Project
from .marked import CORRESPONDING, EQUAL, EQUAL2

REFS = r"""
@article{first, author = {One, Ann and Two, Ben and Three, Cy}, author+an = {1=equal; 2=equal},
  title = {First equal}, journal = {J}, year = {2021}, doi = {10.1000/1}}
@inproceedings{last, author = {One, Ann and Two, Ben and Three, Cy and Four, Di},
  author+an = {1=equal; 2=equal; 3=equal2; 4=equal2,corresponding}, title = {Both ends},
  booktitle = {P}, year = {2020}}
@article{typed, author = {One*, Ann and Two$^*$, Ben and Three, Cy}, title = {Typed into names},
  journal = {J}, year = {2019}, annotation = {* Joint first authors}}
@article{crowd, author = {A, A and B, B and C, C and D, D and E, E and F, F and G, G and H, H and
  One, Ann and J, J and Two, Ben and L, L}, author+an = {9=equal; 11=equal}, title = {In a crowd},
  journal = {J}, year = {2018}}
@article{unsaid, author = {One*, Ann and Two*, Ben and Three†, Cy}, title = {Nobody says why},
  journal = {J}, year = {2016}}
@misc{alone, author = {One, Ann and Two, Ben}, author+an:symbols = {1="★"; 2="#"}, title = {Alone},
  howpublished = {X}, year = {2015}}
@misc{plain, author = {One, Ann and Two, Ben}, title = {Nothing shared}, howpublished = {X},
  year = {2017}}
"""
WORDS = {
    "first": {"*": EQUAL},
    "last": {
        "*": EQUAL,
        "†": EQUAL2,
        "✉": CORRESPONDING,
    },
    "typed": {"*": "Joint first authors"},
    "crowd": {"*": EQUAL},
    "unsaid": {"*": "marked by the authors", "†": "marked by the authors"},
    "alone": {"★": "marked by the authors", "#": "marked by the authors"},
    "plain": {},
}
MARKED = {
    "first": ["Ann One*", "Ben Two*"],
    "last": ["Ann One*", "Ben Two*", "Cy Three†", "Di Four†✉"],
    "typed": ["Ann One*", "Ben Two*"],
    "crowd": ["Ann One*", "Ben Two*"],
    "unsaid": ["Ann One*", "Ben Two*", "Cy Three†"],
    "alone": ["Ann One★", "Ben Two#"],
    "plain": [],
}
SHARED = {"first", "last", "typed", "crowd"}
SYMBOLS = re.compile(r"[*†‡✉$^#★]")
Builds = Callable[[str], Build]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    project = Project(tmp_path_factory.mktemp("matrix") / "project", SphinxTestApp)
    project.source.mkdir()
    project.write(
        conf_py=f"{CONF}\nbibtex_reference_style = 'author_venue'\nhtml_baseurl = 'https://x.org/'\n"
        "latex_engine = 'lualatex'\nlatex_elements = {'papersize': 'a3paper'}\n"
        "epub_show_urls = 'no'\nversion = '1'\ncopyright = 'Me'\n",
        refs_bib=REFS,
        index_md=f"# Home\n\n```{{publications}}\n```\n\n{{cite}}`{','.join(WORDS)}`\n",
    )
    made: dict[str, Build] = {}

    def build(builder: str) -> Build:
        if builder not in made:
            made[builder] = project.build(builder)
            assert made[builder].warnings == []
        return made[builder]

    return build


@pytest.fixture(scope="module")
def texts(builds: Builds) -> Callable[[str], str]:
    return cache(lambda builder: whole_text(builds(builder), builder))


def initials(name: str) -> str:
    given, _, family = name.partition(" ")
    return f"{given[0]} {family}"


def text_of(node: Tag) -> str:
    return node.get_text().replace("\N{NO-BREAK SPACE}", " ")


def marks_with_meaning(node: Tag, key: str, legend: str) -> None:
    """Every mark is an image with a name for screen readers, and the legend explains it."""
    marks = node.select("[role=img]")
    assert {mark.get_text() for mark in marks} == set(WORDS[key])
    for mark in marks:
        assert WORDS[key][mark.get_text()] in str(mark["aria-label"])
        assert is_explained(mark.get_text(), WORDS[key][mark.get_text()], legend)


def is_explained(symbol: str, meaning: str, legend: str) -> bool:
    """Whether a legend has a symbol, once, with a meaning among those of several papers."""
    meanings = re.findall(rf"[(;] {{0,1}}{re.escape(symbol)}: ([^;)]+)", legend)
    return len(meanings) == 1 and meaning in meanings[0].split(" / ")


@pytest.mark.parametrize("key", WORDS)
class TestMatrix:
    """Entries by outputs."""

    def test_html_list(self, builds: Builds, key: str) -> None:
        page = builds("html").html()
        (item,) = page.select(f"li#{key} .publication-authors")
        for name in MARKED[key]:
            assert initials(name) in text_of(item)
        # A paper with its own words for a mark explains them on its own page.
        legends = " ".join(text_of(found) for found in page.select(".publications-legend"))
        marks_with_meaning(item, key, legends)

    def test_page_of_the_paper(self, builds: Builds, key: str) -> None:
        page = builds("html").html(f"publications/{key}")
        (authors,) = page.select("p.publication-authors")
        for name in MARKED[key]:
            assert name in text_of(authors)
        legends = " ".join(text_of(found) for found in page.select(".publications-legend"))
        marks_with_meaning(authors, key, legends)
        (citation,) = page.select(".publication-citation")
        assert not SYMBOLS.search(text_of(citation))

    def test_card_of_a_citation(self, builds: Builds, key: str) -> None:
        (card,) = builds("html").html().select(f"#card-{key} .publication-authors")
        for name in MARKED[key]:
            assert initials(name) in text_of(card)
        assert {mark.get_text() for mark in card.select("[role=img]")} == set(WORDS[key])

    def test_tags_for_scholar(self, builds: Builds, key: str) -> None:
        page = builds("html").html(f"publications/{key}")
        names = [str(meta["content"]) for meta in page.select("meta[name=citation_author]")]
        assert names[0].endswith(("One, Ann", "A, A"))
        assert not any(SYMBOLS.search(name) for name in names)

    def test_openurl_on_the_list(self, builds: Builds, key: str) -> None:
        (span,) = builds("html").html().select(f"li#{key} .Z3988")
        assert not re.search(r"rft\.(au|creator)=[^&]*(%2A|\*|%E2%80%A0)", str(span["title"]))

    def test_json_ld(self, builds: Builds, key: str) -> None:
        page = builds("html").html(f"publications/{key}")
        (block,) = page.select("script[type='application/ld+json']")
        paper = json.loads(str(block.string))["@graph"][0]
        assert not any(SYMBOLS.search(author["name"]) for author in paper["author"])
        said_in_words(paper.get("creditText", ""), key)

    @pytest.mark.parametrize("builder", ["text", "man", "latex", "epub"])
    def test_other_builders(self, texts: Callable[[str], str], key: str, builder: str) -> None:
        text = texts(builder)
        for name in MARKED[key]:
            assert initials(name) in text
        for symbol, meaning in WORDS[key].items():
            assert re.search(rf"{re.escape(symbol)}: (?:[^;)]* / )?{meaning}", text)

    def test_bibtex(self, builds: Builds, key: str) -> None:
        text = (Path(builds("html").app.outdir) / f"publications/{key}.bib").read_text("utf-8")
        entry = parse_string(text, "bibtex").entries[key]
        assert not any(SYMBOLS.search(str(person)) for person in entry.persons["author"])
        assert ("=equal" in entry.fields.get("author+an", "")) == (key in SHARED)

    def test_ris(self, builds: Builds, key: str) -> None:
        text = (Path(builds("html").app.outdir) / f"publications/{key}.ris").read_text("utf-8")
        (record,) = rispy.loads(text)
        assert not any(SYMBOLS.search(name) for name in record["authors"])
        said_in_words("; ".join(record.get("notes", [])), key)

    def test_csl_json(self, builds: Builds, key: str) -> None:
        text = (Path(builds("html").app.outdir) / f"publications/{key}.json").read_text("utf-8")
        (item,) = json.loads(text)
        assert not SYMBOLS.search(json.dumps(item["author"], ensure_ascii=False))
        said_in_words(item.get("note", ""), key)

    def test_feed(self, builds: Builds, key: str) -> None:
        feed = feedparser.parse(
            (Path(builds("html").app.outdir) / "publications.atom").read_bytes()
        )
        (entry,) = (entry for entry in feed.entries if entry.id.endswith(f"/{key}"))
        assert not any(SYMBOLS.search(author.name) for author in entry.authors)
        content = html.unescape(entry.content[0].value)
        for name in MARKED[key]:
            assert initials(name) in content
        for symbol, meaning in WORDS[key].items():
            assert f"{symbol}: {meaning}" in content

    def test_picture(self, builds: Builds, key: str) -> None:
        path = Path(builds("html").app.outdir) / "publications" / f"{key}.png"
        with Image.open(path) as image:
            said = str(image.info["Description"]).replace("\N{NO-BREAK SPACE}", " ")
        for name in MARKED[key]:
            assert initials(name) in said
        for symbol, meaning in WORDS[key].items():
            assert f"{symbol}: {meaning}" in said


def said_in_words(text: str, key: str) -> None:
    assert bool(text) == bool(WORDS[key])
    for symbol, meaning in WORDS[key].items():
        assert meaning.lower() in text.lower()
        for name in MARKED[key]:
            if symbol in name:
                assert SYMBOLS.sub("", name) in text
    if key in SHARED:
        assert not SYMBOLS.search(text)
    else:
        assert "equal" not in text.lower()


def whole_text(build: Build, builder: str) -> str:
    """Return what people read in the one file of a builder."""
    out = Path(build.app.outdir)
    if builder == "epub":
        (book,) = out.glob("*.epub")
        with ZipFile(book) as archive:
            text = BeautifulSoup(archive.read("index.xhtml"), "html5lib").get_text()
    elif builder == "text":
        text = build.text()
    elif builder == "man":
        (page,) = out.glob("*.[0-9]")
        text = printed("groff", "-man", "-Kutf8", "-Tutf8", "-P-cbou", "-rLL=500n", page)
    else:
        (source,) = out.glob("*.tex")
        printed("latexmk", "-lualatex", "-cd", "-interaction=nonstopmode", "-silent", source)
        text = printed("pdftotext", source.with_suffix(".pdf"), "-")
    return " ".join(text.split())


def printed(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
