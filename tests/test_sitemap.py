"""What search engines are told of."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .built import Site
from .small import Project
from .source import config

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


OF_SPHINX = {"404", "search", "genindex"}


def base(site: Site) -> str:
    (link,) = site.web().pages["index.html"].select("link[rel=canonical]")
    return str(link["href"]).removesuffix("index.html")


def addresses(out: Path) -> list[str]:
    root = ElementTree.parse(out / "sitemap.xml").getroot()
    return [str(loc.text) for loc in root.iter(LOC)]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_sitemap_names_every_page_by_its_canonical_address(site: Site, builder: str) -> None:
    out = site.build(builder)
    assert (out / "sitemap.xml").is_file() == bool(config()["html_baseurl"])
    found = addresses(out) if config()["html_baseurl"] else []
    if not found:
        return
    assert len(found) == len(set(found))
    listed = set()
    for address in found:
        assert address.startswith(base(site))
        path = out / address.removeprefix(base(site))
        path = path / "index.html" if path.is_dir() else path
        assert f'<link rel="canonical" href="{address}"' in path.read_text(encoding="utf-8")
        listed.add(path)
    names = [f"{name}{end}" for name in OF_SPHINX for end in (".html", "/index.html")]
    pages = {path for path in out.rglob("*.html") if "_static" not in path.parts}
    assert listed == pages - {out / name for name in names}


def test_robots_are_told_of_the_sitemap(site: Site) -> None:
    lines = (site.build("html") / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["User-agent: *", "Disallow:"]
    told = [line for line in lines if line.startswith("Sitemap:")]
    assert told == ([f"Sitemap: {base(site)}sitemap.xml"] if config()["html_baseurl"] else [])


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_build_that_writes_one_page_lists_all(project: Project, builder: str) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', '"sitemap"]')
        + "html_baseurl = 'https://example.org'\n",
        index_md="# Home\n\n```{toctree}\nother\nthird\n```\n",
        other_md="# Other\n",
        third_md="# Third\n",
    )
    out = project.build(builder).app.outdir
    before = addresses(out)
    assert len(before) == 3
    project.write(other_md="# Other\n\nMore.\n")
    assert project.build(builder).warnings == []
    assert addresses(out) == before


def test_a_second_build_names_as_many_and_without_an_address_there_is_none(
    project: Project,
) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', '"sphinx_publications", "sitemap"]'),
        index_md="# Home\n",
        refs_bib="% nothing yet\n",
    )
    base = {"html_baseurl": "https://example.org/~me"}
    out = project.build(confoverrides=base).app.outdir
    first = (out / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://example.org/~me/index.html</loc>" in first
    project.build(confoverrides=base)
    assert (out / "sitemap.xml").read_text(encoding="utf-8") == first
    (out / "sitemap.xml").unlink()
    project.build()
    assert not (out / "sitemap.xml").exists()
    assert "Sitemap" not in (out / "robots.txt").read_text(encoding="utf-8")


def test_a_page_changes_with_its_file_and_the_entries_on_it(project: Project) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    entry = "@misc{%s, author = {Ann One}, title = {%s}, year = 2020, howpublished = {X}}\n"
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', '"sphinx_publications", "sitemap"]')
        + "html_baseurl = 'https://example.org'\n",
        index_md="# Home\n\n```{publications}\n```\n\n```{toctree}\nother\n```\n",
        other_md="# Other\n",
        refs_bib=entry % ("a", "A") + entry % ("b", "B"),
    )
    (project.source / ".gitignore").write_text("_build\n", encoding="utf-8")

    def commit(date: str) -> None:
        author = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
        for command in (["init"], ["add", "-A"], [*author, "commit", "-m", "x"]):
            subprocess.run(
                ["git", *command], cwd=project.source, check=True, capture_output=True,
                env={**os.environ, "GIT_COMMITTER_DATE": date},
            )  # fmt: skip

    def changes() -> dict[str, str | None]:
        root = ElementTree.parse(project.build().app.outdir / "sitemap.xml").getroot()
        name = LOC.replace("loc", "lastmod")
        return {str(url.findtext(LOC)).rpartition("/")[2]: url.findtext(name) for url in root}

    first, second = "2024-03-01T12:00:00+00:00", "2025-06-01T12:00:00+00:00"
    commit(first)
    project.write(refs_bib=entry % ("a", "A") + entry % ("b", "Another"))
    unknown = {"index.html": None, "other.html": first, "a.html": first, "b.html": None}
    assert changes() == unknown
    commit(second)
    assert changes() == unknown | {"index.html": second, "b.html": second}
