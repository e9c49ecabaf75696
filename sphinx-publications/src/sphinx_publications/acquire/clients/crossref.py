"""Crossref's REST API (https://api.crossref.org, "works"): search, relations, notices."""

from __future__ import annotations

import json
from urllib.parse import quote

from sphinx_publications.acquire import csl
from sphinx_publications.acquire.record import Record, Update, check_doi
from sphinx_publications.acquire.services import CROSSREF
from sphinx_publications.acquire.web import Web


def work(web: Web, doi: str) -> Record:
    """Return what Crossref says of a DOI of its own; `NotDoneError` where it is of another."""

    def read(answer: bytes) -> Record:
        item = json.loads(answer)["message"]
        record = csl.record_of(item)
        check_doi(item.get("DOI"), doi, CROSSREF.label)
        return record

    return web.ask(CROSSREF, "/works/" + quote(doi, safe=""), read)


def search(web: Web, title: str, author: str) -> list[Record]:
    """Return the works that are most like a title and an author's name."""
    parameters = {"query.bibliographic": title, "query.author": author, "rows": "5"}
    return web.ask(CROSSREF, "/works", _found, **parameters)


def _found(answer: bytes) -> list[Record]:
    items = json.loads(answer)["message"]["items"]
    # A work without a title is none that one could have looked for.
    return [csl.record_of(item) for item in items if any(item.get("title") or [])]


def notices(web: Web, doi: str) -> list[Update]:
    """Return the retractions and corrections of a DOI that are works of their own."""

    def read(answer: bytes) -> list[Update]:
        return [
            Update(str(update["type"]).replace("_", "-"), str(item["DOI"]))
            for item in json.loads(answer)["message"]["items"]
            for update in item["update-to"]
            if str(update["DOI"]).lower() == doi.lower()
        ]

    return web.ask(CROSSREF, "/works", read, filter=f"updates:{doi}", rows="20")
