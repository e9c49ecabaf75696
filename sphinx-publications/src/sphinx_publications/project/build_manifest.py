"""Manifest of a build: digests of the pages, and the other files that it wrote.

Sphinx saves its environment before it writes pages, so the environment would be wrong after an
interrupted build, and after a build with another builder. Therefore each builder has a manifest
file of its own, which lists no pages while pages are being written.

A host may keep the pages between builds but lose the doctrees. Therefore the output folder also
contains digests of the names of the files. Digests do not reveal the names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Set
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_VERSION = 1
_PUBLISHED = ".publications"
"""File with the digests, in the output folder."""
SUFFIXES = (".json", ".troubled", ".assets")
"""Endings of the files of a manifest."""
_OPTIONAL = ("PIL", "rispy")
"""Optional packages that change the content of pages and the files written."""


class Manifest:
    """Manifest of the last build of a builder into an output folder."""

    path: Path
    """Path of the manifest, in the doctree folder."""
    values: dict[str, str]
    """Digest of each page by document; pages not in it are written again."""
    files: set[str]
    """Files other than pages, as paths in the output folder."""
    assets: dict[str, list[str]]
    """The stylesheets and scripts of this extension that each page names, by document."""
    figures: dict[str, Any]
    """Data of each figure that an entry names, as `project.figures` writes it."""

    def __init__(
        self, doctreedir: Path, outdir: Path, builder: str, formats: Iterable[str] = ()
    ) -> None:
        """Read the manifest; `formats` are digests of the formats that other extensions add."""
        try:
            place = outdir.relative_to(doctreedir.parent).as_posix()
        except ValueError:
            place = str(outdir)
        digest = hashlib.sha256(f"{builder}:{place}".encode()).hexdigest()[:8]
        self.path = doctreedir / f"publications-{builder}-{digest}.json"
        self._troubled = self.path.with_suffix(".troubled")
        self._troubled.unlink(missing_ok=True)
        self._assets = self.path.with_suffix(".assets")
        self._assets.unlink(missing_ok=True)
        self._noted: set[str] = set()
        self._outdir = outdir
        said = self._read()
        installed = [name for name in _OPTIONAL if find_spec(name) is not None]
        self._packages = [*installed, *formats]
        is_same = said.get("packages") == self._packages
        self.values = said.get("values", {}) if is_same else {}
        self.files = set(said.get("files", ()))
        published = self._read_published()
        if published != _digests(self.files):
            self.files |= set(self._found(published))
        self.figures = said.get("figures", {})
        self.assets = said.get("assets", {})

    def _read(self) -> dict[str, Any]:
        try:
            said = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) and said.get("version") == _VERSION else {}

    @property
    def is_published(self) -> bool:
        """Whether the digests in the output folder are current."""
        return self._read_published() == _digests(self.files)

    def _read_published(self) -> str:
        try:
            return (self._outdir / _PUBLISHED).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""

    def _found(self, published: str) -> Iterator[str]:
        """Yield the files in the output folder that have one of the digests."""
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
            "assets": self.assets,
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
        """Drop `files` from the manifest without removing them, since others write them now."""
        self.files.difference_update(files)

    def begin(self, files: Iterable[str]) -> None:
        """Clear the digests of the pages and add `files`, before pages are written."""
        self.files |= set(files)
        self._write({}, self.files)

    def note_trouble(self, docname: str) -> None:
        """Note that writing a page gave a warning, so that the next build writes it again.

        Parallel processes append to the same file.
        """
        if docname not in self._noted:
            self._noted.add(docname)
            with self._troubled.open("a", encoding="utf-8") as file:
                file.write(f"{docname}\n")

    def note_assets(self, docname: str, names: list[str]) -> None:
        """Note the stylesheets and scripts that a page names.

        Parallel processes append to the same file.
        """
        if self.assets.get(docname, []) != names:
            with self._assets.open("a", encoding="utf-8") as file:
                file.write(json.dumps([docname, names]) + "\n")

    def settle_assets(self, docnames: Set[str]) -> set[str]:
        """Set and return the assets of all pages; `docnames` are the documents that exist."""
        if self._assets.is_file():
            lines = self._assets.read_text(encoding="utf-8").splitlines()
            self.assets = {**self.assets, **dict(map(json.loads, lines))}
        self.assets = {
            name: names for name, names in sorted(self.assets.items()) if names and name in docnames
        }
        return {name for names in self.assets.values() for name in names}

    def finish(self, values: Mapping[str, str], files: set[str], figures: dict[str, Any]) -> None:
        """Save the manifest, and remove files that only the last build wrote.

        Paths outside the output folder are not removed.
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
