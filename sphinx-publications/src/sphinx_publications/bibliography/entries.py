"""`SourceEntry`, a pybtex entry with its source and publication; storage, and a guard of errors.

The guard encloses the work on each entry in reading, formatting, exports, pictures and the feed.
"""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from typing import Any, NamedTuple, TypeVar

import pybtex.errors
from pybtex.bibtex.utils import split_name_list
from pybtex.database import BibliographyData, Entry, Person
from pybtex.utils import OrderedCaseInsensitiveDict

from sphinx_publications.diagnostics import Problem, Remark, Subtype
from sphinx_publications.model.annotations import DEFAULT, under_usual_names
from sphinx_publications.model.date_fields import month_name
from sphinx_publications.model.entry_types import entry_type
from sphinx_publications.model.fields import ALIASES, read_fields, unread_aliases
from sphinx_publications.model.names import OTHERS, Name, WrittenName, read_name
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.particulars import keys_in
from sphinx_publications.model.people import Wanted
from sphinx_publications.model.publication import Publication, owned_by, read_publication

_MARKUP = re.compile(r"\\[A-Za-z]*|[{}$~%`]|--|''")


class Source(NamedTuple):
    """The place and the text of an entry in its file."""

    file: str = ""
    line: int = 0
    field_lines: Mapping[str, int] = {}
    """Line of each field by lower-cased name, relative to the entry's line."""
    bibtex: str = ""
    """The BibTeX for others to copy."""
    hidden: frozenset[str] = frozenset()
    """Lower-cased names of the fields that are left out of all exported BibTeX."""
    added: Mapping[str, str] = {}
    """Fields that a setting adds to the bibliographic ones in all exported BibTeX."""
    chunk: bytes = b""
    """Digest of the entry's lines and of the options; empty if it also depends on others."""

    def line_of(self, field: str) -> int:
        """Return the line of a field, or of the entry if it has no such field."""
        found = (name for name in (field, f"{field}{DEFAULT}") if name in self.field_lines)
        return self.line + self.field_lines.get(next(found, field), 0)

    def problem(self, key: str, remark: Remark) -> Problem:
        """Return a remark as a problem with file and line."""
        line = self.line_of(remark.field)
        return Problem(
            remark.subtype, remark.message, self.file, line, key, by_setting=remark.by_setting
        )


