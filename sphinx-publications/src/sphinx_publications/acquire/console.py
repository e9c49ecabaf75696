"""The terminal of the commands: messages, diffs, questions and a progress line."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.status import Status
from rich.text import Text

T = TypeVar("T")

_STYLES = {"+": "green", "-": "red", "@": "cyan"}
PATIENCE = 2.0
"""Seconds after which the progress line is shown."""


class Terminal:
    """The terminal; tests replace its consoles, and the function that asks for an answer."""

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
        self.failures = 0
        """The number of calls of `fail`."""
        self._waits: list[str] = []
        self._timer: threading.Timer | None = None
        self._status: Status | None = None

    def say(self, line: str) -> None:
        """Print a line."""
        self._out.print(Text(line))

    def error(self, line: str) -> None:
        """Print a line to standard error."""
        self._error.print(Text(line))

    def fail(self, line: str) -> None:
        """Print a failure; the command will end with exit code 1."""
        self.failures += 1
        self.error(line)

    def show(self, diff: Iterable[str]) -> None:
        """Print a diff."""
        for line in diff:
            self._out.print(Text(line, style=_STYLES.get(line[:1], "")))

    def ask(self, question: str) -> str | None:
        """Return the answer to a question; None at the end of the input."""
        try:
            return self._answer(f"{question} ").strip()
        except EOFError:
            self.say("")
            return None

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Show `what` while the block runs, if it takes long; inner waits are appended."""
        self._waits.append(what)
        try:
            if len(self._waits) == 1:
                self._timer = threading.Timer(self._patience, self._begin)
                self._timer.daemon = True
                self._timer.start()
            self._update()
            yield
        finally:
            self._waits.pop()
            self._update()
            if not self._waits:
                self._end()

    def counting(self, what: str, items: Collection[T]) -> Iterator[T]:
        """Yield items, and show how many are done, if they take long."""
        with self.waiting(what):
            for number, item in enumerate(items, start=1):
                self._waits[0] = f"{what}, {number} of {len(items)}"
                self._update()
                yield item

    @property
    def _progress(self) -> Text:
        return Text(f"{': '.join(self._waits)} …")

    def _begin(self) -> None:
        """Show the progress line; without a terminal, print it once."""
        if self._error.is_terminal:
            self._status = self._error.status(self._progress)
            self._status.start()
        else:
            self._error.print(self._progress)

    def _update(self) -> None:
        if self._status is not None and self._waits:
            self._status.update(self._progress)

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        if self._status is not None:
            self._status.stop()
        self._timer = self._status = None
