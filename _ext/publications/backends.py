"""pybtex's backend for docutils, known before sphinxcontrib-bibtex is loaded.

Some of its classes ask pybtex for the backend when they are made, for which
pybtex looks through all installed distributions. Hence this module registers
it when it is imported, before any other of this package.
"""

from __future__ import annotations

import pybtex_docutils

from .plugins import register

register("pybtex.backends", "docutils", pybtex_docutils.Backend)
