"""Make web pages lighter: remove what no page uses.

After a build, the pages show what they use. Then

- scripts are deferred, and unused scripts are not loaded;
- stylesheets lose the rules that match nothing on any page, and are minified;
- icon fonts keep only the icons in use;
- theme files that nothing mentions are removed.

Everything is derived from the built pages and the scripts that they load, not from lists of
names. A file that cannot be parsed stays as it is, and the build says so.

This supports pydata-sphinx-theme and Sphinx's own themes. Scripts of other themes may depend on
their order and timing, or build file names at run time, so pages of other themes are not
changed, and the build warns.
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


@dataclass(frozen=True)
class Made:
    """A file that was made lighter."""

    original: bytes
    ingredients: tuple[str, ...]
    """The other input."""
    light: bytes


class Assets:
    """The static files in the folder `out`, original and light; `cache` is for later builds."""

    def __init__(self, out: Path, cache: Path) -> None:
        self.out = out
        self._file = cache / "assets.pickle"
        self._form = ("assets 2", str(out), *(field.name for field in fields(Made)))
        self._made: dict[str, Made] = recall(self._file, self._form) or {}
        self._is_kept = True
        """Whether the cache file is up to date."""
        self._originals: dict[str, bytes] = {}
        self._texts: dict[str, str] = {}

    def original(self, name: str) -> bytes:
        """Return the original content of a file, or an empty string if there is none."""
        if name not in self._originals:
            path = self.out / name
            inside = path.is_file() and ".." not in Path(name).parts
            content = path.read_bytes() if inside else b""
            made = self._made.get(name)
            self._originals[name] = made.original if made and content == made.light else content
        return self._originals[name]

    def text(self, name: str) -> str:
        """Return the original text of a file, or an empty string if it is not UTF-8."""
        if name not in self._texts:
            try:
                self._texts[name] = self.original(name).decode()
            except UnicodeDecodeError:
                self._texts[name] = ""
        return self._texts[name]

    def reread(self) -> None:
        """Forget the content of files, since other extensions may have written some."""
        self._originals.clear()
        self._texts.clear()

    def lighten(
        self, name: str, ingredients: tuple[str, ...], make: Callable[[bytes], bytes]
    ) -> bytes:
        """Write the light version of a file, from the cache if possible, and return it.

        `make` returns the light version; it raises `ValueError` if it cannot parse the file.
        """
        original, path = self.original(name), self.out / name
        made = self._made.get(name)
        if made is None or (made.original, made.ingredients) != (original, ingredients):
            made = Made(original, ingredients, make(original))
            self._made[name] = made
            self._is_kept = False
        # Sphinx copies the original again in every build.
        if path.read_bytes() != made.light:
            path.write_bytes(made.light)
        return made.light

    def keep(self) -> None:
        """Store the cache of the files that still exist."""
        there = {name: made for name, made in self._made.items() if (self.out / name).is_file()}
        if not self._is_kept or len(there) < len(self._made):
            keep(self._file, self._form, there)


logger = logging.getLogger(__name__)


def lighten_page(page: Page, assets: Assets) -> None:
    """Remove unused scripts from a page, defer the others, and flatten imported stylesheets."""

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
    """Return the addresses that a stylesheet imports, if it contains nothing else."""
    folder = posixpath.dirname(tag.address)
    return [posixpath.normpath(posixpath.join(folder, file)) for file in pruning.imports(css)]


def lighten_files(words: set[str], loads: set[Loads], assets: Assets) -> dict[str, str]:
    """Lighten all files that pages with these words load; return the versions of stylesheets."""
    words = set(words)
    scripts = {script for page in loads for script in page.scripts}
    # The index of the search has the words of all pages, and of what they were before.
    for script in sorted(scripts - {"searchindex.js"}):
        words |= words_of_script(assets.text(script))
        if assets.original(script):
            assets.lighten(script, (), minified)
    styles = sorted({style for page in loads for _, style in page.styles})
    there = filter(assets.original, styles)
    return {style: _lighten_style(style, words, assets) for style in there}


def _lighten_style(name: str, words: set[str], assets: Assets) -> str:
    """Lighten a stylesheet and its fonts; return its new version."""
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
    """Lighten a file with `make`, which keeps what is `used`; return the result."""
    try:
        return assets.lighten(name, tuple(sorted(used)), lambda content: make(content, used))
    except ValueError as error:
        logger.info("%s is left as it is: %s", name, error)
        return assets.original(name)


__version__ = "0.1.0"
_THEMES = ("pydata_sphinx_theme", "alabaster", "basic", "bizstyle", "classic", "haiku")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
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
    """Event handlers that share the assets of one build."""

    def __init__(self) -> None:
        self._assets: Assets | None = None
        """The files that pages load."""

    def _assets_of(self, site: Site) -> Assets:
        if self._assets is None:
            self._assets = Assets(site.out, site.cache)
        return self._assets

    def on_finish_page(self, app: Sphinx, site: Site, page: Page) -> None:
        """Lighten a page that this build has written."""
        if app.config.html_theme in _THEMES:
            lighten_page(page, self._assets_of(site))

    def on_finish_site(self, app: Sphinx, site: Site) -> None:
        """Lighten the files that pages load, or warn that the theme is not supported."""
        if app.config.html_theme not in _THEMES:
            logger.warning(
                "lightweight supports %s, and does nothing with %s; remove it from extensions",
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
