"""What a static site can say of its own security, in the head of every page.

A Content Security Policy allows scripts of the site alone, and of those that
stand in a page the ones with the digests that are named (Content Security
Policy Level 3, section 2.3). Addresses of pages are not told to other hosts
(Referrer Policy), nor do pages that are linked to get hold of the window.
``security_policy`` in ``conf.py`` maps directives to other values.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from finish import Page, Site, Tag

__version__ = "0.1.0"
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
    app.add_config_value("security_policy", {}, "html", (dict,), "Directives over the built-in")
    # Behind all others, since it takes digests of scripts as they finally stand.
    app.connect("finish-page", on_finish_page, priority=900)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def on_finish_page(app: Sphinx, site: Site, page: Page) -> None:
    """Secure a page that was written in this build."""
    secure(page, app.config.security_policy)


def secure(page: Page, overrides: dict[str, str]) -> None:
    """Give a page its policy, and ``rel="noopener"`` to links to other hosts."""
    for tag in page.tags:
        if _leads_elsewhere(tag):
            page.set(tag, "rel", "noopener")
    metas = [tag for tag in page.tags if tag.name == "meta"]
    charset = next((tag for tag in metas if "charset" in tag.attributes), None)
    if charset is None or any(tag.attributes.get("http-equiv") == _NAME for tag in metas):
        return
    policy = escape(_policy(page.tags, overrides), quote=False)
    page.insert(
        # On a line of its own where the theme has lines.
        charset.open_end + page.text.startswith("\n", charset.open_end),
        f'<meta http-equiv="{_NAME}" content="{policy}" />\n'
        '    <meta name="referrer" content="same-origin" />\n    ',
    )


def _policy(tags: list[Tag], overrides: dict[str, str]) -> str:
    directives = {**_POLICY, **overrides}
    digests = dict.fromkeys(_digest(tag.text) for tag in tags if tag.is_inline)
    directives["script-src"] = " ".join([directives["script-src"], *digests]).strip()
    return "; ".join(f"{name} {value}" for name, value in directives.items() if value)


def _digest(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _leads_elsewhere(tag: Tag) -> bool:
    href = tag.attributes.get("href", "")
    elsewhere = href.startswith(("http:", "https:", "//"))
    return tag.name == "a" and "rel" not in tag.attributes and elsewhere
