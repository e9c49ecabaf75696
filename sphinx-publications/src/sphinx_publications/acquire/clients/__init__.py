"""What is asked of each service, a module a service, and what its answers say as records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.clients import (
    arxiv,
    dblp,
    doi,
    hal,
    openalex,
    openlibrary,
    openreview,
    orcid,
)
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.input_ids import Identifier
from sphinx_publications.acquire.record import Record, check_same_records

# From an identifier to records, whoever gave the identifier out.


def fetch(web: Web, identifier: Identifier, tell: Callable[[str], None]) -> Record:
    """Return what is known under an identifier; `tell` takes what was not to be had beside it."""
    return _FETCHERS[identifier.kind](web, identifier.value, tell)


def _of_doi(web: Web, value: str, tell: Callable[[str], None]) -> Record:
    return doi.work(web, value)


def _of_arxiv(web: Web, value: str, tell: Callable[[str], None]) -> Record:
    """Return a paper of arXiv as what it has appeared as, if its authors say that it has."""
    paper = arxiv.paper(web, value)
    if not paper.appeared_as:
        return paper
    try:
        published = doi.work(web, paper.appeared_as[0])
        check_same_records(paper, published)
    except CommandError as failure:
        tell(f"It has appeared as {paper.appeared_as[0]}, but {failure}")
        return paper
    if published.is_preprint:
        return paper
    kept = {name: value for name, value in paper.fields.items() if name not in {"title", "date"}}
    return replace(published, fields={**kept, **published.fields})


def _of_hal(web: Web, value: str, tell: Callable[[str], None]) -> Record:
    return hal.work(web, value)


def _of_openreview(web: Web, value: str, tell: Callable[[str], None]) -> Record:
    return openreview.note(web, value)


def _of_isbn(web: Web, value: str, tell: Callable[[str], None]) -> Record:
    return openlibrary.book(web, value)


_FETCHERS: dict[str, Callable[[Web, str, Callable[[str], None]], Record]] = {
    "doi": _of_doi,
    "arxiv": _of_arxiv,
    "hal": _of_hal,
    "openreview": _of_openreview,
    "isbn": _of_isbn,
}
_AUTHORS: dict[str, Callable[[Web, str], list[Record]]] = {
    "orcid": orcid.works_of,
    "openalex": openalex.works_of,
    "dblp": dblp.works_of,
}


def works_of(web: Web, author: Identifier) -> list[Record]:
    """Return the works of an author as the service lists them that gave the identifier out."""
    return _AUTHORS[author.kind](web, author.value)
