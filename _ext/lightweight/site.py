"""A built site: its pages, and the files that they load."""

from __future__ import annotations

import hashlib
import pickle
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import rjsmin
from fontTools.ttLib import TTLibError
from sphinx.util import logging

from . import fonts, stylesheets
from .markup import Tag, read_markup, splice
from .scripts import deferred, useless

logger = logging.getLogger(__name__)
_Stamp = tuple[int, int]


@dataclass
class Page:
    """What is remembered of a page from one build to the next."""

    stamp: _Stamp
    words: frozenset[str]
    scripts: frozenset[str]
    """Paths in the site."""
    styles: dict[str, str]
    """Path in the site of each address of a stylesheet, as it stands in the page."""


@dataclass
class Memory:
    """What is remembered of a site from one build to the next."""

    pages: dict[str, Page] = field(default_factory=dict)
    made: dict[str, tuple[_Stamp, str]] = field(default_factory=dict)
    """Stamp of each file that was made lighter, and a digest of what it was made from."""


class Site:
    """The folder `out` with a built site; `cache` keeps what a later build needs.

    `base` is the path, between slashes, under which a host serves it.
    """

    def __init__(self, out: Path, cache: Path, base: str = "/") -> None:
        self.out = out
        self.cache = cache
        self.base = base
        self._scripts: dict[str, str] = {}

    def lighten(self) -> None:
        """Make every page lighter, and the stylesheets and fonts that they load."""
        self._recall()
        pages = {str(path.relative_to(self.out)): path for path in sorted(self._page_files())}
        self.memory.pages = {
            name: self._page(name, path) for name, path in pages.items() if path.is_file()
        }
        remembered = self.memory.pages.values()
        words = {word for page in remembered for word in page.words}
        for script in sorted({script for page in remembered for script in page.scripts}):
            words.update(_words_of_script(self._read_script(script)))
            self._lighten_script(script)
        styles = sorted({style for page in remembered for style in page.styles.values()})
        versions = {style: self._lighten_style(style, words) for style in styles}
        for name, page in self.memory.pages.items():
            self._set_versions(pages[name], page, versions)
        self.cache.mkdir(parents=True, exist_ok=True)
        (self.cache / "memory.pickle").write_bytes(pickle.dumps(self.memory))

    def _recall(self) -> None:
        self.memory: Memory
        try:
            self.memory = pickle.loads((self.cache / "memory.pickle").read_bytes())
        except (OSError, pickle.UnpicklingError, AttributeError, EOFError):
            self.memory = Memory()

    def _page_files(self) -> Iterable[Path]:
        for path in self.out.rglob("*.html"):
            folder = path.relative_to(self.out).parts[0]
            if folder == "_static" and "{%" in path.read_text(encoding="utf-8"):
                # A template that a theme keeps among its assets.
                path.unlink()
            elif folder not in {"_static", "_sources", ".doctrees"}:
                yield path

    def _page(self, name: str, path: Path) -> Page:
        known = self.memory.pages.get(name)
        if known is not None and known.stamp == _stamp(path):
            return known
        text = path.read_text(encoding="utf-8")
        markup = read_markup(text)
        for tag in markup.tags:
            markup.words.update(_words_of_script(tag.text))
        self._folder = posixpath.dirname(name)
        gone = useless(markup.tags, markup.words, self._read_address)
        tags = [tag for tag in markup.tags if tag not in gone]
        later = deferred(tags, self._read_address)
        if later is None:
            logger.info("%s: its scripts are left as they are, since some must run early", name)
        edits = [(tag.start, tag.end, "") for tag in gone] + (later or [])
        styles = {}
        for tag in tags:
            if tag.attributes.get("rel") != "stylesheet" or not tag.address:
                continue
            imported = self._imports(tag)
            if imported:
                links = [f'<link rel="stylesheet" href="{address}" />' for address in imported]
                edits.append((tag.start, tag.end, "\n".join(links)))
            for address in imported or [tag.attributes["href"]]:
                style = self._resolve(address.partition("?")[0])
                if (self.out / style).is_file():
                    styles[address] = style
        _write(path, splice(text, edits), text)
        return Page(
            stamp=_stamp(path),
            words=frozenset(markup.words),
            scripts=frozenset(
                self._resolve(tag.address) for tag in tags if tag.name == "script" and tag.address
            ),
            styles=styles,
        )

    def _imports(self, tag: Tag) -> list[str]:
        """Return the addresses of what a stylesheet imports, if that is all that it does."""
        found = stylesheets.imports(self._original(self._resolve(tag.address)).decode())
        folder = posixpath.dirname(tag.address)
        return [posixpath.normpath(posixpath.join(folder, address)) for address in found]

    def _resolve(self, address: str) -> str:
        """Return the path in the site of an address in the page at hand."""
        address = unquote(address)
        if address.startswith("/"):
            return address.removeprefix(self.base).lstrip("/")
        return posixpath.normpath(posixpath.join(self._folder, address))

    def _read_address(self, address: str) -> str:
        return self._read_script(self._resolve(address))

    def _read_script(self, name: str) -> str:
        if name not in self._scripts:
            self._scripts[name] = self._original(name).decode()
        return self._scripts[name]

    def _original(self, name: str) -> bytes:
        """Return a file as the build made it, which is kept where it was made lighter."""
        path, kept = self.out / name, self.cache / name
        if not path.is_file():
            return b""
        if name in self.memory.made and self.memory.made[name][0] == _stamp(path):
            return kept.read_bytes()
        return path.read_bytes()

    def _lighten_script(self, name: str) -> None:
        """Take comments and spaces out of a script."""
        original = self._original(name)
        if original:
            self._make(name, original, "", lambda: rjsmin.jsmin(original, keep_bang_comments=True))

    def _lighten_style(self, name: str, words: set[str]) -> str:
        """Make a stylesheet and its fonts lighter; returns a version of what it is now."""
        original = self._original(name)
        used = sorted(word for word in words if word.encode() in original)
        try:
            css = self._make(
                name, original, repr(used), lambda: stylesheets.purge(original.decode(), words)
            )
        except ValueError as error:
            logger.info("%s is left as it is: %s", name, error)
            css = original
        text = css.decode()
        for address in stylesheets.fonts(text):
            font = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            self._lighten_font(font, stylesheets.icons(text))
        return hashlib.sha256(css).hexdigest()[:8]

    def _lighten_font(self, name: str, characters: set[str]) -> None:
        original = self._original(name)
        if not original:
            return
        used = repr(sorted(characters))
        try:
            self._make(name, original, used, lambda: fonts.subset(original, characters))
        except TTLibError as error:
            logger.info("%s is left as it is: %s", name, error)

    def _make(
        self, name: str, original: bytes, ingredients: str, make: Callable[[], str | bytes]
    ) -> bytes:
        """Write a file anew, unless it was made of the same before; returns what it holds now."""
        path = self.out / name
        digest = hashlib.sha256(original + ingredients.encode()).hexdigest()
        if self.memory.made.get(name) == (_stamp(path), digest):
            return path.read_bytes()
        made = make()
        content = made.encode() if isinstance(made, str) else made
        kept = self.cache / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(original)
        path.write_bytes(content)
        self.memory.made[name] = (_stamp(path), digest)
        return content

    def _set_versions(self, path: Path, page: Page, versions: dict[str, str]) -> None:
        """Let a page load what its stylesheets are now, whatever browsers have in store."""
        wanted = {
            address: f"{address.partition('?')[0]}?v={versions[style]}"
            for address, style in page.styles.items()
        }
        if all(address == new for address, new in wanted.items()):
            return
        before = text = path.read_text(encoding="utf-8")
        for address, new in wanted.items():
            text = text.replace(f'"{address}"', f'"{new}"')
        page.styles = {new: page.styles[address] for address, new in wanted.items()}
        _write(path, text, before)
        page.stamp = _stamp(path)


def _words_of_script(script: str) -> set[str]:
    return set(re.findall(r"[\w-]+", script))


def _stamp(path: Path) -> _Stamp:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def _write(path: Path, text: str, before: str) -> None:
    if text != before:
        path.write_text(text, encoding="utf-8")
