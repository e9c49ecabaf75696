"""Read one BibTeX entry, tolerating syntax errors."""

from __future__ import annotations

import re
from collections.abc import MutableMapping

from pybtex.database.input.bibtex import month_names

from sphinx_publications.bibtex.source import RawEntry, SyntaxIssue, is_silent
from sphinx_publications.diagnostics import Subtype

# Recovery from braces that do not match.

FIELD_LINE = re.compile(r"^[ \t]*[A-Za-z_][\w+:.-]*[ \t]*=[ \t]*[{\"\w]", re.MULTILINE)
NEXT_FIELD = re.compile(r"[}\"]\s*,\s*(?=[A-Za-z_][\w+:.-]*\s*=\s*[{\"\w])")
"""The end of a value that another field follows on the same line."""
_BEHIND_ONE_TOO_MANY = re.compile(
    r"[ \t]*[^\s,#%{}=)][^{}=\n]*\}(?=[ \t]*,?[ \t]*$|\s*,\s*[A-Za-z_][\w+:.-]*\s*=)", re.MULTILINE
)
UNEVEN = "the braces of {} do not match; write as many {{ as }}"


def limit(text: str, start: int) -> int:
    """Return the position of the next field, where a value from `start` must end."""
    newline = text.find("\n", start)
    end = len(text) if newline < 0 else newline + 1
    beside = NEXT_FIELD.search(text, start, end)
    if beside is not None:
        return beside.start() + 1
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


def without_braces(value: str) -> str:
    """Remove all braces from a value in which they do not match."""
    return re.sub(r"[{}]", "", value)


ENTRY = re.compile(r"@[ \t]*(?P<type>[A-Za-z]\w*)\s*(?P<open>[{(])")
_FIELD = re.compile(r"(?P<name>[A-Za-z_][\w+:.&/-]*)\s*(?P<equals>=?)\s*")
_SPACE_AND_COMMENTS = re.compile(r"(?:\s+|%[^\n]*)*")
_KEY = re.compile(r"[^,\n={}\"]*")
_VALUE = re.compile(r"[{\"]|\d+[ \t]*,?[ \t]*$", re.MULTILINE)
_NO_FIELD = re.compile(r".[^,\n})]*", re.DOTALL)
_DELIMITERS = re.compile(r'\\"|[{}"]')
_BARE_WORD = re.compile(r"[^\s,#{}\"()]+")
_FLAGS = frozenset({"true", "false", "yes", "no"})
"""Values that homepages write without braces, as in ``selected = true``."""
_REPEATABLE = frozenset({"isbn", "issn"})
"""Fields that an entry may repeat, once for print and once for online."""
_LONGEST = 10_000
"""Maximum length of the expanded strings of a value; each can double the one before it."""


