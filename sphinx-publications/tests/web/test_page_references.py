"""A `toctree` and `{doc}` name pages of papers, in later builds as in clean ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ..conftest import Build, Project
from ..test_sequences import paper

MISSING = "toctree contains reference to nonexisting document 'publications/{}' [toc.not_readable]"
TREE = "# Home\n\n```{toctree}\nlist\npublications/a\n```\n"
NAMES = "---\norphan: true\n---\n# Talks\n\n{doc}`publications/a`, {doc}`words <publications/a>`.\n"


@pytest.fixture
def named(project: Project) -> Project:
    """A project of which two documents name the page of a paper."""
    project.write(
        index_md=TREE,
        list_md="# List\n\n```{publications}\n```\n",
        talks_md=NAMES,
        refs_bib=paper("a") + paper("b", year="2019"),
    )
    return project


def links(build: Build, page: str, within: str = "[role=main]") -> list[tuple[str, str]]:
    """Return the addresses and words of links on a page."""
    found = build.html(page).select(f"{within} a.reference.internal")
    return [(str(link["href"]), link.get_text()) for link in found]


def clean_and_later(project: Project, compared: str = "*.html") -> Build:
    """Build with what is there and from nothing, compare pages of both, and return the build."""
    later = project.build()
    output = project.source / "_build" / "html"
    pages = {path.name: path.read_bytes() for path in sorted(output.rglob(compared))}
    shutil.rmtree(project.source / "_build")
    clean = project.build()
    assert {path.name: path.read_bytes() for path in sorted(output.rglob(compared))} == pages
    assert later.warnings == clean.warnings
    return clean


@pytest.mark.parametrize("processes", [1, 2])
def test_a_toctree_and_a_reference_lead_to_the_page(named: Project, processes: int) -> None:
    build = named.build(parallel=processes)
    assert build.warnings == []
    title = build.html("publications/a").select("h1")[0].contents[0]
    assert ("publications/a.html", str(title)) in links(build, "index")
    assert links(build, "talks") == [
        ("publications/a.html", str(title)),
        ("publications/a.html", "words"),
    ]


def test_a_build_after_an_edit_keeps_both_links(named: Project) -> None:
    named.build()
    named.write(index_md=TREE + "\nWords.\n", talks_md=NAMES + "\nMore.\n")
    build = clean_and_later(named)
    assert build.warnings == []
    assert len(links(build, "talks")) == 2


@pytest.mark.parametrize("gone", ["renamed", "unlisted", "other title"])
def test_a_page_that_goes_is_told_in_every_build(named: Project, gone: str) -> None:
    named.build()
    if gone == "renamed":
        named.write(refs_bib=paper("c") + paper("b", year="2019"))
    elif gone == "unlisted":
        named.write(list_md="# List\n\n```{publications}\nb\n```\n")
    else:
        named.write(refs_bib=paper("a", title="Another") + paper("b", year="2019"))
    later = named.build().warnings
    if gone == "other title":
        assert later == []
        assert ("publications/a.html", "Another") in links(clean_and_later(named), "index")
        return
    for warnings in (later, named.build().warnings, clean_and_later(named).warnings):
        (told,) = (w for w in warnings if w.endswith(MISSING.format("a")))
        assert told.startswith("index.md:3: WARNING: ")
        assert sum("unknown document: 'publications/a'" in w for w in warnings) == 2
    # What comes back is found again.
    named.write(list_md="# List\n\n```{publications}\n```\n", refs_bib=paper("a"))
    assert clean_and_later(named).warnings == []
    assert len(links(named.build(), "talks")) == 2


def test_a_pattern_stands_for_the_documents_that_people_write(named: Project) -> None:
    tree = "# Home\n\n```{toctree}\n:glob:\n\n*\npublications/*\n```\n"
    named.write(index_md=tree)
    first = named.build()
    assert "publications/a.html" not in dict(links(first, "index"))
    # Sphinx writes no page again for the sake of its neighbours alone.
    named.write(index_md=tree + "\nWords.\n")
    assert "publications/a.html" not in dict(links(clean_and_later(named, "index.html"), "index"))
    named.write(index_md=tree.replace("*\npub", "publications/a\npub"))
    assert "publications/a.html" in dict(links(clean_and_later(named, "index.html"), "index"))


def test_a_numbered_toctree_numbers_the_page_in_each_build(named: Project) -> None:
    named.write(index_md=TREE.replace("\nlist", "\n:numbered:\n\nlist"))
    first = links(named.build(), "index")
    assert ("publications/a.html", "2. Paper a") in first
    named.write(list_md="# List\n\nWords.\n\n```{publications}\n```\n")
    assert links(clean_and_later(named), "index") == first


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "singlehtml"])
def test_formats_without_pages_lead_to_the_list(named: Project, builder: str) -> None:
    for name in (builder, "html", builder):
        build = named.build(name, confoverrides={"copyright": "A. One", "version": "1"})
        told = [w for w in build.warnings if "publications/a" in w]
        assert told == []
    if builder == "epub":
        talks = BeautifulSoup((Path(build.app.outdir) / "talks.xhtml").read_bytes(), "xml")
        found = [(link["href"], link.get_text()) for link in talks.select("p a")]
        assert found == [("list.xhtml#a", "Paper a"), ("list.xhtml#a", "words")]
