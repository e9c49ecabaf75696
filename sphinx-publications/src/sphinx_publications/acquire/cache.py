"""Answers of services, kept for a day and for work without a network.

A file that cannot be read or written is as good as none: nothing depends on it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from pathlib import Path


class Cache:
    """Answers by what was asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, asked: str, oldest: float | None) -> bytes | None:
        """Return the answer to `asked`, None if there is none of at most `oldest` seconds."""
        path = self._path(asked)
        try:
            if oldest is not None and time.time() - path.stat().st_mtime > oldest:
                return None
            return path.read_bytes()
        except OSError:
            return None

    def put(self, asked: str, answer: bytes) -> None:
        """Keep an answer."""
        path = self._path(asked)
        beside = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(answer)
            Path(beside).replace(path)
        except OSError:
            if beside is not None:
                with contextlib.suppress(OSError):
                    Path(beside).unlink()

    def forget(self, asked: str) -> None:
        """Remove an answer that turned out to be none."""
        with contextlib.suppress(OSError):
            self._path(asked).unlink()

    def _path(self, asked: str) -> Path:
        return self._folder / "answers" / hashlib.sha256(asked.encode()).hexdigest()