class EntryReader:
    """Reads one entry and continues after syntax errors."""

    def __init__(
        self,
        text: str,
        first_line: int,
        strings: MutableMapping[str, str],
        is_cautious: bool = False,
        start: int = 0,
    ) -> None:
        """Prepare to read the entry at `start` of `text`, on line `first_line` of the file.

        With `is_cautious` no value extends past the start of a line with another field.
        """
        self.text = text
        self.start = start
        self.first_line = first_line
        self._counted = (start, first_line)
        self.strings = strings
        self.is_cautious = is_cautious
        self.position = start
        self.is_unclosed = False
        self._swallows_lines = False
        self.entry = RawEntry("", first_line)
        self._room = _LONGEST

    @property
    def line(self) -> int:
        """The current line in the file."""
        position, line = self._counted
        if position > self.position:
            position, line = self.start, self.first_line
        line += self.text.count("\n", position, self.position)
        self._counted = (self.position, line)
        return line

    @property
    def swallows_fields(self) -> bool:
        """Whether a value contains what looks like other fields."""
        return self._swallows_lines or any(map(NEXT_FIELD.search, self.entry.fields.values()))

    def read(self) -> None:
        """Read the entry into `entry`; add the definitions of a ``@string`` to `strings`."""
        start = ENTRY.match(self.text, self.start)
        assert start is not None
        self.position = start.end()
        self.entry.type = start["type"]
        closing = "}" if start["open"] == "{" else ")"
        match self.entry.type.lower():
            case "comment" | "preamble":
                self._skip_block(start["open"], closing)
            case "string":
                self._read_fields(closing)
                self.strings.update(self.entry.fields)
            case _:
                self._read_key()
                self._read_fields(closing)
        self.entry.text = self.text[self.start : self.position].rstrip()

    def _slip(self, message: str, subtype: Subtype = Subtype.SYNTAX, line: int = 0) -> None:
        self.entry.slips.append(SyntaxIssue(subtype, message, line or self.line))

    def _next(self) -> str:
        """Skip white space and comments; return the next character, empty at the end."""
        match = _SPACE_AND_COMMENTS.match(self.text, self.position)
        assert match is not None
        self.position = match.end()
        return self.text[self.position : self.position + 1]

    def _skip_block(self, opening: str, closing: str) -> None:
        depth = 1
        for match in re.compile(rf"[{opening}{closing}]").finditer(self.text, self.position):
            depth += 1 if match[0] == opening else -1
            if not depth:
                self.position = match.end()
                return
        self.position = len(self.text)
        message = f"the @{self.entry.type} is never closed; write {closing} behind it"
        self._slip(message, line=self.first_line)

    def _read_key(self) -> None:
        self._next()
        match = _KEY.match(self.text, self.position)
        assert match is not None
        words = match[0].split()
        is_field = self.text[match.end() : match.end() + 1] == "="
        if not words or (is_field and len(words) == 1):
            self.entry.key = f"entry-{self.first_line}"
            message = f"the key is missing; write @{self.entry.type}{{{self._suggested_key()},"
            self._slip(message, line=self.first_line)
            return
        if is_field:
            # "@article{key author = …": the last word is a field's name.
            self.position += match[0].rindex(words.pop())
        else:
            self.position = match.end()
        self.entry.key = "".join(words)
        if len(words) > 1:
            message = (
                f"the key '{' '.join(words)}' has a space in it and is read as "
                f"'{self.entry.key}'; write it so"
            )
            self._slip(message, line=self.first_line)
        if self._next() not in {",", "}", ")", ""}:
            message = f"the comma behind the key is missing; write {self.entry.key},"
            self._slip(message, line=self.first_line)

    def _suggested_key(self) -> str:
        text = self.text[self.start : self.start + _LONGEST]
        year = re.search(r"\b(?:year|date)\s*=\s*\W?(\d{4})", text, re.IGNORECASE)
        author = re.search(r"\bauthor\s*=\s*\W?([^\W\d_]+)", text, re.IGNORECASE)
        return (author[1].lower() if author else "name") + (year[1] if year else "2024")

    def _read_fields(self, closing: str) -> None:
        while True:
            char = self._next()
            if not char:
                self.is_unclosed = True
                message = f"the entry is never closed; write {closing} behind its last field"
                self._slip(message, line=self.first_line)
                return
            if char == ",":
                self.position += 1
            elif char == closing:
                if not self._is_one_too_many():
                    self.position += 1
                    return
                self._slip(f"there is one {closing} too many; remove it")
                self.position += 1
            elif not self._read_field():
                match = _NO_FIELD.match(self.text, self.position)
                assert match is not None
                self._slip(f"'{short(match[0])}' is no field; write name = {{value}},")
                self.position = match.end()

    def _is_one_too_many(self) -> bool:
        """Whether fields follow the closing delimiter at the current position."""
        rest = re.compile(r"[ \t]*,?[ \t]*\n?").match(self.text, self.position + 1)
        below = rest and FIELD_LINE.match(self.text, rest.end())
        return bool(below or NEXT_FIELD.match(self.text, self.position))

    def _read_field(self) -> bool:
        match = _FIELD.match(self.text, self.position)
        if match is None:
            return False
        name, line, start = match["name"], self.line, self.position
        if not match["equals"]:
            if not _VALUE.match(self.text, match.end()):
                return False
            self._slip(f"the = behind {name} is missing; write {name} = {{…}},")
        self.position, lower = match.end(), name.lower()
        value = " ".join(self._read_value(name).split())
        first = self.entry.value_of(name) if lower in self.entry.lines else None
        if first is not None and (
            lower in _REPEATABLE or value == first or is_silent(value, first)
        ):
            self.entry.is_strict = False
            self.entry.say(name, value, line)
        elif first is not None:
            message = f"{name} stands twice, and the first one counts; remove one of them"
            self._slip(message, Subtype.DUPLICATE_FIELD, line)
        else:
            self.entry.fields[name] = value
            self.entry.lines[lower] = line
            self.entry.starts[lower] = start - self.start
            self.entry.ends[lower] = self.position - self.start
        end_line = self.line
        if self._next() not in {",", "}", ")", ""}:
            self._slip(f"the comma behind {name} is missing; write {name} = {{…}},", line=end_line)
        return True

    def _read_value(self, name: str) -> str:
        self._room = _LONGEST
        parts = [self._read_part(name)]
        while True:
            end = self.position
            if self._next() != "#":
                self.position = end
                return "".join(parts)
            self.position += 1
            self._next()
            parts.append(self._read_part(name))

    def _read_part(self, name: str) -> str:
        opening = self.text[self.position : self.position + 1]
        if opening in {"{", '"'}:
            return self._read_delimited(name, opening)
        match = _BARE_WORD.match(self.text, self.position)
        if match is None:
            self._slip(f"the value of {name} is missing; write {name} = {{…}},")
            return ""
        word = match[0]
        self.position = match.end()
        if word.isdecimal():
            return word
        if word in self.strings:
            self.entry.uses_strings |= word.lower() not in month_names
            return self._within_limit(name, self.strings[word])
        if word.lower() in _FLAGS:
            self.entry.is_strict = False
            return word
        more = re.compile(r"[^,\n{}#]*").match(self.text, self.position)
        if more is not None and more[0].strip():
            word += more[0].rstrip()
            self.position = more.end()
        message = (
            f"{word} stands without braces and no @string defines it; "
            f"it is read as text, write {{{word}}}"
        )
        self._slip(message, Subtype.UNDEFINED_STRING)
        return word

    def _within_limit(self, name: str, string: str) -> str:
        """Return a string, or nothing if it makes the value too long; report that once."""
        before, self._room = self._room, self._room - len(string)
        if self._room < 0 <= before:
            message = f"{name} is longer than {_LONGEST:,} characters by its strings; shorten them"
            self._slip(message)
        return string if self._room >= 0 else ""

    def _read_delimited(self, name: str, opening: str) -> str:
        """Read a value in braces or quotes; if its end is missing, read up to the likely end."""
        start = self.position + 1
        end = limit(self.text, start) if self.is_cautious else len(self.text)
        closing = "}" if opening == "{" else '"'
        depth = 0
        for match in _DELIMITERS.finditer(self.text, start, end):
            char = match[0]
            if char == closing and depth == 0:
                self.position = match.end()
                value = self.text[start : match.start()]
                rest = behind_one_too_many(self.text, self.position) if opening == "{" else ""
                if rest:
                    self._slip(UNEVEN.format(name))
                    self.position += len(rest)
                    return without_braces(value + rest)
                if "\n" in value and FIELD_LINE.search(value, value.index("\n")):
                    self._swallows_lines = True
                return value
            depth += {"{": 1, "}": -1}.get(char, 0)
            if depth < 0:
                break
        if end == len(self.text):
            self.is_unclosed = self._swallows_lines = not self.is_cautious
        value = self.text[start:end].rstrip()
        if end == len(self.text):
            # The last brace closes the entry.
            value = value.removesuffix("}").rstrip()
        value = value.removesuffix(",")
        message = f"the {closing} that ends {name} is missing; write {name} = {{…}},"
        self.position = start + len(value)
        if value.endswith(closing):
            self._slip(UNEVEN.format(name))
            return without_braces(value.removesuffix(closing))
        self._slip(message)
        return value if value.count("{") == value.count("}") else without_braces(value)


def short(line: str) -> str:
    """Shorten a line for a message."""
    line = " ".join(line.split())
    return line if len(line) <= 40 else line[:39] + "…"
