"""Where a work appeared, as a list names it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sphinx_publications.latex import plain
from sphinx_publications.model.archives import ARXIV, archive_of, is_at_arxiv
from sphinx_publications.model.entrytypes import entry_type
from sphinx_publications.words import word


class Venue(NamedTuple):
    """Where a work appeared."""

    name: str
    """The name that lists show: ``NeurIPS``, ``Nature Communications``."""
    expansion: str = ""
    """What the name stands for, where the entry has both."""


def read_venue(type_: str, fields: Mapping[str, str]) -> Venue:
    """Read the venue: a short name and what it stands for, or the first name there is."""

    def first(*names: str) -> str:
        return next((plain(fields[name]) for name in names if fields.get(name)), "")

    journal = first("journal", "journaltitle")
    if journal.lower().startswith("arxiv"):
        journal = "arXiv"
    short = first("abbr", "shortjournal")
    full = journal or first("eventtitle")
    if short:
        return Venue(short, full if full != short else "")
    if full:
        return Venue(full)
    if booktitle := first("booktitle"):
        # The ACM writes series = {KDD '16}.
        series = re.fullmatch(r"(\S.*?) ?['’]?(?:\d\d)?(\d\d)", first("series"))
        if series and fields.get("year", "").endswith(series[2]):
            return Venue(series[1], booktitle)
        return Venue(booktitle)
    of_type = word(entry_type(type_).label)
    place = first("school", "institution", "publisher", "organization", "howpublished")
    archive = archive_of(fields)
    if of_type and place:
        return Venue(f"{of_type}, {place}")
    named = archive.name if archive else ARXIV.name if is_at_arxiv(fields.get("url", "")) else ""
    return Venue(place or named or of_type or first("type", "series"))
