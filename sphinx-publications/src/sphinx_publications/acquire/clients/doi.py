"""What is known of a DOI: by content negotiation, from Crossref, and from bioRxiv."""

from __future__ import annotations

import json
from urllib.parse import quote

from sphinx_publications.acquire import csl_import
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.record import Record, Update, check_doi
from sphinx_publications.acquire.services import BIORXIV, CROSSREF, DOI
from sphinx_publications.model.identifiers import doi as read_doi

# Any DOI, by content negotiation (https://citation.doi.org/docs.html).
#
# Crossref, DataCite and others answer with CSL-JSON.

_CSL = "application/vnd.citationstyles.csl+json"


def work(web: Web, doi: str) -> Record:
    """Return what a DOI stands for; a `CommandError` if the answer is of another one."""

    def read(answer: bytes) -> Record:
        item = json.loads(answer)
        record = csl_import.record_of(item)
        check_doi(item.get("DOI"), doi, DOI.label)
        return record

    return web.ask(DOI, "/" + quote(doi, safe="/"), read, accept=_CSL)


# Crossref's REST API (https://api.crossref.org, "works"): search, relations, notices.


def crossref_work(web: Web, doi: str) -> Record:
    """Return what Crossref says of a DOI of its own; `CommandError` where it is of another."""

    def read(answer: bytes) -> Record:
        item = json.loads(answer)["message"]
        record = csl_import.record_of(item)
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
    return [csl_import.record_of(item) for item in items if any(item.get("title") or [])]


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


# bioRxiv's API (https://api.biorxiv.org, "details"): whether a preprint has appeared.
#
# The names that it gives are initials, so that papers come from Crossref, where bioRxiv registers
# them.


def appeared_as(web: Web, server: str, doi: str) -> str:
    """Return the DOI under which a preprint of ``biorxiv`` or ``medrxiv`` has appeared, or none."""

    def read(answer: bytes) -> str:
        versions = json.loads(answer)["collection"]
        # Where nothing has appeared it says NA.
        return next((found for one in versions if (found := read_doi(str(one["published"])))), "")

    return web.ask(BIORXIV, f"/details/{server}/{quote(doi, safe='/')}/na/json", read)
