"""Read one BibTeX entry, tolerating syntax errors."""

from __future__ import annotations

import re
from collections.abc import MutableMapping

from pybtex.database.input.bibtex import month_names

from sphinx_publications.bibtex.source import (
    FIELD_LINE,
    GOES_ON,
    NEXT_FIELD,
    NO_FIELD,
    RUN_ON,
    STRAY,
    TOOK_THE_LAST,
    UNOPENED,
    Cursor,
    RawEntry,
    SyntaxIssue,
    behind_one_too_many,
    is_one_too_many,
    is_silent,
    limit,
    short,
    suggested_key,
    without_braces,
    without_wrong_end,
)
from sphinx_publications.diagnostics import Subtype

ENTRY = re.compile(r"@[ \t]*(?P<type>[A-Za-z]\w*)\s*(?P<open>[{(])")
_FIELD = re.compile(
    r"(?P<name>[A-Za-z_](?:[\w+.&/-]|:(?=\w))*)\s*(?P<equals>(?:[:=][ \t]*(?=[:=]))*[:=]?)\s*"
)
_USUAL_FIELD = re.compile(
    r"(?P<name>[A-Za-z_][\w+-]*+)\s*+=\s*+"
    r"\{(?P<value>[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+)\}(?=\s*+[,}])"
)
"""A field whose value in braces is followed by the next field or the end of the entry."""
_KEY = re.compile(r"[^,\n={}\"]*")
_KEY_IN_BRACES = re.compile(r"[{(\"]+(?P<key>[^,\s={}\"]+)[}\"]*(?=\s*,)")
_VALUE = re.compile(r"[{\"]|\d+[ \t]*(?:[,})]|$)", re.MULTILINE)
_DELIMITERS = re.compile(r'\\"|[{}"]')
_BARE_WORD = re.compile(r"[^\s,#{}\"();=\]]*[^\s,#{}\"();=.:\]]")
_FLAGS = frozenset({"true", "false", "yes", "no"})
"""Values that homepages write without braces, as in ``selected = true``."""
_REPEATABLE = frozenset({"isbn", "issn"})
"""Fields that an entry may repeat, once for print and once for online."""
_LONGEST = 10_000
"""Maximum length of the expanded strings of a value; each can double the one before it."""


