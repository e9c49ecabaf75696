"""Complete entries from services: DOI, abstract, pages, PDF, code, and facts of the authors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from typing import TypeVar

from sphinx_publications.acquire import CommandError, NotKnownError
from sphinx_publications.acquire.add import Session, offer
from sphinx_publications.acquire.clients.author_works import openalex_work
from sphinx_publications.acquire.clients.registries import crossref_search, crossref_work
from sphinx_publications.acquire.clients.repositories import arxiv_papers
from sphinx_publications.acquire.entry_format import Marks
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.library import Library
from sphinx_publications.acquire.proposal import Proposal, completed
from sphinx_publications.acquire.record import (
    AUTHOR_FIELDS,
    Record,
    check_same,
    families,
    folded_title,
    is_told,
)
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.model.identifiers import arxiv as arxiv_identifier
from sphinx_publications.model.identifiers import doi as read_doi

T = TypeVar("T")
FIELDS = frozenset({"doi", "abstract", "pages", "eid", "pdf", "code", *AUTHOR_FIELDS})
"""The fields that are offered."""
_WANTED = ("doi", "abstract", "pages", "pdf", "code")


def enrich(session: Session, keys: Collection[str]) -> list[str]:
    """Offer fields that entries lack, one entry at a time; return the keys that were written."""
    library = session.sources.read()
    unknown = [key for key in keys if key.lower() not in library.reading.entries]
    if unknown:
        raise CommandError(f"there is no entry {unknown[0]}; see how it is spelled in the file")
    wanted = {key.lower() for key in keys}
    entries = [e for e in library.entries if not wanted or e.key.lower() in wanted]
    entries = [entry for entry in entries if lacking(entry) or may_be_told(entry)]
    finder = Finder(session.web, session.terminal.fail)
    finder.expect(entries)
    # Ask all services before the first question.
    counted = session.terminal.counting("Looking for what is lacking", entries)
    found = [(entry, finder.found(entry)) for entry in counted]
    keys = [_offered(session, entry, record) for entry, record in found if record]
    return list(filter(None, keys))


def lacking(entry: SourceEntry) -> list[str]:
    """Return the fields to look for that an entry lacks."""
    alike = {"pages": ("pages", "eid", "article-number"), "pdf": ("pdf", "html")}
    return [
        name
        for name in _WANTED
        if not any(entry.fields.get(other) for other in alike.get(name, (name,)))
        # A preprint has neither; its identifier is not the DOI of the publication.
        and not (entry.publication.is_preprint and name in {"doi", "pages"})
    ]


def may_be_told(entry: SourceEntry) -> bool:
    """Whether Crossref may say of the authors what an entry does not."""
    is_known = bool(entry.fields.get("doi")) and not entry.publication.is_preprint
    return is_known and not is_told(entry)


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
    """Finds papers at several services; reports each failure once."""

    def __init__(self, web: Web, report: Callable[[str], None]) -> None:
        self._web = web
        self._report = report
        self._reported: set[str] = set()
        self._papers: dict[str, Record] = {}

    def expect(self, entries: Collection[SourceEntry]) -> None:
        """Ask arXiv for all papers in one request."""
        identifiers = [found for entry in entries if (found := eprint_of(entry))]
        if identifiers:
            self._papers = self.tried(lambda: arxiv_papers(self._web, identifiers)) or {}

    def paper(self, entry: SourceEntry) -> Record | None:
        """Return arXiv's record of an entry."""
        return self._papers.get(eprint_of(entry))

    def found(self, entry: SourceEntry) -> Record | None:
        """Return the record of a paper, from as many services as it takes."""
        record: Record | None = None
        for other in self._records(entry):
            if self.tried(partial(check_same, entry, other)):
                record = record.completed_by(other) if record else other
                if set(lacking(entry)) <= set(record.fields):
                    break
        return record

    def _records(self, entry: SourceEntry) -> Iterator[Record]:
        paper = self.paper(entry)
        doi = read_doi(entry.fields.get("doi", "")) or ""
        if entry.publication.is_preprint:
            if paper is not None:
                yield replace(paper, appeared_as=())
            return
        known = None
        if doi:
            known = self.tried(lambda: crossref_work(self._web, doi))
        elif "doi" in lacking(entry):
            known = self._searched(entry)
        if known is not None:
            yield known
            doi = doi or known.fields.get("doi", "")
        if doi:
            known = self.tried(lambda: openalex_work(self._web, doi))
            if known is not None:
                yield known
        if paper is not None:
            yield paper

    def _searched(self, entry: SourceEntry) -> Record | None:
        """Return Crossref's work with the title, an author and the year of an entry."""
        publication = entry.publication
        author = publication.authors[0].name.family if publication.authors else ""
        title = publication.own_title
        if not title or not author:
            return None
        found = self.tried(lambda: crossref_search(self._web, title, author)) or []
        return next((record for record in found if is_same_work(entry, record)), None)

    def tried(self, ask: Callable[[], T]) -> T | None:
        """Return an answer; None if the service does not know it or fails."""
        try:
            return ask()
        except NotKnownError:
            return None
        except CommandError as failure:
            if str(failure) not in self._reported:
                self._reported.add(str(failure))
                self._report(f"{failure}.")
            return None


def eprint_of(entry: SourceEntry) -> str:
    """Return the identifier of an entry at arXiv; empty if it is not there."""
    details = entry.publication.details
    return (arxiv_identifier(details.eprint) or "").lower() if details.archive == "arXiv" else ""


def is_same_work(entry: SourceEntry, record: Record) -> bool:
    """Whether a search result is the work of an entry, and not a similar one."""
    publication = entry.publication
    authors = families(author.name for author in publication.authors[:3])
    year, other_year = publication.date.year, record.year
    return (
        folded_title(publication.title) in record.titles
        and not set(authors).isdisjoint(record.families)
        and (year is None or other_year is None or abs(year - other_year) <= 1)
        and publication.is_preprint == record.is_preprint
    )
