"""Fixtures: small projects built with Sphinx's own test application, and a frozen homepage."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import settings
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

import sphinx_publications
from quick_builds import make_builds_quick
from sphinx_publications.project import cli
from warm_python import run_python, run_warm

from . import CONF, DOCS, HOMEPAGE

# How long an example takes says nothing of its truth.
settings.register_profile("tests", deadline=None, max_examples=30)
settings.register_profile("soak", deadline=None, max_examples=500)
settings.load_profile("tests")
pytest_plugins = ["sphinx.testing.fixtures"]

# What the tests start prints no colours, whatever terminal or service they run in ...
os.environ["NO_COLOR"] = "1"
for _name in ("FORCE_COLOR", "FORCE_COLOUR"):
    os.environ.pop(_name, None)
# ... and finds the package where they do: in the sources, or installed.
os.environ["PYTHONPATH"] = str(Path(sphinx_publications.__file__).parents[1])
# Modules are compiled once, and not by each of the processes that tests start.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Let one of the processes of the tests at a time make what is at a path."""
    with Path(f"{path}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option by which `test_golden` writes its files anew."""
    parser.addoption(
        "--golden-update", action="store_true", help="write the files in golden/ anew; read them"
    )


@pytest.fixture(scope="session", autouse=True)
def _builds_are_quick() -> None:
    make_builds_quick()
    # The checker has Sphinx read the pages in a process of its own.
    pytest.MonkeyPatch().setattr(cli, "subprocess", SimpleNamespace(run=run_warm))


@dataclass
class Project:
    """A Sphinx project in a folder of its own."""

    source: Path
    make_app: Callable[..., SphinxTestApp]

    def write(self, **files: str) -> None:
        """Write files; ``index_md="…"`` is index.md."""
        for name, text in files.items():
            stem, _, suffix = name.rpartition("_")
            (self.source / f"{stem}.{suffix}").write_text(dedent(text), encoding="utf-8")

    def build(self, builder: str = "html", **options: Any) -> Build:
        """Build with what is there from earlier builds; warnings are kept, not raised."""
        app = self.make_app(builder, srcdir=self.source, **options)
        app.build()
        app.cleanup()
        return Build(app)


@dataclass
class Build:
    """What one build left behind."""

    app: SphinxTestApp

    @property
    def warnings(self) -> list[str]:
        """The warnings, a line each, with paths relative to the project."""
        text = strip_colors(self.app.warning.getvalue())
        return text.replace(f"{self.app.srcdir}/", "").splitlines()

    @property
    def notes(self) -> list[str]:
        """What the build says beside its warnings, a line each."""
        return strip_colors(self.app.status.getvalue()).splitlines()

    def text(self, page: str = "index") -> str:
        """A page of the text builder."""
        return (self.app.outdir / f"{page}.txt").read_text(encoding="utf-8")

    def html(self, page: str = "index") -> BeautifulSoup:
        """A page of the html builder, parsed as browsers parse it."""
        path = self.app.outdir / f"{page}.html"
        return BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")


@pytest.fixture
def project(tmp_path: Path, make_app: Callable[..., SphinxTestApp]) -> Project:
    """An empty project with the extension; write `index_md` and `refs_bib` into it."""
    made = Project(tmp_path / "project", make_app)
    made.source.mkdir()
    made.write(conf_py=CONF, index_md="# Home\n\n```{publications}\n```\n")
    return made


@dataclass
class Site:
    """The frozen homepage, each builder run once a test session as users run it.

    Processes that test at the same time share what was built.
    """

    folder: Path

    def build(self, builder: str, *options: str, name: str = "") -> Path:
        """Return the folder that `sphinx-build -b builder` filled, warnings being errors."""
        out = self.folder / (name or builder)
        with one_at_a_time(out):
            if not out.exists():
                self._run("-b", builder, *options, str(HOMEPAGE), str(out))
        return out

    def _run(self, *arguments: str) -> None:
        done = run_python("-m", "sphinx", "-W", "--keep-going", "-n", "-E", "-q", *arguments)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""

    def page(self, name: str) -> BeautifulSoup:
        """Return a page of the html build, parsed as browsers parse it."""
        path = self.build("html") / f"{name}.html"
        return BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The frozen homepage."""
    base = tmp_path_factory.getbasetemp()
    # Every process of pytest-xdist has a folder of its own in one that they share.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "site"
    folder.mkdir(exist_ok=True)
    return Site(folder)


@dataclass
class Docs:
    """The built documentation."""

    folder: Path

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        """Every page, parsed as browsers parse it, by its path."""
        return {
            str(path.relative_to(self.folder)): BeautifulSoup(path.read_bytes(), "html5lib")
            for path in sorted(self.folder.glob("*.html"))
        }

    def examples(self, page: str, section: str = "") -> list[Tag]:
        """Return the examples of a page, or of one section of it."""
        within = self.pages[f"{page}.html"].select_one(
            f"section#{section}" if section else "article"
        )
        assert within is not None, f"{page}.md has no section {section}"
        return within.select(".example")


@pytest.fixture(scope="session")
def docs(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Docs:
    """The documentation, built once for all processes that test it."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    out = shared / "documentation"
    with one_at_a_time(out):
        if not out.exists():
            command = ("-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-E")
            done = run_python(*command, "-d", f"{out}.doctrees", DOCS, out)
            assert (done.returncode, done.stderr) == (0, "")
    return Docs(out)
