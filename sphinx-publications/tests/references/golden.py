"""The references that a careful person prints, read from ``references.md``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).parent / "references.md"
_GAP = "…"
_LOWERS = ("pandoc", "bibutils")
"""Readers that lower the words of titles, as BibTeX does."""


class Reference(NamedTuple):
    """A reference of an entry in a style."""

    key: str
    style: str
    text: str
    variations: dict[str, str]
    """What readers make of it that cannot say as much, or say it otherwise, by way."""

    def is_printed(self, way: str, text: str) -> bool:
        """Whether `text` is what the page has for a way."""
        expected, variation = self.text, self.variations.get(way)
        if way.endswith(_LOWERS):
            text, expected = text.casefold(), expected.casefold()
            variation = variation.casefold() if variation else None
        return text == expected if variation is None else _fits(variation, expected, text)


def _fits(variation: str, reference: str, text: str) -> bool:
    """Whether a text is a reference with another part; a gap stands for what is the same."""
    before, after = variation.startswith(_GAP), variation.endswith(_GAP)
    part = variation.removeprefix(_GAP).removesuffix(_GAP).strip() if before or after else variation
    for found in re.finditer(re.escape(part), text):
        head, tail = text[: found.start()], text[found.end() :]
        same_head = reference.startswith(head) if before else not head
        same_tail = reference.endswith(tail) if after else not tail
        if same_head and same_tail:
            return text != reference
    return False


def table(found: list[Reference], ways: list[str]) -> str:
    """Return which styles print something else by which way, as a table of Markdown."""
    lines = [f"| entry | {' | '.join(ways)} |", f"| --- |{' --- |' * len(ways)}"]
    for key in dict.fromkeys(reference.key for reference in found):
        cells = []
        for way in ways:
            of_key = [reference for reference in found if reference.key == key]
            styles = [reference.style for reference in of_key if way in reference.variations]
            cells.append(", ".join(styles) or "✓")
        lines.append(f"| {key} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def references() -> list[Reference]:
    """Read the page."""
    key, found = "", list[Reference]()
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"## (\w+): .+", line):
            key = heading[1]
        elif main := re.fullmatch(r"- \*\*(\w+)\*\* (.+)", line):
            found.append(Reference(key, main[1], main[2], {}))
        elif other := re.fullmatch(r"  - (.+?): (.+)", line):
            found[-1].variations.update(dict.fromkeys(other[1].split(", "), other[2]))
    return found
