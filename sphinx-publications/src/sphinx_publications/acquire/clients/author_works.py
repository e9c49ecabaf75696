"""The services that list an author's works: ORCID, OpenAlex and DBLP."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, fromstring

from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import address, from_html, word
from sphinx_publications.acquire.record import Record, Said, check_doi, of_fields, people_in, role
from sphinx_publications.acquire.record import said as said_of
from sphinx_publications.acquire.services import DBLP, OPENALEX, ORCID, identify
from sphinx_publications.model.identifiers import arxiv, doi

# ORCID's public record (https://info.orcid.org/documentation/, API 3.0): the list of works has
# summaries without authors; each work has its contributors.

_ORCID_TYPES = {
    "journal-article": "article", "conference-paper": "inproceedings", "book": "book",
    "book-chapter": "incollection", "dissertation-thesis": "thesis", "report": "report",
    "data-set": "dataset", "software": "software",
}  # fmt: skip


def orcid_works(web: Web, orcid: str) -> list[Record]:
    """Return the summaries of the works of an author at ORCID."""

    def read(answer: bytes) -> list[Record]:
        # A group has one summary of a work for each source.
        works = [group["work-summary"][0] for group in json.loads(answer)["group"]]
        return [
            replace(_orcid_record(work), summary_of=f"/{orcid}/work/{work['put-code']}")
            if work.get("put-code")
            else _orcid_record(work)
            for work in works
        ]

    return web.ask(ORCID, f"/{orcid}/works", read)


def orcid_work(web: Web, path: str) -> Record:
    """Return the work at a path of ORCID, with its contributors."""
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
    return replace(_orcid_record(work), people=found, said=told if any(map(any, told)) else ())


def _orcid_record(work: Mapping[str, Any]) -> Record:
    type_ = _ORCID_TYPES.get(str(work.get("type")), "misc")
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


# OpenAlex (https://docs.openalex.org/api-entities/works) asks for a key, which is free.

MOST_PAGES = 20
"""The largest number of pages of an author's works, 200 each."""
_OPENALEX_TYPES = {
    "article": "article", "review": "article", "book": "book", "book-chapter": "incollection",
    "dissertation": "thesis", "dataset": "dataset", "report": "report",
}  # fmt: skip


def openalex_work(web: Web, identifier: str) -> Record:
    """Return the work with a DOI at OpenAlex."""

    def read(answer: bytes) -> Record:
        item = json.loads(answer)
        record = _openalex_record(item)
        check_doi(item.get("doi"), identifier, OPENALEX.label)
        return record

    return web.ask(OPENALEX, "/works/doi:" + quote(identifier, safe="/"), read)


def openalex_works(web: Web, author: str) -> list[Record]:
    """Return the works at OpenAlex of an author, named by its identifier or by an ORCID."""
    kind = "orcid" if "-" in author else "id"
    found: list[Record] = []
    cursor: str | None = "*"
    for _ in range(MOST_PAGES):
        if not cursor:
            break
        part, cursor = web.ask(
            OPENALEX, "/works", _page, filter=f"authorships.author.{kind}:{author}",
            cursor=cursor, **{"per-page": "200"},
        )  # fmt: skip
        found += part
    return found


def _page(answer: bytes) -> tuple[list[Record], str | None]:
    read = json.loads(answer)
    following = read["meta"].get("next_cursor")
    results = [_openalex_record(item) for item in read["results"] if item.get("title")]
    return results, str(following) if following and read["results"] else None


def _openalex_record(item: Mapping[str, Any]) -> Record:
    biblio = item.get("biblio") or {}
    first, last = biblio.get("first_page"), biblio.get("last_page")
    is_range = bool(first and last and first != last)
    best = item.get("best_oa_location") or {}
    primary = item.get("primary_location") or {}
    source = primary.get("source") or {}
    landing = str(primary.get("landing_page_url") or "")
    type_ = _OPENALEX_TYPES.get(str(item.get("type")), "misc")
    if source.get("type") == "conference":
        type_ = "inproceedings"
    eprint = arxiv(landing) if "arxiv.org" in landing else None
    if eprint:
        type_ = "misc"
    authorships = item.get("authorships") or []
    people = people_in(from_html(str(one["author"]["display_name"])) for one in authorships)
    fields = of_fields(
        type_,
        from_html(str(source.get("display_name") or "")) if type_ != "misc" else "",
        title=from_html(str(item["title"])),
        date=str(item.get("publication_date") or item.get("publication_year") or ""),
        volume=word(biblio.get("volume")),
        number=word(biblio.get("issue")),
        pages=word(f"{first}--{last}") if is_range else "",
        doi="" if eprint else doi(str(item.get("doi") or "")) or "",
        eprint=eprint or "",
        eprinttype="arxiv" if eprint else "",
        pdf=address(best.get("pdf_url")),
        abstract=from_html(_abstract(item.get("abstract_inverted_index") or {})),
    )
    return Record(type_, fields, {"author": people} if people else {})


def _abstract(places: Mapping[str, list[int]]) -> str:
    """Return an abstract from its inverted index: the places of each word."""
    words = {place: word for word, found in places.items() for place in found}
    return " ".join(words[place] for place in sorted(words))


# DBLP's XML record of an author (https://dblp.org/xml/docu/dblpxml.pdf).

_DBLP_TYPES = {
    "article": "article", "inproceedings": "inproceedings", "incollection": "incollection",
    "book": "book", "phdthesis": "thesis", "mastersthesis": "thesis",
}  # fmt: skip


def dblp_works(web: Web, pid: str) -> list[Record]:
    """Return the works of an author at DBLP."""
    return web.ask(DBLP, f"/pid/{pid}.xml", _read_dblp, accept="application/xml")


def _read_dblp(answer: bytes) -> list[Record]:
    if b"<!ENTITY" in answer:
        raise ValueError("a record defines no entities")
    person = fromstring(answer)
    if person.tag != "dblpperson":
        raise ValueError("this is no author")
    return [
        _dblp_record(work)
        for record in person.iter("r")
        for work in record
        if work.tag in _DBLP_TYPES
    ]


def _dblp_record(work: Element) -> Record:
    def text(name: str) -> str:
        return _text(work.find(name))

    # DBLP numbers all people of one name but the first: "Wei Wang 0001".
    names = [re.sub(r" \d{4}$", "", _text(author)) for author in work.iter("author")]
    identifiers = [found for ee in work.iter("ee") if (found := identify(_text(ee)))]
    arxiv = next((found.value for found in identifiers if found.kind == "arxiv"), "")
    doi = next((found.value for found in identifiers if found.kind == "doi"), "")
    is_preprint = bool(arxiv) and text("journal") == "CoRR"
    type_ = "misc" if is_preprint else _DBLP_TYPES[work.tag]
    fields = of_fields(
        type_,
        "" if is_preprint else from_html(text("journal") or text("booktitle")),
        title=from_html(text("title").rstrip(".")),
        date=text("year"),
        volume="" if is_preprint else word(text("volume")),
        number=word(text("number")),
        pages=word(re.sub("-+", "--", text("pages"))),
        doi="" if is_preprint else doi,
        eprint=arxiv,
        eprinttype="arxiv" if arxiv else "",
    )
    return Record(type_, fields, {"author": people_in(map(from_html, names))})


def _text(element: Element | None) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""
