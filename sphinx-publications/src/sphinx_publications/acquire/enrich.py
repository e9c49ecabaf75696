"""Complete and check entries from services.

What they complete: DOI, abstract, pages, PDF, code, and facts of the authors. What they find: dead
links, published preprints, retractions, and differences from the publisher's record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

from sphinx_publications.acquire import CommandError, NotKnownError
from sphinx_publications.acquire.add import Session, offer
from sphinx_publications.acquire.clients.author_works import openalex_work
from sphinx_publications.acquire.clients.registries import (
    biorxiv_published,
    crossref_notices,
    crossref_search,
    crossref_work,
    doi_work,
)
from sphinx_publications.acquire.clients.repositories import arxiv_papers
from sphinx_publications.acquire.entry_format import Marks
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.library import Library
from sphinx_publications.acquire.proposal import Proposal, completed
from sphinx_publications.acquire.record import (
    AUTHOR_FIELDS,
    Record,
    Update,
    check_same,
    folded_title,
    is_same_work,
    is_told,
)
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.diagnostics import Problem, Remark, Subtype
from sphinx_publications.latex import plain
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


_REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The status is one of these if a redirect has no location."""
_AT_ONCE = 6
"""Links that are requested at the same time."""
_RETRACTIONS = frozenset(
    "retraction partial-retraction withdrawal removal expression-of-concern "
    "expression-of-concerns".split()
)
_IGNORED = frozenset({"new-edition", "new-version", "clarification", "addendum", "crossmark"})
_PREPRINT_SERVERS = {"bioRxiv": "biorxiv", "medRxiv": "medrxiv"}


def check_online(
    session: Session, entries: Collection[SourceEntry]
) -> tuple[list[Problem], list[str]]:
    """Return the problems of entries, and a line for each check that failed."""
    failures: list[str] = []
    checker = _Checker(session, failures.append)
    checker.finder.expect(entries)
    found = list(checker.links(entries))
    for entry in session.terminal.counting("Asking about the entries", entries):
        for rule in (checker.has_appeared, checker.published):
            found += rule(entry)
    return found, list(dict.fromkeys(failures))


