"""Pages say their language and its direction: ``<html lang="ar" dir="rtl">``.

A page in another language than the site names it in its front matter, ``lang: fr``. Sphinx says
the language of a site, and no theme of it the direction, without which browsers set Arabic as
they set English. The Unicode CLDR, which Babel has, knows the direction of a language.

Stylesheets of themes speak of left and right, where they mean where a line begins and ends. On
a site with such a page they are told in these words (CSS Logical Properties and Values), which
mean the same on its other pages.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.core import Locale, UnknownLocaleError
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from finish import Page, Site
from sphinx_publications.project.languages import is_language, named_language

__version__ = "0.1.0"
logger = logging.getLogger(__name__)
_DECLARATION = re.compile(
    r"""(?<=[;{\s/])(?:
        (?P<name>(?:margin|padding|border|scroll-margin|scroll-padding)-(?=left|right)|(?=left|right))
        (?P<side>left|right)(?P<part>-(?:color|style|width))?(?P<colon>\s*:)
        |(?P<property>text-align|float|clear)(?P<before>\s*:\s*)(?P<value>left|right)\b
    )""",
    re.VERBOSE,
)
_ENDS = {"left": "start", "right": "end"}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    app.setup_extension("finish")
    app.connect("html-page-context", on_html_page_context)
    app.connect("finish-page", on_finish_page)
    # Before stylesheets are made lighter.
    app.connect("build-finished", on_build_finished, priority=850)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give a page the language that it names."""
    named = named_language(app.env, pagename)
    if named and not is_language(named):
        logger.warning(
            "'%s' is no language; write its code, such as lang: fr or lang: pt-BR",
            named,
            location=pagename,
            type="direction",
            subtype="language",
        )
    elif named:
        context["language"] = named


def on_finish_page(app: Sphinx, site: Site, page: Page) -> None:
    """Give a page its direction, unless it says one."""
    for tag in page.tags:
        if tag.name == "html" and "dir" not in tag.attributes:
            if is_right_to_left(tag.attributes.get("lang", "")):
                page.set(tag, "dir", "rtl")
            return


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the stylesheets anew, as Sphinx has copied them in this build."""
    if exception is not None or app.builder.format != "html" or app.builder.name == "epub":
        return
    own = (about.get("lang", "") for about in app.env.metadata.values())
    if any(map(is_right_to_left, map(str, {app.config.language, *own}))):
        for path in sorted((Path(app.outdir) / "_static").rglob("*.css")):
            css = path.read_text("utf-8", "surrogateescape")
            path.write_text(logical(css), "utf-8", "surrogateescape")


def logical(css: str) -> str:
    """Return a stylesheet that says where a line begins and ends in place of left and right."""
    return _DECLARATION.sub(_logical, css)


def _logical(found: re.Match[str]) -> str:
    if found["property"]:
        inline = "" if found["property"] == "text-align" else "inline-"
        return f"{found['property']}{found['before']}{inline}{_ENDS[found['value']]}"
    name = found["name"] or "inset-"
    return f"{name}inline-{_ENDS[found['side']]}{found['part'] or ''}{found['colon']}"


# Pages have the same few languages.
@lru_cache(maxsize=64)
def is_right_to_left(language: str) -> bool:
    """Return whether a language, as ``ar`` or ``fa-IR``, is written from right to left."""
    name, _, script = language.replace("_", "-").partition("-")
    for tag in (f"{name}-{script}" if script else name, name):
        try:
            return str(Locale.parse(tag, sep="-").text_direction) == "rtl"
        except (UnknownLocaleError, ValueError):
            continue
    return False
