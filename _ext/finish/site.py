"""The pages of a built site: those that this build wrote, and what is remembered of the others."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from sphinx.util import logging

from .memory import keep, recall
from .page import Facts, Page, read

logger = logging.getLogger(__name__)
_Stamp = tuple[int, int]
_NO_PAGES = {"_static", "_sources", ".doctrees"}
"""Folders of Sphinx, which have no pages in them."""


@dataclass(frozen=True)
class _Known:
    stamp: _Stamp
    facts: Facts


class Site:
    """The folder `out` with a built site; `cache` keeps what a later build needs.

    `base` is the path, between slashes, under which a host serves it.
    """

    def __init__(self, out: Path, cache: Path, base: str = "/") -> None:
        self.out = out
        self.base = base
        self.cache = cache
        self.written: list[Page] = []
        """Pages that are new since the last build, to be edited."""
        self._form = ("pages", str(out), base, *(field.name for field in fields(Facts)))
        self._known: dict[str, _Known] = {}
        """What stays as it is."""
        self._versions: dict[str, str] = {}
        self._read(recall(cache / "pages.pickle", self._form) or {})

    def _read(self, remembered: dict[str, _Known]) -> None:
        for name, path in sorted(self._files()):
            known = remembered.get(name)
            if known is not None and known.stamp == _stamp(path):
                self._known[name] = known
                continue
            try:
                self.written.append(read(name, path.read_text(encoding="utf-8"), self.base))
            except UnicodeDecodeError as error:
                logger.info("%s is left as it is: %s", name, error)

    def _files(self) -> Iterable[tuple[str, Path]]:
        for folder, folders, files in os.walk(self.out):
            if Path(folder) == self.out:
                folders[:] = set(folders) - _NO_PAGES
            for file in files:
                if file.endswith(".html"):
                    path = Path(folder) / file
                    yield path.relative_to(self.out).as_posix(), path

    @property
    def facts_of(self) -> dict[str, Facts]:
        """What is known of every page, as it is edited, by the path of the page."""
        known = {name: known.facts for name, known in self._known.items()}
        return known | {page.name: page.facts for page in self.written}

    @property
    def facts(self) -> list[Facts]:
        """What is known of every page, as it is edited."""
        return list(self.facts_of.values())

    def set_versions(self, versions: dict[str, str]) -> None:
        """Let every page load these versions of stylesheets, whatever browsers have in store."""
        self._versions = versions

    def write(self) -> None:
        """Write each page that is edited, and remember them all."""
        for name, known in self._known.items():
            if self._readdressed(known.facts):
                text = (self.out / name).read_text(encoding="utf-8")
                self._known[name] = self._write(name, text, text, known.facts)
        for page in self.written:
            self._known[page.name] = self._write(page.name, page.text, page.edited, page.facts)
        keep(self.cache / "pages.pickle", self._form, self._known)

    def _readdressed(self, facts: Facts) -> dict[str, str]:
        """Return the new addresses of stylesheets by those of which the version is another."""
        new = {
            address: f"{address.partition('?')[0]}?v={self._versions[style]}"
            for address, style in facts.styles.items()
            if style in self._versions
        }
        return {address: other for address, other in new.items() if address != other}

    def _write(self, name: str, before: str, text: str, facts: Facts) -> _Known:
        path, new = self.out / name, self._readdressed(facts)
        for address, other in new.items():
            text = text.replace(f'"{address}"', f'"{other}"')
        styles = {new.get(address, address): style for address, style in facts.styles.items()}
        if text != before:
            path.write_text(text, encoding="utf-8")
        return _Known(_stamp(path), replace(facts, styles=styles))


def _stamp(path: Path) -> _Stamp:
    status = path.stat()
    return status.st_mtime_ns, status.st_size
