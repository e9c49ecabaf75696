"""The works of an author that the owner's files lack."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx_publications.acquire.adding import Desk, add, numbers
from sphinx_publications.acquire.fetching import fetch, works_of
from sphinx_publications.acquire.houseform import Marks
from sphinx_publications.acquire.identifiers import Identifier, identify_author
from sphinx_publications.acquire.library import Library
from sphinx_publications.acquire.notdone import NotDoneError
from sphinx_publications.acquire.record import Record
from sphinx_publications.latex import plain

_QUESTION = "Which of them are to be added? Numbers as in 1,3-5, all, or nothing for none"


def author(text: str) -> Identifier:
    """Return the author that an argument names."""
    found = identify_author(text)
    if found is None:
        message = f"'{text}' is no ORCID (0000-0002-1825-0097), no author of OpenAlex (A5023888391)"
        raise NotDoneError(f"{message} or of DBLP (151/5709); write one of them")
    return found


def missing(desk: Desk, whose: Identifier, chosen: str | None) -> list[str]:
    """List the works that are lacking, newest first, and add those that are chosen by number.

    Without `chosen` it is asked. Returns the keys of the entries that were written.
    """
    works = lacking(works_of(desk.web, whose), desk.place.read())
    if not works:
        desk.terminal.say("Nothing is missing.")
        return []
    for number, work in enumerate(works, start=1):
        desk.terminal.say(f"{number:>3} {line(work)}")
    if chosen is None:
        chosen = desk.terminal.ask(_QUESTION)
    if not chosen:
        return []
    written: list[str] = []
    for number in numbers(chosen, len(works)):
        try:
            written += add([whole(works[number - 1], desk)], desk, Marks())
        except NotDoneError as failure:
            desk.terminal.fail(f"{number}: {failure}.")
    return written


def lacking(works: Sequence[Record], library: Library) -> list[Record]:
    """Return the works that a library has not, each once, the newest first."""
    found: dict[str, Record] = {}
    for work in works:
        if library.find(work) is None:
            known = found.get(work.title)
            # What has appeared counts, and not its preprint.
            if known is None or (known.is_preprint and not work.is_preprint):
                found[work.title] = work
    return sorted(found.values(), key=lambda work: work.fields.get("date", ""), reverse=True)


def line(work: Record) -> str:
    """Return a work as a line: year, title, where it appeared, identifier."""
    fields = work.fields
    where = plain(fields.get("journal", "") or fields.get("booktitle", ""))
    identifier = fields.get("doi", "") or fields.get("eprint", "")
    title = plain(fields.get("title", ""))
    return f"{work.year or '----'} {', '.join(filter(None, (title, where, identifier)))}"


def whole(work: Record, desk: Desk) -> Record:
    """Return all that is known of a work: by its identifier, or else what the list says of it."""
    if work.doi:
        identifier = Identifier("doi", work.fields["doi"])
    elif work.eprint and work.fields.get("eprinttype") == "arxiv":
        identifier = Identifier("arxiv", work.fields["eprint"])
    else:
        return work
    return fetch(desk.web, identifier, desk.terminal.fail)
