"""The figures of papers, made small for web pages: WebP in two sizes, each for two densities."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from sphinx_publications.model.figures import Figure, Size
from sphinx_publications.model.names import fold
from sphinx_publications.outputs.svg import SvgError, svg_size

FOLDER = "_images"
MOST_PIXELS = 50_000_000
_SMALL, _LARGE = (96, 128), (640, 640)
"""What a figure is fitted into: beside an entry, and on the page of the paper."""
_DENSITIES = (1, 2)
# Others that Pillow knows run programs, or are no pictures for the web.
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")
_UNREADABLE = "cannot be read as PNG, JPEG, GIF, WebP, TIFF or SVG; save it anew as one of these"


class UnusableError(ValueError):
    """A figure cannot be shown; the message says why, and what to do."""


def make(content: bytes, stem: str, digest: str) -> tuple[Figure, dict[str, bytes]]:
    """Make what pages show of a picture; return it, and its files by their paths in the site.

    `stem` is what its file is called, `digest` that of its content.
    """
    slug = re.sub(r"[^A-Za-z0-9_-]+", "-", fold(stem)).strip("-")[:40] or "figure"
    base = f"{FOLDER}/{slug}-{digest[:12]}"
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return _drawing(content, f"{base}.svg")
    image = _read(content)
    files: dict[str, bytes] = {}
    sizes = []
    for box in (_SMALL, _LARGE):
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
    """Yield the pixels of a figure for each density that the picture has enough of."""
    for density in _DENSITIES:
        wide, high = width * density, height * density
        if density == 1 or (wide <= whole[0] and high <= whole[1]):
            yield wide, high
        elif whole[0] > width:
            yield whole


def _read(content: bytes) -> Image.Image:
    """Return a picture upright, in colours of the web, its first frame if there are several."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Pillow's own limits are told as this one is.
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
    # What Pillow raises for broken files has no common class.
    except Exception:
        raise UnusableError(_UNREADABLE) from None


def _plain(image: Image.Image) -> Image.Image:
    """Return a picture as sRGB, with nothing said beside its pixels."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        # Pillow cuts off what is brighter than 255.
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode != "CMYK":
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            web = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, given, web, outputMode=mode)
            image = converted or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # Its colours are taken for those of the web.
    image = image if image.mode in {"RGB", "RGBA"} else image.convert("RGB")
    image.load()
    image.info.clear()
    return image


def _webp(image: Image.Image, width: int, height: int) -> bytes:
    out = BytesIO()
    scaled = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    scaled.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
