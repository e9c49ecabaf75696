"""RIS, which every reference manager imports.

The tags are those of the RIS specification of Research Information Systems (2011), as
rispy writes them. Equal contribution and ``and others``, for which RIS has no field, are notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import rispy

from sphinx_publications.model.dates import Date
from sphinx_publications.model.entry_types import Highwire
from sphinx_publications.model.in_words import (
    capitalized,
    cited_title,
    facts,
    particulars,
    people,
    remarks,
)
from sphinx_publications.model.publication import Publication

_PREPRINT = "RPRT"
"""The type of preprints: Zotero has none, and prints a report as what it is, with its number."""


class _Writer(rispy.RisWriter):
    def set_header(self, count: int) -> str:
        """Omit the number of the record, which the specification does not allow."""
        return ""


def ris(publications: Iterable[Publication]) -> str:
    """Return publications as one RIS file."""
    records = [_record(publication) for publication in publications]
    return str(rispy.dumps(records, implementation=_Writer))


def _record(publication: Publication) -> dict[str, object]:
    details, date, type_ = publication.details, publication.date, publication.entry_type
    is_paper = type_.highwire is Highwire.CONFERENCE
    is_part = type_.highwire is Highwire.CHAPTER
    more = publication.particulars
    has_archive = not (publication.is_preprint or more.pmid)
    archive, number = details.other_archive if has_archive else ("", "")
    record: dict[str, object] = {
        "type_of_reference": _PREPRINT if publication.is_preprint else type_.ris,
        # Of several notes bibutils keeps the first: that of the marks, before any other tag.
        "notes": list(_notes(publication)),
        **_authors(publication),
        "title": cited_title(publication),
        "short_title": more.short_title,
        # Zotero stores words in place of a year as ``0000 in``.
        "year": date.first_year,
        "date": _day(date.common_era),
        **_titles(publication),
        "alternate_title1": publication.short_container,
        "volume": details.volume,
        "number_of_volumes": more.volumes,
        "number": details.issue,
        "note": "" if is_part else details.series_number,
        "section": more.chapter if type_.highwire is Highwire.CHAPTER else "",
        "start_page": details.first_page or details.eid or _page_total(publication),
        "end_page": details.last_page,
        "edition": details.edition or details.version,
        "original_publication": ", ".join(_original(publication)),
        "publisher": publication.issuer or details.holder,
        # Of a paper, ``CY`` is the place of the event, which Zotero prints as the publisher's.
        "place_published": "" if is_paper else details.event_place or details.place,
        "custom1": details.place if is_paper else "",
        "issn": publication.number or ("" if type_.is_numbered else details.issn or details.isbn),
        "type_of_work": "Preprint" if publication.is_preprint else details.kind,
        "doi": publication.doi,
        "name_of_database": archive,
        "accession_number": more.pmid or number,
        # In other types it is the author of the book, the date of the patent.
        "custom2": more.pmcid if type_.highwire is Highwire.JOURNAL else "",
        "access_date": more.visited.iso.replace("-", "/"),
        "language": "; ".join(details.languages),
        "abstract": publication.plain_abstract,
        "keywords": list(publication.keywords),
        "urls": [publication.own_address] if publication.own_address else [],
        **_editors(publication),
        "id": publication.key,
    }
    return {name: value for name, value in record.items() if value}


def _day(date: Date) -> str:
    """Return year, month, day and season; empty if there is a year only."""
    if not (date.month or date.season):
        return ""
    day = "/".join(f"{part:02d}" if part else "" for part in (date.month, date.day))
    return f"{date.year}/{day}/{date.season_words}"


def _whole(date: Date) -> str:
    """Return the whole date, for a note, if the tags have only its start."""
    return f"Date: {date.whole}" if date.is_more_than_its_start else ""


def _authors(publication: Publication) -> dict[str, object]:
    main = publication.main_people
    has_tag = main.kind in {"editor", "translator"}
    everyone = (main, *publication.others)
    translators = (one.names for one in everyone if one.kind == "translator")
    return {
        "authors": [] if has_tag else [name.indexed for name in main.names],
        "subsidiary_authors": [name.indexed for names in translators for name in names],
    }


def _editors(publication: Publication) -> dict[str, object]:
    """Return the editors and what has no name in rispy, such as the number in a series."""
    main, type_ = publication.main_people, publication.entry_type
    people = [name.indexed for name in main.names] if main.kind == "editor" else []
    editors = [name.indexed for name in publication.editors.names]
    is_paper = type_.highwire is Highwire.CONFERENCE
    others: dict[str, list[str]] = {
        # For readers without ``C3``.
        "BT": [publication.container] if is_paper and publication.container else [],
        "ED": people + (editors if type_.stands_alone else []),
        "SV": [publication.details.series_number] if type_.highwire is Highwire.CHAPTER else [],
    }
    return {
        "secondary_authors": [] if type_.stands_alone else editors,
        "unknown_tag": {tag: values for tag, values in others.items() if any(values)},
    }


def _page_total(publication: Publication) -> str:
    """Return the number of pages of a whole work, which stands in place of its first page."""
    return publication.particulars.page_total if publication.entry_type.stands_alone else ""


def _original(publication: Publication) -> Iterator[str]:
    """Yield the title of the original, and where and when it was published."""
    more = publication.particulars
    date = more.original_date.edtf
    yield from filter(None, (more.original_title, more.original_place, more.original_publisher))
    yield from [date] if date else []


def _notes(publication: Publication) -> Iterator[str]:
    """Yield the contributions, then states and dates, who did what and what else no tag says."""
    details, type_, date = publication.details, publication.entry_type, publication.date
    is_paper = type_.highwire is Highwire.CONFERENCE
    is_within = publication.container or publication.collection
    yield from publication.contributions
    state = date.untold if date.start or date.told_by else str(date)
    yield from filter(None, (state, _whole(date)))
    kinds = {
        "untold whole": True,
        "issue title": True,
        "pages": not type_.stands_alone or details.located,
        "chapter": type_.highwire is not Highwire.CHAPTER,
        "article": details.pages,
        "version": details.edition,
        "beside": True,
        "event": publication.particulars.event_date.year
        or (details.event_place if is_paper else details.event and is_within),
        "place": details.event_place and not is_paper,
        "isbn": type_.is_numbered or (details.isbn and details.issn),
        "issn": type_.is_numbered,
        "pmcid": type_.highwire is not Highwire.JOURNAL,
        "organization": True,
        "publisher": True,
        "institution": True,
        "original language": True,
        "standard numbers": True,
    }
    told = {"author", "editor", "translator", *([] if publication.issuer else ["holder"])}
    phrases = (
        *people(publication, but=told),
        *particulars(publication, [kind for kind, is_untold in kinds.items() if is_untold]),
    )
    # Each is a note of its own.
    yield from (capitalized([phrase])[0] for phrase in phrases)
    # bibutils takes ``arXiv: …`` alone for the address of the work.
    has_archive = not publication.particulars.pmid
    said = remarks(publication, "Eprint in ", has_archive=has_archive)
    yield from (*publication.open_lists, *said)
    yield from facts(publication)


def _titles(publication: Publication) -> dict[str, str]:
    """Return the titles of the containing works, whose tags depend on the type."""
    details, container = publication.details, publication.container
    highwire = publication.entry_type.highwire
    if publication.is_preprint:
        return {}
    if highwire is Highwire.CONFERENCE:
        # Readers without ``C3`` take ``BT`` as the book.
        return {
            "secondary_title": details.event,
            "custom3": container,
            "tertiary_title": publication.collection,
        }
    if container:
        return {"secondary_title": container, "tertiary_title": publication.collection}
    return {"secondary_title": publication.collection or details.event}
