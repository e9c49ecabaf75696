"""The safety check and the size of SVG drawings.

In an ``img`` element a browser runs and loads nothing for a drawing (SVG 2, section 2.7, "secure
static mode"). A visitor who opens the file itself is not protected, so only drawings that
consist of the elements and attributes below are published.
"""

from __future__ import annotations

import re
from typing import Never
from xml.parsers import expat

# Elements and attributes that draw, of SVG 1.1 (appendices K and L) and SVG 2 (appendices F and
# G), without those that run scripts, fetch files or handle events; Inkscape's, from drafts of SVG
# 1.2 and 2; and the XHTML in labels of draw.io and Mermaid.

SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

NOTES = (
    "http://sodipodi.sourceforge.net/",
    "http://www.inkscape.org/namespaces/",
    "http://www.openswatchbook.org/uri/2009/osb",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
    "http://ns.adobe.com/",
    "adobe:ns:meta/",
    "http://xml.openoffice.org/svg/export",
    "http://schemas.microsoft.com/visio/",
    "http://www.serif.com/",
    "http://www.bohemiancoding.com/sketch/ns",
    "http://www.figma.com/figma/ns",
    "http://svgjs.com/svgjs",
    "http://svgjs.dev/svgjs",
    "http://www.vectornator.io",
    "http://vectornator.io",
    "https://boxy-svg.com",
)
"""Prefixes of namespaces for the private metadata of drawing programs."""

INSTRUCTIONS = frozenset({"plantuml", "plantuml-src", "xpacket"})
"""Processing instructions with metadata of drawing programs."""

EXPLANATIONS = frozenset(
    f"https://www.{host}/doc/faq/svg-export-text-problems"
    for host in ("diagrams.net", "drawio.com")
)
"""draw.io's links for browsers that cannot show its labels."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ANIMATIONS = _words("animate animateMotion animateTransform set")
ELEMENTS = ANIMATIONS | _words("""
a altGlyph circle clipPath color-profile defs desc ellipse feBlend feColorMatrix feComponentTransfer
feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood
feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset
fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter flowDiv flowLine flowPara
flowRegion flowRoot flowSpan font font-face font-face-name font-face-src foreignObject g glyph hatch
hatchpath hkern image line linearGradient marker mask mesh meshgradient meshpatch meshrow metadata
missing-glyph mpath path pattern polygon polyline radialGradient rect solidColor stop style svg
switch symbol text textPath title tref tspan use view vkern
""")

LABELS = _words("""
b br center code div em font h1 h2 h3 h4 h5 h6 hr i li ol p pre s section small span strong sub sup
table tbody td tfoot th thead tr u ul
""")
"""Elements of XHTML."""

WORDS = _words("""
attributeName begin class content contentScriptType contentStyleType end font-family g1 g2
glyph-name host id in in2 lang name requiredExtensions requiredFeatures result role systemLanguage
target title u1 u2 unicode
""")
"""Attributes with names or text, whose values are not checked."""

PRESENTATION = _words("""
alignment-baseline backdrop-filter background-color baseline-shift block-progression clip clip-path
clip-rule color color-interpolation color-interpolation-filters color-profile color-rendering
color-scheme cursor direction display dominant-baseline enable-background fill fill-opacity
fill-rule filter flood-color flood-opacity font font-feature-settings font-kerning font-size
font-size-adjust font-stretch font-style font-variant font-variant-caps font-variant-east-asian
font-variant-ligatures font-variant-numeric font-variant-position font-variation-settings
font-weight glyph-orientation-horizontal glyph-orientation-vertical image-rendering inline-size
isolation kerning letter-spacing lighting-color line-height marker marker-end marker-mid
marker-start mask mask-type mix-blend-mode opacity overflow overflow-x overflow-y paint-order
pointer-events shape-inside shape-margin shape-padding shape-rendering shape-subtract solid-color
solid-opacity stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration
text-decoration-color text-decoration-line text-decoration-style text-indent text-orientation
text-overflow text-rendering text-transform transform transform-box transform-origin unicode-bidi
vector-effect visibility white-space word-spacing writing-mode
""")

GEOMETRY = _words("""
cx cy d dx dy fr fx fy gradientTransform height offset pathLength patternTransform points r rotate
rx ry startOffset stdDeviation textLength viewBox width x x1 x2 y y1 y2
""")

ANIMATED = PRESENTATION | GEOMETRY
"""Attributes that an animation may change."""

ATTRIBUTES = ANIMATED | _words("""
accent-height accumulate additive align alphabetic amplitude arabic-form ascent attributeType
azimuth baseProfile baseFrequency bbox bias border by calcMode cap-height cellpadding cellspacing
clipPathUnits colspan crossorigin descent diffuseConstant dir divisor dur edgeMode elevation
exponent externalResourcesRequired face fill filterRes filterUnits focusable from glyphRef
gradientUnits hanging hatchContentUnits hatchUnits horiz-adv-x horiz-origin-x horiz-origin-y
ideographic intercept k k1 k2 k3 k4 kernelMatrix kernelUnitLength keyPoints keySplines keyTimes
lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits
mathematical max media method min mode nowrap numOctaves operator order orient orientation origin
overline-position overline-thickness panose-1 path patternContentUnits patternUnits pitch pointsAtX
pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits rendering-intent radius refX
refY repeatCount repeatDur restart rowspan scale seed side size slope spacing specularConstant
specularExponent spreadMethod stemh stemv stitchTiles strikethrough-position strikethrough-thickness
style surfaceScale tabindex tableValues targetX targetY to type underline-position
underline-thickness unicode-range units-per-em v-alphabetic v-hanging v-ideographic v-mathematical
valign values version vert-adv-y vert-origin-x vert-origin-y viewTarget widths x-height
xChannelSelector yChannelSelector zoomAndPan
""")
"""Attributes whose values are checked for addresses."""
LINKING = frozenset({"actuate", "arcrole", "role", "show", "title", "type"})
"""Attributes of XLink beside `href`."""
XML_ATTRIBUTES = frozenset({"id", "lang", "space"})

FUNCTIONS = _words("""
blur brightness calc circle clamp color color-mix conic-gradient contrast cubic-bezier device-cmyk
drop-shadow ellipse fit-content format grayscale has hsl hsla hue-rotate hwb icc-color inset invert
is lab lang lch light-dark linear-gradient local matrix matrix3d max min minmax not nth-child
nth-last-child nth-of-type oklab oklch opacity path perspective polygon radial-gradient rect repeat
repeating-linear-gradient repeating-radial-gradient rgb rgba rotate rotate3d rotatex rotatey rotatez
saturate scale scale3d scalex scaley scalez sepia skew skewx skewy steps tech translate translate3d
translatex translatey translatez var where and or only
""")
"""Functions of CSS that fetch nothing, and keywords before parenthesized conditions."""

RULES = frozenset({"charset", "font-face", "keyframes", "layer", "media", "page", "supports"})
"""At-rules of CSS that fetch nothing."""


_HIDDEN = re.compile(r"[\x00-\x20]+")
_INSIDE = re.compile(r"#|data:image/(?:png|jpe?g|gif|webp)[;,]|\Z", re.IGNORECASE)
_INSIDE_STYLES = re.compile(
    r"#|data:(?:image/(?:png|jpe?g|gif|webp)"
    r"|font/[a-z0-9-]+|application/(?:x-)?font-[a-z0-9-]+|application/octet-stream)[;,]",
    re.IGNORECASE,
)
_CSS = re.compile(
    r"/\*.*?(?:\*/|\Z)"  # Comments and strings fetch nothing.
    r"|\"[^\"\n\r\f]*\"|'[^'\n\r\f]*'"
    r"|(?<![\w-])url\(\s*(?P<url>\"[^\"\n\r\f]*\"|'[^'\n\r\f]*'|[^\"'()\s]*)\s*\)"
    r"|(?<![\w-])(?P<function>[\w-]++)\("
    r"|@(?P<rule>[\w-]*)",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX = re.compile(r"^-(?:webkit|moz|ms|o)-")
_LENGTH = re.compile(r"\s*([\d.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|)\s*", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_STANDARD = "http://www.w3.org/"
"""Prefix of the addresses of SVG's DTDs, which no browser loads."""


