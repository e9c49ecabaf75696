"""The outputs of a built project that the documentation can show.

The documentation asks for them in short form: ``page``, ``text index``, ``tags index script``, …
"""

from __future__ import annotations

import base64
import fnmatch
import html
import json
import mimetypes
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from inventedservices import ask_services, check_online
from smallprojects import BuildRoom, Files, check, run_script
from sphinx.errors import SphinxError

_LANGUAGES = {".bib": "bibtex", ".json": "json", ".xml": "xml", ".atom": "xml"}
_REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
_serial = count(1)


class Shown(NamedTuple):
    """An output: text in a language, or HTML."""

    text: str
    language: str = "text"
    is_html: bool = False


class UnknownResultError(Exception):
    """The requested output does not exist."""


class Results:
    """The outputs of one project, built on demand."""

    def __init__(self, room: BuildRoom, files: Files) -> None:
        self._room = room
        self._files = files
        self._said = ""
        self._is_asked = False

    @property
    def warnings(self) -> str:
        """The warnings of builds, unless they are shown."""
        return "" if self._is_asked else self._said

    def show(self, wish: str) -> Shown:
        """Return an output by its kind and arguments: ``file publications/a.ris``."""
        kind, *arguments = wish.split(maxsplit=2)
        shower: Callable[..., Shown] | None = getattr(self, f"show_{kind}", None)
        if shower is None:
            raise UnknownResultError(f"there is no result '{kind}'")
        try:
            shown = shower(*arguments)
        except OSError as error:
            raise UnknownResultError(f"'{wish}' is not built: {error.strerror}") from error
        except SphinxError as error:
            raise UnknownResultError(f"the example cannot be built: {error}") from error
        if not shown.text.strip():
            raise UnknownResultError(f"'{wish}' shows nothing")
        return shown

    def show_page(self, page: str = "index") -> Shown:
        """Return the body of a web page, without its title."""
        return Shown(self._fragment(page), is_html=True)

    def show_text(self, page: str = "index") -> Shown:
        """Return a page as plain text."""
        return Shown(self._built("text", f"{page}.txt"))

    def show_warnings(self) -> Shown:
        """Return the warnings of the build."""
        self._is_asked = True
        return Shown(self._room.build(self._files, "html")[1])

    def show_check(self) -> Shown:
        """Return the checker's output for ``refs.bib``."""
        return Shown(self._room.run(self._files, check))

    def show_online(self) -> Shown:
        """Return the checker's output with invented answers of services."""
        return Shown(self._room.run(self._files, check_online))

    def show_asked(self) -> Shown:
        """Return the requests to services."""
        return Shown(self._room.run(self._files, ask_services))

    def show_script(self) -> Shown:
        """Return the output of ``script.py``."""
        return Shown(self._room.run(self._files, run_script))

    def show_file(self, path: str) -> Shown:
        """Return a file of the web site; one line of JSON, as programs read it, is laid out."""
        text, language = self._built("html", path), _LANGUAGES.get(Path(path).suffix, "text")
        is_one_line = language == "json" and "\n" not in text.rstrip()
        return Shown(_laid_out(text) if is_one_line else text, language)

    def show_files(self, pattern: str) -> Shown:
        """Return the names of files of the web site."""
        out = self._out("html")
        names = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
        return Shown("\n".join(name for name in names if fnmatch.fnmatch(name, pattern)))

    def show_tags(self, page: str, selector: str) -> Shown:
        """Return the elements of a web page that match a CSS selector."""
        found = self._soup(page).select(selector)
        if found and found[0].name == "script":
            return Shown(_laid_out(str(found[0].string)), "json")
        return Shown("\n".join(str(tag) for tag in found), "html")

    def show_member(self, page: str, name: str) -> Shown:
        """Return the line with a member of the JSON-LD of a page."""
        tag = self._soup(page).select('script[type="application/ld+json"]')[0]
        lines = _laid_out(str(tag.string)).splitlines()
        return Shown("\n".join(line.strip() for line in lines if f'"{name}"' in line), "json")

    def show_image(self, path: str) -> Shown:
        """Return a picture of the web site."""
        picture = html.escape(_data_address(self._out("html") / path))
        return Shown(f'<img src="{picture}" alt="The picture {html.escape(path)}">', is_html=True)

    def show_lines(self, place: str, word: str) -> Shown:
        """Return the lines with a word in a file of a builder, such as ``text/index.txt``."""
        builder, _, path = place.partition("/")
        lines = self._built(builder, path).splitlines()
        return Shown("\n".join(line.strip() for line in lines if word in line))

    def show_spoken(self, word: str) -> Shown:
        """Return the line with a word as a screen reader reads it: labels instead of symbols."""
        soup = self._soup("index")
        for tag in soup.select("[role=img][aria-label]"):
            tag.replace_with(f" [{tag['aria-label']}]")
        lines = [tag.get_text() for tag in soup.select(".line")]
        return Shown("\n".join(line for line in lines if word in line))

    def _out(self, builder: str) -> Path:
        out, said = self._room.build(self._files, builder)
        self._said = self._said or said
        return out

    def _built(self, builder: str, path: str) -> str:
        return (self._out(builder) / path).read_text(encoding="utf-8")

    def _soup(self, page: str) -> BeautifulSoup:
        return BeautifulSoup(self._built("html", f"{page}.html"), "html5lib")

    def _fragment(self, page: str) -> str:
        body = self._soup(page).select_one("div.body")
        if body is None:
            raise UnknownResultError(f"the page {page} has no words")
        for tag in body.select("h1, a.headerlink, .clearer, .Z3988"):
            tag.decompose()
        folder = (self._out("html") / page).parent
        prefix = f"example-{next(_serial)}-"
        for tag in body.find_all(True):
            _placed(tag, prefix, folder)
        return body.decode_contents()


def _laid_out(text: str) -> str:
    return json.dumps(json.loads(text), indent=2, ensure_ascii=False)


def _placed(tag: Tag, prefix: str, folder: Path) -> None:
    """Adapt a tag for another page: make its anchors unique, and remove links to other pages."""
    if tag.get("id"):
        tag["id"] = f"{prefix}{tag['id']}"
    for name in _REFERRING:
        if tag.get(name):
            tag[name] = " ".join(f"{prefix}{id_}" for id_ in str(tag[name]).split())
    for name in ("href", "data-target"):
        address = str(tag.get(name, ""))
        if address.startswith("#"):
            tag[name] = f"#{prefix}{address[1:]}"
        elif address and not urlsplit(address).scheme:
            del tag[name]
            tag["title"] = f"leads to {address}"
    if tag.name == "img" and not urlsplit(str(tag["src"])).scheme:
        tag["src"] = _data_address(folder / str(tag["src"]))
        del tag["srcset"]


def _data_address(path: Path) -> str:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
