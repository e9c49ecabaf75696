"""The options with which docutils reads are made once for all pages of papers.

Sphinx makes a parser of command lines with the 63 options of docutils for each
document, which takes longer than to read a page that is nothing but its key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any

from docutils.frontend import Values
from sphinx.util import docutils

_MAKES = "_get_settings"


@contextmanager
def options_made_once() -> Iterator[None]:
    """Let the documents that are read meanwhile share what their options are made from."""
    make = getattr(docutils, _MAKES, None)
    if make is None:  # in another Sphinx, where it is as slow as it is
        yield
        return
    made: list[tuple[Mapping[str, Any], Values]] = []

    def get(*components: Any, defaults: Mapping[str, Any], **options: Any) -> Values:
        if not made or made[0][0] != defaults:
            values = make(*components, defaults=defaults, **options)
            made[:] = [(dict(defaults), values)]
        return copy(made[0][1])

    setattr(docutils, _MAKES, get)
    try:
        yield
    finally:
        setattr(docutils, _MAKES, make)
