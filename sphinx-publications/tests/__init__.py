"""Paths, and the conf.py of a small project, for tests and for commands without pytest."""

from pathlib import Path

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent
DOCS = PACKAGE / "docs"
HOMEPAGE = TESTS / "roots" / "homepage"
"""A homepage with twelve papers, frozen."""
CONF = """
extensions = ["myst_parser", "sphinx_publications"]
include_patterns = ["*.md", "*.rst"]
bibtex_bibfiles = ["refs.bib"]
publications_owner = "Bellec, Guillaume"
nitpicky = True
show_warning_types = True # as it is from Sphinx 8 on
"""
