"""Read bibliography files: entries with their publications, and problems."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pybtex.bibtex.utils import split_name_list
from pybtex.database.input.bibtex import month_names
from pybtex.utils import CaseInsensitiveDict

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import Guard, Source, SourceEntry
from sphinx_publications.bibliography.inheritance import (
    REFERENCE,
    inherited_keys,
    missing_entries,
    parents,
    resolve_inheritance,
)
from sphinx_publications.bibliography.lint import latex_troubles, without_owner
from sphinx_publications.bibliography.name_fields import ROLES, read_names
from sphinx_publications.bibliography.repair import repair
from sphinx_publications.bibliography.shared_bibtex import (
    added_fields,
    quote,
    replaced_for_others,
    written_name,
)
from sphinx_publications.bibtex.source import RawEntry, SyntaxIssue, read_text
from sphinx_publications.bibtex.splitter import Recalled, scan
from sphinx_publications.diagnostics import Problem, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.model.entry_types import SERVING_TYPES
from sphinx_publications.model.names import fold, parse_name
from sphinx_publications.model.parse_options import ReadingOptions

UNREADABLE = "it cannot be read as it stands"


@dataclass(repr=False, eq=False)
class Reading:
    """The entries and problems of bibliography files."""

    entries: dict[str, SourceEntry] = field(default_factory=dict)
    """Entries by lower-cased key, in the order of the files."""
    keys: dict[Path, list[str]] = field(default_factory=dict)
    """The keys of each file, as written."""
    raw: dict[str, RawEntry] = field(default_factory=dict)
    """Raw entries by lower-cased key; only during reading."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Suffix for the next duplicate of a lower-cased key."""
    problems: list[Problem] = field(default_factory=list)
    inherited: list[Problem] = field(default_factory=list)
    """Problems of inherited fields, which are told where the fields are."""
    options: ReadingOptions = field(default_factory=ReadingOptions)
    settings: bytes = b""
    """Digest of the options."""
    owners: tuple[str, ...] = ()
    """Full names of the owner, which help to split ambiguous lists of names."""

    @property
    def containers(self) -> frozenset[str]:
        """Keys of the entries that only serve others: to inherit from, or to name a set.

        A book with authors is a work of its own, even if chapters inherit from it, and so is a
        collection that the owner edited.
        """
        inherited = inherited_keys(self.entries)
        return frozenset(
            entry.key
            for name, entry in self.entries.items()
            if entry.type in SERVING_TYPES or (name in inherited and not _is_own_work(entry))
        )


def read(
    files: Iterable[Path],
    options: ReadingOptions,
    encoding: str = "utf-8-sig",
    name_of: Callable[[Path], str] = str,
    before: Iterable[SourceEntry] = (),
) -> Reading:
    """Read `files`; `name_of` returns the name of a file for messages.

    `before` are entries that were read earlier with the same settings; those whose lines are
    unchanged are reused.
    """
    reading = Reading(options=options, settings=options.digest)
    recalled = {entry.source.chunk: entry for entry in before if entry.source.chunk}
    reading.owners = tuple(parse_name(name)[0].full for name in options.owner if name)
    strings: CaseInsensitiveDict = CaseInsensitiveDict(month_names)
    for file in files:
        _read_file(file, name_of(file), encoding, recalled, strings, reading)
    reading.problems.extend(resolve_inheritance(reading.entries))
    guard = Guard(reading.problems.append)
    for key, raw in reading.raw.items():
        reading.entries[key], problems = guard(
            reading.entries[key],
            lambda entry, raw=raw: _interpreted(entry, raw, reading),  # type: ignore[misc]
            lambda bare: (bare, []),
            UNREADABLE,
        )
        reading.problems.extend(problems)
    # A parent tells what is wrong with its fields, unless that depends on the child.
    told = {problem.message for problem in reading.problems}
    for problem in reading.inherited:
        if problem.message not in told:
            told.add(problem.message)
            reading.problems.append(problem)
    reading.problems.extend(missing_entries(reading.entries))
    strangers = without_owner(reading.entries.values(), options.owner, reading.containers)
    reading.problems.extend(strangers)
    reading.raw.clear()
    reading.problems.sort(key=lambda problem: (problem.file, problem.line))
    return reading


def _interpreted(
    entry: SourceEntry, raw: RawEntry, reading: Reading
) -> tuple[SourceEntry, list[Problem]]:
    """Read the publication of an entry; return the entry and its problems."""
    inherited = _inherited(entry, raw)
    problems, by_others = entry.interpret(reading.options, {name.lower() for name in inherited})
    reading.inherited += by_others
    if entry.type in SERVING_TYPES:
        entry.source = entry.source._replace(chunk=b"") if problems else entry.source
        return entry, problems
    if raw.uses_strings or latex.is_doubtful(raw.text):
        problems.extend(latex_troubles(entry, raw))
    has_marks = any(problem.subtype is Subtype.MARKER_IN_NAME for problem in problems)
    replaced = replaced_for_others(raw, entry.publication, has_marks, inherited)
    if replaced:
        entry.source = entry.source._replace(bibtex=quote(raw, reading.options, replaced))
    if problems:
        entry.source = entry.source._replace(chunk=b"")
    return entry, problems


