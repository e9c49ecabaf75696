"""Small versions of a picture file, made once and kept in a folder."""

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
"""The names of small versions; figures of papers have such names too."""
_RECIPE = b"1"
"""To be changed with what is made."""
_SCALES = (1, 2)
_PRINT = 3
"""Of the pixels of a screen, which are 96 to the inch."""
_QUALITIES = (75, 65, 55, 45, 35, 25, 15, 5)
_BITS = 0.9
"""For a pixel, at the most, where one of the qualities comes out so small."""
_MOST = 100_000_000
"""Pixels of a file that is read."""


class UnreadableError(Exception):
    """A file is no picture that can be made small; the message says what to do."""


@dataclass(frozen=True)
class Version:
    """One small version of a picture."""

    path: Path
    scale: int
    """Pixels of the file for one that is shown."""
    format: str
    """Pillow's name of the format."""

    @property
    def type(self) -> str:
        """The media type."""
        return f"image/{self.format.lower()}"


@dataclass(frozen=True)
class Small:
    """A picture as it is shown, and its versions."""

    width: int
    height: int
    versions: tuple[Version, ...]
    """The best format first; within a format by scale."""
    print: Version

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files."""
        return tuple(version.path.name for version in (*self.versions, self.print))


def make_small(file: Path, width: int, folder: Path, *, only_print: bool = False) -> Small:
    """Return small versions of a file that is shown `width` pixels wide, made if need be.

    Those for screens take ten times as long as the one for print, which may do. Of a
    picture that is wider than high its height is taken for `width`, if `width` is
    negative: what is shown in a square is filled. Raises `UnreadableError`.
    """
    content = file.read_bytes()
    with _told(file.name):
        size, is_clear = _look(file.name, content)
    shown = _shown(size, width)
    digest = hashlib.sha256(_RECIPE + repr(shown).encode() + content).hexdigest()[:12]
    stem = re.sub(r"[^\w-]+", "-", file.stem.lower(), flags=re.ASCII).strip("-") or "picture"

    def version(format_: str, scale: int) -> Version:
        # A file that is smaller than it is shown stays as small as it is.
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
        with _told(file.name):
            image = _read(content, (shown[0] * _PRINT, shown[1] * _PRINT))
        folder.mkdir(parents=True, exist_ok=True)
        for each in dict.fromkeys(missing):
            _write(each.path, _encoded(image, shown, each, is_print=each == small.print))
    return small


class _told:  # noqa: N801 - a context
    """Turns whatever Pillow raises at a file into what to do about it."""

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
    """Return the size of a picture as it is to be held, and whether one sees through it."""
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
        # The limit is our own.
        warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
        return Pillow.open(io.BytesIO(content))


def _shown(size: tuple[int, int], width: int) -> tuple[int, int]:
    shorter = min(size) if width < 0 else size[0]
    return tuple(max(1, round(length * abs(width) / shorter)) for length in size)  # type: ignore[return-value]


def _read(content: bytes, size: tuple[int, int]) -> Image:
    """Return the pixels of a picture, upright, in sRGB, no finer than `size` asks, and no more."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    image = _open(content)
    is_clear = image.has_transparency_data
    # JPEG can be read small.
    image.draft(None, (max(size), max(size)))
    image = _in_srgb(ImageOps.exif_transpose(image), "RGBA" if is_clear else "RGB")
    image.thumbnail(size, Pillow.Resampling.LANCZOS, reducing_gap=3)
    # Without what else the file said.
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
            converted = None  # A profile that is none, or of other colours.
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
    limit = small.width * small.height * _BITS / 8
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
    # Processes may read at the same time.
    anew = path.with_name(f"{path.name}.{os.getpid()}")
    anew.write_bytes(content)
    anew.replace(path)


# Which pictures of a page are published small: seen to, and complained of, as pages are read.

logger = logging.getLogger(__name__)
_PIXELS = re.compile(r"(\d+)\s*(?:px)?")
_KNOWN = {".jpg", ".jpeg", ".png", ".webp", ".avif"}
WIDTH = "small-width"
"""Attribute of pictures that are published small: how wide; negative if a square is filled."""
FILES = "small_pictures"
"""What is known of a page: the names of the small files that it shows."""
BROKEN = "broken_pictures"
"""What is known of a page: whether it is to be read again until its pictures are mended."""


class ReadPictures(SphinxTransform):
    """Makes pictures small as pages are read, so that each build tells of those that cannot be.

    What is for screens is made when web pages are written.
    """

    # Behind what warns of missing files, before Sphinx collects pictures.
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
                    pass  # Sphinx says so.
                except UnreadableError as error:
                    complain(self.env, str(error), node)
        if names:
            self.env.metadata[self.env.current_document.docname][FILES] = tuple(names)


def _stated_width(node: nodes.image) -> int:
    """Return the width that a picture states in pixels, 0 if it is left as it is."""
    split = urlsplit(node["uri"])
    is_ours = not split.scheme and not split.netloc and Path(split.path).suffix.lower() in _KNOWN
    stated = _PIXELS.fullmatch(node.get("width", ""))
    if not is_ours or stated is None or "height" in node or "scale" in node:
        return 0
    return int(stated[1])


def file_of(env: BuildEnvironment, uri: str) -> Path:
    """Return the file that a page calls `uri`."""
    return Path(env.relfn2path(uri, env.current_document.docname)[1])


def folder_of(env: BuildEnvironment) -> Path:
    """Return where small versions are kept between builds."""
    return Path(env.doctreedir) / "smallpictures"


def small_of(env: BuildEnvironment, node: nodes.image, *, only_print: bool) -> Small:
    """Return the versions of a marked picture; those that were lost are made again."""
    # Once a page is read, Sphinx names pictures from its source folder.
    file = Path(env.srcdir) / node["uri"]
    return make_small(file, node[WIDTH], folder_of(env), only_print=only_print)


def complain(env: BuildEnvironment, message: str, place: nodes.Element) -> None:
    """Warn, in this build and in each until it is mended."""
    env.metadata[env.current_document.docname][BROKEN] = True
    logger.warning(message, location=place, type="smallpictures")
