"""Create the small versions of a picture, and cache them in a folder."""

from __future__ import annotations

import hashlib
import io
import os
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

if TYPE_CHECKING:
    from PIL.Image import Image


NAME = re.compile(r"[\w-]+-[0-9a-f]{12}-\d+\.(?:avif|webp|jpg|png)")
"""The names of small versions; figures of papers have similar names."""
_RECIPE = b"2"
"""Change this when the same input gives other output, to invalidate the cache."""
_SCALES = (1, 2)
_PRINT = 3
"""Scale of the version for print, relative to a screen with 96 pixels per inch."""
_QUALITIES = (75, 65, 55, 45, 35, 25, 15, 5)
_BITS = {1: 0.9, 2: 0.42}
"""Target for the size by scale, in bits per pixel; the lowest quality may exceed it.

Fine screens hide what a stronger compression takes.
"""
_MOST = 100_000_000
"""Maximum number of pixels in a file."""


class UnreadableError(Exception):
    """A picture cannot be read; the message contains a remedy."""


@dataclass(frozen=True)
class Version:
    """One small version of a picture."""

    path: Path
    scale: int
    """Pixels of the file per CSS pixel."""
    format: str
    """Pillow's name of the format."""

    @property
    def type(self) -> str:
        """The media type."""
        return f"image/{self.format.lower()}"


@dataclass(frozen=True)
class Small:
    """The displayed size of a picture, and its versions."""

    width: int
    height: int
    versions: tuple[Version, ...]
    """Sorted by format, the best first, then by scale."""
    print: Version

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files."""
        return tuple(version.path.name for version in (*self.versions, self.print))


def make_small(file: Path, width: int, folder: Path, *, only_print: bool = False) -> Small:
    """Return the small versions of a picture, and create the missing ones.

    The picture is shown `width` pixels wide. If `width` is negative, its shorter side gets
    that length, so that it fills a square. With `only_print`, only the version for print is
    created, which takes a tenth of the time. Raises `UnreadableError`.
    """
    content = file.read_bytes()
    with _readable(file.name):
        size, is_clear = _look(file.name, content)
    shown = _shown(size, width)
    digest = hashlib.sha256(_RECIPE + repr(shown).encode() + content).hexdigest()[:12]
    stem = re.sub(r"[^\w-]+", "-", file.stem.lower(), flags=re.ASCII).strip("-") or "picture"

    def version(format_: str, scale: int) -> Version:
        # A small file is not enlarged.
        pixels = min(shown[0] * scale, size[0])
        suffix = {"JPEG": "jpg"}.get(format_, format_.lower())
        return Version(folder / f"{stem}-{digest}-{pixels}.{suffix}", scale, format_)

    fallback = "PNG" if is_clear else "JPEG"
    scales = [scale for scale in _SCALES if shown[0] * (scale - 1) < size[0]]
    versions = [version(name, scale) for name in (*_modern(), fallback) for scale in scales]
    small = Small(*shown, tuple(versions), version(fallback, _PRINT))
    wanted = (small.print,) if only_print else (*small.versions, small.print)
    missing = [version for version in wanted if not version.path.is_file()]
    if missing:
        with _readable(file.name):
            image = _read(content, (shown[0] * _PRINT, shown[1] * _PRINT))
        folder.mkdir(parents=True, exist_ok=True)
        for each in dict.fromkeys(missing):
            _write(each.path, _encoded(image, shown, each, is_print=each == small.print))
    return small


class _readable:  # noqa: N801 - a context manager
    """Convert any error of Pillow to an `UnreadableError`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, UnreadableError):
            raise UnreadableError(
                f"{self._name} cannot be read as a picture; save it anew as JPEG or PNG"
            ) from error


@cache
def _modern() -> tuple[str, ...]:
    from PIL import features

    return tuple(name for name in ("AVIF", "WEBP") if features.check(name.lower()))


def _look(name: str, content: bytes) -> tuple[tuple[int, int], bool]:
    """Return the size of a picture after rotation, and whether it has transparency."""
    from PIL.Image import DecompressionBombError

    try:
        image = _open(content)
    except DecompressionBombError:
        raise _too_large(name) from None
    width, height = image.size
    if width * height > _MOST:
        raise _too_large(name)
    turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    return (height, width) if turned else (width, height), image.has_transparency_data


def _too_large(name: str) -> UnreadableError:
    return UnreadableError(f"{name} has too many pixels to be read; save it 3,000 pixels wide")


def _open(content: bytes) -> Image:
    from PIL import Image as Pillow  # Few builds need it.

    with warnings.catch_warnings():
        # The caller checks the size.
        warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
        return Pillow.open(io.BytesIO(content))


def _shown(size: tuple[int, int], width: int) -> tuple[int, int]:
    shorter = min(size) if width < 0 else size[0]
    return tuple(max(1, round(length * abs(width) / shorter)) for length in size)  # type: ignore[return-value]


