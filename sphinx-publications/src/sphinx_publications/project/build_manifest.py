"""What one builder wrote: how each page looked, and which files lie beside the pages.

Sphinx saves its environment before it writes. What is noted there is believed
although a build was interrupted, and although another builder wrote it. So this
is kept in a file of its own for each builder, which holds no page while pages
are written.

A host may keep the pages from one build to the next and lose the doctrees. So the folder of the
pages has digests of the names of the files too, which tell nothing to who does not know these.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_VERSION = 1
_PUBLISHED = ".publications"
"""File in the folder with the digests."""
_OPTIONAL = ("PIL", "fontTools", "rispy")
"""Packages on which depends what pages name and what lies beside them."""


class Record:
    """What the last build of a builder into a folder left there."""

    path: Path
    """Where it is kept, among Sphinx's doctrees."""
    values: dict[str, str]
    """What each page shows, by document; a page that is missing is to be written again."""
    files: set[str]
    """Paths in the folder of all that was written beside pages."""
    figures: dict[str, Any]
    """What was found of each figure that an entry names, as `project.figures` writes it."""

    def __init__(self, doctreedir: Path, builder: str, outdir: Path) -> None:
        try:
            place = outdir.relative_to(doctreedir.parent).as_posix()
        except ValueError:
            place = str(outdir)
        digest = hashlib.sha256(f"{builder}:{place}".encode()).hexdigest()[:8]
        self.path = doctreedir / f"publications-{builder}-{digest}.json"
        self._troubled = self.path.with_suffix(".troubled")
        self._troubled.unlink(missing_ok=True)
        self._noted: set[str] = set()
        self._outdir = outdir
        said = self._read()
        self._packages = [name for name in _OPTIONAL if find_spec(name) is not None]
        is_same = said.get("packages") == self._packages
        self.values = said.get("values", {}) if is_same else {}
        self.files = set(said.get("files", ()))
        published = self._read_published()
        if published != _digests(self.files):
            self.files |= set(self._found(published))
        self.figures = said.get("figures", {})

    def _read(self) -> dict[str, Any]:
        try:
            said = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) and said.get("version") == _VERSION else {}

    @property
    def is_published(self) -> bool:
        """Whether the folder says which files are in it."""
        return self._read_published() == _digests(self.files)

    def _read_published(self) -> str:
        try:
            return (self._outdir / _PUBLISHED).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""

    def _found(self, published: str) -> Iterator[str]:
        """Yield the files of the folder of which it has the digests."""
        digests = set(published.split())
        for path in self._outdir.rglob("*") if digests else ():
            name = path.relative_to(self._outdir).as_posix()
            if _digest(name) in digests:
                yield name

    def _write(self, values: Mapping[str, str], files: set[str]) -> None:
        said = {
            "version": _VERSION,
            "packages": self._packages,
            "values": values,
            "files": sorted(files),
            "figures": self.figures,
        }
        published = self._outdir / _PUBLISHED
        if files:
            published.write_text(_digests(files), encoding="utf-8")
        else:
            published.unlink(missing_ok=True)
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(said), encoding="utf-8")
        part.replace(self.path)

    def leave(self, files: Iterable[str]) -> None:
        """Neither note nor remove `files` that an earlier build wrote: others write them now."""
        self.files.difference_update(files)

    def begin(self, files: Iterable[str]) -> None:
        """Forget how the pages look, since they are being written, with `files` beside them."""
        self.files |= set(files)
        self._write({}, self.files)

    def note_trouble(self, docname: str) -> None:
        """Note that writing a page gave a warning, which the next build shall repeat.

        Processes that write at the same time share the file.
        """
        if docname not in self._noted:
            self._noted.add(docname)
            with self._troubled.open("a", encoding="utf-8") as file:
                file.write(f"{docname}\n")

    def finish(self, values: Mapping[str, str], files: set[str], figures: dict[str, Any]) -> None:
        """Note how the pages look, and remove the files that the build before wrote and this not.

        Paths that lead out of the folder are left alone.
        """
        for name in sorted(self.files - files):
            path = self._outdir / name
            if path.resolve().is_relative_to(self._outdir.resolve()):
                path.unlink(missing_ok=True)
                self._remove_empty(path.parent)
        troubled: list[str] = []
        if self._troubled.is_file():
            troubled = self._troubled.read_text(encoding="utf-8").splitlines()
        self.values = {name: value for name, value in values.items() if name not in troubled}
        self.files = files
        self.figures = figures
        self._write(self.values, files)

    def _remove_empty(self, folder: Path) -> None:
        while folder != self._outdir and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def _digests(names: Iterable[str]) -> str:
    return "".join(sorted(f"{_digest(name)}\n" for name in names))


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode(errors="surrogateescape")).hexdigest()[:16]
