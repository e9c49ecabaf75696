"""What a Content Security Policy blocks of a page, and which source would allow it.

See Content Security Policy Level 3, sections 6.1 (directives) and 6.7 (matching).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from urllib.parse import urlsplit

from finish import KEPT, Page

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
_HARMLESS = {"class", "id", "role", "aria-label", "aria-hidden"}
"""Attributes that most elements have, and that load nothing."""
_NO_FALLBACK = {"form-action"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IN_STYLE = re.compile(r"(@import\s+(?:url\()?|url\()\s*[\"']?((?:https?:)?//[^\"')\s;]+)")
_FONT = re.compile(r"\.(?:woff2?|ttf|otf|eot)\b")
_EVAL = re.compile(r"\bnew Function\((?![\"']return this[\"']\))|(?<![\w.$])eval\(")
"""What makes code of text, but for how bundlers ask for the window if all else fails."""


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

    wishes = _Wishes(style=page.style)
    for tag in page.tags:
        wishes.read(tag.name, tag.attributes)
    for start in page.starts:
        if start.name not in KEPT and not start.attributes.keys() <= _HARMLESS:
            wishes.read(start.name, start.attributes)
    styles = [*map(read, wishes.local("style-src")), wishes.style]
    addresses = [*wishes.addresses, *chain.from_iterable(map(_of_style, styles))]
    for directive, address in addresses:
        host = urlsplit(address).netloc
        if not allows(_sources(directive, policy), address, own):
            yield Blocked(directive, f"https://{host}" if host else "'self'", address)
    scripts = _sources("script-src", policy)
    if INLINE not in scripts.split():
        for what in wishes.inline:
            yield Blocked("script-src", INLINE, what)
    if EVAL not in scripts.split():
        for address in wishes.local("script-src"):
            if _makes_code(read(address)):
                yield Blocked("script-src", EVAL, f"code that {address} makes of text")


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


# Pages load the same files.
@lru_cache(maxsize=64)
def _of_style(css: str) -> tuple[tuple[str, str], ...]:
    """Return what a stylesheet loads of other hosts."""
    found = []
    for how, address in _IN_STYLE.findall(_COMMENT.sub("", css)):
        kind = "font-src" if _FONT.search(address) else "img-src"
        found.append(("style-src" if how.startswith("@import") else kind, address))
    return tuple(found)


@lru_cache(maxsize=64)
def _makes_code(script: str) -> bool:
    return _EVAL.search(script) is not None


@dataclass
class _Wishes:
    """What a page loads, and what stands in it to be run."""

    style: str
    addresses: list[tuple[str, str]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)

    def local(self, directive: str) -> list[str]:
        """Return the addresses of files of the site."""
        return [
            address
            for kind, address in self.addresses
            if kind == directive and not urlsplit(address).netloc and "data:" not in address
        ]

    def read(self, tag: str, attributes: dict[str, str]) -> None:
        """Take what an element wishes."""
        for name, value in attributes.items():
            value = value.strip()
            if not value:
                continue
            if name.startswith("on"):
                self.inline.append(f"{name} of <{tag}>")
            elif name in {"href", "action"} and value.lower().startswith("javascript:"):
                self.inline.append(f"the link {value}")
            elif directive := _LOADS.get((tag, name)):
                several = value.split(",") if name == "srcset" else [value]
                self.addresses += [(directive, one.split()[0]) for one in several if one.split()]
            elif name == "style":
                self.style += value
        if tag == "link" and (address := attributes.get("href", "").strip()):
            kinds = attributes.get("rel", "").lower().split()
            self.addresses += [(_LINKS[kind], address) for kind in kinds if kind in _LINKS]
