"""What one build leaves for the next, in a file for each builder and folder.

Sphinx saves its environment before it writes pages: what is noted there is believed
although a build was interrupted, and although another builder wrote it.
"""

import hashlib
import json
from pathlib import Path


class Remembered:
    """What the last build of a builder into a folder left, and what this one leaves."""

    menus: str
    """Digest of the menus of all pages; empty while pages are written with others."""
    warned: frozenset[str]
    """Documents of which a build gave a warning; "" where one was of no document."""

    def __init__(self, doctreedir: Path, builder: str, outdir: Path) -> None:
        place = hashlib.sha256(f"{builder}:{outdir}".encode()).hexdigest()[:8]
        self._folder = doctreedir / "laterbuilds"
        self._path = self._folder / f"{builder}-{place}.json"
        self.menus, own = _read(self._path)
        # A builder that shares the doctrees may have read a page that this one does not.
        others = (_read(path)[1] for path in self._folder.glob("*.json"))
        self.warned = frozenset(own.union(*others))
        self._before, self._now = own, set[str]()
        self._menus = ""

    def begin(self, menus: str) -> None:
        """Note that pages are written with these menus, where they are others than before."""
        self._menus = menus
        if menus != self.menus:
            self._write("", self._before | self._now)

    def note_warned(self, docname: str) -> None:
        """Note a document at once, since the build may be interrupted."""
        if docname not in self._now:
            self._now.add(docname)
            self._write("", self._before | self._now)

    def finish(self) -> None:
        """Note that all is read and written: what was said in builds before is mended."""
        self._write(self._menus, self._now)

    def _write(self, menus: str, warned: set[str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps([menus, sorted(warned)]), encoding="utf-8")
        part.replace(self._path)


def _read(path: Path) -> tuple[str, set[str]]:
    try:
        menus, warned = json.loads(path.read_text(encoding="utf-8"))
        return str(menus), set(warned)
    except (OSError, ValueError, TypeError):
        return "", set()
