"""The services that are asked: one table, to which settings give other addresses."""

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


# How services are asked: where they are, how long one waits, who asks.

KEY_VARIABLE = "{}_API_KEY"
"""The environment variable with the key of a service: ``OPENALEX_API_KEY``."""


@dataclass(frozen=True)
class Settings:
    """How services are asked; times are in seconds."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    """Other addresses of services, by their name."""
    contact: str = ""
    """Address of mail that services ask for, to write to whoever asks too much."""
    offline: bool = False
    timeout: float = 10.0
    """How long a connection or the next bytes are waited for."""
    patience: float = 40.0
    """How long a whole answer is waited for, with all redirects, tries and pauses."""
    tries: int = 3
    pause: float = 1.0
    """What each pause is multiplied with."""
    longest_pause: float = 30.0
    """A service that asks for more is not waited for."""
    largest: int = 20_000_000
    """Bytes of an answer that is read."""
    fresh: float = 86_400.0
    """How old an answer may be that is taken from the cache."""
    cache: Path = field(default_factory=lambda: user_cache_path("sphinx-publications"))
    locks: Path = field(default_factory=lambda: user_cache_path("sphinx-publications") / "locks")
    lock_patience: float = 60.0

    def __post_init__(self) -> None:
        """Refuse what names no service or is no address."""
        for name, address in self.addresses.items():
            if name not in SERVICES:
                known = ", ".join(SERVICES)
                raise CommandError(
                    f"publications_services['{name}'] is no service; write one of {known}"
                )
            if not str(address).startswith(("http://", "https://")):
                raise CommandError(
                    f"publications_services['{name}'] is no address; write https://…"
                )

    def address(self, service: Service) -> str:
        """Return where a service is."""
        return self.addresses.get(service.name, service.address).rstrip("/")

    def parameters(self, service: Service) -> dict[str, str]:
        """Return what says who asks, for a service that wants it among its parameters."""
        key = os.environ.get(KEY_VARIABLE.format(service.name.upper()), "")
        found = {service.contact: self.contact, service.key: key}
        return {name: value for name, value in found.items() if name and value}