class EntryReader(Cursor):
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
        super().__init__(text, first_line, start)
        self.strings = strings
        self.is_cautious = is_cautious
        self.closing = "}"
        self.is_unclosed = False
        self._swallows_lines = False
        self.entry = RawEntry("", first_line)
        self._room = _LONGEST

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
        self.closing = "}" if start["open"] == "{" else ")"
        match self.entry.type.lower():
            case "comment" | "preamble":
                self._skip_block(start["open"])
            case "string":
                self._read_fields()
                self.strings.update(self.entry.fields)
            case _:
                self._read_key()
                self._read_fields()
        self.entry.text = self.text[self.start : self.position].rstrip()

    def _slip(self, message: str, subtype: Subtype = Subtype.SYNTAX, line: int = 0) -> None:
        self.entry.slips.append(SyntaxIssue(subtype, message, line or self.line))

    def _skip_block(self, opening: str) -> None:
        depth = 1
        for match in re.compile(rf"[{opening}{self.closing}]").finditer(self.text, self.position):
            depth += 1 if match[0] == opening else -1
            if not depth:
                self.position = match.end()
                return
        self.position = len(self.text)
        message = f"the @{self.entry.type} is never closed; write {self.closing} behind it"
        self._slip(message, line=self.first_line)

    def _read_key(self) -> None:
        self.next()
        if wrapped := _KEY_IN_BRACES.match(self.text, self.position):
            self.entry.key, self.position = wrapped["key"], wrapped.end()
            self._slip(f"the key has a brace or quote of its own; write {self.entry.key},")
            return
        match = _KEY.match(self.text, self.position)
        assert match is not None
        words = match[0].split()
        is_field = self.text[match.end() : match.end() + 1] == "="
        if not words or (is_field and len(words) == 1):
            self.entry.key = f"entry-{self.first_line}"
            key = suggested_key(self.text[self.start : self.start + _LONGEST])
            message = f"the key is missing; write @{self.entry.type}{{{key},"
            self._slip(message, line=self.first_line)
            return
        if is_field:
            # "@article{key author = …": the last word is a field's name.
            self.position += match[0].rindex(words.pop())
        else:
            self.position = match.end()
        self.entry.key = "".join(words)
        if len(words) > 1:
            message = f"the key '{' '.join(words)}' has a space in it"
            message += f" and is read as '{self.entry.key}'; write it so"
            self._slip(message, line=self.first_line)
        if self.next() not in {",", "}", ")", ""}:
            self.entry.key = self.entry.key.rstrip(".:;")
            self.skip(STRAY)
            message = f"the comma behind the key is missing; write {self.entry.key},"
            self._slip(message, line=self.first_line)

    def _read_fields(self) -> None:
        char = ""
        while True:
            before, char = char, self.next()
            if not char:
                self.is_unclosed = True
                self._say_unclosed()
                return
            if char == ",":
                if before == ",":
                    self._slip("there is one , too many; remove it")
                self.position += 1
            elif char in ")]}":
                is_last = not is_one_too_many(self.text, self.position)
                if not is_last:
                    self._slip(f"there is one {char} too many; remove it")
                elif char != self.closing:
                    self._slip(f"the entry ends with {char}; write {self.closing}")
                self.position += 1
                if is_last:
                    return
            elif not (self._read_usual_field() or self._read_field()):
                line = self.line
                message = f"'{short(self.skip(NO_FIELD))}' is no field; write name = {{value}},"
                self._slip(message, line=line)

    def _say_unclosed(self) -> None:
        """Say what is missing: the end of the entry, or of its last field, which took that."""
        last = next(reversed(self.entry.fields), "")
        name = last.lower()
        start, end = (self.start + of.get(name, 0) for of in (self.entry.starts, self.entry.ends))
        if TOOK_THE_LAST.search(self.text, start, end):
            self.entry.fields[last] = without_wrong_end(self.entry.fields[last].rstrip(" ,"))
            message = f"the }} that ends {name} is missing; write {name} = {{…}},"
            self._slip(message, line=self.entry.lines[name])
        else:
            message = f"the entry is never closed; write {self.closing} behind its last field"
            self._slip(message, line=self.first_line)

    def _read_usual_field(self) -> bool:
        """Read a field in its usual form with one search; return whether there was one."""
        match = None if self.is_cautious else _USUAL_FIELD.match(self.text, self.position)
        if match is None:
            return False
        value, line, start = match["value"], self.line, self.position
        if "\n" in value and FIELD_LINE.search(value, value.index("\n")):
            self._swallows_lines = True
        self.position = match.end()
        self._keep(match["name"], value, line, start)
        return True

    def _read_field(self) -> bool:
        match = _FIELD.match(self.text, self.position)
        if match is None:
            return False
        name, line, start = match["name"], self.line, self.position
        if (equals := match["equals"]) != "=":
            if "=" not in equals and not _VALUE.match(self.text, match.end()):
                return False
            what = f"written {equals}" if equals else "missing"
            self._slip(f"the = behind {name} is {what}; write {name} = {{…}},")
        self.position = match.end()
        self._keep(name, self._read_value(name), line, start)
        end_line = self.line
        if self.next() not in {",", "}", ")", "]", "@", ""}:
            stray = self.skip(STRAY)
            sign, what = (stray, "too much") if self.next() == "," else ("the comma", "missing")
            message = f"{sign} behind {name} is {what}; write {name} = {{…}},"
            self._slip(message, line=end_line)
        return True

    def _keep(self, name: str, value: str, line: int, start: int) -> None:
        """Store a field that begins at `start` and ends at the current position."""
        value, lower, entry = " ".join(value.split()), name.lower(), self.entry
        if lower not in entry.lines:
            entry.fields[name] = value
            entry.lines[lower] = line
            entry.starts[lower] = start - self.start
            entry.ends[lower] = self.position - self.start
            return
        first = entry.value_of(name) or ""
        if lower in _REPEATABLE or value == first or is_silent(value, first):
            entry.is_strict = False
            entry.say(name, value, line)
        else:
            message = f"{name} stands twice, and the first one counts; remove one of them"
            self._slip(message, Subtype.DUPLICATE_FIELD, line)

    def _read_value(self, name: str) -> str:
        self._room = _LONGEST
        parts = [self._read_part(name)]
        while True:
            end = self.position
            match self.next():
                case "#":
                    self.position += 1
                    self.next()
                case "{" | '"' as char if char == "{" or self.text[end].isspace():
                    self._slip(f"a # is missing between the parts of {name}; write {{…}} # {{…}}")
                    parts.append(self.text[end : self.position])
                case _:
                    self.position = end
                    return "".join(parts)
            parts.append(self._read_part(name))

    def _read_part(self, name: str) -> str:
        opening = self.text[self.position : self.position + 1]
        if opening in {"{", '"'}:
            return self._read_delimited(name, opening)
        match = _BARE_WORD.match(self.text, self.position)
        is_known = match and (match[0].isdecimal() or match[0] in self.strings)
        is_unsure = (
            not match or not is_known or self.text[match.end() : match.end() + 1] in {"}", '"', "="}
        )
        if is_unsure and (unopened := UNOPENED.match(self.text, self.position)):
            what = f"{unopened['begin'] or 'no brace'} begins {name} and {unopened['end']} ends it"
            self._slip(f"{what}; write {name} = {{…}},")
            self.position = unopened.end()
            return unopened["value"]
        if match is None:
            self._slip(f"the value of {name} is missing; write {name} = {{…}},")
            return ""
        word, self.position = match[0], match.end()
        if word in self.strings:
            self.entry.uses_strings |= word.lower() not in month_names
            return self._within_limit(name, self.strings[word])
        if word.isdecimal() or word.lower() in _FLAGS:
            self.entry.is_strict &= word.isdecimal()
            return word
        more = re.compile(r"[^,\n{}#]*").match(self.text, self.position)
        if more is not None and more[0].strip():
            word += more[0].rstrip()
            self.position = more.end()
        message = f"{word} stands without braces and no @string defines it"
        message += f"; it is read as text, write {{{word}}}"
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
        if (
            self.text[start : start + 1] == opening == '"'
            and self.text[start + 1 : start + 2].isalnum()
        ):
            self._slip(f'there is one " too many before {name}; remove it')
            start += 1
        end = limit(self.text, start) if self.is_cautious else len(self.text)
        closing = "}" if opening == "{" else '"'
        depth, within = 0, ""
        for match in _DELIMITERS.finditer(self.text, start, end):
            char = match[0]
            if char == closing and depth == 0:
                self.position = match.end()
                value = self.text[start : match.start()]
                if opening == '"' and GOES_ON.match(self.text, self.position):
                    if run_on := RUN_ON.search(value):
                        end = start + run_on.start()
                        break
                    within = f"{name} has quotes within quotes; write {name} = {{…}},"
                    continue
                if within:
                    self._slip(within)
                rest = behind_one_too_many(self.text, self.position) if opening == "{" else ""
                if rest:
                    self._slip(f"the braces of {name} do not match; write as many {{ as }}")
                    self.position += len(rest)
                    return without_braces(value + rest)
                if "\n" in value and FIELD_LINE.search(value, value.index("\n")):
                    self._swallows_lines = True
                return value
            depth += {"{": 1, "}": -1}.get(char, 0)
            if depth < 0:
                break
        value = self.text[start:end].rstrip()
        if end == len(self.text):
            self.is_unclosed = self._swallows_lines = not self.is_cautious
            # The last brace closes the entry.
            value = value.removesuffix(self.closing).rstrip()
        value = value.removesuffix(",")
        message = f"the {closing} that ends {name} is missing; write {name} = {{…}},"
        self.position = start + len(value)
        if value.endswith(closing):
            self._slip(f"the braces of {name} do not match; write as many {{ as }}")
            return without_braces(value.removesuffix(closing))
        self._slip(message)
        value = without_wrong_end(value)
        return value if value.count("{") == value.count("}") else without_braces(value)
