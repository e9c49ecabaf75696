"""Print the titles of papers in bold in the PDF, as the owner's name is."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata


class BoldTitles(SphinxPostTransform):
    """Set the first line of each entry in bold."""

    # Behind the transforms that fill the list.
    default_priority = 20
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Change the lines of the document."""
        for line in self.document.findall(nodes.line):
            if "publication-title" in line["classes"]:
                line.children = [nodes.strong("", "", *line.children)]
                line.setup_child(line.children[0])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    app.add_post_transform(BoldTitles)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
