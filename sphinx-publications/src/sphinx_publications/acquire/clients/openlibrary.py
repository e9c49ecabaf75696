"""Books by their ISBN: Open Library's API (https://openlibrary.org/dev/docs/api/books)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sphinx_publications.acquire import NotKnownError, latex_markup
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.record import Record, of_fields
from sphinx_publications.acquire.services import OPENLIBRARY
from sphinx_publications.bibliography.people import read_people


def book(web: Web, isbn: str) -> Record:
    """Return one book."""
    name = f"ISBN:{isbn}"

    def read(answer: bytes) -> Record | None:
        found = json.loads(answer)
        # An ISBN that it does not know is left out.
        return _record(found[name], isbn) if found != {} else None

    record = web.ask(OPENLIBRARY, "/api/books", read, bibkeys=name, jscmd="data", format="json")
    if record is None:
        raise NotKnownError(f"Open Library knows nothing of {isbn}; see whether it is typed right")
    return record


def _record(item: Mapping[str, Any], isbn: str) -> Record:
    year = re.search(r"\d{4}", str(item.get("publish_date", "")))
    names = [latex_markup.from_html(str(author["name"])) for author in item["authors"]]
    people, _ = read_people("author", " and ".join(names))
    fields = of_fields(
        title=latex_markup.from_html(str(item["title"])),
        subtitle=latex_markup.from_html(str(item.get("subtitle") or "")),
        publisher=latex_markup.from_html(_name(item.get("publishers"))),
        location=latex_markup.from_html(_name(item.get("publish_places"))),
        date=year[0] if year else "",
        isbn=isbn,
    )
    return Record("book", fields, {"author": tuple(name for name, _ in people)})


def _name(values: Any) -> str:
    return str(values[0]["name"]) if values else ""
