"""Scripts that hold up a page, and scripts that it has no use for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from finish import Tag

_ASSIGNMENT = re.compile(r"\s*[\w.]+\s*=\s*[^;{}]+;?\s*")
"""An inline script that may run at any time before the scripts behind it."""
_DEFINITION = re.compile(r"^(?:const|let|var|function|class)\s+([A-Za-z_$][\w$]*)", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_SEARCH = ("searchtools.js", "language_data.js", "searchindex.js")
_NO_SEARCH_AS_YOU_TYPE = re.compile(r"search_as_you_type\s*=\s*false")


def useless(tags: list[Tag], words: set[str], read: Callable[[str], str]) -> list[Tag]:
    """Return the scripts, and the hints to load them early, that a page has no use for.

    Those are Sphinx's search where neither results are shown nor the search
    runs while typing, and Font Awesome's library for icons of one's own where
    nothing calls it. `read` returns the text of a script by its address.
    """
    scripts = [tag for tag in tags if tag.name == "script"]
    found: set[str] = set()
    inline = "".join(tag.text for tag in scripts if tag.is_inline)
    if _NO_SEARCH_AS_YOU_TYPE.search(inline) and "search-results" not in words:
        found.update(tag.address for tag in scripts if tag.address.endswith(_SEARCH))
    for tag in scripts:
        if tag.address.endswith("/fontawesome.js"):
            others = [other.address for other in scripts if other.address not in {"", tag.address}]
            if not any(map(_calls_font_awesome, (inline, *map(read, others)))):
                found.add(tag.address)
    return [tag for tag in tags if tag.name in {"script", "link"} and tag.address in found]


def deferred(tags: list[Tag], read: Callable[[str], str]) -> list[tuple[Tag, str, str]] | None:
    """Return attributes that let no script hold up the page, or None if its scripts forbid it.

    Inline scripts that use what a deferred script defines become modules,
    which browsers run in the same order. Such as do more than assign a value
    might then come too late for the page.
    """
    attributes: list[tuple[Tag, str, str]] = []
    defined: set[str] = set()
    for tag in [tag for tag in tags if tag.name == "script"]:
        if tag.holds_up:
            if not tag.address:
                return None
            attributes.append((tag, "defer", ""))
            defined.update(_definitions(read(tag.address)))
        elif tag.is_classic and not defined.isdisjoint(_NAME.findall(tag.text)):
            if not _ASSIGNMENT.fullmatch(tag.text):
                return None
            attributes.append((tag, "type", "module"))
    return attributes


# Pages load the same scripts.
@lru_cache(maxsize=64)
def _calls_font_awesome(script: str) -> bool:
    return "FontAwesome" in script


@lru_cache(maxsize=64)
def _definitions(script: str) -> frozenset[str]:
    """Return the names that a script defines for those behind it."""
    return frozenset(_DEFINITION.findall(script))


def minified(script: bytes) -> bytes:
    """Return a script without comments, but for those that are to be kept, and spaces."""
    import rjsmin  # Few builds need it.

    return bytes(rjsmin.jsmin(script, keep_bang_comments=True))
