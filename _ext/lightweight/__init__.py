"""Lighter web pages with pydata-sphinx-theme, or a theme of Sphinx: what no page uses is not sent.

After a build the pages are read for what they use; then

- scripts no longer hold up a page, and those without a use on it are not loaded;
- stylesheets lose the rules for what is on no page, and are minified;
- icon fonts keep the icons in use;
- files of the theme that nothing speaks of any more are not published.

Everything is derived from the built pages and from the scripts that they load,
nothing from lists of names. What cannot be read is left as it is, and the
build says so.

Scripts of other themes count on running in the order and at the time in which
they stand in the page, or put together the names of what they load. Under
those nothing is changed, and the build says so.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from finish import Page, Site, Tag, keep, recall
from finish.page import Loads, words_of_script
from lightweight import pruning
from lightweight.pruning import deferred, minified, remove_unused_files, useless

# Files that pages load, as the build made them and as they are made lighter.


@dataclass(frozen=True)
class Made:
    """A file that was made lighter."""

    original: bytes
    ingredients: tuple[str, ...]
    """What else it was made from."""
    light: bytes


class Assets:
    """The files in the folder `out`; `cache` keeps what a later build needs."""

    def __init__(self, out: Path, cache: Path) -> None:
        self.out = out
        self._file = cache / "assets.pickle"
        self._form = ("assets", str(out), *(field.name for field in fields(Made)))
        self._made: dict[str, Made] = recall(self._file, self._form) or {}
        self._is_kept = True
        """Whether all is kept that was made."""
        self._originals: dict[str, bytes] = {}
        self._texts: dict[str, str] = {}

    def original(self, name: str) -> bytes:
        """Return a file as the build made it, empty if there is none."""
        if name not in self._originals:
            path = self.out / name
            inside = path.is_file() and ".." not in Path(name).parts
            content = path.read_bytes() if inside else b""
            made = self._made.get(name)
            self._originals[name] = made.original if made and content == made.light else content
        return self._originals[name]

    def text(self, name: str) -> str:
        """Return the text of a file as the build made it; what is no text is empty."""
        if name not in self._texts:
            try:
                self._texts[name] = self.original(name).decode()
            except UnicodeDecodeError:
                self._texts[name] = ""
        return self._texts[name]

    def reread(self) -> None:
        """Read files again when they are asked for, since others have written some."""
        self._originals.clear()
        self._texts.clear()

    def lighten(
        self, name: str, ingredients: tuple[str, ...], make: Callable[[bytes], bytes]
    ) -> bytes:
        """Write a file anew, made of the same as before if it can be; returns what it is now.

        Raises `ValueError` where `make` cannot read it.
        """
        original, path = self.original(name), self.out / name
        made = self._made.get(name)
        if made is None or (made.original, made.ingredients) != (original, ingredients):
            made = Made(original, ingredients, make(original))
            self._made[name] = made
            self._is_kept = False
        # Sphinx copies its files again in every build, whether or not they are older.
        if path.read_bytes() != made.light:
            path.write_bytes(made.light)
        return made.light

    def keep(self) -> None:
        """Keep for later builds what is still there."""
        there = {name: made for name, made in self._made.items() if (self.out / name).is_file()}
        if not self._is_kept or len(there) < len(self._made):
            keep(self._file, self._form, there)


# Pages that load no more than they use, and wait for none of it.

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
    return [posixpath.normpath(posixpath.join(folder, file)) for file in pruning.imports(css)]


# Scripts, stylesheets and fonts without what no page uses.


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
    used = pruning.names(assets.text(name)) & words
    css = _lighten(name, used, pruning.purge, assets)
    text = css.decode(errors="replace")
    for address in pruning.fonts(text):
        font = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        if assets.original(font):
            _lighten(font, pruning.icons(text), pruning.subset, assets)
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


__version__ = "0.1.0"
_THEMES = ("pydata_sphinx_theme", "alabaster", "basic", "bizstyle", "classic", "haiku")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    app.setup_extension("finish")
    lightening = _Lightening()
    app.connect("finish-page", lightening.on_finish_page)
    app.connect("finish-site", lightening.on_finish_site)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


class _Lightening:
    """What is done in one build."""

    def __init__(self) -> None:
        self._assets: Assets | None = None
        """What pages load, read once for all of them."""

    def _assets_of(self, site: Site) -> Assets:
        if self._assets is None:
            self._assets = Assets(site.out, site.cache)
        return self._assets

    def on_finish_page(self, app: Sphinx, site: Site, page: Page) -> None:
        """Make a page that this build wrote lighter."""
        if app.config.html_theme in _THEMES:
            lighten_page(page, self._assets_of(site))

    def on_finish_site(self, app: Sphinx, site: Site) -> None:
        """Make the files lighter that all pages load, or say why not."""
        if app.config.html_theme not in _THEMES:
            logger.warning(
                "lightweight is made for %s, and does nothing under %s; take it out of extensions",
                ", ".join(_THEMES),
                app.config.html_theme,
                type="lightweight",
                subtype="theme",
            )
            return
        assets, self._assets = self._assets_of(site), None
        assets.reread()
        site.set_versions(lighten_files(site.words, site.loads, assets))
        assets.keep()
        if isinstance(app.builder, StandaloneHTMLBuilder) and app.builder.theme:
            theme = [Path(folder) / "static" for folder in app.builder.theme.get_theme_dirs()]
            own = [Path(app.confdir) / folder for folder in app.config.html_static_path]
            named = {name for page in site.loads for name in page.assets}
            remove_unused_files(site.out / "_static", theme, own, named)
