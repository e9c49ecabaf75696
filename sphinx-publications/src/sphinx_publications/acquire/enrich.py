"""What entries lack, from services that know the paper: DOI, abstract, pages, PDF, code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import TypeVar

from sphinx_publications.acquire import CommandError, NotKnownError
from sphinx_publications.acquire.add import Session, offer
from sphinx_publications.acquire.clients import arxiv, openalex
from sphinx_publications.acquire.clients import doi as crossref
from sphinx_publications.acquire.entry_format import Marks
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.library import Library
from sphinx_publications.acquire.proposal import Proposal, completed
from sphinx_publications.acquire.record import Record, check_same, folded_title
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.model.identifiers import arxiv as arxiv_identifier
from sphinx_publications.model.identifiers import doi as read_doi
from sphinx_publications.model.names import fold

T = TypeVar("T")
FIELDS = frozenset({"doi", "abstract", "pages", "eid", "pdf", "code"})
"""The fields that are offered."""
_LOOKING = "Looking for what is lacking"
_WANTED = ("doi", "abstract", "pages", "pdf", "code")


def enrich(session: Session, keys: Collection[str]) -> list[str]:
    """Offer what entries lack, one after another; return the keys of those that were written."""
    library = session.sources.read()
    unknown = [key for key in keys if key.lower() not in library.reading.entries]
    if unknown:
        raise CommandError(f"there is no entry {unknown[0]}; see how it is spelled in the file")
    wanted = {key.lower() for key in keys}
    entries = [e for e in library.entries if not wanted or e.key.lower() in wanted]
    entries = [entry for entry in entries if lacking(entry)]
    finder = Finder(session.web, session.terminal.fail)
    finder.expect(entries)
    written = []
    # All services are asked before the first question is.
    found = [(entry, finder.found(entry)) for entry in session.terminal.counting(_LOOKING, entries)]
    for entry, record in found:
        key = _offered(session, entry, record) if record else ""
        if key:
            written.append(key)
    return written


def lacking(entry: SourceEntry) -> list[str]:
    """Return the fields that are looked for, of those that an entry has not."""
    alike = {"pages": ("pages", "eid", "article-number"), "pdf": ("pdf", "html")}
    return [
        name
        for name in _WANTED
        if not any(entry.fields.get(other) for other in alike.get(name, (name,)))
        # A preprint has neither, and its identifier is no DOI of what appeared.
        and not (entry.publication.is_preprint and name in {"doi", "pages"})
    ]


def _offered(session: Session, entry: SourceEntry, record: Record) -> str:
    def make(library: Library, marks: Marks) -> Proposal:
        now = library.reading.entries.get(entry.key.lower())
        if now is None:
            raise CommandError(f"{entry.key} was removed meanwhile")
        return completed(now, record, library, marks, FIELDS)

    try:
        if make(session.sources.read(), Marks()).is_empty:
            return ""
        return offer(session, make, Marks(), asks_marks=False)
    except CommandError as failure:
        session.terminal.fail(f"{failure}.")
        return ""


class Finder:
    """Asks services for papers; what one does not say another may. Each failure is told once."""

    def __init__(self, web: Web, tell: Callable[[str], None]) -> None:
        self._web = web
        self._tell = tell
        self._told: set[str] = set()
        self._papers: dict[str, Record] = {}

    def expect(self, entries: Collection[SourceEntry]) -> None:
        """Ask arXiv for all its papers at once."""
        identifiers = [found for entry in entries if (found := eprint_of(entry))]
        if identifiers:
            self._papers = self.tried(lambda: arxiv.papers(self._web, identifiers)) or {}

    def paper(self, entry: SourceEntry) -> Record | None:
        """Return what arXiv says of an entry."""
        return self._papers.get(eprint_of(entry))

    def found(self, entry: SourceEntry) -> Record | None:
        """Return what all services together say of a paper."""
        record: Record | None = None
        for other in self._asked(entry):
            if not self._is_of(entry, other):
                continue
            record = record.completed_by(other) if record else other
            if not set(lacking(entry)) - set(record.fields):
                break
        return record

    def _is_of(self, entry: SourceEntry, record: Record) -> bool:
        def check() -> bool:
            check_same(entry, record)
            return True

        return self.tried(check) or False

    def _asked(self, entry: SourceEntry) -> Iterator[Record]:
        paper = self.paper(entry)
        doi = read_doi(entry.fields.get("doi", "")) or ""
        if entry.publication.is_preprint:
            if paper is not None:
                yield replace(paper, appeared_as=())
            return
        known = None
        if doi:
            known = self.tried(lambda: crossref.crossref_work(self._web, doi))
        elif "doi" in lacking(entry):
            known = self.searched(entry)
        if known is not None:
            yield known
            doi = doi or known.fields.get("doi", "")
        if doi:
            open_one = self.tried(lambda: openalex.work(self._web, doi))
            if open_one is not None:
                yield open_one
        if paper is not None:
            # Its pages and its DOI are those of an eprint, of which it has none.
            yield paper

    def searched(self, entry: SourceEntry) -> Record | None:
        """Return the work of Crossref with the title, an author and the year of an entry."""
        publication = entry.publication
        author = publication.authors[0].name.family if publication.authors else ""
        title = publication.own_title
        if not title or not author:
            return None
        found = self.tried(lambda: crossref.search(self._web, title, author)) or []
        return next((record for record in found if is_same_work(entry, record)), None)

    def tried(self, ask: Callable[[], T]) -> T | None:
        """Return an answer; nothing where a service does not know, or is not to be had."""
        try:
            return ask()
        except NotKnownError:
            return None
        except CommandError as failure:
            if str(failure) not in self._told:
                self._told.add(str(failure))
                self._tell(f"{failure}.")
            return None


def eprint_of(entry: SourceEntry) -> str:
    """Return the identifier of an entry at arXiv; empty if it is not there."""
    details = entry.publication.details
    return (arxiv_identifier(details.eprint) or "").lower() if details.archive == "arXiv" else ""


def is_same_work(entry: SourceEntry, record: Record) -> bool:
    """Whether a record that was searched for is the work of an entry, and not one like it."""
    publication = entry.publication
    whole = folded_title(f"{record.fields.get('title', '')} {record.fields.get('subtitle', '')}")
    if folded_title(publication.title) not in {record.title, whole}:
        return False
    families = {fold(name.family) for name in record.people.get("author", ())}
    is_by_them = any(fold(author.name.family) in families for author in publication.authors[:3])
    years = publication.date.year, record.year
    is_then = None in years or abs((years[0] or 0) - (years[1] or 0)) <= 1
    return is_by_them and is_then and publication.is_preprint == record.is_preprint
