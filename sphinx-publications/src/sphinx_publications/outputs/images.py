"""Thumbnails of figures, and the social cards of pages."""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

from PIL import Image, ImageCms, ImageColor, ImageDraw, ImageFont, ImageOps
from PIL.PngImagePlugin import PngInfo

from sphinx_publications.model.names import fold
from sphinx_publications.model.particulars import Figure, Size
from sphinx_publications.outputs.svg import SvgError, svg_size

# Figures: WebP in two sizes, each for two densities.

FOLDER = "_images"
MOST_PIXELS = 50_000_000
_SMALL, _LARGE, _PHOTO = (160, 120), (640, 320), (96, 128)
"""Bounding boxes of a figure beside an entry and on the page of the paper, and of a photo."""
_DENSITIES = (1, 2)
# Pillow's other formats run programs, or are not for the web.
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")
_UNREADABLE = "cannot be read as PNG, JPEG, GIF, WebP, TIFF or SVG; save it anew as one of these"


class UnusableError(ValueError):
    """A figure cannot be shown; the message gives the reason and the remedy."""


def make(
    content: bytes, stem: str, digest: str, *, is_photo: bool = False
) -> tuple[Figure, dict[str, bytes]]:
    """Scale a picture; return the figure, and its files by their paths in the site.

    `stem` is the stem of its file name, `digest` the digest of its content. A photo of a person,
    `is_photo`, has one size.
    """
    slug = re.sub(r"[^A-Za-z0-9_-]+", "-", fold(stem)).strip("-")[:40] or "figure"
    base = f"{FOLDER}/{slug}-{digest[:12]}"
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return _drawing(content, f"{base}.svg")
    image = _read(content)
    files: dict[str, bytes] = {}
    sizes = []
    for box in (_PHOTO, _PHOTO) if is_photo else (_SMALL, _LARGE):
        width, height = _fitted(*image.size, box, most=1)
        names = []
        for wide, high in _dense(width, height, image.size):
            name = f"{base}-{wide}.webp"
            files[name] = _webp(image, wide, high)
            names.append(name)
        sizes.append(Size(tuple(names), width, height))
    return Figure(*sizes), files


def _drawing(content: bytes, name: str) -> tuple[Figure, dict[str, bytes]]:
    try:
        width, height = svg_size(content)
    except SvgError as error:
        raise UnusableError(str(error)) from None
    sizes = [Size((name,), *_fitted(width, height, box)) for box in (_SMALL, _LARGE)]
    return Figure(*sizes), {name: content}


