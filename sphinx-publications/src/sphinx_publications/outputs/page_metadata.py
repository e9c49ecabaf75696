"""Metadata in web pages for other programs: tags of Highwire Press, COinS, and signposts.

Google Scholar and Zotero read Highwire Press tags from the page of a paper. Names follow Google
Scholar's "Inclusion Guidelines for Webmasters", section "Indexing". Only the page of a single paper
may have them: two sets would be read as one paper. What they cannot say has tags of PRISM, and of
Zotero (``z.place``), which copies them into its fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote_plus, urljoin

from sphinx_publications.model.edtf import SEASONS
from sphinx_publications.model.entry_types import Highwire
from sphinx_publications.model.in_words import cited_title, facts
from sphinx_publications.model.publication import Publication


def highwire_tags(publication: Publication, pdf: str = "") -> list[tuple[str, str]]:
    """Return name and content of each tag; `pdf` is the address of a PDF beside the page.

    Zotero takes the type from the last of two titles, so the title of a book comes first.
    """
    details, container = publication.details, publication.container
    titles = _titles(publication)
    has_title = any(content for _, content in titles)
    # `titles` may name the institution.
    publisher = details.publisher if has_title else publication.issuer
    tags = [
        ("citation_title", publication.own_title),
        *_people(publication),
        ("citation_author", publication.collaboration),
        *(("citation_editor", name.family_first) for name in publication.editors.names),
        *((_DUBLIN_CORE, name.family_first) for one in publication.others for name in one.names),
        ("citation_publication_date", publication.date.appeared.common_era.iso.replace("-", "/")),
        *titles,
        ("citation_journal_abbrev", publication.short_container),
        ("citation_series_title", publication.collection or ("" if has_title else container)),
        ("citation_technical_report_number", publication.number),
        ("citation_volume", details.volume),
        ("citation_issue", details.issue),
        ("citation_firstpage", details.first_page or details.eid),
        ("citation_lastpage", details.last_page),
        ("citation_doi", publication.doi),
        ("citation_arxiv_id", details.arxiv),
        ("citation_pmid", publication.particulars.pmid),
        ("citation_issn", details.issn),
        ("citation_isbn", details.isbn),
        ("citation_publisher", publisher),
        ("prism.edition", details.edition or details.version),
        ("citation_language", details.language),
        ("citation_abstract", publication.plain_abstract),
        ("citation_keywords", "; ".join(publication.keywords)),
        ("citation_public_url", publication.address),
        ("citation_pdf_url", pdf),
        ("dc.type", "preprint" if publication.is_preprint else ""),
        *_zotero(publication, is_implied=has_title and titles[-1][0] != _PRISM_VENUE),
    ]
    return [(name, content) for name, content in tags if content]


def _people(publication: Publication) -> list[tuple[str, str]]:
    """Return the people in the authors' place; Dublin Core has a tag for those who did more.

    The tags behind the name of an author belong to it.
    """
    kind = publication.main_people.kind
    name = {"author": "citation_author", "editor": "citation_editor"}.get(kind, _DUBLIN_CORE)
    tags: list[tuple[str, str]] = []
    for author in publication.authors:
        family, comma, given = author.name.family_first.partition(", ")
        if len(publication.authors) == 1 and " " in family:
            # Zotero would divide a single name with spaces on both sides of its comma.
            given = given.replace(" ", "\N{NO-BREAK SPACE}")
        tags.append((name, f"{family}{comma}{given}"))
        if kind == "author":
            places = author.affiliations
            tags += [("citation_author_institution", place.name) for place in places]
            tags.append(("citation_author_orcid", author.orcid))
    return tags


_PRISM_VENUE = "prism.publicationName"
"""Tag of the containing work that implies no type."""
_DUBLIN_CORE = "dc.contributor"
"""Tag of people for whose work Highwire Press has none."""
_ZOTERO = {
    Highwire.JOURNAL: "journalArticle", Highwire.CONFERENCE: "conferencePaper",
    Highwire.CHAPTER: "bookSection", Highwire.THESIS: "thesis", Highwire.REPORT: "report",
}  # fmt: skip
"""Type that Zotero derives from the tags of titles, whatever its own tag says."""


def _titles(publication: Publication) -> list[tuple[str, str]]:
    """Return the tags of the containing work, from which readers derive the type."""
    details, container = publication.details, publication.container
    type_ = publication.entry_type
    if publication.is_preprint:
        return []
    if type_.zotero == _ZOTERO.get(type_.highwire):
        match type_.highwire:
            case Highwire.JOURNAL:
                return [("citation_journal_title", container)]
            case Highwire.CONFERENCE if details.event:
                return [
                    ("citation_inbook_title", container),
                    ("citation_conference_title", details.event),
                ]
            case Highwire.CHAPTER:
                return [("citation_inbook_title", container)]
            case Highwire.THESIS:
                return [("citation_dissertation_institution", details.institution)]
            case Highwire.REPORT:
                return [("citation_technical_report_institution", details.institution)]
    # A paper with its book alone would be one of an event of the same name.
    return [(_PRISM_VENUE, "" if type_.stands_alone else container)]


def _zotero(publication: Publication, *, is_implied: bool) -> Iterator[tuple[str, str]]:
    """Yield the tags of Zotero for what no other tag says; the type may be implied."""
    details, more, type_ = publication.details, publication.particulars, publication.entry_type
    kind = "preprint" if publication.is_preprint else type_.zotero
    place = "eventPlace" if kind == "conferencePaper" else "place"
    fields = {
        "itemType": "" if is_implied else kind,
        "date": "" if publication.date.appeared.common_era.iso else publication.date.status,
        "shortTitle": more.short_title,
        "place": details.place,
        place: details.event_place or (details.place if place == "place" else ""),
        _KINDS.get(kind, ""): details.kind,
        "meetingName": details.event if type_.is_event else "",
        "assignee": details.holder,
        "seriesNumber": details.series_number,
        "seriesTitle": publication.collection if kind == "report" else "",
        "numberOfVolumes": more.volumes,
        "numPages": more.page_total,
        "extra": "; ".join([*publication.contributions, *facts(publication)]),
    }
    yield from ((f"z.{name}", value) for name, value in fields.items() if name)


_KINDS = {
    "thesis": "thesisType", "report": "reportType", "presentation": "presentationType",
    "manuscript": "manuscriptType", "webpage": "websiteType", "blogPost": "websiteType",
    "letter": "letterType",
}  # fmt: skip
"""Field of Zotero for the kind of a work, by type."""


# COinS: an OpenURL beside each entry of a list, from which Zotero imports all entries. It is
# OpenURL 1.0 in the key/encoded-value format (ANSI/NISO Z39.88-2004), in the title of an empty
# span.Z3988; the keys are those of the registered formats journal, book, dissertation, patent, dc.

_FORMAT = "info:ofi/fmt:kev:mtx:"


_GROUP = {"journal": "aucorp", "book": "aucorp", "dc": "creator"}
"""Keys for an organisation among the authors, by format; the others have none."""


_SEASON_NAMES = {n: SEASONS[n].lower().replace("autumn", "fall") for n in range(21, 33)}
_SEASON = {
    **{number: [("ssn", name)] for number, name in _SEASON_NAMES.items()},
    **{number: [("quarter", str(number - 32))] for number in range(33, 37)},
}
"""Keys and values for a season or a quarter, which only journals have."""


def context_object(publication: Publication) -> str:
    """Return the OpenURL of a publication, for the attribute ``title``."""
    format_, values = _work(publication)
    appeared = publication.date.appeared
    values += [("date", appeared.common_era.iso), ("language", publication.details.language)]
    role = _author_role(format_, publication)
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


def _author_role(format_: str, publication: Publication) -> str:
    """Return the key of the people in the authors' place; only authors are authors."""
    if publication.main_people.kind != "author":
        return "contributor"
    return {"dc": "creator", "patent": "inventor"}.get(format_, "au")


