"""The language of a page: what its front matter names as ``lang``, or else that of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import NullTranslations
from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translator
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_publications.model.languages import foreign, language_tag
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.plainnodes import looks_ours

CATALOG = "sphinx_publications"
"""Name of the files in ``locale`` with the extension's words in other languages."""

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


def language_of_words(env: BuildEnvironment) -> str:
    """Return the language of the extension's own words: that of the site, or else English."""
    if type(get_translator(CATALOG)) is NullTranslations:
        return "en"
    return language_tag(env.config.language or "en")


def language_of_lists(env: BuildEnvironment, docname: str) -> str:
    """Return the language of what the extension shows on a page, unless parts of it say theirs.

    On a page that names another language the extension's words stay in that of the site.
    """
    around = page_language(env, docname)
    named = named_language(env, docname)
    return (foreign(language_of_words(env), around) if is_language(named) else "") or around


class SayLanguage(SphinxPostTransform):
    """Lets lists, legends, cards and filters on a page in another language say theirs."""

    # After all that adds to a page.
    default_priority = 30
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        around = page_language(self.env, self.env.docname)
        language = language_of_lists(self.env, self.env.docname)
        if language != around:
            for node in _outermost(self.document):
                node["classes"].append(f"language-{language}")


def _outermost(element: nodes.Element) -> Iterator[nodes.Element]:
    for child in element.children:
        if looks_ours(child) and isinstance(child, nodes.Element):
            yield child
        elif isinstance(child, nodes.Element):
            yield from _outermost(child)


def say_language(title: nodes.Element, publication: Publication, language: str) -> None:
    """Let the title of a paper on a page in `language` say that it is in another."""
    if other := foreign(publication.details.language, language):
        # What docutils writes as the attribute of an element.
        title["classes"].append(f"language-{other}")
