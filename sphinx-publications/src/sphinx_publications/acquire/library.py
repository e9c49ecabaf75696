"""The user's BibTeX files: their entries, found by the record of a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.bib_file import BibFile, Written
from sphinx_publications.acquire.entry_format import Venues
from sphinx_publications.acquire.preprints import eprint_of, is_preprint
from sphinx_publications.acquire.record import Record, families, folded_eprint, folded_title
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.diagnostics import Subtype
from sphinx_publications.model.entry_types import SERVING_TYPES
from sphinx_publications.model.identifiers import doi
from sphinx_publications.model.parse_options import ReadingOptions

_DOIS = ("doi", "eprint")
_SHORT_TITLE = 3
"""The length in words up to which a title alone does not identify a paper: "Reply"."""


@dataclass(frozen=True)
class BibSources:
    """The files with the user's entries, and how they are read."""

    files: Sequence[Path]
    """The first one takes new entries."""
    encoding: str = "utf-8-sig"
    options: ReadingOptions = field(default_factory=ReadingOptions)
    _last: list[Library] = field(default_factory=list, compare=False)

    def read(self) -> Library:
        """Read the files, unless they are the same as the last time."""
        if not (self._last and self._last[0].is_current):
            self._last[:] = [Library(self)]
        return self._last[0]


class Library:
    """The entries as they were at one moment."""

    def __init__(self, sources: BibSources) -> None:
        if not sources.files:
            raise CommandError("no file of references is named; set bibtex_bibfiles in conf.py")
        self.files = {path: BibFile.load(path, sources.encoding) for path in sources.files}
        self.people = sources.options.people
        self.reading: Reading = read(sources.files, sources.options, sources.encoding)

    @property
    def is_current(self) -> bool:
        """Whether the files have not changed since they were read."""
        try:
            return all(path.read_bytes() == file.data for path, file in self.files.items())
        except OSError:
            return False

    @cached_property
    def entries(self) -> list[SourceEntry]:
        """The entries that are works, not parts of others."""
        found = self.reading.entries.values()
        return [entry for entry in found if entry.type not in SERVING_TYPES]

    @cached_property
    def venues(self) -> Venues:
        """The venues of the entries."""
        return Venues(self.entries)

    @property
    def first(self) -> BibFile:
        """The file that takes new entries."""
        return next(iter(self.files.values()))

    @property
    def taken(self) -> set[str]:
        """The keys that are taken, in lower case."""
        raw = {w.raw.key.lower() for file in self.files.values() for w in file.entries}
        return raw | set(self.reading.entries)

    @cached_property
    def _by_doi(self) -> dict[str, SourceEntry]:
        pairs = ((e, doi(e.fields.get(n, ""))) for e in reversed(self.entries) for n in _DOIS)
        return {identifier.lower(): entry for entry, identifier in pairs if identifier}

    @cached_property
    def _by_eprint(self) -> dict[str, SourceEntry]:
        pairs = ((eprint_of(entry), entry) for entry in reversed(self.entries))
        return {folded_eprint(eprint.identifier): entry for eprint, entry in pairs if eprint}

    @cached_property
    def _by_title(self) -> dict[str, list[SourceEntry]]:
        found: dict[str, list[SourceEntry]] = {}
        for entry in self.entries:
            found.setdefault(folded_title(entry.publication.title), []).append(entry)
        return found

    def find(self, record: Record) -> SourceEntry | None:
        """Return the entry of the same paper: by DOI, by eprint, or by the folded title."""
        for identifier in filter(None, (record.doi, doi(record.eprint))):
            if identifier in self._by_doi:
                return self._by_doi[identifier]
        if record.eprint and record.eprint in self._by_eprint:
            return self._by_eprint[record.eprint]
        same = [entry for title in set(record.titles) for entry in self._by_title.get(title, ())]
        same = [entry for entry in same if _may_be_same(entry, record)]
        # Prefer the published version to its preprint.
        return min(same, key=is_preprint, default=None)

    def written(self, entry: SourceEntry) -> tuple[BibFile, Written]:
        """Return the place of an entry; raises `CommandError` if it cannot be changed there."""
        source = entry.source
        for file in self.files.values():
            found = file.entry(entry.key, source.line) if str(file.path) == source.file else None
            if found and all(slip.subtype is not Subtype.SYNTAX for slip in found.raw.slips):
                return file, found
        place = f"{source.file}:{source.line}: {entry.key}"
        raise CommandError(f"{place} is not changed, since it is no clean BibTeX; mend it first")


def _may_be_same(entry: SourceEntry, record: Record) -> bool:
    """Whether an entry and a record with the same title may be one paper."""
    publication = entry.publication
    has_other_doi = "" != record.doi != publication.details.doi.lower() != ""
    if has_other_doi and is_preprint(entry) == record.is_preprint:
        return False
    if record.families and publication.authors:
        authors = families(author.name for author in publication.authors)
        return not set(authors).isdisjoint(record.families)
    return len(record.title.split()) > _SHORT_TITLE
