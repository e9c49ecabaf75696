"""Compare what a program read with the entries that were written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pybtex.errors
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person, parse_string

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.latex import plain

_MARK = re.compile(r"equal|contribut", re.IGNORECASE)
"""What every statement of equal contribution says."""


class Read(NamedTuple):
    """What a program has of one entry."""

    key: str
    has_names: bool
    """Whether all authors are there, in their order and with all parts of their names."""
    mark: str
    """The field with the mark; empty if there is none."""


def references(answer: Any, entries: Sequence[SourceEntry]) -> Iterator[Read]:
    """Yield what an answer of a reader has of each entry.

    The answer is a printed text, BibTeX, or a list of references with `title`, `authors` and
    `fields`, or with `fields` of BibTeX.
    """
    if isinstance(answer, Mapping) and "text" in answer:
        yield from _printed(answer["text"], entries)
        return
    known = {_folded(plain(entry.fields["title"])): entry for entry in entries}
    for found in _parsed(answer["bibtex"]) if isinstance(answer, Mapping) else answer:
        one = _of_bibtex(found["fields"]) if found.get("bibtex") else found
        entry = known.get(_folded(one["title"]))
        if entry is not None:
            wanted = [_folded(author.name.full) for author in entry.publication.authors]
            fields = {name: text for name, text in one["fields"].items() if name != "title"}
            where = (name for name, text in fields.items() if _MARK.search(str(text)))
            has_names = [_folded(name) for name in one["authors"]] == wanted
            yield Read(entry.key, has_names, next(where, "").lower())


def _printed(text: str, entries: Sequence[SourceEntry]) -> Iterator[Read]:
    """Yield the entries whose titles are in a text, in which each stands between authors."""
    folded = _folded(text)
    titles = {entry.key: _folded(plain(entry.fields["title"])) for entry in entries}
    places = sorted((folded.find(title), key) for key, title in titles.items() if title in folded)
    for number, (place, key) in enumerate(places):
        entry = next(entry for entry in entries if entry.key == key)
        start = places[number - 1][0] if number else 0
        end = places[number + 1][0] if number + 1 < len(places) else len(folded)
        # APA puts particles behind given names.
        families = [_folded(a.name.family).split()[-1] for a in entry.publication.authors]
        at = place
        for family in reversed(families):
            at = folded.rfind(family, start, at) if at >= 0 else at
        has_names = at >= 0
        yield Read(key, has_names, "note" if _MARK.search(folded[place:end]) else "")


def _parsed(bibtex: str) -> list[dict[str, Any]]:
    # bibutils writes some fields twice.
    with pybtex.errors.capture():
        data = parse_string(bibtex, "bibtex")
    return [
        {
            "title": entry.fields.get("title", ""),
            "authors": [_name(person) for person in entry.persons.get("author", [])],
            "fields": dict(entry.fields),
        }
        for entry in data.entries.values()
    ]


def _of_bibtex(fields: Mapping[str, str]) -> dict[str, Any]:
    lower = {name.lower(): text for name, text in fields.items()}
    people = [Person(name) for name in split_name_list(lower.get("author", ""))]
    return {"title": lower.get("title", ""), "authors": list(map(_name, people)), "fields": lower}


def _name(person: Person) -> str:
    parts = (person.first_names, person.middle_names, person.prelast_names, person.last_names)
    return " ".join(word for part in (*parts, person.lineage_names) for word in part)


def _folded(text: str) -> str:
    """Return letters and digits alone, without LaTeX, tags and accents."""
    bare = re.sub(r"<[^>]*>", "", plain(text) if re.search(r"[\\{}$]", text) else text)
    letters = unicodedata.normalize("NFKD", bare.replace("_", ""))
    base = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", base)).lower()
