"""A file of references as bytes, and where in it each entry and each field stands."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import os
import shutil
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout
from pybtex.database.input.bibtex import month_names
from pybtex.utils import CaseInsensitiveDict
from pylatexenc.latexencode import unicode_to_latex

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.services import Settings
from sphinx_publications.bibtex.source import LARGEST, RawEntry, SyntaxIssue
from sphinx_publications.bibtex.splitter import Recalled, scan

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Written(NamedTuple):
    """An entry, and where it stands in the text with single line feeds."""

    raw: RawEntry
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.raw.text)


class Edit(NamedTuple):
    """What is written in place of a part of the text with single line feeds."""

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
    """The text behind the mark, with its own line ends."""

    @classmethod
    def load(cls, path: Path, encoding: str) -> BibFile:
        """Read a file; `encoding` is what it is in unless its bytes say otherwise."""
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
        # Whatever it is in, each byte is a character of Latin-1.
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
        """How lines end, as most of them do."""
        both = self.whole.count("\r\n")
        counts = {"\n": self.whole.count("\n") - both, "\r\n": both}
        counts["\r"] = self.whole.count("\r") - both
        return max(counts, key=lambda end: counts[end])

    @cached_property
    def text(self) -> str:
        """The text with single line feeds."""
        return self.whole.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def _dropped(self) -> list[int]:
        """Where in `text` a character stands before which one was left out."""
        found: list[int] = []
        at = self.whole.find("\r\n")
        while at >= 0:
            found.append(at - len(found))
            at = self.whole.find("\r\n", at + 2)
        return found

    def _place(self, position: int) -> int:
        """Return where in `whole` a place of `text` is, before the two characters of a line end."""
        return position + bisect_right(self._dropped, position - 1)

    @cached_property
    def entries(self) -> list[Written]:
        """The entries that stand in the file as they were read."""
        strings: CaseInsensitiveDict = CaseInsensitiveDict(month_names)
        found: list[Written] = []
        position = 0
        lines = [0, *(at + 1 for at, letter in enumerate(self.text) if letter == "\n")]
        raw: RawEntry | SyntaxIssue | Recalled[None]
        for raw in scan(self.text, strings):
            if not isinstance(raw, RawEntry):
                continue
            at = self.text.find(raw.text, max(position, lines[raw.line - 1]))
            # One whose @ is missing is read as if it had it, and is not found.
            if at >= 0 and "\n" not in self.text[lines[raw.line - 1] : at]:
                found.append(Written(raw, at))
                position = at + len(raw.text)
        return found

    def entry(self, key: str, line: int) -> Written | None:
        """Return the entry with a key in a line."""
        for written in self.entries:
            if written.raw.key.lower() == key.lower() and written.raw.line == line:
                return written
        return None

    def edited(self, edits: list[Edit]) -> bytes:
        """Return the bytes with `edits` made, and no other byte changed."""
        data = bytearray(self.mark)
        done = 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            start, end = self._place(edit.start), self._place(edit.end)
            data += self.whole[done:start].encode(self.encoding)
            data += self._encoded(edit.text.replace("\n", self.newline))
            done = end
        return bytes(data + self.whole[done:].encode(self.encoding))

    def _encoded(self, text: str) -> bytes:
        """Return a text in the encoding of the file, in LaTeX what that does not have."""
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError:
            return "".join(map(self._written, text)).encode(self.encoding)

    def _written(self, character: str) -> str:
        try:
            character.encode(self.encoding)
        except UnicodeEncodeError:
            latex = unicode_to_latex(character, unknown_char_policy="replace")
            return f"{{{latex}}}" if latex.isascii() else "?"
        return character

    # How its entries are written.

    @cached_property
    def _field_lines(self) -> Counter[tuple[str, int]]:
        """How often fields are indented so, and their values begin in such a column."""
        found: Counter[tuple[str, int]] = Counter()
        for written in self.entries:
            for start in written.raw.starts.values():
                at = written.start + start
                begin = self.text.rfind("\n", 0, at) + 1
                indent = self.text[begin:at]
                if indent.strip() or begin <= written.start:
                    continue
                equals = self.text.find("=", at)
                found[indent, equals - at] += 1
        return found

    @cached_property
    def indent(self) -> str:
        """What stands before a field."""
        found: Counter[str] = Counter()
        for (indent, _), count in self._field_lines.items():
            found[indent] += count
        return found.most_common(1)[0][0] if found else "  "

    @cached_property
    def column(self) -> int:
        """Behind how many characters of its name the = of a field stands, if that is aligned."""
        found: Counter[int] = Counter()
        for (_, column), count in self._field_lines.items():
            found[column] += count
        if not found:
            return 13
        column, count = found.most_common(1)[0]
        return column if count * 2 > found.total() else 0

    @cached_property
    def gap(self) -> str:
        """The line ends between entries."""
        found: Counter[int] = Counter()
        for before, behind in zip(self.entries, self.entries[1:], strict=False):
            between = self.text[before.end : behind.start]
            if not between.strip():
                found[between.count("\n")] += 1
        return "\n" * max(found.most_common(1)[0][0] if found else 2, 1)

    def uses(self, name: str, instead: str) -> bool:
        """Whether the entries have a field more often than another one for the same."""
        counts = Counter(field for written in self.entries for field in written.raw.starts)
        return counts[name] > counts[instead]


# Changing a file of references: one run at a time, wholly or not at all.


@contextmanager
def locked(file: Path, settings: Settings) -> Iterator[None]:
    """Keep other runs from changing a file; they wait, and so does this one."""
    whole = str(file.resolve())
    name = hashlib.sha256(whole.encode()).hexdigest()[:32] + ".lock"
    try:
        settings.locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(settings.locks / name, timeout=settings.lock_patience)
        lock.acquire()
    except Timeout:
        message = f"{file} is being changed by another run; wait until that has ended"
        raise CommandError(message) from None
    except OSError as error:
        message = f"{settings.locks} cannot be written ({error.strerror}), and no lock be held"
        raise CommandError(message) from None
    try:
        yield
    finally:
        lock.release()


def replace_file(file: Path, before: bytes, after: bytes) -> None:
    """Write `after` in place of `before`; whatever happens, the file is one or the other.

    It is written beside and renamed. Its mode stays, and where it is a link the link does.
    """
    path = file.resolve()
    # What a run that was killed left there is of nobody: the file is locked.
    beside = path.with_name(f".{path.name}.new")
    try:
        if not os.access(path, os.W_OK):
            raise CommandError(f"{file} may not be written; change its mode, or whose it is")
        _write_beside(path, beside, after)
        if path.read_bytes() != before:
            raise ChangedError(f"{file} is being changed by another program; close it there")
        beside.replace(path)
        _keep(path.parent)
    except OSError as error:
        reason = error.strerror or "the system refuses"
        raise CommandError(f"{file} is not changed, since writing failed ({reason})") from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


class ChangedError(CommandError):
    """A file is not what it was when it was read."""


def _write_beside(path: Path, beside: Path, data: bytes) -> None:
    beside.unlink(missing_ok=True)
    with beside.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    shutil.copymode(path, beside)


def _keep(folder: Path) -> None:
    """Have the system keep a new name, where it can be told to."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


MOST_TRIES = 5


def change(file: Path, settings: Settings, make: Callable[[], tuple[bytes, bytes] | None]) -> bool:
    """Write what `make` makes of a file while it is locked; whether there was anything to write.

    `make` reads the file and returns what it is and what it is to be, or nothing. It is
    called again where a program without the lock has changed the file meanwhile.
    """
    with locked(file, settings):
        for number in range(1, MOST_TRIES + 1):
            made = make()
            if made is None or made[0] == made[1]:
                return False
            try:
                replace_file(file, *made)
            except ChangedError:
                if number == MOST_TRIES:
                    raise
                continue
            return True
    raise AssertionError("there is no try")
