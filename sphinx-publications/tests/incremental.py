"""A small project that is changed in many ways and built again, beside clean builds of it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

CONF = """
extensions = ["myst_parser", "sphinx_publications"]
include_patterns = ["*.md", "*/*.md"]
exclude_patterns = ["_*"]
project, author, html_title = "P", "Me", "Site"
copyright = "Me"
html_theme = "basic"
html_sidebars = {"**": []}
nitpicky = True
"""
SETTINGS: dict[str, object] = {
    "bibtex_bibfiles": ["refs.bib"],
    "html_baseurl": "",
    "publications_pictures": False,
}
# What Sphinx itself does not bring up to date.
_NEIGHBOURS = re.compile(
    # A page has links to the pages before and behind it.
    r'<div class="related".*?</div>|<link rel="(?:next|prev)"[^>]*>|^\s+',
    re.DOTALL | re.MULTILINE,
)
_LEFT = re.compile(
    # The time of the build's configuration; words of removed documents; inventories in the order
    # of reading; sources and pages of removed documents; what no page shows.
    r"\.buildinfo.*|searchindex\.js|objects\.inv|_static/.*|_sources/.*|\.doctrees/.*"
)


class Interrupted(BaseException):
    """Somebody pressed Ctrl-C."""


@dataclass
class Changed:
    """A project in a folder; `files` and `settings` are what stands in it."""

    folder: Path
    files: dict[str, str] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=lambda: dict(SETTINGS))
    removed: set[str] = field(default_factory=set)
    """Documents that are no more, whose pages Sphinx does not remove."""
    known: dict[str, tuple[dict[str, bytes], list[str]]] | None = None
    """What builds from nothing showed, by their sources; with None each is done."""

    @property
    def source(self) -> Path:
        """Where the sources are."""
        return self.folder / "source"

    def write(self, name: str, text: str | None) -> None:
        """Write a file, or remove it."""
        path = self.source / name
        if text is None:
            self.files.pop(name, None)
            path.unlink(missing_ok=True)
            return
        self.files[name] = text
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def put(self, name: str, content: bytes | None) -> None:
        """Write a file that is no text, or remove it."""
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)

    def remove_page(self, name: str) -> None:
        """Remove a document."""
        if name in self.files:
            self.removed.add(name)
        self.write(name, None)

    def write_conf(self) -> None:
        """Write the configuration, if it is another."""
        lines = [f"{name} = {value!r}\n" for name, value in sorted(self.settings.items())]
        text = CONF + "".join(lines)
        if self.files.get("conf.py") != text:
            self.write("conf.py", text)

    def age(self, name: str) -> None:
        """Give a file the time stamp of an old backup."""
        os.utime(self.source / name, (1_000_000_000, 1_000_000_000))

    def build(
        self, builder: str = "html", stop: Callable[[Sphinx], None] | None = None
    ) -> tuple[dict[str, bytes], list[str]]:
        """Build with what earlier builds left; return files and warnings."""
        return self._build(builder, self.folder / "later", stop)

    def build_anew(self, builder: str = "html") -> tuple[dict[str, bytes], list[str]]:
        """Build into a new folder; return files and warnings."""
        self.write_conf()
        state = f"{builder} {self._digest()}"
        if self.known and state in self.known:
            return self.known[state]
        folder = self.folder / "clean"
        shutil.rmtree(folder, ignore_errors=True)
        found = self._build(builder, folder, None)
        if self.known is not None:
            self.known[state] = found
        return found

    def _digest(self) -> str:
        """Return what tells the sources from others."""
        paths = sorted(path for path in self.source.rglob("*") if path.is_file())
        read = [(path.relative_to(self.source).as_posix(), path.read_bytes()) for path in paths]
        return hashlib.sha256(repr(read).encode()).hexdigest()

    def _build(
        self, builder: str, folder: Path, stop: Callable[[Sphinx], None] | None
    ) -> tuple[dict[str, bytes], list[str]]:
        self.write_conf()
        warnings = StringIO()
        with _application(self.source, builder, folder, warnings) as app:
            if stop is not None:
                stop(app)
            with contextlib.suppress(Interrupted):
                app.build()
        found = strip_colors(warnings.getvalue()).replace(f"{self.source}/", "").splitlines()
        out = folder / builder
        files = {
            name: _comparable(name, path.read_bytes())
            for path in sorted(out.rglob("*"))
            if path.is_file() and not _LEFT.fullmatch(name := path.relative_to(out).as_posix())
        }
        return files, sorted(found)

    def is_clean(self, builder: str = "html") -> None:
        """Assert that another build ends in what a build from nothing ends in."""
        (later, told), (clean, told_anew) = self.build(builder), self.build_anew(builder)
        gone = {name for name in later.keys() - clean.keys() if self._is_removed_page(name)}
        assert sorted(later.keys() - gone) == sorted(clean)
        differing = [name for name in clean if later[name] != clean[name]]
        assert differing == [], _difference(differing[0], later, clean)
        # Sphinx tells what is wrong with a document in the build that reads it, and not again.
        assert _ours(told) == _ours(told_anew)

    def _is_removed_page(self, name: str) -> bool:
        """Whether Sphinx leaves a file of a document that is removed."""
        return f"{name.rpartition('.')[0].removesuffix('/index')}.md" in self.removed


def _ours(warnings: list[str]) -> list[str]:
    return [line for line in warnings if "[publications." in line or "[bibtex." in line]


def _comparable(name: str, content: bytes) -> bytes:
    if name.endswith(".html"):
        return _NEIGHBOURS.sub("", _NEIGHBOURS.sub("", content.decode())).encode()
    return content


def _difference(name: str, later: dict[str, bytes], clean: dict[str, bytes]) -> str:
    one, other = (files[name].decode("utf-8", "replace").splitlines() for files in (later, clean))
    pairs = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    return f"{name}: {pairs[:3] or (len(one), len(other))}"


@contextlib.contextmanager
def _application(source: Path, builder: str, folder: Path, warnings: Any) -> Iterator[Sphinx]:
    app = SphinxTestApp(builder, source, warning=warnings, builddir=folder)
    try:
        yield app
    finally:
        app.cleanup()
