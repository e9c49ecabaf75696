"""What differs between the versions of Sphinx from 7.4 on, and nowhere else is asked for."""

from __future__ import annotations

from inspect import signature
from pathlib import Path
from typing import Any

from docutils.nodes import Element
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.environment.adapters.toctree import global_toctree_for_doc


def output_path(builder: StandaloneHTMLBuilder, docname: str) -> Path:
    """Return the file that a document is written to."""
    # Sphinx 8.2 has it as `get_output_path`, and before by the name that it still knows.
    return Path(builder.get_outfilename(docname))


def path_like(example: Any, path: str | Path) -> Any:
    """Return a path of the kind that Sphinx has for documents, as an `example` shows."""
    # Strings in Sphinx 7, then a type of its own that is a path and behaves as a string.
    return type(example)(path)


def global_toctree(
    env: BuildEnvironment, docname: str, builder: StandaloneHTMLBuilder, **options: Any
) -> Element | None:
    """Return the table of contents of the whole site as a document shows it."""
    # Sphinx 9 wants the tags of the build, of which those before know by themselves.
    if "tags" in signature(global_toctree_for_doc).parameters:
        options["tags"] = builder.tags
    return global_toctree_for_doc(env, docname, builder, **options)
