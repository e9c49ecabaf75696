"""Pages that load no more than they use, and wait for none of it."""

from __future__ import annotations

import posixpath

from sphinx.util import logging

from finish import Page, Tag

from . import stylesheets
from .assets import Assets
from .scripts import deferred, useless

logger = logging.getLogger(__name__)


def lighten_page(page: Page, assets: Assets) -> None:
    """Take out of a page what holds it up, and what it has no use for."""

    def read(address: str) -> str:
        return assets.text(page.resolve(address))

    for tag in useless(page.tags, page.words, read):
        page.remove(tag)
    attributes = deferred(page.tags, read)
    if attributes is None:
        logger.info("%s: its scripts are left as they are, since some must run early", page.name)
    for tag, name, value in attributes or []:
        page.set(tag, name, value)
    for tag in [tag for tag in page.tags if tag.name == "link" and tag.is_stylesheet]:
        if imported := _imports(tag, read(tag.address)):
            page.replace_style(tag, imported)


def _imports(tag: Tag, css: str) -> list[str]:
    """Return the addresses of what a stylesheet imports, if that is all that it does."""
    folder = posixpath.dirname(tag.address)
    return [posixpath.normpath(posixpath.join(folder, file)) for file in stylesheets.imports(css)]
