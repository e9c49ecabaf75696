"""Icon fonts with no more than the icons in use."""

from __future__ import annotations

import logging
from io import BytesIO

_PRIVATE = range(0xE000, 0xF900)
"""Where fonts have their icons (Unicode, "Private Use Areas")."""


def subset(font: bytes, characters: set[str]) -> bytes:
    """Return a WOFF2 icon font with the glyphs of `characters` alone; fonts for text as they are.

    Raises `ValueError` where it cannot be read.
    """
    # Slow to load, and few builds need it.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont, TTLibError

    logging.getLogger("fontTools").setLevel(logging.WARNING)
    try:
        read = TTFont(BytesIO(font), recalcTimestamp=False)
    except TTLibError as error:
        raise ValueError(str(error)) from error
    codes = set(read.getBestCmap())
    if sum(code in _PRIVATE for code in codes) * 2 < len(codes):
        return font
    subsetter = Subsetter(Options(flavor="woff2", layout_features=[]))
    subsetter.populate(unicodes=[code for code in codes if chr(code) in characters])
    subsetter.subset(read)
    read.flavor = "woff2"
    out = BytesIO()
    read.save(out)
    return out.getvalue()
