"""Lighter web pages from any Sphinx theme: what no page uses is not sent.

After a build the pages are read for what they use; then

- scripts no longer hold up the page, and those without a use on it are not loaded;
- stylesheets lose the rules for what is on no page, and are minified;
- icon fonts keep the icons in use.

Everything is derived from the built pages and from the scripts that they load,
nothing from lists of names. What cannot be read is left as it is, and the
build says so. What a later build needs again is kept beside Sphinx's doctrees.
"""

from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.util.display import progress_message
from sphinx.util.typing import ExtensionMetadata

from .site import Site

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    # After the extensions that write pages or assets of their own.
    app.connect("build-finished", on_build_finished, priority=900)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Make the pages of a finished build lighter."""
    if exception is not None or app.builder.format != "html" or app.builder.name == "epub":
        return
    path = urlsplit(app.config.html_baseurl).path.strip("/")
    base = f"/{path}/" if path else "/"
    with progress_message("making pages lighter"):
        Site(Path(app.outdir), Path(app.doctreedir) / "lightweight", base).lighten()
