"""Files that pages load, as the build made them and as they are made lighter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

from finish.memory import keep, recall


@dataclass(frozen=True)
class Made:
    """A file that was made lighter."""

    original: bytes
    ingredients: tuple[str, ...]
    """What else it was made from."""
    light: bytes


class Assets:
    """The files in the folder `out`; `cache` keeps what a later build needs."""

    def __init__(self, out: Path, cache: Path) -> None:
        self.out = out
        self._file = cache / "assets.pickle"
        self._form = ("assets", str(out), *(field.name for field in fields(Made)))
        self._made: dict[str, Made] = recall(self._file, self._form) or {}
        self._is_kept = True
        """Whether all is kept that was made."""
        self._originals: dict[str, bytes] = {}
        self._texts: dict[str, str] = {}

    def original(self, name: str) -> bytes:
        """Return a file as the build made it, empty if there is none."""
        if name not in self._originals:
            path = self.out / name
            inside = path.is_file() and ".." not in Path(name).parts
            content = path.read_bytes() if inside else b""
            made = self._made.get(name)
            self._originals[name] = made.original if made and content == made.light else content
        return self._originals[name]

    def text(self, name: str) -> str:
        """Return the text of a file as the build made it; what is no text is empty."""
        if name not in self._texts:
            try:
                self._texts[name] = self.original(name).decode()
            except UnicodeDecodeError:
                self._texts[name] = ""
        return self._texts[name]

    def reread(self) -> None:
        """Read files again when they are asked for, since others have written some."""
        self._originals.clear()
        self._texts.clear()

    def lighten(
        self, name: str, ingredients: tuple[str, ...], make: Callable[[bytes], bytes]
    ) -> bytes:
        """Write a file anew, made of the same as before if it can be; returns what it is now.

        Raises `ValueError` where `make` cannot read it.
        """
        original, path = self.original(name), self.out / name
        made = self._made.get(name)
        if made is None or (made.original, made.ingredients) != (original, ingredients):
            made = Made(original, ingredients, make(original))
            self._made[name] = made
            self._is_kept = False
        # Sphinx copies its files again in every build, whether or not they are older.
        if path.read_bytes() != made.light:
            path.write_bytes(made.light)
        return made.light

    def keep(self) -> None:
        """Keep for later builds what is still there."""
        there = {name: made for name, made in self._made.items() if (self.out / name).is_file()}
        if not self._is_kept or len(there) < len(self._made):
            keep(self._file, self._form, there)
