"""Every builder, run as users run it: no warning, the same in parallel, every scheme safe."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from docutils import nodes as docutils_nodes

from sphinx_publications.project.compat import plain_class
from sphinx_publications.rendering import nodes as ours
from warm_python import run_python

from . import HOMEPAGE, seed
from .conftest import Project, Site
from .test_site import KEYS


@pytest.mark.parametrize(
    "builder",
    [
        "html",
        "dirhtml",
        "singlehtml",
        "latex",
        "epub",
        "text",
        "man",
        "texinfo",
        "xml",
        "pseudoxml",
    ],
)
def test_builds_without_a_warning(site: Site, builder: str) -> None:
    assert any(site.build(builder).iterdir())


def test_builders_that_know_no_nodes_but_those_of_docutils_have_no_others(site: Site) -> None:
    tree = ElementTree.parse(site.build("xml") / "publications.xml")
    known = {*docutils_nodes.node_class_names, "index", "toctree", "compound"}
    assert {element.tag for element in tree.iter()} - known == set()
    listed = tree.findall(".//list_item[@ids]")
    assert [item.get("ids") for item in listed] == list(KEYS)
    assert {name for item in listed for name in item.keys()} == {"ids"}  # noqa: SIM118
    assert "Bellec" in "".join(listed[0].itertext())


def test_a_parallel_build_is_the_same(site: Site) -> None:
    serial = site.build("html")
    parallel = site.build("html", "-j", "2", name="html-parallel")
    names = sorted(
        str(path.relative_to(serial))
        for path in serial.rglob("*")
        if path.is_file() and ".doctrees" not in path.parts
    )
    assert len(names) > 20
    _, different, missing = filecmp.cmpfiles(serial, parallel, names, shallow=False)
    assert (different, missing) == ([], [])


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".doctrees" not in path.parts
    }


@pytest.mark.parametrize(
    "builder",
    [
        "html",
        pytest.param("latex", marks=pytest.mark.soak),
        pytest.param("text", marks=pytest.mark.soak),
    ],
)
def test_the_same_commit_makes_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builder: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = []
    for number in range(2):
        # Files of another age in another place, as a second machine has them.
        source, out = tmp_path / f"source{number}", tmp_path / f"out{number}"
        shutil.copytree(HOMEPAGE, source)
        for path in source.rglob("*"):
            os.utime(path, (1_600_000_000 + 86_400 * number,) * 2)
        command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, str(source), str(out)]
        subprocess.run(command, check=True)
        made.append(tree(out))
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def test_a_second_build_writes_no_page_again(tmp_path: Path) -> None:
    command = ("-m", "sphinx", "-W", "-n", "-q", HOMEPAGE, tmp_path)
    run_python(*command).check_returncode()
    pages = ("index", "publications", "code", "teaching")
    before = [(tmp_path / f"{name}.html").stat().st_mtime_ns for name in pages]
    run_python(*command).check_returncode()
    assert [(tmp_path / f"{name}.html").stat().st_mtime_ns for name in pages] == before


def test_every_link_has_a_safe_scheme(site: Site) -> None:
    for path in site.build("html").rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")
        for link in page.select("[href], [src]"):
            scheme = urlsplit(str(link.get("href") or link.get("src"))).scheme
            assert scheme in {"", "http", "https"}, link


def test_dirhtml_citations_lead_to_the_entry(site: Site) -> None:
    page = BeautifulSoup(
        (site.build("dirhtml") / "code" / "index.html").read_text(encoding="utf-8"), "html5lib"
    )
    links = [link["href"] for link in page.select(".bibtex-citation a")]
    assert links[0] == "../publications/#sourmpis2023trial"


def test_the_epub_shows_every_author(site: Site) -> None:
    (book,) = site.build("epub").glob("*.epub")
    with ZipFile(book) as archive:
        page = BeautifulSoup(archive.read("publications.xhtml"), "html5lib")
    assert [item["id"] for item in page.select("ul.publications > li")] == list(KEYS)
    assert "V Thanasoulis" in page.get_text().replace("\N{NO-BREAK SPACE}", " ")
    assert not page.select("details")


def test_latex_citations_lead_to_the_entry(site: Site) -> None:
    (source,) = Path(site.build("latex")).glob("*.tex")
    text = source.read_text(encoding="utf-8")
    for key in KEYS:
        assert text.count(rf"\hypertarget{{cite.publications:{key}}}{{}}") == 1
    assert text.count(r"\hyperlink{cite.publications:") == 6


@pytest.mark.parametrize("builder", ["text", "man", "latex", "epub", "singlehtml"])
def test_every_output_has_the_papers_in_their_order(site: Site, builder: str) -> None:
    out = site.build(builder)
    if builder == "epub":
        with ZipFile(next(out.glob("*.epub"))) as archive:
            written = archive.read("publications.xhtml").decode()
    else:
        names = {"text": "publications.txt", "man": "*.1", "singlehtml": "index.html"}
        written = next(out.glob(names.get(builder, "*.tex"))).read_text(encoding="utf-8")
    written = " ".join(written.replace(r"\sphinxhyphen{}", "-").replace(r"\-", "-").split())
    written = written[written.index("For a complete list of publications") :]
    places = [written.find(paper.title) for paper in seed.papers()]
    assert -1 not in places
    assert places == sorted(places)
    assert "comparable contributions and team work)" in written[places[-1] :]


OUTLINE = """
from pathlib import Path
from sphinx.builders.text import TextBuilder

