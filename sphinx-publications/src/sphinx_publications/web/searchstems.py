"""The stems of words for Sphinx's search are worked out once for all pages.

Sphinx does so for each document again, and papers of one field have most words in common.
"""

from __future__ import annotations

from functools import lru_cache

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_publications.project.domain import publications_domain

_MOST = 20_000
"""Words, each of which takes some hundred bytes."""


def on_doctree_resolved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let the index of a builder that has one remember stems, where papers have pages."""
    language = getattr(getattr(app.builder, "indexer", None), "lang", None)
    # In Chinese the stem of a word depends on what was read before.
    if language is None or language.lang == "zh" or "stem" in vars(language):
        return
    if publications_domain(app.env).state.pages:
        language.stem = lru_cache(maxsize=_MOST)(language.stem)
