"""What is to be written where: a new entry in its place, fields into an entry that is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from sphinx_publications.acquire.bibfile import BibFile, Edit, Written
from sphinx_publications.acquire.houseform import field_line, in_order, rank
from sphinx_publications.acquire.library import Library
from sphinx_publications.acquire.notdone import NotDoneError
from sphinx_publications.acquire.preprints import is_preprint
from sphinx_publications.acquire.record import Record
from sphinx_publications.bibliography.entries import SourceEntry

_SAME = (
    {"year", "date"}, {"journal", "journaltitle", "booktitle"}, {"pages", "eid", "article-number"},
    {"location", "address", "venue"}, {"institution", "school"}, {"eprint", "arxiv"},
    {"eprinttype", "archiveprefix"}, {"eprintclass", "primaryclass"}, {"number", "issue"},
)  # fmt: skip
"""Fields of which an entry has one."""
_MUCH_MORE = 3
"""How often an order is kept for each time that it is not, to be one."""
_NEVER_ADDED = frozenset({"author", "editor", "title", "subtitle", "eventtitle", "eventdate"})
_OF_PREPRINTS = frozenset({"eprint", "eprinttype", "eprintclass", "pdf", "code", "abstract"})
"""What a preprint says of a paper that has appeared."""
_OF_EPRINTS = frozenset({"eprinttype", "eprintclass"})


def new_entry(text: str, record: Record, library: Library) -> Edit:
    """Return the edit by which an entry gets into the first file, in the order that it has."""
    file = library.first
    years = {
        (entry.source.file, entry.source.line): entry.publication.date.year or 0
        for entry in library.entries
    }
    placed = [
        (written, years[str(file.path), written.raw.line])
        for written in file.entries
        if (str(file.path), written.raw.line) in years
    ]
    if not placed:
        end = len(file.text.rstrip())
        before = file.gap if end else ""
        return Edit(end, end, before + text + ("" if file.text[end:].startswith("\n") else "\n"))
    at = _place(text, record, placed)
    if at == 0:
        start = placed[0][0].start
        return Edit(start, start, text + file.gap)
    end = _line_end(file.text, placed[at - 1][0].end)
    return Edit(end, end, file.gap + text)


def _place(text: str, record: Record, placed: list[tuple[Written, int]]) -> int:
    """Return before which of the entries a new one belongs."""
    keys = [written.raw.key.lower() for written, _ in placed]
    years = [year for _, year in placed]
    falls = sum(before > behind for before, behind in pairwise(years))
    rises = sum(before < behind for before, behind in pairwise(years))
    year = record.year or 10_000
    if falls and falls >= _MUCH_MORE * rises:
        return next((at for at, other in enumerate(years) if other < year), len(years))
    if rises and rises >= _MUCH_MORE * falls:
        return next((at for at, other in enumerate(years) if other > year), len(years))
    if len(keys) > 2 and keys == sorted(keys):
        match = re.match(r"@\w+\{([^,]*)", text)
        key = match[1].lower() if match else ""
        return next((at for at, other in enumerate(keys) if other > key), len(keys))
    # Where all are of one year, or there is but one, the newest comes first.
    return 0 if len(set(years)) == 1 and year > years[0] else len(placed)


def _line_end(text: str, position: int) -> int:
    """Return the end of a line of which nothing but a remark is behind `position`, or that."""
    match = re.compile(r"[ \t]*(?:%[^\n]*)?(?=\n|\Z)").match(text, position)
    return match.end() if match else position


def missing(
    entry: SourceEntry, own: set[str], fields: Mapping[str, str], record: Record, gone: set[str]
) -> dict[str, str]:
    """Return the fields that an entry lacks; it has its `own`, of which `gone` make way."""
    known = (own | {name.lower() for name in entry.fields}) - gone
    is_beside = record.is_preprint and not is_preprint(entry)
    same_eprint = (entry.publication.details.eprint or "").lower() == record.eprint
    found = {}
    for name, value in fields.items():
        alike = next((group for group in _SAME if name in group), {name})
        if name in _NEVER_ADDED or alike & known or (is_beside and name not in _OF_PREPRINTS):
            continue
        if name in _OF_EPRINTS and not ("eprint" in found or ("eprint" in known and same_eprint)):
            continue
        found[name] = value
    return found


def added_fields(file: BibFile, written: Written, fields: Mapping[str, str]) -> list[Edit]:
    """Return the edits by which an entry gets fields, each in its place."""
    raw = written.raw
    if not raw.starts:
        raise NotDoneError(f"{raw.key} has no fields; complete it by hand")
    names = list(raw.starts)
    behind: dict[str, list[str]] = {}
    for name in in_order(fields):
        fitting = [other for other in names if rank(other) <= rank(name)]
        anchor = max(fitting, key=lambda other: (rank(other), raw.starts[other]), default=names[-1])
        behind.setdefault(anchor, []).append(name)
    is_of_lines = "\n" in raw.text[: raw.starts[names[-1]]]
    edits = []
    for anchor, new in behind.items():
        at, comma = _behind_field(file, written, anchor, is_of_lines)
        is_last = anchor == names[-1]
        lines = [field_line(name, fields[name], file) for name in new]
        if not is_of_lines:
            lines = [f" {name} = {{{fields[name]}}}" for name in new]
        join = ",\n" if is_of_lines else ","
        text = ("\n" if is_of_lines else "") + join.join(lines)
        text += "," if comma or not is_last else ""
        if not comma:
            place = written.start + raw.ends[anchor]
            edits.append(Edit(place, place, ","))
        edits.append(Edit(at, at, text))
    return edits


def _behind_field(
    file: BibFile, written: Written, name: str, is_of_lines: bool
) -> tuple[int, bool]:
    """Return where something is written behind a field, and whether a comma is behind that."""
    end = written.start + written.raw.ends[name]
    match = re.compile(r"\s*,").match(file.text, end)
    position = match.end() if match else end
    return _line_end(file.text, position) if is_of_lines else position, match is not None


def appeared(file: BibFile, written: Written, type_: str, date: str, gone: set[str]) -> list[Edit]:
    """Return the edits by which the entry of a preprint becomes one of what has appeared.

    `gone` are fields that are true of the preprint alone.
    """
    raw = written.raw
    match = re.compile(r"@\s*").match(raw.text)
    assert match is not None
    start = written.start + match.end()
    edits = []
    if raw.type.lower() != type_:
        edits.append(Edit(start, start + len(raw.type), type_))
    name = next((name for name in ("date", "year") if name in raw.starts), "")
    if name and date:
        line = field_line("date", date, file).strip()
        place = written.start + raw.starts[name]
        edits.append(Edit(place, written.start + raw.ends[name], line))
        if name == "year" and "month" in raw.starts:
            edits.append(_without(file, written, "month"))
    return edits + [_without(file, written, name) for name in raw.starts if name in gone]


def _without(file: BibFile, written: Written, name: str) -> Edit:
    """Return the edit that takes out a field with its comma, and with its line if it fills one."""
    start = written.start + written.raw.starts[name]
    end = written.start + written.raw.ends[name]
    match = re.compile(r"[ \t]*,?").match(file.text, end)
    end = match.end() if match else end
    begin = file.text.rfind("\n", 0, start)
    if not file.text[begin + 1 : start].strip() and file.text[end : end + 1] == "\n":
        start = begin
    elif file.text[begin + 1 : start].strip():
        start = len(file.text[:start].rstrip(" \t"))
    return Edit(start, end, "")
