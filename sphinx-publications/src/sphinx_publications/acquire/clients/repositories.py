"""The repositories that give one paper: arXiv, HAL and OpenReview."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from sphinx_publications.acquire import NotKnownError
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import (
    address,
    code_in,
    from_html,
    from_latex,
    plain_line,
    word,
)
from sphinx_publications.acquire.record import Record, folded_eprint, of_fields, people_in
from sphinx_publications.acquire.services import ARXIV, HAL, OPENREVIEW, OPENREVIEW_1
from sphinx_publications.model.identifiers import arxiv, doi
from sphinx_publications.model.names import Name

# arXiv (https://info.arxiv.org/help/api/user-manual.html): Atom with elements of its own.

_ATOM = "{http://www.w3.org/2005/Atom}"
_OWN = "{http://arxiv.org/schemas/atom}"
MOST_PAPERS = 50
"""The largest number of papers in one request."""


def arxiv_paper(web: Web, identifier: str) -> Record:
    """Return one paper of arXiv."""
    found = arxiv_papers(web, [identifier]).get(folded_eprint(identifier))
    if found is None:
        raise NotKnownError(f"arXiv knows nothing of {identifier}; see whether it is typed right")
    return found


def arxiv_papers(web: Web, identifiers: Sequence[str]) -> dict[str, Record]:
    """Return papers of arXiv by folded identifier, without those that it does not know."""
    found: dict[str, Record] = {}
    for start in range(0, len(identifiers), MOST_PAPERS):
        part = identifiers[start : start + MOST_PAPERS]
        found |= web.ask(
            ARXIV, "/query", _read_arxiv, accept="application/atom+xml",
            id_list=",".join(part), max_results=str(len(part)),
        )  # fmt: skip
    return found


def _read_arxiv(answer: bytes) -> dict[str, Record]:
    if b"<!DOCTYPE" in answer or b"<!ENTITY" in answer:
        raise ValueError("a feed has no document type")
    feed = fromstring(answer)
    if feed.tag != f"{_ATOM}feed":
        raise ValueError("this is no feed")
    found = {}
    for entry in feed.iter(f"{_ATOM}entry"):
        identifier = arxiv(_text(entry, f"{_ATOM}id")) or ""
        # A malformed identifier gets an entry with the title Error.
        if identifier:
            found[folded_eprint(identifier)] = _arxiv_record(entry, identifier)
    return found


def _arxiv_record(entry: Element, identifier: str) -> Record:
    comment = _text(entry, f"{_OWN}comment")
    abstract = _text(entry, f"{_ATOM}summary")
    category = entry.find(f"{_OWN}primary_category")
    published = doi(_text(entry, f"{_OWN}doi"))
    names = [plain_line(_text(one, f"{_ATOM}name")) for one in entry.iter(f"{_ATOM}author")]
    fields = of_fields(
        title=from_latex(_text(entry, f"{_ATOM}title")),
        date=re.sub(r"T.*", "", _text(entry, f"{_ATOM}published")),
        eprint=identifier,
        eprinttype="arxiv",
        eprintclass=word(category.get("term") if category is not None else ""),
        pdf=f"https://arxiv.org/pdf/{identifier}",
        code=code_in(f"{comment} {abstract}"),
        abstract=from_latex(abstract),
    )
    if "title" not in fields:
        raise ValueError("there is no title")
    return Record(
        "misc",
        fields,
        {"author": people_in(from_latex(name) for name in names if name)},
        appeared_as=(published,) if published else (),
        appeared_in=plain_line(_text(entry, f"{_OWN}journal_ref")),
    )


def _text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


# HAL (https://api.archives-ouvertes.fr/docs/search).

_HAL_FIELDS = (
    "halId_s,docType_s,title_s,subTitle_s,authLastName_s,authFirstName_s,abstract_s,doiId_s,"
    "journalTitle_s,bookTitle_s,conferenceTitle_s,volume_s,issue_s,page_s,publicationDate_s,"
    "producedDate_s,publisher_s,isbn_s,authorityInstitution_s,fileMain_s"
)
_HAL_TYPES = {
    "ART": "article", "COMM": "inproceedings", "POSTER": "inproceedings", "OUV": "book",
    "DOUV": "book", "COUV": "incollection", "THESE": "thesis", "HDR": "thesis",
    "REPORT": "report", "PATENT": "patent", "SOFTWARE": "software",
}  # fmt: skip
"""Types of documents (https://api.archives-ouvertes.fr/ref/doctype)."""


def hal_work(web: Web, identifier: str) -> Record:
    """Return one deposit of HAL."""
    found = web.ask(
        HAL, "/search/", _read_hal, q=f"halId_s:{identifier}", fl=_HAL_FIELDS, wt="json", rows="1"
    )
    if not found:
        raise NotKnownError(f"HAL knows nothing of {identifier}; see whether it is typed right")
    return found[0]


def _read_hal(answer: bytes) -> list[Record]:
    return [_hal_record(item) for item in json.loads(answer)["response"]["docs"]]


def _hal_record(item: Mapping[str, Any]) -> Record:
    def first(name: str) -> str:
        value = item.get(name, "")
        return str(value[0] if isinstance(value, list) else value)

    type_ = _HAL_TYPES.get(first("docType_s"), "misc")
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


# OpenReview, both versions (https://docs.openreview.net/reference/api-v2 and api-v1). In version 2
# each value of ``content`` is in an object: ``{"value": …}``.

_UNPUBLISHED = re.compile(r"submitted|submission|withdrawn|reject|under review|\bblind\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_JOURNALS = re.compile(r"\b(?:TMLR|JMLR|transactions|journal)\b", re.I)


def openreview_paper(web: Web, identifier: str) -> Record:
    """Return the paper of a forum of OpenReview."""
    for service in (OPENREVIEW, OPENREVIEW_1):
        try:
            found = web.ask(service, "/notes", _read_openreview, id=identifier)
        except NotKnownError:
            continue
        if found:
            return found[0]
    raise NotKnownError(f"OpenReview knows nothing of {identifier}; see whether it is typed right")


def _read_openreview(answer: bytes) -> list[Record]:
    return [_openreview_record(note) for note in json.loads(answer)["notes"]]


def _openreview_record(note: Mapping[str, Any]) -> Record:
    content = {name: _value(value) for name, value in note["content"].items()}
    title, authors = content["title"], content["authors"]
    forum = str(note.get("forum") or note["id"])
    venue = str(content.get("venue") or "")
    is_out = bool(venue) and not _UNPUBLISHED.search(venue)
    # "NeurIPS 2023 poster": conference, year, kind of paper.
    conference = re.split(r"\s*\b(?:19|20)\d\d\b", venue)[0].strip() if is_out else ""
    when = next(note[name] for name in ("pdate", "odate", "cdate", "tcdate") if note.get(name))
    date = datetime.datetime.fromtimestamp(when / 1000, datetime.UTC).date().isoformat()
    year = _YEAR.search(venue) if is_out else None
    is_journal = bool(_JOURNALS.search(conference))
    type_ = "misc" if not conference else "article" if is_journal else "inproceedings"
    abstract = str(content.get("abstract") or "")
    fields = of_fields(
        type_,
        from_html(conference),
        title=from_latex(str(title)),
        eventtitle=from_html(conference) if not is_journal else "",
        date=year[0] if year else date,
        url=address(f"https://openreview.net/forum?id={forum}"),
        code=code_in(f"{content.get('code', '')} {abstract}"),
        abstract=from_latex(abstract),
    )
    people = people_in(from_latex(plain_line(str(name))) for name in authors)
    if not people:
        raise ValueError("there are no authors")
    return Record(type_, fields, {"author": people}, short_venue=from_html(conference))


def _value(value: Any) -> Any:
    return value["value"] if isinstance(value, dict) and "value" in value else value
