"""Authors of an entry with the marks that its annotations give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from pybtex.database import Person

from sphinx_publications.latex import plain
from sphinx_publications.model import annotations as data_annotations
from sphinx_publications.model.marks import (
    OWNER_WORDS,
    SHOWN_WORDS,
    Mark,
    MarkTable,
    explained_symbols,
)
from sphinx_publications.model.names import Name, WrittenName, is_same_person, read_name
from sphinx_publications.model.options import ReadingOptions
from sphinx_publications.problems import Remark, Subtype

_SPACED_EQUALS = re.compile(r"\s*=\s*")


@dataclass(frozen=True)
class Author:
    """One author in the order of the paper."""

    name: Name
    initials: str
    marks: tuple[Mark, ...] = ()
    is_owner: bool = False
    is_highlighted: bool = False
    """Annotated to stay visible in a shortened list."""

    @property
    def is_prominent(self) -> bool:
        """Whether a shortened list keeps the name."""
        return self.is_owner or self.is_highlighted or bool(self.marks)

    @property
    def short_name(self) -> str:
        """The name as lists show it: ``CCH Petersen``."""
        return self.name.short(self.initials)


People: TypeAlias = Mapping[str, Sequence[WrittenName]]
"""The people of an entry by their role: ``author`` or ``editor``."""


def author_role(people: People) -> str:
    """Return the role that stands for an entry's authors: ``author`` or else ``editor``."""
    return "author" if people.get("author") else "editor"


def read_authors(
    everyone: People, fields: Mapping[str, str], options: ReadingOptions, remarks: list[Remark]
) -> list[Author]:
    """Read the authors of an entry, or its editors where it has no author."""
    role = author_role(everyone)
    people = everyone.get(role, ())
    words = _annotated_words(fields, role, len(people), remarks)
    table = options.marks.worded(explained_symbols(plain(fields.get("annotation", ""))))
    initials = _annotated_initials(fields, role)
    owners = _owners(options.owner)
    authors = []
    for position, (name, symbols) in enumerate(people, start=1):
        own_words = words.get(position, ())
        marks = _marks(own_words, symbols, name, role, table, remarks)
        authors.append(
            Author(
                name=name,
                initials=initials.get(position, name.initials),
                marks=marks,
                is_owner=not OWNER_WORDS.isdisjoint(own_words)
                or any(is_same_person(name, owner) for owner in owners),
                is_highlighted=not SHOWN_WORDS.isdisjoint(own_words),
            )
        )
    if f"{role}+an" in fields:
        remarks.extend(_lonely(authors, role))
    remarks.extend(_annotating_nobody(everyone, fields))
    return authors


@lru_cache
def _owners(names: tuple[str, ...]) -> tuple[Name, ...]:
    return tuple(read_name(Person(name))[0] for name in names)


def _annotated_words(
    fields: Mapping[str, str], role: str, count: int, remarks: list[Remark]
) -> dict[int, tuple[str, ...]]:
    field = f"{role}+an"
    if field not in fields:
        return {}
    annotations, malformed = data_annotations.parse(fields[field])
    for spec in malformed:
        message = (
            f"'{spec}' in {field} is no annotation; write it as {data_annotations.suggested(spec)}"
        )
        remarks.append(Remark(field, Subtype.ANNOTATION, message))
    has_commas = data_annotations.has_commas_between(fields[field])
    if has_commas:
        line = data_annotations.to_string(annotations)
        message = (
            f"{field} joins annotations by ',', and LaTeX loses them; write {field} = {{{line}}}"
        )
        remarks.append(Remark(field, Subtype.ANNOTATION, message))
    for spec in () if has_commas else data_annotations.spaced_specs(fields[field]):
        message = (
            f"'{spec}' in {field} has a space beside =, and is lost in LaTeX; "
            f"write {_SPACED_EQUALS.sub('=', spec, count=1)}"
        )
        remarks.append(Remark(field, Subtype.ANNOTATION, message))
    positions = [a.item for a in annotations if a.part is None and not a.literal]
    for position in dict.fromkeys(positions):
        if position is not None and positions.count(position) > 1:
            message = (
                f"{field} gives {position}= twice, of which BibLaTeX keeps the last; "
                f"write {position}=one,other"
            )
            remarks.append(Remark(field, Subtype.ANNOTATION, message))
        if position is not None and not 1 <= position <= count:
            message = f"{field} speaks of author {position}, but the entry has {count}"
            remarks.append(Remark(field, Subtype.ANNOTATION, message))
    return data_annotations.words_by_item(annotations)


def _annotated_initials(fields: Mapping[str, str], role: str) -> dict[int, str]:
    """Read the literals of ``author+an:initials``, the initials to show for a name."""
    annotations, _ = data_annotations.parse(fields.get(f"{role}+an:initials", ""))
    return {a.item: plain(a.words[0]) for a in annotations if a.item is not None and a.literal}


def _marks(
    words: tuple[str, ...],
    symbols: str,
    name: Name,
    role: str,
    table: MarkTable,
    remarks: list[Remark],
) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for word in words:
        mark = table.for_word(word)
        if mark is not None:
            marks.append(mark)
        elif word not in OWNER_WORDS | SHOWN_WORDS:
            message = (
                f"'{word}' in {role}+an is not known; use one of {', '.join(table.words)} "
                "or add it to publications_marks"
            )
            remarks.append(Remark(f"{role}+an", Subtype.ANNOTATION, message))
    for symbol in symbols:
        mark = table.for_symbol(symbol) or Mark(symbol, symbol, "marked", "marked by the authors")
        message = (
            f"'{symbol}' stands in the name {name.full} and is read as a mark; "
            f"as data it is {role}+an = {{…={mark.word}}}"
        )
        remarks.append(Remark(role, Subtype.MARKER_IN_NAME, message))
        marks.append(mark)
    return tuple(dict.fromkeys(marks))


def _annotating_nobody(people: People, fields: Mapping[str, str]) -> Iterator[Remark]:
    for role in ("author", "editor"):
        field = f"{role}+an"
        if field in fields and not people.get(role):
            message = f"{field} annotates nobody, since there is no {role}; add {role} = {{…}}"
            yield Remark(field, Subtype.ANNOTATION, message)


def _lonely(authors: list[Author], role: str) -> Iterator[Remark]:
    """Find marks of equal contribution that only one author has."""
    marks = [mark for author in authors for mark in author.marks]
    for mark in dict.fromkeys(marks):
        if marks.count(mark) == 1 and mark.word.startswith("equal"):
            message = f"only one author is marked '{mark.word}'; equal contribution takes two"
            yield Remark(f"{role}+an", Subtype.ANNOTATION, message)
