"""Whether a drawing in SVG may be published, and how large it is.

Where a page shows it, a browser runs nothing in it and loads nothing for it (SVG 2, section 2.7,
"secure static mode"). Who opens it by itself has no such shelter, so that nothing is published
that does either.
"""

from __future__ import annotations

import re
from typing import Any, Never
from xml.parsers import expat

from sphinx_publications.patterns import pattern

_NAMESPACE = "http://www.w3.org/2000/svg "
_ACTIVE = frozenset({"script", "foreignobject", "iframe", "object", "embed", "audio", "video"})
_HIDDEN = pattern(r"[\x00-\x20]+")
_OUTSIDE = pattern(r"url\((?![\"']?#)|@import|javascript:|\\", re.IGNORECASE)
_INSIDE = pattern(r"#|data:image/(?:png|jpeg|gif|webp)[;,]|\Z", re.IGNORECASE)
_LENGTH = pattern(r"\s*([\d.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|)\s*", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class SvgError(ValueError):
    """The drawing cannot be published; the message says why, and what to do."""


def svg_size(content: bytes) -> tuple[float, float]:
    """Return width and height of a drawing in pixels of CSS; raise `SvgError` for an active one."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = parser.ProcessingInstructionHandler = reader.refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise SvgError(f"is no SVG ({error}); save it anew") from None
    return reader.size


class _Reader:
    """Looks at one element after another."""

    size: tuple[float, float] = (0, 0)
    is_begun = False
    is_style = False
    """Whether what is read is a stylesheet, in which no element is."""

    def refuse(self, *args: Any) -> Never:
        raise SvgError(
            "holds scripts, addresses or entities and is not published; "
            "save it as plain SVG, or as PNG"
        )

    def text(self, text: str) -> None:
        if self.is_style and _OUTSIDE.search(_HIDDEN.sub("", text)):
            self.refuse()

    def end(self, name: str) -> None:
        self.is_style = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2].lower()
        if not self.is_begun:
            self.is_begun = True
            if name != f"{_NAMESPACE}svg":
                raise SvgError("is no SVG; save it anew")
            self.size = _size(attributes)
        self.is_style = local == "style"
        if local in _ACTIVE:
            self.refuse()
        for key, value in attributes.items():
            attribute, said = key.rpartition(" ")[2].lower(), _HIDDEN.sub("", value)
            is_address = attribute in {"href", "src"} and not _INSIDE.match(said)
            if attribute.startswith("on") or is_address or _OUTSIDE.search(said):
                self.refuse()


def _size(attributes: dict[str, str]) -> tuple[float, float]:
    lengths = [_LENGTH.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
    found = [float(match[1]) * _UNITS[match[2].lower()] for match in lengths if match]
    if len(found) < 2:
        box = re.findall(r"[-\d.e+]+", attributes.get("viewBox", ""))
        try:
            found = [float(number) for number in box[2:4]]
        except ValueError:
            found = []
    if len(found) < 2 or not all(0 < length < 1e6 for length in found):
        raise SvgError("has neither width and height nor a viewBox; save it with these")
    return found[0], found[1]
