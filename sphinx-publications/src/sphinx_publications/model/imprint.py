"""Publication details of a work: venue, pages, publisher and identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from sphinx_publications.i18n import translate
from sphinx_publications.latex import plain
from sphinx_publications.model.entry_types import EntryType, Highwire, kind_words, place_words
from sphinx_publications.model.eprints import (
    ARXIV,
    arxiv_by_journal,
    is_at_arxiv,
    keeps_preprints,
    known_archive,
    read_eprint,
    read_eprints,
)
from sphinx_publications.model.identifiers import arxiv, doi, standard_numbers
from sphinx_publications.model.languages import language_of_title, languages_of_work

# The venue.


class Venue(NamedTuple):
    """The venue of a work."""

    name: str
    """Name shown in lists: ``NeurIPS``, ``Nature Communications``."""
    expansion: str = ""
    """Full name, if the entry has a short one too."""


def read_venue(kind: EntryType, fields: Mapping[str, str]) -> Venue:
    """Return the venue: a short name with the full one, or the first name found."""
    first = partial(_first, fields)
    journal = first("journal")
    if journal.lower().startswith("arxiv"):
        journal = "arXiv"
    short = first("abbr", "shortjournal")
    full = journal or first("eventtitle")
    if short:
        return Venue(short, full if full != short else "")
    if full:
        return Venue(full)
    if booktitle := first("booktitle"):
        # The ACM writes series = {KDD '16}.
        series = re.fullmatch(r"(\S.*?) ?['’]?(?:\d\d)?(\d\d)", first("series"))
        if series and fields.get("year", "").endswith(series[2]):
            return Venue(series[1], booktitle)
        return Venue(booktitle)
    of_type = what_it_is(kind, fields)
    place = first("institution", "publisher", "organization", "howpublished")
    eprint = read_eprint(fields)
    if of_type and place:
        return Venue(f"{of_type}, {place}")
    named = eprint.archive if eprint else ARXIV.name if is_at_arxiv(fields.get("url", "")) else ""
    return Venue(place or named or of_type or first("series"))


def _first(fields: Mapping[str, str], *names: str) -> str:
    """Return the first of the named fields that is not empty, as plain text."""
    for name in names:
        if value := fields.get(name):
            return plain(value)
    return ""


def what_it_is(kind: EntryType, fields: Mapping[str, str]) -> str:
    """Return a description of a work that has no venue: ``Working Paper 123``.

    As in BibTeX, the field ``type`` takes precedence over the label of the entry type.
    """
    words = translate(kind_words(fields) or kind.label)
    words = words[:1].upper() + words[1:]
    number = plain(fields.get("number", "")) if kind.is_numbered else ""
    return f"{words} {number}".strip() if words else words


_ADDRESS = re.compile(r"(?:https?|ftp)://\S+")
_LEADING = re.compile(
    r"(?:(?:accessed|also|and|at|available|from|in|link|on|online|page|see|site|the|via|web|"
    r"webpage|website|www)\W*)*",
    re.IGNORECASE,
)


class Details(NamedTuple):
    """Publication details in plain text; unknown ones are empty."""

    container: str = ""
    """Full name of the journal, proceedings or book."""
    beside: str = ""
    """A journal beside proceedings or a book, or a book beside a journal."""
    collaboration: str = ""
    """Collaboration that the authors belong to (INSPIRE, REVTeX)."""
    how: str = ""
    """The field ``howpublished``."""
    event: str = ""
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""
    eid: str = ""
    """Article number, used in place of pages."""
    number: str = ""
    """Number of a report, a patent or similar."""
    series: str = ""
    series_number: str = ""
    edition: str = ""
    version: str = ""
    kind: str = ""
    """Kind of thesis, report, program or patent: ``PhD thesis``."""
    publisher: str = ""
    organization: str = ""
    institution: str = ""
    """School or institution of a thesis or a report."""
    holder: str = ""
    """Holder of a patent."""
    place: str = ""
    """Location of the publisher."""
    event_place: str = ""
    isbn: str = ""
    issn: str = ""
    doi: str = ""
    archive: str = ""
    """Name of the eprint archive."""
    eprint: str = ""
    """Identifier in the archive."""
    eprints: tuple[str, ...] = ()
    """Further eprints as BibLaTeX prints one: ``HAL: hal-01234567``."""
    languages: tuple[str, ...] = ()
    """BCP 47 tags of the languages of the work: ``en``."""
    title_language: str = ""
    """BCP 47 tag of the language of the title."""

    @property
    def language(self) -> str:
        """The first language of the work; empty if none is known."""
        return self.languages[0] if self.languages else ""

    @property
    def pages(self) -> str:
        """First and last page, joined by a hyphen."""
        return "-".join(page for page in (self.first_page, self.last_page) if page)

    @property
    def how_in_words(self) -> str:
        """``howpublished`` without addresses, and without words that only lead to one."""
        words = _ADDRESS.sub(" ", self.how).strip(" ,;:.()[]")
        return "" if _LEADING.fullmatch(words) else " ".join(words.split())

    @property
    def arxiv(self) -> str:
        """The arXiv identifier, if the eprint is at arXiv."""
        return self.eprint if self.archive == "arXiv" else ""

    @property
    def other_archive(self) -> tuple[str, str]:
        """Name and identifier of an archive of which no address is known."""
        is_known = not self.archive or known_archive(self.archive) is not None
        return ("", "") if is_known else (self.archive, self.eprint)

    @property
    def located(self) -> str:
        """Position in the volume: the pages, or else the article number."""
        return self.pages or self.eid


def _is_in_series(kind: EntryType, fields: Mapping[str, str]) -> bool:
    """Whether the number of a paper or chapter counts the books of a series.

    In journals it is the issue, even beside a series, which is ``old`` or ``new``.
    """
    is_paper = kind.highwire is Highwire.CONFERENCE and bool(fields.get("series"))
    return is_paper or kind.highwire is Highwire.CHAPTER


def _where(kind: EntryType, first: Callable[..., str]) -> tuple[str, str]:
    """Return the containing work and the publisher; a blog is its organization."""
    names = ("journal", "booktitle", "maintitle")
    if kind.highwire in {Highwire.CONFERENCE, Highwire.CHAPTER}:
        names = ("booktitle", "journal", "maintitle")
    container, publisher = first(*names), first("publisher", "organization")
    if kind.zotero == "blogPost" and not container:
        return publisher, ""
    return container, publisher


def _beside(container: str, first: Callable[..., str]) -> str:
    """Return the journal or book that is not the containing work."""
    journal, book = first("journal"), first("booktitle")
    other = journal if container == book else book
    return "" if other == container or keeps_preprints(other) else other


def _within(first: Callable[..., str], number: str) -> dict[str, str]:
    """Return volume, pages and article number; catalogues write the `number` at arXiv there."""
    places = {name: first(name) for name in ("volume", "pages", "eid")}
    return {
        name: "" if number and arxiv(value) == number else value for name, value in places.items()
    }


def _places(kind: EntryType, first: Callable[..., str], publisher: str) -> tuple[str, str]:
    """Return the place of the publisher and that of the event.

    The ``address`` of a conference paper is the publisher's, if it has one ("BibTeXing").
    """
    address, venue = place_words(first("location")), first("venue")
    is_paper = kind.is_event or kind.highwire is Highwire.CONFERENCE
    return ("", address) if is_paper and not (publisher or venue) else (address, venue)


def read_details(kind: EntryType, fields: Mapping[str, str]) -> Details:
    """Return the publication details from the fields of an entry."""
    first = partial(_first, fields)
    container, publisher = _where(kind, first)
    by_journal = {"arxiv": arxiv_by_journal(fields)}
    eprints = list(dict.fromkeys(read_eprints(fields))) or [*read_eprints(by_journal)]
    archive, identifier = eprints[0][:2] if eprints else ("", "")
    within = _within(first, identifier if archive == ARXIV.name else "")
    pages = re.split(r"\s*(?:-+|[\N{EN DASH}\N{EM DASH}])\s*", within["pages"], maxsplit=1)
    place, event_place = _places(kind, first, publisher)
    languages = languages_of_work(fields)
    volume = ".".join(filter(None, (within["volume"], first("part"))))
    number, issue = first("number"), first("issue")
    is_issue = not (kind.is_numbered or kind.stands_alone or _is_in_series(kind, fields))
    event = ". ".join(filter(None, (first("eventtitle"), first("eventtitleaddon"))))
    return Details(
        container="" if re.match(r"arxiv\b", container, re.IGNORECASE) else container,
        beside=_beside(container, first),
        collaboration=first("collaboration"),
        how=first("howpublished"),
        event=event,
        volume=volume,
        issue=", ".join(filter(None, (number, issue))) if is_issue else "",
        first_page=pages[0],
        last_page=pages[1] if len(pages) > 1 else "",
        eid=within["eid"],
        number=number or issue if kind.is_numbered else "",
        series=first("series"),
        series_number="" if is_issue or kind.is_numbered else number or issue,
        edition=first("edition"),
        version=first("version"),
        kind=kind_words(fields) or kind.csl_genre,
        publisher=publisher,
        organization=first("organization"),
        institution=first("institution"),
        holder=first("holder"),
        place=place,
        event_place=event_place,
        isbn=standard_numbers(first("isbn"), "isbn"),
        issn=standard_numbers(first("issn"), "issn"),
        doi=doi(fields.get("doi", "")) or "",
        archive=archive,
        eprint=identifier,
        eprints=tuple(f"{one.archive}: {one.identifier}" for one in eprints[1:]),
        languages=languages,
        title_language=language_of_title(fields, languages),
    )
