"""Reading files of references: every entry with the line that it stands at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pybtex.errors
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.scanner import PybtexSyntaxError
from pybtex.textutils import normalize_whitespace
from pybtex.utils import CaseInsensitiveDict

from .authors import Settings
from .diagnostics import Problem, Subtype
from .entries import Source, SourceEntry, parents, resolve_inheritance


@dataclass
class Reading:
    """What a number of files say."""

    entries: dict[str, SourceEntry] = field(default_factory=dict)
    """Entries by lower-cased key, in their order."""
    keys: dict[Path, list[str]] = field(default_factory=dict)
    """The keys of each file, as they were written."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def containers(self) -> frozenset[str]:
        """Keys of the entries that are there for others to inherit from."""
        inherited = {name for entry in self.entries.values() for name in parents(entry)}
        return frozenset(
            entry.key
            for name, entry in self.entries.items()
            if name in inherited or entry.type == "xdata"
        )


def read(
    files: Iterable[Path],
    settings: Settings,
    encoding: str = "utf-8-sig",
    name_of: Callable[[Path], str] = str,
) -> Reading:
    """Read `files`; `name_of` says how a file is called in messages."""
    reading = Reading()
    for file in files:
        reading.keys[file] = []
        try:
            text = file.read_text(encoding)
        except (OSError, UnicodeError) as error:
            message = f"the file cannot be read: {error}"
            reading.problems.append(Problem(Subtype.SYNTAX, message, name_of(file), 1))
            continue
        for entry in _entries(text, name_of(file), reading.problems):
            _add(entry, file, reading)
    reading.problems.extend(resolve_inheritance(reading.entries))
    for entry in reading.entries.values():
        if entry.type != "xdata":
            reading.problems.extend(entry.interpret(settings))
    reading.problems.sort(key=lambda problem: (problem.file, problem.line))
    return reading


def _add(entry: SourceEntry, file: Path, reading: Reading) -> None:
    first = reading.entries.setdefault(entry.key.lower(), entry)
    if first is entry:
        reading.keys[file].append(entry.key)
        return
    message = (
        f"the key is taken by the entry at {first.source.file}:{first.source.line}, "
        "and this entry is left out; give it a key of its own"
    )
    problem = Problem(
        Subtype.DUPLICATE_KEY, message, entry.source.file, entry.source.line, entry.key
    )
    reading.problems.append(problem)


class _Parser(LowLevelParser):
    """pybtex's parser, noting the lines of entries and fields."""

    line = 1
    field_lines: dict[str, int]

    def parse_command(self) -> object:
        self.line = self.lineno
        self.field_lines = {}
        return super().parse_command()

    def parse_field(self) -> None:
        self.eat_whitespace()
        line = self.lineno
        super().parse_field()
        if self.current_field_name:
            self.field_lines.setdefault(self.current_field_name.lower(), line)


def _entries(text: str, file: str, problems: list[Problem]) -> Iterable[SourceEntry]:
    def note(error: PybtexSyntaxError) -> None:
        message = str(error).partition(": ")[2]
        problem = Problem(
            Subtype.SYNTAX, message, file, error.lineno, parser.current_entry_key or ""
        )
        problems.append(problem)

    parser = _Parser(text, macros=CaseInsensitiveDict(month_names), handle_error=note)
    for command, body in parser:
        if command.lower() in {"string", "preamble"}:
            continue
        key, fields = body
        if key is not None:
            yield _entry(command, key, fields, Source(file, parser.line, parser.field_lines))


def _entry(
    type_: str, key: str, fields: list[tuple[str, list[str]]], source: Source
) -> SourceEntry:
    entry = SourceEntry(type_)
    entry.key = key
    entry.source = source
    with pybtex.errors.capture():
        for name, parts in fields:
            value = normalize_whitespace("".join(parts))
            if name.lower() in Person.valid_roles:
                for person in split_name_list(value):
                    entry.add_person(Person(person), name.lower())
            else:
                entry.fields.setdefault(name, value)
    return entry
