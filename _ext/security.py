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
from html.parser import HTMLParser
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

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
_MARK = '<meta http-equiv="Content-Security-Policy"'


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    app.add_config_value("security_policy", {}, "html", (dict,), "Directives over the built-in")
    # Before pages are made lighter, which remembers what it wrote.
    app.connect("build-finished", on_build_finished, priority=800)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Secure the pages that were written in this build."""
    if exception is not None or app.builder.format != "html" or app.builder.name == "epub":
        return
    for path in Path(app.outdir).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if _MARK not in text and path.relative_to(app.outdir).parts[0] not in {"_static"}:
            path.write_text(secured(text, app.config.security_policy), encoding="utf-8")


def secured(page: str, overrides: dict[str, str]) -> str:
    """Return a page with its policy, and with ``rel="noopener"`` on links to other hosts."""
    reader = _Reader(page)
    directives = {**_POLICY, **overrides}
    digests = " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(reader.digests))
    directives["script-src"] = f"{directives['script-src']} {digests}".strip()
    policy = "; ".join(f"{name} {value}" for name, value in directives.items() if value)
    head = (
        f'{_MARK} content="{escape(policy, quote=False)}" />\n'
        '    <meta name="referrer" content="same-origin" />\n    '
    )
    edits = [(place, ' rel="noopener"') for place in reader.links]
    if reader.head is not None:
        edits.append((reader.head, head))
    for place, text in sorted(edits, reverse=True):
        page = page[:place] + text + page[place:]
    return page


class _Reader(HTMLParser):
    """Finds inline scripts, links to other hosts, and the place behind ``<meta charset>``."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.digests: list[str] = []
        self.links: list[int] = []
        self.head: int | None = None
        self._script: str | None = None
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        kind = attributes.get("type") or "text/javascript"
        if tag == "script" and "src" not in attributes and kind in {"text/javascript", "module"}:
            self._script = ""
        elif tag == "a" and "rel" not in attributes:
            if (attributes.get("href") or "").startswith(("http:", "https:", "//")):
                self.links.append(start + len("<a"))
        elif tag == "meta" and "charset" in attributes:
            self.head = start + len(self.get_starttag_text() or "") + 1

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            digest = hashlib.sha256(self._script.encode()).digest()
            self.digests.append(base64.b64encode(digest).decode())
            self._script = None
