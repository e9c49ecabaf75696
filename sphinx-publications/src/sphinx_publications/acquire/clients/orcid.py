"""The public ORCID record of an author (https://info.orcid.org/documentation/, API 3.0).

The list of works has summaries without authors; each work has its contributors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import address, from_html
from sphinx_publications.acquire.record import Record, of_fields, people_in
from sphinx_publications.acquire.said_of_authors import Said, role
from sphinx_publications.acquire.said_of_authors import said as said_of
from sphinx_publications.acquire.services import ORCID
from sphinx_publications.model.identifiers import arxiv, doi

_TYPES = {
    "journal-article": "article", "conference-paper": "inproceedings", "book": "book",
    "book-chapter": "incollection", "dissertation-thesis": "thesis", "report": "report",
    "data-set": "dataset", "software": "software",
}  # fmt: skip


def works_of(web: Web, orcid: str) -> list[Record]:
    """Return the summaries of the works of an author."""

    def read(answer: bytes) -> list[Record]:
        # A group has one summary of a work for each source.
        works = [group["work-summary"][0] for group in json.loads(answer)["group"]]
        return [
            replace(_record(work), summary_of=f"/{orcid}/work/{work['put-code']}")
            if work.get("put-code")
            else _record(work)
            for work in works
        ]

    return web.ask(ORCID, f"/{orcid}/works", read)


def work(web: Web, path: str) -> Record:
    """Return the work at a path, with its contributors."""
    return web.ask(ORCID, path, lambda answer: _with_people(json.loads(answer)))


def _with_people(work: Mapping[str, Any]) -> Record:
    people: dict[str, list[str]] = {}
    said: dict[str, Said] = {}
    for one in (work.get("contributors") or {}).get("contributor") or []:
        name = from_html(_value(one.get("credit-name")))
        attributes = one.get("contributor-attributes") or {}
        task = str(attributes.get("contributor-role") or "author").lower()
        is_credit = "credit.niso.org" in task
        kind = "author" if is_credit else task
        if not name or kind not in {"author", "editor"}:
            continue
        # ORCID repeats a contributor for each role.
        if name not in people.setdefault(kind, []):
            people[kind].append(name)
        if kind == "author":
            known = said.get(name, Said())
            orcid = str((one.get("contributor-orcid") or {}).get("path") or "") or known.orcid
            roles = [*known.roles, *([role(task)] if is_credit else [])]
            said[name] = said_of(orcid, roles=roles)
    found = {kind: people_in(names) for kind, names in people.items()}
    told = tuple(said.values())
    return replace(_record(work), people=found, said=told if any(map(any, told)) else ())


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