class SvgError(ValueError):
    """The drawing cannot be published; the message gives the reason and the remedy."""


def svg_size(content: bytes) -> tuple[float, float]:
    """Return width and height in CSS pixels; raise `SvgError` if the drawing is unsafe."""
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
    """Handlers of the XML parser, which check one element after another."""

    size: tuple[float, float] = (0, 0)

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self._open: list[str] = []
        """The open elements."""
        self._style = ""
        """The open stylesheet, as far as it is read."""

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
        if target not in INSTRUCTIONS:
            self._refuse(f"the instruction {_short(target)}")

    def text(self, text: str) -> None:
        # Long text arrives in pieces.
        if self._open and self._open[-1] == f"{SVG} style":
            self._style += text

    def end(self, name: str) -> None:
        self._open.pop()
        if self._style:
            self._check_style(self._style)
            self._style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            if name != f"{SVG} svg":
                raise SvgError("is no SVG; save it anew")
            self.size = _size(attributes)
        namespace, _, local = name.rpartition(" ")
        if not self._is_known(namespace, local):
            self._refuse(f"the element {_short(local)}")
        self._open.append(name)
        if namespace not in {SVG, XHTML}:
            return  # Browsers ignore it.
        for key, value in attributes.items():
            self._check_attribute(local, *key.rpartition(" ")[::2], value)

    def _is_known(self, namespace: str, local: str) -> bool:
        if self._open and self._open[-1] == f"{SVG} style":
            return False
        if namespace == XHTML:
            return f"{SVG} foreignObject" in self._open and local in LABELS
        if namespace == SVG:
            return local in ELEMENTS
        return namespace.startswith(NOTES)

    def _check_attribute(self, element: str, namespace: str, name: str, value: str) -> None:
        if name == "href" and namespace in {XLINK, ""}:
            self._check_address(element, value)
        elif namespace:
            known = {XLINK: LINKING, XML: XML_ATTRIBUTES}.get(namespace, frozenset())
            if name not in known and not namespace.startswith(NOTES):
                self._refuse(f"the attribute {_short(name)}")
        elif name == "attributeName" and value.strip() not in ANIMATED:
            self._refuse(f"an animation of {_short(value)}")
        elif name in ATTRIBUTES:
            self._check_style(value)
        elif name not in WORDS and not name.startswith(("aria-", "data-")):
            self._refuse(f"the attribute {_short(name)}")

    def _check_address(self, element: str, value: str) -> None:
        address = _HIDDEN.sub("", value)
        is_explained = element == "a" and value in EXPLANATIONS
        if not is_explained and not _INSIDE.match(address):
            self._refuse(f"the address {_short(address)}")

    def _check_style(self, css: str) -> None:
        if "\\" in css:
            self._refuse("a backslash in its styles")
        for part in _CSS.finditer(css):
            url, function, rule = part["url"], part["function"], part["rule"]
            if url is not None and not _INSIDE_STYLES.match(url.strip("\"' \t")):
                self._refuse(f"the address {_short(url)} in its styles")
            if function and function.lower() not in FUNCTIONS:
                self._refuse(f"{_short(function)}() in its styles")
            if rule is not None and _PREFIX.sub("", rule.lower()) not in RULES:
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
