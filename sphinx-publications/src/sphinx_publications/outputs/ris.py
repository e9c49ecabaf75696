"""RIS, which every reference manager imports.

The tags are those of the RIS specification of Research Information Systems (2011), as
rispy writes them. Equal contribution and ``and others``, for which RIS has no field, are notes.
"""

from __future__ import annotations

from collections.abc import Iterable

import rispy

from sphinx_publications.model.dates import Date
from sphinx_publications.model.entry_types import Highwire
from sphinx_publications.model.publication import Publication


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
    people = [author.name.indexed for author in publication.authors]
    editors = [name.indexed for name in publication.editors]
    # Tags without a name in rispy: editors of a book; the book, for readers without ``C3``.
    others = {
        "BT": [publication.container] if is_paper and publication.container else [],
        "ED": people if publication.role == "editor" else editors if type_.stands_alone else [],
    }
    record: dict[str, object] = {
        "type_of_reference": "UNPB" if publication.is_preprint else type_.ris,
        "authors": people if publication.role == "author" else [],
        "title": publication.own_title,
        # ``in press`` and the like as in EndNote.
        "year": date.first_year or str(date),
        "date": _day(date.common_era),
        **_titles(publication),
        "alternate_title1": publication.short_container,
        "volume": details.volume,
        "number": details.issue,
        "start_page": details.first_page or details.eid,
        "end_page": details.last_page,
        "edition": details.edition or details.version,
        "publisher": publication.issuer or details.holder,
        # Only conferences have two places.
        "place_published": details.event_place or ("" if is_paper else details.place),
        "custom1": details.place if is_paper else "",
        "issn": publication.number if type_.is_numbered else details.issn or details.isbn,
        "type_of_work": f"{publication.publisher} preprint".strip()
        if publication.is_preprint
        else details.kind,
        "doi": publication.doi,
        "language": "; ".join(details.languages),
        "abstract": publication.plain_abstract,
        "keywords": list(publication.keywords),
        "urls": [publication.own_address] if publication.own_address else [],
        "notes": [*filter(None, [date.untold, _whole(date)]), *publication.notes],
        "secondary_authors": [] if type_.stands_alone else editors,
        "unknown_tag": {tag: values for tag, values in others.items() if values},
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
    """Return what a note says of a date of which the tags have the start."""
    return f"Date: {date.whole}" if date.is_more_than_its_start else ""


def _titles(publication: Publication) -> dict[str, str]:
    """Return the titles of the containing works, whose tags depend on the type."""
    details, container = publication.details, publication.container
    highwire = publication.entry_type.highwire
    if publication.is_preprint:
        return {"secondary_title": publication.publisher}
    if highwire is Highwire.CONFERENCE:
        # Readers without ``C3`` take ``T2`` as the book, so it is never empty.
        event = details.event or container
        return {"secondary_title": event, "custom3": container, "tertiary_title": details.series}
    if container:
        return {"secondary_title": container, "tertiary_title": details.series}
    return {"secondary_title": details.series or details.event}
