"""OpenAlex (https://docs.openalex.org/api-entities/works): abstracts, open PDFs, an author.

OpenAlex asks for a key, which is free.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import address, from_html, word
from sphinx_publications.acquire.record import Record, check_doi, of_fields, people_in
from sphinx_publications.acquire.services import OPENALEX
from sphinx_publications.model.identifiers import arxiv, doi

MOST_PAGES = 20
"""The largest number of pages of an author's works, 200 each."""
_TYPES = {
    "article": "article", "review": "article", "book": "book", "book-chapter": "incollection",
    "dissertation": "thesis", "dataset": "dataset", "report": "report",
}  # fmt: skip


def work(web: Web, identifier: str) -> Record:
    """Return the work with a DOI."""

    def read(answer: bytes) -> Record:
        item = json.loads(answer)
        record = _record(item)
        check_doi(item.get("doi"), identifier, OPENALEX.label)
        return record

    return web.ask(OPENALEX, "/works/doi:" + quote(identifier, safe="/"), read)


def works_of(web: Web, author: str) -> list[Record]:
    """Return the works of an author, named by OpenAlex's identifier or by an ORCID."""
    kind = "orcid" if "-" in author else "id"
    found: list[Record] = []
    cursor: str | None = "*"
    for _ in range(MOST_PAGES):
        if not cursor:
            break
        part, cursor = web.ask(
            OPENALEX, "/works", _page, filter=f"authorships.author.{kind}:{author}",
            cursor=cursor, **{"per-page": "200"},
        )  # fmt: skip
        found += part
    return found


def _page(answer: bytes) -> tuple[list[Record], str | None]:
    read = json.loads(answer)
    following = read["meta"].get("next_cursor")
    results = [_record(item) for item in read["results"] if item.get("title")]
    return results, str(following) if following and read["results"] else None


def _record(item: Mapping[str, Any]) -> Record:
    biblio = item.get("biblio") or {}
    first, last = biblio.get("first_page"), biblio.get("last_page")
    is_range = bool(first and last and first != last)
    best = item.get("best_oa_location") or {}
    primary = item.get("primary_location") or {}
    source = primary.get("source") or {}
    landing = str(primary.get("landing_page_url") or "")
    type_ = _TYPES.get(str(item.get("type")), "misc")
    if source.get("type") == "conference":
        type_ = "inproceedings"
    eprint = arxiv(landing) if "arxiv.org" in landing else None
    if eprint:
        type_ = "misc"
    authorships = item.get("authorships") or []
    people = people_in(from_html(str(one["author"]["display_name"])) for one in authorships)
    fields = of_fields(
        type_,
        from_html(str(source.get("display_name") or "")) if type_ != "misc" else "",
        title=from_html(str(item["title"])),
        date=str(item.get("publication_date") or item.get("publication_year") or ""),
        volume=word(biblio.get("volume")),
        number=word(biblio.get("issue")),
        pages=word(f"{first}--{last}") if is_range else "",
        doi="" if eprint else doi(str(item.get("doi") or "")) or "",
        eprint=eprint or "",
        eprinttype="arxiv" if eprint else "",
        pdf=address(best.get("pdf_url")),
        abstract=from_html(_abstract(item.get("abstract_inverted_index") or {})),
    )
    return Record(type_, fields, {"author": people} if people else {})


def _abstract(places: Mapping[str, list[int]]) -> str:
    """Return an abstract from its inverted index: the places of each word."""
    words = {place: word for word, found in places.items() for place in found}
    return " ".join(words[place] for place in sorted(words))
