"""What only some works have: annexes of titles, the original, counts, visits, the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sphinx_publications.latex import plain
from sphinx_publications.model.date_fields import read_date
from sphinx_publications.model.dates import Date
from sphinx_publications.model.eprints import read_eprint


class Particulars(NamedTuple):
    """What only some works have. Text is Unicode unless stated otherwise."""

    title_addon: str = ""
    """BibLaTeX's ``titleaddon``, which stands behind the title; in LaTeX."""
    short_title: str = ""
    whole: str = ""
    """The work in several volumes that this one is part of, BibLaTeX's ``maintitle``."""
    volumes: str = ""
    """Number of volumes."""
    page_total: str = ""
    """Number of pages."""
    chapter: str = ""
    issue_title: str = ""
    event_addon: str = ""
    event_date: Date = Date()
    visited: Date = Date()
    """The date on which the author of the entry saw the page, BibLaTeX's ``urldate``."""
    original_title: str = ""
    """Title of what was translated or printed again."""
    original_date: Date = Date()
    original_publisher: str = ""
    original_place: str = ""
    pmid: str = ""
    pmcid: str = ""


NOTHING = Particulars()
_TEXTS = {
    "short_title": "shorttitle", "whole": "maintitle", "volumes": "volumes",
    "page_total": "pagetotal", "chapter": "chapter", "issue_title": "issuetitle",
    "event_addon": "eventtitleaddon", "original_title": "origtitle",
    "original_publisher": "origpublisher", "original_place": "origlocation",
}  # fmt: skip
_DATES = {"event_date": "event", "visited": "url", "original_date": "orig"}
"""What stands before ``date``, ``year`` and ``month`` in the names of the fields."""
_IDENTIFIERS = {"pmid": "pubmed", "pmcid": "pmc"}
_FIELDS = frozenset(
    (*_TEXTS.values(), *_IDENTIFIERS, "titleaddon", "eprinttype", "archiveprefix")
) | {f"{of}{part}" for of in _DATES.values() for part in ("date", "year")}


def read_particulars(fields: Mapping[str, str]) -> Particulars:
    """Return what only some works have from the fields of an entry."""
    if _FIELDS.isdisjoint(fields):
        return NOTHING
    found: dict[str, Any] = {n: plain(fields.get(field, "")) for n, field in _TEXTS.items()}
    found |= {name: _when(fields, of) for name, of in _DATES.items()}
    found |= {name: _identifier(fields, name, archive) for name, archive in _IDENTIFIERS.items()}
    return Particulars(title_addon=fields.get("titleaddon", "").strip(), **found)


def _when(fields: Mapping[str, str], of: str) -> Date:
    parts = {part: fields.get(f"{of}{part}", "") for part in ("date", "year", "month", "day")}
    return read_date(parts) if any(parts.values()) else Date()


def _identifier(fields: Mapping[str, str], name: str, archive: str) -> str:
    """Return the identifier in PubMed or PubMed Central, from its own field or the eprint."""
    own = read_eprint({"eprint": fields.get(name, ""), "eprinttype": archive})
    wanted = {"pubmed": "PubMed", "pmc": "PubMed Central"}[archive]
    found = own or read_eprint(fields)
    return found.identifier if found and found.archive == wanted else ""
