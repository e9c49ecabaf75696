"""Find the picture files of a project; check and strip one of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from .blanking import blanked
from .png import SIGNATURE, blanked_png

_SUFFIXES = set(
    ".jpg .jpeg .jpe .jfif .mpo .png .apng .webp .avif .tif .tiff .gif .heic .heif".split()
)
_NOT_OURS = {"_build", "node_modules"}
"""Folders that are never committed, in addition to hidden ones."""


class CommandError(Exception):
    """A file cannot be handled and stays unchanged; the message gives the reason and a remedy."""


def pictures(folder: Path) -> list[Path]:
    """Return the picture files in `folder` that git tracks or would add.

    Without a repository, return all picture files in the folder.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = [os.fsdecode(name) for name in _git(folder, *command[1:]).split(b"\0") if name]
    found = map(folder.joinpath, names) if names else _walk(folder)
    return sorted(
        path
        for path in found
        if path.suffix.lower() in _SUFFIXES and path.is_file() and not path.is_symlink()
    )


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in _NOT_OURS and not f.startswith(".")]
        yield from (Path(root, name) for name in names)


def is_staged(folder: Path, path: Path) -> bool:
    """Return whether the file is in git's index."""
    return bool(_git(folder, "ls-files", "--", _literal(folder, path)))


def is_committed(folder: Path, path: Path) -> bool:
    """Return whether a commit in the current branch contains the file."""
    return bool(_git(folder, "log", "-1", "--format=%h", "--", _literal(folder, path)))


def _literal(folder: Path, path: Path) -> str:
    return f":(literal){path.relative_to(folder)}"


def _git(folder: Path, *words: str) -> bytes:
    """Return git's output; empty if git or the repository is missing."""
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)
    except OSError:
        return b""
    return b"" if done.returncode else done.stdout


def has_place(path: Path) -> bool:
    """Return whether a picture file contains a location. Raises `CommandError`."""
    content = _content(path)
    return _without_place(content) != content


def strip(path: Path) -> bool:
    """Remove the location from a picture file; return whether there was one.

    Raises `CommandError` if the file cannot be read or written, or if the picture would change.
    """
    before = _content(path)
    after = _without_place(before)
    if after == before:
        return False
    try:
        same = _shown(before) == _shown(after)
    except Exception:  # Pillow raises many kinds of errors for broken files.
        same = False
    if not same:
        raise CommandError(
            "the location cannot be removed without changing the picture; "
            "save it again as JPEG or PNG, without the location"
        )
    _write(path, after)
    return True


def _without_place(content: bytes) -> bytes:
    return blanked_png(content) if content.startswith(SIGNATURE) else blanked(content)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"the file cannot be read: {error.strerror}") from error


def _shown(content: bytes) -> list[object]:
    """Return everything that affects the display: frames, orientation, colour profile."""
    from PIL import Image, ImageSequence  # `--check` does not need it.

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(content)) as image:
            facts: list[object] = [image.format, image.size, image.info.get("icc_profile")]
            exif = image.getexif()
            facts += [exif.get(0x0112), repr(exif.get_ifd(0x8769))]
            facts += [(f.mode, f.size, hash(f.tobytes())) for f in ImageSequence.Iterator(image)]
            return facts


def _write(path: Path, content: bytes) -> None:
    """Replace a file atomically."""
    anew = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        anew.write_bytes(content)
        shutil.copymode(path, anew)
        anew.replace(path)
    except OSError as error:
        anew.unlink(missing_ok=True)
        raise CommandError(f"the file cannot be written: {error.strerror}") from error
