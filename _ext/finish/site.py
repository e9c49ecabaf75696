"""The pages of a built site: those that this build wrote, and what is remembered of the others."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from sphinx.util import logging

from .memory import keep, recall
from .page import Loads, Page, read
from .vocabulary import Vocabulary

logger = logging.getLogger(__name__)
_Stamp = tuple[int, int]
_NO_PAGES = {"_static", "_sources", ".doctrees"}
"""Folders of Sphinx, which have no pages in them."""


@dataclass(frozen=True)
class _Facts:
    """What is remembered of a page when it is not read again."""

    stamp: _Stamp
    loads: Loads
    words: array[int]
    """In the vocabulary: names of elements and attributes, words of their values and of scripts."""
    description: str


class Site:
    """The folder `out` with a built site; `cache` keeps what a later build needs.

    `base` is the path, between slashes, under which a host serves it.
    """

    def __init__(self, out: Path, cache: Path, base: str = "/") -> None:
        self.out = out
        self.base = base
        self.cache = cache
        names = (field.name for kind in (_Facts, Loads) for field in fields(kind))
        self._form = ("pages", str(out), base, *names)
        self._facts: dict[str, _Facts] = {}
        self._vocabulary = Vocabulary()
        if remembered := recall(cache / "pages.pickle", self._form):
            self._facts, self._vocabulary = remembered
        self._versions: dict[str, str] = {}
        self._is_as_remembered = bool(remembered)
        self._loads = {facts.loads: facts.loads for facts in self._facts.values()}

    def edit_pages(self, edit: Callable[[Page], object]) -> None:
        """Read, edit and write each page that is new since the last build, one at a time."""
        there = dict(sorted(self._files()))
        for name in self._facts.keys() - there.keys():
            self._forget(name)
        for name, path in there.items():
            if name not in self._facts or self._facts[name].stamp != _stamp(path):
                self._forget(name)
                try:
                    self._edit(name, path.read_text(encoding="utf-8"), edit)
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

    def _edit(self, name: str, text: str, edit: Callable[[Page], object]) -> None:
        page = read(name, text, self.base)
        edit(page)
        words = self._vocabulary.add(page.words)
        facts = _Facts((0, 0), page.loads, words, page.description)
        self._write(name, text, page.edited, facts)

    def _forget(self, name: str) -> None:
        if name in self._facts:
            self._is_as_remembered = False
            self._vocabulary.remove(self._facts.pop(name).words)

    @property
    def words(self) -> set[str]:
        """The words of all pages that may be names of classes, or identifiers."""
        return self._vocabulary.words

    @property
    def loads(self) -> set[Loads]:
        """What pages load, as they are edited, each combination once."""
        return {facts.loads for facts in self._facts.values()}

    @property
    def descriptions(self) -> dict[str, str]:
        """How pages describe themselves, by their paths; those that do not are left out."""
        told = ((name, facts.description) for name, facts in self._facts.items())
        return {name: description for name, description in sorted(told) if description}

    def set_versions(self, versions: dict[str, str]) -> None:
        """Let every page load these versions of stylesheets, whatever browsers have in store."""
        self._versions = versions

    def close(self) -> None:
        """Write each page of which a stylesheet has another version, and remember all pages."""
        outdated = {loads for loads in self.loads if self._readdressed(loads)}
        for name, facts in list(self._facts.items()):
            if facts.loads in outdated:
                text = (self.out / name).read_text(encoding="utf-8")
                self._write(name, text, text, facts)
        if not self._is_as_remembered:
            keep(self.cache / "pages.pickle", self._form, (self._facts, self._vocabulary))

    def _readdressed(self, loads: Loads) -> dict[str, str]:
        """Return the new addresses of stylesheets by those of which the version is another."""
        new = {
            address: f"{address.partition('?')[0]}?v={self._versions[style]}"
            for address, style in loads.styles
            if style in self._versions
        }
        return {address: other for address, other in new.items() if address != other}

    def _write(self, name: str, before: str, text: str, facts: _Facts) -> None:
        """Write a page with the versions of stylesheets that are known, and remember it."""
        path, new = self.out / name, self._readdressed(facts.loads)
        for address, other in new.items():
            text = text.replace(f'"{address}"', f'"{other}"')
        if text != before:
            path.write_text(text, encoding="utf-8")
        styles = tuple((new.get(address, address), style) for address, style in facts.loads.styles)
        loads = replace(facts.loads, styles=styles)
        loads = self._loads.setdefault(loads, loads)
        self._is_as_remembered = False
        self._facts[name] = replace(facts, stamp=_stamp(path), loads=loads)


def _stamp(path: Path) -> _Stamp:
    status = path.stat()
    return status.st_mtime_ns, status.st_size
