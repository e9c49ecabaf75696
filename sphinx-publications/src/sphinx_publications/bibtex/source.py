"""Raw BibTeX entries, their issues, the reading of files as text, and the recovery from slips."""

from __future__ import annotations

import codecs
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sphinx_publications.bibtex import LARGEST
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
        """Store the second value of a repeated field: in place of an empty one, or behind it."""
        first = next(known for known in self.fields if known.lower() == name.lower())
        if is_silent(self.fields[first]):
            self.fields[first], self.lines[name.lower()] = value, line
        elif value != self.fields[first] and not is_silent(value):
            self.fields[first] += f", {value}"


_SPACE_AND_COMMENTS = re.compile(r"(?:\s+|%[^\n]*)*")


class Cursor:
    """A position in a text, with its line in the file."""

    def __init__(self, text: str, first_line: int, start: int) -> None:
        """Stand at `start` of `text`, on line `first_line` of the file."""
        self.text = text
        self.start = start
        self.first_line = first_line
        self.position = start
        self._counted = (start, first_line)

    @property
    def line(self) -> int:
        """The current line in the file."""
        position, line = self._counted
        if position > self.position:
            position, line = self.start, self.first_line
        line += self.text.count("\n", position, self.position)
        self._counted = (self.position, line)
        return line

    def next(self) -> str:
        """Skip white space and comments; return the next character, empty at the end."""
        char = self.text[self.position : self.position + 1]
        if char.isspace() or char == "%":
            self.skip(_SPACE_AND_COMMENTS)
            return self.text[self.position : self.position + 1]
        return char

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Skip and return what matches at the current position."""
        match = pattern.match(self.text, self.position)
        assert match is not None
        self.position = match.end()
        return match[0]


def is_silent(*values: str) -> bool:
    """Whether any of the values is empty or contains only braces."""
    return not all(value.strip("{} ") for value in values)


# Reading and decoding files.

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
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\N{BOM}", "")
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


# Recovery from delimiters that do not match.

_NAME = r"[A-Za-z_][\w+:.-]*"
FIELD_LINE = re.compile(rf"^[ \t]*(?:,[ \t]*)?{_NAME}[ \t]*=[ \t]*[{{\"\w]", re.MULTILINE)
NEXT_FIELD = re.compile(
    rf"(?<=[}}\"])\s*,\s*(?={_NAME}\s*=\s*[{{\"\w])"
    r"|,\s*(?=[A-Za-z]{3}[\w+:.-]*\s*=\s*[{\"\w])"
)
"""What stands between a value and the next field on the same line."""
_BEHIND_ONE_TOO_MANY = re.compile(
    rf"[ \t]*[^\s,#%{{}}=)](?:[^{{}}=\n]|\n(?![ \t]*(?:{_NAME}[ \t]*=|[)}}])))*"
    rf"\}}(?=[ \t]*,?[ \t]*$|\s*,\s*{_NAME}\s*=)",
    re.MULTILINE,
)
_TO_THE_NEXT_LINE = re.compile(r"[ \t]*,?[ \t]*\n?")
_ENDS = re.compile(r"\s*,?\s*[)}\]]")
_BLOCK = rf"\{{(?:[^{{}}\n]|\n(?![ \t]*{_NAME}[ \t]*=)|\{{[^{{}}]*\}})*\}}"
"""A value in braces in which no line begins another field."""
NO_FIELD = re.compile(rf"(?:{_BLOCK}|\"[^\"\n]*\"|[^,\n}})])+|.", re.DOTALL)
STRAY = re.compile(r"[^\w\s,{}()\[\]%@]*")
"""Signs that begin neither a field nor the end of an entry."""
UNOPENED = re.compile(
    rf"(?P<begin>[“”„«‘’'`]*)(?P<value>(?:\\.|[^{{}}\"=#\\]|(?<=\w)=(?=[^\s{{\"])|{_BLOCK})*(?<=[^\s,“”»‘’']))(?P<end>[}}\"]|[“”»‘’']+)"
    rf"(?=\s*,?\s*(?:{_NAME}\s*=|[)}}\]]))"
)
"""A value without the brace or quote that begins it: one ends it, and the entry goes on."""
GOES_ON = re.compile(rf"[ \t]*(?!{_NAME}\s*=)[^\W_]")
"""Text behind a quote, which therefore ends no value."""
RUN_ON = re.compile(rf"[\s,]*(?<![\w+:.-]){_NAME}\s*=\s*\Z")
"""The name of the next field at the end of a value in quotes, which lacks its own quote."""
TOOK_THE_LAST = re.compile(r"=\s*\{+[^\s{}].*\n\s*\}\s*\Z", re.DOTALL)
"""A last field whose value ends with the brace of the entry, alone on its line."""


def limit(text: str, start: int) -> int:
    """Return the position of the next field, where a value from `start` must end."""
    newline = text.find("\n", start)
    end = len(text) if newline < 0 else newline + 1
    beside = NEXT_FIELD.search(text, start, end)
    if beside is not None:
        return beside.start()
    following = FIELD_LINE.search(text, end)
    return following.start() if following else len(text)


def behind_one_too_many(text: str, position: int) -> str:
    """Return the rest of a value that continues after a surplus closing brace.

    The rest includes the brace that ends the value; it is empty if the value ends at `position`.
    """
    if text[position : position + 1] in {",", "\n", "}", ""}:
        return ""
    match = _BEHIND_ONE_TOO_MANY.match(text, position)
    return match[0] if match else ""


def is_one_too_many(text: str, position: int) -> bool:
    """Whether fields, or another delimiter, follow the closing one at `position`."""
    rest = _TO_THE_NEXT_LINE.match(text, position + 1)
    below = rest and FIELD_LINE.match(text, rest.end())
    return bool(below or _ENDS.match(text, position + 1) or NEXT_FIELD.match(text, position + 1))


def without_braces(value: str) -> str:
    """Remove all braces from a value in which they do not match."""
    return re.sub(r"[{}]", "", value)


def without_wrong_end(value: str) -> str:
    """Remove a parenthesis or bracket that stands in place of the brace at the end of a value."""
    pair = {")": "(", "]": "["}.get(value[-1:], "")
    return value[:-1] if pair and value.count(pair) < value.count(value[-1]) else value


def suggested_key(text: str) -> str:
    """Suggest the key of an entry that has none: the first author's first word and the year."""
    year = re.search(r"\b(?:year|date)\s*=\s*\W?(\d{4})", text, re.IGNORECASE)
    author = re.search(r"\bauthor\s*=\s*\W?([^\W\d_]+)", text, re.IGNORECASE)
    return (author[1].lower() if author else "name") + (year[1] if year else "2024")


def short(line: str) -> str:
    """Shorten a line for a message."""
    line = " ".join(line.split())
    return line if len(line) <= 40 else line[:39] + "…"
