"""arXiv's API (https://info.arxiv.org/help/api/user-manual.html): Atom with elements of its own.

The package arxiv keeps its session to itself, so that it cannot be given a time limit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, fromstring

from sphinx_publications.acquire import NotKnownError, latex_markup
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import code_in
from sphinx_publications.acquire.record import Record, folded_eprint, of_fields
from sphinx_publications.acquire.services import ARXIV
from sphinx_publications.bibliography.people import read_people
from sphinx_publications.model.identifiers import arxiv, doi
from sphinx_publications.model.names import Name

_ATOM = "{http://www.w3.org/2005/Atom}"
_OWN = "{http://arxiv.org/schemas/atom}"
MOST = 50
"""Papers that are asked for at once."""


def paper(web: Web, identifier: str) -> Record:
    """Return one paper."""
    found = papers(web, [identifier]).get(folded_eprint(identifier))
    if found is None:
        message = f"arXiv knows nothing of {identifier}; see whether it is typed right"
        raise NotKnownError(message)
    return found


def papers(web: Web, identifiers: Sequence[str]) -> dict[str, Record]:
    """Return papers by their folded identifiers; what is not known is left out."""
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
        # An identifier that is malformed is an entry with the title Error.
        if identifier:
            found[folded_eprint(identifier)] = _record(entry, identifier)
    return found


def _record(entry: Element, identifier: str) -> Record:
    comment = _text(entry, f"{_OWN}comment")
    abstract = _text(entry, f"{_ATOM}summary")
    category = entry.find(f"{_OWN}primary_category")
    published = doi(_text(entry, f"{_OWN}doi"))
    fields = of_fields(
        title=latex_markup.from_latex(_text(entry, f"{_ATOM}title")),
        date=re.sub(r"T.*", "", _text(entry, f"{_ATOM}published")),
        eprint=identifier,
        eprinttype="arxiv",
        eprintclass=latex_markup.word(category.get("term") if category is not None else ""),
        pdf=f"https://arxiv.org/pdf/{identifier}",
        code=code_in(f"{comment} {abstract}"),
        abstract=latex_markup.from_latex(abstract),
    )
    if "title" not in fields:
        raise ValueError("there is no title")
    return Record(
        "misc",
        fields,
        {"author": _authors(entry)},
        appeared_as=(published,) if published else (),
        appeared_in=latex_markup.plain_line(_text(entry, f"{_OWN}journal_ref")),
    )


def _authors(entry: Element) -> tuple[Name, ...]:
    """Return the authors; arXiv writes given names first."""
    names = [
        latex_markup.plain_line(_text(one, f"{_ATOM}name")) for one in entry.iter(f"{_ATOM}author")
    ]
    people, _ = read_people(
        "author", " and ".join(latex_markup.from_latex(name) for name in names if name)
    )
    return tuple(name for name, _ in people)


def _text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
