"""The user's BibTeX files: their entries, found by the record of a paper, and their preprints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.bib_file import BibFile, Written
from sphinx_publications.acquire.entry_format import Venues
from sphinx_publications.acquire.record import Record, families, folded_eprint, folded_title
from sphinx_publications.acquire.services import identify
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.diagnostics import Subtype
from sphinx_publications.latex import plain
from sphinx_publications.latex.macros import unescape
from sphinx_publications.model.entry_types import SERVING_TYPES
from sphinx_publications.model.eprints import Eprint, archive_of_doi, keeps_preprints
from sphinx_publications.model.identifiers import arxiv, doi, doi_url, safe_url
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


_PLACES = (
    "journal", "journaltitle", "booktitle", "howpublished", "publisher", "institution",
    "organization", "shortjournal", "abbr", "eventtitle", "series", "note",
)  # fmt: skip
"""Fields that may name the archive of a preprint."""
_CONTAINERS = frozenset({"journal", "journaltitle", "booktitle"})
_IN_CONTAINER = frozenset({"volume", "number", "issue", "pages", "eid", "publisher"})
"""Fields that describe a paper within its container, and go with it."""
_STATES = ("pubstate", "type", "note")


def eprint_in(text: str) -> Eprint | None:
    """Return the eprint that a DOI or an address leads to, None if it leads to none."""
    found = identify(unescape(text))
    if found is None or found.kind not in {"arxiv", "hal", "doi"}:
        return None
    archive = archive_of_doi(found.value) if found.kind == "doi" else found.kind
    return Eprint(archive, found.value) if archive else None


def eprint_of(entry: SourceEntry) -> Eprint | None:
    """Return the eprint that an entry names in any field, None if it names none."""
    details, fields = entry.publication.details, entry.fields
    if details.eprint:
        return Eprint(details.archive.lower(), details.eprint)
    for name in ("doi", "url"):
        if found := eprint_in(fields.get(name, "")):
            return found
    for name in (*_PLACES, "number", "volume", "eid"):
        value = plain(fields.get(name, ""))
        if re.search(r"\barxiv\b", value, re.IGNORECASE) and (identifier := arxiv(value)):
            return Eprint("arxiv", identifier)
    return None


def is_preprint(entry: SourceEntry) -> bool:
    """Whether an entry is a preprint, even if only its DOI or address shows it."""
    publication = entry.publication
    if publication.is_preprint:
        return True
    may_be = publication.entry_type.may_be_preprint and not publication.details.container
    is_at_archive = any(
        _is_of_preprint(entry.fields.get(name, ""), None) for name in ("doi", "url")
    )
    return may_be and is_at_archive


def outdated_fields(entry: SourceEntry, record: Record) -> set[str]:
    """Return the fields of a preprint that are wrong for its publication."""
    fields = entry.fields
    gone = {name for name in _PLACES if _names_archive(plain(fields.get(name, "")))}
    if gone & _CONTAINERS:
        gone |= _IN_CONTAINER & set(fields)
    gone |= {n for n in _STATES if plain(fields.get(n, "")).strip(" .").lower() == "preprint"}
    gone |= {n for n in ("number", "volume", "eid") if _names_archive(plain(fields.get(n, "")))}
    ours = doi(fields.get("doi", ""))
    if ours and (eprint_in(ours) or record.doi) and ours.lower() != record.doi:
        gone.add("doi")
    if fields.get("url") and _is_of_preprint(fields["url"], ours if "doi" in gone else None):
        gone.add("url")
    return gone


def kept_links(entry: SourceEntry, gone: set[str]) -> dict[str, str]:
    """Return the fields that keep the preprint as a link of the published entry."""
    fields, eprint = entry.fields, eprint_of(entry)
    found: dict[str, str] = {}
    if eprint is not None and not (fields.get("eprint") or fields.get("arxiv")):
        found = {"eprint": eprint.identifier}
        if eprint.archive and not (fields.get("eprinttype") or fields.get("archiveprefix")):
            found["eprinttype"] = eprint.archive
    for name in sorted(gone & {"doi", "url"}):
        other = eprint_in(fields[name])
        if other is not None and eprint is not None and _same(other, eprint):
            continue
        # A preprint in an unknown or a second archive becomes a plain link.
        identifier = doi(fields[name]) if name == "doi" else None
        address = doi_url(identifier) if identifier else fields[name]
        found.setdefault("eprint" if eprint is None else "html", address)
    return {name: value for name, value in found.items() if not fields.get(name)}


def _same(one: Eprint, other: Eprint) -> bool:
    return one.identifier.lower() == (arxiv(other.identifier) or other.identifier).lower()


def _names_archive(place: str) -> bool:
    first = re.match(r"(?:https?://(?:www\.)?)?(\w+)", place.strip())
    return keeps_preprints(place.strip()) or (first is not None and keeps_preprints(first[1]))


def _is_of_preprint(url: str, its_doi: str | None) -> bool:
    """Whether an address leads to a preprint; its DOI may be known."""
    if eprint_in(url) or (its_doi and doi(url) == its_doi):
        return True
    host = urlsplit(safe_url(url) or "").hostname or ""
    return any(keeps_preprints(part) for part in host.split(".") if part.endswith("rxiv"))
