"""CSL-JSON, the data model of citation processors.

Names and types are those of the CSL 1.0.2 specification (appendices III and
IV) and of its schema csl-data.json. CSL has no field for equal contribution:
it is a note in words, and the names stay clean.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from .latex import plain
from .model import Publication
from .names import Name


def csl_json(publications: Iterable[Publication]) -> str:
    """Return the publications as one CSL-JSON file."""
    items = [csl_item(publication) for publication in publications]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def csl_item(publication: Publication) -> dict[str, object]:
    """Return one publication as an item of CSL."""
    imprint, date = publication.imprint, publication.date
    is_preprint, type_ = publication.is_preprint, publication.entry_type
    names = [_name(author.name) for author in publication.authors]
    parts = [part for part in (date.year, date.month, date.day) if part]
    link = next((link.url for link in publication.all_links if "//" in link.url), "")
    item: dict[str, object] = {
        "id": publication.key,
        "type": "article" if is_preprint else type_.csl,
        "title": publication.plain_title,
        publication.role: names,
        "issued": {"date-parts": [parts]} if parts else {},
        "status": date.status,
        "container-title": imprint.container,
        "container-title-short": publication.venue.name if publication.venue.expansion else "",
        "event-title": imprint.event,
        "volume": imprint.volume,
        "issue": imprint.issue,
        "page": imprint.pages,
        "number": imprint.number or (imprint.eprint if is_preprint else ""),
        "publisher": imprint.publisher
        or imprint.institution
        or (imprint.archive if is_preprint else ""),
        "publisher-place": imprint.place,
        "genre": "preprint" if is_preprint else type_.csl_genre,
        "DOI": imprint.doi,
        "ISBN": imprint.isbn,
        "ISSN": imprint.issn,
        "URL": link,
        "language": imprint.language,
        "abstract": " ".join(plain(publication.abstract).split()),
        "keyword": ", ".join(publication.keywords),
        "note": "; ".join([*publication.contributions, *filter(None, [plain(publication.note)])]),
    }
    if publication.editors:
        item["editor"] = [_name(name) for name in publication.editors]
    return {name: value for name, value in item.items() if value}


def _name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    person = name.person()
    parts = {
        "family": " ".join(person.last_names),
        "given": name.given,
        "non-dropping-particle": " ".join(person.prelast_names),
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}
