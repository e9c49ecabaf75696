"""HAL's API (https://api.archives-ouvertes.fr/docs/search)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sphinx_publications.acquire import NotKnownError
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import address, from_html, plain_line, word
from sphinx_publications.acquire.record import Record, of_fields
from sphinx_publications.acquire.services import HAL
from sphinx_publications.model.identifiers import doi
from sphinx_publications.model.names import Name

_FIELDS = (
    "halId_s,docType_s,title_s,subTitle_s,authLastName_s,authFirstName_s,abstract_s,doiId_s,"
    "journalTitle_s,bookTitle_s,conferenceTitle_s,volume_s,issue_s,page_s,publicationDate_s,"
    "producedDate_s,publisher_s,isbn_s,authorityInstitution_s,fileMain_s"
)
_TYPES = {
    "ART": "article", "COMM": "inproceedings", "POSTER": "inproceedings", "OUV": "book",
    "DOUV": "book", "COUV": "incollection", "THESE": "thesis", "HDR": "thesis",
    "REPORT": "report", "PATENT": "patent", "SOFTWARE": "software",
}  # fmt: skip
"""Types of documents (https://api.archives-ouvertes.fr/ref/doctype)."""


def work(web: Web, identifier: str) -> Record:
    """Return one deposit."""
    found = web.ask(
        HAL, "/search/", _read, q=f"halId_s:{identifier}", fl=_FIELDS, wt="json", rows="1"
    )
    if not found:
        raise NotKnownError(f"HAL knows nothing of {identifier}; see whether it is typed right")
    return found[0]


def _read(answer: bytes) -> list[Record]:
    return [_record(item) for item in json.loads(answer)["response"]["docs"]]


def _record(item: Mapping[str, Any]) -> Record:
    def first(name: str) -> str:
        value = item.get(name, "")
        return str(value[0] if isinstance(value, list) else value)

    type_ = _TYPES.get(first("docType_s"), "misc")
    where = "journalTitle_s" if type_ == "article" else "bookTitle_s"
    venue = first(where) or (first("conferenceTitle_s") if type_ == "inproceedings" else "")
    fields = of_fields(
        type_,
        from_html(venue),
        title=from_html(first("title_s")),
        subtitle=from_html(first("subTitle_s")),
        volume=word(first("volume_s")),
        number=word(first("issue_s")),
        pages=word(re.sub(r"^pp?\.\s*|\s*[-\u2013]+\s*", _dash, first("page_s"))),
        date=first("publicationDate_s") or first("producedDate_s"),
        publisher=from_html(first("publisher_s")) if type_ != "article" else "",
        institution=from_html(first("authorityInstitution_s")) if type_ == "thesis" else "",
        isbn=word(first("isbn_s")),
        doi=doi(first("doiId_s")) or "",
        eprint=first("halId_s"),
        eprinttype="hal",
        pdf=address(first("fileMain_s")),
        abstract=from_html(first("abstract_s")),
    )
    names = zip(item["authLastName_s"], item["authFirstName_s"], strict=True)
    authors = tuple(Name(plain_line(family), plain_line(given)) for family, given in names)
    if "title" not in fields:
        raise ValueError("there is no title")
    return Record(type_, fields, {"author": authors})


def _dash(match: re.Match[str]) -> str:
    return "" if match[0].startswith("p") else "--"
