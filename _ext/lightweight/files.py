"""Scripts, stylesheets and fonts without what no page uses."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable

from sphinx.util import logging

from finish.page import Loads, words_of_script

from . import fonts, stylesheets
from .assets import Assets
from .scripts import minified

logger = logging.getLogger(__name__)


def lighten_files(words: set[str], loads: set[Loads], assets: Assets) -> dict[str, str]:
    """Lighten all that pages with these words load; returns a version of each stylesheet now."""
    words = set(words)
    for script in sorted({script for page in loads for script in page.scripts}):
        words |= words_of_script(assets.text(script))
        if assets.original(script):
            assets.lighten(script, (), minified)
    styles = sorted({style for page in loads for _, style in page.styles})
    there = filter(assets.original, styles)
    return {style: _lighten_style(style, words, assets) for style in there}


def _lighten_style(name: str, words: set[str], assets: Assets) -> str:
    """Make a stylesheet and its fonts lighter; returns a version of what it is now."""
    used = stylesheets.names(assets.text(name)) & words
    css = _lighten(name, used, stylesheets.purge, assets)
    text = css.decode(errors="replace")
    for address in stylesheets.fonts(text):
        font = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        if assets.original(font):
            _lighten(font, stylesheets.icons(text), fonts.subset, assets)
    return hashlib.sha256(css).hexdigest()[:8]


def _lighten(
    name: str, used: set[str], make: Callable[[bytes, set[str]], bytes], assets: Assets
) -> bytes:
    """Return what a file is of which `make` leaves what is used."""
    try:
        return assets.lighten(name, tuple(sorted(used)), lambda content: make(content, used))
    except ValueError as error:
        logger.info("%s is left as it is: %s", name, error)
        return assets.original(name)
