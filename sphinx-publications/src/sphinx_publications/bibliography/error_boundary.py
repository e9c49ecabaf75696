"""The one guard: whatever an entry raises costs that entry its look, and one warning.

It stands round each entry, in reading, formatting, exports, pictures and the
feed, and not where errors were once seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.diagnostics import Problem, Remark, Subtype

T = TypeVar("T")


class Guard:
    """Does work for entries, one at a time."""

    def __init__(self, tell: Callable[[Problem], None]) -> None:
        """`tell` takes each problem; an entry may have one at every step."""
        self._tell = tell

    def __call__(
        self,
        entry: SourceEntry,
        work: Callable[[SourceEntry], T],
        instead: Callable[[SourceEntry], T],
        what: str = "it cannot be shown as it stands",
        passing: type[Exception] | tuple[()] = (),
    ) -> T:
        """Return what `work` makes of an entry, or `instead` of its bare text.

        `what` says what failed. What is `passing` is not caught, and nor is what
        `instead` raises, so that a guard further out, which has something simpler, may.
        """
        try:
            return work(entry)
        except passing:
            raise
        # What others' styles, pylatexenc and Pillow raise has no common class.
        except Exception as error:
            found = instead(entry.bare())
            self._tell(failure(entry, error, what))
            return found


def failure(entry: SourceEntry, error: Exception, what: str) -> Problem:
    """Return an exception that an entry raised as a problem at its line."""
    reason = " ".join(str(error).split())
    reason = f"{type(error).__name__}: {_short(reason)}" if reason else type(error).__name__
    message = f"{what} and is plain text ({reason}); simplify its fields, one after another"
    return entry.source.problem(entry.key, Remark("", Subtype.FAILED, message))


def _short(reason: str) -> str:
    return reason if len(reason) <= 100 else reason[:99] + "…"
