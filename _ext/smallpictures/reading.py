"""Which pictures of a page are published small: seen to, and complained of, as pages are read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from .scaling import Small, UnreadableError, make_small

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
