"""Fixtures: the site of this repository, whoever owns it and whatever it says."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

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
    str(ROOT / folder) for folder in ("sphinx-publications/src", "_ext")
)
MARKERS = {
    "browser": "needs Chromium",
    "thorough": "takes long: programs of others, and every page on every screen",
    "machinery": "what finishes pages, and the repository: the same whatever the site says",
    "lives": "builds and tests copies of the repository, changed as owners change it",
}


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers by which a run may leave out what takes long."""
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of this repository."""
    base = tmp_path_factory.getbasetemp()
    # Every process of pytest-xdist has a folder of its own in one that they share.
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = Path(shared) / "site"
    folder.mkdir(exist_ok=True)
    return Site(folder)


@pytest.fixture
def project(tmp_path: Path, make_app: Callable[..., SphinxTestApp]) -> Project:
    """A small project with the extension; write `index_md` and `refs_bib` into it."""
    made = Project(tmp_path / "project", make_app)
    made.source.mkdir()
    made.write(conf_py=CONF, index_md="# Home\n\n```{publications}\n```\n")
    return made
