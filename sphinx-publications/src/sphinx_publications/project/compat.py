"""What differs between the versions of Sphinx from 7.4 on, and nowhere else is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.builders.html import StandaloneHTMLBuilder


def output_path(builder: StandaloneHTMLBuilder, docname: str) -> Path:
    """Return the file that a document is written to."""
    # Sphinx 8.2 has it as `get_output_path`, and before by the name that it still knows.
    return Path(builder.get_outfilename(docname))


def path_like(example: Any, path: str | Path) -> Any:
    """Return a path of the kind that Sphinx has for documents, as an `example` shows."""
    # Strings in Sphinx 7, then a type of its own that is a path and behaves as a string.
    return type(example)(path)
