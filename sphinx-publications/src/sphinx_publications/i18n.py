"""The extension's own words, in the language of the site.

What is below knows no Sphinx: `project` says who translates. Words that stand in
tables, such as labels of links, are asked for where they are shown.
"""

from __future__ import annotations

from collections.abc import Callable

_translate: Callable[[str], object] = str


def set_translator(translate: Callable[[str], object] = str) -> None:
    """Let `translate` say words in another language; as they stand without it."""
    global _translate
    _translate = translate


def translate(text: str, **values: object) -> str:
    """Return `text` in the language of the site, with `values` in the place of their names."""
    said = str(_translate(text)) if text else ""
    return said.format(**values) if values else said


def other_words(*texts: str) -> dict[str, str]:
    """Return what scripts say in place of `texts`, where it is something else."""
    return {text: said for text in texts if (said := translate(text)) != text}
