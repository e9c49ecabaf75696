"""Highwire Press tags, from which Google Scholar and Zotero read the page of a paper.

Names follow Google Scholar's "Inclusion Guidelines for Webmasters", section "Indexing".
Only the page of a single paper may have them: two sets would be read as one paper. What they
cannot say has tags of PRISM, and of Zotero (``z.place``), which copies them into its fields.
"""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_publications.model.entry_types import Highwire
from sphinx_publications.model.in_words import facts
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
        *((_OTHER, name.family_first) for one in publication.others for name in one.names),
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
        *_zotero(publication, is_implied=has_title and titles[-1][0] != _WHERE),
    ]
    return [(name, content) for name, content in tags if content]


def _people(publication: Publication) -> list[tuple[str, str]]:
    """Return the people in the authors' place; Dublin Core has a tag for those who did more.

    The tags behind the name of an author belong to it.
    """
    kind = publication.main_people.kind
    name = {"author": "citation_author", "editor": "citation_editor"}.get(kind, _OTHER)
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


_WHERE = "prism.publicationName"
"""Tag of the containing work that implies no type."""
_OTHER = "dc.contributor"
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
    return [(_WHERE, "" if type_.stands_alone else container)]


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
