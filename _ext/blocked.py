"""What a Content Security Policy blocks of a page, and which source would allow it.

See Content Security Policy Level 3, sections 6.1 (directives) and 6.7 (matching).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

from finish import Page

INLINE, EVAL = "'unsafe-inline'", "'unsafe-eval'"
_LOADS = {
    ("audio", "src"): "media-src",
    ("embed", "src"): "object-src",
    ("form", "action"): "form-action",
    ("iframe", "src"): "frame-src",
    ("img", "src"): "img-src",
    ("img", "srcset"): "img-src",
    ("object", "data"): "object-src",
    ("script", "src"): "script-src",
    ("source", "src"): "media-src",
    ("source", "srcset"): "img-src",
    ("track", "src"): "media-src",
    ("video", "poster"): "img-src",
    ("video", "src"): "media-src",
}
_LINKS = {"stylesheet": "style-src", "icon": "img-src", "modulepreload": "script-src"}
_NO_FALLBACK = {"form-action"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IN_STYLE = re.compile(r"(@import\s+(?:url\()?|url\()\s*[\"']?((?:https?:)?//[^\"')\s;]+)")
_FONT = re.compile(r"\.(?:woff2?|ttf|otf|eot)\b")
_EVAL = re.compile(r"\bnew Function\((?![\"']return this[\"']\))|(?<![\w.$])eval\(")
"""What makes code of text, but for how bundlers ask for the window if all else fails."""
_WANTING = re.compile(
    r"<(?:audio|embed|iframe|img|object|source|track|video)\b|<form\b[^>]*//"
    r"|(?:@import|url\()[^;}]*//|\son\w+\s*=|javascript:",
    re.IGNORECASE,
)
"""Pages without any of it want no more than their scripts and links."""


@dataclass(frozen=True, order=True)
class Blocked:
    """Something that a page wants and its policy does not allow."""

    directive: str
    source: str
    """What the directive would have to name."""
    what: str

    def remedy(self, policy: dict[str, str]) -> str:
        """Return what `conf.py` has to say to allow it."""
        sources = _sources(self.directive, policy).replace("'none'", "").split()
        return f'security_policy = {{"{self.directive}": "{" ".join([*sources, self.source])}"}}'


def blocked(
    page: Page, policy: dict[str, str], own: str, text: Callable[[str], str]
) -> Iterator[Blocked]:
    """Yield what a policy blocks of a page.

    `own` is the host of the site, `text` returns what is in one of its files.
    """

    def read(address: str) -> str:
        return text(page.resolve(address.partition("?")[0]))

    wishes = _Wishes()
    wishes.feed(page.edited if _WANTING.search(page.text) else _tags(page))
    wishes.close()
    styles = "".join(read(address) for address in wishes.local("style-src"))
    addresses = [*wishes.addresses, *_of_style(styles + wishes.style)]
    for directive, address in addresses:
        host = urlsplit(address).netloc
        if not allows(_sources(directive, policy), address, own):
            yield Blocked(directive, f"https://{host}" if host else "'self'", address)
    scripts = _sources("script-src", policy)
    if INLINE not in scripts.split():
        for what in wishes.inline:
            yield Blocked("script-src", INLINE, what)
    if EVAL not in scripts.split():
        for address in _making_code(wishes.local("script-src"), read):
            yield Blocked("script-src", EVAL, f"code that {address} makes of text")


def _tags(page: Page) -> str:
    tags = (tag for tag in page.tags if tag.name in {"link", "script"})
    return "".join(f"{page.text[tag.start : tag.open_end]}</script>" for tag in tags)


def allows(sources: str, address: str, own: str = "") -> bool:
    """Return whether a list of sources, as ``'self' https://x.org``, allows an address."""
    url = urlsplit(address)
    if (not url.netloc and not url.scheme) or url.netloc == own != "":
        return "'self'" in sources.split() or "*" in sources.split()
    for source in sources.split():
        if (source == "*" and url.netloc) or source == f"{url.scheme}:":
            return True
        allowed = urlsplit(source if "//" in source else f"//{source}")
        if allowed.scheme not in {"", "http", url.scheme or "https"}:
            continue
        same = allowed.netloc == url.netloc
        below = allowed.netloc[:2] == "*." and url.netloc.endswith(allowed.netloc[1:])
        if url.netloc and (same or below) and url.path.startswith(allowed.path):
            return True
    return False


def _sources(directive: str, policy: dict[str, str]) -> str:
    if directive in policy or directive in _NO_FALLBACK:
        return policy.get(directive) or "*"
    return policy.get("default-src") or "*"


def _of_style(css: str) -> Iterator[tuple[str, str]]:
    """Yield what a stylesheet loads of other hosts."""
    for how, address in _IN_STYLE.findall(_COMMENT.sub("", css)):
        kind = "font-src" if _FONT.search(address) else "img-src"
        yield "style-src" if how.startswith("@import") else kind, address


def _making_code(scripts: list[str], read: Callable[[str], str]) -> Iterator[str]:
    """Yield the scripts that make code of text."""
    names = {posixpath.basename(address).partition("?")[0]: address for address in scripts}
    # Sphinx's own does so for the plurals of a translation alone.
    if "translations.js" not in names:
        names.pop("doctools.js", None)
    yield from (address for address in names.values() if _makes_code(read(address)))


# Pages load the same scripts.
@lru_cache(maxsize=64)
def _makes_code(script: str) -> bool:
    return _EVAL.search(script) is not None


class _Wishes(HTMLParser):
    """What a page loads, and what stands in it to be run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses: list[tuple[str, str]] = []
        self.inline: list[str] = []
        self.style = ""
        self._in_style = False

    def local(self, directive: str) -> list[str]:
        """Return the addresses of files of the site."""
        return [
            address
            for kind, address in self.addresses
            if kind == directive and not urlsplit(address).netloc and "data:" not in address
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: (value or "").strip() for name, value in reversed(attrs)}
        self._in_style = tag == "style"
        for name, value in attributes.items():
            if name.startswith("on") and value:
                self.inline.append(f"{name} of <{tag}>")
            elif name in {"href", "action"} and value.lower().startswith("javascript:"):
                self.inline.append(f"the link {value}")
            elif value and (directive := _LOADS.get((tag, name))):
                several = value.split(",") if name == "srcset" else [value]
                self.addresses += [(directive, one.split()[0]) for one in several if one.split()]
            elif name == "style":
                self.style += value
        for rel in attributes.get("rel", "").lower().split() if tag == "link" else ():
            if rel in _LINKS and attributes.get("href"):
                self.addresses.append((_LINKS[rel], attributes["href"]))

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.style += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._in_style = False
