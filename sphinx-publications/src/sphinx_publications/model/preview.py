"""The figure of an entry: al-folio's ``preview`` and ``previewalt``, and its sizes on pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.latex.scripts import unescape
from sphinx_publications.model.identifiers import is_path

RECIPE = 2
"""Another one for each other way in which figures are looked at and made, so that all are anew."""


class Preview(NamedTuple):
    """What an entry says of its figure."""

    name: str = ""
    """Path in the folder of files, or from the root of the site, where it begins with a slash."""
    alt: str = ""
    """What it shows, in words."""


class Size(NamedTuple):
    """A figure in one of the sizes in which it is shown."""

    files: tuple[str, ...]
    """Paths in the site: as large as it is shown, then up to twice as large for fine screens.

    Pictures end in their width in pixels, as in ``a-96.webp``.
    """
    width: int
    """In pixels of CSS, as is the height."""
    height: int

    @property
    def densities(self) -> tuple[float, ...]:
        """Pixels of each file for a pixel of CSS."""
        widths = (re.search(r"-(\d+)\.webp$", name) for name in self.files)
        return tuple(round(int(found[1]) / self.width, 2) if found else 1.0 for found in widths)


class Figure(NamedTuple):
    """A figure as pages show it."""

    small: Size
    """Beside an entry of a list."""
    large: Size
    """On the page of the paper."""


def read_preview(fields: Mapping[str, str], remarks: list[Remark]) -> Preview:
    """Return the figure that an entry names, and say in `remarks` why one is not shown."""
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
