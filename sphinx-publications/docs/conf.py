"""The documentation of sphinx-publications: `make docs`."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "src" / "sphinx_publications"
sys.path[:0] = [str(PACKAGE.parent), str(HERE / "_ext")]

import sphinx_publications  # noqa: E402 # of the sources

project = "sphinx-publications"
author = copyright = "The authors of sphinx-publications"
version = release = sphinx_publications.__version__
language = "en"

extensions = ["myst_parser", "liveexamples", "codetables", "installing"]
# Where pip finds the package, here and in README.md; "" when it is on the package index.
install_from = (
    " @ git+https://github.com/guillaumeBellec/guillaumeBellec.github.io"
    "#subdirectory=sphinx-publications"
)
exclude_patterns = ["_build", "examples/*"]
nitpicky = True
myst_heading_anchors = 3
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]

html_theme = "pydata_sphinx_theme"
html_title = project
html_favicon = "_static/favicon.svg"
html_context = {"default_mode": "auto"}
# The examples look as they do with the extension.
html_static_path = ["_static", str(PACKAGE / "web" / "assets" / "web")]
html_css_files = ["publications.css", "docs.css"]
html_js_files = [
    (name, {"defer": "defer"})
    for name in ("publications.js", "publications-filter.js", "publications-cards.js")
]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "navbar_align": "left",
    "navbar_persistent": ["search-button"],
    "show_prev_next": True,
    "icon_links": [],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
