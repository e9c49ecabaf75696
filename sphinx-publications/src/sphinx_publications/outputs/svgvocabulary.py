"""What a drawing in SVG may hold: elements, attributes, and vocabularies of drawing programs.

Elements and attributes are those of SVG 1.1 (appendices K and L) and SVG 2 (appendices F and G)
that draw, without such as run scripts, fetch files or listen to events, and with what Inkscape
took from drafts of SVG 1.2 and 2. Of XHTML there is what labels of draw.io and Mermaid are made of.
"""

from __future__ import annotations

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
"""How names of vocabularies begin in which programs note things for themselves alone."""

INSTRUCTIONS = frozenset({"plantuml", "plantuml-src", "xpacket"})
"""Processing instructions that say something to the programs that wrote them."""

EXPLANATIONS = frozenset(
    f"https://www.{host}/doc/faq/svg-export-text-problems"
    for host in ("diagrams.net", "drawio.com")
)
"""Where draw.io leads those whose browser shows no labels, which no browser of today does."""

ANIMATIONS = frozenset({"animate", "animateMotion", "animateTransform", "set"})

ELEMENTS = ANIMATIONS | frozenset(
    """
a altGlyph circle clipPath color-profile
defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite
feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA
feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset
fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter flowDiv flowLine flowPara
flowRegion flowRoot flowSpan font font-face font-face-name font-face-src foreignObject g glyph hatch
hatchpath hkern image line linearGradient marker mask mesh meshgradient meshpatch meshrow metadata
missing-glyph mpath path pattern polygon polyline radialGradient rect solidColor stop style svg
switch symbol text textPath title tref tspan use view vkern
""".split()
)

LABELS = frozenset(
    """
b br center code div em font h1 h2 h3 h4 h5 h6 hr i li ol p pre s section small span strong sub sup
table tbody td tfoot th thead tr u ul
""".split()
)
"""Elements of XHTML."""

WORDS = frozenset(
    """
attributeName begin class content contentScriptType contentStyleType end font-family g1 g2
glyph-name host id in in2 lang name requiredExtensions requiredFeatures result role systemLanguage
target title u1 u2 unicode
""".split()
)
"""Attributes with a name or words, in which nothing is looked for."""

PRESENTATION = frozenset(
    """
alignment-baseline backdrop-filter background-color baseline-shift block-progression
clip clip-path clip-rule color color-interpolation color-interpolation-filters color-profile
color-rendering color-scheme cursor direction display dominant-baseline enable-background fill
fill-opacity fill-rule filter flood-color flood-opacity font font-feature-settings font-kerning
font-size font-size-adjust font-stretch font-style font-variant font-variant-caps
font-variant-east-asian font-variant-ligatures font-variant-numeric font-variant-position
font-variation-settings font-weight glyph-orientation-horizontal glyph-orientation-vertical
image-rendering inline-size isolation kerning letter-spacing lighting-color line-height marker
marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow overflow-x
overflow-y paint-order pointer-events shape-inside shape-margin shape-padding shape-rendering
shape-subtract solid-color solid-opacity stop-color stop-opacity stroke stroke-dasharray
stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width
text-align text-anchor text-decoration text-decoration-color text-decoration-line
text-decoration-style text-indent text-orientation text-overflow text-rendering text-transform
transform transform-box transform-origin unicode-bidi vector-effect visibility white-space
word-spacing writing-mode
""".split()
)

GEOMETRY = frozenset(
    """
cx cy d dx dy fr fx fy gradientTransform height offset pathLength patternTransform points r rotate
rx ry startOffset stdDeviation textLength viewBox width x x1 x2 y y1 y2
""".split()
)

ANIMATED = PRESENTATION | GEOMETRY
"""What an animation may change."""

ATTRIBUTES = ANIMATED | frozenset(
    """
accent-height accumulate additive align alphabetic amplitude arabic-form ascent attributeType
azimuth baseProfile baseFrequency bbox bias border by calcMode cap-height
cellpadding cellspacing clipPathUnits colspan crossorigin descent diffuseConstant dir divisor dur
edgeMode elevation exponent externalResourcesRequired face fill filterRes filterUnits focusable from
glyphRef gradientUnits hanging hatchContentUnits hatchUnits horiz-adv-x horiz-origin-x
horiz-origin-y ideographic intercept k k1 k2 k3 k4 kernelMatrix kernelUnitLength keyPoints
keySplines keyTimes lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth
maskContentUnits maskUnits mathematical max media method min mode nowrap numOctaves operator order
orient orientation origin overline-position overline-thickness panose-1 path patternContentUnits
patternUnits pitch pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits
rendering-intent
radius refX refY repeatCount repeatDur restart rowspan scale seed side size slope spacing
specularConstant specularExponent spreadMethod stemh stemv stitchTiles strikethrough-position
strikethrough-thickness style surfaceScale tabindex tableValues targetX targetY to type
underline-position underline-thickness unicode-range units-per-em v-alphabetic v-hanging
v-ideographic v-mathematical valign values version vert-adv-y vert-origin-x vert-origin-y
viewTarget widths x-height xChannelSelector yChannelSelector zoomAndPan
""".split()
)
"""Attributes with numbers, words of SVG, and styles, in which addresses are looked for."""
LINKING = frozenset({"actuate", "arcrole", "role", "show", "title", "type"})
"""Attributes of XLink beside `href`."""
OF_XML = frozenset({"id", "lang", "space"})

FUNCTIONS = frozenset(
    """
blur brightness calc circle clamp color color-mix conic-gradient contrast cubic-bezier device-cmyk
drop-shadow ellipse fit-content format grayscale has hsl hsla hue-rotate hwb icc-color inset invert
is lab lang lch light-dark linear-gradient local matrix matrix3d max min minmax not nth-child
nth-last-child nth-of-type oklab oklch opacity path perspective polygon radial-gradient rect repeat
repeating-linear-gradient repeating-radial-gradient rgb rgba rotate rotate3d rotatex rotatey rotatez
saturate scale scale3d scalex scaley scalez sepia skew skewx skewy steps tech translate translate3d
translatex translatey translatez var where
and or only
""".split()
)
"""Functions of CSS that fetch nothing, and words before the parentheses of conditions."""

RULES = frozenset({"charset", "font-face", "keyframes", "layer", "media", "page", "supports"})
"""At-rules of CSS that fetch nothing."""
