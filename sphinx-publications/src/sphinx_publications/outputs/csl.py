"""CSL-JSON, the data model of citation processors.

Names and types are those of the CSL 1.0.2 specification (appendices III and IV) and
of its schema csl-data.json. Equal contribution, for which CSL has no field, is a note; facts of
people are also in ``custom``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sphinx_publications.model.dates import Date
from sphinx_publications.model.edtf import Moment, csl_season
from sphinx_publications.model.in_words import (
    capitalized,
    cited_title,
    facts,
    particulars,
    remarks,
    said_of,
)
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
        "title": cited_title(publication),
        "title-short": publication.particulars.short_title,
        **_people(publication),
        "issued": _issued(publication.date),
        # Without a year, the date says it; styles would print both.
        "status": publication.date.status if publication.date.start else "",
        **_container(publication),
        "edition": details.edition,
        "version": details.version,
        **_numbers(publication),
        "publisher": publication.issuer,
        "publisher-place": details.place,
        "genre": "" if publication.is_preprint else details.kind,
        **_original(publication),
        "DOI": publication.doi,
        "PMID": publication.particulars.pmid,
        "PMCID": publication.particulars.pmcid,
        "archive": "" if publication.is_preprint else details.other_archive[0],
        "archive_location": "" if publication.is_preprint else details.other_archive[1],
        "ISBN": details.isbn,
        "ISSN": details.issn,
        "URL": publication.own_address,
        "accessed": _issued(publication.particulars.visited),
        "language": details.language,
        "abstract": publication.plain_abstract,
        "keyword": ", ".join(publication.keywords),
        "note": "; ".join(_notes(publication)),
        "custom": _custom(publication),
    }
    return _filled(item)


def _container(publication: Publication) -> dict[str, object]:
    details = publication.details
    return {
        "container-title": publication.container,
        "container-title-short": publication.short_container,
        "collection-title": publication.collection,
        "collection-number": details.series_number,
        "event-title": details.event,
        # CSL 1.0.1's name for it; its styles would print it for papers too.
        "event": "" if publication.container else details.event,
        "event-place": details.event_place,
        "event-date": _issued(publication.particulars.event_date),
    }


def _numbers(publication: Publication) -> dict[str, object]:
    details, more = publication.details, publication.particulars
    return {
        "volume": details.volume,
        # The title of an issue, as citation-js has it.
        "volume-title": more.issue_title,
        "number-of-volumes": more.volumes,
        "issue": details.issue,
        "chapter-number": more.chapter,
        # Some styles print the number of an article, others its pages.
        "page": details.located,
        "number-of-pages": more.page_total,
        "number": publication.number or details.eid,
    }


def _original(publication: Publication) -> dict[str, object]:
    more = publication.particulars
    return {
        "original-title": more.original_title,
        "original-date": _issued(more.original_date),
        "original-publisher": more.original_publisher,
        "original-publisher-place": more.original_place,
    }


def _people(publication: Publication) -> dict[str, list[dict[str, str]]]:
    """Return the people by CSL's variables; a last literal "others" says that there are more.

    pandoc prints it as "et al.", others as "& others".
    """
    found: dict[str, list[Name]] = {"editor": []}
    main = publication.main_people
    # Styles print no contributors; a reference needs a name.
    variables = ["editor" if main.role.csl == _UNNAMED else main.role.csl]
    variables += [one.role.csl for one in publication.contributors]
    for variable, people in zip(variables, (main, *publication.contributors), strict=True):
        # Who did two things is named once; two authors of one name are two.
        known = set(found.setdefault(variable, []))
        named = (*people.names, *([OTHERS] if people.et_al else []))
        found[variable] += [name for name in named if name not in known]
    ordered = {name: sorted(found[name], key=OTHERS.__eq__) for name in found}
    return {variable: list(map(_name, names)) for variable, names in ordered.items() if variable}


def _notes(publication: Publication) -> Iterator[str]:
    """Yield the notes, and who did what where no variable says it."""
    people = (publication.main_people, *publication.contributors)
    unnamed = [one for one in people if one.names and one.role.csl in {"", _UNNAMED}]
    phrases = (*map(said_of, unnamed), *particulars(publication, _UNSAID))
    yield from capitalized(phrases)
    yield from (*publication.contributions, *remarks(publication))
    yield from facts(publication)


def _custom(publication: Publication) -> dict[str, object]:
    """Return what is known of the authors, in their order, for which CSL has no variables."""
    people = [
        {
            "name": author.name.full,
            "orcid": author.orcid,
            "affiliation": [_filled(place._asdict()) for place in author.affiliations],
            "credit": [
                _filled({"role": one.term.name, "id": one.term.address, "degree": one.degree})
                for one in author.facts.contributions
            ],
        }
        for author in publication.authors
    ]
    is_known = any(len(_filled(person)) > 1 for person in people)
    return {publication.role: list(map(_filled, people))} if is_known else {}


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}


_UNSAID = (
    "untold whole", "beside", "organization", "publisher", "institution", "original language",
    "standard numbers",
)  # fmt: skip
"""Particulars that no variable says."""
_UNNAMED = "contributor"
"""The variable of those for whose work there is no other."""


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


def _name(name: Name) -> dict[str, str]:
    """Return a name as Zotero has it: particles before the family name, ``Martin Luther, Jr.``.

    It passes over ``suffix``; citeproc-js and pandoc divide the given names at the comma.
    """
    if not name.given:
        return {"literal": name.family}
    return {"family": name.family, "given": ", ".join(filter(None, (name.given, name.suffix)))}
