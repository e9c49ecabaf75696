"""Every address that a built site names, in pages and in files for programs."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree
from zipfile import ZipFile

from bs4 import BeautifulSoup, Tag
from PIL import Image
from sphinx.util.inventory import InventoryFile

from .built import Web

_ATTRIBUTES = ("href", "src", "poster", "data", "action", "formaction", "cite", "data-target")
_IN_STYLE = re.compile(r"(?:url\(|@import\s)\s*[\"']?([^\"')\s;]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIZED = re.compile(r"\s(\d+)w$|\s([\d.]+)x$")
_WHOLE = re.compile(r"https?://[^\s{}<>\"']+")
_SPHINX_NAMES = {"genindex", "modindex", "py-modindex"}
"""Labels that Sphinx writes into each inventory, whether or not there are such pages."""
_THEME = "#pst"
"""What the theme's own buttons say that they move."""


def of_page(page: BeautifulSoup) -> Iterator[str]:
    """Yield the addresses in a page: links, what it loads, and what it says to programs."""
    for tag in page.find_all(True):
        if tag.name != "base":
            yield from (str(tag[name]) for name in _ATTRIBUTES if name in tag.attrs)
        if "srcset" in tag.attrs:
            yield from (address for address, _ in candidates(tag))
        if tag.name == "style" or "style" in tag.attrs:
            yield from of_style(str(tag.get("style") or tag.get_text()))
        if tag.name == "meta" and str(tag.get("content")).startswith(("http:", "https:")):
            yield str(tag["content"])
        if tag.name == "script" and tag.get("type") == "application/ld+json":
            # It names things by fragments that are no elements.
            found = _strings(json.loads(str(tag.string)))
            yield from (address.partition("#")[0] for address in found)


def candidates(tag: Tag) -> Iterator[tuple[str, str]]:
    """Yield the addresses in the `srcset` of a tag, each with its descriptor."""
    for part in str(tag["srcset"]).split(","):
        address, _, descriptor = part.strip().partition(" ")
        yield address, descriptor


def of_style(css: str) -> Iterator[str]:
    """Yield the addresses in a stylesheet."""
    yield from _IN_STYLE.findall(_COMMENT.sub("", css))


