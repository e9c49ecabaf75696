"""CSL-JSON, the data model of citation processors.

Names and types are those of the CSL 1.0.2 specification (appendices III and IV) and
of its schema csl-data.json. Equal contribution, for which CSL has no field, is a note.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sphinx_publications.model.dates import Date
from sphinx_publications.model.edtf import Moment, csl_season
from sphinx_publications.model.names import OTHERS, Name
from sphinx_publications.model.publication import Publication


def csl_json(publications: Iterable[Publication]) -> str:
    """Return publications as one CSL-JSON file."""
    items = [csl_item(publication) for publication in publications]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def join_csl_json(files: Sequence[str]) -> str:
    """Join files of `csl_json`; the result is what it would write for all their items."""
    items = [file.removeprefix("[\n").removesuffix("\n]\n") for file in files]
    return "[\n" + ",\n".join(items) + "\n]\n"


def csl_item(publication: Publication) -> dict[str, object]:
    """Return a publication as a CSL item."""
    details, type_ = publication.details, publication.entry_type
    item: dict[str, object] = {
        "id": publication.key,
        "type": "article" if publication.is_preprint else type_.csl,
        "title": publication.own_title,
        "editor": _names(publication.editors, publication.editors_et_al),
        publication.role: _names((a.name for a in publication.authors), publication.et_al),
        "issued": _issued(publication.date),
        "status": publication.date.status,
        "container-title": publication.container,
        "container-title-short": publication.short_container,
        "collection-title": details.series,
        "collection-number": details.series_number,
        "event-title": details.event,
        # CSL 1.0.1's name for it; its styles would print it for papers too.
        "event": "" if publication.container else details.event,
        "event-place": details.event_place,
        "edition": details.edition,
        "version": details.version,
        "volume": details.volume,
        "issue": details.issue,
        # Some styles print the number of an article, others its pages.
        "page": details.located,
        "number": publication.number or details.eid,
        "publisher": publication.issuer,
        "publisher-place": details.place,
        "genre": "" if publication.is_preprint else details.kind,
        "DOI": publication.doi,
        "ISBN": details.isbn,
        "ISSN": details.issn,
        "URL": publication.own_address,
        "language": details.language,
        "abstract": publication.plain_abstract,
        "keyword": ", ".join(publication.keywords),
        "note": "; ".join(n for n in publication.notes if n not in publication.open_lists),
    }
    return {name: value for name, value in item.items() if value}


def _issued(date: Date) -> dict[str, object]:
    if date.start is None:
        words = date.status or date.words
        return {"literal": words} if words else {}
    moments = [date.start, *([date.end] if date.end else [])]
    parts = [*map(_date_parts, moments), *([[0]] if date.open == "end" else [])]
    # Both ends may be seasons of one year.
    issued = {
        "date-parts": parts[:1] if parts[0] == parts[-1] else parts,
        "season": csl_season(date.season) if len(moments) == 1 else None,
        "circa": any(moment.circa or moment.uncertain for moment in moments),
    }
    return {name: value for name, value in issued.items() if value}


def _date_parts(moment: Moment) -> list[int]:
    """Return year, month and day; a year before Christ is negative, and there is no year 0."""
    year = moment.year if moment.year > 0 else moment.year - 1
    return [year, *(part for part in (moment.month, moment.day) if part)]


def _names(names: Iterable[Name], et_al: bool) -> list[dict[str, str]]:
    """Return names; a last literal "others" is "et al." for pandoc and "& others" for others."""
    return [_name(name) for name in (*names, *([OTHERS] if et_al else []))]


def _name(name: Name) -> dict[str, str]:
    """Return a name; particles are part of the family name, as Zotero requires."""
    if not name.given:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}