# Entries share authors and journals.
_quoted = lru_cache(maxsize=65536)(quote_plus)


# Signposts of a paper: typed links of its page, and the same as a linkset. See signposting.org,
# "FAIR Signposting Profile", levels 1 and 2, and RFC 9264 ("Linkset").

LINKSET = "application/linkset+json"
"""Media type of a linkset."""
_BACK = {"describedby": "describes", "item": "collection"}
"""The relation from the target of a link back to the page."""


class Signpost(NamedTuple):
    """A typed link of the page of a paper."""

    rel: str
    href: str
    """Address, which may be relative to that of the page."""
    type: str = ""
    """Media type of the target, if it is known."""


def linkset(page: str, signposts: Iterable[Signpost]) -> str:
    """Return the links of the page with the address `page`, and those back to it, as JSON."""
    of_page: dict[str, Any] = {"anchor": page}
    contexts = [of_page]
    for rel, href, type_ in signposts:
        address = urljoin(page, href)
        of_page.setdefault(rel, []).append(_target(address, type_))
        if rel in _BACK:
            contexts.append({"anchor": address, _BACK[rel]: [_target(page, "text/html")]})
    # No person reads it, and `indent` takes four times as long.
    return json.dumps({"linkset": contexts}, ensure_ascii=False) + "\n"


def _target(address: str, type_: str) -> dict[str, str]:
    return {"href": address, **({"type": type_} if type_ else {})}
