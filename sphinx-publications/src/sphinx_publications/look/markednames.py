"""Marks beside the names that any pybtex style writes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import Any

from pybtex.database import Entry, Person
from pybtex.richtext import BaseText, Text
from pybtex.style.template import Node, node

from sphinx_publications.look.entrytext import is_mixed, marked
from sphinx_publications.model.authors import Author
from sphinx_publications.model.persons import PlainPerson
from sphinx_publications.model.publication import Publication


class MarkedPerson(PlainPerson):
    """A person of pybtex who is an author with marks."""

    author: Author
    is_isolated: bool

    @classmethod
    def of(cls, person: Person, author: Author, is_isolated: bool) -> MarkedPerson:
        """Return a person as the author that it is; for `is_isolated` see `marked`."""
        made = cls()
        made.__dict__.update(person.__dict__)
        made.author = author
        made.is_isolated = is_isolated
        return made


def with_marked_people(entry: Entry, publication: Publication) -> Entry:
    """Return an entry whose authors are known by their marks to what `show_marks` returned."""
    persons = entry.persons.get(publication.role, [])
    if len(persons) == len(publication.authors):
        are_mixed = repeat(is_mixed(publication))
        people = list(map(MarkedPerson.of, persons, publication.authors, are_mixed))
        entry.persons = {**entry.persons, publication.role: people}
    return entry


def show_marks(style: Any) -> Any:
    """Let a style, whosever it is, write the marks of authors behind their names; returns it."""
    format_name = style.format_name

    def format_with_marks(person: Person, abbreviate: bool = False) -> Any:
        name = format_name(person, abbreviate)
        if not isinstance(person, MarkedPerson):
            return name
        return _marked(person.author, person.is_isolated)[name]

    style.format_name = format_with_marks
    return style


@node
def _marked(
    children: Sequence[Any], context: dict[str, Any], author: Author, is_isolated: bool
) -> BaseText:
    """A name with the marks of its author."""
    parts = [c.format_data(context) if isinstance(c, Node) else c for c in children]
    return marked(author, Text(*parts), is_isolated)
