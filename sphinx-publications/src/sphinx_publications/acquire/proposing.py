"""What would be written of a record, as a diff to be answered: a new entry, or a fuller one."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sphinx_publications.acquire import editing, houseform, preprints
from sphinx_publications.acquire.bibfile import BibFile
from sphinx_publications.acquire.houseform import Marks
from sphinx_publications.acquire.library import Library
from sphinx_publications.acquire.notdone import NotDoneError
from sphinx_publications.acquire.record import Record
from sphinx_publications.acquire.sameness import check_same, other_authors
from sphinx_publications.bibliography.entries import SourceEntry


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
    """Whether the entry of a preprint becomes one of what has appeared."""
    remark: str = ""
    """What is not changed, though the record has it otherwise."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return self.before == self.after

    @property
    def diff(self) -> list[str]:
        """The lines of the change, as programs for patches write them."""
        before, after = (
            BibFile.of(self.path, data, self.encoding).text.splitlines()
            for data in (self.before, self.after)
        )
        name = self.path.name
        return list(difflib.unified_diff(before, after, name, name, lineterm="", n=2))


def propose(record: Record, library: Library, marks: Marks = Marks()) -> Proposal:  # noqa: B008
    """Return what adding a record would change, whether its paper is there already or not."""
    entry = library.find(record)
    return completed(entry, record, library, marks) if entry else _added(record, library, marks)


def _added(record: Record, library: Library, marks: Marks) -> Proposal:
    file = library.first
    people = record.people.get("author") or record.people.get("editor")
    if not people:
        raise NotDoneError("nobody is named as its author; add it by its DOI or as BibTeX")
    slip = marks.slip(len(people))
    if slip:
        raise NotDoneError(f"{slip}; mend the numbers")
    fields = houseform.fields_of(record, file, library.venues, marks)
    key = houseform.entry_key(record, library.taken)
    text = houseform.entry_text(record.type, key, fields, file)
    return _proposal(
        file, key, file.edited([editing.new_entry(text, record, library)]), is_new=True
    )


def completed(
    entry: SourceEntry,
    record: Record,
    library: Library,
    marks: Marks = Marks(),  # noqa: B008
    only: frozenset[str] | None = None,
) -> Proposal:
    """Return what an entry lacks that a record has; `only` names the fields that are offered.

    Raises `NotDoneError` if the record is of another work.
    """
    file, written = library.written(entry)
    check_same(entry, record)
    slip = marks.slip(len(entry.publication.authors))
    if slip:
        raise NotDoneError(f"{slip}; mend the numbers")
    fields: Mapping[str, str] = houseform.fields_of(record, file, library.venues, Marks())
    has_appeared = only is None and preprints.is_preprint(entry) and not record.is_preprint
    gone = preprints.outdated(entry, record) if has_appeared else set()
    own = set(written.raw.starts)
    new = editing.missing(entry, own, fields, record, gone)
    if only is not None:
        new = {name: value for name, value in new.items() if name in only}
    if marks.annotation and "author+an" not in own:
        new["author+an"] = marks.annotation
    if not has_appeared:
        edits = editing.added_fields(file, written, new) if new else []
        return _proposal(file, written.raw.key, file.edited(edits))
    new |= preprints.kept(entry, gone)
    date = record.fields.get("date", "")
    after = file.edited(editing.appeared(file, written, record.type, date, gone))
    turned = BibFile.of(file.path, after, file.encoding)
    then = turned.entry(written.raw.key, written.raw.line)
    if then is not None and new:
        after = turned.edited(editing.added_fields(turned, then, new))
    remark = other_authors(entry, record)
    return replace(
        _proposal(file, written.raw.key, after), has_appeared=has_appeared, remark=remark
    )


def _proposal(file: BibFile, key: str, after: bytes, is_new: bool = False) -> Proposal:
    encoding = file.encoding
    _verify(file, BibFile.of(file.path, after, encoding), key, is_new)
    return Proposal(file.path, key, file.data, after, encoding, is_new)


def _verify(before: BibFile, after: BibFile, key: str, is_new: bool) -> None:
    """Raise if any entry but one would be another, or if that one could not be read."""
    old = [written.raw.text for written in before.entries if written.raw.key != key or is_new]
    new = [written.raw.text for written in after.entries if written.raw.key != key]
    slips = [w.raw.slips for w in after.entries if w.raw.key == key]
    known = [w.raw.slips for w in before.entries if w.raw.key == key]
    is_clean = len(slips) == 1 and (not slips[0] or known == slips or bool(known and known[0]))
    if old != new or not is_clean:
        message = f"{key} cannot be written without harm to {before.path}; add it by hand"
        raise NotDoneError(message)