def _fitted(
    width: float, height: float, box: tuple[int, int], most: float = float("inf")
) -> tuple[int, int]:
    scale = min(box[0] / width, box[1] / height, most)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _dense(width: int, height: int, whole: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield width and height for each density that the picture has enough pixels for."""
    for density in _DENSITIES:
        wide, high = width * density, height * density
        if density == 1 or (wide <= whole[0] and high <= whole[1]):
            yield wide, high
        elif whole[0] > width:
            yield whole


def _read(content: bytes) -> Image.Image:
    """Return the first frame of a picture, upright, in sRGB."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            Image.init()
            known = [name for name in _FORMATS if name in Image.OPEN]
            with Image.open(BytesIO(content), formats=known) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Image.DecompressionBombWarning
                return _plain(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        most = f"{MOST_PIXELS // 1_000_000} million"
        message = f"has more than {most} pixels and is not read; make it smaller"
        raise UnusableError(message) from None
    # Pillow's errors for broken files have no common class.
    except Exception:
        raise UnusableError(_UNREADABLE) from None


def _plain(image: Image.Image) -> Image.Image:
    """Return a picture in sRGB without metadata."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        # Pillow would clip values above 255.
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode != "CMYK":
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if profile:
        # Without a usable profile the colours are taken as sRGB.
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            web = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, given, web, outputMode=mode) or image
    image = image if image.mode in {"RGB", "RGBA"} else image.convert("RGB")
    image.load()
    image.info.clear()
    return image


def _webp(image: Image.Image, width: int, height: int) -> bytes:
    out = BytesIO()
    scaled = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    scaled.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


# Social cards: the picture that social networks show for a shared page.

SIZE = (1200, 630)
"""Pixels, as recommended for the Open Graph protocol."""
_DESCRIPTION = "Description"
"""Keyword of the texts of the card in the file (PNG, "Textual information")."""
_MARGIN = 80
_FONTS = Path(__file__).parent / "fonts"
_INK, _ACCENT, _MUTED, _PAPER = 0, 5, 7, 15
"""Indexes of a palette of 16 shades, of which two are in a byte."""
_FILTER = 2
"""Pixels before each row that become the number of its filter in PNG: none."""
_SHADES = {_INK: "#141e2e", _ACCENT: "#1d4e89", _PAPER: "#ffffff"}
"""Colours of some indexes; the others are interpolated."""
_DRAWN_BY = "sphinx-publications 5"
"""Version of the design; a new number redraws all cards."""
_TITLES = (96, 84, 72, 60, 54, 48, 42, 36)
"""Sizes of the title; the largest that leaves room for all texts is used."""
_ROOM = 425
"""Height of the texts above the address, in pixels; what has no room is left out."""
_BOX = 380
"""Width of a figure, in pixels."""


class Beside(NamedTuple):
    """The picture on the right side of a card."""

    name: str
    """Names the content, as the path of a figure does."""
    content: bytes


def picture(
    title: str, authors: str, where: str, legend: str, site: str, beside: Beside | None = None,
    accent: str = "",
) -> bytes | None:  # fmt: skip
    """Draw a social card as PNG; return None if the fonts lack a character.

    The fonts have Latin, Greek and Cyrillic. `accent` is a colour, as ``#7a1f3d``.
    """
    said = (title, authors, where, legend, site, *filter(None, (beside and beside.name, accent)))
    if not all(map(_is_drawn, "".join(said).replace("★", ""))):
        return None
    image = Image.new("L", (_FILTER + SIZE[0], SIZE[1]), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, image.width, 16), fill=_ACCENT)
    draw.rectangle((0, 0, _FILTER - 1, image.height), fill=0)
    shown = _opened(beside.content) if beside else None
    width = SIZE[0] - 2 * _MARGIN - (_BOX + _MARGIN // 2 if shown else 0)
    # The fonts lack the black star.
    texts = (title, *(text.replace("★", "⋆") for text in (authors, where, legend)))
    for y, line, font, ink in _laid_out(texts, width):
        font.write(draw, _FILTER + _MARGIN, y, line, ink)
    font = _font(False, 28)
    font.write(draw, _FILTER + _MARGIN, SIZE[1] - _MARGIN - font.ascent, site, _MUTED)
    image.putpalette(_palette(accent))
    return _png_beside(image, shown, said) if shown else _png(image, "\n".join(said))


def _opened(content: bytes) -> Image.Image | None:
    """Return a picture as large as it is on a card; None if it cannot be read."""
    with suppress(UnusableError):
        image = _read(content)
        size = _fitted(*image.size, (_BOX, SIZE[1] - 2 * _MARGIN))
        return image.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    return None


def _laid_out(texts: tuple[str, ...], width: int) -> list[tuple[int, str, _Font, int]]:
    """Return the place of each line, the line, its font and its ink."""
    made: list[tuple[int, str, _Font, int]] = []
    for size in _TITLES:
        made, y, is_whole, small = [], _MARGIN, True, max(size // 2, min(34, size * 3 // 4))
        looks = ((size, _INK, 5), (small, _INK, 3), (small, _ACCENT, 2), (26, _MUTED, 1))
        for text, (points, ink, most) in zip(texts, looks, strict=True):
            font = _font(points == size, points)
            lines = list(_lines(text, font, width))
            if len(lines) > most:
                last = lines[most - 1]
                while font.width(f"{last} …") > width:
                    last = last.rpartition(" ")[0] or last[:-1]
                lines = [*lines[: most - 1], last.rstrip(" ,") + " …"]
            is_whole &= " ".join(lines) == text
            for line in lines:
                made.append((y, line, font, ink))
                y += round(points * 1.3)
            y += 20 if text else 0
        if is_whole and y <= _MARGIN + _ROOM + 20:
            break
    return [row for row in made if row[0] < _MARGIN + _ROOM - 26]


def _png_beside(image: Image.Image, shown: Image.Image, said: tuple[str, ...]) -> bytes:
    """Pack a card that has `_FILTER` on its left, with a picture in the middle of its right."""
    card = image.convert("RGB").crop((_FILTER, 0, *image.size))
    left = SIZE[0] - _MARGIN - (_BOX + shown.width) // 2
    card.paste(shown, (left, (16 + SIZE[1] - shown.height) // 2), shown)
    about, out = PngInfo(), BytesIO()
    about.add_text("Software", _DRAWN_BY)
    about.add_itxt(_DESCRIPTION, "\n".join(said))
    card.quantize(128).save(out, "PNG", pnginfo=about)
    return out.getvalue()


class _Font:
    """A font of one size, of which each word is drawn once; it has no kerning."""

    def __init__(self, name: str, size: int) -> None:
        self.face = ImageFont.truetype(_FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)
        self.ascent = self.face.getmetrics()[0]
        self._letter_width = cache(lambda letter: round(self.face.getlength(letter)))
        self._letter = cache(self._draw_letter)
        # Most names, venues and short words recur; the largest take some tens of kilobytes.
        self._word = lru_cache(maxsize=200)(self._draw_word)
        self.width = lru_cache(maxsize=1000)(lambda text: sum(map(self._letter_width, text)))

    def write(self, draw: ImageDraw.ImageDraw, x: int, y: int, text: str, ink: int) -> None:
        """Write a line of text whose upper left corner is at `x` and `y`."""
        for word in text.split(" "):
            if word:
                mask, left, top = self._word(word)
                draw.bitmap((x + left, y + top), mask, fill=ink)
            x += self.width(f"{word} ")

    def _draw_word(self, word: str) -> tuple[Image.Image, int, int]:
        """Return a word with its place."""
        x = room = round(self.face.size)
        drawn = Image.new("L", (self.width(word) + 2 * room, 3 * room))
        for letter in word:
            mask, left, top = self._letter(letter)
            # Letters may overlap.
            drawn.paste(255, (x + left, room + top), mask)
            x += self._letter_width(letter)
        box = drawn.getbbox() or (0, 0, 1, 1)
        return drawn.crop(box), box[0] - room, box[1] - room

    def _draw_letter(self, letter: str) -> tuple[Image.Image, int, int]:
        left, top, right, bottom = map(round, self.face.getbbox(letter))
        mask = Image.new("L", (max(1, right - left), max(1, bottom - top)))
        ImageDraw.Draw(mask).text((-left, -top), letter, font=self.face, fill=255)
        return mask, left, top


def _png(image: Image.Image, description: str) -> bytes:
    """Pack a card that has `_FILTER` on its left.

    Rows are not filtered: that packs letters on paper well, and in a third of the time of Pillow.
    """
    rows = image.tobytes("raw", "P;4")
    chunks = (
        (b"IHDR", struct.pack(">2I5B", *SIZE, 4, 3, 0, 0, 0)),
        (b"PLTE", bytes(image.getpalette() or ())[: 3 * (_PAPER + 1)]),
        (b"tEXt", b"Software\0" + _DRAWN_BY.encode()),
        (b"iTXt", _DESCRIPTION.encode() + b"\0\0\0\0\0" + description.encode()),
        (b"IDAT", zlib.compress(rows, 2)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def shown_on(path: Path) -> tuple[str, ...]:
    """Return the texts of an earlier card of the same design; nothing if there is none."""
    with suppress(OSError, SyntaxError), Image.open(path) as image:
        if image.info.get("Software") == _DRAWN_BY:
            return tuple(str(image.info.get(_DESCRIPTION, "")).split("\n"))
    return ()


@cache
def _palette(accent: str) -> bytes:
    """Return red, green and blue of each of the shades."""
    shades = [(i, ImageColor.getrgb((i == _ACCENT and accent) or c)) for i, c in _SHADES.items()]
    found: list[int] = []
    for (low, dark), (high, light) in pairwise(shades):
        for part in ((shade - low) / (high - low) for shade in range(low, high)):
            found += [round(a + (b - a) * part) for a, b in zip(dark, light, strict=True)]
    return bytes((*found, *shades[-1][1]))


@cache
def _font(bold: bool, size: int) -> _Font:
    return _Font("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf", size)


@cache
def _is_drawn(letter: str) -> bool:
    """Whether a character is drawn, or invisible; the fonts draw nothing for others."""
    shape = _font(True, 28).face.getmask(letter).getbbox()
    return shape is not None or letter.isspace() or category(letter) == "Cf"


def _lines(text: str, font: _Font, most: int) -> Iterator[str]:
    """Yield the lines of a text; what is longer than a line without a space is parted."""
    line, width = "", 0
    for word in text.split(" "):
        longer = width + font.width(f" {word}" if line else word)
        if line and longer > most:
            yield line
            line, longer = "", font.width(word)
        line, width = f"{line} {word}" if line else word, longer
        while width > most:
            end = next((n for n in range(len(line) - 1, 1, -1) if font.width(line[:n]) <= most), 1)
            yield line[:end]
            line, width = line[end:], font.width(line[end:])
    if line:
        yield line
