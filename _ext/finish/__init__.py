"""One pass over the pages of a finished build: each that it wrote is read, edited and written.

An extension that edits pages connects to ``finish-page`` with a function of the
application, the `Site` and a `Page`, which is called for each page that this
build wrote, read and ready to be edited. Extensions take turns by priority, and
find what those before them made of the page. The next page is read when this one
is written, so that a build holds one at a time, however many there are.

What matters of a page is remembered, and pages that no build has written since
are not opened. When all are known, ``finish-site`` tells of them: an extension
connects to it with a function of the application and the `Site`.
"""

from __future__ import annotations

import gc
import os
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.typing import ExtensionMetadata

from finish.page import KEPT, Loads, Page, Tag, read

# What one build leaves for the next, in a file that may be lost at any time.


def recall(file: Path, form: tuple[str, ...]) -> Any:
    """Return what was kept in a file if it has this form, else nothing."""
    try:
        kept, value = pickle.loads(file.read_bytes())
    except Exception:  # Whatever a file of another version raises, all is made anew.
        return None
    return value if kept == form else None


def keep(file: Path, form: tuple[str, ...], value: object) -> None:
    """Keep `value` in a file; `form` says what shape it has, and of what it is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pickle.dumps((form, value)))


# The words of all pages, each in memory once, with the number of pages that have it.


class Vocabulary:
    """Words by number; a page keeps numbers, which take a tenth of what a set of words does."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._pages: list[int] = []
        """How many pages have each; the number of a word that none has is given to another."""
        self._numbers: dict[str, int] = {}
        self._free: list[int] = []

    @property
    def words(self) -> set[str]:
        """The words that are on any page."""
        return set(self._numbers)

    def add(self, words: Iterable[str]) -> array[int]:
        """Add the words of a page, each of which is given once; returns their numbers."""
        numbers = array("I", map(self._number, words))
        for number in numbers:
            self._pages[number] += 1
        return numbers

    def remove(self, numbers: array[int]) -> None:
        """Forget the words of a page."""
        for number in numbers:
            self._pages[number] -= 1
            if not self._pages[number]:
                del self._numbers[self._words[number]]
                self._free.append(number)

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            if self._free:
                number = self._free.pop()
                self._words[number] = word
            else:
                number = len(self._words)
                self._words.append(word)
                self._pages.append(0)
            self._numbers[word] = number
        return number


# The pages of a built site: those that this build wrote, and what is remembered of the others.

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


__all__ = ["KEPT", "Page", "Site", "Tag"]
__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    app.add_event("finish-page")
    app.add_event("finish-site")
    # After the extensions that write pages or assets of their own.
    app.connect("build-finished", on_build_finished, priority=900)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Keep the collector from looking again and again through all that the build has made."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Let extensions edit the pages of a finished build."""
    if exception is not None or app.builder.format != "html" or app.builder.name == "epub":
        return
    with progress_message("finishing pages"), _nothing_to_collect():
        path = urlsplit(app.config.html_baseurl).path.strip("/")
        # Builders may share doctrees.
        cache = Path(app.doctreedir) / "finish" / app.builder.name
        site = Site(Path(app.outdir), cache, f"/{path}/" if path else "/")
        site.edit_pages(lambda page: app.emit("finish-page", site, page))
        app.emit("finish-site", site)
        site.close()
