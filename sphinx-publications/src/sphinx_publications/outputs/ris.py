"""RIS, which every reference manager imports.

The tags are those of the RIS specification of Research Information Systems
(2011), as rispy writes them. RIS has no field for equal contribution: it is a
note in words, and the names stay clean.
"""

from __future__ import annotations

from collections.abc import Iterable

import rispy

from sphinx_publications.latex import plain
from sphinx_publications.model.publication import Publication
from sphinx_publications.model.remarks import plain_remark


class _Writer(rispy.RisWriter):
    def set_header(self, count: int) -> str:
        """Number no record: the specification knows no such lines."""
        return ""


def ris(publications: Iterable[Publication]) -> str:
    """Return the publications as one RIS file."""
    records = [_record(publication) for publication in publications]
    return str(rispy.dumps(records, implementation=_Writer))


def _record(publication: Publication) -> dict[str, object]:
    details, date = publication.details, publication.date
    is_preprint = publication.is_preprint
    day = "/".join(f"{part:02d}" if part else "" for part in (date.month, date.day))
    people = [author.name.inverted for author in publication.authors]
    role = "authors" if publication.role == "author" else "secondary_authors"
    record: dict[str, object] = {
        "type_of_reference": "UNPB" if is_preprint else publication.entry_type.ris,
        role: people,
        "title": publication.own_title,
        "year": str(date.year or ""),
        "date": f"{date.year}/{day}/" if date.year and date.month else "",
        "secondary_title": details.container or (details.archive if is_preprint else ""),
        "alternate_title1": publication.venue.name if publication.venue.expansion else "",
        "volume": details.volume,
        "number": details.issue,
        "start_page": details.first_page or details.number,
        "end_page": details.last_page,
        "publisher": details.publisher or details.institution,
        "place_published": details.place,
        "issn": details.issn or details.isbn,
        "doi": details.doi,
        "language": details.language,
        "abstract": " ".join(plain(publication.abstract).split()),
        "keywords": list(publication.keywords),
        "urls": [link.url for link in publication.all_links if "//" in link.url],
        "notes": [*publication.contributions, *filter(None, [plain_remark(publication.note)])],
        "id": publication.key,
    }
    if publication.editors:
        record["secondary_authors"] = [name.inverted for name in publication.editors]
    return {name: value for name, value in record.items() if value}
