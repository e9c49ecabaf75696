"""An entry as it was written, and what of it is not BibTeX."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from sphinx_publications.problems import Subtype


class Slip(NamedTuple):
    """Something that is not BibTeX, with its line from 1."""

    subtype: Subtype
    message: str
    line: int


@dataclass(repr=False, eq=False)
class RawEntry:
    """An entry as it was written."""

    type: str
    line: int
    key: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    """Values by field name, with strings expanded and white space folded."""
    lines: dict[str, int] = field(default_factory=dict)
    """Lines by lower-cased field name."""
    slips: list[Slip] = field(default_factory=list)
    text: str = ""
    """The entry as it stands in the file."""
    starts: dict[str, int] = field(default_factory=dict)
    """Where in `text` each field begins, by lower-cased name."""
    ends: dict[str, int] = field(default_factory=dict)
    """Where in `text` the value of each field ends, by lower-cased name."""
    uses_strings: bool = False
    """Whether a value names a string of ``@string``."""
    is_strict: bool = True
    """Whether programs that take nothing but BibTeX can read the text."""
    chunk: str = ""
    """The lines up to the next entry, if they say all about this one, and nothing is wrong."""

    def value_of(self, name: str) -> str | None:
        """Return the value of a field, in whatever case its name is written."""
        fields = self.fields.items()
        return next((value for known, value in fields if known.lower() == name.lower()), None)
