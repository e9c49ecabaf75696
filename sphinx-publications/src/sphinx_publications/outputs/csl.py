"""CSL-JSON, the data model of citation processors.

Names and types are those of the CSL 1.0.2 specification (appendices III and
IV) and of its schema csl-data.json. CSL has no field for equal contribution:
it is a note in words, and the names stay clean.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sphinx_publications.latex import plain
from sphinx_publications.model.names import Name
from sphinx_publications.model.publication import Publication
from sphinx_publications.model.remarks import plain_remark


def csl_json(publications: Iterable[Publication]) -> str:
    """Return the publications as one CSL-JSON file."""
    items = [csl_item(publication) for publication in publications]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def csl_item(publication: Publication) -> dict[str, object]:
    """Return one publication as an item of CSL."""
    details, date = publication.details, publication.date
    is_preprint, type_ = publication.is_preprint, publication.entry_type
    names = [_name(author.name) for author in publication.authors]
    parts = [part for part in (date.year, date.month, date.day) if part]
    link = next((link.url for link in publication.all_links if "//" in link.url), "")
    item: dict[str, object] = {
        "id": publication.key,
        "type": "article" if is_preprint else type_.csl,
        "title": publication.own_title,
        publication.role: names,
        "issued": {"date-parts": [parts]} if parts else {},
        "status": date.status,
        "container-title": details.container,
        "container-title-short": publication.venue.name if publication.venue.expansion else "",
        "event-title": details.event,
        "volume": details.volume,
        "issue": details.issue,
        "page": details.pages,
        "number": details.number or (details.eprint if is_preprint else ""),
        "publisher": details.publisher
        or details.institution
        or (details.archive if is_preprint else ""),
        "publisher-place": details.place,
        "genre": "preprint" if is_preprint else type_.csl_genre,
        "DOI": details.doi,
        "ISBN": details.isbn,
        "ISSN": details.issn,
        "URL": link,
        "language": details.language,
        "abstract": " ".join(plain(publication.abstract).split()),
        "keyword": ", ".join(publication.keywords),
        "note": "; ".join(
            [*publication.contributions, *filter(None, [plain_remark(publication.note)])]
        ),
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