class _Checker:
    def __init__(self, session: Session, report: Callable[[str], None]) -> None:
        self._web = session.web
        self._report = report
        self._waiting = session.terminal.waiting
        self.finder = Finder(session.web, report)

    def links(self, entries: Collection[SourceEntry]) -> Iterator[Problem]:
        """Yield problems of links that do not work."""
        asked = [
            (entry, link.field, link.url)
            for entry in entries
            for link in entry.publication.all_links
            if link.url.startswith(("http://", "https://"))
        ]
        urls = list(dict.fromkeys(url for _, _, url in asked))
        if self._web.settings.offline:
            self._report("links are not checked without the network; run it without --offline.")
            return
        with self._waiting(f"Asking for {len(urls)} links"), ThreadPoolExecutor(_AT_ONCE) as pool:
            answers = dict(zip(urls, pool.map(self._status, urls), strict=True))
        for entry, field, url in asked:
            message, subtype = answers[url]
            if message:
                remark = Remark(field, subtype, f"{url} {message}")
                yield entry.source.problem(entry.key, remark)._replace(about=url)

    def _status(self, url: str) -> tuple[str, Subtype]:
        """Return a message on an address; empty if it works, or refuses to answer programs."""
        try:
            status = self._web.status(url)
        except CommandError as failure:
            return f"{failure}; see whether it is still there", Subtype.UNREACHABLE_LINK
        message = ""
        if status in {404, 410}:
            message = f"is gone (status {status}); write where it is now, or remove it"
            return message, Subtype.GONE_LINK
        if status in _REDIRECTS:
            message = f"leads nowhere (status {status}); see where it is now"
        elif status >= 500:
            message = f"is out of order (status {status}); see whether it is still there"
        return message, Subtype.UNREACHABLE_LINK

    def has_appeared(self, entry: SourceEntry) -> Iterator[Problem]:
        """Yield a problem if a preprint has appeared, according to arXiv, Crossref or bioRxiv."""
        if not entry.publication.is_preprint:
            return
        paper = self.finder.paper(entry)
        where = paper.appeared_as[0] if paper and paper.appeared_as else ""
        if not where and paper and paper.appeared_in:
            message = f"arXiv says that it has appeared in {paper.appeared_in}; add it by its DOI"
            yield _problem(entry, Subtype.APPEARED_PREPRINT, "", message)
            return
        identifier = read_doi(entry.fields.get("eprint", "") or entry.fields.get("doi", ""))
        if not where and identifier:
            where = self._relation(identifier, entry.publication.details.archive)
        if where:
            remedy = f"run sphinx-publications add {where}, which completes it"
            message = f"it has appeared as {where}; {remedy}"
            yield _problem(entry, Subtype.APPEARED_PREPRINT, "", message)

    def _relation(self, identifier: str, archive: str) -> str:
        record = self.finder.tried(lambda: crossref_work(self._web, identifier))
        if record is not None and record.appeared_as:
            return record.appeared_as[0]
        server = _PREPRINT_SERVERS.get(archive)
        if not server:
            return ""
        return self.finder.tried(lambda: biorxiv_published(self._web, server, identifier)) or ""

    def published(self, entry: SourceEntry) -> Iterator[Problem]:
        """Yield notices about the paper of a DOI, and differences from the publisher's record."""
        identifier = read_doi(entry.fields.get("doi", ""))
        if not identifier:
            return
        notices: list[Update] = []
        try:
            try:
                record = crossref_work(self._web, identifier)
                others = self.finder.tried(lambda: crossref_notices(self._web, identifier)) or []
                notices = [*record.updates, *others]
            except NotKnownError:  # DataCite or another agency may have it.
                record = doi_work(self._web, identifier)
        except NotKnownError:
            message = f"nobody knows the DOI {identifier}; see how it is written on the paper"
            yield _problem(entry, Subtype.GONE_LINK, "doi", message)
        except CommandError as failure:
            self._report(f"{failure}.")
        else:
            yield from _noticed(entry, dict.fromkeys(notices))
            yield from _differing(entry, record)


def _noticed(entry: SourceEntry, notices: Collection[Update]) -> Iterator[Problem]:
    by_kind: dict[str, list[str]] = {}
    for notice in notices:
        if notice.kind not in _IGNORED:
            by_kind.setdefault(notice.kind, []).append(notice.doi)
    note = plain(f"{entry.fields.get('note', '')} {entry.fields.get('addendum', '')}").lower()
    for kind, dois in by_kind.items():
        where = ", ".join(dict.fromkeys(filter(None, dois)))
        words = kind.replace("-", " ")
        if kind in _RETRACTIONS:
            if "retract" not in note and "withdraw" not in note and words not in note:
                message = f"there is a notice of {words}: {where}; say so in note = {{…}}"
                yield _problem(entry, Subtype.RETRACTED, "doi", message)
        elif not any(found.lower() in note for found in dois if found) and words not in note:
            message = f"there is a notice of {words}: {where}; name it in note = {{…}}"
            yield _problem(entry, Subtype.CORRECTED, "doi", message)


def _differing(entry: SourceEntry, record: Record) -> Iterator[Problem]:
    """Yield problems if the year or the title differs from the publisher's."""
    publication = entry.publication
    year = publication.date.year
    if year and record.year and year != record.year and abs(year - record.year) < 100:
        field = "date" if "date" in entry.source.field_lines else "year"
        message = f"the year is {year} here, and {record.year} at the publisher; see which is right"
        yield _problem(entry, Subtype.DIFFERENT_RECORD, field, message)
    ours, theirs = folded_title(publication.title), record.titles
    if record.title and ours not in theirs and not theirs[1].startswith(f"{ours} "):
        title = plain(record.fields["title"])
        message = f"the title is '{title}' at the publisher; see which is right"
        yield _problem(entry, Subtype.DIFFERENT_RECORD, "title", message)


def _problem(entry: SourceEntry, subtype: Subtype, field: str, message: str) -> Problem:
    return entry.source.problem(entry.key, Remark(field, subtype, message))
