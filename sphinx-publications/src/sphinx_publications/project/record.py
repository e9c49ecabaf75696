"""What one builder wrote: how each page looked, and which files lie beside the pages.

Sphinx saves its environment before it writes. What is noted there is believed
although a build was interrupted, and although another builder wrote it. So this
is kept in a file of its own for each builder, which holds no page while pages
are written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_VERSION = 1


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
        self.values = said.get("values", {})
        self.files = set(said.get("files", ()))
        self.figures = said.get("figures", {})

    def _read(self) -> dict[str, Any]:
        try:
            said = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) and said.get("version") == _VERSION else {}

    def _write(self, values: Mapping[str, str], files: Iterable[str]) -> None:
        said = {
            "version": _VERSION,
            "values": values,
            "files": sorted(files),
            "figures": self.figures,
        }
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(said), encoding="utf-8")
        part.replace(self.path)

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
