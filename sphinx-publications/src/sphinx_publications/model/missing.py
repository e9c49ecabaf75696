"""What an entry lacks that every reader asks for: title, authors, year, where it appeared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sphinx_publications.latex import plain
from sphinx_publications.model.authors import People
from sphinx_publications.model.dates import Date, is_state
from sphinx_publications.model.entrytypes import SERVING_TYPES, entry_type, unknown_type_message
from sphinx_publications.model.venues import Venue
from sphinx_publications.problems import Remark, Subtype
from sphinx_publications.words import word


def missing(
    type_: str, people: People, fields: Mapping[str, str], date: Date, venue: Venue
) -> Iterator[Remark]:
    """Tell what is missing, with what to add."""
    if type_ in SERVING_TYPES:
        return
    unknown = unknown_type_message(type_)
    if unknown:
        yield Remark("", Subtype.UNKNOWN_TYPE, unknown)
    lacking: dict[str, str] = {}
    if not plain(fields.get("title", "")):
        lacking["the title"] = "title = {…}"
    if not people.get("author") and not people.get("editor"):
        lacking["the author"] = "author = {Family, Given}"
    if date.year is None and not fields.get("pubstate"):
        if fields.get("date") or fields.get("year"):
            yield from _no_year(fields)
        else:
            lacking["the year"] = "year = {2024}"
    kind = entry_type(type_)
    names, state = kind.venue_fields, fields.get("pubstate", "").strip().lower()
    is_nowhere = venue.name in {"", word(kind.label)}
    if names and is_nowhere and state not in {"submitted", "inpreparation"}:
        lacking["where it appeared"] = f"{names[0]} = {{…}}"
    if list(lacking) == ["the author"]:
        yield Remark("", Subtype.MISSING_FIELD, f"nobody wrote it; add {lacking['the author']}")
    elif lacking:
        verb = "is" if len(lacking) == 1 else "are"
        message = f"{_listed(lacking)} {verb} missing; add {_listed(lacking.values())}"
        yield Remark("", Subtype.MISSING_FIELD, message)


def _listed(things: Iterable[str]) -> str:
    """Return a list of things in words: ``a, b and c``."""
    *before, last = things
    return f"{', '.join(before)} and {last}" if before else last


def _no_year(fields: Mapping[str, str]) -> Iterator[Remark]:
    name = next(name for name in ("date", "year") if fields.get(name))
    if not is_state(fields[name]):
        message = (
            f"'{fields[name]}' is no year; write year = {{2024}}, "
            "or pubstate = {inpress} for what is yet to appear"
        )
        yield Remark(name, Subtype.INVALID_DATE, message)
