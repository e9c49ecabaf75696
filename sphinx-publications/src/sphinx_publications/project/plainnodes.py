"""Plain nodes of docutils for builders that know no others, such as XML, rinohtype or your own."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_publications.look import nodes as ours
from sphinx_publications.project.domain import publications_domain

_KNOWING = {"html", "latex", "text"}
"""Formats for which `look.nodes` says how its nodes are written."""
_VISITOR = nodes.GenericNodeVisitor
_KEPT = {*nodes.Element.basic_attributes, "bullet", "internal", "refid", "refuri"}
"""Attributes that the plain nodes have."""


class PlainNodes(SphinxPostTransform):
    """Puts the node that each of ours derives from in its place."""

    # After everything that asks for our nodes.
    default_priority = 990

    def run(self, **kwargs: Any) -> None:
        if publications_domain(self.env).builder.format in _KNOWING:
            return
        for node in list(self.document.findall(nodes.Element)):
            if is_ours(node):
                attributes = {name: node[name] for name in _KEPT & node.attributes.keys()}
                node.replace_self(plain_class(type(node))("", *node.children, **attributes))


def is_ours(node: nodes.Node) -> bool:
    """Whether a node is of a class that no other program knows."""
    return type(node).__module__ == ours.__name__


def plain_class(kind: type[nodes.Element]) -> type[nodes.Element]:
    """Return the class of docutils that one of ours derives from."""
    visited = (base for base in kind.__mro__ if hasattr(_VISITOR, f"visit_{base.__name__}"))
    return next(filter(lambda base: base.__module__ == nodes.__name__, visited), nodes.container)


def looks_ours(node: nodes.Node) -> bool:
    """Whether a node is of ours, or has the look of one."""
    classes: list[str] = node.get("classes", []) if isinstance(node, nodes.Element) else []
    return is_ours(node) or any(name.startswith("publication") for name in classes)
