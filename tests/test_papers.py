"""Every paper of the bibliography is listed, has a page, and is in each file for programs."""

from __future__ import annotations

import json
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
import rispy
from pybtex.database import parse_string

from .built import Site, Web, one, text_of
from .reading import fold
from .source import Paper, config, documents, has_whole_list, papers

_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
_FEED_LIMIT = 100
WEB = pytest.mark.parametrize("builder", ["html", "dirhtml"])


def shown(web: Web) -> list[Paper]:
    """Return the papers that have to be shown: all, but where the owner's lists leave some out."""
    whole = has_whole_list()
    return [paper for paper in papers() if whole or paper.key in web.entry_of]


def exported(web: Web, suffix: str) -> list[str]:
    """Return the text of each file of a format that the pages with lists offer."""
    files = {
        web.resolve(page, str(link["href"]))[0]
        for page in {entry.page for entry in web.entries}
        for link in web.pages[page].select(f"a[download][href$='.{suffix}']")
    }
    return [(web.folder / file).read_text(encoding="utf-8") for file in sorted(files)]


@WEB
def test_every_paper_is_listed_with_title_and_anchor(site: Site, builder: str) -> None:
    web = site.web(builder)
    assert [paper.key for paper in shown(web) if paper.key not in web.entry_of] == []
    for paper in shown(web):
        for entry in web.entry_of[paper.key]:
            assert fold(paper.title) in fold(entry.title.get_text())
        anchors = [(entry.page, entry.anchor) for entry in web.entry_of[paper.key]]
        assert len(anchors) == len(set(anchors))


@WEB
def test_every_paper_has_a_page_of_its_own(site: Site, builder: str) -> None:
    web = site.web(builder)
    homes = {paper.key: web.home_of(paper.key) for paper in shown(web)}
    assert len(set(homes.values())) == len(homes)
    for paper in shown(web):
        page = web.pages[homes[paper.key]]
        assert fold(one(page, "h1").get_text()) == fold(paper.title)
        assert one(page, ".publication-citation").get_text()
        for suffix in ("bib", "bibtex.bib", "ris", "json"):
            other = ":not([href$='.bibtex.bib'])" if suffix == "bib" else ""
            (link,) = page.select(f"a[download][href$='.{suffix}']{other}")
            file, _ = web.resolve(homes[paper.key], str(link["href"]))
            assert paper.key in (web.folder / file).read_text(encoding="utf-8")


def test_every_paper_is_in_the_bibtex(site: Site) -> None:
    read = [parse_string(text, "bibtex").entries for text in exported(site.web(), "bib")]
    entries = {key: entry for found in read for key, entry in found.items()}
    for paper in shown(site.web()):
        entry = entries[paper.key]
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        assert len(people) == len(paper.authors) + paper.is_open
        names = "".join(str(person) for person in people)
        assert not {"*", "†", "‡", "✉"} & set(names)


def test_every_paper_is_in_the_ris(site: Site) -> None:
    records = [record for text in exported(site.web(), "ris") for record in rispy.loads(text)]
    assert {paper.key for paper in shown(site.web())} <= {record["id"] for record in records}


def test_every_paper_is_in_the_csl(site: Site) -> None:
    items = {item["id"]: item for text in exported(site.web(), "json") for item in json.loads(text)}
    for paper in shown(site.web()):
        people = items[paper.key].get("author") or items[paper.key].get("editor") or []
        found = [fold(p.get("family", "") + p.get("literal", "")) for p in people]
        for author, name in zip(paper.authors, found, strict=False):
            assert name in fold(author.name)
            assert name


@WEB
def test_the_feed_has_the_newest_papers(site: Site, builder: str) -> None:
    web = site.web(builder)
    base = config()["html_baseurl"]
    links = {
        str(link["href"])
        for page in web.pages.values()
        for link in page.select("link[type='application/atom+xml']")
    }
    if not base or not shown(web):
        assert links == set()
        return
    (link,) = links
    assert link.startswith(base)
    read = feedparser.parse((web.folder / urlsplit(link).path.split("/")[-1]).read_bytes())
    assert read.bozo is False
    pages = [web.resolve("index.html", urlsplit(entry.link).path)[0] for entry in read.entries]
    homes = {web.home_of(paper.key) for paper in shown(web)}
    assert len(pages) == len(set(pages)) == min(len(homes), _FEED_LIMIT)
    assert set(pages) <= homes
    assert config()["project"] in read.feed.author


@WEB
def test_the_sitemap_names_every_page_by_its_canonical_address(site: Site, builder: str) -> None:
    web = site.web(builder)
    base = config()["html_baseurl"]
    if not base:
        assert not (web.folder / "sitemap.xml").exists()
        return
    root = ElementTree.parse(web.folder / "sitemap.xml").getroot()
    found = [str(loc.text) for loc in root.iter(_LOC)]
    assert len(found) == len(set(found))
    pages = {}
    for address in found:
        assert address.startswith(base)
        page, _ = web.resolve("index.html", urlsplit(address).path)
        pages[page] = address
        assert one(web.pages[page], "link[rel=canonical]")["href"] == address
    assert {web.home_of(paper.key) for paper in shown(web)} <= set(pages)
    assert {web.document(page.name) for page in documents()} <= set(pages)
    robots = (web.folder / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert robots[-1] == f"Sitemap: {base.rstrip('/')}/sitemap.xml"


def test_the_search_knows_every_page(site: Site) -> None:
    web = site.web()
    text = (web.folder / "searchindex.js").read_text(encoding="utf-8")
    names = set(json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))["docnames"])
    assert {page.name for page in documents()} <= names
    assert {web.home_of(paper.key).removesuffix(".html") for paper in shown(web)} <= names


def test_programs_read_the_authors_of_a_paper_on_its_page(site: Site) -> None:
    web = site.web()
    for paper in shown(web):
        page = web.pages[web.home_of(paper.key)]
        # Who edits a book that nobody is named as author of is its editor for programs too.
        named = page.select("meta[name=citation_author]") or page.select(
            "meta[name=citation_editor]"
        )
        tags = [str(tag["content"]) for tag in named]
        assert [fold(name) for name in tags] == [
            fold(author.family + author.suffix + author.given) for author in paper.authors
        ]
        (block,) = page.select("script[type='application/ld+json']")
        said = json.loads(str(block.string))["@graph"][0]
        assert fold(said["name"]) == fold(paper.title)
        assert text_of(one(page, "title")).endswith(config()["html_title"])
