"""What one build leaves for the next, in a file that may be lost at any time."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any


def recall(file: Path, form: tuple[str, ...]) -> Any:
    """Return what was kept in a file if it has this form, else nothing."""
    try:
        kept, value = pickle.loads(file.read_bytes())
    except Exception:  # Whatever a file of another version raises, all is made anew.
        return None
    return value if kept == form else None


def keep(file: Path, form: tuple[str, ...], value: object) -> None:
    """Keep `value` in a file; `form` says what shape it has, and of what it is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pickle.dumps((form, value)))
