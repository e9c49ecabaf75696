"""Pages that say the same in several languages name each other: ``<link hreflang>``.

A page names a counterpart in its front matter, ``translation-of: teaching``, as links name pages:
from its own folder, or from the top, ``/teaching``. It is enough that one names the other; all that
are connected so are counterparts. Search engines want whole addresses, and each page among its own
counterparts (Google, "Tell Google about localized versions of your page").
"""

from __future__ import annotations

import posixpath
from typing import Any, TypeAlias

from markupsafe import escape
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from sphinx_publications.project.languages import page_language

__version__ = "0.1.0"
logger = logging.getLogger(__name__)
_FIELD = "translation-of"

Counterparts: TypeAlias = dict[str, dict[str, str]]
"""For a page, the page in each language, its own among them."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    app.connect("env-updated", on_env_updated)
    app.connect("html-page-context", on_html_page_context)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Remember the counterparts of all pages; returns those whose page has to be written again."""
    found = counterparts(env)
    # Builders may share doctrees, and each has pages of its own.
    known: dict[str, Counterparts] = getattr(env, "translations", {})
    before = known.get(app.builder.name, {})
    env.translations = {**known, app.builder.name: found}  # type: ignore[attr-defined]
    changed = {name for name in {*before, *found} if before.get(name) != found.get(name)}
    return sorted(changed & env.all_docs.keys())


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Name the counterparts of a page in its head."""
    for language, address in addresses(app, pagename):
        link = f'<link rel="alternate" hreflang="{escape(language)}" href="{escape(address)}">'
        context["metatags"] = f"{context.get('metatags', '')}\n{link}"


def addresses(app: Sphinx, name: str) -> list[tuple[str, str]]:
    """Return the languages in which there is a page, each with the address of that page."""
    base = app.config.html_baseurl
    known: dict[str, Counterparts] = getattr(app.env, "translations", {})
    pages = known.get(app.builder.name, {}).get(name, {}) if base else {}
    # As Sphinx makes the canonical address.
    return [
        (language, posixpath.join(base, app.builder.get_target_uri(page)))
        for language, page in sorted(pages.items())
    ]


def counterparts(env: BuildEnvironment) -> Counterparts:
    """Return what the front matter of all pages says; warns of what cannot be."""
    groups = {name: {name} for name in env.all_docs}
    for name in sorted(env.all_docs):
        if other := _named(env, name):
            together = groups[name] | groups[other]
            groups.update(dict.fromkeys(together, together))
    found: Counterparts = {}
    for name, group in sorted(groups.items()):
        if len(group) > 1 and name == min(group):
            pages = _by_language(env, group)
            found.update((page, pages) for page in pages.values() if len(pages) > 1)
    return found


def _named(env: BuildEnvironment, name: str) -> str:
    """Return the page that a page names as its counterpart."""
    said = str(env.metadata.get(name, {}).get(_FIELD, "")).strip()
    page = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), said)).lstrip("/")
    for suffix in ("", *env.config.source_suffix):
        other = page.removesuffix(suffix)
        if said and other != name and other in env.all_docs:
            return other
    if said:
        _warn(
            f"'{said}' is no other page; name one as links do, such as {_FIELD}: teaching",
            name,
            "page",
        )
    return ""


def _by_language(env: BuildEnvironment, group: set[str]) -> dict[str, str]:
    pages: dict[str, str] = {}
    for name in sorted(group):
        language = page_language(env, name)
        if language in pages:
            _warn(
                f"this page and its counterpart '{pages[language]}' are both in '{language}'; "
                "write the language of each, such as lang: fr",
                name,
                "language",
            )
        pages.setdefault(language, name)
    return pages


def _warn(message: str, name: str, subtype: str) -> None:
    logger.warning(message, location=name, type="translations", subtype=subtype)
