"""Text for documents of XML, whatever characters an entry holds."""

from __future__ import annotations

from xml.etree import ElementTree

from sphinx_publications.patterns import pattern

_FORBIDDEN = pattern(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""What no XML document may hold (XML 1.0, section 2.2)."""


def allowed(text: str) -> str:
    """Return a text less what no XML document may hold."""
    return _FORBIDDEN.sub("", text)


def add(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    """Add an element with a text to another, unless the text is empty."""
    text = allowed(text)
    if text:
        ElementTree.SubElement(parent, name, attributes).text = text
