r"""Line breaks that a page asks for, in every kind of output.

MyST makes of ``\`` at the end of a line, and of ``<br>``, raw HTML or raw LaTeX, which all
other writers leave out, so that the last word of a line runs into the first of the next.
Here a paragraph with such breaks becomes a block of lines (docutils, "Line Blocks"), which
every writer knows; elsewhere, as in headings, a break becomes a space. LaTeX gets its own
break where the page has only ``<br>``.
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
    """Wire the extension into Sphinx."""
    app.add_node(line_paragraph, text=(visit_in_text, depart_in_text))
    app.add_post_transform(KeepLineBreaks)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


class line_paragraph(nodes.line_block):  # noqa: N801 - docutils names nodes so
    """A paragraph of lines, which writers take for a block of lines."""


def visit_in_text(self: TextTranslator, node: nodes.Element) -> None:
    """Begin a paragraph; Sphinx would indent it."""
    self.new_state(0)


def depart_in_text(self: TextTranslator, node: nodes.Element) -> None:
    """End the paragraph, whose lines are not filled."""
    self.end_state(wrap=False)


class KeepLineBreaks(SphinxPostTransform):
    """Says line breaks in the words of the builder."""

    default_priority = 400

    def run(self, **kwargs: Any) -> None:
        """Mend every break of a page, for builders that do not write HTML."""
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
    """Whether raw LaTeX of the same break follows, as MyST writes it."""
    behind = node.next_node(descend=False, siblings=True)
    return behind is not None and _is_latex(behind)


def _lines(paragraph: nodes.Element) -> line_paragraph:
    block = line_paragraph(ids=paragraph["ids"], classes=paragraph["classes"])
    for between, children in groupby(list(paragraph), _is_break):
        if not between:
            block.append(nodes.line("", "", *_stripped(list(children))))
    return block


def _stripped(children: list[nodes.Node]) -> list[nodes.Node]:
    """Return a line without the LaTeX of its break, and without space at its ends."""
    kept = [node for node in children if not _is_latex(node)]
    if kept and isinstance(kept[0], nodes.Text):
        kept[0] = nodes.Text(kept[0].lstrip())
    if kept and isinstance(kept[-1], nodes.Text):
        kept[-1] = nodes.Text(kept[-1].rstrip())
    return kept


def _is_latex(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and node.get("format") == "latex"
