"""Language and direction of pages, translations of pages, and Sphinx's translations.

The front matter of a page may contain its language, ``lang: fr``, and the page that it
translates, ``translation-of: teaching``. Pages get ``<html dir="rtl">`` where needed, which
no Sphinx theme sets, and ``<link hreflang>``. The direction comes from the Unicode CLDR (Babel).
"""

from __future__ import annotations

import json
import posixpath
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from babel.core import Locale, UnknownLocaleError
from markupsafe import escape
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from finish import Page, Site

# Language and direction of a page.
#
# On a site with right-to-left pages, "left" and "right" in the theme's stylesheets are replaced by
# logical properties (CSS Logical Properties and Values), which do not change left-to-right pages.

__version__ = "0.1.0"
logger = logging.getLogger(__name__)
_VALUE = r"(?:[^\s(){};!]|\((?:[^(){};]|\([^(){};]*\))*\))+"
_DECLARATION = re.compile(
    rf"""(?<=[;{{\s/])(?:
        (?P<name>(?:margin|padding|border|scroll-margin|scroll-padding)-(?=left|right)|(?=left|right))
        (?P<side>left|right)(?P<part>-(?:color|style|width))?(?P<colon>\s*:)
        |(?P<property>text-align|float|clear)(?P<before>\s*:\s*)(?P<value>left|right)\b
        |(?P<four>(?:scroll-)?(?:margin|padding)|inset|border(?=-))(?P<of>-(?:color|style|width))?\s*:\s*
         (?P<top>{_VALUE})\s+(?P<right>{_VALUE})\s+(?P<bottom>{_VALUE})\s+(?P<left>{_VALUE})
         \s*(?P<importance>!\s*important\s*)?(?=[;}}])
    )""",
    re.VERBOSE,
)
_ENDS = {"left": "start", "right": "end"}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension."""
    app.setup_extension("finish")
    app.connect("html-page-context", set_language)
    app.connect("env-updated", find_counterparts)
    app.connect("html-page-context", link_counterparts)
    app.connect("finish-page", on_finish_page)
    # Before stylesheets are made lighter.
    app.connect("build-finished", write_stylesheets, priority=850)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def set_language(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Set the language of a page from its front matter."""
    # Imported here, so that `security`, which takes `write_catalogue`, works without the package.
    from sphinx_publications.project.transforms import is_language, named_language

    named = named_language(app.env, pagename)
    if named and not is_language(named):
        logger.warning(
            "'%s' is no language; write its code, such as lang: fr or lang: pt-BR",
            named,
            location=pagename,
            type="direction",
            subtype="language",
        )
    elif named:
        context["language"] = named


def on_finish_page(app: Sphinx, site: Site, page: Page) -> None:
    """Set the direction of a page, unless it has one."""
    for tag in page.tags:
        if tag.name == "html" and "dir" not in tag.attributes:
            if is_right_to_left(tag.attributes.get("lang", "")):
                page.set(tag, "dir", "rtl")
            return


def write_stylesheets(app: Sphinx, exception: Exception | None) -> None:
    """Rewrite the stylesheets that Sphinx has copied in this build."""
    if exception is not None or app.builder.format != "html" or app.builder.name == "epub":
        return
    own = (about.get("lang", "") for about in app.env.metadata.values())
    if any(map(is_right_to_left, map(str, {app.config.language, *own}))):
        for path in sorted((Path(app.outdir) / "_static").rglob("*.css")):
            css = path.read_text("utf-8", "surrogateescape")
            path.write_text(logical(css), "utf-8", "surrogateescape")


def logical(css: str) -> str:
    """Return a stylesheet with logical properties instead of left and right."""
    return _DECLARATION.sub(_logical, css)


def _logical(found: re.Match[str]) -> str:
    if four := found["four"]:
        if found["left"] == found["right"]:
            return found[0]
        of, importance = found["of"] or "", found["importance"] or ""
        return (
            f"{four}-block{of}:{found['top']} {found['bottom']}{importance};"
            f"{four}-inline{of}:{found['left']} {found['right']}{importance}"
        )
    if found["property"]:
        inline = "" if found["property"] == "text-align" else "inline-"
        return f"{found['property']}{found['before']}{inline}{_ENDS[found['value']]}"
    name = found["name"] or "inset-"
    return f"{name}inline-{_ENDS[found['side']]}{found['part'] or ''}{found['colon']}"


@lru_cache(maxsize=64)
def is_right_to_left(language: str) -> bool:
    """Return whether a language, such as ``ar`` or ``fa-IR``, is written from right to left."""
    name, _, script = language.replace("_", "-").partition("-")
    for tag in (f"{name}-{script}" if script else name, name):
        try:
            return str(Locale.parse(tag, sep="-").text_direction) == "rtl"
        except (UnknownLocaleError, ValueError):
            continue
    return False


# Translations of a page: ``<link hreflang>``.
#
# ``translation-of: teaching`` is a path relative to the page, or absolute: ``/teaching``. One
# of two pages has to name the other; connected pages form a group. Search engines want absolute
# addresses, and the page itself in its group (Google, "Tell Google about localized versions of
# your page").

