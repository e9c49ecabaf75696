"""Values in braces that do not match: where one ends, and what is kept of it."""

from __future__ import annotations

import re

from sphinx_publications.patterns import pattern

FIELD_LINE = pattern(r"^[ \t]*[A-Za-z][\w+:.-]*[ \t]*=[ \t]*[{\"\w]", re.MULTILINE)
NEXT_FIELD = pattern(r"[}\"]\s*,\s*(?=[A-Za-z][\w+:.-]*\s*=\s*[{\"\w])")
"""Where a value ends before another field of the same line."""
_BEHIND_ONE_TOO_MANY = pattern(
    r"[ \t]*[^\s,#%{}=)][^{}=\n]*\}(?=[ \t]*,?[ \t]*$|\s*,\s*[A-Za-z][\w+:.-]*\s*=)", re.MULTILINE
)
UNEVEN = "the braces of {} do not match; write as many {{ as }}"


def limit(text: str, start: int) -> int:
    """Return how far in `text` a value from `start` may reach: to the next field."""
    newline = text.find("\n", start)
    end = len(text) if newline < 0 else newline + 1
    beside = NEXT_FIELD.search(text, start, end)
    if beside is not None:
        return beside.start() + 1
    following = FIELD_LINE.search(text, end)
    return following.start() if following else len(text)


def behind_one_too_many(text: str, position: int) -> str:
    """Return what of a value stands behind a brace that would end it, with the brace that does.

    Empty where the value ends at `position`, as most do.
    """
    if text[position : position + 1] in {",", "\n", "}", ""}:
        return ""
    match = _BEHIND_ONE_TOO_MANY.match(text, position)
    return match[0] if match else ""


def without_braces(value: str) -> str:
    """Return a value whose braces do not match, so that it harms nothing behind it."""
    return re.sub(r"[{}]", "", value)
