"""A record as an entry in the form of the file that it goes into."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sphinx_publications.acquire import markup
from sphinx_publications.acquire.bibfile import BibFile
from sphinx_publications.acquire.notdone import NotDoneError
from sphinx_publications.acquire.record import Record
from sphinx_publications.acquire.titles import key_for, with_proper_names_in_braces
from sphinx_publications.acquire.venues import Venues
from sphinx_publications.bibliography.namelists import OTHERS
from sphinx_publications.model.annotations import Annotation, to_string
from sphinx_publications.model.names import Name

ORDER = (
    "author author+an title subtitle journal journaltitle booktitle editor eventtitle eventdate "
    "venue shortjournal abbr series edition volume number pages eid publisher institution school "
    "location address isbn note year date month doi eprint eprinttype eprintclass archiveprefix "
    "primaryclass url html pdf code keywords abstract"
).split()
"""The fields in the order in which an entry has them; others stand before the abstract."""


class Marks(NamedTuple):
    """What is said of the authors, by their numbers from 1."""

    equal: tuple[int, ...] = ()
    equal2: tuple[int, ...] = ()
    corresponding: tuple[int, ...] = ()

    def slip(self, authors: int) -> str:
        """What of it cannot be, for so many authors; empty if it can."""
        for name, numbers in self._asdict().items():
            for number in numbers:
                if not 1 <= number <= authors:
                    return f"{name} speaks of author {number}, but the paper has {authors}"
            if name != "corresponding" and len(set(numbers)) == 1:
                return f"{name} names author {numbers[0]} alone; an equal contribution has two"
        return ""

    @property
    def annotation(self) -> str:
        """The value of ``author+an``; empty if nothing is said."""
        words: dict[int, list[str]] = {}
        for word, numbers in self._asdict().items():
            for number in numbers:
                words.setdefault(number, []).append(word)
        return to_string(
            Annotation(number, None, tuple(dict.fromkeys(found)))
            for number, found in sorted(words.items())
        )


def names(people: Collection[Name]) -> str:
    """Return people as an author field has them."""
    return " and ".join(map(_name, people))


def _name(name: Name) -> str:
    if name.full == OTHERS:
        return OTHERS
    escaped = Name(*(part.replace("{", "").replace("}", "") for part in name))
    text = _latex(escaped.inverted)
    return text if name.given else f"{{{text}}}"


def _latex(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "&%$#_" else letter for letter in text)


def fields_of(record: Record, file: BibFile, venues: Venues, marks: Marks) -> dict[str, str]:
    """Return the fields of an entry for a record, in their order."""
    found = {role: names(people) for role, people in record.people.items()}
    if marks.annotation and "author" in found:
        found["author+an"] = marks.annotation
    found |= venues.spelled(record)
    found["title"] = with_proper_names_in_braces(found["title"])
    found = {name: markup.one_line(markup.visible(value)) for name, value in found.items()}
    uneven = next((name for name, value in found.items() if not markup.is_balanced(value)), "")
    if uneven:
        raise NotDoneError(f"{uneven} has braces that do not match; add it by hand")
    if "journal" in found and file.uses("journaltitle", "journal"):
        found["journaltitle"] = found.pop("journal")
    return in_order(found)


def in_order(fields: Mapping[str, str]) -> dict[str, str]:
    """Return fields in the order of entries."""
    return dict(sorted(((n, v) for n, v in fields.items() if v), key=lambda item: rank(item[0])))


def rank(name: str) -> int:
    """Return where a field stands among the others."""
    return ORDER.index(name) if name in ORDER else len(ORDER) - 2


def entry_key(record: Record, taken: Collection[str]) -> str:
    """Return a key for a record that is none of the lower-cased `taken`."""
    people = record.people.get("author") or record.people.get("editor") or ()
    return key_for(people, record.year, record.fields.get("title", ""), taken)


def entry_text(type_: str, key: str, fields: Mapping[str, str], file: BibFile) -> str:
    """Return an entry as the others of the file are written."""
    lines = "".join(f"{field_line(name, value, file)},\n" for name, value in fields.items())
    return f"@{type_}{{{key},\n{lines}}}"


def field_line(name: str, value: str, file: BibFile) -> str:
    """Return a field as the others of the file are written, without what ends it."""
    space = " " * max(file.column - len(name), 1)
    return f"{file.indent}{name}{space}= {{{value}}}"
