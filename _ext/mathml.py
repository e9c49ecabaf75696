"""Render formulas as MathML, which browsers and EPUB readers show without a script.

This is the math renderer ``mathml``; it is used unless ``html_math_renderer`` names another.
docutils converts the formulas. A formula that it cannot parse is shown as typed, with
the warning ``mathml.unread``.
"""

from __future__ import annotations

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

__version__ = "0.1.0"
logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    app.add_html_math_renderer(
        "mathml", inline_renderers=(visit_math, None), block_renderers=(visit_math_block, None)
    )
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write an inline formula."""
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(f"{_markup(self, node, as_block=False)}</span>")
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed formula with its number, if any."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append(f"{_markup(self, node, as_block=True)}</div>\n")
    raise nodes.SkipNode


def _markup(translator: HTML5Translator, node: nodes.Element, *, as_block: bool) -> str:
    try:
        return tex2mathml(node.astext(), as_block=as_block)
    except Exception as error:  # docutils' parser raises many kinds of errors.
        logger.warning(
            "the formula %s is shown as it was typed, since it cannot be read: %s",
            " ".join(node.astext().split()),
            " ".join(str(error).split()),
            location=node,
            type="mathml",
            subtype="unread",
        )
        return translator.encode(node.astext())
