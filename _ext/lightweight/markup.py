"""Tags of a page that load something, found by a parser and edited in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Tag:
    """A ``script`` or ``link`` element."""

    name: str
    attributes: dict[str, str]
    start: int
    """Where it starts in the page, in characters."""
    open_end: int
    """Where its start tag ends."""
    end: int = 0
    """Where the element ends."""
    text: str = ""
    """What stands in it."""

    @property
    def address(self) -> str:
        """What it loads, without the query; empty if that is on another host, or nothing."""
        url = self.attributes.get("src" if self.name == "script" else "href", "")
        return "" if "//" in url or url.startswith("data:") else url.partition("?")[0]

    @property
    def is_inline(self) -> bool:
        """Whether it is a classic script that stands in the page."""
        kind = self.attributes.get("type", "text/javascript")
        return self.name == "script" and "src" not in self.attributes and kind == "text/javascript"

    @property
    def holds_up(self) -> bool:
        """Whether browsers wait for the script before they go on with the page."""
        deferred = self.attributes.keys() & {"defer", "async"}
        return "src" in self.attributes and not deferred and self.attributes.get("type") != "module"


@dataclass
class Markup:
    """What of a page matters for what it loads."""

    tags: list[Tag] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    """Names of elements and attributes, and the words of attributes' values."""


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.markup = Markup()
        self._lines = [0]
        for line in text.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._open: Tag | None = None

    @property
    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        for name, value in attributes.items():
            self.markup.words.add(name)
            if name not in {"href", "src", "content", "aria-label", "title"}:
                self.markup.words.update(value.split())
        self.markup.words.add(tag)
        if tag in {"script", "link"}:
            start = self._place
            end = start + len(self.get_starttag_text() or "")
            found = Tag(tag, attributes, start, end, end)
            self.markup.tags.append(found)
            self._open = found if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._open is not None:
            self._open.end = self._place + len("</script>")
            self._open = None


def read_markup(page: str) -> Markup:
    """Read what a page loads, and the words by which stylesheets may know its elements."""
    # HTMLParser counts lines by "\n" alone.
    reader = _Reader(page.replace("\r", " ").replace("\x0b", " ").replace("\x0c", " "))
    reader.feed(page)
    reader.close()
    return reader.markup


def splice(page: str, edits: list[tuple[int, int, str]]) -> str:
    """Return the page with each (start, end, new text) in its place; they do not overlap."""
    for start, end, new in sorted(edits, reverse=True):
        page = page[:start] + new + page[end:]
    return page
