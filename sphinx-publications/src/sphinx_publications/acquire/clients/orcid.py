"""The public ORCID record of an author (https://info.orcid.org/documentation/, API 3.0, works)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import address, from_html
from sphinx_publications.acquire.record import Record, of_fields
from sphinx_publications.acquire.services import ORCID
from sphinx_publications.model.identifiers import arxiv, doi

_TYPES = {
    "journal-article": "article", "conference-paper": "inproceedings", "book": "book",
    "book-chapter": "incollection", "dissertation-thesis": "thesis", "report": "report",
    "data-set": "dataset", "software": "software",
}  # fmt: skip


def works_of(web: Web, orcid: str) -> list[Record]:
    """Return the works of an author; ORCID has no co-authors."""
    return web.ask(ORCID, f"/{orcid}/works", _read)


def _read(answer: bytes) -> list[Record]:
    # A group has one summary of a work for each source.
    return [_record(group["work-summary"][0]) for group in json.loads(answer)["group"]]


def _record(work: Mapping[str, Any]) -> Record:
    type_ = _TYPES.get(str(work.get("type")), "misc")
    found: dict[str, str] = {}
    for identifier in (work.get("external-ids") or {}).get("external-id") or []:
        if identifier.get("external-id-relationship") in {"self", "version-of"}:
            found.setdefault(identifier["external-id-type"], str(identifier["external-id-value"]))
    eprint = arxiv(found.get("arxiv", "")) or ""
    fields = of_fields(
        type_,
        from_html(_value(work.get("journal-title"))),
        title=from_html(_value(work["title"]["title"])),
        subtitle=from_html(_value(work["title"].get("subtitle"))),
        date=_date(work.get("publication-date") or {}),
        doi=doi(found.get("doi", "")) or "",
        eprint=eprint,
        eprinttype="arxiv" if eprint else "",
        url=address(_value(work.get("url"))),
    )
    return Record(type_, fields)


def _value(part: Mapping[str, Any] | None) -> str:
    return str((part or {}).get("value") or "")


def _date(date: Mapping[str, Any]) -> str:
    parts = [_value(date.get(name)) for name in ("year", "month", "day")]
    known = parts[: parts.index("")] if "" in parts else parts
    return "-".join(known)
