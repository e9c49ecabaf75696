"""The tags by which Google Scholar and Zotero read the page of a paper.

Names follow Google Scholar's "Inclusion Guidelines for Webmasters", section
"Indexing", and Highwire Press. They may stand on the page of one paper only:
two sets on one page would be read as one paper.
"""

from __future__ import annotations

from .latex import plain
from .model import Publication

_CONFERENCES = {"inproceedings", "conference"}
_CHAPTERS = {"incollection", "inbook", "bookinbook"}
_THESES = {"phdthesis", "mastersthesis", "bachelorsthesis", "thesis"}
_REPORTS = {"techreport", "report"}


def highwire_tags(publication: Publication, pdf: str = "") -> list[tuple[str, str]]:
    """Return name and content of each tag; `pdf` is the address of a PDF beside the page."""
    imprint, date = publication.imprint, publication.date
    type_ = publication.type
    day = "/".join(f"{part:02d}" for part in (date.year, date.month, date.day) if part)
    is_preprint = not imprint.container and bool(imprint.eprint)
    container = imprint.container or imprint.event
    tags = [
        ("citation_title", publication.plain_title),
        *(("citation_author", author.name.inverted) for author in publication.authors),
        ("citation_publication_date", day),
        ("citation_journal_title", imprint.container if type_ == "article" else ""),
        ("citation_conference_title", container if type_ in _CONFERENCES else ""),
        ("citation_inbook_title", imprint.container if type_ in _CHAPTERS else ""),
        ("citation_dissertation_institution", imprint.institution if type_ in _THESES else ""),
        ("citation_technical_report_institution", imprint.institution if type_ in _REPORTS else ""),
        ("citation_technical_report_number", imprint.number if type_ in _REPORTS else ""),
        ("citation_volume", imprint.volume),
        ("citation_issue", imprint.issue),
        ("citation_firstpage", imprint.first_page or ("" if type_ in _REPORTS else imprint.number)),
        ("citation_lastpage", imprint.last_page),
        ("citation_doi", imprint.doi),
        ("citation_arxiv_id", imprint.eprint if imprint.archive == "arXiv" else ""),
        ("citation_issn", imprint.issn),
        ("citation_isbn", imprint.isbn),
        ("citation_publisher", imprint.publisher),
        ("citation_language", imprint.language),
        ("citation_abstract", " ".join(plain(publication.abstract).split())),
        ("citation_keywords", "; ".join(publication.keywords)),
        ("citation_pdf_url", pdf),
        ("dc.type", "preprint" if is_preprint else ""),
    ]
    return [(name, content) for name, content in tags if content]
