"""bioRxiv's API (https://api.biorxiv.org, "details"): whether a preprint has appeared.

The names that it gives are initials, so that papers come from Crossref, where bioRxiv registers
them.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from sphinx_publications.acquire.services import BIORXIV
from sphinx_publications.acquire.web import Web
from sphinx_publications.model.identifiers import doi as read_doi


def appeared_as(web: Web, server: str, doi: str) -> str:
    """Return the DOI under which a preprint of ``biorxiv`` or ``medrxiv`` has appeared, or none."""

    def read(answer: bytes) -> str:
        versions = json.loads(answer)["collection"]
        # Where nothing has appeared it says NA.
        return next((found for one in versions if (found := read_doi(str(one["published"])))), "")

    return web.ask(BIORXIV, f"/details/{server}/{quote(doi, safe='/')}/na/json", read)
