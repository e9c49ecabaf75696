"""Translate the extension's own text into the language of the site.

This module does not depend on Sphinx: `extension` sets the translator. Text in tables, such as
labels of links, is translated where it is shown.
"""

from __future__ import annotations

from collections.abc import Callable

_translate: Callable[[str], object] = str


def set_translator(translate: Callable[[str], object] = str) -> None:
    """Set the function that translates text; the default returns it unchanged."""
    global _translate
    _translate = translate


def translate(text: str, **values: object) -> str:
    """Return `text` in the language of the site, with its placeholders filled with `values`."""
    said = str(_translate(text)) if text else ""
    return said.format(**values) if values else said


def other_words(*texts: str) -> dict[str, str]:
    """Return the translations of `texts` that differ from the original, for scripts."""
    return {text: said for text in texts if (said := translate(text)) != text}
