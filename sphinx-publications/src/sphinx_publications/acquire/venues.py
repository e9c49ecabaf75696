"""Venues, spelled as in the other entries of a file of references."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sphinx_publications.acquire.record import Record
from sphinx_publications.bibliography.advice import VENUE_FIELDS, folded_venue
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.latex import plain

_WHOLE = ("journal", "journaltitle", "booktitle")
_SHORT = ("shortjournal", "abbr", "eventtitle")
_EDITION = re.compile(r"\b(?:19|20)\d\d\b|\b\d+(?:st|nd|rd|th)\b|['’]\d\d\b")


class Venues:
    """The venues of the entries, the last one that was written of each."""

    def __init__(self, entries: Iterable[SourceEntry]) -> None:
        self._known: dict[str, dict[str, str]] = {}
        self._series: dict[str, dict[str, str]] = {}
        for entry in sorted(entries, key=lambda e: e.publication.date.sort_key):
            own = {n: v for n, v in entry.fields.items() if n in entry.source.field_lines}
            for name in VENUE_FIELDS:
                if own.get(name):
                    self._known[folded_venue(plain(own[name]))] = own
                    self._series[_without_edition(own[name])] = own

    def spelled(self, record: Record) -> dict[str, str]:
        """Return the fields of a record with its venue as others spell it, and its short names."""
        fields = dict(record.fields)
        name = next((name for name in _WHOLE if fields.get(name)), "")
        if not name:
            return fields
        written = fields[name]
        known = self._known.get(folded_venue(plain(written)))
        if known is not None:
            whole = next((known[n] for n in _WHOLE if known.get(n)), written)
            is_of_one_year = _EDITION.search(plain(whole)) and not _EDITION.search(plain(written))
            fields[name] = written if is_of_one_year else whole
        series = known or self._series.get(_without_edition(written), {})
        for short in _SHORT:
            if series.get(short):
                fields[short] = series[short]
        if fields.get("eventtitle") == fields[name] and "eventtitle" not in series:
            del fields["eventtitle"]
        return fields


def _without_edition(venue: str) -> str:
    return folded_venue(_EDITION.sub(" ", plain(venue)))
