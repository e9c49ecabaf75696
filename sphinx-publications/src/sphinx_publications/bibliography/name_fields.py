"""Read the names in the fields of an entry, and correct fields that BibTeX misreads."""

from __future__ import annotations

import re
from typing import NamedTuple

from sphinx_publications.bibliography.name_fonts import without_fonts
from sphinx_publications.bibliography.name_lists import Names, are_usual, split_names
from sphinx_publications.bibliography.people import (
    is_read_otherwise,
    read_people,
    stand_family_first,
    with_family_names,
    with_others,
)
from sphinx_publications.bibtex.source import RawEntry
from sphinx_publications.diagnostics import Subtype
from sphinx_publications.model import annotations as data_annotations
from sphinx_publications.model.names import WrittenName

ROLES = frozenset(
    "author editor afterword annotator bookauthor commentator editora editorb editorc foreword "
    "holder introduction translator".split()
)
"""The fields with names, in lower case (BibLaTeX manual, "Data Fields")."""


_OPTIONS = re.compile(
    r"\A(?:\s*(?:useprefix|uniquelist|uniquename|no(?:hash|sort)others|nametemplates|"
    r"(?:sortingnamekey|uniquename|labelalphaname)templatename)\s*=\s*[^\s,]+\s+and\s+)+"
)
"""Matches options before the names (BibLaTeX manual, "Per-namelist options")."""


class NameField(NamedTuple):
    """People of an entry, and what is told of the field with their names."""

    people: list[WrittenName]
    written: str
    """The names for stock styles; empty if pybtex reads them as they are read here."""
    messages: list[tuple[Subtype, str]]


def read_names(raw: RawEntry, name: str, owners: tuple[str, ...]) -> NameField:
    """Read the names in the field `name` of an entry; correct the field if BibTeX misreads it.

    Annotations move with the people. `owners` are the full names of the owner.
    """
    role = name.lower()
    value = raw.fields[name]
    bare = without_fonts(value) if "\\" in value else value
    if "=" in bare:
        value = bare = _OPTIONS.sub("", bare)
    told = [(Subtype.DOUBTFUL_NAME, _FONT.format(role, bare))] if bare != value else []
    names = Names([bare])
    if not are_usual(bare):
        names = split_names(role, bare, owners, _annotated(raw, role))
    corrected, open_ends = with_others(" and ".join(names.names))
    people, messages = read_people(role, corrected)
    is_family_first = stand_family_first(people)
    exported = with_family_names(corrected) if is_family_first else corrected
    if exported != value:
        raw.fields[name] = exported
        raw.is_strict = False
    for field in _annotations(raw, role) if names.moved else ():
        raw.fields[field] = data_annotations.moved(raw.fields[field], names.moved)
    told += [(Subtype.NAMES, text) for text in (*open_ends, names.slip, *messages) if text]
    told += [(Subtype.DOUBTFUL_NAME, names.doubt)] if names.doubt else []
    is_other = is_read_otherwise(value) or is_family_first
    # A font stays in stock styles, as without the extension.
    written = (value if corrected == bare else corrected) if is_other else ""
    return NameField(people, written, told)


_FONT = "{} has a font round a name, which BibTeX takes for a part of it; write {}"


def _annotations(raw: RawEntry, role: str) -> list[str]:
    """Return the names of the fields that annotate the people of a role."""
    return [name for name in raw.fields if name.lower().startswith(f"{role}+an")]


def _annotated(raw: RawEntry, role: str) -> set[int]:
    """Return the positions of the people whom annotations name."""
    fields = _annotations(raw, role)
    found = (data_annotations.parse(raw.fields[name])[0] for name in fields)
    return {a.item for annotations in found for a in annotations if a.item}
