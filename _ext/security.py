"""What a static site can say of its own security, in the head of every page.

A Content Security Policy allows scripts of the site alone, and of those that
stand in a page the ones with the digests that are named (Content Security
Policy Level 3, section 2.3). Addresses of pages are not told to other hosts
(Referrer Policy), nor do pages that are linked to get hold of the window.
``security_policy`` in ``conf.py`` maps directives to other values. What the
policy blocks of the pages is a warning, ``security.blocked``, once for each
host or kind: a browser would leave it out without a word.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from blocked import INLINE, Blocked, blocked
from finish import Page, Site, Tag

__version__ = "0.1.0"
logger = logging.getLogger(__name__)
_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    # Themes, and Pygments, set styles in attributes.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
_NAME = "Content-Security-Policy"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    app.setup_extension("finish")
    # Without it Sphinx's own scripts need code made of text, in any language but English.
    app.setup_extension("plurals")
    app.add_config_value("security_policy", {}, "html", (dict,), "Directives over the built-in")
    # Behind all others, since it takes digests of scripts as they finally stand.
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
    """What is done in one build."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[Blocked, list[str]]] = {}
        """What is blocked, and on which pages, by directive and source."""
        self._texts: dict[Path, str] = {}
        """What pages load, read once for all of them."""

    def on_finish_page(self, app: Sphinx, site: Site, page: Page) -> None:
        """Secure a page that was written in this build."""
        if not secure(page, app.config.security_policy):
            return
        own = urlsplit(app.config.html_baseurl).netloc
        for one in blocked(page, _policy_of(app), own, lambda name: self._text(site.out / name)):
            pages = self._found.setdefault((one.directive, one.source), (one, []))[1]
            if page.name not in pages:
                pages.append(page.name)

    def on_finish_site(self, app: Sphinx, _site: Site) -> None:
        """Say what the policy blocks."""
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

    def _text(self, path: Path) -> str:
        if path not in self._texts:
            try:
                self._texts[path] = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                self._texts[path] = ""
        return self._texts[path]


def _policy_of(app: Sphinx) -> dict[str, str]:
    return {**_POLICY, **app.config.security_policy}


def secure(page: Page, overrides: dict[str, str]) -> bool:
    """Give a page its policy, and ``rel="noopener"`` to links to other hosts.

    Returns whether it has that policy, and no other.
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
        # On a line of its own where the theme has lines.
        charset.open_end + page.text.startswith("\n", charset.open_end),
        f'<meta http-equiv="{_NAME}" content="{policy}" />\n'
        '    <meta name="referrer" content="same-origin" />\n    ',
    )
    return True


def _policy(tags: list[Tag], overrides: dict[str, str]) -> str:
    directives = {**_POLICY, **overrides}
    # Where digests are named, browsers do not heed that all inline scripts are allowed.
    if INLINE not in directives["script-src"].split():
        digests = dict.fromkeys(_digest(tag.text) for tag in tags if tag.is_inline)
        directives["script-src"] = " ".join([directives["script-src"], *digests]).strip()
    return "; ".join(f"{name} {value}" for name, value in directives.items() if value)


def _digest(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _leads_elsewhere(tag: Tag) -> bool:
    href = tag.attributes.get("href", "")
    elsewhere = href.startswith(("http:", "https:", "//"))
    return "rel" not in tag.attributes and elsewhere
