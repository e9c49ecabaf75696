"""`Record`: the metadata of a paper from a service or from pasted text.

What an answer says of an author has the form that `model.author_facts` reads: ORCID iDs,
affiliations and roles of CRediT. Nothing is concluded from names: it stands at the author's place
in the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.latex_markup import from_html
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.name_fields import read_people
from sphinx_publications.latex import plain
from sphinx_publications.model.annotations import Annotation, to_string
from sphinx_publications.model.author_facts import DEGREES
from sphinx_publications.model.data_marks import FACTS
from sphinx_publications.model.eprints import keeps_preprints
from sphinx_publications.model.identifiers import arxiv, doi, orcid_address, ror_address
from sphinx_publications.model.names import OTHERS, Name, fold
from sphinx_publications.model.people import Directory

AUTHOR_FIELDS = tuple(fact.format("author") for fact in FACTS)
"""The annotations of authors, in their order in an entry."""


class Said(NamedTuple):
    """What an answer says of one author."""

    orcid: str = ""
    """The bare ORCID iD."""
    affiliations: tuple[str, ...] = ()
    """In LaTeX, each with its ROR ID as an address."""
    roles: tuple[str, ...] = ()
    """``software:equal``: a term of CRediT, and the degree if there is one."""


def said(orcid: object = "", affiliations: Iterable[str] = (), roles: Iterable[str] = ()) -> Said:
    """Return what is said of an author; an iD that cannot be one is left out."""
    try:
        found = orcid_address(orcid).rpartition("/")[2] if orcid else ""
    except ValueError:
        found = ""
    return Said(
        found, *(tuple(dict.fromkeys(filter(None, each))) for each in (affiliations, roles))
    )


def affiliation(name: str, *identifiers: str) -> str:
    """Return an affiliation with the ROR ID that is among `identifiers`; `name` may be HTML."""
    # These characters end a value, or part several.
    text = re.sub(r"\s*[|;]\s*", ", ", from_html(name).replace('"', "'")).strip(" ,.")
    for identifier in identifiers:
        try:
            return f"{text} {ror_address(identifier)}" if text else ""
        except ValueError:
            continue
    return text


def role(term: str, degree: str = "") -> str:
    """Return a role of CRediT with its degree; `term` is a name or an address."""
    name = re.sub(r"[^a-z]+", "-", term.rstrip("/").rpartition("/")[2].lower()).strip("-")
    return f"{name}:{degree.lower()}" if degree.lower() in DEGREES else name


def said_in_csl(name: Mapping[str, Any]) -> Said:
    """Return what an author in CSL-JSON or in a work of Crossref says."""
    places = name.get("affiliation")
    roles = name.get("role")
    return said(
        name.get("ORCID", ""),
        (
            affiliation(str(one.get("name") or ""), *_identifiers(one))
            for one in (places if isinstance(places, list) else ())
            if isinstance(one, Mapping)
        ),
        (
            role(str(one.get("role") or ""), str(one.get("degree") or ""))
            for one in (roles if isinstance(roles, list) else ())
            if isinstance(one, Mapping) and "credit" in str(one.get("vocabulary")).lower()
        ),
    )


def _identifiers(place: Mapping[str, Any]) -> Iterable[str]:
    found = place.get("id")
    for one in found if isinstance(found, list) else ():
        if isinstance(one, Mapping):
            yield str(one.get("id") or "")


def annotated(authors: Sequence[Said], names: Sequence[Name], people: Directory) -> dict[str, str]:
    """Return the annotations for authors with `names`; empty if these are not the authors.

    An iD that `people` have for an author is left out.
    """
    if len(authors) != len(names):
        return {}
    texts: dict[str, list[Annotation]] = {name: [] for name in AUTHOR_FIELDS}
    for number, (one, name) in enumerate(zip(authors, names, strict=True), start=1):
        known = people.find(name)
        is_known = known is not None and known.orcid.rpartition("/")[2] == one.orcid
        values = ("" if is_known else one.orcid, " | ".join(one.affiliations), ", ".join(one.roles))
        for name_of_field, value in zip(AUTHOR_FIELDS, values, strict=True):
            if value:
                texts[name_of_field].append(Annotation(number, None, (value,), literal=True))
    return {name: to_string(found) for name, found in texts.items() if found}


def is_told(entry: SourceEntry) -> bool:
    """Whether an entry has all annotations already."""
    return all(entry.fields.get(name) for name in AUTHOR_FIELDS)


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
