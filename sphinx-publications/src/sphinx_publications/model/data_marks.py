"""Read the data annotations of the people of an entry: words, symbols, initials.

What is not read, since it annotates a part of a name or has a name of its own, is told. Facts,
which are annotations with names of their own, are read by `author_facts`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from sphinx_publications.diagnostics import Remark, Subtype, did_you_mean
from sphinx_publications.latex import plain
from sphinx_publications.model import annotations as data_annotations
from sphinx_publications.model.annotations import Annotation
from sphinx_publications.model.marks import MARKERS, MarkTable

SYMBOLS = "{}+an:symbols"
"""Field with the symbols that have no annotation word."""
_INITIALS = "{}+an:initials"
FACTS = ("{}+an:orcid", "{}+an:affiliation", "{}+an:credit")
"""Fields with facts of people; see `author_facts`."""
_ROLES = ("author", "editor")
_NATIVE = "{}+an:native"
TRANSLATION = "title+an:translation"
"""Field with the title in another language."""
_READ = frozenset(
    [
        TRANSLATION,
        *(f.format(role) for f in (SYMBOLS, _INITIALS, _NATIVE, *FACTS) for role in _ROLES),
    ]
)
_SPACED_EQUALS = re.compile(r"\s*=\s*")


class Annotated(NamedTuple):
    """What data annotations say of the people in a list, by position from 1."""

    words: Mapping[int, tuple[str, ...]]
    symbols: Mapping[int, str]
    initials: Mapping[int, str]


class Listed(NamedTuple):
    """A list of names that is annotated."""

    role: str
    total: int
    """The number of names without ``others``."""
    is_open: bool
    """Whether ``others`` ends it."""
    name: str = ""
    """The name of the annotation; empty for the one without a name."""

    @property
    def field(self) -> str:
        """The field with its annotation: ``author+an``."""
        return f"{self.role}+an:{self.name}" if self.name else f"{self.role}+an"


def read_annotated(
    fields: Mapping[str, str], listed: Listed, table: MarkTable, remarks: list[Remark]
) -> Annotated:
    """Return what the annotations in `fields` say; add remarks about what is wrong or not read."""
    if not any("+an" in field for field in fields):
        return Annotated({}, {}, {})
    annotations, malformed = data_annotations.parse(fields.get(listed.field, ""))
    if listed.field in fields:
        remarks.extend(_ill_written(fields[listed.field], listed.field, annotations, malformed))
    read, told = [], list[Remark]()
    for annotation in annotations:
        if is_symbol(annotation):
            continue
        remark = _unread(annotation, listed, table)
        if remark:
            told.append(remark)
        if remark is None or _is_quoted_word(annotation, table):
            read.append(_as_words(annotation))
    remarks += dict.fromkeys(told)
    remarks.extend(_misplaced(annotations, listed))
    symbols = _texts(fields, SYMBOLS.format(listed.role))
    for annotation in filter(is_symbol, annotations):
        symbols.setdefault(annotation.item or 0, _text(annotation))
    remarks.extend(_named(fields))
    return Annotated(
        data_annotations.words_by_item(read), symbols, _texts(fields, _INITIALS.format(listed.role))
    )


def is_symbol(annotation: Annotation) -> bool:
    """Whether an annotation gives symbols to a whole name: ``1="*"``.

    ``biber --tool`` writes them without the quotes.
    """
    return (
        annotation.item is not None
        and annotation.part is None
        and all(symbol in MARKERS for symbol in _text(annotation))
    )


def _text(annotation: Annotation) -> str:
    return plain(",".join(annotation.words))


def _texts(fields: Mapping[str, str], field: str) -> dict[int, str]:
    """Return the texts of a named annotation such as ``author+an:initials``, by position."""
    annotations, _ = data_annotations.parse(fields.get(field, ""))
    return {a.item: _text(a) for a in annotations if a.item is not None and a.part is None}


def read_texts(
    fields: Mapping[str, str], listed: Listed, form: str, between: str, remarks: list[Remark]
) -> dict[int, list[str]]:
    """Return the texts of the annotation `listed` by position; add remarks about what is wrong.

    `form` is an example of what is right, and `between` parts several values.
    """
    value, field = fields[listed.field], listed.field
    annotations, malformed = data_annotations.parse(value)
    remarks.extend(_ill_written(value, field, annotations, malformed, form))
    remarks.extend(_misplaced(annotations, listed, form))
    found: dict[int, list[str]] = {}
    for annotation in annotations:
        text = plain(", ".join(annotation.words))
        if annotation.item is None or annotation.part is not None:
            message = f"'{annotation}' in {field} is about no person as a whole; write {form}"
            remarks.append(Remark(field, Subtype.ANNOTATION, message))
        elif 1 <= annotation.item <= listed.total:
            found.setdefault(annotation.item, []).append(text)
        if annotation.literal and between and ";" in annotation.words[0]:
            message = (
                f"'{text}' in {field} has ';' within quotes, where LaTeX ends it; write {form}"
            )
            remarks.append(Remark(field, Subtype.ANNOTATION, message))
    return found


def _ill_written(
    value: str,
    field: str,
    annotations: Iterable[Annotation],
    malformed: Iterable[str],
    form: str = "",
) -> Iterator[Remark]:
    """Yield a remark for each spec that is no annotation, or that LaTeX reads otherwise.

    `form` is an example of what is right.
    """
    for spec in malformed:
        right = form or data_annotations.suggested(spec)
        message = f"'{spec}' in {field} is no annotation; write it as {right}"
        yield Remark(field, Subtype.ANNOTATION, message)
    if data_annotations.has_commas_between(value):
        line = data_annotations.to_string(annotations)
        message = (
            f"{field} joins annotations by ',', and LaTeX loses them; write {field} = {{{line}}}"
        )
        yield Remark(field, Subtype.ANNOTATION, message)
        return
    for spec in data_annotations.spaced_specs(value):
        message = (
            f"'{spec}' in {field} has a space beside =, and is lost in LaTeX; "
            f"write {_SPACED_EQUALS.sub('=', spec, count=1)}"
        )
        yield Remark(field, Subtype.ANNOTATION, message)


def _as_words(annotation: Annotation) -> Annotation:
    """Return a quoted word as one without quotes."""
    words = tuple(word.strip() for text in annotation.words for word in text.split(","))
    return annotation._replace(words=words, literal=False)


def _are_known(annotation: Annotation, table: MarkTable) -> bool:
    return all(table.is_known(word) for word in _as_words(annotation).words)


def _is_quoted_word(annotation: Annotation, table: MarkTable) -> bool:
    is_whole = annotation.item is not None and annotation.part is None
    return annotation.literal and is_whole and _are_known(annotation, table)


def _unread(annotation: Annotation, listed: Listed, table: MarkTable) -> Remark | None:
    """Return a remark about an annotation that BibLaTeX does not read as words of a whole name."""
    if annotation.item is not None and annotation.part is None and not annotation.literal:
        return None
    words, field = ",".join(_as_words(annotation).words), listed.field
    if not _are_known(annotation, table):
        message = (
            f"'{annotation}' in {field} is for LaTeX alone, and marks nobody here; "
            "a mark is a word beside a number, as in 1=equal"
        )
        return Remark(field, Subtype.UNREAD_ANNOTATION, message)
    if annotation.item is None:
        line = "; ".join(f"{number}={words}" for number in range(1, listed.total + 1))
        reason = "annotates the list as a whole, which marks nobody"
    else:
        line = f"{annotation.item}={words}"
        is_part = annotation.part is not None
        reason = "annotates a part of a name, which marks nobody" if is_part else "is text in LaTeX"
    message = f"'{annotation}' in {field} {reason}; write {field} = {{{line}}}"
    return Remark(field, Subtype.ANNOTATION, message)


def _misplaced(
    annotations: Iterable[Annotation], listed: Listed, form: str = ""
) -> Iterator[Remark]:
    """Yield a remark for each position that is annotated twice, or that no author has.

    `form` is an example of what is right.
    """
    field, count = listed.field, listed.total
    items = [a.item for a in annotations if a.item is not None]
    worded = [a.item for a in annotations if a.item and a.part is None and not is_symbol(a)]
    for position in dict.fromkeys(items):
        if worded.count(position) > 1:
            message = (
                f"{field} gives {position}= twice, of which BibLaTeX keeps the last; "
                f"write {form or f'{position}=one,other'}"
            )
            yield Remark(field, Subtype.ANNOTATION, message)
        if listed.is_open and position == count + 1:
            message = (
                f"{field} speaks of author {position}, which is 'others'; "
                f"write the name of that author, or leave {position}= out"
            )
            yield Remark(field, Subtype.ANNOTATION, message)
        elif not 1 <= position <= count:
            message = f"{field} speaks of author {position}, but the entry has {count}"
            yield Remark(field, Subtype.ANNOTATION, message)


def _named(fields: Mapping[str, str]) -> Iterator[Remark]:
    """Yield a remark for each annotation with a name that nothing reads."""
    for field in fields:
        if "+an:" in field and field not in _READ:
            usual, _, name = field.partition(":")
            near = did_you_mean(name, (read.partition(":")[2] for read in _READ))
            message = f"{field} has a name, and nothing here reads it{near}"
            if any(read.endswith(f":{name}") for read in _READ):
                message = f"{field} is not shown, since '{name}' is read of authors and editors"
            elif not near:
                message += f"; what is meant for the list stands in {usual}"
            yield Remark(field, Subtype.UNREAD_ANNOTATION, message)


def about_nobody(
    fields: Mapping[str, str], role: str, people: Mapping[str, Collection[object]]
) -> Iterator[Remark]:
    """Yield remarks about annotations of people who are not there, or whose marks are not shown.

    `role` is that of the people who are shown, and `people` has everybody of the entry by role.
    """
    annotated = [f"{other}+an" for other in dict.fromkeys((*_ROLES, *people))]
    annotated += [field.format(other) for other in _ROLES for field in (_NATIVE, *FACTS)]
    for field in filter(fields.__contains__, annotated):
        other, _, name = field.partition("+an")
        if not people.get(other):
            remedy = f"write {role}+an{name}" if people.get(role) else f"add {other} = {{…}}"
            message = f"{field} annotates nobody, since there is no {other}; {remedy}"
            yield Remark(field, Subtype.ANNOTATION, message)
        elif other != role:
            what = "facts" if name else "marks"
            message = f"{field} is not shown, since the {what} are those of {role}"
            yield Remark(field, Subtype.UNREAD_ANNOTATION, message)
