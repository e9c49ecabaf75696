"""Publication lists for Sphinx in which equal contributions are data.

A layer over sphinxcontrib-bibtex. The packages, from the lowest layer up: `bibtex` and `latex`
parse text; `model` represents one entry as data; `bibliography` reads entries from files;
`rendering` and `outputs` format entries as text; `project` and `web` are the Sphinx extension,
which `extension` registers.

The names in `__all__` are public. All else is internal, and changes without notice.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from sphinx_publications.diagnostics import Problem
    from sphinx_publications.model.authors import Author
    from sphinx_publications.model.dates import Date
    from sphinx_publications.model.entry_types import EntryType
    from sphinx_publications.model.links import Link
    from sphinx_publications.model.marks import Mark
    from sphinx_publications.model.names import Name
    from sphinx_publications.model.publication import Publication
    from sphinx_publications.project.additions import (
        add_entry_type,
        add_format,
        add_link_type,
        add_mark,
    )
    from sphinx_publications.scripting import Bibliography, read_bibliography

__all__ = [
    "Author",
    "Bibliography",
    "Date",
    "EntryType",
    "Link",
    "Mark",
    "Name",
    "Problem",
    "Publication",
    "add_entry_type",
    "add_format",
    "add_link_type",
    "add_mark",
    "read_bibliography",
    "setup",
]
__version__ = "0.2.0"

_MODULES = {
    "diagnostics": ("Problem",),
    "model.authors": ("Author",),
    "model.dates": ("Date",),
    "model.entry_types": ("EntryType",),
    "model.links": ("Link",),
    "model.marks": ("Mark",),
    "model.names": ("Name",),
    "model.publication": ("Publication",),
    "project.additions": ("add_entry_type", "add_format", "add_link_type", "add_mark"),
    "scripting": ("Bibliography", "read_bibliography"),
}
"""The public names by module; a module is loaded when one of its names is first used."""


def __getattr__(name: str) -> object:
    module = next((module for module, names in _MODULES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    # Loaded here, so that the model can be used without Sphinx.
    from sphinx_publications.gc_pause import gc_paused

    with gc_paused():
        # The backend comes first: sphinxcontrib-bibtex would search through all installed
        # packages for it.
        from sphinx_publications.rendering import pybtex_compat

        pybtex_compat.register_backend()
        from sphinx_publications import extension

        extension.connect(app)
    return {
        "version": __version__,
        "env_version": extension.kept_version(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
