"""Find unused scripts, CSS rules, glyphs and theme files."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from finish import Tag

# Scripts that block a page, and unused scripts.

_ASSIGNMENT = re.compile(r"\s*[\w.]+\s*=\s*[^;{}]+;?\s*")
"""An inline script that may run at any time before the scripts that follow it."""
_DEFINITION = re.compile(r"^(?:const|let|var|function|class)\s+([A-Za-z_$][\w$]*)", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_IS_PARSED = b'document.readyState !== "loading"'
"""How scripts of Sphinx and its themes ask whether they have to wait for the end of the page."""
_SEARCH = ("searchtools.js", "language_data.js", "searchindex.js")
_NO_SEARCH_AS_YOU_TYPE = re.compile(r"search_as_you_type\s*=\s*false")


def useless(tags: list[Tag], words: set[str], read: Callable[[str], str]) -> list[Tag]:
    """Return the unused scripts of a page, and their preload hints.

    These are Sphinx's search on pages without search results and without search-as-you-type,
    and Font Awesome's library if nothing calls it. `read` returns the text of a script by its
    address.
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
    """Return attributes that defer the scripts of a page, or None if that is not safe.

    Inline scripts that use names of a deferred script become modules, which browsers run in the
    same order. This is safe only if they just assign a value.
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


@lru_cache(maxsize=64)
def _calls_font_awesome(script: str) -> bool:
    return "FontAwesome" in script


@lru_cache(maxsize=64)
def _definitions(script: str) -> frozenset[str]:
    """Return the global names that a script defines."""
    return frozenset(_DEFINITION.findall(script))


def minified(script: bytes) -> bytes:
    """Return a script without spaces and comments, except comments that begin with ``!``.

    What waits for the end of the page also waits for the scripts behind it, such as Sphinx's
    translations: deferred scripts run when the page is no longer "loading".
    """
    import rjsmin  # Few builds need it.

    script = script.replace(_IS_PARSED, b'document.readyState === "complete"')
    return bytes(rjsmin.jsmin(script, keep_bang_comments=True))


_SYMBOL = re.compile(r"[.#]((?:[A-Za-z_-]|\\.)(?:[\w-]|\\.)*)")
_KEYFRAMES = re.compile(r"@(?:-\w+-)?keyframes\s+([\w-]+)")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_ANIMATION = re.compile(r"animation(?:-name)?\s*:([^;}]*)")
_WORD = re.compile(r"[\w-]+")
_ONLY_IMPORTS = re.compile(r"(?:\s|/\*.*?\*/|@import\s+(?:\"[^\"]*\"|url\([^)]*\));)*", re.DOTALL)
_IMPORT = re.compile(r"@import\s+(?:url\()?[\"']?([^\"')]+)[\"']?\)?;")
_STYLES = {"regular": {"fa-regular", "far"}, "brands": {"fa-brands", "fab"}}
"""The classes that ask for a style of Font Awesome other than its usual one."""
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)


def names(css: str) -> set[str]:
    """Return the classes and ids in the selectors of a stylesheet."""
    return {_unescape(symbol) for symbol in _SYMBOL.findall(css)}


def purge(css: bytes, used: set[str]) -> bytes:
    """Return a minified stylesheet without rules for classes and ids that are not `used`.

    The fonts of Font Awesome's styles that are not used go too. Raises `ValueError` if the
    stylesheet cannot be parsed.
    """
    import lightningcss  # Few builds need it.

    text = _without_unused_faces(css.decode(), used)
    unused = names(text) - used - (set(_KEYFRAMES.findall(text)) & set(_played(text)))
    return str(lightningcss.process_stylesheet(text, unused_symbols=unused)).encode()


def _without_unused_faces(css: str, used: set[str]) -> str:
    """Remove each font of Font Awesome whose style no page and no rule uses."""
    for style, classes in _STYLES.items():
        if used.isdisjoint(classes) and f"var(--fa-font-{style})" not in css:
            css = re.sub(rf"@font-face\s*\{{[^{{}}]*/fa-{style}-[^{{}}]*\}}", "", css)
    return css


def _played(css: str) -> Iterator[str]:
    """Yield the words in animations, but those of rules for a class or id of that name."""
    for selectors, body in _RULE.findall(css):
        words = set(_WORD.findall(" ".join(_ANIMATION.findall(body))))
        for selector in selectors.split(","):
            yield from words - names(selector)


@lru_cache(maxsize=64)
def imports(css: str) -> tuple[str, ...]:
    """Return the addresses that a stylesheet imports, if it contains nothing else."""
    return tuple(_IMPORT.findall(css)) if _ONLY_IMPORTS.fullmatch(css) else ()


def icons(css: str) -> set[str]:
    """Return the strings of one character in a stylesheet, which are icons."""
    strings = {_unescape(double or single) for double, single in _STRING.findall(css)}
    return {string for string in strings if len(string) == 1}


def fonts(css: str) -> list[str]:
    """Return the addresses of the WOFF2 fonts in a stylesheet."""
    return re.findall(r"url\([\"']?([^\"')]+\.woff2)[\"')?#]", css)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)


# Icon fonts.

_PRIVATE = range(0xE000, 0xF900)
"""Code points of icons (Unicode, "Private Use Areas")."""


def subset(font: bytes, characters: set[str]) -> bytes:
    """Return a WOFF2 icon font with only the glyphs of `characters`; text fonts are unchanged.

    Raises `ValueError` if it cannot be parsed.
    """
    # Slow to import, and few builds need it.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont, TTLibError

    logging.getLogger("fontTools").setLevel(logging.WARNING)
    try:
        read = TTFont(BytesIO(font), recalcTimestamp=False)
    except TTLibError as error:
        raise ValueError(str(error)) from error
    codes = set(read.getBestCmap())
    if sum(code in _PRIVATE for code in codes) * 2 < len(codes):
        return font
    subsetter = Subsetter(Options(flavor="woff2", layout_features=[]))
    subsetter.populate(unicodes=[code for code in codes if chr(code) in characters])
    subsetter.subset(read)
    read.flavor = "woff2"
    out = BytesIO()
    read.save(out)
    return out.getvalue()


# Unused theme files, such as source maps and scripts that no page loads.

_FILE_NAME = re.compile(r"[\w.-]+")


def remove_unused_files(static: Path, theme: list[Path], own: list[Path], named: set[str]) -> None:
    """Remove theme files and source maps that no page, script or stylesheet names.

    `named` are the file names in pages. Files of the folders in `own`, and all other files
    in the folder `static`, stay.
    """
    files = ((path, path.relative_to(static)) for path in _files(static))
    left = {path for path, inner in files if _may_go(inner, theme) and not _is_in(own, inner)}
    names, candidates = set(named), {path.name for path in left}
    readers = [path for path in _files(static) if path not in left]
    while readers:
        for path in readers:
            names.update(candidates.intersection(_FILE_NAME.findall(_text_of(path))))
        # A file that stays may name others.
        readers = [path for path in left if path.name in names]
        left.difference_update(readers)
    for path in left:
        path.unlink()
    for folder in sorted({path.parent for path in left}, reverse=True):
        if folder != static and not any(folder.iterdir()):
            folder.rmdir()


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _may_go(path: Path, theme: list[Path]) -> bool:
    if not _FILE_NAME.fullmatch(path.name):
        return False  # Pages and scripts may escape such a name.
    return path.suffix == ".map" or _is_in(theme, path)


def _is_in(folders: list[Path], path: Path) -> bool:
    return any((folder / path).is_file() for folder in folders)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
