"""Light and dark colours without JavaScript, for themes that choose them by a script.

Pages of pydata-sphinx-theme have ``data-theme="auto"`` until a script has read the visitor's
preference, but the theme's stylesheets only have rules for ``light`` and ``dark``. Here each of
these rules is repeated for ``auto`` in a media query for the preference, so that colours are
still defined only in the stylesheets of the theme, of Pygments and of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"
_TOKEN = re.compile(
    r"/\*.*?\*/|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|url\([^\"')]*\)|\\.|[{};]", re.DOTALL
)
_IN_SELECTOR = re.compile(r"\"[^\"]*\"|'[^']*'|\\.|[(),\[\]]", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SCHEMES = {
    scheme: re.compile(rf"\[data-theme\s*=\s*([\"']?){scheme}\1\s*\]")
    for scheme in ("light", "dark")
}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    # Before stylesheets are made lighter.
    app.connect("build-finished", on_build_finished, priority=850)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Rewrite the stylesheets that Sphinx has copied in this build."""
    if exception is not None or app.builder.format != "html" or app.builder.name == "epub":
        return
    for path in sorted((Path(app.outdir) / "_static").rglob("*.css")):
        css = path.read_bytes()
        if b"data-theme" in css:
            path.write_text(
                with_auto(css.decode(errors="surrogateescape")), "utf-8", "surrogateescape"
            )


def with_auto(css: str) -> str:
    """Return a stylesheet whose rules for light and dark also apply to ``auto``."""
    return "".join(_with_auto(css))


def _with_auto(css: str) -> Iterator[str]:
    for prelude, body in _blocks(css):
        if body is None:
            yield prelude
            continue
        body = with_auto(body) if "data-theme" in body else body
        yield f"{prelude}{{{body}}}"
        if "data-theme" not in prelude or prelude.lstrip().startswith("@"):
            continue
        selectors = list(_selectors(_COMMENT.sub("", prelude)))
        for scheme, settled in _SCHEMES.items():
            unsettled = [
                settled.sub('[data-theme="auto"]', one) for one in selectors if settled.search(one)
            ]
            if unsettled:
                yield f"@media (prefers-color-scheme:{scheme}){{{','.join(unsettled)}{{{body}}}}}"


def _blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield the prelude and body of each block; text outside of blocks has the body None."""
    start, opened, depth = 0, 0, 0
    for token in _TOKEN.finditer(css):
        if token[0] == "{":
            depth += 1
            if depth == 1:
                opened = token.start()
        elif token[0] == "}" and depth:
            depth -= 1
            if depth == 0:
                yield css[start:opened], css[opened + 1 : token.start()]
                start = token.end()
        elif token[0] == ";" and not depth:
            yield css[start : token.end()], None
            start = token.end()
    yield css[start:], None


def _selectors(prelude: str) -> Iterator[str]:
    """Yield the selectors of a rule."""
    start, depth = 0, 0
    for token in _IN_SELECTOR.finditer(prelude):
        depth += (token[0] in {"(", "["}) - (token[0] in {")", "]"})
        if token[0] == "," and not depth:
            yield prelude[start : token.start()].strip()
            start = token.end()
    yield prelude[start:].strip()