class SourceEntry(Entry):
    """A pybtex entry with its source, and with its `Publication` once interpreted."""

    source: Source
    people: dict[str, list[WrittenName]]
    """The people by role; pybtex's `persons` are created from them on demand."""
    publication: Publication
    references: dict[str, str]
    """Values of the fields that refer to fields of other entries."""
    written: dict[str, str]
    """Original values of the fields that interpretation changed."""
    added: frozenset[str] = frozenset()
    """Names of the fields that interpretation added."""
    has_generated_key: bool = False
    """Whether the key was generated, since another entry has the original key."""
    is_as_written: bool = False
    _persons: Any = None
    _digest: str = ""

    def __init__(self, type_: str) -> None:
        self.people = {}
        self.references = {}
        self.written = {}
        self.source = Source()
        super().__init__(type_)

    @property
    def persons(self) -> Any:
        """The people as pybtex persons: without marks, or as written."""
        if self._persons is None:
            self._persons = OrderedCaseInsensitiveDict(
                (role, self._written_people(role) or [_person(name) for name, _ in names])
                for role, names in self.people.items()
            )
        return self._persons

    @persons.setter
    def persons(self, persons: object) -> None:
        self._persons = None

    def _written_people(self, role: str) -> list[Person]:
        if not self.is_as_written or role not in self.written:
            return []
        with pybtex.errors.capture():
            return [Person(name) for name in split_name_list(self.written[role])]

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_persons": None}

    @classmethod
    def adopt(cls, entry: Entry, options: ReadingOptions | None = None) -> SourceEntry:
        """Return a plain pybtex entry as a `SourceEntry`."""
        if isinstance(entry, cls):
            return entry
        adopted = cls(entry.type)
        adopted.key = entry.key
        adopted.fields.update(entry.fields)
        adopted.people = {
            role.lower(): [read_name(person) for person in persons]
            for role, persons in entry.persons.items()
        }
        adopted.interpret(options or ReadingOptions())
        return adopted

    def interpret(
        self, options: ReadingOptions, inherited: Collection[str] = ()
    ) -> tuple[list[Problem], list[Problem]]:
        """Read the publication, and store its date and title in the fields that pybtex uses.

        Return the problems of the entry, and those of fields that it `inherited`.
        """
        self._digest = ""
        given = under_usual_names(self.fields)
        fields = read_fields(given)
        self.publication, remarks = read_publication(self, self.people, fields, options)
        remarks.extend(unread_aliases(given))
        date = self.publication.date
        if date.year is not None:
            self._understand("year", date.years)
        if "month" in self.fields:
            # A year alone has the month beside it.
            is_whole = date.month and not self.fields.get("date", "0").isdecimal()
            self._understand(
                "month", month_name(str(date.month) if is_whole else self.fields["month"])
            )
        elif date.season:
            self._understand("month", date.season_words)
        elif date.month and "date" not in self.fields:
            # It stands in ``year``.
            self._understand("month", month_name(str(date.month)))
        if "subtitle" in self.fields and "title" in self.fields:
            self._understand("title", self.publication.title)
        for name in (*ALIASES, "booktitle"):
            if fields.get(name):
                self._understand(name, fields[name])
        found: tuple[list[Problem], list[Problem]] = [], []
        for remark in remarks:
            found[remark.field in inherited].append(self.source.problem(self.key, remark))
        return found

    def _understand(self, name: str, value: str) -> None:
        if name not in self.fields:
            self.added |= {name}
        if self.fields.get(name, value) != value:
            self.written[name] = self.fields[name]
        self.fields[name] = value

    def as_written(self) -> SourceEntry:
        """Return the entry with its original fields and names, including braces and marks.

        Fields of BibLaTeX are still repeated under their BibTeX names.
        """
        if not self.written:
            return self
        made = copy(self)
        made.fields = OrderedCaseInsensitiveDict(self.fields.items())
        made.fields.update((n, v) for n, v in self.written.items() if n not in self.people)
        made.is_as_written = True
        return made

    @property
    def given_fields(self) -> Mapping[str, str]:
        """The fields before interpretation."""
        fields = {n: v for n, v in self.fields.items() if n.lower() not in self.added}
        fields.update((n, v) for n, v in self.written.items() if n not in self.people)
        given_fields: Mapping[str, str] = OrderedCaseInsensitiveDict(fields)
        return given_fields

    def owned_by(self, person: Wanted) -> SourceEntry:
        """Return the entry with a person as the owner, whose name is bold."""
        made = copy(self)
        made.publication = owned_by(self.publication, person)
        return made

    def for_sorting(self) -> SourceEntry:
        """Return the entry with what it is sorted by, such as BibLaTeX's ``sortname``."""
        sorting = self.publication.particulars.sorting
        names = (Name(sorting.key),) if sorting.key else sorting.names
        said = {n: v for n, v in (("title", sorting.title), ("year", sorting.year)) if v}
        if not (names or said):
            return self
        made = copy(self)
        made._persons = None
        if names:
            made.people = {"author": [(name, "") for name in names]}
        made.fields = OrderedCaseInsensitiveDict(self.fields.items())
        made.fields.update(said)
        return made

    def bare(self) -> SourceEntry:
        """Return the entry with nothing but its title, without markup.

        Nothing is parsed, so that this cannot raise.
        """
        made = SourceEntry(self.type)
        made.key = self.key
        made.source = self.source._replace(chunk=b"")
        title = " ".join(_MARKUP.sub(" ", self.fields.get("title", "")).split())
        if title:
            made.fields["title"] = title
        made.publication = Publication(self.key, entry_type(self.type), title)
        return made

    @property
    def digest(self) -> str:
        """Digest of all that is said of the entry; the same in each process."""
        if not self._digest:
            source, content = self.source, tuple[object, ...]()
            if source.chunk:
                # All else follows from the lines and the options.
                content = (
                    source.chunk,
                    [(a.is_owner, a.profile) for a in self.publication.authors],
                )
            else:
                people = self.people.items()
                names = [(role, [name.inverted for name, _ in found]) for role, found in people]
                content = (self.type, sorted(self.fields.items()), names, self.publication)
            said = (content, source.bibtex, sorted(source.hidden))
            self._digest = hashlib.sha256(repr(said).encode()).hexdigest()
        return self._digest


