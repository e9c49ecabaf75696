"""Reading files of references: entries with their publications, and all that is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pybtex.database import Person
from pybtex.database.input.bibtex import month_names
from pybtex.utils import CaseInsensitiveDict

from sphinx_publications.bibliography.entries import (
    Source,
    SourceEntry,
    parents,
    resolve_inheritance,
)
from sphinx_publications.bibliography.joinednames import split_names
from sphinx_publications.bibliography.mending import mend
from sphinx_publications.bibliography.namelists import read_people
from sphinx_publications.bibliography.ownership import without_owner
from sphinx_publications.bibliography.quoting import quote, with_marks_as_data
from sphinx_publications.bibtex.decoding import read_text
from sphinx_publications.bibtex.entryreader import RawEntry, Slip
from sphinx_publications.bibtex.scanning import Recalled, scan
from sphinx_publications.latex import plain
from sphinx_publications.model.names import fold, read_name
from sphinx_publications.model.options import ReadingOptions
from sphinx_publications.problems import Problem, Subtype


@dataclass
class Reading:
    """What a number of files say."""

    entries: dict[str, SourceEntry] = field(default_factory=dict)
    """Entries by lower-cased key, in their order."""
    keys: dict[Path, list[str]] = field(default_factory=dict)
    """The keys of each file, as they were written."""
    raw: dict[str, RawEntry] = field(default_factory=dict)
    """Entries as they were written, by lower-cased key, while they are read."""
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
    options: ReadingOptions,
    encoding: str = "utf-8-sig",
    name_of: Callable[[Path], str] = str,
    before: Iterable[SourceEntry] = (),
) -> Reading:
    """Read `files`; `name_of` says how a file is called in messages.

    `before` are entries that were read with the same settings earlier; those
    whose lines are the same are taken as they are.
    """
    reading = Reading()
    recalled = {entry.source.chunk: entry for entry in before if entry.source.chunk}
    owners = tuple(read_name(Person(name))[0].full for name in options.owner if name)
    for file in files:
        _read_file(file, name_of(file), encoding, recalled, reading, owners)
    reading.problems.extend(resolve_inheritance(reading.entries))
    for key, entry in reading.entries.items():
        if entry.type == "xdata" or key not in reading.raw:
            continue
        problems = entry.interpret(options)
        if any(problem.subtype is Subtype.MARKER_IN_NAME for problem in problems):
            clean = with_marks_as_data(reading.raw[key], entry.publication)
            entry.source = replace(entry.source, bibtex=quote(reading.raw[key], replaced=clean))
        if problems:
            entry.source = replace(entry.source, chunk=b"")
        reading.problems.extend(problems)
    strangers = without_owner(reading.entries.values(), options.owner, reading.containers)
    reading.problems.extend(strangers)
    reading.raw.clear()
    reading.problems.sort(key=lambda problem: (problem.file, problem.line))
    return reading


def _read_file(
    file: Path,
    name: str,
    encoding: str,
    recalled: dict[bytes, SourceEntry],
    reading: Reading,
    owners: tuple[str, ...],
) -> None:
    reading.keys[file] = []
    text, slips = read_text(file, encoding)
    strings: CaseInsensitiveDict = CaseInsensitiveDict(month_names)

    def recall(chunk: str) -> SourceEntry | None:
        return recalled.pop(_digest(chunk), None)

    for found in scan(text, strings, recall if recalled else lambda chunk: None):
        if isinstance(found, Slip):
            slips.append(found)
        elif isinstance(found, Recalled):
            entry = found.entry
            if (entry.source.file, entry.source.line) != (name, found.line):
                entry.source = replace(entry.source, file=name, line=found.line)
            _add(None, entry, file, reading)
        else:
            _add(found, _entry(found, name, reading.problems, owners), file, reading)
    if not reading.keys[file] and not slips:
        slips.append(Slip(Subtype.FILE, "the file holds no entry; add one", 1))
    reading.problems.extend(_problem(slip, name) for slip in slips)


def _digest(chunk: str) -> bytes:
    return hashlib.blake2b(chunk.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _problem(slip: Slip, file: str, key: str = "") -> Problem:
    return Problem(slip.subtype, slip.message, file, slip.line, key)


def _entry(
    raw: RawEntry, file: str, problems: list[Problem], owners: tuple[str, ...]
) -> SourceEntry:
    entry = SourceEntry(raw.type)
    entry.key = raw.key
    mend(raw)
    lines = {name: line - raw.line for name, line in raw.lines.items()}
    chunk = _digest(raw.chunk) if raw.chunk else b""
    entry.source = Source(file, raw.line, lines, quote(raw), chunk)
    problems.extend(_problem(slip, file, raw.key) for slip in raw.slips)
    for name, value in raw.fields.items():
        role = name.lower()
        if role not in Person.valid_roles:
            entry.fields[name] = value
            continue
        names = split_names(role, value, owners)
        people, messages = read_people(role, " and ".join(names.names))
        if people:
            entry.people[role] = people
        told = [(Subtype.NAMES, message) for message in (names.slip, *messages) if message]
        told += [(Subtype.DOUBTFUL_NAME, names.doubt)] if names.doubt else []
        if told:
            entry.source = replace(entry.source, chunk=b"")
        problems.extend(
            Problem(subtype, text, file, raw.lines[role], raw.key) for subtype, text in told
        )
    return entry


def _add(raw: RawEntry | None, entry: SourceEntry, file: Path, reading: Reading) -> None:
    """Add an entry, under another key where its own is taken by another paper.

    An entry that was read before comes without what it was read from.
    """
    key = entry.key
    first = reading.entries.get(key.lower())
    if first is not None:
        number = 2
        while f"{key}-{number}".lower() in reading.entries:
            number += 1
        place = f"{first.source.file}:{first.source.line}"
        titles = [fold(plain(either.fields.get("title", ""))) for either in (first, entry)]
        is_same = titles[0] == titles[1]
        message = (
            f"the entry stands at {place} already, and is left out here; remove one of them"
            if is_same
            else f"the key is taken by another paper at {place}; "
            f"this one is read as '{key}-{number}', give it a key of its own"
        )
        source = entry.source
        problem = Problem(Subtype.DUPLICATE_KEY, message, source.file, source.line, key)
        reading.problems.append(problem)
        if is_same:
            return
        entry.key = f"{key}-{number}"
        entry.source = replace(source, chunk=b"")
        if raw is None and entry.type != "xdata":
            entry.publication = replace(entry.publication, key=entry.key)
    reading.entries[entry.key.lower()] = entry
    if raw is not None:
        reading.raw[entry.key.lower()] = raw
    reading.keys[file].append(entry.key)
