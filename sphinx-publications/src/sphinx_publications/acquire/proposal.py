"""The change that adds a record to a file, as a new entry or to an existing one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from sphinx_publications.acquire import CommandError, entry_format
from sphinx_publications.acquire.bib_file import BibFile, Edit, Written
from sphinx_publications.acquire.entry_format import Marks, field_line, in_order, rank
from sphinx_publications.acquire.library import Library, is_preprint, kept_links, outdated_fields
from sphinx_publications.acquire.record import (
    Record,
    check_same,
    has_same_authors,
    other_authors,
)
from sphinx_publications.bibliography.entries import SourceEntry

_SAME = (
    {"year", "date"}, {"journal", "journaltitle", "booktitle"}, {"pages", "eid", "article-number"},
    {"location", "address", "venue"}, {"institution", "school"}, {"eprint", "arxiv"},
    {"eprinttype", "archiveprefix"}, {"eprintclass", "primaryclass"}, {"number", "issue"},
)  # fmt: skip
"""Synonymous fields, of which an entry has one."""
_MUCH_MORE = 3
"""Entries are ordered by year if so many times more of them keep the order than break it."""
_NEVER_ADDED = frozenset({"author", "editor", "title", "subtitle", "eventtitle", "eventdate"})
_OF_PREPRINTS = frozenset({"eprint", "eprinttype", "eprintclass", "pdf", "code", "abstract"})
"""Fields that a published entry takes from its preprint."""
_OF_EPRINTS = frozenset({"eprinttype", "eprintclass"})


def new_entry(text: str, record: Record, library: Library) -> Edit:
    """Return the edit that inserts an entry into the first file, where its order puts it."""
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
    """Return the index of the entry before which a new one belongs."""
    keys = [written.raw.key.lower() for written, _ in placed]
    years = [year for _, year in placed]
    falls = sum(before > behind for before, behind in pairwise(years))
    rises = sum(before < behind for before, behind in pairwise(years))
    year = record.year or 10_000
    if falls and falls >= _MUCH_MORE * rises:
        is_later = [other < year for other in years]
    elif rises and rises >= _MUCH_MORE * falls:
        is_later = [other > year for other in years]
    elif len(keys) > 2 and keys == sorted(keys):
        key = text.partition("{")[2].partition(",")[0].lower()
        is_later = [other > key for other in keys]
    else:
        # If all are of one year, or there is only one, the newest comes first.
        is_later = [len(set(years)) == 1 and year > years[0]]
    return is_later.index(True) if any(is_later) else len(placed)


def _line_end(text: str, position: int) -> int:
    """Return the end of the line if only a comment follows `position`, else `position`."""
    return _behind(r"[ \t]*(?:%[^\n]*)?(?=\n|\Z)", text, position)


def _behind(pattern: str, text: str, position: int) -> int:
    """Return the end of a match of `pattern` at `position`, or `position` if there is none."""
    match = re.compile(pattern).match(text, position)
    return match.end() if match else position


def lacking_fields(
    entry: SourceEntry, own: set[str], fields: Mapping[str, str], record: Record, gone: set[str]
) -> dict[str, str]:
    """Return the fields that an entry lacks; `own` are its fields, of which `gone` are removed."""
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
    """Return the edits that add fields to an entry, each in its place."""
    raw = written.raw
    if not raw.starts:
        raise CommandError(f"{raw.key} has no fields; complete it by hand")
    names = list(raw.starts)
    behind: dict[str, list[str]] = {}
    for name in in_order(fields):
        fitting = [other for other in names if rank(other) <= rank(name)]
        anchor = max(fitting, key=lambda other: (rank(other), raw.starts[other]), default=names[-1])
        behind.setdefault(anchor, []).append(name)
    is_multiline = "\n" in raw.text[: raw.starts[names[-1]]]
    edits = []
    for anchor, new in behind.items():
        at, comma = _behind_field(file, written, anchor, is_multiline)
        if is_multiline:
            text = "\n" + ",\n".join(field_line(name, fields[name], file) for name in new)
        else:
            text = ",".join(f" {name} = {{{fields[name]}}}" for name in new)
        text += "," if comma or anchor != names[-1] else ""
        if not comma:
            place = written.start + raw.ends[anchor]
            edits.append(Edit(place, place, ","))
        edits.append(Edit(at, at, text))
    return edits


def _behind_field(
    file: BibFile, written: Written, name: str, is_multiline: bool
) -> tuple[int, bool]:
    """Return the position after a field, and whether a comma follows the field."""
    end = written.start + written.raw.ends[name]
    position = _behind(r"\s*,", file.text, end)
    return _line_end(file.text, position) if is_multiline else position, position > end


def appeared(file: BibFile, written: Written, type_: str, date: str, gone: set[str]) -> list[Edit]:
    """Return the edits that turn the entry of a preprint into one of the published paper.

    `gone` are the fields to remove.
    """
    raw = written.raw
    start = written.start + 1 + len(raw.text[1:]) - len(raw.text[1:].lstrip())
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
    """Return the edit that removes a field with its comma, and with its line if it fills one."""
    start = written.start + written.raw.starts[name]
    end = _behind(r"[ \t]*,?", file.text, written.start + written.raw.ends[name])
    begin = file.text.rfind("\n", 0, start)
    if not file.text[begin + 1 : start].strip() and file.text[end : end + 1] == "\n":
        start = begin
    elif file.text[begin + 1 : start].strip():
        start = len(file.text[:start].rstrip(" \t"))
    return Edit(start, end, "")


@dataclass(frozen=True)
class Proposal:
    """A change of one file."""

    path: Path
    key: str
    before: bytes
    after: bytes
    encoding: str
    is_new: bool = False
    has_appeared: bool = False
    """Whether the entry of a preprint becomes that of the published paper."""
    remark: str = ""
    """A note about a difference that is left as it is."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return self.before == self.after

    @property
    def diff(self) -> list[str]:
        """The lines of a unified diff."""
        before, after = (
            BibFile.of(self.path, data, self.encoding).text.splitlines()
            for data in (self.before, self.after)
        )
        name = self.path.name
        return list(difflib.unified_diff(before, after, name, name, lineterm="", n=2))


