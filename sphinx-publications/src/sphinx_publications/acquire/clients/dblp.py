"""DBLP's XML record of an author (https://dblp.org/xml/docu/dblpxml.pdf)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, fromstring

from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.input_ids import identify
from sphinx_publications.acquire.latex_markup import from_html, word
from sphinx_publications.acquire.record import Record, of_fields, people_in
from sphinx_publications.acquire.services import DBLP

_TYPES = {
    "article": "article", "inproceedings": "inproceedings", "incollection": "incollection",
    "book": "book", "phdthesis": "thesis", "mastersthesis": "thesis",
}  # fmt: skip


def works_of(web: Web, pid: str) -> list[Record]:
    """Return the works of an author."""
    return web.ask(DBLP, f"/pid/{pid}.xml", _read, accept="application/xml")


def _read(answer: bytes) -> list[Record]:
    if b"<!ENTITY" in answer:
        raise ValueError("a record defines no entities")
    person = fromstring(answer)
    if person.tag != "dblpperson":
        raise ValueError("this is no author")
    return [_record(work) for record in person.iter("r") for work in record if work.tag in _TYPES]


def _record(work: Element) -> Record:
    def text(name: str) -> str:
        return _text(work.find(name))

    # DBLP numbers all people of one name but the first: "Wei Wang 0001".
    names = [re.sub(r" \d{4}$", "", _text(author)) for author in work.iter("author")]
    identifiers = [found for ee in work.iter("ee") if (found := identify(_text(ee)))]
    arxiv = next((found.value for found in identifiers if found.kind == "arxiv"), "")
    doi = next((found.value for found in identifiers if found.kind == "doi"), "")
    is_preprint = bool(arxiv) and text("journal") == "CoRR"
    type_ = "misc" if is_preprint else _TYPES[work.tag]
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
