"""The figures that entries name: find the files, and scale those that changed.

A figure is read again only if the size or a time of its file changed since the last build, and
scaled again only if its content changed. The data is kept in the manifest of each builder.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, Self

from sphinx.application import Sphinx

from sphinx_publications.diagnostics import did_you_mean
from sphinx_publications.model.particulars import PHOTO, RECIPE, Figure, Size

_LARGEST = 50_000_000
"""Maximum size of a picture, in bytes."""
_AL_FOLIO = "assets/img/publication_preview"
"""Folder of figures in al-folio."""


@cache
def can_draw() -> bool:
    """Whether Pillow is installed, which scales figures and draws social cards."""
    return find_spec("PIL") is not None


class Seen(NamedTuple):
    """The file and state of a figure."""

    path: str = ""
    """Path of the file; empty if there is none."""
    stamp: tuple[int, ...] = ()
    """Size and times of the file, and `RECIPE`."""
    digest: str = ""
    """Digest of the content."""
    figure: Figure | None = None
    fault: str = ""
    """Message why it is not shown, with a remedy."""

    @classmethod
    def of(cls, noted: Any) -> Self:
        """Create an instance from JSON data."""
        path, stamp, digest, figure, fault = noted
        sizes = [Size(tuple(files), width, height) for files, width, height in figure or ()]
        return cls(path, tuple(stamp), digest, Figure(*sizes) if sizes else None, fault)

    def noted(self) -> Any:
        """Return the data for JSON."""
        sizes = [[list(size.files), size.width, size.height] for size in self.figure or ()]
        return [self.path, list(self.stamp), self.digest, sizes or None, self.fault]

    @property
    def files(self) -> Iterator[str]:
        """The files of the figure, as paths in the site."""
        yield from (file for size in self.figure or () for file in size.files)


class Figures:
    """The figures of a build; each is checked once."""

    def __init__(self, app: Sphinx, noted: Mapping[str, Any]) -> None:
        """Start with the data `noted` by the last build."""
        self._app = app
        self.before = {name: Seen.of(seen) for name, seen in noted.items()}
        self.made: dict[str, bytes] = {}
        """Content of the files to write, by path."""
        self._seen: dict[str, Seen] = {}
        self._named: frozenset[str] = frozenset()

    @property
    def noted(self) -> dict[str, Any]:
        """JSON data of the named figures, for the next build."""
        return {name: self.look(name).noted() for name in sorted(self._named)}

    def name(self, names: frozenset[str]) -> None:
        """Set the names of the figures in this build."""
        self._named = names

    def figure(self, name: str) -> Figure | None:
        """Return the figure with a name; None if there is none."""
        return self.look(name).figure if name in self._named else None

    def are_as_before(self, names: frozenset[str]) -> bool:
        """Whether the figures are the same as in the last build."""
        return names == self.before.keys() and all(
            (seen.figure, seen.fault) == (self.before[name].figure, self.before[name].fault)
            for name in sorted(names)
            for seen in (self.look(name),)
        )

    def look(self, name: str) -> Seen:
        """Return the figure with a name, scaled if that is needed."""
        if name not in self._seen:
            self._seen[name] = self._look(name)
        return self._seen[name]

    def _look(self, name: str) -> Seen:
        file = name.removeprefix(PHOTO)
        path, fault = find(self._app, file)
        if path is None:
            return Seen(fault=fault)
        before = self.before.get(name, Seen())
        known = before if before.path == str(path) and self._is_made(before) else Seen()
        try:
            status = path.stat()
            stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, RECIPE)
            if known.stamp == stamp:
                return known
            if status.st_size > _LARGEST:
                most = f"{_LARGEST // 1_000_000} MB"
                fault = f"has more than {most} and is not read; make it smaller"
                return Seen(str(path), stamp, fault=f"the figure {_short(file)} {fault}")
            content = path.read_bytes()
        except OSError as error:
            fault = f"cannot be read ({error.strerror}); see to its permissions"
            return Seen(fault=f"the figure {_short(file)} {fault}")
        return self._made(name, path, stamp, content, known)

    def _made(
        self, name: str, path: Path, stamp: tuple[int, ...], content: bytes, known: Seen
    ) -> Seen:
        from sphinx_publications.outputs.images import UnusableError, make  # Slow to load.

        digest = hashlib.sha256(str(RECIPE).encode() + content).hexdigest()
        if known.digest == digest:
            return known._replace(stamp=stamp)
        try:
            is_photo = name.startswith(PHOTO)
            figure, files = make(content, path.stem, digest, is_photo=is_photo)
        except UnusableError as error:
            fault = f"the figure {_short(name.removeprefix(PHOTO))} {error}"
            return Seen(str(path), stamp, digest, fault=fault)
        self.made.update(files)
        return Seen(str(path), stamp, digest, figure)

    def _is_made(self, seen: Seen) -> bool:
        return all((Path(self._app.outdir) / file).is_file() for file in seen.files)


def find(app: Sphinx, name: str) -> tuple[Path | None, str]:
    """Return the file of a figure, or a message why there is none, with a remedy."""
    places = list(_places(app, name))
    is_outside = False
    for folder, inner in places:
        path = folder / inner
        if os.path.isfile(path):  # noqa: PTH113 (pathlib's raises)
            if path.resolve().is_relative_to(folder.resolve()):
                return path, ""
            is_outside = True
    if is_outside:
        reason = "is a link that leads out of its folder, and is not shown; put a copy in its place"
        return None, f"the figure {_short(name)} {reason}"
    folder, inner = places[0]
    wanted = (folder / inner).parent
    there = os.listdir(wanted) if os.path.isdir(wanted) else []  # noqa: PTH112, PTH208 (as above)
    source = Path(app.srcdir)
    shown = wanted.relative_to(source).as_posix() if wanted.is_relative_to(source) else str(wanted)
    remedy = f"put it into {'the folder of conf.py' if shown == '.' else f'{_short(shown)}/'}"
    question = did_you_mean(Path(inner).name, sorted(there))
    return None, f"the figure {_short(name)} is not there; {remedy}{question}"


def _places(app: Sphinx, name: str) -> Iterator[tuple[Path, str]]:
    """Yield each folder that may contain a figure, with the path in that folder."""
    source, conf = Path(app.srcdir), Path(app.confdir)
    files = app.config.publications_files.strip("/")
    is_from_root, path = name.startswith("/"), name.removeprefix("/")
    if files and not is_from_root:
        yield source / files, path
    yield source, path
    if path.startswith("_static/"):
        for static in app.config.html_static_path:
            yield conf / static, path.removeprefix("_static/")
    for extra in app.config.html_extra_path:
        yield conf / extra, path
    if not is_from_root:
        yield source / _AL_FOLIO, path


def _short(name: str) -> str:
    return name if len(name) <= 100 else name[:99] + "…"