def _strings(value: Any) -> Iterator[str]:
    """Yield the whole addresses in what JSON holds."""
    if isinstance(value, str) and value.startswith(("http:", "https:")):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def of_file(path: Path) -> Iterator[str]:
    """Yield the addresses in a file that is no page."""
    if path.suffix == ".css":
        yield from of_style(path.read_text(encoding="utf-8"))
    elif path.suffix in {".atom", ".svg"} or path.name == "sitemap.xml":
        for element in ElementTree.parse(path).iter():
            if element.tag.endswith("}id"):
                continue  # Atom's names of things, which lead nowhere.
            values = [*element.attrib.values(), (element.text or "").strip()]
            yield from (value for value in values if value.startswith(("http:", "https:")))
            if element.get("type") == "html" or element.tag.endswith("}content"):
                yield from of_page(BeautifulSoup(element.text or "", "html5lib"))
    elif path.suffix in {".json", ".webmanifest"}:
        yield from _strings(json.loads(path.read_text(encoding="utf-8")))
    elif path.suffix in {".bib", ".ris", ".xml"}:
        yield from _WHOLE.findall(path.read_text(encoding="utf-8"))
    elif path.name == "robots.txt":
        found = re.findall(r"^Sitemap: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        yield from found


def of_inventory(path: Path) -> Iterator[str]:
    """Yield the addresses in an `objects.inv`, by which other documentations link here."""
    inventory = InventoryFile.load(BytesIO(path.read_bytes()), "", posixpath.join)
    for kind in inventory.values():
        yield from (item.uri for name, item in kind.items() if name not in _SPHINX_NAMES)


def of_search(path: Path) -> Iterator[str]:
    """Yield the names of documents in a `searchindex.js`."""
    text = path.read_text(encoding="utf-8")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    yield from index["docnames"]


def broken(web: Web, base: str) -> Iterator[str]:
    """Yield the addresses of a site that lead nowhere; `base` is the whole address of the site."""
    known = {name: places(page) for name, page in web.pages.items()}
    for name in sorted(web.pages):
        yield from _broken(web, known, base, name, set(of_page(web.pages[name])))
    for path in sorted(web.folder.rglob("*")):
        if path.is_file() and path.suffix != ".html":
            name = str(path.relative_to(web.folder))
            yield from _broken(web, known, base, name, set(of_file(path)))
    for address in of_inventory(web.folder / "objects.inv"):
        yield from _broken(web, known, base, "objects.inv", {address})
    for document in of_search(web.folder / "searchindex.js"):
        if not web.has(f"{document}.html") and not web.has(f"{document}/index.html"):
            yield f"searchindex.js: {document}"


def places(page: BeautifulSoup) -> set[str]:
    """Return the identifiers of elements and the names of anchors."""
    found = {str(tag["id"]) for tag in page.find_all(id=True)}
    return found | {str(tag["name"]) for tag in page.find_all("a", attrs={"name": True})}


def _broken(
    web: Web, known: dict[str, set[str]], base: str, name: str, addresses: set[str]
) -> Iterator[str]:
    for address in sorted(addresses):
        local = address
        if base and address.startswith(base):
            local = web.base + address.removeprefix(base)
        split = urlsplit(local)
        if split.scheme or split.netloc or address.startswith(_THEME):
            continue
        path, fragment = web.resolve(name, local)
        if not web.has(path):
            yield f"{name}: {address}"
        elif fragment and path in known and fragment not in known[path]:
            yield f"{name}: {address} (no such place)"


def wrong_pictures(web: Web) -> Iterator[str]:
    """Yield pictures that do not decode, or have other sizes than pages say."""
    for name, page in web.pages.items():
        for tag in page.select("img[src], source[srcset]"):
            for address, descriptor in _pictures(tag):
                path, _ = web.resolve(name, address)
                if urlsplit(address).scheme or path.endswith(".svg") or not web.has(path):
                    continue
                yield from (
                    f"{name}: {address} {slip}" for slip in _slips(web, path, tag, descriptor)
                )
        said = {
            str(meta.get("property")): str(meta["content"])
            for meta in page.select("meta[property]")
        }
        if "og:image:width" in said:
            path, _ = web.resolve(name, urlsplit(said["og:image"]).path)
            size = (int(said["og:image:width"]), int(said["og:image:height"]))
            if not web.has(path) or _size(web.folder / path) != size:
                yield f"{name}: {said['og:image']} is not {size}"


def _pictures(tag: Tag) -> Iterator[tuple[str, str]]:
    if tag.has_attr("src"):
        yield str(tag["src"]), ""
    if tag.has_attr("srcset"):
        yield from candidates(tag)


def _size(path: Path) -> tuple[int, int] | None:
    """Return the size of a picture that decodes."""
    try:
        with Image.open(path) as image:
            image.load()
            return image.size
    except (OSError, ValueError, SyntaxError):
        return None


def _slips(web: Web, path: str, tag: Tag, descriptor: str) -> Iterator[str]:
    size = _size(web.folder / path)
    if size is None:
        yield "does not decode"
        return
    shown = tag if tag.name == "img" else tag.find_next("img")
    stated = _SIZED.search(f" {descriptor}")
    if stated and stated[1] and size[0] != int(stated[1]):
        yield f"is {size[0]} pixels wide, not {stated[1]}"
    if not isinstance(shown, Tag) or not (shown.has_attr("width") and shown.has_attr("height")):
        return
    width, height = int(str(shown["width"])), int(str(shown["height"]))
    times = float(stated[2]) if stated and stated[2] else 1.0
    if tag.name == "img" and not descriptor:
        times = size[0] / width
    # A pixel more or less is rounding.
    if abs(size[0] - width * times) > times or abs(size[1] - height * times) > times + 1:
        yield f"is {size}, and {width} × {height} is stated"


def broken_in_book(book: Path) -> Iterator[str]:
    """Yield what the files of an EPUB name and the book has not."""
    with ZipFile(book) as archive:
        names = set(archive.namelist())
        pages = {
            # Without its first line, which a parser of HTML takes for a mistake.
            name: BeautifulSoup(re.sub(rb"^<\?xml.*?\?>", b"", archive.read(name)), "html5lib")
            for name in names
            if name.endswith(".xhtml")
        }
        known = {name: places(page) for name, page in pages.items()}
        for name, page in sorted(pages.items()):
            for address in sorted(set(of_page(page))):
                split = urlsplit(address)
                if split.scheme or split.netloc:
                    continue
                place = (
                    Path("/", name).parent / unquote(split.path) if split.path else Path("/", name)
                )
                target = str(Path(*_normal(place)))
                if target not in names:
                    yield f"{name}: {address}"
                elif (
                    split.fragment
                    and target in pages
                    and unquote(split.fragment) not in known[target]
                ):
                    yield f"{name}: {address} (no such place)"


def _normal(path: Path) -> Iterator[str]:
    parts: list[str] = []
    for part in path.parts[1:]:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    yield from parts
