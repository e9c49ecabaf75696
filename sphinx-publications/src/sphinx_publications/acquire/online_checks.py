"""Checks of entries that need the network.

They find dead links, published preprints, retractions, and differences from the publisher's record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor

from sphinx_publications.acquire import CommandError, NotKnownError
from sphinx_publications.acquire.add import Session
from sphinx_publications.acquire.clients.registries import (
    biorxiv_published,
    crossref_notices,
    crossref_work,
    doi_work,
)
from sphinx_publications.acquire.enrich import Finder
from sphinx_publications.acquire.record import Record, Update, folded_title
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.diagnostics import Problem, Remark, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.model.identifiers import doi as read_doi

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
