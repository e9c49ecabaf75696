"""Serve the site with sphinx-autobuild, whose builds find their packages loaded: `make live`.

sphinx-autobuild starts Python anew for each build, and loading Sphinx, the theme and the parsers
takes half the time of a small build. Here a server that has loaded them forks for each build. It
has loaded nothing of this project, so changes of `conf.py`, `_ext` and the package count.
"""

from __future__ import annotations

import importlib
import multiprocessing
import sys
from collections.abc import Sequence
from multiprocessing import forkserver
from pathlib import Path

import sphinx_autobuild.__main__ as autobuild
from sphinx_autobuild.build import Builder
from sphinx_autobuild.utils import show_message

_PACKAGES = """
    PIL.ImageCms PIL.ImageDraw PIL.ImageOps PIL.PngImagePlugin babel.dates brotli bs4
    docutils.parsers.rst.directives.tables fontTools.subset html5lib lightningcss
    mdit_py_plugins.gfm myst_parser.parsers.sphinx_ myst_parser.sphinx_ext.main
    notfound.extension pybtex.database.input.bibtex pybtex.style.formatting.unsrt
    pybtex_docutils pydata_sphinx_theme rispy rjsmin sphinx.builders.html sphinx.cmd.build
    sphinx.domains.c sphinx.domains.cpp sphinx.domains.javascript sphinx.domains.python
    sphinx.ext.mathjax sphinx.search.en sphinxcontrib.bibtex yaml
""".split()
"""What the site's builds load; the server passes over what is not installed."""


class LoadedBuilder(Builder):  # type: ignore[misc]
    """Builds in the process that sphinx-autobuild begins after a change."""

    def __call__(self, *, changed_paths: Sequence[Path]) -> None:
        """Build the site; the first time, in a Python of its own."""
        if not changed_paths:
            super().__call__(changed_paths=changed_paths)
            return
        from sphinx.cmd.build import main as build

        show_message(f"Changed: {', '.join(sorted({path.name for path in changed_paths})[:5])}")
        if build(self.sphinx_args):
            show_message("The pages stay as they were; mend what is said above")
        show_message(f"Serving on {self.uri}")


def main(arguments: Sequence[str]) -> None:
    """Serve the site until it is interrupted; `arguments` are those of sphinx-autobuild."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("forkserver")
        multiprocessing.set_forkserver_preload([*_PACKAGES, __name__])
        forkserver.ensure_running()
        autobuild.Builder = LoadedBuilder
    autobuild.main(arguments)


if __name__ == "__main__":
    # Processes find the builder by the name of its module.
    importlib.import_module("livesite").main(sys.argv[1:])
