"""Adding papers: what is named is fetched, shown as a diff, and written after a yes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinx_publications.acquire import CommandError, importers, need
from sphinx_publications.acquire.bib_file import change
from sphinx_publications.acquire.clients import fetch, works_of
from sphinx_publications.acquire.console import Terminal
from sphinx_publications.acquire.entry_format import Marks
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.input_ids import Identifier, identify, identify_author
from sphinx_publications.acquire.library import BibSources, Library
from sphinx_publications.acquire.proposal import Proposal, propose
from sphinx_publications.acquire.record import Record
from sphinx_publications.bibtex.source import read_text
from sphinx_publications.latex import plain

_GROUPS = re.compile(r"\d+(?:\s*,\s*\d+)+|c(?:orresponding)?\s*\d+(?:\s*,\s*\d+)*", re.IGNORECASE)
_YES = frozenset({"y", "yes", "j", "ja", "o", "oui"})
QUESTION = (
    "Write it? y or n; or with who contributed equally: 1,2 or 1,2;4,5 (and c3 for corresponding)"
)
SHORT_QUESTION = "Write it? y or n"


@dataclass(frozen=True)
class Session:
    """What is needed to change the owner's files: where they are, whom to ask."""

    sources: BibSources
    web: Web
    terminal: Terminal
    assume_yes: bool = False


def named(text: str, session: Session) -> list[Record]:
    """Return the records that an argument names: an identifier, an address or a file."""
    path = Path(text)
    if _is_file(path):
        found, slips = read_text(path, "utf-8-sig")
        if not found:
            raise CommandError(
                f"{path} cannot be read; {slips[0].message if slips else 'it is empty'}"
            )
        return importers.records(found)
    identifier = identify(text)
    if identifier is None:
        message = f"'{text}' is no DOI, no identifier of arXiv, bioRxiv, HAL or OpenReview"
        raise CommandError(
            f"{message}, no ISBN and no file; paste the DOI, or the BibTeX as a file"
        )
    return [fetch(session.web, identifier, session.terminal.fail)]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


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
    written = []
    for record in records:
        key = offer(session, lambda library, m, r=record: propose(r, library, m), marks)  # type: ignore[misc]
        if key:
            written.append(key)
    return written


def offer(
    session: Session,
    make: Callable[[Library, Marks], Proposal],
    marks: Marks,
    asks_marks: bool = True,
) -> str:
    """Show a proposal, ask, and write it; return the key of the entry, empty if nothing is written.

    What is written is made anew of the file as it is then. If that is another
    change than what was shown, it is shown and asked again.
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
    """Write what `make` makes of the file; None if that is not what was shown and said yes to."""
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
    """Return the marks that a yes comes with, None for a no; asks again what is not understood."""
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
    """Return the authors of a new entry with their numbers, as lines."""
    line = next(line for line in proposal.diff if re.match(r"\+\s*(?:author|editor)\b", line))
    value = line.partition("{")[2].rpartition("}")[0]
    return [f"  {number:>3} {name}" for number, name in enumerate(value.split(" and "), start=1)]


def read_marks(answer: str) -> Marks | None:
    """Return what an answer says of the authors, ``1,2;4,5;c3``; None if it cannot be read.

    Each group has two numbers at least; a yes may stand before it.
    """
    words = answer.strip()
    first, _, rest = words.partition(" ")
    if first.lower().rstrip(",;") in _YES:
        words = rest.strip()
    groups = _GROUPS.findall(words)
    if re.sub(r"[\s;.]", "", _GROUPS.sub("", words)):
        return None
    marks = Marks()
    for group in groups:
        numbers = tuple(map(int, re.findall(r"\d+", group)))
        if group[0].lower() == "c":
            marks = marks._replace(corresponding=marks.corresponding + numbers)
        elif not marks.equal:
            marks = marks._replace(equal=numbers)
        elif not marks.equal2:
            marks = marks._replace(equal2=numbers)
        else:
            return None
    return marks if groups or answer.strip().lower() in _YES else None


def numbers(text: str, most: int) -> Sequence[int]:
    """Return the numbers in an answer, ``1,3-5`` or ``all``; a `CommandError` if there are none."""
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


# The works of an author that the owner's files lack.

_WHICH = "Which of them are to be added? Numbers as in 1,3-5, all, or nothing for none"


def author_id(text: str) -> Identifier:
    """Return the author that an argument names."""
    found = identify_author(text)
    if found is None:
        message = f"'{text}' is no ORCID (0000-0002-1825-0097), no author of OpenAlex (A5023888391)"
        raise CommandError(f"{message} or of DBLP (151/5709); write one of them")
    return found


def add_missing(session: Session, whose: Identifier, chosen: str | None) -> list[str]:
    """List the works that are lacking, newest first, and add those that are chosen by number.

    Without `chosen` it is asked. Returns the keys of the entries that were written.
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


def missing_works(works: Sequence[Record], library: Library) -> list[Record]:
    """Return the works that a library has not, each once, the newest first."""
    found: dict[str, Record] = {}
    for work in works:
        if library.find(work) is None:
            known = found.get(work.title)
            # What has appeared counts, and not its preprint.
            if known is None or (known.is_preprint and not work.is_preprint):
                found[work.title] = work
    return sorted(found.values(), key=lambda work: work.fields.get("date", ""), reverse=True)


def work_line(work: Record) -> str:
    """Return a work as a line: year, title, where it appeared, identifier."""
    fields = work.fields
    where = plain(fields.get("journal", "") or fields.get("booktitle", ""))
    identifier = fields.get("doi", "") or fields.get("eprint", "")
    title = plain(fields.get("title", ""))
    return f"{work.year or '----'} {', '.join(filter(None, (title, where, identifier)))}"


def whole_record(work: Record, session: Session) -> Record:
    """Return all that is known of a work: by its identifier, or else what the list says of it."""
    if work.doi:
        identifier = Identifier("doi", work.fields["doi"])
    elif work.eprint and work.fields.get("eprinttype") == "arxiv":
        identifier = Identifier("arxiv", work.fields["eprint"])
    else:
        return work
    return fetch(session.web, identifier, session.terminal.fail)
