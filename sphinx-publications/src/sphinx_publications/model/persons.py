"""A person of pybtex whose name is plain text, and not LaTeX a second time."""

from __future__ import annotations

from typing import Any

from pybtex.database import Person
from pybtex.richtext import Text


def _rich(part: str) -> Any:
    def read(person: Person) -> list[Text]:
        return [Text(name) for name in getattr(person, part)]

    return property(read, doc=f"The {part.replace('_', ' ')} as rich text.")


class PlainPerson(Person):  # type: ignore[misc]
    """A person whose names may hold braces, backslashes and percent signs, and mean these."""

    rich_first_names = _rich("first_names")
    rich_middle_names = _rich("middle_names")
    rich_prelast_names = _rich("prelast_names")
    rich_last_names = _rich("last_names")
    rich_lineage_names = _rich("lineage_names")
