"""Whether the owner is an author of what is listed: it catches a misspelt name, or setting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.model.names import fold
from sphinx_publications.problems import Problem, Remark, Subtype

_MOST = 3
"""Of so many entries each is told by itself."""


def without_owner(
    entries: Iterable[SourceEntry], owners: Collection[str], containers: Collection[str]
) -> Iterator[Problem]:
    """Tell of entries of which no author is the owner; of many in one line.

    `owners` are the names of ``publications_owner``; `containers` are keys of entries that are
    there for others.
    """
    owners = [owner for owner in owners if owner]
    listed = [entry for entry in entries if entry.key not in containers and entry.type != "xdata"]
    strange = [entry for entry in listed if _is_strange(entry)]
    if not owners or not strange:
        return
    name = " or ".join(owners)
    if len(strange) <= _MOST and len(strange) < len(listed):
        for entry in strange:
            message = f"no author is {name}; {_like(entry, owners)}"
            remark = Remark(entry.publication.role, Subtype.NOT_OWNER, message)
            yield entry.source.problem(entry.key, remark)
        return
    first = strange[0].source
    message = (
        f"{len(strange)} of {len(listed)} entries have no author {name}, of publications_owner "
        f"in conf.py; {_usual(strange)}"
    )
    yield Problem(Subtype.NOT_OWNER, message, first.file, first.line)


def _is_strange(entry: SourceEntry) -> bool:
    publication = entry.publication
    is_known = publication.et_al or any(author.is_owner for author in publication.authors)
    return bool(publication.authors) and not is_known


def _like(entry: SourceEntry, owners: list[str]) -> str:
    """Return what to do, with the author of the owner's family name if there is one."""
    families = {fold(owner.partition(",")[0]) for owner in owners}
    for position, author in enumerate(entry.publication.authors, start=1):
        if families & {fold(author.name.family), fold(author.name.given)}:
            return f"if {author.name.full} is, add {entry.publication.role}+an = {{{position}=me}}"
    return "see how the name is spelled there, or pay no heed"


def _usual(entries: list[SourceEntry]) -> str:
    """Return what to do, with the author that most of `entries` have."""
    names = Counter(
        author.name.inverted for entry in entries for author in entry.publication.authors
    )
    name, count = names.most_common(1)[0]
    if count > 1 and count * 2 >= len(entries):
        return f"{count} have {name}: is that how it is to be spelled?"
    return "see how the name is spelled"
