"""The tags by which Google Scholar and Zotero read the page of a paper.

Names follow Google Scholar's "Inclusion Guidelines for Webmasters", section
"Indexing", and Highwire Press. They may stand on the page of one paper only:
two sets on one page would be read as one paper.
"""

from __future__ import annotations

from sphinx_publications.latex import plain
from sphinx_publications.model.entry_types import Highwire
from sphinx_publications.model.names import Name
from sphinx_publications.model.publication import Publication


def highwire_tags(publication: Publication, pdf: str = "") -> list[tuple[str, str]]:
    """Return name and content of each tag; `pdf` is the address of a PDF beside the page.

    Of two titles Zotero takes the type from the last, so that the book's comes first.
    """
    details, date = publication.details, publication.date
    day = "/".join(f"{part:02d}" for part in (date.year, date.month, date.day) if part)
    told = _titles(publication)
    is_told = any(content for _, content in told)
    # The tag of an institution says it already.
    publisher = details.publisher if is_told else publication.publisher
    arxiv = details.eprint if details.archive == "arXiv" else ""
    tags = [
        ("citation_title", publication.own_title),
        *((f"citation_{publication.role}", _name(a.name)) for a in publication.authors),
        *(("citation_editor", _name(name)) for name in publication.editors),
        ("citation_publication_date", day),
        *told,
        ("citation_series_title", details.series),
        ("citation_technical_report_number", publication.number),
        ("citation_volume", details.volume),
        ("citation_issue", details.issue),
        ("citation_firstpage", details.first_page or details.eid),
        ("citation_lastpage", details.last_page),
        ("citation_doi", publication.doi),
        ("citation_arxiv_id", arxiv),
        ("citation_issn", details.issn),
        ("citation_isbn", details.isbn),
        ("citation_publisher", publisher),
        ("prism.edition", details.edition or details.version),
        ("citation_language", details.language),
        ("citation_abstract", " ".join(plain(publication.abstract).split())),
        ("citation_keywords", "; ".join(publication.keywords)),
        ("citation_public_url", publication.address),
        ("citation_pdf_url", pdf),
        ("dc.type", "" if is_told else _type(publication)),
    ]
    return [(name, content) for name, content in tags if content]


def _titles(publication: Publication) -> list[tuple[str, str]]:
    """Return the tags that say where it appeared, from which readers take its type."""
    details, container = publication.details, publication.container
    match publication.entry_type.highwire:
        case _ if publication.is_preprint:
            return []
        case Highwire.JOURNAL:
            return [("citation_journal_title", container)]
        case Highwire.CONFERENCE:
            # Without either Zotero takes the site's name for it.
            book, event = container or details.event, details.event or container
            return [("citation_inbook_title", book), ("citation_conference_title", event)]
        case Highwire.CHAPTER:
            return [("citation_inbook_title", container)]
        case Highwire.THESIS:
            return [("citation_dissertation_institution", details.institution)]
        case Highwire.REPORT:
            return [("citation_technical_report_institution", details.institution)]
    return []


def _type(publication: Publication) -> str:
    return "preprint" if publication.is_preprint else publication.entry_type.zotero


def _name(name: Name) -> str:
    """Return a name; readers take the last word of one without a comma for the family name."""
    return name.indexed if name.given else f"{name.family},"
