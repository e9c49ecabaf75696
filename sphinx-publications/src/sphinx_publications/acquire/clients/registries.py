"""The registries of DOIs and ISBNs: Crossref, DataCite and others, bioRxiv, Open Library.

Registries of DOIs answer in CSL-JSON, which reference managers write too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from sphinx_publications.acquire import NotKnownError
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import address, from_html, plain_line, word
from sphinx_publications.acquire.record import (
    Record,
    Said,
    Update,
    check_doi,
    of_fields,
    people_in,
    said_in_csl,
)
from sphinx_publications.acquire.services import (
    BIORXIV,
    CROSSREF,
    DOI,
    OPENLIBRARY,
    Service,
    identify,
)
from sphinx_publications.model.eprints import keeps_preprints
from sphinx_publications.model.identifiers import doi as read_doi
from sphinx_publications.model.names import Name
from sphinx_publications.model.states import pubstate_for, state_beside_year

_CSL = "application/vnd.citationstyles.csl+json"


def doi_work(web: Web, doi: str) -> Record:
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
    record = csl_record(item)
    check_doi(item.get("DOI"), doi, service.label)
    return record


def crossref_search(web: Web, title: str, author: str) -> list[Record]:
    """Return the works of Crossref that are most like a title and an author's name."""
    parameters = {"query.bibliographic": title, "query.author": author, "rows": "5"}
    return web.ask(CROSSREF, "/works", _found, **parameters)


def _found(answer: bytes) -> list[Record]:
    items = json.loads(answer)["message"]["items"]
    return [csl_record(item) for item in items if any(item.get("title") or [])]


def crossref_notices(web: Web, doi: str) -> list[Update]:
    """Return the retractions and corrections of a DOI that Crossref has as works of their own."""

    def read(answer: bytes) -> list[Update]:
        return [
            Update(str(update["type"]).replace("_", "-"), str(item["DOI"]))
            for item in json.loads(answer)["message"]["items"]
            for update in item["update-to"]
            if str(update["DOI"]).lower() == doi.lower()
        ]

    return web.ask(CROSSREF, "/works", read, filter=f"updates:{doi}", rows="20")


def biorxiv_published(web: Web, server: str, doi: str) -> str:
    """Return the DOI under which a preprint of ``biorxiv`` or ``medrxiv`` has appeared, or none.

    This is all that bioRxiv is asked (https://api.biorxiv.org, "details"): it has the initials of
    authors only, and registers its preprints at Crossref.
    """

    def read(answer: bytes) -> str:
        versions = json.loads(answer)["collection"]
        # Where nothing has appeared, ``published`` is NA.
        return next((found for one in versions if (found := read_doi(str(one["published"])))), "")

    return web.ask(BIORXIV, f"/details/{server}/{quote(doi, safe='/')}/na/json", read)


# Open Library (https://openlibrary.org/dev/docs/api/books).


def openlibrary_book(web: Web, isbn: str) -> Record:
    """Return the book with an ISBN."""
    key = f"ISBN:{isbn}"

    def read(answer: bytes) -> Record | None:
        found = json.loads(answer)
        # Unknown ISBNs are left out.
        return _book(found[key], isbn) if found != {} else None

    record = web.ask(OPENLIBRARY, "/api/books", read, bibkeys=key, jscmd="data", format="json")
    if record is None:
        raise NotKnownError(f"Open Library knows nothing of {isbn}; see whether it is typed right")
    return record


def _book(item: Mapping[str, Any], isbn: str) -> Record:
    year = re.search(r"\d{4}", str(item.get("publish_date", "")))
    names = [from_html(str(author["name"])) for author in item["authors"]]
    fields = of_fields(
        title=from_html(str(item["title"])),
        subtitle=from_html(str(item.get("subtitle") or "")),
        publisher=from_html(_first_name(item.get("publishers"))),
        location=from_html(_first_name(item.get("publish_places"))),
        date=year[0] if year else "",
        isbn=isbn,
    )
    return Record("book", fields, {"author": people_in(names)})


