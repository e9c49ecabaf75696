"""One module for each service: what it is asked, and its answers as records."""

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

_FETCHERS: dict[str, Callable[[Web, str], Record]] = {
    "doi": doi.work,
    "hal": hal.work,
    "openreview": openreview.note,
    "isbn": openlibrary.book,
}
_AUTHORS: dict[str, Callable[[Web, str], list[Record]]] = {
    "orcid": orcid.works_of,
    "openalex": openalex.works_of,
    "dblp": dblp.works_of,
}


def fetch(web: Web, identifier: Identifier, report: Callable[[str], None]) -> Record:
    """Return the record of an identifier; `report` takes failures that cost only a part of it."""
    if identifier.kind == "arxiv":
        return _of_arxiv(web, identifier.value, report)
    return _FETCHERS[identifier.kind](web, identifier.value)


def _of_arxiv(web: Web, value: str, report: Callable[[str], None]) -> Record:
    """Return a paper of arXiv, as published if arXiv has the DOI of the publication."""
    paper = arxiv.paper(web, value)
    if not paper.appeared_as:
        return paper
    try:
        published = doi.work(web, paper.appeared_as[0])
        check_same_records(paper, published)
    except CommandError as failure:
        report(f"It has appeared as {paper.appeared_as[0]}, but {failure}")
        return paper
    if published.is_preprint:
        return paper
    kept = {name: value for name, value in paper.fields.items() if name not in {"title", "date"}}
    return replace(published, fields={**kept, **published.fields})


def works_of(web: Web, author: Identifier) -> list[Record]:
    """Return the works of an author as listed by the service that issued the identifier."""
    return _AUTHORS[author.kind](web, author.value)
