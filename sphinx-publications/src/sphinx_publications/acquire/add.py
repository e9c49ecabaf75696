"""Add papers: fetch them, show a diff, and write it when the user confirms."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sphinx_publications.acquire import CommandError, importers, need
from sphinx_publications.acquire.bib_file import change
from sphinx_publications.acquire.clients import fetch, works_of
from sphinx_publications.acquire.clients.author_works import orcid_work
from sphinx_publications.acquire.console import Terminal
from sphinx_publications.acquire.entry_format import Marks
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.library import BibSources, Library
from sphinx_publications.acquire.proposal import Proposal, propose
from sphinx_publications.acquire.record import Record
from sphinx_publications.acquire.services import Identifier, identify, identify_author
from sphinx_publications.bibtex.source import read_text
from sphinx_publications.latex import plain
from sphinx_publications.model.people import Profile

_GROUPS = re.compile(r"\d+(?:\s*,\s*\d+)+|c(?:orresponding)?\s*\d+(?:\s*,\s*\d+)*", re.IGNORECASE)
_YES = frozenset({"y", "yes", "j", "ja", "o", "oui"})
QUESTION = (
    "Write it? y or n; or with who contributed equally: 1,2 or 1,2;4,5 (and c3 for corresponding)"
)
SHORT_QUESTION = "Write it? y or n"
_WHICH = "Which of them are to be added? Numbers as in 1,3-5, all, or nothing for none"


@dataclass(frozen=True)
class Session:
    """What the commands work with: the files, the services and the terminal."""

    sources: BibSources
    web: Web
    terminal: Terminal
    assume_yes: bool = False


def named(text: str, session: Session) -> list[Record]:
    """Return the records of an argument: an identifier, an address or a file."""
    if os.path.isfile(text):  # noqa: PTH113 - a Path raises for long names
        found, slips = read_text(Path(text), "utf-8-sig")
        if not found:
            reason = slips[0].message if slips else "it is empty"
            raise CommandError(f"{text} cannot be read; {reason}")
        return importers.records(found)
    identifier = identify(text)
    if identifier is None:
        message = f"'{text}' is no DOI, no identifier of arXiv, bioRxiv, HAL or OpenReview, no ISBN"
        raise CommandError(f"{message} and no file; paste the DOI, or the BibTeX as a file")
    return [fetch(session.web, identifier, session.terminal.fail)]


def clipboard() -> list[Record]:
    """Return the records in the clipboard."""
    need("pyperclip", "the clipboard")
    import pyperclip

    try:
        text = pyperclip.paste()
    except pyperclip.PyperclipException:
        message = "there is no clipboard to read; put what you copied into a file, and name that"
        raise CommandError(message) from None
    return importers.records(text)


def add(records: Iterable[Record], session: Session, marks: Marks) -> list[str]:
    """Offer records one after another; return the keys of the entries that were written."""
    keys = [offer(session, partial(propose, record), marks) for record in records]
    return list(filter(None, keys))


def offer(
    session: Session,
    make: Callable[[Library, Marks], Proposal],
    marks: Marks,
    asks_marks: bool = True,
) -> str:
    """Show a proposal, ask, and write it; return the key of the entry, empty if nothing is written.

    The proposal is made again just before it is written. If the file has changed so that
    the change differs from the one shown, it is shown and asked for again.
    """
    terminal = session.terminal
    while True:
        library = session.sources.read()
        shown = make(library, marks)
        if shown.is_empty:
            terminal.say(f"{shown.key} has all of it already.")
            return ""
        terminal.say(_heading(shown))
        terminal.show(shown.diff)
        if shown.remark:
            terminal.say(shown.remark)
        if not session.assume_yes:
            may_mark = asks_marks and shown.is_new and marks == Marks()
            answered = _ask(session, shown, library, make, may_mark)
            if answered is None:
                terminal.error("Nothing is written.")
                return ""
            marks = answered if may_mark else marks
            shown = make(library, marks)
        found = _write(session, make, marks, shown)
        if found is not None:
            return found
        terminal.error(f"{shown.path} was changed meanwhile.")


def _write(
    session: Session, make: Callable[[Library, Marks], Proposal], marks: Marks, shown: Proposal
) -> str | None:
    """Write the change that `make` returns now; None if it differs from the one that was shown."""
    made: list[Proposal] = []

    def again() -> tuple[bytes, bytes] | None:
        proposal = make(session.sources.read(), marks)
        is_same = (proposal.before, proposal.after) == (shown.before, shown.after)
        if proposal.path != shown.path or not (session.assume_yes or is_same):
            return None
        made.append(proposal)
        return proposal.before, proposal.after

    is_written = change(shown.path, session.web.settings, again)
    if not made:
        return None
    key = made[-1].key
    session.terminal.say(f"{shown.path}: {key} is written." if is_written else f"{key} is there.")
    return key if is_written else ""


def _heading(proposal: Proposal) -> str:
    if proposal.is_new:
        return f"{proposal.key} is new:"
    if proposal.has_appeared:
        return f"{proposal.key} is there as a preprint, and has appeared:"
    return f"{proposal.key} is there, and would be completed:"


def _ask(
    session: Session,
    shown: Proposal,
    library: Library,
    make: Callable[[Library, Marks], Proposal],
    may_mark: bool,
) -> Marks | None:
    """Return the marks in a positive answer, None for a no; repeat the question if unclear."""
    if may_mark:
        for line in authors_of(shown):
            session.terminal.say(line)
    while True:
        answer = session.terminal.ask(QUESTION if may_mark else SHORT_QUESTION)
        if answer is None:
            raise CommandError("nobody answers, and nothing is written; say --yes to write it")
        if answer.lower() in {"", "n", "no", "nein", "non"}:
            return None
        marks = read_marks(answer) if may_mark else Marks() if answer.lower() in _YES else None
        if marks is None:
            session.terminal.error(f"'{answer}' is not understood.")
            continue
        try:
            make(library, marks)
        except CommandError as failure:
            session.terminal.error(f"{failure}.")
            continue
        return marks


def authors_of(proposal: Proposal) -> list[str]:
    """Return the authors of a new entry as numbered lines."""
    line = next(line for line in proposal.diff if re.match(r"\+\s*(?:author|editor)\b", line))
    value = line.partition("{")[2].rpartition("}")[0]
    return [f"  {number:>3} {name}" for number, name in enumerate(value.split(" and "), start=1)]


def read_marks(answer: str) -> Marks | None:
    """Return the marks in an answer like ``1,2;4,5;c3``; None if it is not understood.

    A group of equal authors has at least two numbers. A yes may precede the groups.
    """
    first, _, rest = answer.strip().partition(" ")
    words = rest if first.lower().rstrip(",;") in _YES else answer
    groups = _GROUPS.findall(words)
    if re.sub(r"[\s;.]", "", _GROUPS.sub("", words)):
        return None
    marks = Marks()
    for group in groups:
        numbers = tuple(map(int, re.findall(r"\d+", group)))
        if group[0].lower() == "c":
            marks = marks._replace(corresponding=marks.corresponding + numbers)
        elif marks.equal2:
            return None
        else:
            marks = marks._replace(**{"equal2" if marks.equal else "equal": numbers})
    return marks if groups or answer.strip().lower() in _YES else None


def numbers(text: str, most: int) -> Sequence[int]:
    """Return the numbers in an answer, ``1,3-5`` or ``all``; raise `CommandError` for others."""
    found: list[int] = []
    if text.strip().lower() == "all":
        return range(1, most + 1)
    for part in re.split(r"[\s,;]+", text.strip()):
        match = re.fullmatch(r"(\d+)(?:-(\d+))?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= most:
            raise CommandError(f"'{part}' is no number from 1 to {most}; write them as in 1,3-5")
        found += range(first, last + 1)
    return list(dict.fromkeys(found))


def author_id(text: str) -> Identifier:
    """Return the identifier of an author in an argument."""
    found = identify_author(text)
    if found is None:
        message = f"'{text}' is no ORCID (0000-0002-1825-0097), no author of OpenAlex (A5023888391)"
        raise CommandError(f"{message} or of DBLP (151/5709); write one of them")
    return found


def add_missing(session: Session, whose: Identifier, chosen: str | None) -> list[str]:
    """List missing works of an author, newest first, and add those with the numbers `chosen`.

    If `chosen` is None, ask for them. Returns the keys of the entries that were written.
    """
    works = missing_works(works_of(session.web, whose), session.sources.read())
    if not works:
        session.terminal.say("Nothing is missing.")
        return []
    for number, work in enumerate(works, start=1):
        session.terminal.say(f"{number:>3} {work_line(work)}")
    if chosen is None:
        chosen = session.terminal.ask(_WHICH)
    if not chosen:
        return []
    written: list[str] = []
    for number in numbers(chosen, len(works)):
        try:
            written += add([whole_record(works[number - 1], session)], session, Marks())
        except CommandError as failure:
            session.terminal.fail(f"{number}: {failure}.")
    return written


def add_missing_of_all(
    session: Session, people: Iterable[Profile], chosen: str | None
) -> list[str]:
    """Do what `add_missing` does for each of `people` with an ORCID iD, one after another.

    Raises `CommandError` if nobody has one. A failure of one does not stop the others.
    """
    known = [person for person in people if person.orcid]
    if not known:
        message = "nobody in publications_people has an orcid"
        raise CommandError(f"{message}; add some there, or name an author")
    written: list[str] = []
    for person in known:
        session.terminal.say(f"{person.label}:")
        try:
            written += add_missing(session, author_id(person.orcid), chosen)
        except CommandError as failure:
            session.terminal.fail(f"{person.label}: {failure}.")
    return written


def missing_works(works: Sequence[Record], library: Library) -> list[Record]:
    """Return the works that a library lacks, each once, the newest first."""
    found: dict[str, Record] = {}
    for work in works:
        if library.find(work) is None:
            known = found.get(work.title)
            # Prefer the published version to its preprint.
            if known is None or (known.is_preprint and not work.is_preprint):
                found[work.title] = work
    return sorted(found.values(), key=lambda work: work.fields.get("date", ""), reverse=True)


def work_line(work: Record) -> str:
    """Return a line for a work: year, title, venue, identifier."""
    fields = work.fields
    where = plain(fields.get("journal", "") or fields.get("booktitle", ""))
    identifier = fields.get("doi", "") or fields.get("eprint", "")
    title = plain(fields.get("title", ""))
    return f"{work.year or '----'} {', '.join(filter(None, (title, where, identifier)))}"


def whole_record(work: Record, session: Session) -> Record:
    """Return the full record of a work, by its identifier, or else as ORCID has it."""
    is_at_arxiv = work.eprint and work.fields.get("eprinttype") == "arxiv"
    if not work.doi and not is_at_arxiv:
        return orcid_work(session.web, work.summary_of) if work.summary_of else work
    kind, name = ("doi", "doi") if work.doi else ("arxiv", "eprint")
    return fetch(session.web, Identifier(kind, work.fields[name]), session.terminal.fail)
