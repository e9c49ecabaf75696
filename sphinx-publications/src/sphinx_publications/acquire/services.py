"""The services, and the settings of requests to them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_cache_path

from sphinx_publications.acquire import CommandError


class Service(NamedTuple):
    """A service of scholarly metadata."""

    name: str
    """The name in settings."""
    label: str
    """The name in messages."""
    address: str
    documentation: str
    """The page with its API."""
    interval: float = 0.0
    """Seconds between requests that it asks for."""
    contact: str = ""
    """Parameter for an email address, besides the one in the user agent."""
    key: str = ""
    """Parameter for an API key."""


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
"""The older API, with the conferences before 2023."""
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


KEY_VARIABLE = "{}_API_KEY"
"""The environment variable with the API key of a service: ``OPENALEX_API_KEY``."""


@dataclass(frozen=True)
class Settings:
    """Settings of requests; times are in seconds."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    """Addresses of services by name, instead of the usual ones."""
    contact: str = ""
    """The user's email address, for services that ask for one."""
    offline: bool = False
    timeout: float = 10.0
    """The time limit of connecting and of each read."""
    patience: float = 40.0
    """The time limit of a question, with all redirects, tries and pauses."""
    tries: int = 3
    pause: float = 1.0
    """The factor of pauses."""
    longest_pause: float = 30.0
    """If a service asks to wait longer, it is not tried again."""
    largest: int = 20_000_000
    """The largest size of an answer, in bytes."""
    fresh: float = 86_400.0
    """The age up to which an answer is taken from the cache."""
    cache: Path = field(default_factory=lambda: user_cache_path("sphinx-publications"))
    locks: Path = field(default_factory=lambda: user_cache_path("sphinx-publications") / "locks")
    lock_patience: float = 60.0

    def __post_init__(self) -> None:
        """Raise `CommandError` for an unknown service or an invalid address."""
        for name, address in self.addresses.items():
            setting = f"publications_services['{name}']"
            if name not in SERVICES:
                raise CommandError(f"{setting} is no service; write one of {', '.join(SERVICES)}")
            if not str(address).startswith(("http://", "https://")):
                raise CommandError(f"{setting} is no address; write https://…")

    def address(self, service: Service) -> str:
        """Return the address of a service."""
        return self.addresses.get(service.name, service.address).rstrip("/")

    def parameters(self, service: Service) -> dict[str, str]:
        """Return the parameters by which a service knows the user: email address and key."""
        key = os.environ.get(KEY_VARIABLE.format(service.name.upper()), "")
        found = {service.contact: self.contact, service.key: key}
        return {name: value for name, value in found.items() if name and value}