class Outline(TextBuilder):
    name = format = "outline"

    def write_doc(self, docname, doctree):
        found = (f"{type(node).__module__} {type(node).__name__}" for node in doctree.findall())
        Path(self.outdir, f"{docname}.nodes").write_text("\\n".join(found), encoding="utf-8")
        Path(self.outdir, f"{docname}.words").write_text(doctree.astext(), encoding="utf-8")

def setup(app):
    app.add_builder(Outline)
"""


def test_a_builder_that_nobody_foresaw_gets_nodes_of_docutils_and_every_word(
    project: Project,
) -> None:
    people = " and ".join(f"Name{number}, Ann" for number in range(12))
    project.write(
        outline_py=OUTLINE,
        conf_py=f"{(project.source / 'conf.py').read_text(encoding='utf-8')}\n"
        "import sys\nsys.path.append(str(__import__('pathlib').Path(__file__).parent))\n"
        "extensions.append('outline')\n"
        "publications_people = {'Bob Two': {'orcid': '0000-0002-1825-0097', "
        "'url': 'https://example.org/bob'}}\npublications_filter_from = 1\n",
        refs_bib="@article{a, author = {Bellec, Guillaume and Two, Bob and {علي}}, "
        "author+an = {1=equal; 2=equal}, title = {On $x_1$ and H\\textsubscript{2}O}, "
        "journal = {J}, year = 2020, abstract = {Words.}, code = {https://example.org/c}}\n"
        f"@misc{{b, author = {{{people}}}, title = {{B}}, year = 2019}}\n",
        index_md="# Home\n\n{cite}`a`\n\n```{publications}\n```\n\n```{bibliography}\n"
        ":style: equal_alpha\n:keyprefix: x-\n:all:\n```\n\n## In a box\n\n"
        ":::{note}\n```{publications}\n:style: equal_plain\n:group-by: type\n```\n:::\n",
    )
    build = project.build("outline", confoverrides={"myst_enable_extensions": ["colon_fence"]})
    assert build.warnings == []
    found = (build.app.outdir / "index.nodes").read_text(encoding="utf-8").split("\n")
    assert [name for name in found if name.startswith("sphinx_publications")] == []
    assert {name.split()[0] for name in found} <= {"docutils.nodes", "sphinx.addnodes"}
    assert "docutils.nodes strong" in found
    words = (build.app.outdir / "index.words").read_text(encoding="utf-8")
    for word in ("G Bellec*", "B Two*", "علي", "A Name11", "*: ", "On x", "2020 - Code"):
        assert word in words.replace("\N{NO-BREAK SPACE}", " ")


KINDS = [
    kind
    for kind in vars(ours).values()
    if isinstance(kind, type) and kind.__module__ == ours.__name__
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_node_of_ours_is_one_of_docutils_to_other_writers(
    kind: type[docutils_nodes.Element],
) -> None:
    plain = plain_class(kind)
    assert plain.__name__ in docutils_nodes.node_class_names
    assert plain is not kind
