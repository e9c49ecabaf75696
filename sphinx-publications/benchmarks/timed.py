"""Build a Sphinx project and print the CPU seconds that some of its functions took.

Functions are named as ``package.module:function`` before ``--``, the arguments of ``sphinx-build``
follow it. Of names that states of the package call differently, one is enough.
"""

from __future__ import annotations

import functools
import importlib
import sys
import time
from pathlib import Path
from typing import Any

from sphinx.cmd.build import main as build

_seconds = 0.0


def _timed(function: Any) -> Any:
    @functools.wraps(function)
    def call(*arguments: object, **named: object) -> object:
        global _seconds
        begun = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            _seconds += time.process_time() - begun

    return call


def main() -> None:
    """Build; print the seconds as the last line."""
    names = sys.argv[1 : sys.argv.index("--")]
    # As conf.py does.
    sys.path.insert(0, str(Path("_ext").resolve()))
    found = 0
    for name in names:
        module_name, _, function = name.partition(":")
        try:
            module = importlib.import_module(module_name)
            setattr(module, function, _timed(getattr(module, function)))
        except (ImportError, AttributeError):
            continue
        found += 1
    if not found:
        sys.exit(f"there is none of {', '.join(names)}")
    build(sys.argv[len(names) + 2 :])
    print(_seconds)


if __name__ == "__main__":
    main()
