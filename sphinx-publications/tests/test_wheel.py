"""The package as others get it: a wheel in an environment of its own, far from the repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from warm_python import run_python

from . import PACKAGE

CONF = """
extensions = ["myst_parser", "sphinx_publications"]
bibtex_bibfiles = ["refs.bib"]
publications_owner = "One, Ann"
html_baseurl = "https://example.org/"
version = "1"
author = copyright = "Me"
epub_show_urls = "no"
"""
ENTRY = """
@article{k%d, author = {One, Ann and Two, Ben}, author+an = {1=equal; 2=equal},
  title = {Paper %d on $n^2$}, journal = {J}, year = {%d}, doi = {10.1000/%d}}
"""
HIDE = """
import sys
class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in %r:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Hide())
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *a: None if name in %r else found(name, *a)
from sphinx.cmd.build import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of the sources without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    command = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([*command, str(PACKAGE)], check=True, env=environment())
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the installed wheel, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    command = [*pip, "install", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    subprocess.run(command, check=True, env=environment())
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project outside of the repository, with a list that has a filter."""
    (tmp_path / "conf.py").write_text(CONF)
    entries = (ENTRY % (n, n, 2000 + n, n) for n in range(12))
    (tmp_path / "refs.bib").write_text("".join(entries))
    (tmp_path / "index.md").write_text("# Home\n\n{cite}`k1`\n\n```{publications}\n```\n")
    return tmp_path


def environment(installed: Path | None = None) -> dict[str, str]:
    """Return an environment in which Python finds the installed wheel, and not the sources."""
    values = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**values, "PYTHONPATH": str(installed)} if installed else values


def run(installed: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=environment(installed), capture_output=True, text=True, check=False
    )


def test_the_wheel_has_what_is_needed_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read(next(n for n in names if n.endswith("/METADATA"))).decode()
    package = {name for name in names if ".dist-info/" not in name}
    assert {name.partition("/")[0] for name in package} == {"sphinx_publications"}
    for name in (
        "py.typed",
        "outputs/fonts/DejaVuSans.ttf",
        "outputs/fonts/LICENSE",
        "web/assets/web/publications.css",
        "web/assets/web/publications-filter.js",
        "web/assets/epub/publications.css",
    ):
        assert f"sphinx_publications/{name}" in package
    assert not [name for name in names if "test" in name or "__pycache__" in name]
    assert "Classifier: Framework :: Sphinx :: Extension" in metadata
    assert "License-Expression: MIT" in metadata
    for line in metadata.splitlines():
        if line.startswith("Requires-Dist:") and "sphinx-publications[" not in line:
            assert ">=" in line, line
            assert "<" in line, line


def test_without_extras_nothing_is_installed_that_only_commands_need(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        metadata = archive.read(name).decode()
    required = re.findall(r"^Requires-Dist: ([\w-]+)(.*)$", metadata, re.MULTILINE)
    always = {name for name, rest in required if "extra ==" not in rest}
    commands = {name for name, rest in required if "extra == 'add'" in rest}
    assert {"pybtex", "sphinx"} <= always
    assert {"filelock", "requests", "rich", "urllib3"} <= commands
    assert always & commands == set()


@pytest.mark.parametrize("builder", ["html", "epub", pytest.param("text", marks=pytest.mark.soak)])
def test_a_project_elsewhere_builds_with_it(installed: Path, project: Path, builder: str) -> None:
    script = (
        "import sys; from sphinx.cmd.build import main; code = main(sys.argv[1:]);"
        "print(*(m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None)),"
        "sep='\\n'); sys.exit(code)"
    )
    out = project / "_build"
    command = [
        sys.executable,
        "-c",
        script,
        "-q",
        "-W",
        "-n",
        "-b",
        builder,
        "-d",
        str(project / "trees"),
    ]
    done = run(installed, project, *command, str(project), str(out))
    assert (done.returncode, done.stderr) == (0, "")
    files = done.stdout.splitlines()
    assert [name for name in files if name.startswith(str(installed))]
    assert [name for name in files if str(PACKAGE) in name] == []
    if builder == "html":
        page = BeautifulSoup((out / "index.html").read_text("utf-8"), "html5lib")
        assert len(page.select("ul.publications > li[data-find]")) == 12
        assert page.select(".publications-filter-place")
        for name in ("k1.html", "k1.png", "k1.bib", "k1.bibtex.bib", "k1.ris", "k1.json", "k1.xml"):
            assert (out / "publications" / name).is_file()
    if builder == "epub":
        assert list(out.glob("*.epub"))
    if builder == "text":
        assert "A One*, B Two*" in (out / "index.txt").read_text("utf-8")


SCRIPT = """
import sys
from sphinx_publications import Author, Publication, read_bibliography
bibliography = read_bibliography("refs.bib", owner="One, Ann")
assert bibliography.problems == []
first: Publication = bibliography.publications[0]
authors: tuple[Author, ...] = first.authors
print(first.key, *(author.short_name for author in authors), sep=",")
for suffix in ("bib", "bibtex.bib", "ris", "json"):
    assert "k11" in bibliography.export(suffix), suffix
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"sphinx", "docutils"}))
"""


def test_a_script_reads_without_sphinx(installed: Path, project: Path) -> None:
    (project / "script.py").write_text(SCRIPT)
    done = run(installed, project, sys.executable, "script.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "k0,A One,B Two\n\n"


def test_another_package_adds_a_format(installed: Path, project: Path) -> None:
    addon = (PACKAGE / "docs" / "examples" / "endnote_xml.py").read_text(encoding="utf-8")
    (project / "endnote_xml.py").write_text(addon, encoding="utf-8")
    with (project / "conf.py").open("a") as conf:
        conf.write('extensions = ["myst_parser", "endnote_xml"]\n')
    out = project / "_build"
    command = ("-m", "sphinx", "-q", "-W", "-n", "-j", "2", project, out)
    done = run_python(*command, cwd=project, env=environment(installed))
    assert (done.returncode, done.stderr) == (0, "")
    records = ElementTree.parse(out / "index.endnote.xml").findall("records/record")
    assert [record.findtext("dates/year") for record in records] == [
        str(year) for year in range(2011, 1999, -1)
    ]
    (record,) = ElementTree.parse(out / "publications" / "k3.endnote.xml").iter("record")
    names = [author.text for author in record.iterfind("contributors/authors/author")]
    assert names == ["One, Ann", "Two, Ben"]
    assert record.findtext("notes") == "Equal contribution: Ann One, Ben Two"


def test_the_checker_is_a_command(installed: Path, project: Path) -> None:
    said = "12 entries, 0 problems, 0 hints\n"
    by_script = run(installed, project, str(installed / "bin" / "sphinx-publications"))
    by_module = run_python("-m", "sphinx_publications", cwd=project, env=environment(installed))
    assert (by_script.returncode, by_script.stdout) == (0, said)
    assert (by_module.returncode, by_module.stdout) == (0, said)


@pytest.mark.parametrize("asked", [False, True], ids=["by default", "asked for"])
def test_what_is_not_installed_costs_one_line(installed: Path, project: Path, asked: bool) -> None:
    missing = ("PIL", "rispy", "filelock", "platformdirs", "pyperclip", "rich")
    with (project / "conf.py").open("a") as conf:
        conf.write("publications_pictures = True\n" if asked else "")
    out = project / "_build"
    hidden = HIDE % (missing, missing)
    done = run(installed, project, sys.executable, "-c", hidden, str(project), str(out))
    assert done.returncode == 0, done.stderr
    pictures = (
        "no pictures are drawn, since Pillow is not installed; "
        'run pip install "sphinx-publications[pictures]", or set publications_pictures = False'
    )
    ris = (
        "RIS is not offered, since rispy is not installed; "
        'run pip install "sphinx-publications[ris]"'
    )
    assert done.stdout.splitlines().count(ris) == 1
    if asked:
        assert done.stderr == f"conf.py:9: WARNING: {pictures} [publications.option]\n"
    else:
        assert done.stderr == ""
        assert done.stdout.splitlines().count(pictures) == 1
    assert list(out.rglob("*.ris")) == []
    assert [path for path in out.rglob("*.png") if "_static" not in path.parts] == []
    for name in ("index.html", "publications/k1.html"):
        text = (out / name).read_text("utf-8")
        assert "og:image" not in text
        page = BeautifulSoup(text, "html5lib")
        offered = [link.get_text() for link in page.select("a[download]")]
        assert offered[0] == "Classic BibTeX"
        assert "CSL-JSON" in offered
        assert "RIS" not in offered
        told = [link["title"] for link in page.select("link[rel=alternate][title]")]
        assert "RIS" not in told
