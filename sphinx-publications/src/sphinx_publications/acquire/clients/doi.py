"""Any DOI, by content negotiation (https://citation.doi.org/docs.html).

Crossref, DataCite and others answer with CSL-JSON.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from sphinx_publications.acquire import csl
from sphinx_publications.acquire.record import Record, check_doi
from sphinx_publications.acquire.services import DOI
from sphinx_publications.acquire.web import Web

_CSL = "application/vnd.citationstyles.csl+json"


def work(web: Web, doi: str) -> Record:
    """Return what a DOI stands for; a `NotDoneError` if the answer is of another one."""

    def read(answer: bytes) -> Record:
        item = json.loads(answer)
        record = csl.record_of(item)
        check_doi(item.get("DOI"), doi, DOI.label)
        return record

    return web.ask(DOI, "/" + quote(doi, safe="/"), read, accept=_CSL)
