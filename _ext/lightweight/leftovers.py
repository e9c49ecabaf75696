"""Files of the theme that nothing speaks of, such as source maps and scripts that none loads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_NAME = re.compile(r"[\w.-]+")


def remove_leftovers(static: Path, theme: list[Path], own: list[Path], named: set[str]) -> None:
    """Remove files of the theme, and source maps, that no page, script or stylesheet names.

    Those that pages name are `named`. What comes from a folder of `own` is the site's,
    and stays, as does whatever else stands in the folder `static`.
    """
    files = ((path, path.relative_to(static)) for path in _files(static))
    left = {path for path, inner in files if _may_go(inner, theme) and not _is_in(own, inner)}
    names = set(named)
    readers = [path for path in _files(static) if path not in left]
    while readers:
        for path in readers:
            names.update(_NAME.findall(_text(path)))
        # What stays because it is named may name others.
        readers = [path for path in left if path.name in names]
        left.difference_update(readers)
    for path in left:
        path.unlink()
    for folder in sorted({path.parent for path in left}, reverse=True):
        if folder != static and not any(folder.iterdir()):
            folder.rmdir()


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _may_go(path: Path, theme: list[Path]) -> bool:
    if not _NAME.fullmatch(path.name):
        return False  # Pages and scripts may write it in other ways.
    return path.suffix == ".map" or _is_in(theme, path)


def _is_in(folders: list[Path], path: Path) -> bool:
    return any((folder / path).is_file() for folder in folders)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
