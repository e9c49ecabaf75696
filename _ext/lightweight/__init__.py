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

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from finish import Page, Site

from .assets import Assets
from .files import lighten_files
from .leftovers import remove_leftovers
from .pages import lighten_page

__version__ = "0.1.0"
_THEMES = ("pydata_sphinx_theme", "alabaster", "basic", "bizstyle", "classic", "haiku")
logger = logging.getLogger(__name__)


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
            remove_leftovers(site.out / "_static", theme, own, named)