def _inherited(entry: SourceEntry, raw: RawEntry) -> dict[str, str]:
    """Return the fields that an entry inherited, including those of people."""
    if not parents(entry):
        return {}
    written = {name.lower() for name, value in raw.fields.items() if value.strip("{} ")}
    written -= entry.references.keys()
    fields = {name: value for name, value in entry.fields.items() if name.lower() not in written}
    people = {
        role: " and ".join(written_name(name) for name, _ in names)
        for role, names in entry.people.items()
        if role not in written
    }
    return {**people, **fields}


def _read_file(
    file: Path,
    name: str,
    encoding: str,
    recalled: dict[bytes, SourceEntry],
    strings: CaseInsensitiveDict,
    reading: Reading,
) -> None:
    """Read one file; `strings` holds those of earlier files, and the file's own are added."""
    reading.keys[file] = []
    guard = Guard(reading.problems.append)
    text, slips = read_text(file, encoding)
    known = len(strings)

    def recall(chunk: str) -> SourceEntry | None:
        return recalled.pop(_digest(chunk, reading), None)

    for found in scan(text, strings, recall if recalled else lambda chunk: None):
        if isinstance(found, SyntaxIssue):
            slips.append(found)
        elif isinstance(found, Recalled):
            entry = found.entry
            if (entry.source.file, entry.source.line) != (name, found.line):
                entry.source = entry.source._replace(file=name, line=found.line)
            _add(None, entry, file, reading)
        else:
            _add(*_guarded_entry(found, name, reading, guard), file, reading)
    if not reading.keys[file] and not slips and len(strings) == known:
        slips.append(SyntaxIssue(Subtype.FILE, "the file holds no entry; add one", 1))
    reading.problems.extend(_problem(slip, name) for slip in slips)


def _is_own_work(entry: SourceEntry) -> bool:
    people = entry.publication.authors
    return bool(entry.people.get("author")) or any(person.is_owner for person in people)


def _digest(chunk: str, reading: Reading) -> bytes:
    text = chunk.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16, key=reading.settings).digest()


def _problem(slip: SyntaxIssue, file: str, key: str = "") -> Problem:
    return Problem(slip.subtype, slip.message, file, slip.line, key)


def _guarded_entry(
    raw: RawEntry, file: str, reading: Reading, guard: Guard
) -> tuple[RawEntry | None, SourceEntry]:
    """Return an entry to interpret and its source, or, if reading fails, None and a bare entry."""
    entry = SourceEntry(raw.type)
    entry.key = raw.key
    entry.source = Source(file, raw.line)

    def bare(_: SourceEntry) -> tuple[None, SourceEntry]:
        quoted = guard(entry, lambda _: quote(raw, reading.options), lambda _: "", UNREADABLE)
        entry.source = Source(file, raw.line, bibtex=quoted)
        entry.fields.update(raw.fields)
        return None, entry.bare()

    return guard(entry, lambda e: (raw, _with_fields(e, raw, reading)), bare, UNREADABLE)


def _with_fields(entry: SourceEntry, raw: RawEntry, reading: Reading) -> SourceEntry:
    """Set the source, fields and people of an entry."""
    repair(raw)
    file, problems = entry.source.file, [_problem(s, entry.source.file, raw.key) for s in raw.slips]
    is_told = False
    entry.references = {
        name.lower(): value
        for name, value in raw.fields.items()
        if "xdata" in value and any(map(REFERENCE.fullmatch, split_name_list(value)))
    }
    roles = ROLES - entry.references.keys()
    for name in [name for name in raw.fields if name.lower() in roles]:
        role = name.lower()
        found = read_names(raw, name, reading.owners)
        if found.people:
            entry.people[role] = found.people
            if found.written:
                entry.written[role] = found.written
        is_told |= bool(found.messages)
        problems += [
            Problem(subtype, text, file, raw.lines[role], raw.key)
            for subtype, text in found.messages
        ]
    named = ROLES | entry.references.keys()
    entry.fields.update((n, value) for n, value in raw.fields.items() if n.lower() not in named)
    lines = {name: line - raw.line for name, line in raw.lines.items()}
    chunk = _digest(raw.chunk, reading) if raw.chunk and not is_told else b""
    quoted, hidden = quote(raw, reading.options), reading.options.bibtex_hidden
    added = added_fields(raw, reading.options)
    entry.source = Source(file, raw.line, lines, quoted, hidden, added, chunk)
    reading.problems.extend(problems)
    return entry


def _add(raw: RawEntry | None, entry: SourceEntry, file: Path, reading: Reading) -> None:
    """Add an entry, with a generated key if another paper has its key.

    `raw` is None for an entry that was read earlier or is bare.
    """
    key = entry.key
    first = reading.entries.get(key.lower())
    if first is not None:
        number = reading.numbers.get(key.lower(), 2)
        while f"{key}-{number}".lower() in reading.entries:
            number += 1
        place = f"{first.source.file}:{first.source.line}"
        titles = [fold(plain(either.given_fields.get("title", ""))) for either in (first, entry)]
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
        entry.has_generated_key = True
        reading.numbers[key.lower()] = number + 1
        entry.source = source._replace(chunk=b"")
        if raw is None:
            entry.publication = entry.publication._replace(key=entry.key)
    reading.entries[entry.key.lower()] = entry
    if raw is not None:
        reading.raw[entry.key.lower()] = raw
    reading.keys[file].append(entry.key)
