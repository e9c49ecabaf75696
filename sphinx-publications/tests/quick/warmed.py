"""Loaded by a server that forks, once: Sphinx, its templates, and what is installed.

What is tested is loaded anew by each process, from where its environment says.
"""

from __future__ import annotations

import gc
import importlib
import logging
import marshal
import os
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sphinx.testing.util import SphinxTestApp

from quick_builds import COMPILED, make_builds_quick

_LOADED = """
    babel.dates babel.numbers bs4 docutils.writers.html5_polyglot docutils.writers.manpage
    feedparser fontTools.subset fontTools.ttLib html5lib latexcodec lightningcss lxml.html
    myst_parser.parsers.sphinx_ myst_parser.sphinx_ext.main notfound.extension PIL.Image
    PIL.ImageCms PIL.ImageDraw PIL.ImageFont PIL.ImageOps PIL.PngImagePlugin playwright.sync_api
    pybtex.database.input.bibtex pybtex.style.formatting.alpha pydata_sphinx_theme
    pylatexenc.latex2text._defaultspecs pylatexenc.latexencode._uni2latexmap
    pylatexenc.latexwalker._defaultspecs pytest requests rjsmin sphinx.builders.epub3
    sphinx.builders.gettext sphinx.builders.latex sphinx.builders.latex.transforms
    sphinx.builders.linkcheck sphinx.builders.manpage sphinx.builders.singlehtml
    sphinx.builders.texinfo sphinx.builders.text sphinx.cmd.build sphinx.domains.c
    sphinx.domains.cpp sphinx.domains.javascript sphinx.domains.python sphinx.ext.mathjax
    sphinx.search.en sphinx.writers.html5 sphinx.writers.latex sphinx.writers.manpage
    sphinx.writers.texinfo sphinx.writers.text sphinxcontrib.bibtex
    sphinxcontrib.bibtex.style.referencing.foot tinycss2 xml.dom.minidom
""".split()
_EXTENSIONS = ("myst_parser", "sphinxcontrib.bibtex")
_THEMES = ("basic", *filter(find_spec, ("alabaster", "pydata_sphinx_theme")))


def _warm() -> None:
    make_builds_quick()
    for name in _LOADED:
        _load(name)
    for theme in _THEMES:
        names, compiled = _learned(theme)
        COMPILED.update(compiled)
        for name in names:
            _load(name)
    # One of the modules prints what others log.
    logging.basicConfig(force=True, handlers=[], level=logging.WARNING)
    gc.freeze()


def _load(name: str) -> None:
    with suppress(ImportError):  # Not each environment has all of them.
        importlib.import_module(name)


def _learned(theme: str) -> tuple[list[str], dict[tuple[str, str], Any]]:
    """Return the modules that a build loads, and the templates that it compiles.

    It leaves traces in its process, which is therefore another.
    """
    reader, writer = os.pipe()
    if os.fork() == 0:
        with TemporaryDirectory() as folder:
            _build_a_page(Path(folder), theme)
        with os.fdopen(writer, "wb") as file:
            marshal.dump((list(sys.modules), COMPILED), file)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        learned: tuple[list[str], dict[tuple[str, str], Any]] = marshal.load(file)
    os.wait()
    return learned


def _build_a_page(folder: Path, theme: str) -> None:
    (folder / "conf.py").write_text("bibtex_bibfiles = ['refs.bib']\n", encoding="utf-8")
    (folder / "refs.bib").write_text("@misc{a, author = {A}, title = {T}, year = 2020}\n")
    (folder / "index.rst").write_text("Home\n====\n\n.. bibliography::\n   :all:\n")
    settings = {"extensions": list(_EXTENSIONS), "html_theme": theme}
    SphinxTestApp("html", srcdir=folder, confoverrides=settings, freshenv=True).build()


_warm()
