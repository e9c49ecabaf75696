"""What search engines are told of."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from .conftest import Project, Site
from .test_site import KEYS

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(site: Site, builder: str) -> list[str]:
    root = ElementTree.parse(site.build(builder) / "sitemap.xml").getroot()
    return [str(loc.text) for loc in root.iter(LOC)]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_sitemap_names_every_page_by_its_canonical_address(site: Site, builder: str) -> None:
    found = addresses(site, builder)
    assert len(found) == len(set(found)) == 4 + len(KEYS)
    out = site.build(builder)
    for address in found:
        assert address.startswith("https://guillaumebellec.github.io/")
        path = out / urlsplit(address).path.lstrip("/")
        page = (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="{address}"' in page


def test_robots_are_told_of_the_sitemap(site: Site) -> None:
    lines = (site.build("html") / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["User-agent: *", "Disallow:"]
    assert lines[-1] == "Sitemap: https://guillaumebellec.github.io/sitemap.xml"


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
