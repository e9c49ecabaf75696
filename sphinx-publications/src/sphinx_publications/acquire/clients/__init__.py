"""The services: what each is asked, and its answers as records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.clients.author_works import dblp_works, openalex_works, orcid_works
from sphinx_publications.acquire.clients.registries import doi_work, openlibrary_book
from sphinx_publications.acquire.clients.repositories import arxiv_paper, hal_work, openreview_paper
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.record import Record, check_same_records
from sphinx_publications.acquire.services import Identifier

_FETCHERS: dict[str, Callable[[Web, str], Record]] = {
    "doi": doi_work,
    "hal": hal_work,
    "openreview": openreview_paper,
    "isbn": openlibrary_book,
}
_AUTHORS: dict[str, Callable[[Web, str], list[Record]]] = {
    "orcid": orcid_works,
    "openalex": openalex_works,
    "dblp": dblp_works,
}


def fetch(web: Web, identifier: Identifier, report: Callable[[str], None]) -> Record:
    """Return the record of an identifier; `report` takes failures that cost only a part of it."""
    if identifier.kind == "arxiv":
        return _of_arxiv(web, identifier.value, report)
    return _FETCHERS[identifier.kind](web, identifier.value)


def _of_arxiv(web: Web, value: str, report: Callable[[str], None]) -> Record:
    """Return a paper of arXiv, as published if arXiv has the DOI of the publication."""
    paper = arxiv_paper(web, value)
    if not paper.appeared_as:
        return paper
    try:
        published = doi_work(web, paper.appeared_as[0])
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
