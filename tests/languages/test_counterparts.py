"""Pages that say the same in several languages name each other, as the sitemap does."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from ..small import Build, Project, tree

pytestmark = pytest.mark.machinery

BASE = "https://example.org/~me"
XHTML = "{http://www.w3.org/1999/xhtml}link"


def page(title: str, **fields: str) -> str:
    lines = [f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items()]
    return f"---\n{''.join(lines)}---\n\n# {title}\n"


@pytest.fixture
def three(project: Project) -> Project:
    """A page in English, one in French that names it, and one in German that names the French."""
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    conf = conf.replace('"sphinx_publications"]', '"languages", "sitemap"]')
    project.write(
        conf_py=conf.replace('"*.md"', '"**.md"') + f"language = 'en'\nhtml_baseurl = '{BASE}'\n",
        index_md="# Home\n\n```{toctree}\nteaching\nde/lehre\nfr\n```\n",
        teaching_md="# Teaching\n",
        fr_md=page("Enseignement", lang="fr", translation_of="teaching"),
    )
    (project.source / "de").mkdir()
    (project.source / "de" / "lehre.md").write_text(
        page("Lehre", lang="de", translation_of="../fr.md"), encoding="utf-8"
    )
    return project


def alternates(path: Path) -> list[tuple[str, str]]:
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")
    links = soup.select("head link[rel=alternate][hreflang]")
    return [(str(link["hreflang"]), str(link["href"])) for link in links]


@pytest.mark.parametrize(("builder", "end"), [("html", ".html"), ("dirhtml", "/")])
def test_pages_and_the_sitemap_name_the_page_in_each_language(
    three: Project, builder: str, end: str
) -> None:
    build = three.build(builder)
    assert build.warnings == []
    names = {"de": "de/lehre", "en": "teaching", "fr": "fr"}
    expected = [(language, f"{BASE}/{name}{end}") for language, name in names.items()]
    of_file = ".html" if builder == "html" else "/index.html"
    for name in names.values():
        path = build.app.outdir / f"{name}{of_file}"
        assert alternates(path) == expected
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")
        assert str(soup.select("link[rel=canonical]")[0]["href"]) in dict(expected).values()
    assert alternates(build.app.outdir / "index.html") == []
    root = ElementTree.parse(build.app.outdir / "sitemap.xml").getroot()
    told = {
        str(url[0].text): [(link.get("hreflang"), link.get("href")) for link in url.iter(XHTML)]
        for url in root
    }
    assert {address for address, links in told.items() if links == expected} == {
        address for _, address in expected
    }
    assert len(told) == 4


def test_without_an_address_of_the_site_no_page_names_another(three: Project) -> None:
    build = three.build(confoverrides={"html_baseurl": ""})
    assert build.warnings == []
    assert alternates(build.app.outdir / "fr.html") == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("/teaching", True),
        ("teaching.md", True),
        ("enseignement", False),
        ("fr", False),
        ("../../teaching", True),
    ],
)
def test_what_is_no_other_page_is_told_once(three: Project, said: str, expected: bool) -> None:
    three.write(fr_md=page("Enseignement", lang="fr", translation_of=said))
    warnings = three.build().warnings
    if expected:
        assert warnings == []
        return
    (warning,) = warnings
    assert warning.startswith("fr.md: WARNING: ")
    assert f"'{said}' is no other page; name one as links do" in warning


def test_two_pages_in_one_language_are_told(three: Project) -> None:
    three.write(fr_md=page("Enseignement", translation_of="teaching"))
    build = three.build()
    (warning,) = build.warnings
    assert warning.startswith("teaching.md: WARNING: ")
    assert "'fr' are both in 'en'; write the language of each" in warning
    assert [language for language, _ in alternates(build.app.outdir / "fr.html")] == ["de", "en"]


def same_as_clean(project: Project) -> Build:
    build = project.build()
    later = {k: v for k, v in tree(build.app.outdir).items() if k.endswith((".html", ".xml"))}
    clean = project.build(freshenv=True, builddir=project.source.parent / "clean")
    made = tree(clean.app.outdir)
    assert later == {name: made[name] for name in later}
    return build


@pytest.mark.parametrize(
    "fields",
    [{"lang": "fr"}, {"lang": "it", "translation_of": "teaching"}, {}],
)
def test_a_later_build_writes_the_counterparts_again(
    three: Project, fields: dict[str, str]
) -> None:
    three.build()
    three.write(fr_md=page("Enseignement", **fields))
    same_as_clean(three)


def test_a_counterpart_that_is_deleted_is_named_no_more(three: Project) -> None:
    three.build()
    (three.source / "de" / "lehre.md").unlink()
    three.write(index_md="# Home\n\n```{toctree}\nteaching\nfr\n```\n")
    build = three.build()
    found = alternates(build.app.outdir / "teaching.html")
    assert [language for language, _ in found] == ["en", "fr"]
