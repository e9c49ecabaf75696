"""What a build has to say is seen: its warnings stand at its end, and little stands above them.

Sphinx prints warnings where they occur, above the pages that it writes. They are said again when
all is done. The line in which MyST prints its whole configuration is left out.
"""

import logging

from sphinx.application import Sphinx
from sphinx.util import logging as sphinx_logging
from sphinx.util.console import strip_colors
from sphinx.util.logging import WarningStreamHandler
from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"
logger = sphinx_logging.getLogger(__name__)
_MYST = logging.getLogger("sphinx.myst_parser.sphinx_ext.main")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    _MYST.addFilter(is_no_configuration)
    told: list[str] = []

    def remember(record: logging.LogRecord) -> bool:
        told.append(strip_colors(record.getMessage()))
        return True

    def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
        if told and exception is None:
            logger.info("\n%s", "\n".join(closing_words(told)))

    for handler in logging.getLogger("sphinx").handlers:
        if isinstance(handler, WarningStreamHandler):
            # Behind Sphinx's own filters, which leave out what is suppressed.
            handler.addFilter(remember)
    app.connect("build-finished", on_build_finished, priority=990)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def is_no_configuration(record: logging.LogRecord) -> bool:
    """Whether a message of MyST is anything but its configuration."""
    return "myst v" not in str(record.msg)


def closing_words(told: list[str]) -> list[str]:
    """Return the lines that a build ends with, of the warnings that were `told`."""
    lines = list(dict.fromkeys(told))
    count = "This warning" if len(lines) == 1 else f"These {len(lines)} warnings"
    return [
        f"{count} came up, and the pages were built all the same:",
        *lines,
        "Mend each at its line, and build again; a host that takes warnings as errors, as "
        "Read the Docs does here, keeps the last good version.",
    ]
