r"""Keep a page's line breaks in every output format.

MyST turns ``\`` at the end of a line, and ``<br>``, into raw HTML or raw LaTeX. Other writers
ignore these and join the words around the break. Here a paragraph with breaks becomes a line
block (docutils, "Line Blocks"), which every writer supports; elsewhere, such as in headings, a
break becomes a space. LaTeX gets ``\newline`` if the page has only ``<br>``.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.text import TextTranslator

__version__ = "0.1.0"
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    app.add_node(line_paragraph, text=(visit_in_text, depart_in_text))
    app.add_post_transform(KeepLineBreaks)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


class line_paragraph(nodes.line_block):  # noqa: N801 - docutils names nodes so
    """A paragraph of lines, which writers treat as a line block."""


def visit_in_text(self: TextTranslator, node: nodes.Element) -> None:
    """Begin a paragraph without Sphinx's indentation of line blocks."""
    self.new_state(0)


def depart_in_text(self: TextTranslator, node: nodes.Element) -> None:
    """End the paragraph without wrapping its lines."""
    self.end_state(wrap=False)


class KeepLineBreaks(SphinxPostTransform):
    """Convert line breaks for builders other than HTML."""

    default_priority = 400

    def run(self, **kwargs: Any) -> None:
        """Convert the line breaks of a page."""
        if self.env._app.builder.format == "html":
            return
        breaks = [node for node in self.document.findall(nodes.raw) if _is_break(node)]
        if self.env._app.builder.format == "latex":
            for node in breaks:
                if not _has_latex(node):
                    node.replace_self(nodes.raw("", "\\newline\n", format="latex"))
            return
        for parent in dict.fromkeys(node.parent for node in breaks):
            if isinstance(parent, nodes.paragraph):
                parent.replace_self(_lines(parent))
            elif parent is not None:
                parent[:] = [nodes.Text(" ") if _is_break(child) else child for child in parent]


def _is_break(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.raw)
        and "html" in node.get("format", "").split()
        and _BREAK.fullmatch(node.astext()) is not None
    )


def _has_latex(node: nodes.Node) -> bool:
    """Return whether raw LaTeX for the same break follows, as MyST writes it."""
    behind = node.next_node(descend=False, siblings=True)
    return behind is not None and _is_latex(behind)


def _lines(paragraph: nodes.Element) -> line_paragraph:
    block = line_paragraph(ids=paragraph["ids"], classes=paragraph["classes"])
    for between, children in groupby(list(paragraph), _is_break):
        if not between:
            block.append(nodes.line("", "", *_stripped(list(children))))
    return block


def _stripped(children: list[nodes.Node]) -> list[nodes.Node]:
    """Return the nodes of a line without raw LaTeX and surrounding space."""
    kept = [node for node in children if not _is_latex(node)]
    if kept and isinstance(kept[0], nodes.Text):
        kept[0] = nodes.Text(kept[0].lstrip())
    if kept and isinstance(kept[-1], nodes.Text):
        kept[-1] = nodes.Text(kept[-1].rstrip())
    return kept


def _is_latex(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and node.get("format") == "latex"
