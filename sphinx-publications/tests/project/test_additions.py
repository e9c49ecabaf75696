"""What other extensions add, and what scripts read, by the public names alone."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError
from sphinx.testing.util import SphinxTestApp

import sphinx_publications
from sphinx_publications import (
    Publication,
    add_entry_type,
    add_format,
    add_link_type,
    add_mark,
    read_bibliography,
)
from sphinx_publications.project.cli import main

from ..conftest import Build, Project
from ..incremental import Changed

REFS = """
@article{one, author = {One, Ann and Two, Ben}, author+an = {2=deceased}, title = {First},
  journal = {J}, year = {2020}, mrnumber = {12 34}, notebook = {https://example.org/n}}
@brief{two, author = {One, Ann}, title = {Second}, institution = {I}, year = {2019}}
"""
ADDON = """
from sphinx_publications import add_entry_type, add_format, add_link_type, add_mark

def setup(app):
    app.setup_extension("sphinx_publications")
    add_format(app, "Titles", "titles", "text/plain", write, "+".join)
    add_link_type(app, "mrnumber", "MathSciNet", address="https://example.org/mr?n={}")
    add_link_type(app, "notebook", "Notebook", like="code")
    add_entry_type(app, "brief", "techreport", label="Brief", heading="Briefs")
    add_mark(app, "deceased", "✝", "deceased")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

def write(publication):
    return "%s" % publication.plain_title
"""


@pytest.fixture
def addon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The module of an extension that adds one of each."""
    monkeypatch.syspath_prepend(tmp_path / "addons")
    path = tmp_path / "addons" / "an_addon.py"
    path.parent.mkdir()
    write_module(path, ADDON)
    return path


def write_module(path: Path, text: str) -> None:
    """Write a module that the next build loads anew."""
    path.write_text(text, encoding="utf-8")
    sys.modules.pop(path.stem, None)
    importlib.invalidate_caches()


def words(build: Build) -> str:
    """Return the text of the front page, in which no name is broken."""
    return build.html().get_text().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("processes", [1, 2])
def test_pages_show_what_an_extension_adds(project: Project, addon: Path, processes: int) -> None:
    project.write(refs_bib=REFS, index_md="# P\n\n```{publications}\n:group-by: type\n```\n")
    overrides = {"extensions": ["myst_parser", "an_addon"]}
    build = project.build(confoverrides=overrides, parallel=processes)
    assert build.warnings == []
    page = build.html()
    text = words(build)
    assert "B Two✝" in text
    assert "✝: deceased" in text
    assert "Briefs" in text
    links = {link.get_text(): link["href"] for link in page.select("li a[href^=https]")}
    assert links["MathSciNet"] == "https://example.org/mr?n=12%2034"
    assert links["Notebook"] == "https://example.org/n"
    downloads = {link.get_text(): str(link["href"]) for link in page.select("a[download]")}
    assert list(downloads)[-1] == "Titles"
    assert (build.app.outdir / downloads["Titles"]).read_text("utf-8") == "First+Second"
    assert (build.app.outdir / "publications" / "one.titles").read_text("utf-8") == "First"
    # The next application has nothing of it.
    other = project.build(freshenv=True)
    assert any("@brief is no type" in line for line in other.warnings)
    assert not other.html().select("a[download$=titles]")


def test_a_later_build_follows_an_extension(tmp_path: Path, addon: Path) -> None:
    made = Changed(tmp_path / "made")
    made.settings["extensions"] = ["myst_parser", "an_addon"]
    made.write("index.md", "# P\n\n```{publications}\n```\n")
    made.write("refs.bib", REFS)
    made.is_clean()
    write_module(addon, ADDON.replace('"%s"', '"Title: %s"'))
    made.is_clean()
    files, _ = made.build()
    assert files["index.titles"] == b"Title: First+Title: Second"
    write_module(addon, ADDON.replace('"titles"', '"name.txt"').replace("✝", "††"))
    made.is_clean()
    files, _ = made.build()
    assert "index.titles" not in files
    assert b"index.name.txt" in files["publications/one.html"] + files["index.html"]
    made.settings["extensions"] = ["myst_parser", "sphinx_publications"]
    made.is_clean()


def test_the_checker_knows_what_extensions_add(
    project: Project, addon: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The checker runs Sphinx in a process of its own.
    (project.source / addon.name).write_text(ADDON, encoding="utf-8")
    conf = "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))\n"
    conf += f'extensions = ["myst_parser", "{addon.stem}"]\nbibtex_bibfiles = ["refs.bib"]\n'
    project.write(
        conf_py=conf,
        refs_bib=REFS + "@brief{a, title = {T}, author = {A B}, year = 2020,"
        " institution = {I}, author+an = {1=deceasd}}",
    )
    assert main(["--conf", str(project.source)]) == 1
    lines = capsys.readouterr().out.splitlines()
    # Only this is an error of the file, not what the extension adds.
    (told,) = [line for line in lines if ": WARNING: " in line and "missing" not in line]
    assert "deceasd" in told


def test_settings_take_precedence(project: Project, addon: Path) -> None:
    project.write(refs_bib=REFS)
    settings = {
        "extensions": ["myst_parser", "an_addon"],
        "publications_links": {"mrnumber": "MR"},
        "publications_marks": {"deceased": ("‡", "in memory")},
        "publications_types": {"brief": ("Short", "misc")},
    }
    build = project.build(confoverrides=settings)
    assert build.warnings == []
    text = words(build)
    assert "B Two‡" in text
    assert "✝" not in text
    (link,) = (a for a in build.html().select("a") if a.get_text() == "MR")
    assert link["href"] == "https://example.org/mr?n=12%2034"


def test_an_error_of_an_extension_is_one_warning(project: Project, addon: Path) -> None:
    broken = '1 / (publication.key != "two") and publication.plain_title'
    write_module(addon, ADDON.replace('"%s" % publication.plain_title', broken))
    project.write(refs_bib=REFS)
    build = project.build(confoverrides={"extensions": ["myst_parser", "an_addon"]})
    (warning,) = build.warnings
    assert warning.startswith("refs.bib:4: WARNING: ")
    assert "ZeroDivisionError" in warning


def write(publication: Publication) -> str:
    return publication.key


def test_names_that_are_taken_are_told(make_app: type[SphinxTestApp], project: Project) -> None:
    project.write(refs_bib=REFS)
    app = make_app(srcdir=project.source)
    with pytest.raises(ExtensionError, match=r"suffix 'ris' is there already; override=True"):
        add_format(app, "Mine", ".ris", "text/plain", write)
    add_format(app, "Mine", ".ris", "text/plain", write, override=True)
    with pytest.raises(ExtensionError, match="'ris' is there already"):
        add_format(app, "Theirs", "ris", "text/plain", write)
    with pytest.raises(ExtensionError, match="'code' is there already"):
        add_link_type(app, "code", "Code")
    with pytest.raises(ExtensionError, match="'nothing'; write one of arxiv, blog, "):
        add_link_type(app, "talk", "Talk", like="nothing")
    with pytest.raises(ExtensionError, match="@article is there already"):
        add_entry_type(app, "Article", "misc")
    with pytest.raises(ExtensionError, match="@talks cannot be like @nothing"):
        add_entry_type(app, "talks", "nothing")
    with pytest.raises(ExtensionError, match="'equal' is there already"):
        add_mark(app, "equal", "=", "equal")
    with pytest.raises(ExtensionError, match="'late' needs a symbol and a meaning"):
        add_mark(app, "late", "", "late")


# Scripts


def test_a_script_reads_and_exports(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(REFS, encoding="utf-8")
    found = read_bibliography(
        file,
        owner="One, Ann",
        marks={"deceased": ("✝", "deceased")},
        links={"notebook": "Notebook"},
        types={"brief": "techreport"},
    )
    assert found.problems == []
    first, second = found.publications
    assert [author.is_owner for author in first.authors] == [True, False]
    assert [mark.symbol for mark in first.marks] == ["✝"]
    assert [link.label for link in first.links] == ["Notebook"]
    assert second.entry_type.ris == "RPRT"
    assert [item["id"] for item in json.loads(found.export("json"))] == ["one", "two"]
    assert found.export("bib", [second]).startswith("@brief{two,")
    assert "<article" in found.export("xml", [first])
    with pytest.raises(ValueError, match="a file of JATS holds one publication, not 2"):
        found.export("xml")
    with pytest.raises(ValueError, match=r"no format 'doc'; write one of .*bib, "):
        found.export("doc")
    with pytest.raises(ValueError, match="no type @nothing is known"):
        read_bibliography(file, types={"brief": "nothing"})


def test_mistakes_in_files_are_problems(tmp_path: Path) -> None:
    found = read_bibliography(tmp_path / "gone.bib")
    (problem,) = found.problems
    assert "gone.bib" in problem.place
    assert "is not there" in problem.text
    assert found.publications == ()
    assert found.export("json") == "[\n\n]\n"


def test_every_public_name_is_there_and_no_other() -> None:
    for name in sphinx_publications.__all__:
        assert getattr(sphinx_publications, name).__doc__
    named = {name for names in sphinx_publications._MODULES.values() for name in names}
    assert {*sphinx_publications.__all__} == {*named, "setup"}
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sphinx_publications.nothing
