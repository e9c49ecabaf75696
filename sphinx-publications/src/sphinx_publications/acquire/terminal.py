"""What is shown to the owner and asked of him: lines, diffs, questions, and what is waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

_STYLES = {"+": "green", "-": "red", "@": "cyan"}
PATIENCE = 2.0
"""Seconds after which it is shown what is waited for."""


class Terminal:
    """The terminal, or whatever takes and gives lines in its place."""

    def __init__(
        self,
        out: Console | None = None,
        error: Console | None = None,
        answer: Callable[[str], str] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._out = out or Console(highlight=False, soft_wrap=True)
        self._error = error or Console(highlight=False, soft_wrap=True, stderr=True)
        self._answer = answer or input
        self._patience = patience

    def say(self, line: str) -> None:
        """Print a line."""
        self._out.print(Text(line))

    def complain(self, line: str) -> None:
        """Print a line on what is not done."""
        self._error.print(Text(line))

    def show(self, diff: Iterable[str]) -> None:
        """Print a diff."""
        for line in diff:
            self._out.print(Text(line, style=_STYLES.get(line[:1], "")))

    def ask(self, question: str) -> str | None:
        """Return the answer to a question; None where nobody answers."""
        try:
            return self._answer(f"{question} ").strip()
        except EOFError:
            self.say("")
            return None

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Show what is waited for, once that takes long."""
        if self._error.is_terminal:
            status = self._error.status(Text(f"{what} …"))
            begin, end = status.start, status.stop
        else:
            begin, end = (lambda: self._error.print(Text(f"{what} …"))), (lambda: None)
        timer = threading.Timer(self._patience, begin)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            end()