def _read(content: bytes, size: tuple[int, int]) -> Image:
    """Return a picture upright, in sRGB, at most as large as `size`, without metadata."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    image = _open(content)
    is_clear = image.has_transparency_data
    # JPEG can be decoded at a smaller size.
    image.draft(None, (max(size), max(size)))
    image = _in_srgb(ImageOps.exif_transpose(image), "RGBA" if is_clear else "RGB")
    image.thumbnail(size, Pillow.Resampling.LANCZOS, reducing_gap=3)
    # Drop the metadata.
    clean = Pillow.new(image.mode, image.size)
    clean.paste(image)
    return clean


def _in_srgb(image: Image, mode: str) -> Image:
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if profile and not image.mode.startswith(("P", "LA", "RGBA")):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None  # An invalid profile, or one for other colour models.
        image = converted or image
    if image.mode.startswith("I;16"):
        image = image.convert("L")
    return image.convert(mode)


def _encoded(image: Image, shown: tuple[int, int], version: Version, *, is_print: bool) -> bytes:
    from PIL import Image as Pillow

    size = tuple(length * version.scale for length in shown)
    small = image if size[0] >= image.width else image.resize(size, Pillow.Resampling.LANCZOS)
    if version.format == "PNG":
        return _saved(small, version.format)
    if is_print:
        return _saved(small, version.format, quality=88)
    limit = small.width * small.height * _BITS[version.scale] / 8
    tried: Iterator[bytes] = (_saved(small, version.format, quality=q) for q in _QUALITIES)
    content = b""
    for content in tried:
        if len(content) <= limit:
            break
    return content


def _saved(image: Image, format_: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, optimize=True, **options)
    return out.getvalue()


def _write(path: Path, content: bytes) -> None:
    # Other processes may read the file at the same time.
    anew = path.with_name(f"{path.name}.{os.getpid()}")
    anew.write_bytes(content)
    anew.replace(path)


logger = logging.getLogger(__name__)
_PIXELS = re.compile(r"(\d+)\s*(?:px)?")
_KNOWN = {".jpg", ".jpeg", ".png", ".webp", ".avif"}
WIDTH = "small-width"
"""Attribute that marks a picture to be published small: its width, see `make_small`."""
FILES = "small_pictures"
"""Key in the metadata of a page: the names of the small files that it shows."""
BROKEN = "broken_pictures"
"""Key in the metadata of a page: whether it has broken pictures and has to be read again."""


class ReadPictures(SphinxTransform):
    """Mark the pictures to be published small, and warn about unreadable ones.

    Versions for screens are created when web pages are written.
    """

    # After the warnings about missing files, before Sphinx collects pictures.
    default_priority = 870

    def apply(self, **kwargs: Any) -> None:
        """Mark the pictures of a page that are published small."""
        names: list[str] = []
        for node in self.document.findall(nodes.image):
            width = node.get(WIDTH) or _stated_width(node)
            if width:
                file = file_of(self.env, node["uri"])
                try:
                    names += make_small(file, width, folder_of(self.env), only_print=True).names
                    node[WIDTH] = width
                except FileNotFoundError:
                    pass  # Sphinx warns about it.
                except UnreadableError as error:
                    warn_broken(self.env, str(error), node)
        if names:
            self.env.metadata[self.env.current_document.docname][FILES] = tuple(names)


def _stated_width(node: nodes.image) -> int:
    """Return the width of a picture in pixels, or 0 if it is not published small."""
    split = urlsplit(node["uri"])
    is_ours = not split.scheme and not split.netloc and Path(split.path).suffix.lower() in _KNOWN
    stated = _PIXELS.fullmatch(node.get("width", ""))
    if not is_ours or stated is None or "height" in node or "scale" in node:
        return 0
    return int(stated[1])


def file_of(env: BuildEnvironment, uri: str) -> Path:
    """Return the file with the address `uri` in the current page."""
    return Path(env.relfn2path(uri, env.current_document.docname)[1])


def folder_of(env: BuildEnvironment) -> Path:
    """Return the folder with the cached small versions."""
    return Path(env.doctreedir) / "smallpictures"


def small_of(env: BuildEnvironment, node: nodes.image, *, only_print: bool) -> Small:
    """Return the versions of a marked picture, and create the missing ones."""
    # After reading, Sphinx stores paths relative to the source folder.
    file = Path(env.srcdir) / node["uri"]
    return make_small(file, node[WIDTH], folder_of(env), only_print=only_print)


def warn_broken(env: BuildEnvironment, message: str, place: nodes.Element) -> None:
    """Warn about a picture, and let the page be read again in the next build."""
    env.metadata[env.current_document.docname][BROKEN] = True
    logger.warning(message, location=place, type="smallpictures")
