"""Whatever a page or a file names is there, and is what it is said to be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .built import Site, is_local
from .crawl import broken, broken_in_book, of_file, wrong_pictures
from .source import config

WEB = pytest.mark.parametrize("builder", ["html", "dirhtml"])


@WEB
def test_every_address_leads_to_a_file_and_a_place(site: Site, builder: str) -> None:
    web = site.web(builder)
    assert web.pages
    assert list(broken(web, config()["html_baseurl"])) == []


@WEB
def test_files_that_stylesheets_name_are_of_the_site(site: Site, builder: str) -> None:
    for style in site.web(builder).folder.rglob("*.css"):
        for address in of_file(style):
            assert is_local(address) or address.startswith("data:"), f"{style.name}: {address}"


@WEB
def test_every_picture_decodes_in_the_size_that_is_stated(site: Site, builder: str) -> None:
    assert list(wrong_pictures(site.web(builder))) == []


def test_a_book_has_what_its_pages_name(site: Site) -> None:
    (book,) = site.build("epub").glob("*.epub")
    assert list(broken_in_book(book)) == []


def test_a_pdf_has_what_its_source_includes(site: Site) -> None:
    folder = site.build("latex")
    for path in folder.glob("*.tex"):
        for name in re.findall(
            r"\\includegraphics(?:\[[^\]]*\])?\{+([^{}]+)\}", path.read_text("utf-8")
        ):
            assert list(folder.glob(f"{name}*")), f"{path.name}: {name}"
            assert Path(name).parent == Path(), name
