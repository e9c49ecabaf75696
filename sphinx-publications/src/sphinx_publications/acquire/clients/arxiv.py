"""arXiv's API (https://info.arxiv.org/help/api/user-manual.html): Atom with elements of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, fromstring

from sphinx_publications.acquire import NotKnownError
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import code_in, from_latex, plain_line, word
from sphinx_publications.acquire.record import Record, folded_eprint, of_fields, people_in
from sphinx_publications.acquire.services import ARXIV
from sphinx_publications.model.identifiers import arxiv, doi

_ATOM = "{http://www.w3.org/2005/Atom}"
_OWN = "{http://arxiv.org/schemas/atom}"
MOST = 50
"""The largest number of papers in one request."""


def paper(web: Web, identifier: str) -> Record:
    """Return one paper."""
    found = papers(web, [identifier]).get(folded_eprint(identifier))
    if found is None:
        raise NotKnownError(f"arXiv knows nothing of {identifier}; see whether it is typed right")
    return found


def papers(web: Web, identifiers: Sequence[str]) -> dict[str, Record]:
    """Return papers by folded identifier, without those that arXiv does not know."""
    found: dict[str, Record] = {}
    for start in range(0, len(identifiers), MOST):
        part = identifiers[start : start + MOST]
        found |= web.ask(
            ARXIV, "/query", _read, accept="application/atom+xml",
            id_list=",".join(part), max_results=str(len(part)),
        )  # fmt: skip
    return found


def _read(answer: bytes) -> dict[str, Record]:
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
            found[folded_eprint(identifier)] = _record(entry, identifier)
    return found


def _record(entry: Element, identifier: str) -> Record:
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
