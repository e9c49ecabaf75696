"""Add a security policy to the head of every page, and report what it blocks.

The Content Security Policy allows only scripts of the site, and inline scripts
with the listed digests (Content Security Policy Level 3, section 2.3). Other hosts do
not get the address of the page (Referrer Policy), and linked pages have no access to
its window. ``security_policy`` in ``conf.py`` overrides directives. Everything in the
pages that the policy blocks causes a warning, ``security.blocked``, once for each host
or kind, because browsers block it silently.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import chain
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from finish import KEPT, Page, Site, Tag
from languages import write_catalogue

# What the policy blocks, and which source would allow it (Content Security Policy Level 3,
# sections 6.1, directives, and 6.7, matching).

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
"""Common attributes that load nothing."""
_NO_FALLBACK = {"form-action"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IN_STYLE = re.compile(r"(@import\s+(?:url\()?|url\()\s*[\"']?((?:https?:)?//[^\"')\s;]+)")
_FONT = re.compile(r"\.(?:woff2?|ttf|otf|eot)\b")
_EVAL = re.compile(r"\bnew Function\((?![\"']return this[\"']\))|(?<![\w.$])eval\(")
"""Calls that run text as code, except the fallback by which bundlers find the global object."""


@dataclass(frozen=True, order=True)
class Blocked:
    """Something in a page that the policy does not allow."""

    directive: str
    source: str
    """The source that the directive would have to list."""
    what: str

    def remedy(self, policy: dict[str, str]) -> str:
        """Return the line of `conf.py` that would allow it."""
        sources = _sources(self.directive, policy).replace("'none'", "").split()
        return f'security_policy = {{"{self.directive}": "{" ".join([*sources, self.source])}"}}'


def blocked(
    page: Page, policy: dict[str, str], own: str, text: Callable[[str], str]
) -> Iterator[Blocked]:
    """Yield what a policy blocks in a page.

    `own` is the host of the site; `text` returns the content of one of its files.
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


@lru_cache(maxsize=512)
def allows(sources: str, address: str, own: str = "") -> bool:
    """Return whether a source list, such as ``'self' https://x.org``, allows an address."""
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
    # A directive without a value is none, so that browsers take the default.
    default = "" if directive in _NO_FALLBACK else policy.get("default-src")
    return policy.get(directive) or default or "*"


@lru_cache(maxsize=64)
def _of_style(css: str) -> tuple[tuple[str, str], ...]:
    """Return what a stylesheet loads from other hosts."""
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
    """What a page loads, and its inline code."""

    style: str
    addresses: list[tuple[str, str]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)

    def local(self, directive: str) -> list[str]:
        """Return the addresses in a directive that are files of the site."""
        return [
            address
            for kind, address in self.addresses
            if kind == directive and not urlsplit(address).netloc and "data:" not in address
        ]

    def read(self, tag: str, attributes: dict[str, str]) -> None:
        """Add what an element loads or runs."""
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


__version__ = "0.1.0"
logger = logging.getLogger(__name__)
_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    # Themes and Pygments use style attributes.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
_NAME = "Content-Security-Policy"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    app.setup_extension("finish")
    # Otherwise Sphinx's own scripts need `eval` in every language except English.
    app.connect("build-finished", write_catalogue, priority=850)
    app.add_config_value("security_policy", {}, "html", (dict,), "Directives over the built-in")
    # After all others, because digests need the final scripts.
    securing = _Securing()
    app.connect("finish-page", securing.on_finish_page, priority=900)
    app.connect("finish-site", securing.on_finish_site)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


class _Securing:
    """Event handlers that share the findings of one build."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[Blocked, list[str]]] = {}
        """What is blocked, with its pages, by directive and source."""
        self._texts: dict[str, str] = {}
        """Content of the files that pages load, by their paths in the site."""

    def on_finish_page(self, app: Sphinx, site: Site, page: Page) -> None:
        """Add the policy to a page and collect what it blocks."""
        if not secure(page, app.config.security_policy):
            return
        own = urlsplit(app.config.html_baseurl).netloc
        for one in blocked(page, _policy_of(app), own, lambda name: self._text(site, name)):
            pages = self._found.setdefault((one.directive, one.source), (one, []))[1]
            if page.name not in pages:
                pages.append(page.name)

    def on_finish_site(self, app: Sphinx, _site: Site) -> None:
        """Warn about everything that the policy blocks."""
        for one, pages in self._found.values():
            more = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
            logger.warning(
                "%s%s: the security policy blocks %s; do without it, or allow it in conf.py: %s",
                pages[0],
                more,
                one.what,
                one.remedy(_policy_of(app)),
                type="security",
                subtype="blocked",
            )
        self._found.clear()
        self._texts.clear()

    def _text(self, site: Site, name: str) -> str:
        if name not in self._texts:
            try:
                self._texts[name] = (site.out / name).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                self._texts[name] = ""
        return self._texts[name]


def _policy_of(app: Sphinx) -> dict[str, str]:
    return {**_POLICY, **app.config.security_policy}


def secure(page: Page, overrides: dict[str, str]) -> bool:
    """Add the policy to a page, and ``rel="noopener"`` to its links to other hosts.

    Return False if the page has a policy of its own.
    """
    for tag in page.tags:
        if tag.name == "a" and _leads_elsewhere(tag):
            page.set(tag, "rel", "noopener")
    metas = [tag for tag in page.tags if tag.name == "meta"]
    charset = next((tag for tag in metas if "charset" in tag.attributes), None)
    if charset is None or any(tag.attributes.get("http-equiv") == _NAME for tag in metas):
        return False
    policy = escape(_policy(page.tags, overrides), quote=False)
    page.insert(
        # After the line break that may follow the tag.
        charset.open_end + page.text.startswith("\n", charset.open_end),
        f'<meta http-equiv="{_NAME}" content="{policy}" />\n'
        '    <meta name="referrer" content="same-origin" />\n    ',
    )
    return True


def _policy(tags: list[Tag], overrides: dict[str, str]) -> str:
    directives = {**_POLICY, **overrides}
    # Browsers ignore 'unsafe-inline' if digests are listed.
    if INLINE not in directives["script-src"].split():
        digests = dict.fromkeys(_digest(tag.text) for tag in tags if tag.is_inline)
        directives["script-src"] = " ".join([directives["script-src"], *digests]).strip()
    return "; ".join(f"{name} {value}" for name, value in directives.items() if value)


@lru_cache(maxsize=64)
def _digest(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _leads_elsewhere(tag: Tag) -> bool:
    href = tag.attributes.get("href", "")
    elsewhere = href.startswith(("http:", "https:", "//"))
    return "rel" not in tag.attributes and elsewhere
