"""Fixtures: the site of this repository, whoever owns it and whatever it says."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

from quick_builds import make_builds_quick

from .built import Site
from .small import CONF, Project
from .source import ROOT

pytest_plugins = ["sphinx.testing.fixtures"]
# What the tests start prints no colours, whatever terminal or service they run in ...
os.environ["NO_COLOR"] = "1"
for _name in ("FORCE_COLOR", "FORCE_COLOUR"):
    os.environ.pop(_name, None)
# ... and finds the extensions too.
os.environ["PYTHONPATH"] = os.pathsep.join(
    str(ROOT / folder) for folder in ("sphinx-publications/src", "_ext", "tools")
)
# Modules are compiled once, and not by each of the processes that tests start.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
MARKERS = {
    "browser": "needs Chromium",
    "thorough": "takes long: programs of others, and every page on every screen",
    "machinery": "what finishes pages, and the repository: the same whatever the site says",
    "soak": "takes tens of seconds and seldom fails; make soak runs it",
    "lives": "builds and tests copies of the repository, changed as owners change it",
}


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers by which a run may leave out what takes long."""
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes a minute, so that no process waits for it in the end."""
    items.sort(key=lambda item: item.get_closest_marker("lives") is None)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a session share."""
    base = tmp_path_factory.getbasetemp()
    # Every process of pytest-xdist has a folder of its own in this one.
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session", autouse=True)
def _builds_are_quick() -> None:
    make_builds_quick()


@pytest.fixture(scope="session")
def site(shared: Path) -> Site:
    """The site of this repository."""
    folder = shared / "site"
    folder.mkdir(exist_ok=True)
    return Site(folder)


@pytest.fixture
def project(tmp_path: Path, make_app: Callable[..., SphinxTestApp]) -> Project:
    """A small project with the extension; write `index_md` and `refs_bib` into it."""
    made = Project(tmp_path / "project", make_app)
    made.source.mkdir()
    made.write(conf_py=CONF, index_md="# Home\n\n```{publications}\n```\n")
    return made
