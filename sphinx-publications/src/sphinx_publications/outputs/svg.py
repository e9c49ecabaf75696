"""Whether a drawing in SVG may be published, and how large it is.

Where a page shows it, a browser runs nothing in it and loads nothing for it (SVG 2, section 2.7,
"secure static mode"). Who opens it by itself has no such shelter, so that nothing is published
but what is known to draw: `svgvocabulary` names it.
"""

from __future__ import annotations

import re
from typing import Never
from xml.parsers import expat

from sphinx_publications.outputs import svgvocabulary as known
from sphinx_publications.patterns import pattern

_HIDDEN = pattern(r"[\x00-\x20]+")
_INSIDE = pattern(r"#|data:image/(?:png|jpe?g|gif|webp)[;,]|\Z", re.IGNORECASE)
_INSIDE_STYLES = pattern(
    r"#|data:(?:image/(?:png|jpe?g|gif|webp)"
    r"|font/[a-z0-9-]+|application/(?:x-)?font-[a-z0-9-]+|application/octet-stream)[;,]",
    re.IGNORECASE,
)
_CSS = pattern(
    r"/\*.*?(?:\*/|\Z)"  # Comments and strings fetch nothing.
    r"|\"[^\"\n\r\f]*\"|'[^'\n\r\f]*'"
    r"|(?<![\w-])url\(\s*(?P<url>\"[^\"\n\r\f]*\"|'[^'\n\r\f]*'|[^\"'()\s]*)\s*\)"
    r"|(?<![\w-])(?P<function>[\w-]++)\("
    r"|@(?P<rule>[\w-]*)",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX = pattern(r"^-(?:webkit|moz|ms|o)-")
_LENGTH = pattern(r"\s*([\d.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|)\s*", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_STANDARD = "http://www.w3.org/"
"""How addresses of the DTDs of SVG begin, which no browser loads."""


class SvgError(ValueError):
    """The drawing cannot be published; the message says why, and what to do."""


def svg_size(content: bytes) -> tuple[float, float]:
    """Return width and height of a drawing in pixels of CSS; raise `SvgError` for an active one."""
    parser = expat.ParserCreate(namespace_separator=" ")
    reader = _Reader(parser)
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.ProcessingInstructionHandler = reader.instruction
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise SvgError(f"is no SVG ({error}); save it anew") from None
    return reader.size


class _Reader:
    """Looks at one element after another."""

    size: tuple[float, float] = (0, 0)

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self._open: list[str] = []
        """The elements round what is read."""
        self._style = ""
        """What was read of the stylesheet that is open."""

    def _refuse(self, what: str) -> Never:
        raise SvgError(
            f"holds {what} in line {self._parser.CurrentLineNumber} and is not published, "
            "since a drawing runs and loads nothing; save it as plain SVG, or as PNG"
        )

    def doctype(self, name: str, system: str | None, public: str | None, declares: int) -> None:
        if declares:
            self._refuse("a DOCTYPE with declarations, such as entities,")
        if system and not system.startswith(_STANDARD):
            self._refuse(f"a DOCTYPE with the address {_short(system)}")

    def instruction(self, target: str, data: str) -> None:
        if target not in known.INSTRUCTIONS:
            self._refuse(f"the instruction {_short(target)}")

    def text(self, text: str) -> None:
        # Long text comes in pieces.
        if self._open and self._open[-1] == f"{known.SVG} style":
            self._style += text

    def end(self, name: str) -> None:
        self._open.pop()
        if self._style:
            self._check_style(self._style)
            self._style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            if name != f"{known.SVG} svg":
                raise SvgError("is no SVG; save it anew")
            self.size = _size(attributes)
        namespace, _, local = name.rpartition(" ")
        if not self._is_known(namespace, local):
            self._refuse(f"the element {_short(local)}")
        self._open.append(name)
        if namespace not in {known.SVG, known.XHTML}:
            return  # To browsers it is nothing, whatever it has.
        for key, value in attributes.items():
            self._check_attribute(local, *key.rpartition(" ")[::2], value)

    def _is_known(self, namespace: str, local: str) -> bool:
        if self._open and self._open[-1] == f"{known.SVG} style":
            return False
        if namespace == known.XHTML:
            return f"{known.SVG} foreignObject" in self._open and local in known.LABELS
        if namespace == known.SVG:
            return local in known.ELEMENTS
        return namespace.startswith(known.NOTES)

    def _check_attribute(self, element: str, namespace: str, name: str, value: str) -> None:
        is_linking = namespace == known.XLINK
        if name == "href" and (is_linking or not namespace):
            self._check_address(element, value)
        elif namespace:
            is_known = is_linking and name in known.LINKING
            is_known |= namespace == known.XML and name in known.OF_XML
            if not is_known and not namespace.startswith(known.NOTES):
                self._refuse(f"the attribute {_short(name)}")
        elif name == "attributeName" and value.strip() not in known.ANIMATED:
            self._refuse(f"an animation of {_short(value)}")
        elif name in known.ATTRIBUTES:
            self._check_style(value)
        elif name not in known.WORDS and not name.startswith(("aria-", "data-")):
            self._refuse(f"the attribute {_short(name)}")

    def _check_address(self, element: str, value: str) -> None:
        address = _HIDDEN.sub("", value)
        is_explained = element == "a" and value in known.EXPLANATIONS
        if not is_explained and not _INSIDE.match(address):
            self._refuse(f"the address {_short(address)}")

    def _check_style(self, css: str) -> None:
        if "\\" in css:
            self._refuse("a backslash in its styles")
        for part in _CSS.finditer(css):
            url, function, rule = part["url"], part["function"], part["rule"]
            if url is not None and not _INSIDE_STYLES.match(url.strip("\"' \t")):
                self._refuse(f"the address {_short(url)} in its styles")
            if function and function.lower() not in known.FUNCTIONS:
                self._refuse(f"{_short(function)}() in its styles")
            if rule is not None and _PREFIX.sub("", rule.lower()) not in known.RULES:
                self._refuse(f"@{_short(rule)} in its styles")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


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
