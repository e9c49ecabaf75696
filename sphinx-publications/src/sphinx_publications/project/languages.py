"""The language of a page: what its front matter names as ``lang``, or else that of the site."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.environment import BuildEnvironment

from sphinx_publications.model.languages import foreign, language_tag
from sphinx_publications.model.publication import Publication

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
"""A tag for a language (RFC 5646)."""
_OF_YAML = {"false": "no", "null": "", "none": ""}
"""What YAML makes of the code of Norwegian, and of nothing."""


def named_language(env: BuildEnvironment, docname: str) -> str:
    """Return what a page names as its language, be it one or not; empty if it names none."""
    named = str(env.metadata.get(docname, {}).get("lang", "")).strip()
    return _OF_YAML.get(named.lower(), named).replace("_", "-")


def is_language(tag: str) -> bool:
    """Whether a text has the form of a tag for a language."""
    return _TAG.fullmatch(tag) is not None


def page_language(env: BuildEnvironment, docname: str) -> str:
    """Return the language of a page as a tag."""
    named = named_language(env, docname)
    return named if is_language(named) else language_tag(env.config.language or "en")


def say_language(title: nodes.Element, publication: Publication, language: str) -> None:
    """Let the title of a paper on a page in `language` say that it is in another."""
    if other := foreign(publication.details.language, language):
        # What docutils writes as the attribute of an element.
        title["classes"].append(f"language-{other}")
