"""Preprints: which entries are one, in which archive, and which of their fields become wrong."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from sphinx_publications.acquire.input_ids import identify
from sphinx_publications.acquire.record import Record
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.latex import plain
from sphinx_publications.latex.scripts import unescape
from sphinx_publications.model.eprints import archive_of_doi, keeps_preprints
from sphinx_publications.model.identifiers import arxiv, doi, doi_url, safe_url

_PLACES = (
    "journal", "journaltitle", "booktitle", "howpublished", "publisher", "institution",
    "organization", "shortjournal", "abbr", "eventtitle", "series", "note",
)  # fmt: skip
"""Fields that may name the archive of a preprint."""
_CONTAINERS = frozenset({"journal", "journaltitle", "booktitle"})
_IN_CONTAINER = frozenset({"volume", "number", "issue", "pages", "eid", "publisher"})
"""Fields that describe a paper within its container, and go with it."""
_STATES = ("pubstate", "type", "note")


class Eprint(NamedTuple):
    """The eprint of a preprint, in BibLaTeX's terms."""

    archive: str
    identifier: str


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


def outdated(entry: SourceEntry, record: Record) -> set[str]:
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


def kept(entry: SourceEntry, gone: set[str]) -> dict[str, str]:
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
