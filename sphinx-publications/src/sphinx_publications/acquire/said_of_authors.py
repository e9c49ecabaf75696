"""What answers say of authors: ORCID iDs, affiliations and roles of CRediT, as annotations.

The values have the form that `model.author_facts` reads. Nothing is concluded from names: what an
answer says of an author stands at the author's place in the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sphinx_publications.acquire.latex_markup import from_html
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.model.annotations import Annotation, to_string
from sphinx_publications.model.author_facts import DEGREES
from sphinx_publications.model.data_marks import FACTS
from sphinx_publications.model.identifiers import orcid_address, ror_address
from sphinx_publications.model.names import Name
from sphinx_publications.model.people import Directory

FIELDS = tuple(field.format("author") for field in FACTS)
"""The fields, in their order in an entry."""


class Said(NamedTuple):
    """What an answer says of one author."""

    orcid: str = ""
    """The bare ORCID iD."""
    affiliations: tuple[str, ...] = ()
    """In LaTeX, each with its ROR ID as an address."""
    roles: tuple[str, ...] = ()
    """``software:equal``: a term of CRediT, and the degree if there is one."""


def said(orcid: object = "", affiliations: Iterable[str] = (), roles: Iterable[str] = ()) -> Said:
    """Return what is said of an author; an iD that cannot be one is left out."""
    try:
        found = orcid_address(orcid).rpartition("/")[2] if orcid else ""
    except ValueError:
        found = ""
    return Said(
        found, *(tuple(dict.fromkeys(filter(None, each))) for each in (affiliations, roles))
    )


def affiliation(name: str, *identifiers: str) -> str:
    """Return an affiliation with the ROR ID that is among `identifiers`; `name` may be HTML."""
    # These characters end a value, or part several.
    text = re.sub(r"\s*[|;]\s*", ", ", from_html(name).replace('"', "'")).strip(" ,.")
    for identifier in identifiers:
        try:
            return f"{text} {ror_address(identifier)}" if text else ""
        except ValueError:
            continue
    return text


def role(term: str, degree: str = "") -> str:
    """Return a role of CRediT with its degree; `term` is a name or an address."""
    name = re.sub(r"[^a-z]+", "-", term.rstrip("/").rpartition("/")[2].lower()).strip("-")
    return f"{name}:{degree.lower()}" if degree.lower() in DEGREES else name


def of_csl(name: Mapping[str, Any]) -> Said:
    """Return what an author in CSL-JSON or in a work of Crossref says."""
    places = name.get("affiliation")
    roles = name.get("role")
    return said(
        name.get("ORCID", ""),
        (
            affiliation(str(one.get("name") or ""), *_identifiers(one))
            for one in (places if isinstance(places, list) else ())
            if isinstance(one, Mapping)
        ),
        (
            role(str(one.get("role") or ""), str(one.get("degree") or ""))
            for one in (roles if isinstance(roles, list) else ())
            if isinstance(one, Mapping) and "credit" in str(one.get("vocabulary")).lower()
        ),
    )


def _identifiers(place: Mapping[str, Any]) -> Iterable[str]:
    found = place.get("id")
    for one in found if isinstance(found, list) else ():
        if isinstance(one, Mapping):
            yield str(one.get("id") or "")


def annotated(authors: Sequence[Said], names: Sequence[Name], people: Directory) -> dict[str, str]:
    """Return the annotations for authors with `names`; empty if these are not the authors.

    An iD that `people` have for an author is left out.
    """
    if len(authors) != len(names):
        return {}
    texts: dict[str, list[Annotation]] = {name: [] for name in FIELDS}
    for number, (one, name) in enumerate(zip(authors, names, strict=True), start=1):
        known = people.find(name)
        is_known = known is not None and known.orcid.rpartition("/")[2] == one.orcid
        values = ("" if is_known else one.orcid, " | ".join(one.affiliations), ", ".join(one.roles))
        for field, value in zip(FIELDS, values, strict=True):
            if value:
                texts[field].append(Annotation(number, None, (value,), literal=True))
    return {field: to_string(found) for field, found in texts.items() if found}


def is_told(entry: SourceEntry) -> bool:
    """Whether an entry has all annotations already."""
    return all(entry.fields.get(name) for name in FIELDS)
