"""Authors of an entry, with their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.model import annotations as data_annotations
from sphinx_publications.model.annotations import Annotation
from sphinx_publications.model.marks import (
    MARKERS,
    OWNER_WORDS,
    SHOWN_WORDS,
    Mark,
    MarkTable,
    begins_with_symbol,
    explained_symbols,
    plain_with_symbols,
    read_symbols,
    unexplained,
)
from sphinx_publications.model.names import Name, WrittenName, is_same_person, parse_name
from sphinx_publications.model.parse_options import ReadingOptions

SYMBOLS = "{}+an:symbols"
"""Field with the symbols, as literals, that have no annotation word."""
_SPACED_EQUALS = re.compile(r"\s*=\s*")


class Author(NamedTuple):
    """An author with marks."""

    name: Name
    initials: str
    marks: tuple[Mark, ...] = ()
    is_owner: bool = False
    is_highlighted: bool = False
    """Whether an annotation keeps the name visible in a shortened list."""

    @property
    def is_prominent(self) -> bool:
        """Whether a shortened list keeps the name."""
        return self.is_owner or self.is_highlighted or bool(self.marks)

    @property
    def short_name(self) -> str:
        """The name as shown in lists: ``CCH Petersen``."""
        return self.name.short(self.initials)


People: TypeAlias = Mapping[str, Sequence[WrittenName]]
"""The people of an entry by role: ``author`` or ``editor``."""


def author_role(people: People) -> str:
    """Return ``author`` if the entry has authors, else ``editor``."""
    return "author" if people.get("author") else "editor"


def read_authors(
    everyone: People, fields: Mapping[str, str], options: ReadingOptions, remarks: list[Remark]
) -> list[Author]:
    """Return the authors of an entry, or its editors if it has no author."""
    role = author_role(everyone)
    people = everyone.get(role, ())
    words = _annotated_words(fields, role, len(people), remarks)
    table = options.marks.worded(_explanations(fields))
    initials = _literals(fields, f"{role}+an:initials")
    quoted = _symbols(fields, role)
    owners = _owners(options.owner)
    used = {word for found in words.values() for word in found}
    authors = []
    for position, (name, symbols) in enumerate(people, start=1):
        own_words = words.get(position, ())
        marks = list(_annotated_marks(own_words, role, table, remarks)) if own_words else []
        if symbols or quoted:
            typed = read_symbols(symbols + quoted.get(position, ""))
            marks += [table.for_typed(symbol, used) for symbol in typed]
        authors.append(
            Author(
                name=name,
                initials=initials.get(position, name.initials),
                marks=tuple(dict.fromkeys(marks)),
                is_owner=not OWNER_WORDS.isdisjoint(own_words)
                or any(is_same_person(name, owner) for owner in owners),
                is_highlighted=not SHOWN_WORDS.isdisjoint(own_words),
            )
        )
    if any(author.marks for author in authors):
        authors = _without_groups_of_one(authors, f"{role}+an" if used else role, remarks)
        remarks.extend(_typed(authors, [symbols for _, symbols in people], role))
    remarks.extend(_annotating_nobody(everyone, fields))
    return authors


def _explanations(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the meanings of symbols from the annotation, or from a note that begins with one."""
    texts = [plain_with_symbols(fields.get(name, "")) for name in ("note", "annotation")]
    if not begins_with_symbol(texts[0]):
        del texts[0]
    found: dict[str, str] = {}
    for text in texts:
        found.update(explained_symbols(text))
    return found


@lru_cache
def _owners(names: tuple[str, ...]) -> tuple[Name, ...]:
    return tuple(parse_name(name)[0] for name in names)


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


def _literals(fields: Mapping[str, str], field: str) -> dict[int, str]:
    """Return the literals of a named annotation such as ``author+an:initials``, by position."""
    if field not in fields:
        return {}
    annotations, _ = data_annotations.parse(fields[field])
    return {a.item: plain(a.words[0]) for a in annotations if a.item is not None and a.literal}


