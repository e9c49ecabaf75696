"""A page for each paper, made of its entry alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from sphinx import version_info

from ..conftest import Project, Site
from ..test_site import KEYS

TITLE = ".publication-title > a:not(.publication-permalink)"
TOP = "h1:not(.logo)"
"""The heading of a page; old themes have the name of the project in one too."""
ENTRY = "@article{%s, author = {%s}, title = {%s}, journal = {J}, year = {%s}}\n"


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    (found,) = page.select(selector)
    return found


def heading(page: BeautifulSoup) -> str:
    return one(page, TOP).get_text().rstrip("#¶")


def texts(page: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [
        " ".join(found.get_text().replace("\N{NO-BREAK SPACE}", " ").split())
        for found in page.select(selector)
    ]


def test_every_paper_has_a_page_and_the_list_leads_there(site: Site) -> None:
    links = site.page("publications").select(".publication-title > a[href$='.html']")
    assert [link["href"] for link in links] == [f"publications/{key}.html" for key in KEYS]
    for key in KEYS:
        page = site.page(f"publications/{key}")
        assert len(page.select("h1")) == 1
        assert one(page, "link[rel=canonical]")


def test_a_page_shows_all_of_a_paper(site: Site) -> None:
    page = site.page("publications/bellec2020solution")
    title = "A solution to the learning dilemma for recurrent networks of spiking neurons"
    assert heading(page) == title
    assert texts(page, "title") == [f"{title} — Guillaume Bellec"]
    assert texts(page, "article .publication-authors") == [
        "Guillaume Bellec*, Franz Scherr*, Anand Subramoney, Elias Hajek, Darjan Salaj, "
        "Robert Legenstein, Wolfgang Maass"
    ]
    assert texts(page, ".publications-legend") == ["(*: comparable contributions and team work)"]
    assert texts(page, "article .publication-venue") == ["Nature Communications 2020"]
    links = {link.get_text(): link["href"] for link in page.select(".publication-links a")}
    assert links == {
        "Read paper": "https://www.nature.com/articles/s41467-020-17236-y",
        "Code": "https://github.com/IGITUGraz/eligibility_propagation",
        "bioRxiv": "https://doi.org/10.1101/738385",
        "DOI": "https://doi.org/10.1038/s41467-020-17236-y",
    }
    assert texts(page, ".publication-citation") == [
        "Guillaume Bellec, Franz Scherr, Anand Subramoney, Elias Hajek, Darjan Salaj, "
        f"Robert Legenstein, and Wolfgang Maass. {title}. Nature Communications, 11(1):3625, "
        "2020. bioRxiv: 10.1101/738385. doi:10.1038/s41467-020-17236-y."
    ]
    assert one(page, "pre").get_text().startswith("@article{bellec2020solution,")
    cited = page.select("section#cited-on a[href^='../']")
    assert [(link.get_text(), link["href"]) for link in cited] == [
        ("Open-source codes", "../code.html")
    ]
    description = one(page, "meta[name=description]")
    assert description["content"] == f"{title}. G Bellec, F Scherr, A Subramoney et al. " + (
        "Nature Communications 2020."
    )


def test_pages_lead_to_their_neighbours(site: Site) -> None:
    for number, key in enumerate(KEYS):
        page = site.page(f"publications/{key}")
        for relation, other in (("previous", number - 1), ("next", number + 1)):
            hrefs = [link["href"] for link in page.select(f"nav a.publication-{relation}")]
            wanted = [f"{KEYS[other]}.html"] if 0 <= other < len(KEYS) else []
            assert hrefs == wanted
        # The list is where the paper is; the Tab key skips the permalink there.
        assert one(page, "nav a.publication-all")["href"] == f"../publications.html#{key}"


def test_the_bibtex_can_be_downloaded(site: Site) -> None:
    folder = site.build("html") / "publications"
    for key in KEYS:
        link = one(site.page(f"publications/{key}"), "a[download][href$='.bibtex.bib']")
        bibtex = (folder / str(link["href"])).read_text(encoding="utf-8")
        assert bibtex.startswith("@")
        assert bibtex.rstrip() == one(site.page(f"publications/{key}"), "pre").text.rstrip()


def test_every_link_between_pages_leads_somewhere(site: Site) -> None:
    for builder, suffix in (("html", ""), ("dirhtml", "index.html")):
        out = site.build(builder)
        pages = {path: read(path) for path in out.rglob("*.html") if "_static" not in path.parts}
        ids = {path: {tag["id"] for tag in page.select("[id]")} for path, page in pages.items()}
        for path, page in pages.items():
            if path.name == "404.html":
                continue
            for link in page.select("a[href]"):
                target, _, anchor = str(link["href"]).partition("#")
                if "//" in target or target.startswith(("/", "mailto:")):
                    continue
                file = (path.parent / target).resolve() if target else path
                file = file / suffix if suffix and target.endswith(("/", "..", ".")) else file
                assert file.is_file(), f"{path}: {link}"
                if anchor and file.suffix == ".html":
                    assert anchor in ids[file], f"{path}: {link}"


def test_the_search_knows_the_pages(site: Site) -> None:
    index = (site.build("html") / "searchindex.js").read_text(encoding="utf-8")
    names = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))["docnames"]
    assert {f"publications/{key}" for key in KEYS} < set(names)


@pytest.mark.skipif(version_info < (8, 2), reason="Sphinx 8.1 has no parts that are not searched")
def test_a_page_is_not_found_by_the_titles_of_its_neighbours(project: Project) -> None:
    project.write(
        refs_bib=ENTRY % ("a", "One, Ann", "Zebra", 2020) + ENTRY % ("b", "Two, B", "Yak", 2019)
    )
    build = project.build()
    index = (build.app.outdir / "searchindex.js").read_text(encoding="utf-8")
    found = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    page = found["docnames"].index("publications/a")

    def pages(kind: str, word: str) -> list[int]:
        numbers = found[kind].get(word, [])
        return numbers if isinstance(numbers, list) else [numbers]

    assert page in pages("titleterms", "zebra")
    assert page not in pages("terms", "yak")


@pytest.mark.parametrize("builder", ["latex", "epub", "text", "singlehtml", "man"])
def test_other_builders_have_no_such_pages(site: Site, builder: str) -> None:
    assert not (site.build(builder) / "publications").exists()


def test_one_setting_switches_pages_off(project: Project) -> None:
    project.write(refs_bib=ENTRY % ("a", "One, Ann", "First", 2020))
    build = project.build(confoverrides={"publications_pages": ""})
    assert build.warnings == []
    assert not (build.app.outdir / "publications").exists()
    assert build.html().select(TITLE) == []


def test_the_folder_can_be_another(project: Project) -> None:
    project.write(refs_bib=ENTRY % ("a", "One, Ann", "First", 2020))
    build = project.build("dirhtml", confoverrides={"publications_pages": "work/papers/"})
    assert build.warnings == []
    assert one(build.html(), TITLE)["href"] == "work/papers/a/"
    assert one(build.html("work/papers/a/index"), TOP).get_text() == "First¶"


HARD = """
@article{DBLP:journals/x/a+b, author = {One, Ann}, title = {%s}, journal = {J}, year = {2020}}
@article{same, author = {One, Ann}, title = {Lower}, journal = {J}, year = {2019}}
@article{sa:me, author = {One, Ann}, title = {Colon}, journal = {J}, year = {2018}}
@article{sa/me, author = {One, Ann}, title = {Slash}, journal = {J}, year = {2017}}
@misc{index, title = {No author and no year}}
@misc{nothing}
@misc{论文, author = {王, 小云}, title = {<script>alert(1)</script> \\& {\\em so}}, year = {2016}}
""" % ("Long " * 80)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_hard_entries_get_a_page_each(project: Project, builder: str) -> None:
    project.write(refs_bib=HARD)
    build = project.build(builder)
    assert [line for line in build.warnings if "missing" not in line and "nobody" not in line] == []
    titles = []
    for link in build.html().select(TITLE):
        target = build.app.outdir / str(link["href"])
        page = read(target / "index.html" if builder == "dirhtml" else target)
        titles.append(one(page, TOP).get_text().rstrip("¶"))
        assert page.select("script:not([src])[onerror], h1 script") == []
    assert titles == [
        ("Long " * 80).strip(),
        "Lower",
        "Colon",
        "Slash",
        "<script>alert(1)</script> & so",
        "No author and no year",
        "nothing",
    ]


def test_keys_that_differ_by_case_alone_get_a_page_each(project: Project) -> None:
    project.write(
        refs_bib=ENTRY % ("Key", "One, Ann", "First", 2020)
        + ENTRY % ("key", "Two, Ben", "Second", 2019)
    )
    build = project.build()
    links = build.html().select(TITLE)
    pages = [str(link["href"]).lower() for link in links]
    assert len(set(pages)) == 2
    heads = [heading(build.html(str(link["href"]).removesuffix(".html"))) for link in links]
    assert heads == ["First", "Second"]


def test_a_page_that_somebody_wrote_stays(project: Project) -> None:
    (project.source / "publications").mkdir()
    (project.source / "publications" / "a.md").write_text("---\norphan: true\n---\n# Mine\n")
    project.write(
        refs_bib=ENTRY % ("a", "One, Ann", "First", 2020),
        conf_py=(project.source / "conf.py").read_text() + 'include_patterns = ["**.md"]\n',
    )
    build = project.build()
    assert build.warnings == []
    assert heading(build.html("publications/a")) == "Mine"
    link = str(one(build.html(), TITLE)["href"])
    assert heading(build.html(link.removesuffix(".html"))) == "First"


def test_papers_that_no_list_shows_have_no_page(project: Project) -> None:
    project.write(
        refs_bib=ENTRY % ("a", "One, Ann", "First", 2020) + ENTRY % ("b", "Two, B", "Next", 2019),
        index_md="# Home\n\n```{publications}\n:filter: year == 2020\n```\n\n"
        "{cite}`b`\n\n```{bibliography}\n:filter: key == 'b'\n```\n",
    )
    build = project.build()
    assert build.warnings == []
    assert [path.name for path in (build.app.outdir / "publications").glob("*.html")] == ["a.html"]


def test_what_is_cited_is_a_link_and_an_abstract_is_shown(project: Project) -> None:
    project.write(
        refs_bib="@article{a, author = {Ann One}, title = {$E=mc^2$ again}, journal = {J}, "
        "year = 2020, abstract = {We show $x$ \\emph{well}.}, note = {a note}, award = {Best}}",
        index_md="# Home\n\n{cite}`a` {cite}`a`\n\n```{publications}\n```\n",
    )
    build = project.build()
    assert build.warnings == []
    page = build.html("publications/a")
    assert one(page, "section#abstract p").get_text().endswith("well.")
    assert page.select("section#abstract em")
    assert page.select("h1 math")
    assert texts(page, ".publication-note") == ["a note"]
    assert texts(page, ".publication-venue") == ["J 2020 - Best"]
    assert texts(page, "#cited-on a[href='../index.html']") == ["Home"]


def test_themes_do_not_offer_its_source(project: Project) -> None:
    project.write(refs_bib=ENTRY % ("a", "One, Ann", "First", 2020))
    build = project.build(confoverrides={"html_copy_source": True})
    assert build.html().select("a[href*='_sources']")
    assert not build.html("publications/a").select("a[href*='_sources']")
    assert not (build.app.outdir / "_sources" / "publications").exists()


class TestLaterBuilds:
    """Second builds: only what changed is written, and what is gone is removed."""

    @pytest.fixture
    def refs(self, project: Project) -> Project:
        self.write(project, "One, Ann", "First")
        project.write(
            index_md="# Home\n\n```{publications}\n```\n\n```{toctree}\nciting\n```\n",
            citing_md="# Citing\n\nSee {cite}`b`.\n",
        )
        return project

    def write(self, project: Project, author: str, title: str, extra: str = "") -> None:
        entries = [("a", author, title, 2020), ("b", "Two, Ben", "Second", 2019)]
        entries += [("c", "Three, Cy", "Third", 2018), ("d", "Four, Di", "Fourth", 2017)]
        project.write(refs_bib="".join(ENTRY % entry for entry in entries) + extra)

    def stamps(self, project: Project) -> dict[str, int]:
        folder = project.source / "_build" / "html" / "publications"
        return {path.stem: path.stat().st_mtime_ns for path in folder.glob("*.html")}

    def rewritten(self, project: Project) -> set[str]:
        before = self.stamps(project)
        build = project.build()
        assert build.warnings == []
        after = self.stamps(project)
        return {name for name in after if before.get(name) != after[name]}

    def test_nothing_changed_nothing_written(self, refs: Project) -> None:
        assert refs.build().warnings == []
        assert self.rewritten(refs) == set()

    def test_a_changed_author_changes_one_page(self, refs: Project) -> None:
        refs.build()
        self.write(refs, "Other, Ann", "First")
        assert self.rewritten(refs) == {"a"}
        assert "Ann Other" in refs.build().html("publications/a").get_text()

    def test_a_changed_title_changes_its_neighbours(self, refs: Project) -> None:
        refs.build()
        self.write(refs, "One, Ann", "Anew")
        assert self.rewritten(refs) == {"a", "b"}
        build = refs.build()
        assert heading(build.html("publications/a")) == "Anew"
        assert one(build.html("publications/b"), ".publication-previous")["title"] == "Anew"

    def test_a_new_citation_is_told(self, refs: Project) -> None:
        refs.build()
        refs.write(citing_md="# Citing\n\nSee {cite}`b,d`.\n")
        assert self.rewritten(refs) == {"d"}
        assert texts(refs.build().html("publications/d"), "#cited-on li") == ["Citing"]

    def test_entries_come_and_go(self, refs: Project) -> None:
        refs.build()
        self.write(refs, "One, Ann", "First", ENTRY % ("e", "Five, Ed", "Fifth", 2016))
        assert self.rewritten(refs) == {"d", "e"}
        self.write(refs, "One, Ann", "First")
        assert self.rewritten(refs) == {"d"}
        folder = refs.source / "_build" / "html" / "publications"
        assert sorted(path.name for path in folder.iterdir()) == [
            f"{key}.{suffix}"
            for key in "abcd"
            for suffix in ("bib", "bibtex.bib", "html", "json", "ris", "xml")
        ]

    def test_pages_come_with_the_first_web_builder(self, refs: Project) -> None:
        refs.build("text")
        refs.build("text")
        build = refs.build("html")
        assert build.warnings == []
        assert "First" in heading(build.html("publications/a"))

    def test_other_builders_use_the_same_doctrees(self, refs: Project) -> None:
        for builder in ("html", "text", "dirhtml"):
            build = refs.build(builder)
            assert build.warnings == []
        assert "First" in heading(build.html("publications/a/index"))
