"""Show the description of each page among the search results.

Sphinx's search downloads every page it finds to show an excerpt, unless
``html_show_search_summary = False``. Here each result gets the page's
``<meta name="description">`` instead. All descriptions are in one file, which only the search
page loads.
"""

import json
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from finish import Site

__version__ = "0.1.0"
_SCRIPT = Path(__file__).parent / "searchsummaries.js"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    app.setup_extension("finish")
    app.connect("html-page-context", on_html_page_context)
    # Before scripts are made lighter.
    app.connect("finish-site", on_finish_site, priority=400)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def on_html_page_context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the script on the search page."""
    if pagename == "search":
        # `add_js_file` would add the checksum of a previous build.
        address = escape(context["pathto"](f"_static/{_SCRIPT.name}", 1))
        script = f'<script defer="defer" src="{address}"></script>'
        context["metatags"] = f"{context.get('metatags', '')}{script}\n"


def on_finish_site(app: Sphinx, site: Site) -> None:
    """Write the script with the descriptions of all pages."""
    text = _SCRIPT.read_text(encoding="utf-8").replace(
        "DESCRIPTIONS", json.dumps(site.descriptions, ensure_ascii=False, separators=(",", ":"))
    )
    target = site.out / "_static" / _SCRIPT.name
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
