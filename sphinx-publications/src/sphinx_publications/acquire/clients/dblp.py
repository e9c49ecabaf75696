"""DBLP's XML record of an author (https://dblp.org/xml/docu/dblpxml.pdf)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, fromstring

from sphinx_publications.acquire import latex_markup
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.input_ids import identify
from sphinx_publications.acquire.record import Record, of_fields
from sphinx_publications.acquire.services import DBLP
from sphinx_publications.bibliography.people import read_people

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
    # Of people with one name it numbers all but the first: "Wei Wang 0001".
    names = [re.sub(r" \d{4}$", "", _text(author)) for author in work.iter("author")]
    people, _ = read_people("author", " and ".join(latex_markup.from_html(name) for name in names))
    identifiers = [found for ee in work.iter("ee") if (found := identify(_text(ee)))]
    arxiv = next((found.value for found in identifiers if found.kind == "arxiv"), "")
    doi = next((found.value for found in identifiers if found.kind == "doi"), "")
    is_preprint = bool(arxiv) and _text(work.find("journal")) == "CoRR"
    type_ = "misc" if is_preprint else _TYPES[work.tag]
    venue = _text(work.find("journal")) or _text(work.find("booktitle"))
    fields = of_fields(
        title=latex_markup.from_html(_text(work.find("title")).rstrip(".")),
        **{"journal" if type_ == "article" else "booktitle": ""
           if is_preprint else latex_markup.from_html(venue)},
        date=_text(work.find("year")),
        volume="" if is_preprint else latex_markup.word(_text(work.find("volume"))),
        number=latex_markup.word(_text(work.find("number"))),
        pages=latex_markup.word(re.sub("-+", "--", _text(work.find("pages")))),
        doi="" if is_preprint else doi,
        eprint=arxiv,
        eprinttype="arxiv" if arxiv else "",
    )  # fmt: skip
    return Record(type_, fields, {"author": tuple(name for name, _ in people)})


def _text(element: Element | None) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""
