"""A built site is light, looks the same, and stays so in later builds."""

from __future__ import annotations

import re
import shutil
from typing import Any

import pytest
from bs4 import BeautifulSoup

from lightweight import pruning
from warm_python import run_python

from ..built import Site, Web, is_local
from ..small import Project, tree

pytestmark = pytest.mark.machinery


def loaded(web: Web, page: str) -> set[str]:
    """The paths of the files that the first view of a page loads."""
    tags = web.pages[page].select("script[src], img[src], link[rel=stylesheet], link[rel=icon]")
    found = {web.resolve(page, str(tag.get("src") or tag["href"]))[0] for tag in tags}
    for style in [path for path in found if path.endswith(".css")]:
        css = (web.folder / style).read_text(encoding="utf-8")
        assert "@import" not in css
        found |= {web.resolve(style, address)[0] for address in pruning.fonts(css)}
    return found


def test_no_script_holds_up_a_page(site: Site) -> None:
    for page in site.web().pages.values():
        assert page.select("script[src]")
        assert page.select("script[src]:not([defer]):not([async])") == []


URL = re.compile(r"url\([\"']?(?!data:|#)([^\"')?#]+)")


def test_nothing_is_published_that_nothing_asks_for(site: Site) -> None:
    static = site.build("html") / "_static"
    assert [*static.rglob("*.map"), *static.rglob("*.html")] == []
    for path in [*static.rglob("*.js"), *static.rglob("*.css")]:
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8")
    assert not any(path.is_dir() and not any(path.iterdir()) for path in static.rglob("*"))


def test_all_that_pages_and_stylesheets_ask_for_is_published(site: Site) -> None:
    web = site.web()
    wanted = {path for page in web.pages for path in loaded(web, page)}
    for style in [path for path in wanted if path.endswith(".css")]:
        css = (web.folder / style).read_text(encoding="utf-8")
        wanted |= {web.resolve(style, address)[0] for address in URL.findall(css)}
    for name, page in web.pages.items():
        addresses = [str(tag["href"]) for tag in page.select("link[href]")]
        wanted |= {web.resolve(name, address)[0] for address in addresses if is_local(address)}
    assert {path for path in wanted if not (web.folder / path).is_file()} == set()


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


def test_words_of_the_search_index_keep_no_rule(themed: Project) -> None:
    themed.write(other_md="# Other\n\nRarer and sooner.\n")
    out = themed.build().app.outdir
    assert '"sooner"' in (out / "searchindex.js").read_text(encoding="utf-8")
    assert (out / "_static" / "own.css").read_text() == ""


def test_a_second_build_writes_nothing_anew(themed: Project) -> None:
    out = themed.source / "_site"
    command = ("-m", "sphinx", "-W", "-q", themed.source, out)
    names = ("index.html", "other.html")

    def build() -> dict[str, int]:
        run_python(*command).check_returncode()
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
def test_themes_of_sphinx_are_made_lighter_too(themed: Project, theme: str) -> None:
    build = themed.build(confoverrides={"html_theme": theme, "html_sidebars": {}})
    assert build.warnings == []
    assert build.html().select("script[src]:not([defer])") == []


def test_pages_of_other_themes_are_left_alone(themed: Project) -> None:
    (themed.source / "themes" / "other").mkdir(parents=True)
    (themed.source / "themes" / "other" / "theme.toml").write_text('[theme]\ninherit = "basic"\n')
    options: dict[str, Any] = {"html_theme": "other", "html_theme_path": ["themes"]}
    built = themed.build(confoverrides=options)
    (warning,) = built.warnings
    assert "pydata_sphinx_theme, alabaster, " in warning
    assert " other;" in warning
    assert warning.endswith("[lightweight.theme]")
    found = tree(built.app.outdir)
    # Sphinx writes it in any order.
    assert found.pop("searchindex.js")
    conf = (themed.source / "conf.py").read_text(encoding="utf-8")
    themed.write(conf_py=conf.replace(', "lightweight"', ""))
    shutil.rmtree(themed.source / "_build")
    without = tree(themed.build(confoverrides=options).app.outdir)
    assert without.pop("searchindex.js")
    assert without == found


@pytest.mark.parametrize("builder", ["singlehtml", "text", "epub", "latex"])
def test_other_builders_finish(themed: Project, builder: str) -> None:
    warnings = themed.build(builder, confoverrides={"epub_show_urls": "no"}).warnings
    assert [line for line in warnings if "lightweight" in line] == []