def is_symbol(annotation: Annotation) -> bool:
    """Whether an annotation gives symbols, as a literal, to a whole name: ``1="*"``."""
    return (
        annotation.literal
        and annotation.item is not None
        and annotation.part is None
        and all(symbol in MARKERS for symbol in plain(annotation.words[0]))
    )


def _symbols(fields: Mapping[str, str], role: str) -> dict[int, str]:
    """Return the symbols that literals give to names, by position."""
    found = _literals(fields, SYMBOLS.format(role))
    for annotation in data_annotations.parse(fields.get(f"{role}+an", ""))[0]:
        if annotation.item is not None and is_symbol(annotation):
            found.setdefault(annotation.item, plain(annotation.words[0]))
    return found


def _annotated_marks(
    words: tuple[str, ...], role: str, table: MarkTable, remarks: list[Remark]
) -> Iterator[Mark]:
    for word in words:
        mark = table.for_word(word)
        if mark is not None:
            yield mark
        elif word not in OWNER_WORDS | SHOWN_WORDS:
            message = (
                f"'{word}' in {role}+an is not known; use one of {', '.join(table.words)} "
                "or add it to publications_marks"
            )
            remarks.append(Remark(f"{role}+an", Subtype.ANNOTATION, message))


def _typed(authors: Sequence[Author], typed: Sequence[str], role: str) -> Iterator[Remark]:
    """Yield a remark for each symbol typed into names, asking for its meaning if unknown."""
    found: dict[Mark, list[str]] = {}
    for author, symbols in zip(authors, typed, strict=True):
        for mark in author.marks:
            if mark.symbol in read_symbols(symbols):
                found.setdefault(mark, []).append(author.name.full)
    for mark, names in found.items():
        symbol, who = mark.symbol, ", ".join(names)
        if mark.is_word:
            remedy = f"is read as a mark; as data it is {role}+an = {{…={mark.word}}}"
        elif mark.is_explained:
            remedy = f"is read as a mark: {mark.meaning}"
        else:
            # Equal contribution needs two authors.
            word, words = (
                ("equal", "Equal contribution")
                if len(names) > 1
                else ("corresponding", "Corresponding author")
            )
            remedy = (
                f"says nothing but '{mark.meaning}'; write what it means, as in "
                f"annotation = {{{symbol} {words}}}, {role}+an = {{…={word}}}, "
                f'or for all entries publications_typed_marks = {{"{symbol}": "{word}"}} in conf.py'
            )
        message = f"'{symbol}' stands in the name '{who}' and {remedy}"
        yield Remark(role, Subtype.MARKER_IN_NAME, message)


def _annotating_nobody(people: People, fields: Mapping[str, str]) -> Iterator[Remark]:
    for role in ("author", "editor"):
        field = f"{role}+an"
        if field in fields and not people.get(role):
            message = f"{field} annotates nobody, since there is no {role}; add {role} = {{…}}"
            yield Remark(field, Subtype.ANNOTATION, message)


def _without_groups_of_one(
    authors: list[Author], field: str, remarks: list[Remark]
) -> list[Author]:
    """Replace marks of equal contribution that only one author has by unexplained marks."""
    marks = [mark for author in authors for mark in author.marks]
    alone = {mark for mark in marks if mark.is_equal and marks.count(mark) == 1}
    if not alone:
        return authors
    for mark in dict.fromkeys(mark for mark in marks if mark in alone):
        name = mark.word if field.endswith("+an") else f"{mark.symbol}: {mark.meaning}"
        message = f"only one author is marked '{name}'; equal contribution takes two"
        remarks.append(Remark(field, Subtype.ANNOTATION, message))

    def told(mark: Mark) -> Mark:
        return unexplained(mark.symbol) if mark in alone else mark

    return [
        author._replace(marks=tuple(dict.fromkeys(map(told, author.marks))))
        if not alone.isdisjoint(author.marks)
        else author
        for author in authors
    ]