def _person(name: Name) -> Person:
    return Person(OTHERS.family) if name == OTHERS else name.person()


def keys_by_name(entries: Iterable[SourceEntry]) -> dict[str, str]:
    """Return the key of each entry by what may name it: the key or its ``ids``, lower-cased."""
    found: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for entry in entries:
        found[entry.key.lower()] = entry.key
        aliases.update((name.lower(), entry.key) for name in keys_in(entry.fields.get("ids", "")))
    return aliases | found


def no_work(entry: SourceEntry) -> str:
    """Return why an entry that only serves others is not shown, and a remedy."""
    members = ", ".join(keys_in(entry.fields.get("entryset", "")))
    is_set = entry.type == "set" and members
    remedy = f"name its members: {members}" if is_set else "remove it"
    return f"'{entry.key}' is @{entry.type}, which is no work itself; {remedy}"


# Lazy loading of entries.
#
# Sphinx unpickles its environment at every start. Most builds change a page and need no entry, so
# the environment holds the entries as one bytes object.


class StoredBibliography(BibliographyData):
    """The data that sphinxcontrib-bibtex stores; entries are unpickled on first access."""

    _entries: dict[str, SourceEntry]

    def __init__(self, entries: Iterable[SourceEntry]) -> None:
        super().__init__()
        self._packed: bytes | None = None
        self._entries = {entry.key: entry for entry in entries}

    @property
    def entries(self) -> dict[str, SourceEntry]:
        """The entries by key."""
        if not self._entries and self._packed:
            self._entries = pickle.loads(self._packed)
        return self._entries

    @entries.setter
    def entries(self, entries: object) -> None:
        # pybtex's constructor assigns an empty mapping.
        self._entries = {}

    def __getstate__(self) -> dict[str, Any]:
        packed = self._packed or pickle.dumps(self._entries, pickle.HIGHEST_PROTOCOL)
        return {**self.__dict__, "_packed": packed, "_entries": {}}


T = TypeVar("T")


class Guard:
    """Runs functions on entries, and shows an entry as plain text if they raise."""

    def __init__(self, tell: Callable[[Problem], None]) -> None:
        """Call `tell` with each problem; an entry may have one at every step."""
        self._tell = tell

    def __call__(
        self,
        entry: SourceEntry,
        work: Callable[[SourceEntry], T],
        instead: Callable[[SourceEntry], T],
        what: str = "it cannot be shown as it stands",
        passing: type[Exception] | tuple[()] = (),
    ) -> T:
        """Return the result of `work`; if it raises, that of `instead` for the bare entry.

        `what` describes the failure. Exceptions of the class `passing`, and those of `instead`,
        are not caught, so that an outer guard with a simpler fallback can handle them.
        """
        try:
            return work(entry)
        except passing:
            raise
        # Third-party styles, pylatexenc and Pillow raise exceptions of many classes.
        except Exception as error:
            found = instead(entry.bare())
            self._tell(failure(entry, error, what))
            return found


def failure(entry: SourceEntry, error: Exception, what: str) -> Problem:
    """Return the problem for an exception that an entry raised."""
    reason = " ".join(str(error).split())
    reason = f"{type(error).__name__}: {_short(reason)}" if reason else type(error).__name__
    message = f"{what} and is plain text ({reason}); simplify its fields, one after another"
    return entry.source.problem(entry.key, Remark("", Subtype.FAILED, message))


def _short(reason: str) -> str:
    return reason if len(reason) <= 100 else reason[:99] + "…"
