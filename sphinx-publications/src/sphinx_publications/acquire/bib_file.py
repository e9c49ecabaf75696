"""A BibTeX file as bytes with the positions of its entries, and changing it safely."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import os
import re
import shutil
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

from filelock import FileLock, Timeout
from pybtex.database.input.bibtex import month_names
from pybtex.utils import CaseInsensitiveDict

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.services import Settings
from sphinx_publications.bibtex import LARGEST
from sphinx_publications.bibtex.source import RawEntry, SyntaxIssue
from sphinx_publications.bibtex.splitter import Recalled, scan
from sphinx_publications.latex.macros import to_latex

T = TypeVar("T")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Written(NamedTuple):
    """An entry and its position in `BibFile.text`."""

    raw: RawEntry
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.raw.text)


class Edit(NamedTuple):
    """A replacement of a part of `BibFile.text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class BibFile:
    """A file as it was read."""

    path: Path
    data: bytes
    mark: bytes
    """The byte order mark."""
    encoding: str
    whole: str
    """The text after the mark, with its own line ends."""

    @classmethod
    def load(cls, path: Path, encoding: str) -> BibFile:
        """Read a file, in `encoding` unless its byte order mark or its bytes show another."""
        try:
            if path.stat().st_size > LARGEST:
                raise CommandError(f"{path} is too large to be changed; split it")
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error.strerror}); mend that") from None
        return cls.of(path, data, encoding)

    @classmethod
    def of(cls, path: Path, data: bytes, encoding: str) -> BibFile:
        """Read bytes as `load` does."""
        mark, named = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", ""))
        body = data[len(mark) :]
        # Latin-1 reads any bytes.
        for name in (named, encoding.lower().removesuffix("-sig"), "latin-1"):
            try:
                text = body.decode(name) if name else ""
            except (UnicodeDecodeError, LookupError):
                continue
            if name and text.encode(name) == body:
                return cls(path, data, mark, name, text)
        raise AssertionError("Latin-1 holds any bytes")

    @cached_property
    def newline(self) -> str:
        """The most frequent line end."""
        ends: list[str] = re.findall("\r\n|\r|\n", self.whole)
        return _most_common(ends, "\n")

    @cached_property
    def text(self) -> str:
        """The text with single line feeds."""
        return self.whole.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def _crlf_ends(self) -> list[int]:
        """The positions in `text` of line feeds that are CRLF in `whole`."""
        ends = re.finditer("\r\n", self.whole)
        return [found.start() - number for number, found in enumerate(ends)]

    def _place(self, position: int) -> int:
        """Return the position in `whole` of a position in `text`."""
        return position + bisect_right(self._crlf_ends, position - 1)

    @cached_property
    def entries(self) -> list[Written]:
        """The entries that are in the file just as they were read."""
        found: list[Written] = []
        position = 0
        lines = [0, *(at + 1 for at, letter in enumerate(self.text) if letter == "\n")]
        for raw in raw_entries(self.text):
            at = self.text.find(raw.text, max(position, lines[raw.line - 1]))
            # The text of an entry whose @ is missing has one, and is not found.
            if at >= 0 and "\n" not in self.text[lines[raw.line - 1] : at]:
                found.append(Written(raw, at))
                position = at + len(raw.text)
        return found

    def entry(self, key: str, line: int) -> Written | None:
        """Return the entry with a key at a line."""
        found = (written for written in self.entries if written.raw.line == line)
        return next((w for w in found if w.raw.key.lower() == key.lower()), None)

    def edited(self, edits: list[Edit]) -> bytes:
        """Return the bytes of the file after `edits`, which change no other byte."""
        data = bytearray(self.mark)
        done = 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            start, end = self._place(edit.start), self._place(edit.end)
            data += self.whole[done:start].encode(self.encoding)
            data += self._encoded(edit.text.replace("\n", self.newline))
            done = end
        return bytes(data + self.whole[done:].encode(self.encoding))

    def _encoded(self, text: str) -> bytes:
        """Return a text in the encoding of the file; characters that it lacks become LaTeX."""
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError:
            return "".join(map(self._written, text)).encode(self.encoding)

    def _written(self, character: str) -> str:
        try:
            character.encode(self.encoding)
        except UnicodeEncodeError:
            latex = to_latex(character)
            return latex if latex.isascii() else "?"
        return character

    @cached_property
    def _field_starts(self) -> list[tuple[str, int]]:
        """The indent of each field on a line of its own, and the column of its = from there."""
        found = []
        for written in self.entries:
            for at in (written.start + start for start in written.raw.starts.values()):
                begin = self.text.rfind("\n", 0, at) + 1
                if begin > written.start and not self.text[begin:at].strip():
                    found.append((self.text[begin:at], self.text.find("=", at) - at))
        return found

    @cached_property
    def indent(self) -> str:
        """The indent of fields."""
        return _most_common([indent for indent, _ in self._field_starts], "  ")

    @cached_property
    def column(self) -> int:
        """The column of the =, counted from the name of the field; 0 if it is not aligned."""
        columns = [column for _, column in self._field_starts]
        column = _most_common(columns, 13)
        return column if not columns or columns.count(column) * 2 > len(columns) else 0

    @cached_property
    def gap(self) -> str:
        """The line ends between entries."""
        pairs = pairwise(self.entries)
        between = [self.text[before.end : behind.start] for before, behind in pairs]
        counts = [text.count("\n") for text in between if not text.strip()]
        return "\n" * max(_most_common(counts, 2), 1)

    def uses(self, name: str, instead: str) -> bool:
        """Whether the entries have the field `name` more often than its synonym `instead`."""
        counts = Counter(field for written in self.entries for field in written.raw.starts)
        return counts[name] > counts[instead]


def raw_entries(text: str) -> Iterator[RawEntry]:
    """Yield the entries of a text in BibTeX."""
    strings: CaseInsensitiveDict = CaseInsensitiveDict(month_names)
    found: RawEntry | SyntaxIssue | Recalled[None]
    for found in scan(text, strings):
        if isinstance(found, RawEntry):
            yield found


def _most_common(values: list[T], default: T) -> T:
    return Counter(values).most_common(1)[0][0] if values else default


@contextmanager
def locked(file: Path, settings: Settings) -> Iterator[None]:
    """Lock a file against other runs; wait for one that holds it."""
    whole = str(file.resolve())
    name = hashlib.sha256(whole.encode()).hexdigest()[:32] + ".lock"
    try:
        settings.locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(settings.locks / name, timeout=settings.lock_patience)
        lock.acquire()
    except Timeout:
        reason = "is being changed by another run; wait until that has ended"
        raise CommandError(f"{file} {reason}") from None
    except OSError as error:
        reason = f"cannot be written ({error.strerror}), and no lock be held"
        raise CommandError(f"{settings.locks} {reason}") from None
    try:
        yield
    finally:
        lock.release()


def replace_file(file: Path, before: bytes, after: bytes) -> None:
    """Replace the content of a file, which is `before`, by `after`: wholly or not at all.

    A new file is written and renamed. The mode is kept, and so is a symbolic link.
    """
    path = file.resolve()
    # The lock makes sure that only a killed run can have left this file.
    beside = path.with_name(f".{path.name}.new")
    try:
        if not os.access(path, os.W_OK):
            raise CommandError(f"{file} may not be written; change its mode, or whose it is")
        _write_beside(path, beside, after)
        if path.read_bytes() != before:
            raise ChangedError(f"{file} is being changed by another program; close it there")
        beside.replace(path)
        _flush(path.parent)
    except OSError as error:
        reason = error.strerror or "the system refuses"
        raise CommandError(f"{file} is not changed, since writing failed ({reason})") from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


class ChangedError(CommandError):
    """A file has changed since it was read."""


def _write_beside(path: Path, beside: Path, data: bytes) -> None:
    beside.unlink(missing_ok=True)
    with beside.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    shutil.copymode(path, beside)


def _flush(folder: Path) -> None:
    """Flush a folder to the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


MOST_TRIES = 5


def change(file: Path, settings: Settings, make: Callable[[], tuple[bytes, bytes] | None]) -> bool:
    """Change a file while it is locked; return whether there was anything to write.

    `make` reads the file and returns its content before and after, or None. It is
    called again if a program that ignores the lock changes the file meanwhile.
    """
    with locked(file, settings):
        tries = MOST_TRIES
        while made := make():
            if made[0] == made[1]:
                break
            try:
                replace_file(file, *made)
                return True
            except ChangedError:
                tries -= 1
                if not tries:
                    raise
    return False
