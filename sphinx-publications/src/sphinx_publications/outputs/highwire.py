"""The tags by which Google Scholar and Zotero read the page of a paper.

Names follow Google Scholar's "Inclusion Guidelines for Webmasters", section
"Indexing", and Highwire Press. They may stand on the page of one paper only:
two sets on one page would be read as one paper.
"""

from __future__ import annotations

from sphinx_publications.latex import plain
from sphinx_publications.model.entrytypes import Highwire
from sphinx_publications.model.publication import Publication


def highwire_tags(publication: Publication, pdf: str = "") -> list[tuple[str, str]]:
    """Return name and content of each tag; `pdf` is the address of a PDF beside the page."""
    details, date = publication.details, publication.date
    kind = publication.entry_type.highwire
    day = "/".join(f"{part:02d}" for part in (date.year, date.month, date.day) if part)
    container = details.container or details.event
    is_thesis, is_report = kind is Highwire.THESIS, kind is Highwire.REPORT
    tags = [
        ("citation_title", publication.own_title),
        *(("citation_author", author.name.inverted) for author in publication.authors),
        ("citation_publication_date", day),
        ("citation_journal_title", details.container if kind is Highwire.JOURNAL else ""),
        ("citation_conference_title", container if kind is Highwire.CONFERENCE else ""),
        ("citation_inbook_title", details.container if kind is Highwire.CHAPTER else ""),
        (
            "citation_dissertation_institution",
            details.institution if is_thesis else "",
        ),
        ("citation_technical_report_institution", details.institution if is_report else ""),
        ("citation_technical_report_number", details.number if is_report else ""),
        ("citation_volume", details.volume),
        ("citation_issue", details.issue),
        ("citation_firstpage", details.first_page or ("" if is_report else details.number)),
        ("citation_lastpage", details.last_page),
        ("citation_doi", details.doi),
        ("citation_arxiv_id", details.eprint if details.archive == "arXiv" else ""),
        ("citation_issn", details.issn),
        ("citation_isbn", details.isbn),
        ("citation_publisher", details.publisher),
        ("citation_language", details.language),
        ("citation_abstract", " ".join(plain(publication.abstract).split())),
        ("citation_keywords", "; ".join(publication.keywords)),
        ("citation_pdf_url", pdf),
        ("dc.type", "preprint" if publication.is_preprint else ""),
    ]
    return [(name, content) for name, content in tags if content]
