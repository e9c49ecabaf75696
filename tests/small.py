"""Small projects built with Sphinx's own test application, for the extensions in `_ext`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

CONF = """
extensions = ["myst_parser", "sphinx_publications"]
include_patterns = ["*.md", "*.rst"]
bibtex_bibfiles = ["refs.bib"]
publications_owner = "Bellec, Guillaume"
nitpicky = True
"""


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

    def interrupt(self, event: str, builder: str = "html") -> None:
        """Begin a build that somebody stops with Ctrl-C when `event` is emitted."""

        def stop(*args: object) -> None:
            raise KeyboardInterrupt

        app = self.make_app(builder, srcdir=self.source)
        app.connect(event, stop)
        with pytest.raises(KeyboardInterrupt):
            app.build()
        app.cleanup()


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


def tree(folder: Path) -> dict[str, bytes]:
    """Return what each file of a folder holds, by its path, but for Sphinx's doctrees."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".doctrees" not in path.parts
    }
