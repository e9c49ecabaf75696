"""A built site is light, looks the same, and stays so in later builds."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lightweight import stylesheets

from ..built import Site
from ..small import Project

LIMIT = 80_000
"""Bytes over the wire for the first view of a page."""


def pages(out: Path) -> list[Path]:
    return [path for path in sorted(out.rglob("*.html")) if path.parent.name != "_static"]


def loaded(out: Path, page: Path) -> list[Path]:
    """The files that the first view of a page loads, itself among them."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html5lib")
    files = [page]
    for tag in soup.select("script[src], img[src], link[rel=stylesheet], link[rel=icon]"):
        address = str(tag.get("src") or tag["href"]).partition("?")[0]
        assert "//" not in address
        files.append((out / address[1:] if address[0] == "/" else page.parent / address).resolve())
    for style in [file for file in files if file.suffix == ".css"]:
        css = style.read_text(encoding="utf-8")
        assert "@import" not in css
        files += [(style.parent / address).resolve() for address in stylesheets.fonts(css)]
    return list(dict.fromkeys(files))


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_first_view_of_any_page_is_light(site: Site, builder: str) -> None:
    out = site.build(builder)
    weights = {
        str(page.relative_to(out)): sum(
            len(gzip.compress(file.read_bytes(), mtime=0)) for file in loaded(out, page)
        )
        for page in pages(out)
    }
    assert weights
    assert {name: weight for name, weight in weights.items() if weight > LIMIT} == {}


def test_no_script_holds_up_a_page(site: Site) -> None:
    for path in pages(site.build("html")):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")
        assert soup.select("script[src]")
        assert soup.select("script[src]:not([defer]):not([async])") == []


URL = re.compile(r"url\([\"']?(?!data:|#)([^\"')?#]+)")


def test_nothing_is_published_that_nothing_asks_for(site: Site) -> None:
    static = site.build("html") / "_static"
    assert [*static.rglob("*.map"), *static.rglob("*.html")] == []
    for path in [*static.rglob("*.js"), *static.rglob("*.css")]:
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8")
    assert not any(path.is_dir() and not any(path.iterdir()) for path in static.rglob("*"))


def test_all_that_pages_and_stylesheets_ask_for_is_published(site: Site) -> None:
    out = site.build("html")
    wanted = {file for page in pages(out) for file in loaded(out, page)}
    for style in [file for file in wanted if file.suffix == ".css"]:
        addresses = URL.findall(style.read_text(encoding="utf-8"))
        wanted.update((style.parent / address).resolve() for address in addresses)
    for page in pages(out):
        for tag in BeautifulSoup(page.read_text(encoding="utf-8"), "html5lib").select("link[href]"):
            address = re.split("[?#]", str(tag["href"]))[0]
            if address and "//" not in address:
                base = out if address[0] == "/" else page.parent
                wanted.add((base / address.lstrip("/")).resolve())
    assert [file for file in wanted if not file.is_file()] == []


@pytest.fixture
def themed(project: Project) -> Project:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', '"sphinx_publications", "lightweight"]')
        + "html_theme = 'pydata_sphinx_theme'\nhtml_static_path = ['_static']\n"
        "html_css_files = ['own.css']\nhtml_sidebars = {'**': []}\n",
        refs_bib="@misc{a, author = {Ann One}, title = {First}, year = 2020, howpublished = {X}}",
        index_md="# Home\n\n```{publications}\n```\n\n```{toctree}\nother\n```\n",
        other_md="# Other\n\nNothing.\n",
    )
    (project.source / "_static").mkdir()
    (project.source / "_static" / "own.css").write_text(".sooner{color:red}.rarer{color:red}")
    return project


def test_what_a_later_build_uses_comes_back(themed: Project) -> None:
    out = themed.build().app.outdir
    assert (out / "_static" / "own.css").read_text() == ""
    before = (out / "other.html").read_text(encoding="utf-8")
    themed.write(
        index_md="# Home\n\n```{container} sooner\nNow.\n```\n\n```{toctree}\nother\n```\n"
    )
    assert themed.build().warnings == []
    assert (out / "_static" / "own.css").read_text().strip() == ".sooner{color:red}"
    after = (out / "other.html").read_text(encoding="utf-8")
    # The page has not changed, but browsers must not take the stylesheet that they keep.
    assert before != after
    assert BeautifulSoup(before, "html5lib").article == BeautifulSoup(after, "html5lib").article


def test_a_second_build_writes_nothing_anew(themed: Project) -> None:
    out = themed.source / "_site"
    command = [sys.executable, "-m", "sphinx", "-W", "-q", str(themed.source), str(out)]
    names = ("index.html", "other.html")

    def build() -> dict[str, int]:
        environment = {**os.environ}
        subprocess.run(command, check=True, env=environment)
        return {name: (out / name).stat().st_mtime_ns for name in names}

    before = build()
    css = (out / "_static/styles/pydata-sphinx-theme.css").read_bytes()
    assert build() == before
    assert (out / "_static/styles/pydata-sphinx-theme.css").read_bytes() == css
    assert len(css) < 150_000


def test_what_cannot_be_read_is_left_alone_and_said(themed: Project) -> None:
    (themed.source / "_static" / "own.css").write_text("a { color: red } }}} {{")
    build = themed.build()
    assert build.warnings == []
    assert (build.app.outdir / "_static" / "own.css").read_text() == "a { color: red } }}} {{"
    assert any("_static/own.css is left as it is" in note for note in build.notes)


def test_a_stylesheet_that_is_missing_is_asked_for_as_before(themed: Project) -> None:
    (themed.source / "_templates").mkdir()
    (themed.source / "_templates" / "layout.html").write_text(
        '{% extends "!layout.html" %}{% block extrahead %}'
        '<link rel="stylesheet" href="nowhere.css"><script src="../out.js"></script>{% endblock %}'
    )
    (themed.source / "_build").mkdir()
    (themed.source / "_build" / "out.js").write_text("// Mine.")
    build = themed.build(confoverrides={"templates_path": ["_templates"]})
    assert build.warnings == []
    assert build.html().select("link[href='nowhere.css']")
    assert (themed.source / "_build" / "out.js").read_text() == "// Mine."


def test_a_file_of_the_theme_comes_back_when_a_page_speaks_of_it(themed: Project) -> None:
    icon = themed.build().app.outdir / "_static" / "file.png"
    assert not icon.exists()
    raw = "```{raw} html\n<img src='_static/file.png' alt='File'>\n```\n"
    themed.write(other_md=f"# Other\n\n{raw}")
    assert themed.build().warnings == []
    assert icon.is_file()
    themed.write(index_md="# Home again\n\n```{toctree}\nother\n```\n")
    themed.build()
    assert icon.is_file()


@pytest.mark.parametrize("theme", ["alabaster", "classic", "bizstyle", "haiku"])
def test_other_themes_are_made_lighter_too(themed: Project, theme: str) -> None:
    build = themed.build(confoverrides={"html_theme": theme, "html_sidebars": {}})
    assert build.warnings == []
    assert build.html().select("script[src]:not([defer])") == []


@pytest.mark.parametrize("builder", ["singlehtml", "text", "epub", "latex"])
def test_other_builders_finish(themed: Project, builder: str) -> None:
    warnings = themed.build(builder, confoverrides={"epub_show_urls": "no"}).warnings
    assert [line for line in warnings if "lightweight" in line] == []
