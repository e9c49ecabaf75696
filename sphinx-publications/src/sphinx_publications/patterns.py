"""Regular expressions that are compiled when they are first used.

To compile the hundred of this package takes a sixth of the time in which it
loads, and a build that has nothing to do uses few of them.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """What stands in for a compiled pattern, and hands over to it."""

    def __init__(self, text: str, flags: int) -> None:
        self._said = text, flags

    def __getattr__(self, name: str) -> Any:
        """Return a method of the compiled pattern, which is found without this from then on."""
        value = getattr(re.compile(*self._said), name)
        setattr(self, name, value)
        return value


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return `text` as a regular expression, as `re.compile` does, but later."""
    return cast("re.Pattern[str]", _Pattern(text, flags))
