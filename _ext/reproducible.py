"""Make the EPUB reproducible.

Sphinx uses ``SOURCE_DATE_EPOCH`` (reproducible-builds.org, "Source date
epoch") in its files, but the archive stores the modification times of the files.
"""

import os
import time
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"
_FIRST = 315532800
"""The earliest time that a ZIP archive can store, in seconds since 1970."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    app.connect("build-finished", on_build_finished)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Set the time of every file in the book to ``SOURCE_DATE_EPOCH``, if that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if exception is None and app.builder.name == "epub" and epoch.isdecimal():
        set_times(Path(app.outdir) / f"{app.config.epub_basename}.epub", int(epoch))


def set_times(archive: Path, seconds: int) -> None:
    """Set the time of every file in an archive, in seconds since 1970."""
    date = time.gmtime(max(seconds, _FIRST))[:6]
    anew = archive.with_suffix(".new")
    with ZipFile(archive) as old, ZipFile(anew, "w") as new:
        for info in old.infolist():
            dated = ZipInfo(info.filename, date)
            dated.compress_type = info.compress_type
            new.writestr(dated, old.read(info))
    anew.replace(archive)
