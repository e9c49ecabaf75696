"""Identifiers of papers and authors in what a user types: bare or in addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from sphinx_publications.model.identifiers import arxiv, doi


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
