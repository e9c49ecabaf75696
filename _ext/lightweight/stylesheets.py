"""Stylesheets without the rules for what is on no page."""

from __future__ import annotations

import re
from functools import lru_cache

_SYMBOL = re.compile(r"[.#]((?:[A-Za-z_-]|\\.)(?:[\w-]|\\.)*)")
_KEYFRAMES = re.compile(r"@(?:-\w+-)?keyframes\s+([\w-]+)")
_ONLY_IMPORTS = re.compile(r"(?:\s|/\*.*?\*/|@import\s+(?:\"[^\"]*\"|url\([^)]*\));)*", re.DOTALL)
_IMPORT = re.compile(r"@import\s+(?:url\()?[\"']?([^\"')]+)[\"']?\)?;")
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)


def names(css: str) -> set[str]:
    """Return the classes and ids for which a stylesheet has rules."""
    return {_unescape(symbol) for symbol in _SYMBOL.findall(css)}


def purge(css: bytes, used: set[str]) -> bytes:
    """Return a stylesheet, minified, without rules for classes and ids that are not `used`.

    Raises `ValueError` where it cannot be read.
    """
    import lightningcss  # Few builds need it.

    text = css.decode()
    unused = names(text) - used - set(_KEYFRAMES.findall(text))
    return str(lightningcss.process_stylesheet(text, unused_symbols=unused)).encode()


# Pages load the same stylesheets.
@lru_cache(maxsize=64)
def imports(css: str) -> tuple[str, ...]:
    """Return the addresses that a stylesheet imports, if it does nothing else."""
    return tuple(_IMPORT.findall(css)) if _ONLY_IMPORTS.fullmatch(css) else ()


def icons(css: str) -> set[str]:
    """Return the characters that stand alone in strings of a stylesheet, as those of icons do."""
    strings = {_unescape(double or single) for double, single in _STRING.findall(css)}
    return {string for string in strings if len(string) == 1}


def fonts(css: str) -> list[str]:
    """Return the addresses of the WOFF2 fonts of a stylesheet."""
    return re.findall(r"url\([\"']?([^\"')]+\.woff2)[\"')?#]", css)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)
