"""Books by their ISBN: Open Library's API (https://openlibrary.org/dev/docs/api/books)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sphinx_publications.acquire import NotKnownError
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import from_html
from sphinx_publications.acquire.record import Record, of_fields, people_in
from sphinx_publications.acquire.services import OPENLIBRARY


def book(web: Web, isbn: str) -> Record:
    """Return one book."""
    key = f"ISBN:{isbn}"

    def read(answer: bytes) -> Record | None:
        found = json.loads(answer)
        # Unknown ISBNs are left out.
        return _record(found[key], isbn) if found != {} else None

    record = web.ask(OPENLIBRARY, "/api/books", read, bibkeys=key, jscmd="data", format="json")
    if record is None:
        raise NotKnownError(f"Open Library knows nothing of {isbn}; see whether it is typed right")
    return record


def _record(item: Mapping[str, Any], isbn: str) -> Record:
    year = re.search(r"\d{4}", str(item.get("publish_date", "")))
    names = [from_html(str(author["name"])) for author in item["authors"]]
    fields = of_fields(
        title=from_html(str(item["title"])),
        subtitle=from_html(str(item.get("subtitle") or "")),
        publisher=from_html(_name(item.get("publishers"))),
        location=from_html(_name(item.get("publish_places"))),
        date=year[0] if year else "",
        isbn=isbn,
    )
    return Record("book", fields, {"author": people_in(names)})


def _name(values: Any) -> str:
    return str(values[0]["name"]) if values else ""
