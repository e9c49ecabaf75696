"""A built page: a parser finds the tags that may be edited, and edits are applied to the text."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

KEPT = {"a", "html", "link", "meta", "script"}
"""The elements that `Page.tags` contains."""
_NO_WORDS = {"href", "src", "content", "aria-label", "title"}
_SCRIPT, _METADATA = "text/javascript", "application/ld+json"
_CLASSIC = {_SCRIPT, "application/javascript"}
_RUN = {*_CLASSIC, "module", "importmap"}
_REST = r"""(?>[^"'=>]++|=\s*+(?>"[^"]*+"|'[^']*+'|(?!["'])[^\s>]*+)|["'])*+>"""
"""A start tag behind its name (HTML Living Standard, section 13.2.5, tokenization)."""
_TOKEN = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|(?P<name>script|style|textarea|title)(?=[\s/>])(?P<rest>{_REST})"
    r"(?P<content>.*?)(?:</(?P=name)(?:[\s/][^>]*)?>|\Z)"
    rf"|[a-z]{_REST})",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, an element that contains no elements, or a start tag."""
_NAME = re.compile(r"[^\s/>]+")
_ATTRIBUTE = re.compile(r"""([^\s/>][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]*+))?""")
_ASSET = re.compile(r"_static/[^\s\"'<>?#&)]*")


Edit: TypeAlias = tuple[int, int, str]
"""Offsets of the start and the end of what a text replaces."""


@dataclass(slots=True)
class Tag:
    """One of the elements in `KEPT`, with its edited attributes."""

    name: str
    attributes: dict[str, str]
    start: int
    """Offset of its start tag in the page, in characters."""
    open_end: int
    """Offset of the end of its start tag."""
    end: int
    """Offset of the end of the element for scripts, else of the start tag."""
    text: str = ""
    """The content of a script."""

    @property
    def address(self) -> str:
        """The address that it loads, without the query; empty for other hosts."""
        key = {"script": "src", "link": "href"}.get(self.name, "")
        url = self.attributes.get(key, "")
        return "" if "//" in url or url.startswith("data:") else url.partition("?")[0]

    @property
    def is_stylesheet(self) -> bool:
        """Whether it loads one of the site's stylesheets."""
        return self.attributes.get("rel") == "stylesheet" and self.address != ""

    @property
    def description(self) -> str:
        """The description of the page, if this is the tag with it."""
        is_it = self.name == "meta" and self.attributes.get("name", "").lower() == "description"
        return " ".join(self.attributes.get("content", "").split()) if is_it else ""

    @property
    def is_inline(self) -> bool:
        """Whether it is an inline script that browsers run."""
        kind = self.attributes.get("type") or _SCRIPT
        return self.name == "script" and "src" not in self.attributes and kind in _RUN

    @property
    def is_classic(self) -> bool:
        """Whether it is an inline script that runs as soon as it is parsed."""
        return self.is_inline and (self.attributes.get("type") or _SCRIPT) in _CLASSIC

    @property
    def holds_up(self) -> bool:
        """Whether the script blocks the parser."""
        later = self.attributes.keys() & {"defer", "async"}
        module = self.attributes.get("type") == "module"
        return self.name == "script" and "src" in self.attributes and not later and not module


class Start(NamedTuple):
    """A parsed start tag."""

    name: str
    attributes: dict[str, str]
    words: frozenset[str]


@dataclass(frozen=True)
class Loads:
    """The files that a page loads or mentions; most pages of a folder share one set."""

    scripts: frozenset[str]
    """Paths in the site."""
    styles: tuple[tuple[str, str], ...]
    """For each stylesheet, the address in the page and the path in the site."""
    assets: frozenset[str]
    """Names of static files."""


