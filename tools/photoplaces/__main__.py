"""Command line of `photoplaces`: ``make strip-photo``, and with ``--check`` ``make check``."""

from __future__ import annotations

import argparse
import io
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from .files import CommandError, has_place, is_committed, is_staged, pictures, strip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code: 1 if a location could not be removed."""
    parser = argparse.ArgumentParser(
        prog="photoplaces",
        description="Remove the location from the picture files of a project.",
    )
    parser.add_argument("--check", action="store_true", help="only list these files")
    parser.add_argument("folder", nargs="?", type=Path, default=Path())
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # Names may be any bytes.
    found = pictures(options.folder)
    if options.check:
        _check(options.folder, found)
        return 0
    return _strip(options.folder, found)


def _check(folder: Path, found: Sequence[Path]) -> None:
    for path in found:
        name = path.relative_to(folder)
        try:
            if has_place(path):
                print(
                    f"{name}: note: the file contains the location of the picture, which everyone "
                    "with access to the repository can read; make strip-photo removes it "
                    "[photoplaces]"
                )
        except CommandError as error:
            print(f"{name}: note: {error} [photoplaces]")


def _strip(folder: Path, found: Sequence[Path]) -> int:
    done, failures = [], 0
    for path in found:
        name = path.relative_to(folder)
        try:
            if strip(path):
                done.append(path)
                print(f"{name}: location removed; the picture is unchanged.")
        except CommandError as error:
            failures += 1
            print(f"{name}: {error}.")
    if not done and not failures:
        count = f"{len(found)} picture{'' if len(found) == 1 else 's'}"
        print(f"Nothing to do: none of {count} contains a location.")
    if staged := _names(folder, done, is_staged):
        print(f"Git still has the old versions: git add -- {staged}")
    if committed := _names(folder, done, is_committed):
        print(f"Earlier commits contain the location: {committed}. See docs/editing.md.")
    return 1 if failures else 0


def _names(folder: Path, paths: Sequence[Path], holds: Callable[[Path, Path], bool]) -> str:
    """Return the names of the files for which `holds` is true, quoted for a shell."""
    names = [str(path.relative_to(folder)) for path in paths if holds(folder, path)]
    return " ".join(map(shlex.quote, names))


if __name__ == "__main__":
    sys.exit(main())
