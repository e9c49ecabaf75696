"""A built page: a parser finds the tags that may be edited, and edits are applied to the text."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote

KEPT = {"a", "html", "link", "meta", "script"}
"""The elements that `Page.tags` contains."""
_NO_WORDS = {"href", "src", "content", "aria-label", "title"}
_SCRIPT = "text/javascript"
_CLASSIC = {_SCRIPT, "application/javascript"}
_RUN = {*_CLASSIC, "module", "importmap"}
_PLAIN_END = re.compile(r"</[a-zA-Z][a-zA-Z0-9]*>")
_ASSET = re.compile(r"_static/[^\s\"'<>?#&)]*")


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
    """The original start tags of all elements."""
    style: str = ""
    """The content of ``<style>`` elements."""
    words: set[str] = field(default_factory=set)
    _edits: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def edited(self) -> str:
        """The text with all edits applied; they must not overlap."""
        parts, place = [], 0
        for start, end, new in sorted(self._edits):
            parts += [self.text[place:start], new]
            place = end
        return "".join([*parts, self.text[place:]])

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
        address = unquote(address)
        if address.startswith("/"):
            folder, address = "/", address.removeprefix(self.base).lstrip("/")
        else:
            folder = f"/{posixpath.dirname(self.name)}"
        return posixpath.normpath(posixpath.join(folder, address)).lstrip("/")

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


def read(name: str, text: str, base: str = "/") -> Page:
    """Parse a page of a site that a host serves under the path `base`."""
    page = Page(name, text, base)
    _Reader(page).read()
    return page


def words_of_script(script: str) -> set[str]:
    """Return the words in a script that may be class names or identifiers.

    Words of one or two letters are mostly variables, so they count only next to a quote.
    """
    return {
        *_WORD.findall(script),
        *_SHORT_AT_BEGINNING.findall(script),
        *_SHORT_AT_END.findall(script),
    }


_WORD = re.compile(r"[\w-]{3,}")
_SHORT_AT_BEGINNING = re.compile(r"[\"'`]\s*[.#]?([\w-]{1,2})\b(?![\w-])")
_SHORT_AT_END = re.compile(r"(?<![\w-])([\w-]{1,2})\s*[\"'`]")


_MOST_STARTS = 2000
_known_starts: dict[str, Start] = {}
"""Cache of parsed start tags by their text; most recur on every page."""


class _Reader(HTMLParser):
    """Parser that fills a page with its tags and words."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page
        self._before = 0
        """Number of characters that the parser has discarded."""
        self._at = 0
        self._script: Tag | None = None
        self._is_style = False
        """Whether the parser is in a ``<style>`` element."""
        self._met: Start | None = None
        """The start tag that was parsed last."""
        self._checked: int | None = None
        """Offset of the end of the start tag that is parsed next."""

    def read(self) -> None:
        """Parse the whole page."""
        self.feed(self._page.text)
        self._before, self._at = len(self._page.text) - len(self.rawdata), 0
        self.close()
        self._close_script(len(self._page.text))
        # Most elements of a page share their start tags with others.
        distinct = {id(start): start.words for start in self._page.starts}
        self._page.words.update(*distinct.values())

    @property
    def _place(self) -> int:
        return self._before + self._at

    def updatepos(self, i: int, j: int) -> int:
        """Store the parser's position, without counting lines as the base class does."""
        self._at = j
        return j

    def parse_starttag(self, i: int) -> int:
        """Parse a start tag, or take the result from the cache.

        Tags that change the parser's mode, such as those of scripts, are not cached.
        """
        end = self._checked = self.check_for_whole_start_tag(i)
        known = _known_starts.get(self.rawdata[i:end]) if end > 0 else None
        if known is not None:
            self._checked = None
            self.lasttag = known.name
            self._start(known, end - i)
            return end
        self._met = None
        end = super().parse_starttag(i)
        met: Start | None = self._met
        if met and end > 0 and self.cdata_elem is None:
            if len(_known_starts) == _MOST_STARTS:
                _known_starts.clear()
            _known_starts[self.rawdata[i:end]] = met
        return end

    def check_for_whole_start_tag(self, i: int) -> int:
        """Return the end of a start tag, which the parser asks for twice."""
        end, self._checked = self._checked, None
        return super().check_for_whole_start_tag(i) if end is None else end

    def parse_endtag(self, i: int) -> int:
        """Skip a plain end tag outside of scripts."""
        if self._script is None and self.cdata_elem is None:
            plain = _PLAIN_END.match(self.rawdata, i)
            if plain:
                return plain.end()
        return super().parse_endtag(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The first of several equal attributes counts.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        words = {tag, *attributes}
        for name, value in attributes.items():
            if name not in _NO_WORDS:
                words.update(value.split())
        self._met = Start(tag, attributes, frozenset(words))
        self._start(self._met, len(self.get_starttag_text() or ""))

    def _start(self, start: Start, length: int) -> None:
        self._page.starts.append(start)
        self._is_style = start.name == "style"
        if start.name in KEPT:
            place = self._place
            end = place + length
            found = Tag(start.name, dict(start.attributes), place, end, end)
            self._page.tags.append(found)
            self._script = found if start.name == "script" else None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.text += data
        elif self._is_style:
            self._page.style += data

    def handle_endtag(self, tag: str) -> None:
        self._is_style = False
        if tag == "script":
            self._close_script(self._page.text.find(">", self._place) + 1)

    def _close_script(self, end: int) -> None:
        if self._script is not None:
            self._script.end = end
            self._page.words.update(words_of_script(self._script.text))
            self._script = None
