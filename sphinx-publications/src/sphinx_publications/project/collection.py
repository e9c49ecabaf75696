"""Python's collector of garbage, which need not look at what stays for the whole build."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def staying() -> Iterator[None]:
    """Make what stays until `release`: meanwhile nothing is collected, and that not afterwards.

    Of ten thousand entries none is garbage, and each collection would visit all.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
        gc.freeze()


def release() -> None:
    """Let the collector have what stayed."""
    gc.unfreeze()
