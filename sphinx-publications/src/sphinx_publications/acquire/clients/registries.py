"""The registries of DOIs and ISBNs: Crossref, DataCite and others, bioRxiv, Open Library."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from sphinx_publications.acquire import NotKnownError
from sphinx_publications.acquire.csl_import import record_of
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import from_html
from sphinx_publications.acquire.record import Record, Update, check_doi, of_fields, people_in
from sphinx_publications.acquire.services import BIORXIV, CROSSREF, DOI, OPENLIBRARY, Service
from sphinx_publications.model.identifiers import doi as read_doi

_CSL = "application/vnd.citationstyles.csl+json"


def doi_work(web: Web, doi: str) -> Record:
    """Return the record of any DOI; a `CommandError` if the answer is about another one.

    Crossref, DataCite and others answer with CSL-JSON (https://citation.doi.org/docs.html).
    """
    path = "/" + quote(doi, safe="/")
    return web.ask(DOI, path, lambda answer: _checked(json.loads(answer), doi, DOI), accept=_CSL)


def crossref_work(web: Web, doi: str) -> Record:
    """Return the record of a DOI of Crossref; a `CommandError` if the answer is about another one.

    For this and the next two see https://api.crossref.org, "works".
    """
    path = "/works/" + quote(doi, safe="")
    return web.ask(
        CROSSREF, path, lambda answer: _checked(json.loads(answer)["message"], doi, CROSSREF)
    )


def _checked(item: Mapping[str, Any], doi: str, service: Service) -> Record:
    record = record_of(item)
    check_doi(item.get("DOI"), doi, service.label)
    return record


def crossref_search(web: Web, title: str, author: str) -> list[Record]:
    """Return the works of Crossref that are most like a title and an author's name."""
    parameters = {"query.bibliographic": title, "query.author": author, "rows": "5"}
    return web.ask(CROSSREF, "/works", _found, **parameters)


def _found(answer: bytes) -> list[Record]:
    items = json.loads(answer)["message"]["items"]
    return [record_of(item) for item in items if any(item.get("title") or [])]


def crossref_notices(web: Web, doi: str) -> list[Update]:
    """Return the retractions and corrections of a DOI that Crossref has as works of their own."""

    def read(answer: bytes) -> list[Update]:
        return [
            Update(str(update["type"]).replace("_", "-"), str(item["DOI"]))
            for item in json.loads(answer)["message"]["items"]
            for update in item["update-to"]
            if str(update["DOI"]).lower() == doi.lower()
        ]

    return web.ask(CROSSREF, "/works", read, filter=f"updates:{doi}", rows="20")


def biorxiv_published(web: Web, server: str, doi: str) -> str:
    """Return the DOI under which a preprint of ``biorxiv`` or ``medrxiv`` has appeared, or none.

    This is all that bioRxiv is asked (https://api.biorxiv.org, "details"): it has the initials of
    authors only, and registers its preprints at Crossref.
    """

    def read(answer: bytes) -> str:
        versions = json.loads(answer)["collection"]
        # Where nothing has appeared, ``published`` is NA.
        return next((found for one in versions if (found := read_doi(str(one["published"])))), "")

    return web.ask(BIORXIV, f"/details/{server}/{quote(doi, safe='/')}/na/json", read)


# Open Library (https://openlibrary.org/dev/docs/api/books).


def openlibrary_book(web: Web, isbn: str) -> Record:
    """Return the book with an ISBN."""
    key = f"ISBN:{isbn}"

    def read(answer: bytes) -> Record | None:
        found = json.loads(answer)
        # Unknown ISBNs are left out.
        return _book(found[key], isbn) if found != {} else None

    record = web.ask(OPENLIBRARY, "/api/books", read, bibkeys=key, jscmd="data", format="json")
    if record is None:
        raise NotKnownError(f"Open Library knows nothing of {isbn}; see whether it is typed right")
    return record


def _book(item: Mapping[str, Any], isbn: str) -> Record:
    year = re.search(r"\d{4}", str(item.get("publish_date", "")))
    names = [from_html(str(author["name"])) for author in item["authors"]]
    fields = of_fields(
        title=from_html(str(item["title"])),
        subtitle=from_html(str(item.get("subtitle") or "")),
        publisher=from_html(_first_name(item.get("publishers"))),
        location=from_html(_first_name(item.get("publish_places"))),
        date=year[0] if year else "",
        isbn=isbn,
    )
    return Record("book", fields, {"author": people_in(names)})


def _first_name(values: Any) -> str:
    return str(values[0]["name"]) if values else ""
