"""Titles of windows as plain text, where a heading has a formula: H₂O, and no MathML."""

from __future__ import annotations

from html import escape
from typing import Any

from sphinx.application import Sphinx

from sphinx_publications.look.nodes import formula


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give themes the title as text, which they would strip of tags alone."""
    title = app.env.titles.get(pagename)
    if title is not None and next(iter(title.findall(formula)), None) is not None:
        # Themes take it for HTML.
        context["title"] = escape(title.astext())
