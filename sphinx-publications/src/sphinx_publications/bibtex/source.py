"""Raw BibTeX entries, their issues, and the reading of files as text."""

from __future__ import annotations

import codecs
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sphinx_publications.diagnostics import Subtype


class SyntaxIssue(NamedTuple):
    """A problem in the syntax, the encoding or the file itself, with its line (from 1)."""

    subtype: Subtype
    message: str
    line: int


@dataclass(repr=False, eq=False)
class RawEntry:
    """A BibTeX entry as written in its file."""

    type: str
    line: int
    key: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    """Values by field name, with strings expanded and white space collapsed."""
    lines: dict[str, int] = field(default_factory=dict)
    """Line numbers by lower-cased field name."""
    slips: list[SyntaxIssue] = field(default_factory=list)
    text: str = ""
    """The source text of the entry."""
    starts: dict[str, int] = field(default_factory=dict)
    """Start of each field in `text`, by lower-cased name."""
    ends: dict[str, int] = field(default_factory=dict)
    """End of each field's value in `text`, by lower-cased name."""
    uses_strings: bool = False
    """Whether a value uses a string defined by ``@string``."""
    is_strict: bool = True
    """Whether strict BibTeX parsers can read `text`."""
    chunk: str = ""
    """The lines up to the next entry, if the entry depends on no others and has no issues."""

    def value_of(self, name: str) -> str | None:
        """Return the value of a field, ignoring the case of its name."""
        fields = self.fields.items()
        return next((value for known, value in fields if known.lower() == name.lower()), None)

    def say(self, name: str, value: str, line: int) -> None:
        """Store the second value of a repeated field if the first is empty."""
        first = next(known for known in self.fields if known.lower() == name.lower())
        if is_silent(self.fields[first]):
            self.fields[first], self.lines[name.lower()] = value, line


def is_silent(*values: str) -> bool:
    """Whether any of the values is empty or contains only braces."""
    return not all(value.strip("{} ") for value in values)


# Reading and decoding files.

LARGEST = 40_000_000
"""Maximum size of a file in bytes: twice the size of 10,000 entries with abstracts."""
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters, bidirectional controls and noncharacters.
_NONCHARACTERS = "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    f"\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]"
)


def read_text(file: Path, encoding: str) -> tuple[str, list[SyntaxIssue]]:
    r"""Return the text of `file` with ``\n`` line ends, and its issues.

    A file that is not in `encoding` is decoded by its byte order mark, or as Windows-1252.
    Invisible characters are removed. The text of an unreadable file is empty.
    """
    try:
        status = file.stat()
        is_special = not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode)
        if is_special or status.st_size > LARGEST:
            # Reading a pipe would block, and a device may never end.
            message = (
                "the file is a pipe or a device and is not read; name a file"
                if is_special
                else f"the file has {status.st_size / 1e6:,.0f} MB and is not read, since it has "
                f"more than {LARGEST / 1e6:.0f} MB; split it, or remove what is no reference"
            )
            return "", [SyntaxIssue(Subtype.FILE, message, 1)]
        data = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = "is not there" if isinstance(error, FileNotFoundError) else "cannot be read"
        why = error.strerror if isinstance(error, OSError) else error
        message = f"the file {reason} ({why}); see bibtex_bibfiles in conf.py"
        return "", [SyntaxIssue(Subtype.FILE, message, 1)]
    text, slips = _decode(data, encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\N{BOM}")
    # Invisible characters are not printable; this check is ten times as fast as the search.
    is_suspect = not text.replace("\n", "").replace("\t", "").isprintable()
    if is_suspect and _INVISIBLE.search(text):
        text, found = _take_out_invisible(text)
        slips += found
    return text, slips


def _decode(data: bytes, encoding: str) -> tuple[str, list[SyntaxIssue]]:
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            message = f"the file is in {name.upper()}; save it as UTF-8"
            return data.decode(name, "replace"), [SyntaxIssue(Subtype.ENCODING, message, 1)]
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the file is not in {encoding.upper().removesuffix('-SIG')}; save it as UTF-8"
        return data.decode("cp1252", "replace"), [SyntaxIssue(Subtype.ENCODING, message, line)]


def _take_out_invisible(text: str) -> tuple[str, list[SyntaxIssue]]:
    slips = []
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        found = dict.fromkeys(_INVISIBLE.findall(line))
        if found:
            names = ", ".join(f"U+{ord(char):04X}" for char in found)
            message = f"the line has characters that nobody sees ({names}); remove them"
            slips.append(SyntaxIssue(Subtype.ENCODING, message, number))
            lines[number - 1] = _INVISIBLE.sub("", line)
    return "\n".join(lines), slips
