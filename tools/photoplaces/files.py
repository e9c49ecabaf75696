"""The picture files of a project, and one of them without the place."""

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
"""Folders that nobody commits, beside those that begin with a full stop."""


class CommandError(Exception):
    """A file is left as it is; the message says why, and what to do."""


def pictures(folder: Path) -> list[Path]:
    """Return the picture files that are in the repository of `folder`, or would be added.

    Where there is no repository, those that lie in the folder.
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
    """Return whether git would commit the file, as it was when it was added."""
    return bool(_git(folder, "ls-files", "--", _literal(folder, path)))


def is_committed(folder: Path, path: Path) -> bool:
    """Return whether a commit that leads to the present one holds the file."""
    return bool(_git(folder, "log", "-1", "--format=%h", "--", _literal(folder, path)))


def _literal(folder: Path, path: Path) -> str:
    return f":(literal){path.relative_to(folder)}"


def _git(folder: Path, *words: str) -> bytes:
    """Return what git says; nothing where there is no git, or no repository."""
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)
    except OSError:
        return b""
    return b"" if done.returncode else done.stdout


def has_place(path: Path) -> bool:
    """Return whether a picture file says where it was taken. Raises `CommandError`."""
    content = _content(path)
    return _without_place(content) != content


def strip(path: Path) -> bool:
    """Take the place out of a picture file, and nothing else; return whether there was one.

    Raises `CommandError` where the file cannot be read or written, and where it would not
    show the same picture.
    """
    before = _content(path)
    after = _without_place(before)
    if after == before:
        return False
    try:
        same = _shown(before) == _shown(after)
    except Exception:  # Pillow raises whatever a broken file makes of it.
        same = False
    if not same:
        raise CommandError(
            "the place cannot be taken out without harm to the picture; "
            "save it anew as JPEG or PNG, without the place"
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
    """Return all by which a picture is shown: its frames, how it is turned, its colours."""
    from PIL import Image, ImageSequence  # `--check` does without.

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(content)) as image:
            facts: list[object] = [image.format, image.size, image.info.get("icc_profile")]
            exif = image.getexif()
            facts += [exif.get(0x0112), repr(exif.get_ifd(0x8769))]
            facts += [(f.mode, f.size, hash(f.tobytes())) for f in ImageSequence.Iterator(image)]
            return facts


def _write(path: Path, content: bytes) -> None:
    """Put a file in the place of another at once, so that it is never half there."""
    anew = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        anew.write_bytes(content)
        shutil.copymode(path, anew)
        anew.replace(path)
    except OSError as error:
        anew.unlink(missing_ok=True)
        raise CommandError(f"the file cannot be written: {error.strerror}") from error
