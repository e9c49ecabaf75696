"""An EPUB that is the same whenever and wherever it is built.

Sphinx honours ``SOURCE_DATE_EPOCH`` (reproducible-builds.org, "Source date
epoch") in what it writes, but the archive keeps the times of its files.
"""

import os
import time
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"
_FIRST = 315532800
"""The earliest time of a file in an archive, in seconds since 1970."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    app.connect("build-finished", on_build_finished)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Give every file of the book the time that ``SOURCE_DATE_EPOCH`` names, if it does."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if exception is None and app.builder.name == "epub" and epoch.isdecimal():
        set_times(Path(app.outdir) / f"{app.config.epub_basename}.epub", int(epoch))


def set_times(archive: Path, seconds: int) -> None:
    """Give every file of an archive one time, in seconds since 1970."""
    date = time.gmtime(max(seconds, _FIRST))[:6]
    anew = archive.with_suffix(".new")
    with ZipFile(archive) as old, ZipFile(anew, "w") as new:
        for info in old.infolist():
            dated = ZipInfo(info.filename, date)
            dated.compress_type = info.compress_type
            new.writestr(dated, old.read(info))
    anew.replace(archive)
