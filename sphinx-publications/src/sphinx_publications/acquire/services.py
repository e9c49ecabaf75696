"""The services that are asked: one table, to which settings give other addresses."""

from __future__ import annotations

from typing import NamedTuple


class Service(NamedTuple):
    """A service of scholarly metadata."""

    name: str
    """How settings call it."""
    label: str
    """How it is called in what is told."""
    address: str
    documentation: str
    """The page that its client follows."""
    interval: float = 0.0
    """Seconds that it asks to have between requests."""
    contact: str = ""
    """Parameter in which it asks for an address of mail, beside that in the user agent."""
    key: str = ""
    """Parameter of the key that it gives out."""


DOI = Service(
    "doi", "doi.org", "https://doi.org",
    "https://citation.doi.org/docs.html",
)  # fmt: skip
CROSSREF = Service(
    "crossref", "Crossref", "https://api.crossref.org",
    "https://www.crossref.org/documentation/retrieve-metadata/rest-api/", contact="mailto",
)  # fmt: skip
ARXIV = Service(
    "arxiv", "arXiv", "https://export.arxiv.org/api",
    "https://info.arxiv.org/help/api/user-manual.html", interval=3.0,
)  # fmt: skip
BIORXIV = Service(
    "biorxiv", "bioRxiv", "https://api.biorxiv.org",
    "https://api.biorxiv.org/", interval=1.0,
)  # fmt: skip
HAL = Service(
    "hal", "HAL", "https://api.archives-ouvertes.fr",
    "https://api.archives-ouvertes.fr/docs/search",
)  # fmt: skip
OPENREVIEW = Service(
    "openreview", "OpenReview", "https://api2.openreview.net",
    "https://docs.openreview.net/reference/api-v2",
)  # fmt: skip
OPENREVIEW_1 = OPENREVIEW._replace(name="openreview1", address="https://api.openreview.net")
"""The older interface, which keeps the conferences before 2023."""
OPENALEX = Service(
    "openalex", "OpenAlex", "https://api.openalex.org",
    "https://docs.openalex.org/api-entities/works", contact="mailto", key="api_key",
)  # fmt: skip
ORCID = Service(
    "orcid", "ORCID", "https://pub.orcid.org/v3.0",
    "https://info.orcid.org/documentation/api-tutorials/api-tutorial-read-data-on-a-record/",
)  # fmt: skip
DBLP = Service(
    "dblp", "DBLP", "https://dblp.org",
    "https://dblp.org/faq/How+to+use+the+dblp+search+API.html", interval=1.0,
)  # fmt: skip
OPENLIBRARY = Service(
    "openlibrary", "Open Library", "https://openlibrary.org",
    "https://openlibrary.org/dev/docs/api/books",
)  # fmt: skip

SERVICES = {
    service.name: service
    for service in (
        DOI, CROSSREF, ARXIV, BIORXIV, HAL, OPENREVIEW, OPENREVIEW_1, OPENALEX, ORCID, DBLP,
        OPENLIBRARY,
    )
}  # fmt: skip
