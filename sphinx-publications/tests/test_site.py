"""The site against the page that it was made from: every word, every link, every mark."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup, Tag

from . import HOMEPAGE, seed
from .conftest import Site

PAGES = ("index", "publications", "code", "teaching")
KEYS = (
    "sourmpis2023trial",
    "bellec2021fitting",
    "illing2021local",
    "bellec2020solution",
    "bellec2019biologically",
    "bellec2018long",
    "liu2018memory",
    "bellec2018deep",
    "schmitt2017neuromorphic",
    "bellec2016slow",
    "wolff2014creating",
    "bellec2013social",
)
FURTHER_LINKS = {
    # What refs.bib has beyond the seed, behind the seed's links.
    "sourmpis2023trial": " - Paper - Poster",
    "bellec2021fitting": " - Paper",
    "illing2021local": " - Paper",
    "bellec2020solution": " - bioRxiv - DOI",
    "bellec2018long": " - Paper",
    "liu2018memory": " - DOI",
    "bellec2018deep": " - Paper",
    "schmitt2017neuromorphic": " - arXiv",
    "bellec2016slow": " - HAL - DOI",
    "wolff2014creating": " - Code - Website",
}


def article(site: Site, name: str) -> Tag:
    found = site.page(name).select_one("article")
    assert isinstance(found, Tag)
    return found


def text_of(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def entries_of_text_build(site: Site) -> list[list[str]]:
    text = (site.build("text") / "publications.txt").read_text(encoding="utf-8")
    items = re.split(r"^   \* ", text, flags=re.MULTILINE)[1:]
    return [
        [line.strip() for line in re.split(r"\n\n", item)[0].splitlines() if line.strip()]
        for item in items
    ]


def visible_authors(entry: Tag) -> str:
    short = entry.select_one(".publication-authors-short")
    return text_of(short or entry.select(".publication-authors")[0])


def test_the_text_build_has_the_papers_line_by_line(site: Site) -> None:
    papers = seed.papers()
    assert len(papers) == 12
    for key, paper, lines in zip(KEYS, papers, entries_of_text_build(site), strict=True):
        authors = lines.pop(-2)
        assert lines == [
            paper.title,
            *([paper.remark] if paper.remark else []),
            paper.venue + FURTHER_LINKS.get(key, ""),
        ]
        if "…" not in paper.authors:
            assert authors == paper.authors
        for group in paper.authors.split(" … "):
            assert group in authors


def test_the_web_page_shows_the_authors_as_the_seed(site: Site) -> None:
    entries = article(site, "publications").select("ul.publications > li")
    assert [entry["id"] for entry in entries] == list(KEYS)
    assert [visible_authors(entry) for entry in entries] == [p.authors for p in seed.papers()]


def test_the_venue_leads_where_the_seed_leads(site: Site) -> None:
    entries = article(site, "publications").select("ul.publications > li")
    for entry, paper in zip(entries, seed.papers(), strict=True):
        found = [str(link["href"]) for link in entry.select(".publication-venue a")]
        if paper.links:
            assert found[0] == paper.links[0]
        for link in paper.links:
            assert link.removesuffix("/tree/master") in found


def test_years_are_headings_newest_first(site: Site) -> None:
    headings = [str(h.find(string=True)) for h in article(site, "publications").select("h2")]
    years = ["2023", "2021", "2020", "2019", "2018", "2017", "2016", "2014", "2013"]
    assert headings == years


def test_the_legend_is_the_owners(site: Site) -> None:
    for name in ("index", "publications"):
        (legend,) = article(site, name).select(".publications-legend")
        assert f"({text_of(legend).strip('()')})" == seed.plain(
            re.search(r"^\(.*team work\)$", seed.PAGE, re.MULTILINE)[0]  # type: ignore[index]
        )


def test_every_link_of_the_seed_is_on_the_site(site: Site) -> None:
    found = {str(link["href"]) for name in PAGES for link in article(site, name).select("a[href]")}
    assert set(seed.links()) <= found


def test_the_front_page_keeps_the_words(site: Site) -> None:
    text = text_of(article(site, "index"))
    intro, _, _ = seed.PAGE.partition("# Open-source codes")
    _, _, intro = intro.partition("[Teaching](#teaching)")
    lines = [seed.plain(line) for line in intro.splitlines() if line.strip()]
    words = [line for line in lines if line and not line.startswith("<img")]
    assert len(words) == 6
    for line in words:
        assert line in text


def test_the_address_is_not_for_harvesters(site: Site) -> None:
    for path in site.build("html").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "mailto:" not in page
        assert "bellec@epfl.ch" not in page


def test_what_the_seed_hides_stays_hidden(site: Site) -> None:
    source = (HOMEPAGE / "index.md").read_text(encoding="utf-8")
    urls = re.findall(r"https://[^)]*", seed.HIDDEN)
    assert len(urls) == 2
    for url in urls:
        assert url in source
    for path in site.build("html").rglob("*"):
        if path.suffix in {".html", ".js"}:
            page = path.read_text(encoding="utf-8")
            assert "slideslive" not in page
            assert "SF4rqIcXPA4" not in page


def test_code_resources_keep_words_and_cite_their_papers(site: Site) -> None:
    page = article(site, "code")
    items = {text_of(item).partition(" in ")[0]: item for item in page.select("li")}
    cited = {
        name: [str(link["href"]) for link in item.select(".bibtex-citation a")]
        for name, item in items.items()
    }
    assert cited == {
        "multitask mini-toolbox": [],
        "Trial matching": ["publications.html#sourmpis2023trial"],
        "Sample-and-measure": ["publications.html#bellec2021fitting"],
        "Self-supervised model": ["publications.html#illing2021local"],
        "E-prop": ["publications.html#bellec2020solution"],
        "LSNN": ["publications.html#bellec2018long"],
        "Deep Rewiring": ["publications.html#bellec2018deep"],
    }
    for line in seed.section("Open-source codes").splitlines():
        if line.startswith("- "):
            # Behind the description the seed has the paper's link.
            words = seed.plain(re.sub(r"\s*\[[^\]]*\]\([^()]*\)\s*\.?\s*$", "", line[2:]))
            assert words in text_of(page)
        elif line.startswith("###"):
            assert line.strip("# ") in text_of(page)


def test_citations_name_author_venue_and_year(site: Site) -> None:
    texts = [text_of(cite) for cite in article(site, "code").select(".bibtex-citation")]
    assert texts == [
        "(Sourmpis et al., NeurIPS 2023)",
        "(Bellec et al., NeurIPS 2021)",
        "(CLAPP, Illing et al., NeurIPS 2021)",
        "(Bellec et al., Nature Communications 2020)",
        "(Bellec et al., NIPS 2018)",
        "(Bellec et al., ICLR 2018)",
    ]


def test_teaching_keeps_the_words(site: Site) -> None:
    text = text_of(article(site, "teaching"))
    for block in seed.section("Teaching").split("\n\n"):
        assert seed.plain(block).removeprefix("- ") in text


@pytest.mark.parametrize("name", PAGES)
def test_a_page_edits_at_the_owners_repository(site: Site, name: str) -> None:
    (link,) = site.page(name).select(".editthispage a")
    repository = "https://github.com/guillaumeBellec/guillaumeBellec.github.io"
    assert link["href"] == f"{repository}/edit/master/{name}.md"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_advertising_and_no_empty_parts(site: Site, name: str) -> None:
    page = site.page(name)
    assert "documentation" not in page.select("title")[0].get_text().lower()
    footer = text_of(page.select("footer.bd-footer")[0])
    assert footer == "© Copyright Guillaume Bellec. Edit on GitHub"
    assert not page.select(".bd-sidebar-secondary")
    assert [text_of(link) for link in page.select("header .navbar-nav .nav-link")][:3] == [
        "Publications",
        "Code",
        "Teaching",
    ]


def test_the_front_page_leads_into_the_list(site: Site) -> None:
    page = article(site, "index")
    assert [entry["id"] for entry in page.select("ul.publications > li")] == list(KEYS[:3])
    targets = {str(link["href"]) for link in page.select("a.reference")}
    assert {"publications.html", "code.html", "teaching.html"} <= targets


def test_there_is_a_404_page(site: Site) -> None:
    html = (site.build("html") / "404.html").read_text(encoding="utf-8")
    page = BeautifulSoup(html, "html5lib")
    assert text_of(page.select("h1")[0]) == "Page not found"
    for tag in page.select("link[rel=stylesheet], script[src]"):
        assert str(tag.get("href") or tag.get("src")).startswith("/")
