"""Whether two say of one work what they say: an entry and a record, or two records."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_publications.acquire.notdone import NotDoneError
from sphinx_publications.acquire.record import Record, folded_title
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.namelists import OTHERS
from sphinx_publications.latex import plain
from sphinx_publications.model.names import Name, fold

_SHORT_WORD = 3
"""Letters of a word that many titles have."""


def check_same(entry: SourceEntry, record: Record) -> None:
    """Raise a `NotDoneError` if a record has the title and the authors of another work."""
    publication = entry.publication
    ours = [author.name for author in publication.authors]
    if _is_another(publication.title, ours, record):
        title = plain(record.fields["title"])
        message = f"{entry.key} is another work than '{title}', which was found for it"
        raise NotDoneError(f"{message}; see whether its DOI and its eprint are right")


def check_same_records(paper: Record, other: Record) -> None:
    """Raise a `NotDoneError` if a record has the title and the authors of another work."""
    if _is_another(_title(paper), paper.people.get("author", ()), other):
        raise NotDoneError(f"that is another work: '{plain(other.fields['title'])}'")


def _is_another(title: str, authors: Iterable[Name], record: Record) -> bool:
    ours, theirs = _words(title), _words(_title(record))
    if not ours or not theirs or ours <= theirs or theirs <= ours:
        return False
    here, there = _families(authors), _families(record.people.get("author", ()))
    if not here or not there:
        # Nothing but the title says it.
        return not {word for word in ours & theirs if len(word) > _SHORT_WORD}
    return not set(here) & set(there)


def other_authors(entry: SourceEntry, record: Record) -> str:
    """Return a sentence on authors that a record has otherwise; empty if they are the same."""
    people = record.people.get("author", ())
    ours = _families(author.name for author in entry.publication.authors)
    if not people or _families(people) == ours:
        return ""
    names = ", ".join(name.full for name in people)
    return f"The authors of {entry.key} are left as they are; what appeared names {names}."


def _title(record: Record) -> str:
    return f"{record.fields.get('title', '')} {record.fields.get('subtitle', '')}"


def _words(title: str) -> set[str]:
    return set(folded_title(title).split())


def _families(names: Iterable[Name]) -> list[str]:
    """Return family names for comparison, without particles, which are written in many ways."""
    return [fold(name.family.split()[-1]) for name in names if name.family and name.full != OTHERS]
