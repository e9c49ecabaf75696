"""COinS: an OpenURL beside each entry of a list, from which Zotero imports all entries.

OpenURL 1.0 in the key/encoded-value format (ANSI/NISO Z39.88-2004), in the
``title`` of an empty ``span.Z3988``; the keys are those of the registered
formats journal, book, dissertation, patent and dc.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote_plus

from sphinx_publications.model.edtf import SEASONS
from sphinx_publications.model.in_words import cited_title
from sphinx_publications.model.publication import Publication

_FORMAT = "info:ofi/fmt:kev:mtx:"


_GROUP = {"journal": "aucorp", "book": "aucorp", "dc": "creator"}
"""Keys for an organisation among the authors, by format; the others have none."""


_NAMES = {n: SEASONS[n].lower().replace("autumn", "fall") for n in range(21, 33)}
_SEASON = {
    **{number: [("ssn", name)] for number, name in _NAMES.items()},
    **{number: [("quarter", str(number - 32))] for number in range(33, 37)},
}
"""Keys and values for a season or a quarter, which only journals have."""


def context_object(publication: Publication) -> str:
    """Return the OpenURL of a publication, for the attribute ``title``."""
    format_, values = _work(publication)
    appeared = publication.date.appeared
    values += [("date", appeared.common_era.iso), ("language", publication.details.language)]
    role = _role(format_, publication)
    values += [(role, author.name.family_first) for author in publication.authors]
    values.append((_GROUP.get(format_, ""), publication.collaboration))
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", _FORMAT + format_)]
    if publication.doi:
        pairs.append(("rft_id", f"info:doi/{publication.doi}"))
    if publication.own_address:
        pairs.append(("rft_id", publication.own_address))
    if publication.open_lists:
        # OpenURL's private data of the work: no key says that there are further people.
        pairs.append(("rft_dat", "; ".join(publication.open_lists)))
    pairs += [(f"rft.{name}", value) for name, value in values if name and value]
    return "&".join(f"{name}={_quoted(value)}" for name, value in pairs)


def _work(publication: Publication) -> tuple[str, list[tuple[str, str]]]:
    """Return the format of the OpenURL, and its keys and values for the work itself."""
    details, title, container = publication.details, cited_title(publication), publication.container
    total = ("tpages", publication.particulars.page_total)
    type_ = publication.entry_type
    genre, format_ = ("genre", type_.openurl_genre), type_.openurl
    first, last = details.first_page or details.eid, details.last_page
    volume = [("volume", details.volume), ("issue", details.issue)]
    volume += [("spage", first), ("epage", last)]
    season = publication.date.appeared.season or 0
    book = [("series", publication.collection), ("edition", details.edition)]
    book += [("pub", publication.issuer), ("place", details.place)]
    book += [("issn", details.issn), ("isbn", details.isbn)]
    whole = ("series", "" if publication.collection else container)
    number = ("artnum", details.eid)
    if format_ == "journal" and container:
        titles = [("atitle", title), ("jtitle", container), ("stitle", publication.short_container)]
        more = (*_SEASON.get(season, ()), ("issn", details.issn), number)
        return format_, [genre, *titles, *volume, *more]
    if format_ == "book" and type_.stands_alone:
        return format_, [genre, ("btitle", title), ("volume", details.volume), *book, total, whole]
    if format_ == "book" and container:
        return format_, [genre, ("atitle", title), ("btitle", container), *volume, *book]
    if format_ == "dissertation":
        inst = [("inst", publication.publisher), ("degree", details.kind)]
        return format_, [("title", title), *inst, ("place", details.place), total]
    if format_ == "patent":
        patent = [("number", details.number), ("assignee", details.holder)]
        return format_, [("title", title), *patent]
    others = [name for one in publication.contributors for name in one.names]
    return "dc", [
        ("type", "preprint" if publication.is_preprint else type_.zotero),
        ("title", title),
        ("source", container),
        *volume,
        *(("contributor", name.family_first) for name in others),
        ("publisher", publication.issuer),
        ("place", details.event_place or details.place),
        ("edition", details.edition),
        ("issn", details.issn),
        ("description", publication.plain_abstract),
    ]


def _role(format_: str, publication: Publication) -> str:
    """Return the key of the people in the authors' place; only authors are authors."""
    if publication.main_people.kind != "author":
        return "contributor"
    return {"dc": "creator", "patent": "inventor"}.get(format_, "au")


# Entries share authors and journals.
_quoted = lru_cache(maxsize=65536)(quote_plus)
