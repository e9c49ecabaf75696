"""The services, the settings of requests to them, and the identifiers of papers and authors."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from platformdirs import user_cache_path

from sphinx_publications.acquire import CommandError
from sphinx_publications.model.identifiers import arxiv, doi


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
    """The first pause between tries; each later one is twice as long."""
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


class Identifier(NamedTuple):
    """An identifier and its kind."""

    kind: str
    """``doi``, ``arxiv``, ``hal``, ``openreview`` or ``isbn``; of authors see `identify_author`."""
    value: str


_HAL = re.compile(r"(?:^|/)((?:[a-z]+_)?[a-z]+-\d{8})(?:v\d+)?(?=$|[/?#])")
_OPENREVIEW = re.compile(r"(?:^openreview:|openreview\.net/\w+\?(?:[^#]*&)?id=)([\w-]{6,20})")
_ISBN = re.compile(r"(?:isbn(?:-1[03])?:?\s*)?([\d\s\N{HYPHEN}-]{9,20}[\dXx])", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_NATURE = re.compile(r"nature\.com/articles/([\w.-]+?)(?:\.pdf)?$")
# In addresses of publishers a DOI is followed by the kind of page.
_BEHIND_DOI = re.compile(
    r"(?:/(?:full|abstract|pdf|epub|meta|html|reference|figures|suppl\w*|download)\b.*|\.full\b.*"
    r"|\.(?:pdf|html?|short|abstract))+$"
)
_VERSION = re.compile(r"(?<=\d)v\d+(?:\.[\w.-]+)?$")
# Old addresses of bioRxiv and medRxiv lack the prefix that their DOIs had before 2025.
_EARLY = re.compile(
    r"(?:bio|med)rxiv\.org/content/(?:\w+rxiv/)?early/20(?:1\d|2[0-4])/\d\d/\d\d"
    r"/((?:\d{4}\.\d\d\.\d\d\.)?\d{6,8})(?!\d)"
)
_BARE_NOTE = re.compile(r"(?=.*[A-Z])(?=.*[a-z])[\w-]{9,12}")


def identify(text: str) -> Identifier | None:
    """Return the identifier of a paper in a text, None if it has none."""
    written = text.strip().strip("<>\"'")
    return next((found for reader in _READERS if (found := reader(written))), None)


def _arxiv(text: str) -> Identifier | None:
    if "://" in text and "arxiv" not in urlsplit(text).netloc:
        return None
    if "/10." in text or text.lower().startswith(("10.", "doi:")):
        return None
    found = arxiv(text.partition("?")[0].partition("#")[0])
    return Identifier("arxiv", found) if found else None


def _doi(text: str) -> Identifier | None:
    parts = urlsplit(text) if "://" in text else None
    path = unquote(parts.path) if parts else text
    found = doi(path)
    if found is None:
        place = f"{parts.netloc}{path}" if parts else ""
        for pattern, prefix in ((_NATURE, "10.1038"), (_EARLY, "10.1101")):
            if known := pattern.search(place):
                return Identifier("doi", f"{prefix}/{known[1]}")
        return None
    if parts is not None and not parts.netloc.endswith("doi.org"):
        found = _BEHIND_DOI.sub("", found)
        if "rxiv.org" in parts.netloc:
            found = _VERSION.sub("", found)
    of_arxiv = _ARXIV_DOI.fullmatch(found)
    return Identifier("arxiv", of_arxiv[1]) if of_arxiv else Identifier("doi", found.rstrip("/"))


def _hal(text: str) -> Identifier | None:
    if "://" in text and not re.search(r"hal\b|archives-ouvertes", urlsplit(text).netloc):
        return None
    found = _HAL.search(text)
    return Identifier("hal", found[1]) if found else None


def _openreview(text: str) -> Identifier | None:
    found = _OPENREVIEW.search(text)
    return Identifier("openreview", found[1]) if found else None


def _bare_note(text: str) -> Identifier | None:
    return Identifier("openreview", text) if _BARE_NOTE.fullmatch(text) else None


def _isbn(text: str) -> Identifier | None:
    found = _ISBN.fullmatch(text)
    digits = re.sub(r"[^\dX]", "", found[1].upper()) if found else ""
    return Identifier("isbn", digits) if is_isbn(digits) else None


def is_isbn(digits: str) -> bool:
    """Whether digits are an ISBN (ISO 2108) of ten or thirteen with the right check digit."""
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(value * (10 - at) for at, value in enumerate(values)) % 11 == 0
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10 == 0
    return False


_READERS: tuple[Callable[[str], Identifier | None], ...] = (
    _openreview, _arxiv, _doi, _hal, _isbn, _bare_note,
)  # fmt: skip

_ORCID = re.compile(r"(?:^|orcid\.org/)(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?$", re.IGNORECASE)
_OPENALEX = re.compile(r"(?:^|openalex\.org/(?:authors/)?)(A\d{5,})/?$", re.IGNORECASE)
_DBLP = re.compile(r"(?:^|^dblp:|dblp\.\S+?/pid/)([a-z0-9]+/[\w-]+?)(?:\.\w+)?$", re.IGNORECASE)


def identify_author(text: str) -> Identifier | None:
    """Return the identifier of an author: ``orcid``, ``openalex`` or ``dblp``; None if none."""
    written = text.strip().strip("<>\"'")
    for kind, pattern in (("orcid", _ORCID), ("openalex", _OPENALEX), ("dblp", _DBLP)):
        if found := pattern.search(written):
            return Identifier(kind, found[1] if kind == "dblp" else found[1].upper())
    return None