_FIELD = "translation-of"

Counterparts: TypeAlias = dict[str, dict[str, str]]
"""By page, the pages of its group by language, including itself."""


def find_counterparts(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Store the translations of all pages; return the pages that have to be written again."""
    found = counterparts(env)
    # Builders may share doctrees, but each has its own pages.
    known: dict[str, Counterparts] = getattr(env, "translations", {})
    before = known.get(app.builder.name, {})
    env.translations = {**known, app.builder.name: found}  # type: ignore[attr-defined]
    changed = {name for name in {*before, *found} if before.get(name) != found.get(name)}
    return sorted(changed & env.all_docs.keys())


def link_counterparts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Link the translations of a page in its head."""
    for language, address in counterpart_addresses(app, pagename):
        link = f'<link rel="alternate" hreflang="{escape(language)}" href="{escape(address)}">'
        context["metatags"] = f"{context.get('metatags', '')}\n{link}"


def counterpart_addresses(app: Sphinx, name: str) -> list[tuple[str, str]]:
    """Return the languages of a page's translations, each with its address."""
    base = app.config.html_baseurl
    known: dict[str, Counterparts] = getattr(app.env, "translations", {})
    pages = known.get(app.builder.name, {}).get(name, {}) if base else {}
    # Like Sphinx's canonical address.
    return [
        (language, posixpath.join(base, app.builder.get_target_uri(page)))
        for language, page in sorted(pages.items())
    ]


def counterparts(env: BuildEnvironment) -> Counterparts:
    """Return the translations from the front matter of all pages; warn about invalid values."""
    groups = {name: {name} for name in env.all_docs}
    for name in sorted(env.all_docs):
        if other := _named_counterpart(env, name):
            together = groups[name] | groups[other]
            groups.update(dict.fromkeys(together, together))
    found: Counterparts = {}
    for name, group in sorted(groups.items()):
        if len(group) > 1 and name == min(group):
            pages = _by_language(env, group)
            found.update((page, pages) for page in pages.values() if len(pages) > 1)
    return found


def _named_counterpart(env: BuildEnvironment, name: str) -> str:
    """Return the page that a page translates, or an empty string."""
    value = str(env.metadata.get(name, {}).get(_FIELD, "")).strip()
    page = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), value)).lstrip("/")
    for suffix in ("", *env.config.source_suffix):
        other = page.removesuffix(suffix)
        if value and other != name and other in env.all_docs:
            return other
    if value:
        _warn(
            f"'{value}' is no other page; name one as links do, such as {_FIELD}: teaching",
            name,
            "page",
        )
    return ""


def _by_language(env: BuildEnvironment, group: set[str]) -> dict[str, str]:
    from sphinx_publications.project.transforms import page_language

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


# Sphinx's translations in browsers, without ``eval``.
#
# ``doctools.js`` creates a function from the plural rule in ``translations.js``, a string. A
# Content Security Policy would have to allow this for every script (``'unsafe-eval'``). Here the
# rule is written as a function. It returns a number, because Sphinx cannot use the boolean result
# of rules that are comparisons. Empty translations are removed, so the text stays in English.

_CATALOGUE = re.compile(r"\s*Documentation\.addTranslations\((\{.*\})\);?\s*", re.DOTALL)
_RULE = re.compile(r"[n\d\s()!=<>&|?:%]+")
"""The syntax of plural rules (GNU gettext, section "Plural forms")."""
_MADE_OF_TEXT = re.compile(
    r"new Function\(\s*\"n\",\s*`return \(\$\{(catalog\.plural_expr)\}\)`,?\s*\)"
)


def write_catalogue(app: Sphinx, exception: Exception | None) -> None:
    """Rewrite both scripts that Sphinx has copied in this build."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for name, write in (("translations.js", catalogue), ("doctools.js", doctools)):
        if (static / name).is_file():
            script = (static / name).read_text(encoding="utf-8")
            (static / name).write_text(write(script), encoding="utf-8")


def catalogue(script: str) -> str:
    """Return ``translations.js`` with the plural rule as a function; other text is unchanged."""
    found = _CATALOGUE.fullmatch(script)
    try:
        catalogue = json.loads(found[1]) if found else {}
    except ValueError:
        return script
    rule = catalogue.pop("plural_expr", "")
    if not isinstance(rule, str) or not _RULE.fullmatch(rule):
        return script
    messages = catalogue.get("messages", {})
    catalogue["messages"] = {text: new for text, new in messages.items() if all(new or ("",))}
    rest = json.dumps(catalogue, indent=4)
    return (
        "Documentation.addTranslations(Object.assign("
        f'{rest}, {{"plural_expr": (n) => Number({rule})}}));\n'
    )


def doctools(script: str) -> str:
    """Return ``doctools.js`` with the plural rule used as a function."""
    return _MADE_OF_TEXT.sub(r"\1", script)
