"""Publication lists for Sphinx in which equal contributions are data.

A layer over sphinxcontrib-bibtex. The packages, from the lowest layer up: `bibtex` and `latex`
parse text; `model` represents one entry as data; `bibliography` reads entries from files;
`rendering` and `outputs` format entries as text; `project` and `web` are the Sphinx extension,
which `extension` registers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.2.0"


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
        "env_version": 12,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
