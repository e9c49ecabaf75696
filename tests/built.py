"""The site as it is built, each builder once a session, and its pages as browsers parse them."""

from __future__ import annotations

import fcntl
import re
import shutil
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from warm_python import run_python

from .source import ROOT, config

ENTRY = "ul.publications > li"


@dataclass(frozen=True)
class Site:
    """The site of this repository in a folder, as `sphinx-build -W -n --keep-going` makes it."""

    folder: Path

    def build(self, builder: str, *options: str, name: str = "") -> Path:
        """Return what `builder` made; processes that test at the same time share it."""
        out = self.folder / (name or builder)
        with (self.folder / f"{out.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            failed = out.with_suffix(".failed")
            if not out.exists() and not failed.exists():
                said = self._run(builder, options, out)
                if said:
                    shutil.rmtree(out, ignore_errors=True)
                    failed.write_text(said, encoding="utf-8")
            assert not failed.exists(), failed.read_text(encoding="utf-8")
        return out

    def _run(self, builder: str, options: tuple[str, ...], out: Path) -> str:
        """Return what a build complains of."""
        command = ["-m", "sphinx", "-W", "--keep-going", "-n", "-E", "-q"]
        command += ["-d", str(self.folder / "doctrees" / out.name), "-b", builder, *options]
        done = run_python(*command, ROOT, out)
        said = done.stderr + done.stdout
        return said or ("" if done.returncode == 0 else f"sphinx-build: {done.returncode}")

    def web(self, builder: str = "html") -> Web:
        """Return the pages of `html` or `dirhtml`."""
        return _web(self.build(builder))


@dataclass(frozen=True)
class Entry:
    """A paper in a list."""

    page: str
    tag: Tag

    @property
    def anchor(self) -> str:
        """Where a link to it leads."""
        return str(self.tag.get("id", ""))

    @property
    def key(self) -> str:
        """The key, as its BibTeX says it."""
        source = self.tag.select_one(".publication-bibtex .publication-source")
        found = re.match(r"\s*@\w+\s*\{\s*([^,\s]+)", source.get_text() if source else "")
        return found[1] if found else self.anchor

    @property
    def title(self) -> Tag:
        """The line with the title."""
        return one(self.tag, ".publication-title")

    @property
    def home(self) -> str | None:
        """Where the title leads: the page of the paper."""
        link = self.title.select_one("a:not(.publication-permalink)")
        return str(link["href"]) if link else None


@dataclass(frozen=True)
class Web:
    """A folder of web pages."""

    folder: Path

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        """Every page by its path."""
        paths = [p for p in sorted(self.folder.rglob("*.html")) if "_static" not in p.parts]
        return {
            str(path.relative_to(self.folder)): BeautifulSoup(path.read_text("utf-8"), "html5lib")
            for path in paths
        }

    @property
    def base(self) -> str:
        """Path of the address of the site, between slashes."""
        path = urlsplit(config()["html_baseurl"]).path.strip("/")
        return f"/{path}/" if path else "/"

    @cached_property
    def entries(self) -> list[Entry]:
        """Every entry of every list."""
        return [Entry(page, tag) for page, soup in self.pages.items() for tag in soup.select(ENTRY)]

    @cached_property
    def entry_of(self) -> dict[str, list[Entry]]:
        """The entries by their keys."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.key, []).append(entry)
        return found

    def home_of(self, key: str) -> str:
        """Return the path of the page of a paper."""
        (path,) = {
            self.resolve(entry.page, entry.home)[0]
            for entry in self.entry_of[key]
            if entry.home is not None
        }
        return path

    def document(self, name: str) -> str:
        """Return the path of the page of a document."""
        root = str(config()["root_doc"])
        paths = [f"{name}.html", f"{name}/index.html"] if name != root else [f"{root}.html"]
        return next(path for path in paths if path in self.pages)

    @cached_property
    def _resolved(self) -> Path:
        return self.folder.resolve()

    def resolve(self, page: str, address: str) -> tuple[str, str]:
        """Return the path and the fragment that a local address on `page` leads to."""
        split = urlsplit(address)
        path = unquote(split.path)
        if path.startswith(self.base):
            target = self.folder / path.removeprefix(self.base)
        elif path.startswith("/"):
            target = Path(path)
        else:
            target = (self.folder / page).parent / path if path else self.folder / page
        target = target / "index.html" if target.is_dir() else target
        resolved = target.resolve()
        inside = resolved.is_relative_to(self._resolved)
        shown = str(resolved.relative_to(self._resolved)) if inside else str(resolved)
        return shown, unquote(split.fragment)

    def has(self, path: str) -> bool:
        """Whether there is a file with this path."""
        return (self.folder / path).is_file()


@cache
def _web(folder: Path) -> Web:
    return Web(folder)


def one(tag: Tag, selector: str) -> Tag:
    """Return the only element that a selector finds."""
    found = tag.select(selector)
    assert len(found) == 1, f"{len(found)} elements are {selector}"
    return found[0]


def text_of(tag: Tag) -> str:
    """Return the text of an element as one line."""
    return " ".join(tag.get_text().replace("\N{NO-BREAK SPACE}", " ").split())


def is_local(address: str) -> bool:
    """Whether an address leads to the site itself, as it stands on a page."""
    split = urlsplit(address)
    return not split.scheme and not split.netloc


def addresses(soup: BeautifulSoup, *attributes: str) -> list[tuple[Tag, str]]:
    """Return the elements with one of these attributes, and its value."""
    return [
        (tag, str(tag[attribute]))
        for attribute in attributes
        for tag in soup.select(f"[{attribute}]")
    ]
