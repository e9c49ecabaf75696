"""Let extensions edit the pages of a finished build, in one pass.

The event ``finish-page`` is emitted with the `Site` and a `Page` for each page that this
build has written. Handlers edit the page, in the order of their priorities, and see the edits
of earlier handlers. Only one page is in memory at a time.

The facts that the site needs about each page are cached, so unchanged pages are not read
again. The event ``finish-site`` is emitted with the `Site` when the facts of all pages are known.
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

from finish.page import KEPT, Edit, Loads, Page, Tag, read, with_edits

# The cache between builds, which may be deleted at any time.


def recall(file: Path, form: tuple[str, ...]) -> Any:
    """Return the value that `keep` stored in a file with the same `form`, or None."""
    try:
        kept, value = pickle.loads(file.read_bytes())
    except Exception:  # A file of another version may raise anything.
        return None
    return value if kept == form else None


def keep(file: Path, form: tuple[str, ...], value: object) -> None:
    """Store `value` in a file; `form` identifies its structure and origin."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pickle.dumps((form, value)))


class Vocabulary:
    """The words of all pages, with their page counts.

    A page stores numbers of words, which take a tenth of the memory of a set of words.
    """

    def __init__(self) -> None:
        self._words: list[str] = []
        self._pages: list[int] = []
        """Page count by number; numbers of unused words are used again."""
        self._numbers: dict[str, int] = {}
        self._free: list[int] = []

    @property
    def words(self) -> set[str]:
        """The words that are on any page."""
        return set(self._numbers)

    def add(self, words: Iterable[str]) -> array[int]:
        """Add the distinct words of a page; return their numbers."""
        numbers = array("I", map(self._number, words))
        for number in numbers:
            self._pages[number] += 1
        return numbers

    def remove(self, numbers: array[int]) -> None:
        """Remove the words of a page."""
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


logger = logging.getLogger(__name__)
_Stamp = tuple[int, int]
_NO_PAGES = {"_static", "_sources", ".doctrees"}
"""Sphinx's own folders, which contain no pages."""


@dataclass(frozen=True)
class _Facts:
    """Cached facts about a page."""

    stamp: _Stamp
    loads: Loads
    words: array[int]
    """Numbers of its words: names of elements and attributes, and words of values and scripts."""
    description: str


class Site:
    """A built site in the folder `out`; `cache` is the folder for data of later builds.

    `base` is the path under which a host serves the site, with slashes at both ends.
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
        self._edits: dict[str, list[Edit]] = {}
        """Those of pages that are not written yet."""
        self._is_as_remembered = bool(remembered)
        self._loads = {facts.loads: facts.loads for facts in self._facts.values()}

    def edit_pages(self, edit: Callable[[Page], object]) -> None:
        """Read and edit each page that has changed since the last build; `close` writes it."""
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
        words, loads = self._vocabulary.add(page.words), page.loads
        loads = self._loads.setdefault(loads, loads)
        self._edits[name] = page.edits
        self._is_as_remembered = False
        self._facts[name] = _Facts((0, 0), loads, words, page.description)

    def _forget(self, name: str) -> None:
        if name in self._facts:
            self._is_as_remembered = False
            self._vocabulary.remove(self._facts.pop(name).words)

    @property
    def words(self) -> set[str]:
        """The words of all pages that may be class names or identifiers."""
        return self._vocabulary.words

    @property
    def loads(self) -> set[Loads]:
        """The distinct sets of files that edited pages load."""
        return {facts.loads for facts in self._facts.values()}

    @property
    def descriptions(self) -> dict[str, str]:
        """The descriptions of pages by path, without empty ones."""
        found = ((name, facts.description) for name, facts in self._facts.items())
        return {name: description for name, description in sorted(found) if description}

    def set_versions(self, versions: dict[str, str]) -> None:
        """Set the versions of stylesheets in the addresses that pages load."""
        self._versions = versions

    def close(self) -> None:
        """Write the pages with edits or outdated versions of stylesheets; store the cache."""
        new = {loads: self._readdressed(loads) for loads in self.loads}
        for name, facts in self._facts.items():
            if name in self._edits or new[facts.loads]:
                self._write(name, facts, new[facts.loads])
        if not self._is_as_remembered:
            keep(self.cache / "pages.pickle", self._form, (self._facts, self._vocabulary))

    def _readdressed(self, loads: Loads) -> dict[str, str]:
        """Return the new addresses of stylesheets whose version has changed, by old address."""
        new = {
            address: f"{address.partition('?')[0]}?v={self._versions[style]}"
            for address, style in loads.styles
            if style in self._versions
        }
        return {address: other for address, other in new.items() if address != other}

    def _write(self, name: str, facts: _Facts, new: dict[str, str]) -> None:
        """Write a page with its edits and the `new` addresses of stylesheets."""
        path = self.out / name
        before = path.read_text(encoding="utf-8")
        text = with_edits(before, self._edits.get(name, []))
        for address, other in new.items():
            text = text.replace(f'"{address}"', f'"{other}"')
        if text != before:
            path.write_bytes(text.encode())
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
    """Set up the extension."""
    app.add_event("finish-page")
    app.add_event("finish-site")
    # After the extensions that write further pages or assets.
    app.connect("build-finished", on_build_finished, priority=900)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Exclude the objects of the build from garbage collection."""
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
