"""`Record`: the metadata of a paper from a service or from pasted text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.said_of_authors import Said
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.people import read_people
from sphinx_publications.latex import plain
from sphinx_publications.model.eprints import keeps_preprints
from sphinx_publications.model.identifiers import arxiv, doi
from sphinx_publications.model.names import OTHERS, Name, fold

_SHORT_WORD = 3
"""The length up to which words are ignored when the titles alone are compared."""


class Update(NamedTuple):
    """A notice of an update to a paper."""

    kind: str
    """Crossref's term: ``retraction``, ``correction``, ``erratum`` …"""
    doi: str


@dataclass(frozen=True)
class Record:
    """The metadata of a paper."""

    type: str
    """The entry type of BibLaTeX."""
    fields: Mapping[str, str]
    """Fields of BibLaTeX in LaTeX, without those of people."""
    people: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    """People by role: ``author``, ``editor``."""
    appeared_as: tuple[str, ...] = ()
    """DOIs under which a preprint has appeared."""
    appeared_in: str = ""
    """Where it has appeared, in words."""
    updates: tuple[Update, ...] = ()
    said: tuple[Said, ...] = ()
    """What the answer says of each author."""
    summary_of: str = ""
    """Path of the whole record at ORCID, if this is a summary of it."""
    short_venue: str = ""
    """Short name of the journal or the conference, in LaTeX."""

    @property
    def title(self) -> str:
        """The title without its subtitle, folded for comparison."""
        return folded_title(self.fields.get("title", ""))

    @property
    def titles(self) -> tuple[str, str]:
        """The title without and with its subtitle, folded for comparison."""
        whole = f"{self.fields.get('title', '')} {self.fields.get('subtitle', '')}"
        return self.title, folded_title(whole)

    @property
    def year(self) -> int | None:
        """The year."""
        found = re.match(r"\d{4}", self.fields.get("date", "") or self.fields.get("year", ""))
        return int(found[0]) if found else None

    @property
    def doi(self) -> str:
        """The DOI in lower case, for comparison."""
        return (doi(self.fields.get("doi", "")) or "").lower()

    @property
    def eprint(self) -> str:
        """The identifier in an archive, for comparison."""
        return folded_eprint(self.fields.get("eprint", ""))

    @property
    def is_preprint(self) -> bool:
        """Whether the paper is in an archive and has no other venue."""
        where = self.fields.get("journal", "") or self.fields.get("booktitle", "")
        archive = self.fields.get("eprinttype", "") or self.fields.get("archiveprefix", "")
        if self.type not in {"misc", "article", "online", "unpublished", "preprint"}:
            return False
        return (not where or keeps_preprints(where)) and bool(archive) and keeps_preprints(archive)

    @property
    def families(self) -> list[str]:
        """The family names of the authors, for comparison."""
        return families(self.people.get("author", ()))

    def completed_by(self, other: Record) -> Record:
        """Return the record with fields that it lacks from another one."""
        return replace(self, fields={**other.fields, **self.fields})


def has_same_authors(entry: SourceEntry, record: Record) -> bool:
    """Whether an entry has the authors of a record, in their order."""
    return record.families == families(author.name for author in entry.publication.authors)


def check_doi(answered: object, asked: str, service: str) -> None:
    """Raise a `CommandError` if a service answered with another DOI than it was asked for."""
    found = doi(answered) if isinstance(answered, str) else None
    if found and found.lower() != asked.lower():
        message = f"{service} was asked for {asked} and answered with {found}"
        raise CommandError(f"{message}; see which of them is on the paper")


def folded_title(latex: str) -> str:
    """Return a title without accents, case, punctuation and markup."""
    return re.sub(r"\W+", " ", fold(plain(latex))).strip()


def folded_eprint(text: str) -> str:
    """Return an identifier of an archive without its version, in lower case."""
    return (arxiv(text) or re.sub(r"v\d+$", "", text.strip())).lower()


def of_fields(type_: str = "", venue: str = "", /, **values: str) -> dict[str, str]:
    """Return the fields that are not empty; `venue` is the journal or the book, by `type_`."""
    found = {"journal" if type_ == "article" else "booktitle": venue, **values}
    return {name: value for name, value in found.items() if value}


def people_in(names: Iterable[str]) -> tuple[Name, ...]:
    """Return people whose names are in LaTeX, each in any form that BibTeX reads."""
    people, _ = read_people("author", " and ".join(names))
    return tuple(name for name, _ in people)


def families(names: Iterable[Name]) -> list[str]:
    """Return family names for comparison, without particles, whose spelling varies."""
    return [fold(name.family.split()[-1]) for name in names if name.family and name != OTHERS]


def check_same(entry: SourceEntry, record: Record) -> Record:
    """Return a record; raise `CommandError` if its title and authors are those of another work."""
    publication = entry.publication
    authors = families(author.name for author in publication.authors)
    if _is_another(folded_title(publication.title), authors, record):
        title = plain(record.fields["title"])
        message = f"{entry.key} is another work than '{title}', which was found for it"
        raise CommandError(f"{message}; see whether its DOI and its eprint are right")
    return record


def check_same_records(paper: Record, other: Record) -> None:
    """Raise `CommandError` if the title and authors of a record are those of another work."""
    if _is_another(paper.titles[1], paper.families, other):
        raise CommandError(f"that is another work: '{plain(other.fields['title'])}'")


def _is_another(title: str, authors: list[str], record: Record) -> bool:
    ours, theirs = set(title.split()), set(record.titles[1].split())
    if not ours or not theirs or ours <= theirs or theirs <= ours:
        return False
    if not authors or not record.families:
        return not any(len(word) > _SHORT_WORD for word in ours & theirs)
    return not set(authors) & set(record.families)


def other_authors(entry: SourceEntry, record: Record) -> str:
    """Return a sentence on authors of a record that differ from an entry's; empty if none do."""
    people = record.people.get("author", ())
    if not people or has_same_authors(entry, record):
        return ""
    names = ", ".join(name.full for name in people)
    return f"The authors of {entry.key} are left as they are; what appeared names {names}."
