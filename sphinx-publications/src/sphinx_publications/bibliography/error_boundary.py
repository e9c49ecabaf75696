"""Catch the exceptions of an entry: show it as plain text, and report a problem.

The guard encloses the work on each entry in reading, formatting, exports, pictures and the feed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.diagnostics import Problem, Remark, Subtype

T = TypeVar("T")


class Guard:
    """Runs functions on entries, with a fallback if they raise."""

    def __init__(self, tell: Callable[[Problem], None]) -> None:
        """Call `tell` with each problem; an entry may have one at every step."""
        self._tell = tell

    def __call__(
        self,
        entry: SourceEntry,
        work: Callable[[SourceEntry], T],
        instead: Callable[[SourceEntry], T],
        what: str = "it cannot be shown as it stands",
        passing: type[Exception] | tuple[()] = (),
    ) -> T:
        """Return the result of `work`; if it raises, that of `instead` for the bare entry.

        `what` describes the failure. Exceptions of the class `passing`, and those of `instead`,
        are not caught, so that an outer guard with a simpler fallback can handle them.
        """
        try:
            return work(entry)
        except passing:
            raise
        # Third-party styles, pylatexenc and Pillow raise exceptions of many classes.
        except Exception as error:
            found = instead(entry.bare())
            self._tell(failure(entry, error, what))
            return found


def failure(entry: SourceEntry, error: Exception, what: str) -> Problem:
    """Return the problem for an exception that an entry raised."""
    reason = " ".join(str(error).split())
    reason = f"{type(error).__name__}: {_short(reason)}" if reason else type(error).__name__
    message = f"{what} and is plain text ({reason}); simplify its fields, one after another"
    return entry.source.problem(entry.key, Remark("", Subtype.FAILED, message))


def _short(reason: str) -> str:
    return reason if len(reason) <= 100 else reason[:99] + "…"
