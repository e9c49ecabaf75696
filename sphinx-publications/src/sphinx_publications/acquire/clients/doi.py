"""Records of DOIs: by content negotiation, from Crossref, and from bioRxiv."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from sphinx_publications.acquire.csl_import import record_of
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.record import Record, Update, check_doi
from sphinx_publications.acquire.services import BIORXIV, CROSSREF, DOI, Service
from sphinx_publications.model.identifiers import doi as read_doi

_CSL = "application/vnd.citationstyles.csl+json"


def work(web: Web, doi: str) -> Record:
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


def search(web: Web, title: str, author: str) -> list[Record]:
    """Return the works of Crossref that are most like a title and an author's name."""
    parameters = {"query.bibliographic": title, "query.author": author, "rows": "5"}
    return web.ask(CROSSREF, "/works", _found, **parameters)


def _found(answer: bytes) -> list[Record]:
    items = json.loads(answer)["message"]["items"]
    return [record_of(item) for item in items if any(item.get("title") or [])]


def notices(web: Web, doi: str) -> list[Update]:
    """Return the retractions and corrections of a DOI that Crossref has as works of their own."""

    def read(answer: bytes) -> list[Update]:
        return [
            Update(str(update["type"]).replace("_", "-"), str(item["DOI"]))
            for item in json.loads(answer)["message"]["items"]
            for update in item["update-to"]
            if str(update["DOI"]).lower() == doi.lower()
        ]

    return web.ask(CROSSREF, "/works", read, filter=f"updates:{doi}", rows="20")


def appeared_as(web: Web, server: str, doi: str) -> str:
    """Return the DOI under which a preprint of ``biorxiv`` or ``medrxiv`` has appeared, or none.

    This is all that bioRxiv is asked (https://api.biorxiv.org, "details"): it has the initials of
    authors only, and registers its preprints at Crossref.
    """

    def read(answer: bytes) -> str:
        versions = json.loads(answer)["collection"]
        # Where nothing has appeared, ``published`` is NA.
        return next((found for one in versions if (found := read_doi(str(one["published"])))), "")

    return web.ask(BIORXIV, f"/details/{server}/{quote(doi, safe='/')}/na/json", read)
