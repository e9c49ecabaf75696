"""The picture that stands for a paper where its page is shared: title, authors, venue."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

SIZE = (1200, 630)
"""Pixels, as the Open Graph protocol's readers want them."""
_SAID = "Description"
"""Keyword of the text in the file that says what it shows (PNG, "Textual information")."""
_MARGIN = 80
_FONTS = Path(__file__).parent / "fonts"
_INK, _ACCENT, _MUTED, _PAPER = 0, 80, 110, 255
"""Shades of one palette: a byte a pixel, half the bytes of a PNG and a tenth of the time."""
_SHADES = ((_INK, (0x14, 0x1E, 0x2E)), (_ACCENT, (0x1D, 0x4E, 0x89)), (_PAPER, (255, 255, 255)))
"""Colours of some shades; those between are mixed of the two beside them."""
_DRAWN_BY = "sphinx-publications 2"
"""Another number draws all pictures anew."""


def picture(title: str, authors: str, where: str, legend: str, site: str) -> bytes | None:
    """Return a PNG with these texts, or None where the fonts lack a letter of them.

    The fonts have Latin, Greek and Cyrillic.
    """
    said = PngInfo()
    said.add_text("Software", _DRAWN_BY)
    said.add_itxt(_SAID, "\n".join((title, authors, where, legend, site)))
    # The mark of an author is no reason to have no picture.
    authors, legend = (text.replace("★", "⋆") for text in (authors, legend))
    if not _letters().issuperset("".join((title, authors, where, legend, site)).replace("\n", "")):
        return None
    image = Image.new("L", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 16), fill=_ACCENT)
    size = 60 if len(title) <= 70 else 50 if len(title) <= 130 else 40
    y = _MARGIN
    for text, bold, points, ink, most in (
        (title, True, size, _INK, 5),
        (authors, False, 34, _INK, 3),
        (where, False, 34, _ACCENT, 1),
        (legend, False, 26, _MUTED, 1),
    ):
        font = _font(bold, points)
        lines = list(_lines(text, font))
        if len(lines) > most:
            lines = [*lines[: most - 1], lines[most - 1].rstrip(" ,") + " …"]
        for line in lines:
            draw.text((_MARGIN, y), line, font=font, fill=ink)
            y += round(points * 1.3)
        y += 20 if text else 0
    draw.text((_MARGIN, SIZE[1] - _MARGIN), site, font=_font(False, 28), fill=_MUTED, anchor="ls")
    out = BytesIO()
    image.putpalette(_palette())
    image.save(out, "PNG", compress_level=6, pnginfo=said)
    return out.getvalue()


def shown_on(path: Path) -> tuple[str, ...]:
    """Return the texts of a picture made earlier; nothing if there is none."""
    try:
        with Image.open(path) as image:
            is_alike = image.info.get("Software") == _DRAWN_BY
            return tuple(str(image.info.get(_SAID, "")).split("\n")) if is_alike else ()
    except (OSError, SyntaxError):
        return ()


@cache
def _palette() -> bytes:
    """Return the red, green and blue of each of the 256 shades."""
    colours = []
    for (low, dark), (high, light) in pairwise(_SHADES):
        for shade in range(low, high):
            part = (shade - low) / (high - low)
            colours += [round(a + (b - a) * part) for a, b in zip(dark, light, strict=True)]
    return bytes((*colours, *_SHADES[-1][1]))


@cache
def _font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(_FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _letters() -> frozenset[str]:
    with TTFont(_FONTS / "DejaVuSans-Bold.ttf") as font:
        return frozenset(map(chr, font.getBestCmap()))


def _lines(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and font.getlength(longer) > SIZE[0] - 2 * _MARGIN:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