# Sphinx formats the arguments of events for its log: without `repr`, the whole page.
@dataclass(repr=False)
class Page:
    """A page with its pending edits; its name is its path in the site."""

    name: str
    text: str
    base: str = "/"
    """The path under which a host serves the site, with slashes at both ends."""
    tags: list[Tag] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    """The distinct start tags of its elements, as they were."""
    style: str = ""
    """The content of ``<style>`` elements."""
    words: set[str] = field(default_factory=set)
    _edits: list[Edit] = field(default_factory=list)

    @property
    def edits(self) -> list[Edit]:
        """The edits in the order of their places; they must not overlap."""
        return sorted(self._edits)

    @property
    def edited(self) -> str:
        """The text with all edits applied."""
        return with_edits(self.text, self.edits)

    @property
    def loads(self) -> Loads:
        """The files that the edited page loads."""
        scripts = [tag.address for tag in self.tags if tag.name == "script" and tag.address]
        links = [tag for tag in self.tags if tag.name == "link"]
        styles = {tag.attributes["href"]: tag.address for tag in links if tag.is_stylesheet}
        return Loads(
            scripts=frozenset(map(self.resolve, scripts)),
            styles=tuple((href, self.resolve(address)) for href, address in styles.items()),
            assets=frozenset(map(posixpath.basename, _ASSET.findall(self.edited))),
        )

    @property
    def description(self) -> str:
        """The description of the page for search engines."""
        metas = (tag for tag in self.tags if tag.name == "meta")
        return next(filter(None, (tag.description for tag in metas)), "")

    def resolve(self, address: str) -> str:
        """Return the path in the site of an address in the page."""
        return _resolved(address, posixpath.dirname(self.name), self.base)

    def insert(self, place: int, html: str) -> None:
        """Insert `html` at an offset."""
        self._edits.append((place, place, html))

    def set(self, tag: Tag, attribute: str, value: str = "") -> None:
        """Add an attribute in front of the other attributes of a tag."""
        tag.attributes[attribute] = value
        self.insert(
            tag.start + 1 + len(tag.name), f' {attribute}="{value}"' if value else f" {attribute}"
        )

    def remove(self, tag: Tag) -> None:
        """Remove an element."""
        self._edits.append((tag.start, tag.end, ""))
        self.tags.remove(tag)

    def replace_style(self, tag: Tag, addresses: list[str]) -> None:
        """Replace a stylesheet by others."""
        links = [f'<link rel="stylesheet" href="{address}" />' for address in addresses]
        self._edits.append((tag.start, tag.end, "\n".join(links)))
        place = self.tags.index(tag)
        self.tags[place : place + 1] = [
            Tag("link", {"rel": "stylesheet", "href": address}, tag.start, tag.end, tag.end)
            for address in addresses
        ]


@lru_cache(maxsize=512)
def _resolved(address: str, folder: str, base: str) -> str:
    address = unquote(address)
    if address.startswith("/"):
        folder, address = "", address.removeprefix(base).lstrip("/")
    return posixpath.normpath(posixpath.join(f"/{folder}", address)).lstrip("/")


def with_edits(text: str, edits: list[Edit]) -> str:
    """Return a text with edits, which are in the order of their places."""
    parts, place = [], 0
    for start, end, new in edits:
        parts += [text[place:start], new]
        place = end
    return "".join([*parts, text[place:]])


def read(name: str, text: str, base: str = "/") -> Page:
    """Find the tags of a page of a site that a host serves under the path `base`."""
    page = Page(name, text, base)
    starts: dict[str, Start] = {}
    for token in _TOKEN.finditer(text):
        tag = token[0] if token.lastgroup is None else f"<{token['name']}{token['rest']}"
        start = starts.get(tag)
        if start is None:
            if tag.startswith("<!"):
                continue
            start = starts[tag] = _start(tag)
        if start.name in KEPT:
            begin, content = token.start(), token["content"] or ""
            end = token.end() if start.name == "script" else begin + len(tag)
            kept = Tag(start.name, start.attributes.copy(), begin, begin + len(tag), end, content)
            page.tags.append(kept)
            # Metadata in JSON-LD name no classes, and differ on every page.
            if start.name == "script" and start.attributes.get("type") != _METADATA:
                page.words |= _words_of_inline(content)
        elif start.name == "style":
            page.style += token["content"]
    page.starts = list(starts.values())
    page.words.update(*(start.words for start in page.starts))
    return page


@lru_cache(maxsize=2000)
def _start(tag: str) -> Start:
    """Parse a start tag; most recur on every page."""
    name = _NAME.match(tag, 1)
    assert name
    attributes: dict[str, str] = {}
    for key, value in _ATTRIBUTE.findall(tag, name.end(), len(tag) - 1):
        # The first of several equal attributes counts.
        value = value[1:-1] if value.startswith(('"', "'")) else value
        attributes.setdefault(key.lower(), unescape(value))
    words = {name[0].lower(), *attributes}
    for key, value in attributes.items():
        if key not in _NO_WORDS:
            words.update(value.split())
    return Start(name[0].lower(), attributes, frozenset(words))


def words_of_script(script: str) -> frozenset[str]:
    """Return the words in a script that may be class names or identifiers.

    Words of one or two letters are mostly variables, so they count only next to a quote.
    """
    patterns = (_WORD, _SHORT_AT_BEGINNING, _SHORT_AT_END)
    return frozenset(chain.from_iterable(pattern.findall(script) for pattern in patterns))


_WORD = re.compile(r"[\w-]{3,}")
_SHORT_AT_BEGINNING = re.compile(r"[\"'`]\s*[.#]?([\w-]{1,2})\b(?![\w-])")
_SHORT_AT_END = re.compile(r"(?<![\w-])([\w-]{1,2})\s*[\"'`]")
_words_of_inline = lru_cache(maxsize=64)(words_of_script)
"""Most pages have the same inline scripts; the files of scripts are large and read once."""
