"""One pass over the pages of a finished build: each that it wrote is read, edited and written.

An extension that edits pages connects to ``finish-page`` with a function of the
application, the `Site` and a `Page`, which is called for each page that this
build wrote, read and ready to be edited. Extensions take turns by priority, and
find what those before them made of the page. The next page is read when this one
is written, so that a build holds one at a time, however many there are.

What matters of a page is remembered, and pages that no build has written since
are not opened. When all are known, ``finish-site`` tells of them: an extension
connects to it with a function of the application and the `Site`.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.util.display import progress_message
from sphinx.util.typing import ExtensionMetadata

from .page import KEPT, Page, Tag
from .site import Site

__all__ = ["KEPT", "Page", "Site", "Tag"]
__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    app.add_event("finish-page")
    app.add_event("finish-site")
    # After the extensions that write pages or assets of their own.
    app.connect("build-finished", on_build_finished, priority=900)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Keep the collector from looking again and again through all that the build has made."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Let extensions edit the pages of a finished build."""
    if exception is not None or app.builder.format != "html" or app.builder.name == "epub":
        return
    with progress_message("finishing pages"), _nothing_to_collect():
        path = urlsplit(app.config.html_baseurl).path.strip("/")
        # Builders may share doctrees.
        cache = Path(app.doctreedir) / "finish" / app.builder.name
        site = Site(Path(app.outdir), cache, f"/{path}/" if path else "/")
        site.edit_pages(lambda page: app.emit("finish-page", site, page))
        app.emit("finish-site", site)
        site.close()
