"""The figure of an entry (al-folio's ``preview`` and ``previewalt``), and its sizes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.latex.characters import unescape
from sphinx_publications.model.identifiers import is_path

RECIPE = 2
"""Version of the image processing; increase it so that all figures are made again."""

PHOTO = "photo:"
"""Start of the name of a figure that is a photo of a person, which is shown small only."""


class Preview(NamedTuple):
    """The figure that an entry names."""

    name: str = ""
    """Path in the folder of files, or from the root of the site if it begins with a slash."""
    alt: str = ""
    """Alternative text."""


class Size(NamedTuple):
    """A figure in one of the sizes in which it is displayed."""

    files: tuple[str, ...]
    """Paths in the site: at display size, then up to twice as large for high-density screens.

    Names of scaled pictures end in the width in pixels, as in ``a-96.webp``.
    """
    width: int
    """In CSS pixels, like the height."""
    height: int

    @property
    def densities(self) -> tuple[float, ...]:
        """Pixel density of each file, in pixels per CSS pixel."""
        widths = (re.search(r"-(\d+)\.webp$", name) for name in self.files)
        return tuple(round(int(found[1]) / self.width, 2) if found else 1.0 for found in widths)


class Figure(NamedTuple):
    """A figure in the two sizes that pages use."""

    small: Size
    """Next to an entry in a list."""
    large: Size
    """On the page of the paper."""


def read_preview(fields: Mapping[str, str], remarks: list[Remark]) -> Preview:
    """Return the figure that an entry names; add a remark if it cannot be shown."""
    name = unescape(fields.get("preview", ""))
    if not name:
        return Preview()
    if re.match(r"(?:https?:)?//", name, re.IGNORECASE):
        message = (
            f"preview = {{{name}}} is on another host and is not shown, since pages load nothing "
            "from others; save the picture in the repository and write its path"
        )
        remarks.append(Remark("preview", Subtype.REMOTE_FIGURE, message))
        return Preview()
    if not is_path(name.removeprefix("/")):
        message = (
            f"preview = {{{name}}} is no file of the site and is not shown; "
            "write its path from the root of the site: preview = {/_static/figure.png}"
        )
        remarks.append(Remark("preview", Subtype.FILE, message))
        return Preview()
    return Preview(name, plain(fields.get("previewalt", "")))
