"""Which documents Sphinx, or an extension of it, warns of while it reads and writes them."""

import logging
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.logging import NAMESPACE, get_node_location, is_suppressed_warning

_REPEATS_ITSELF = f"{NAMESPACE}.sphinx_publications"
"""An extension that says all of its warnings in every build."""


class Listener(logging.Handler):
    """Calls `note` with the document of each warning, and with "" if it is of none.

    What parallel processes say Sphinx says again in the one that started them.
    """

    def __init__(self, app: Sphinx, note: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._app = app
        self._note = note
        logging.getLogger(NAMESPACE).addHandler(self)

    def close(self) -> None:
        """Listen no longer."""
        logging.getLogger(NAMESPACE).removeHandler(self)
        super().close()

    def emit(self, record: logging.LogRecord) -> None:
        """Note the document of a warning that is not suppressed."""
        kind = (getattr(record, "type", None) or "", getattr(record, "subtype", None) or "")
        if record.name.startswith(_REPEATS_ITSELF) or is_suppressed_warning(
            *kind, self._app.config.suppress_warnings
        ):
            return
        location = _place(getattr(record, "location", None))
        message = record.getMessage()
        env = self._app.env
        # "Duplicate label, other instance in …" comes if both are read.
        named = [name for name in env.found_docs if str(env.doc2path(name)) in message]
        for docname in (*(self._documents(location) if location else [""]), *named):
            self._note(docname)

    def _documents(self, location: str) -> Iterable[str]:
        """Return the document at a location, or those that include the file there."""
        env = self._app.env
        if location in env.found_docs:
            return [location]
        source = Path(self._app.srcdir)
        path = source / re.sub(r":\d*$", "", location)
        for docname in env.found_docs:
            if Path(env.doc2path(docname)) == path:
                return [docname]
        return [
            docname for docname, files in env.dependencies.items()
            if any(source / file == path for file in files)
        ] or [""]  # fmt: skip


def _place(location: object) -> str:
    """Return what a logger takes as a place as a document, or as a path that a line may follow.

    Sphinx's own handler makes a path of it, whose turn comes sooner or later than ours.
    """
    if isinstance(location, tuple):
        location = location[0]
    if isinstance(location, nodes.Node):
        location = get_node_location(location)
    return str(location or "")