def propose(record: Record, library: Library, marks: Marks = Marks()) -> Proposal:  # noqa: B008
    """Return the change that adds a record, or completes the entry of the same paper."""
    entry = library.find(record)
    return completed(entry, record, library, marks) if entry else _added(record, library, marks)


def _added(record: Record, library: Library, marks: Marks) -> Proposal:
    file = library.first
    people = record.people.get("author") or record.people.get("editor")
    if not people:
        raise CommandError("nobody is named as its author; add it by its DOI or as BibTeX")
    marks.check(len(people))
    fields = entry_format.fields_of(record, file, library.venues, marks, library.people)
    key = entry_format.entry_key(record, library.taken)
    text = entry_format.entry_text(record.type, key, fields, file)
    return _proposal(file, key, file.edited([new_entry(text, record, library)]), is_new=True)


def completed(
    entry: SourceEntry,
    record: Record,
    library: Library,
    marks: Marks = Marks(),  # noqa: B008
    only: frozenset[str] | None = None,
) -> Proposal:
    """Return the change that adds to an entry what it lacks; `only` restricts the fields.

    Raises `CommandError` if the record is of another work.
    """
    file, written = library.written(entry)
    check_same(entry, record)
    marks.check(len(entry.publication.authors))
    # Annotations are of places in the list of authors.
    told = record if has_same_authors(entry, record) else replace(record, said=())
    fields = entry_format.fields_of(told, file, library.venues, Marks(), library.people)
    has_appeared = only is None and is_preprint(entry) and not record.is_preprint
    gone = outdated_fields(entry, record) if has_appeared else set()
    own = set(written.raw.starts)
    new = lacking_fields(entry, own, fields, record, gone)
    new = {name: value for name, value in new.items() if only is None or name in only}
    if marks.annotation and "author+an" not in own:
        new["author+an"] = marks.annotation
    if not has_appeared:
        edits = added_fields(file, written, new) if new else []
        return _proposal(file, written.raw.key, file.edited(edits))
    new |= kept_links(entry, gone)
    date = record.fields.get("date", "")
    after = file.edited(appeared(file, written, record.type, date, gone))
    turned = BibFile.of(file.path, after, file.encoding)
    then = turned.entry(written.raw.key, written.raw.line)
    if then is not None and new:
        after = turned.edited(added_fields(turned, then, new))
    made = _proposal(file, written.raw.key, after)
    return replace(made, has_appeared=True, remark=other_authors(entry, record))


def _proposal(file: BibFile, key: str, after: bytes, is_new: bool = False) -> Proposal:
    _verify(file, BibFile.of(file.path, after, file.encoding), key, is_new)
    return Proposal(file.path, key, file.data, after, file.encoding, is_new)


def _verify(before: BibFile, after: BibFile, key: str, is_new: bool) -> None:
    """Raise if another entry would change, or if the entry could not be read back."""
    old = [written.raw.text for written in before.entries if written.raw.key != key or is_new]
    new = [written.raw.text for written in after.entries if written.raw.key != key]
    slips = [w.raw.slips for w in after.entries if w.raw.key == key]
    known = [w.raw.slips for w in before.entries if w.raw.key == key]
    is_clean = len(slips) == 1 and (not slips[0] or known == slips or bool(known and known[0]))
    if old != new or not is_clean:
        raise CommandError(f"{key} cannot be written without harm to {before.path}; add it by hand")
