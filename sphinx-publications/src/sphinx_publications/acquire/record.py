"""`Record`: what a service or a pasted record says of a paper, whoever says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sphinx_publications.acquire import CommandError
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.people import OTHERS
from sphinx_publications.latex import plain
from sphinx_publications.model.identifiers import arxiv, doi, keeps_preprints
from sphinx_publications.model.names import Name, fold


class Update(NamedTuple):
    """A notice that changes a paper."""

    kind: str
    """As Crossref calls it: ``retraction``, ``correction``, ``erratum`` …"""
    doi: str


@dataclass(frozen=True)
class Record:
    """A paper as it was found."""

    type: str
    """Type of BibLaTeX."""
    fields: Mapping[str, str]
    """Fields of BibLaTeX in LaTeX, without those of people."""
    people: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    """People by role: ``author``, ``editor``."""
    appeared_as: tuple[str, ...] = ()
    """DOIs under which a preprint has appeared."""
    appeared_in: str = ""
    """Where it has appeared, in words."""
    updates: tuple[Update, ...] = ()
    short_venue: str = ""
    """Short name of the journal or the conference, in LaTeX."""

    @property
    def title(self) -> str:
        """The title, folded for comparison."""
        return folded_title(self.fields.get("title", ""))

    @property
    def year(self) -> int | None:
        """The year."""
        found = re.match(r"\d{4}", self.fields.get("date", "") or self.fields.get("year", ""))
        return int(found[0]) if found else None

    @property
    def doi(self) -> str:
        """The DOI in lower case, for comparison; DOIs have no case."""
        return (doi(self.fields.get("doi", "")) or "").lower()

    @property
    def eprint(self) -> str:
        """The identifier in an archive, for comparison."""
        return folded_eprint(self.fields.get("eprint", ""))

    @property
    def is_preprint(self) -> bool:
        """Whether it is in an archive, and nowhere else."""
        where = self.fields.get("journal", "") or self.fields.get("booktitle", "")
        archive = self.fields.get("eprinttype", "") or self.fields.get("archiveprefix", "")
        if self.type not in {"misc", "article", "online", "unpublished", "preprint"}:
            return False
        return (not where or keeps_preprints(where)) and bool(archive) and keeps_preprints(archive)

    def completed_by(self, other: Record) -> Record:
        """Return the record with the fields of another one where it has none."""
        return replace(self, fields={**other.fields, **self.fields})


def check_doi(said: object, asked: str, who: str) -> None:
    """Raise a `CommandError` if an answer names another DOI than it was asked for."""
    found = doi(said) if isinstance(said, str) else None
    if found and found.lower() != asked.lower():
        message = f"{who} was asked for {asked} and answered with {found}"
        raise CommandError(f"{message}; see which of them is on the paper")


def folded_title(latex: str) -> str:
    """Return a title without accents, case, signs and markup."""
    return re.sub(r"\W+", " ", fold(plain(latex))).strip()


def folded_eprint(text: str) -> str:
    """Return an identifier of an archive without its version, in lower case."""
    return (arxiv(text) or re.sub(r"v\d+$", "", text.strip())).lower()


def of_fields(**values: str) -> dict[str, str]:
    """Return the values that there are."""
    return {name: value for name, value in values.items() if value}


# Whether two say of one work what they say: an entry and a record, or two records.

_SHORT_WORD = 3
"""Letters of a word that many titles have."""


def check_same(entry: SourceEntry, record: Record) -> None:
    """Raise a `CommandError` if a record has the title and the authors of another work."""
    publication = entry.publication
    ours = [author.name for author in publication.authors]
    if _is_another(publication.title, ours, record):
        title = plain(record.fields["title"])
        message = f"{entry.key} is another work than '{title}', which was found for it"
        raise CommandError(f"{message}; see whether its DOI and its eprint are right")


def check_same_records(paper: Record, other: Record) -> None:
    """Raise a `CommandError` if a record has the title and the authors of another work."""
    if _is_another(_title(paper), paper.people.get("author", ()), other):
        raise CommandError(f"that is another work: '{plain(other.fields['title'])}'")


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
