"""Changing a file of references: one run at a time, wholly or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from sphinx_publications.acquire.notdone import NotDoneError
from sphinx_publications.acquire.settings import Settings


@contextmanager
def locked(file: Path, settings: Settings) -> Iterator[None]:
    """Keep other runs from changing a file; they wait, and so does this one."""
    whole = str(file.resolve())
    name = hashlib.sha256(whole.encode()).hexdigest()[:32] + ".lock"
    try:
        settings.locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(settings.locks / name, timeout=settings.lock_patience)
        lock.acquire()
    except Timeout:
        message = f"{file} is being changed by another run; wait until that has ended"
        raise NotDoneError(message) from None
    except OSError as error:
        message = f"{settings.locks} cannot be written ({error.strerror}), and no lock be held"
        raise NotDoneError(message) from None
    try:
        yield
    finally:
        lock.release()


def replace(file: Path, before: bytes, after: bytes) -> None:
    """Write `after` in place of `before`; whatever happens, the file is one or the other.

    It is written beside and renamed. Its mode stays, and where it is a link the link does.
    """
    path = file.resolve()
    # What a run that was killed left there is of nobody: the file is locked.
    beside = path.with_name(f".{path.name}.new")
    try:
        if not os.access(path, os.W_OK):
            raise NotDoneError(f"{file} may not be written; change its mode, or whose it is")
        _write_beside(path, beside, after)
        if path.read_bytes() != before:
            raise ChangedError(f"{file} is being changed by another program; close it there")
        beside.replace(path)
        _keep(path.parent)
    except OSError as error:
        reason = error.strerror or "the system refuses"
        raise NotDoneError(f"{file} is not changed, since writing failed ({reason})") from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


class ChangedError(NotDoneError):
    """A file is not what it was when it was read."""


def _write_beside(path: Path, beside: Path, data: bytes) -> None:
    beside.unlink(missing_ok=True)
    with beside.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    shutil.copymode(path, beside)


def _keep(folder: Path) -> None:
    """Have the system keep a new name, where it can be told to."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


MOST_TRIES = 5


def change(file: Path, settings: Settings, make: Callable[[], tuple[bytes, bytes] | None]) -> bool:
    """Write what `make` makes of a file while it is locked; whether there was anything to write.

    `make` reads the file and returns what it is and what it is to be, or nothing. It is
    called again where a program without the lock has changed the file meanwhile.
    """
    with locked(file, settings):
        for number in range(1, MOST_TRIES + 1):
            made = make()
            if made is None or made[0] == made[1]:
                return False
            try:
                replace(file, *made)
            except ChangedError:
                if number == MOST_TRIES:
                    raise
                continue
            return True
    raise AssertionError("there is no try")
