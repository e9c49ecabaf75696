"""Highwire Press tags, from which Google Scholar and Zotero read the page of a paper.

Names follow Google Scholar's "Inclusion Guidelines for Webmasters", section "Indexing".
Only the page of a single paper may have them: two sets would be read as one paper.
"""

from __future__ import annotations

from sphinx_publications.model.entry_types import Highwire
from sphinx_publications.model.publication import Publication


def highwire_tags(publication: Publication, pdf: str = "") -> list[tuple[str, str]]:
    """Return name and content of each tag; `pdf` is the address of a PDF beside the page.

    Zotero takes the type from the last of two titles, so the title of a book comes first.
    """
    details, container = publication.details, publication.container
    titles = _titles(publication)
    has_title = any(content for _, content in titles)
    # `titles` may name the institution.
    publisher = details.publisher if has_title else publication.publisher
    type_ = "preprint" if publication.is_preprint else publication.entry_type.zotero
    tags = [
        ("citation_title", publication.own_title),
        *_people(publication),
        ("citation_author", publication.collaboration),
        *(("citation_editor", name.family_first) for name in publication.editors.names),
        *((_OTHER, name.family_first) for one in publication.others for name in one.names),
        ("citation_publication_date", publication.date.appeared.common_era.iso.replace("-", "/")),
        *titles,
        ("citation_series_title", publication.collection or ("" if titles else container)),
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
        ("dc.type", "" if has_title else type_),
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
        tags.append((name, author.name.family_first))
        if kind == "author":
            places = author.affiliations
            tags += [("citation_author_institution", place.name) for place in places]
            tags.append(("citation_author_orcid", author.orcid))
    return tags


_OTHER = "dc.contributor"
"""Tag of people for whose work Highwire Press has none."""


def _titles(publication: Publication) -> list[tuple[str, str]]:
    """Return the tags of the containing work, from which readers derive the type."""
    details, container = publication.details, publication.container
    match publication.entry_type.highwire:
        case _ if publication.is_preprint:
            return []
        case Highwire.JOURNAL:
            return [("citation_journal_title", container)]
        case Highwire.CONFERENCE:
            # Zotero would replace a missing one by the name of the site.
            book, event = container or details.event, details.event or container
            return [("citation_inbook_title", book), ("citation_conference_title", event)]
        case Highwire.CHAPTER:
            return [("citation_inbook_title", container)]
        case Highwire.THESIS:
            return [("citation_dissertation_institution", details.institution)]
        case Highwire.REPORT:
            return [("citation_technical_report_institution", details.institution)]
    return []
