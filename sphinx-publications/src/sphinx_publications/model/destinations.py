"""Where the links of an entry lead, by name, and which of them leads to the paper best.

The best is the publisher or the proceedings, then the DOI, then what archives keep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from sphinx_publications.model.entrytypes import SOFTWARE_AND_DATA, EntryType, Highwire
from sphinx_publications.model.links import Link

_PUBLISHER, _PUBLISHED_PDF, _DOI, _OPENREVIEW, _ARXIV, _HAL, _ARCHIVE, _PDF = range(8)
_NO_PAPER = 9


class Destination(NamedTuple):
    """A link with the name of where it leads."""

    name: str
    url: str
    rank: int
    """The lower, the better the paper is read there."""

    @property
    def is_paper(self) -> bool:
        """Whether the paper itself is there."""
        return self.rank < _NO_PAPER


_HOSTS = {
    "doi.org": ("DOI", _DOI),
    "openreview.net": ("OpenReview", _OPENREVIEW),
    "arxiv.org": ("arXiv", _ARXIV),
    "hal.science": ("HAL", _HAL),
    "archives-ouvertes.fr": ("HAL", _HAL),
    "biorxiv.org": ("bioRxiv", _ARCHIVE),
    "medrxiv.org": ("medRxiv", _ARCHIVE),
    "psyarxiv.com": ("PsyArXiv", _ARCHIVE),
    "ssrn.com": ("SSRN", _ARCHIVE),
    "zenodo.org": ("Zenodo", _ARCHIVE),
    "ncbi.nlm.nih.gov": ("PubMed", _ARCHIVE),
    "semanticscholar.org": ("Semantic Scholar", _NO_PAPER),
    "scholar.google.com": ("Scholar", _NO_PAPER),
    "github.com": ("GitHub", _NO_PAPER),
    "github.io": ("Website", _NO_PAPER),
    "gitlab.com": ("GitLab", _NO_PAPER),
    "huggingface.co": ("Hugging Face", _NO_PAPER),
    "youtube.com": ("Video", _NO_PAPER),
    "youtu.be": ("Video", _NO_PAPER),
    "vimeo.com": ("Video", _NO_PAPER),
    "slideslive.com": ("Video", _NO_PAPER),
}
"""Name and rank by host, or by a domain above it."""
_ARCHIVES = {"arXiv": _ARXIV, "HAL": _HAL}
"""Ranks of what archives keep, others being as `_ARCHIVE`."""


def destinations(links: Iterable[Link], kind: EntryType) -> list[Destination]:
    """Return where the links of an entry of a type lead: to the paper first, the best in front.

    Two of one name have their hosts behind it.
    """
    found = []
    for link in links:
        name, rank = _named(link, kind)
        found.append(Destination(name, link.url, rank))
    found.sort(key=lambda place: place.rank)
    names = Counter(place.name for place in found)
    return [
        place._replace(name=f"{place.name} ({host})")
        if names[place.name] > 1 and (host := _host(place.url))
        else place
        for place in found
    ]


def _named(link: Link, kind: EntryType) -> tuple[str, int]:
    """Return the name and the rank of where a link leads."""
    if link.field in {"eprint", "arxiv"}:
        name, rank = link.label, _ARCHIVES.get(link.label, _ARCHIVE)
    elif link.field == "pdf":
        name, rank = link.label, _PDF
    elif not link.leads_to_paper:
        name, rank = link.label, _NO_PAPER
    else:
        name, rank = _at_host(link, kind)
    # Software and data are not read.
    return name, _NO_PAPER if kind.heading == SOFTWARE_AND_DATA else rank


def _at_host(link: Link, kind: EntryType) -> tuple[str, int]:
    host = _host(link.url)
    known = next((_HOSTS[name] for name in _domains(host) if name in _HOSTS), None)
    is_pdf = urlsplit(link.url).path.lower().endswith(".pdf")
    if known is not None:
        return ("PDF", known[1]) if is_pdf and known[1] < _NO_PAPER else known
    if is_pdf:
        return "PDF", _PUBLISHED_PDF
    if kind.heading == SOFTWARE_AND_DATA:
        return "Website", _NO_PAPER
    return "Proceedings" if kind.highwire is Highwire.CONFERENCE else "Publisher", _PUBLISHER


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _domains(host: str) -> Iterable[str]:
    """Return a host and the domains above it."""
    parts = host.split(".")
    return (".".join(parts[place:]) for place in range(len(parts)))
