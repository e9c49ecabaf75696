"""Long lists of authors: who stays visible."""

from __future__ import annotations

from collections.abc import Sequence


def shown_positions(prominent: Sequence[bool]) -> list[int]:
    """Return which authors, from 0, a shortened list shows.

    The first two, the last two, and those that are prominent: the owner of the
    page, and everyone with a mark or the annotation ``highlight``. A gap of one
    author is not worth a gap.
    """
    last = len(prominent) - 1
    shown = {
        position
        for position, is_prominent in enumerate(prominent)
        if is_prominent or position <= 1 or position >= last - 1
    }
    shown |= {p for p in range(1, last) if p - 1 in shown and p + 1 in shown}
    return sorted(shown)


def gaps(shown: Sequence[int]) -> list[str]:
    """Return what stands before each shown author: nothing, a comma, or a sign of a gap."""
    return [
        "" if number == 0 else ", " if position == shown[number - 1] + 1 else " … "
        for number, position in enumerate(shown)
    ]
