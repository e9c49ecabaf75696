"""Where and how a work was published, part by part, for other programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sphinx_publications.latex import plain
from sphinx_publications.model.archives import ARXIV, archive_of, arxiv_by_journal
from sphinx_publications.model.entrytypes import Highwire, entry_type
from sphinx_publications.model.identifiers import arxiv, doi
from sphinx_publications.model.languages import language_of_paper


class Details(NamedTuple):
    """The facts of publication, in plain text, each empty if it is not known."""

    container: str = ""
    """The whole name of the journal, the proceedings or the book that it appeared in."""
    event: str = ""
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""
    eid: str = ""
    """Number of an article without pages."""
    number: str = ""
    """Number of a report, a patent and the like."""
    series: str = ""
    series_number: str = ""
    edition: str = ""
    version: str = ""
    kind: str = ""
    """What kind of thesis, report, program or patent it is, in words: ``PhD thesis``."""
    publisher: str = ""
    institution: str = ""
    """School or institution of a thesis or a report."""
    holder: str = ""
    """Whose patent it is."""
    place: str = ""
    """Where the publisher is."""
    event_place: str = ""
    isbn: str = ""
    issn: str = ""
    doi: str = ""
    archive: str = ""
    """Name of the archive that keeps the eprint."""
    eprint: str = ""
    """Identifier in the archive."""
    language: str = ""
    """As in BCP 47: ``en``."""

    @property
    def pages(self) -> str:
        """The pages, with a hyphen between first and last."""
        return "-".join(page for page in (self.first_page, self.last_page) if page)

    @property
    def located(self) -> str:
        """Where it stands in its volume: the pages, or else the number of the article."""
        return self.pages or self.eid


def read_details(type_: str, fields: Mapping[str, str]) -> Details:
    """Read the facts of publication out of an entry's fields."""

    def first(*names: str) -> str:
        return next((plain(fields[name]) for name in names if fields.get(name)), "")

    container = first("journal", "journaltitle", "booktitle", "maintitle")
    archive = archive_of(fields)
    eprint = first("eprint", "arxiv")
    if archive is not None and archive.name == "arXiv":
        eprint = arxiv(eprint) or ""
    by_journal = arxiv_by_journal(fields)
    if by_journal and not eprint:
        archive, eprint = ARXIV, by_journal
    pages = re.split(r"\s*(?:-+|[\N{EN DASH}\N{EM DASH}])\s*", first("pages"), maxsplit=1)
    kind = entry_type(type_)
    publisher = first("publisher", "organization")
    # A paper's ``address`` is that of the publisher, if there is one (BibTeX's documentation).
    is_paper = kind.is_event or kind.highwire is Highwire.CONFERENCE
    address, venue = first("address", "location"), first("venue")
    number = first("number", "issue")
    return Details(
        container="" if re.match(r"arxiv\b", container, re.IGNORECASE) else container,
        event=first("eventtitle"),
        volume="" if by_journal and arxiv(first("volume")) == by_journal else first("volume"),
        issue="" if kind.is_numbered or kind.stands_alone else number,
        first_page=pages[0],
        last_page=pages[1] if len(pages) > 1 else "",
        eid=first("eid", "article-number"),
        number=number if kind.is_numbered else "",
        series=first("series"),
        series_number=number if kind.stands_alone and not kind.is_numbered else "",
        edition=first("edition"),
        version=first("version"),
        kind=_KINDS.get(first("type"), first("type")) or kind.csl_genre,
        publisher=publisher,
        institution=first("school", "institution"),
        holder=first("holder"),
        place="" if is_paper and not publisher else address,
        event_place=venue or (address if is_paper and not publisher else ""),
        isbn=first("isbn"),
        issn=first("issn"),
        doi=doi(fields.get("doi", "")) or "",
        archive=(archive.name if archive else "arXiv") if eprint else "",
        eprint=eprint,
        language=language_of_paper(first("langid", "language")),
    )


_KINDS = {
    "phdthesis": "PhD thesis", "mathesis": "Master's thesis", "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis", "techreport": "Technical report",
    "resreport": "Research report", "software": "Computer software", "patent": "Patent",
    "patentde": "German patent", "patenteu": "European patent", "patentfr": "French patent",
    "patentuk": "British patent", "patentus": "U.S. patent",
}  # fmt: skip
"""What the keys of BibLaTeX's ``type`` stand for (BibLaTeX manual, "Localization Keys")."""
