"""Every builder makes the whole site without a warning."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageChops

from book import cover

from . import markdown
from .built import Site
from .reading import fold
from .source import documents, has_whole_list, papers

BUILDERS = ("html", "dirhtml", "latex", "epub", "text")
_RAW_ROLE = re.compile(r"\{cite(?::\w+)?\}|\[\?\]")


def book_of(site: Site) -> Path:
    (book,) = site.build("epub").glob("*.epub")
    return book


def outputs(site: Site, builder: str) -> dict[str, str]:
    """Return what people read in each file of a builder."""
    if builder in {"html", "dirhtml"}:
        pages = site.web(builder).pages.items()
        # What stands in code is not meant to be read as text.
        return {
            name: " ".join(
                str(t) for t in page.find_all(string=True) if not t.find_parent(["pre", "code"])
            )
            for name, page in pages
        }
    if builder == "epub":
        with ZipFile(book_of(site)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xhtml")]
            # Without the declaration of XML, of which the parser of HTML warns.
            texts = {name: archive.read(name).decode().partition("<!DOCTYPE")[2] for name in names}
            return {
                name: BeautifulSoup(f"<!DOCTYPE{text}", "html5lib").get_text()
                for name, text in texts.items()
            }
    suffix = {"text": "txt", "latex": "tex"}[builder]
    paths = site.build(builder).rglob(f"*.{suffix}")
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


@pytest.mark.parametrize("builder", BUILDERS)
def test_builds_without_a_warning_and_leaves_no_role_unread(site: Site, builder: str) -> None:
    read = outputs(site, builder)
    assert read
    found = {name: _RAW_ROLE.findall(text) for name, text in read.items()}
    assert {name: roles for name, roles in found.items() if roles} == {}


@pytest.mark.parametrize("builder", ["epub", "text"])
def test_a_book_has_every_paper(site: Site, builder: str) -> None:
    read = fold("\n".join(outputs(site, builder).values()))
    missing = [paper.key for paper in papers() if fold(paper.title) not in read]
    assert missing == [] or not has_whole_list()


def test_the_book_has_a_cover_and_leads_to_every_page(site: Site) -> None:
    with ZipFile(book_of(site)) as book:
        contents, package, names = (
            book.read("nav.xhtml").decode(),
            book.read("content.opf").decode(),
            book.namelist(),
        )
    for document in documents():
        assert f'href="{document.name}.xhtml"' in contents
    (cover,) = re.findall(r'href="([^"]+)" properties="cover-image"', package)
    assert cover in names


def test_no_word_on_a_cover_is_cut() -> None:
    for name in ("Ann One", "Annabel Example-Samplington", "W" * 60):
        with Image.open(BytesIO(cover(name, ["Institute of Donaudampfschifffahrt" * 2]))) as drawn:
            page = ImageChops.invert(drawn.convert("L")).crop((0, 41, *drawn.size))
        left, _, right, _ = page.getbbox() or (0, 0, 1000, 0)
        assert (left >= 100, right <= 910) == (True, True), name


def test_latex_has_every_paper_and_a_target_for_every_citation(site: Site) -> None:
    read = "\n".join(outputs(site, "latex").values())
    targets = set(re.findall(r"\\hypertarget\{(cite\.[^{}]*)\}", read))
    leads = set(re.findall(r"\\hyperlink\{(cite\.[^{}]*)\}", read))
    assert leads <= targets
    if has_whole_list():
        assert len(targets) >= len(papers())


def cv_of(site: Site, by: str) -> str:
    options = ["-t", "cv", "-t", f"by_{by}", "-D", f"publications_group_by={by}"]
    folder = site.build("latex", *options, name=f"cv-{by}")
    return (folder / "cv.tex").read_text(encoding="utf-8")


def test_the_cv_has_every_paper_in_the_groups_that_are_asked_for(site: Site) -> None:
    if "publications" not in {page.name for page in documents()}:
        return  # conf.py makes the CV of this page.
    flat, by_type, by_year = (cv_of(site, by) for by in ("none", "type", "year"))
    count = by_year.count(r"\hypertarget{cite.")
    for text in (flat, by_type, by_year):
        assert text.count(r"\hypertarget{cite.") == count
        # Titles are not lighter than names.
        assert text.count(r"\item[] \sphinxstylestrong{") >= count
    bodies = [body for page in documents() for body in markdown.lists(page.source)]
    if papers() and any(markdown.is_whole(body) and "group-by" not in body for body in bodies):
        headings = [re.findall(r"section\{([^{}]+)\}", text) for text in (flat, by_type, by_year)]
        assert set(headings[0]) < set(headings[1])
        assert set(headings[1]) & set(headings[2]) == set(headings[0])


def test_links_lead_from_the_front_page_to_every_other(site: Site) -> None:
    pages = site.web().pages
    reached, todo = set(), [site.web().document(documents()[0].name)]
    while todo:
        page = todo.pop()
        if page in reached or page not in pages:
            continue
        reached.add(page)
        hrefs = (str(link["href"]) for link in pages[page].select("a[href]"))
        todo += [site.web().resolve(page, href)[0] for href in hrefs if "//" not in href]
    assert set(pages) - reached <= {"404.html", "search.html"}
