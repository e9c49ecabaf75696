"""CSL-JSON, the data model of citation processors.

Names and types are those of the CSL 1.0.2 specification (appendices III and
IV) and of its schema csl-data.json. CSL has no field for equal contribution:
it is a note in words, and the names stay clean.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sphinx_publications.latex import plain
from sphinx_publications.model.dates import Date
from sphinx_publications.model.names import Name
from sphinx_publications.model.note_markup import plain_remark
from sphinx_publications.model.publication import Publication


def csl_json(publications: Iterable[Publication]) -> str:
    """Return the publications as one CSL-JSON file."""
    items = [csl_item(publication) for publication in publications]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def join_csl_json(files: Sequence[str]) -> str:
    """Return the items of several files of `csl_json` as one, as it would write them."""
    items = [file.removeprefix("[\n").removesuffix("\n]\n") for file in files]
    return "[\n" + ",\n".join(items) + "\n]\n"


def csl_item(publication: Publication) -> dict[str, object]:
    """Return one publication as an item of CSL."""
    details, type_ = publication.details, publication.entry_type
    item: dict[str, object] = {
        "id": publication.key,
        "type": "article" if publication.is_preprint else type_.csl,
        "title": publication.own_title,
        **_people(publication),
        "issued": _issued(publication.date),
        "container-title": publication.container,
        "container-title-short": publication.short_container,
        "collection-title": details.series,
        "collection-number": details.series_number,
        "event-title": details.event,
        # By this name styles of CSL 1.0.1 say where a talk was; of a paper they would say it too.
        "event": "" if publication.container else details.event,
        "event-place": details.event_place,
        "edition": details.edition,
        "version": details.version,
        "volume": details.volume,
        "issue": details.issue,
        # Some styles print the number of an article, others what stands for its pages.
        "page": details.located,
        "number": publication.number or details.eid,
        "publisher": publication.publisher,
        "publisher-place": details.place,
        "genre": "" if publication.is_preprint else details.kind,
        "DOI": publication.doi,
        "ISBN": details.isbn,
        "ISSN": details.issn,
        "URL": publication.own_address,
        "language": details.language,
        "abstract": " ".join(plain(publication.abstract).split()),
        "keyword": ", ".join(publication.keywords),
        "note": "; ".join(
            [*publication.contributions, *filter(None, [plain_remark(publication.note)])]
        ),
    }
    return {name: value for name, value in item.items() if value}


def _people(publication: Publication) -> dict[str, object]:
    return {
        "editor": [_name(name) for name in publication.editors],
        publication.role: [_name(author.name) for author in publication.authors],
    }


def _issued(date: Date) -> dict[str, object]:
    parts = [part for part in (date.year, date.month, date.day) if part]
    if parts:
        return {"date-parts": [parts]}
    return {"literal": date.status} if date.status else {}


def _name(name: Name) -> dict[str, str]:
    """Return a name; Zotero and others know a particle only in the family name."""
    if not name.given:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}
