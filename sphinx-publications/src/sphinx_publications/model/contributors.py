"""The people of an entry who are neither authors nor editors, by what they did.

`ROLES` has the fields of BibLaTeX for people, its kinds of editors, and those of its styles for
films and recordings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sphinx_publications.latex import plain
from sphinx_publications.model.authors import People, author_role
from sphinx_publications.model.names import OTHERS, Name


class Role(NamedTuple):
    """What somebody did, in words and in each format."""

    words: str = ""
    """Words for a list, with the place of the names."""
    csl: str = "contributor"
    """Variable (CSL 1.0.2, appendix IV)."""
    schema: str = "contributor"
    """Property of schema.org; see `json_ld`."""
    short: tuple[str, str] = ("", "")
    """What stands behind one name and behind several in place of the authors.

    Without it the words stand around the names.
    """


ROLES = {
    "author": Role("", "author", "author"),
    "editor": Role("edited by {names}", "editor", "editor", ("ed.", "eds.")),
    "compiler": Role("compiled by {names}", "compiler", short=("comp.", "comps.")),
    "founder": Role("founded by {names}"),
    "continuator": Role("continued by {names}"),
    "redactor": Role("redacted by {names}"),
    "reviser": Role("revised by {names}"),
    "collaborator": Role("in collaboration with {names}"),
    "organizer": Role("organized by {names}", "organizer"),
    "translator": Role("translated by {names}", "translator", "translator"),
    "bookauthor": Role("in a book by {names}", "container-author", "author"),
    "commentator": Role("with a commentary by {names}"),
    "annotator": Role("with annotations by {names}"),
    "introduction": Role("with an introduction by {names}"),
    "foreword": Role("with a foreword by {names}"),
    "afterword": Role("with an afterword by {names}"),
    "holder": Role("held by {names}", ""),
    "director": Role("directed by {names}", "director", "director", ("dir.", "dirs.")),
    "producer": Role("produced by {names}", "producer", "producer"),
    "executive-producer": Role("produced by {names}", "executive-producer", "producer"),
    "script-writer": Role("written by {names}", "script-writer"),
    "composer": Role("composed by {names}", "composer"),
    "performer": Role("performed by {names}", "performer"),
    "narrator": Role("narrated by {names}", "narrator"),
    "host": Role("hosted by {names}", "host"),
    "guest": Role("with {names}", "guest"),
    "illustrator": Role("illustrated by {names}", "illustrator", "illustrator"),
    "interviewer": Role("interviewed by {names}", "interviewer"),
    "curator": Role("curated by {names}", "curator"),
    "chair": Role("chaired by {names}", "chair"),
    "contributor": Role("with {names}"),
}
"""What people did, by the names of BibLaTeX's fields and of its kinds of editors."""
_ALIASES = {
    "organiser": "organizer", "execproducer": "executive-producer",
    "executiveproducer": "executive-producer", "writer": "script-writer",
    "scriptwriter": "script-writer", "screenwriter": "script-writer",
}  # fmt: skip


def role_of(kind: str) -> Role:
    """Return what a kind of contributor did; an unknown kind stands before the names."""
    return ROLES.get(kind) or Role(f"{kind.replace('{', '').replace('}', '')}: {{names}}")


class Contributors(NamedTuple):
    """The people of an entry who did one thing."""

    kind: str
    """What they did: a name in `ROLES`, or what the entry calls it."""
    names: tuple[Name, ...]
    et_al: bool = False
    """Whether the list ends with ``others``."""

    @property
    def role(self) -> Role:
        """What they did, in words and in each format."""
        return role_of(self.kind)


def editor_kind(fields: Mapping[str, str], of: str = "editor") -> str:
    """Return what the people in the field `of` did: ``editor``, unless its type says else."""
    said = plain(fields.get(f"{of}type", "")).strip().lower()
    return _ALIASES.get(said, said) or "editor"


def read_contributors(people: People, fields: Mapping[str, str]) -> tuple[Contributors, ...]:
    """Return the people besides those in place of the authors, by what they did; editors first."""
    found: dict[str, list[Name]] = {"editor": []}
    for field, names in people.items():
        if field != author_role(people):
            kind = editor_kind(fields, field) if field.startswith("editor") else field
            found.setdefault(kind, []).extend(name for name, _ in names)
    return tuple(
        Contributors(kind, tuple(name for name in names if name != OTHERS), OTHERS in names)
        for kind, names in found.items()
        if names
    )