def _first_name(values: Any) -> str:
    return str(values[0]["name"]) if values else ""


# CSL-JSON. Names are those of the CSL 1.0.2 specification (appendices III and IV). Crossref's works
# (https://api.crossref.org) differ: some values are lists, some names are others.

_TYPES = {
    "article-journal": "article", "journal-article": "article", "article-magazine": "article",
    "article-newspaper": "article", "review": "article", "paper-conference": "inproceedings",
    "proceedings-article": "inproceedings", "chapter": "incollection",
    "book-chapter": "incollection", "book-section": "incollection", "book": "book",
    "monograph": "book", "edited-book": "book", "reference-book": "book",
    "proceedings": "proceedings", "thesis": "thesis", "dissertation": "thesis",
    "report": "report", "dataset": "dataset", "software": "software", "patent": "patent",
}  # fmt: skip
"""BibLaTeX's type by that of CSL or Crossref; all others are ``misc``."""
_PREPRINTS = {"posted-content", "article", "preprint", "manuscript"}


def csl_record(item: Mapping[str, Any]) -> Record:
    """Return the record of an item; raises `ValueError` and the like if it is not CSL-JSON."""
    if not isinstance(item.get("title"), str | list) or not _first(item["title"]).strip():
        raise ValueError("there is no title")
    type_ = _TYPES.get(_text(item.get("type")), "misc")
    archive = _archive(item)
    fields = of_fields(
        title=from_html(_first(item["title"])),
        subtitle=from_html(_first(item.get("subtitle"))),
        date=_date(item),
        pubstate=_pubstate(item),
        doi=word(_text(item.get("DOI"))).replace(r"\_", "_"),
        abstract=from_html(_text(item.get("abstract"))),
        url=_landing_page(item),
        pdf=_pdf(item),
        isbn=word(_first(item.get("ISBN"))) if type_ in {"book", "incollection"} else "",
    )
    people, said = _people_of(item)
    if archive and type_ == "misc":
        relation = item.get("relation")
        related = relation.get("is-preprint-of") if isinstance(relation, Mapping) else None
        dois = (_text(one.get("id")) for one in related or [] if one.get("id-type") == "doi")
        fields = _of_archive(fields, archive)
        return Record(
            type_, fields, people, appeared_as=tuple(dois), updates=_updates(item), said=said
        )
    is_institution = type_ in {"thesis", "report"}
    pages, publisher = _text(item.get("page")), _text(item.get("publisher"))
    is_range = re.search(r"\d\s*[-\u2010-\u2015]+\s*\w", pages) is not None
    # Crossref writes the number of an article without pages in their place.
    eid = item.get("article-number") or ("" if is_range or type_ != "article" else pages)
    fields |= of_fields(
        type_,
        from_html(_first(item.get("container-title"))) if type_ != "book" else "",
        eventtitle=from_html(_event(item)) if type_ == "inproceedings" else "",
        volume=word(item.get("volume")),
        number=word(item.get("issue")),
        pages=word(re.sub(r"\s*[-\u2010-\u2015]+\s*", "--", pages)) if is_range else "",
        eid=word(eid),
        publisher="" if is_institution or type_ == "article" else from_html(publisher),
        institution=from_html(_institution(item)) if is_institution else "",
    )
    short = _first(item.get("container-title-short", item.get("short-container-title")))
    return Record(
        type_, fields, people, updates=_updates(item), said=said, short_venue=from_html(short)
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _first(value: object) -> str:
    """Return a text, or the first of a list of texts."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return _text(value)


def _people_of(item: Mapping[str, Any]) -> tuple[dict[str, tuple[Name, ...]], tuple[Said, ...]]:
    """Return the people of an item by role, and what it says of each author."""
    named = {role: list(_people(item.get(role, ()))) for role in ("author", "editor")}
    people = {role: tuple(name for name, _ in found) for role, found in named.items() if found}
    said = tuple(said_in_csl(written) for _, written in named["author"])
    return people, said if any(map(any, said)) else ()


def _people(names: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Name, Mapping[str, Any]]]:
    for name in names:
        parts = {key: plain_line(_text(value)) for key, value in name.items()}
        get = parts.get
        given, whole = get("given", ""), get("literal") or get("name", "")
        particle = get("non-dropping-particle") or get("dropping-particle", "")
        if get("family"):
            family = f"{particle} {parts['family']}".strip()
            yield Name(family, given, get("suffix", "")), name
        elif whole or given:
            yield Name(whole or given), name


def _date(item: Mapping[str, Any]) -> str:
    """Return the date of publication in ISO 8601, as exact as it is given."""
    for name in ("issued", "published", "published-print", "published-online", "posted"):
        date = item.get(name)
        if not isinstance(date, Mapping):
            continue
        parts = (date.get("date-parts") or [[]])[0]
        numbers = [int(part) for part in parts if part]
        if numbers and 1000 <= numbers[0] <= 9999:
            return "-".join(f"{number:02d}" for number in numbers[:3])
        raw = re.match(r"\d{4}(?:-\d\d){0,2}", _text(date.get("raw") or date.get("literal")))
        if raw:
            return raw[0]
    return ""


def _pubstate(item: Mapping[str, Any]) -> str:
    """Return how far a work is that has yet to appear, as BibLaTeX says it; else empty."""
    issued = item.get("issued")
    literal = issued.get("literal") if isinstance(issued, Mapping) else ""
    states = (state_beside_year(_text(said)) for said in (item.get("status"), literal))
    return word(pubstate_for(next(filter(None, states), "")))


def _event(item: Mapping[str, Any]) -> str:
    event = item.get("event")
    if isinstance(event, Mapping):
        return _text(event.get("acronym")) or _text(event.get("name"))
    return _text(item.get("event-title")) or _text(event)


def _institution(item: Mapping[str, Any]) -> str:
    institutions = item.get("institution")
    if isinstance(institutions, list) and institutions:
        return _text(institutions[0].get("name"))
    return _text(item.get("publisher"))


def _archive(item: Mapping[str, Any]) -> str:
    """Return the preprint archive of an item, in lower case; empty if it is in none."""
    if _text(item.get("type")) not in _PREPRINTS:
        return ""
    names = (_institution(item), _first(item.get("container-title")), item.get("publisher"))
    return next((name.lower() for name in map(_text, names) if keeps_preprints(name)), "")


def _of_archive(fields: dict[str, str], archive: str) -> dict[str, str]:
    """Return fields with the DOI of a preprint as its eprint, as BibLaTeX has it."""
    identifier = identify(fields.get("doi", ""))
    if identifier is None:
        return fields
    kept = {name: value for name, value in fields.items() if name not in {"doi", "url"}}
    archive = "arxiv" if identifier.kind == "arxiv" else archive
    return {**kept, "eprint": identifier.value, "eprinttype": archive}


def _landing_page(item: Mapping[str, Any]) -> str:
    """Return the page of the paper at its publisher, unless it is the address of the DOI."""
    resource = item.get("resource")
    primary = resource.get("primary", {}) if isinstance(resource, Mapping) else {}
    found = (address(url) for url in (primary.get("URL"), item.get("URL")))
    return next((url for url in found if url and "doi.org/" not in url), "")


def _pdf(item: Mapping[str, Any]) -> str:
    """Return the address of the PDF if its licence is open."""
    licences = item.get("license") or []
    is_open = any("creativecommons.org" in _text(licence.get("URL")) for licence in licences)
    for link in item.get("link") or []:
        is_pdf = _text(link.get("content-type")) == "application/pdf"
        if is_open and is_pdf and link.get("intended-application") != "similarity-checking":
            return address(link.get("URL"))
    return ""


def _updates(item: Mapping[str, Any]) -> tuple[Update, ...]:
    """Return the notices in Crossref's ``updated-by``."""
    found = item.get("updated-by")
    return tuple(
        Update(_text(notice.get("type")).replace("_", "-"), _text(notice.get("DOI")))
        for notice in (found if isinstance(found, list) else [])
    )
