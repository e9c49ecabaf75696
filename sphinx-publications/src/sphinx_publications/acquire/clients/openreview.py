"""OpenReview's API, both versions (https://docs.openreview.net/reference/api-v2 and api-v1).

In version 2 each value of ``content`` is in an object: ``{"value": …}``.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

from sphinx_publications.acquire import NotKnownError
from sphinx_publications.acquire.http import Web
from sphinx_publications.acquire.latex_markup import (
    address,
    code_in,
    from_html,
    from_latex,
    plain_line,
)
from sphinx_publications.acquire.record import Record, of_fields, people_in
from sphinx_publications.acquire.services import OPENREVIEW, OPENREVIEW_1

_UNPUBLISHED = re.compile(r"submitted|submission|withdrawn|reject|under review|\bblind\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_JOURNALS = re.compile(r"\b(?:TMLR|JMLR|transactions|journal)\b", re.I)


def note(web: Web, identifier: str) -> Record:
    """Return the paper of a forum."""
    for service in (OPENREVIEW, OPENREVIEW_1):
        try:
            found = web.ask(service, "/notes", _read, id=identifier)
        except NotKnownError:
            continue
        if found:
            return found[0]
    raise NotKnownError(f"OpenReview knows nothing of {identifier}; see whether it is typed right")


def _read(answer: bytes) -> list[Record]:
    return [_record(note) for note in json.loads(answer)["notes"]]


def _record(note: Mapping[str, Any]) -> Record:
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
