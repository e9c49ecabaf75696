"""The lists of a project: what each shows, and which of them `{cite}` leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.project.filters import Filter

BOXES = ("page", "list", "none")
"""A list is filtered with all of its page, alone, or not at all."""


class PublicationList(NamedTuple):
    """One `{publications}` list of one page."""

    line: int
    style: str
    candidates: tuple[str, ...]
    """Keys in the order of the list."""
    box: str = "page"
    """Which filter web pages have for it, one of `BOXES`."""
    is_whole: bool = True
    """Whether it has all papers that its filter accepts, and not some that were chosen."""
    filter: Filter | None = None
    """What is still to be asked of the candidates when all pages are read."""
    limit: int | None = None
    members: tuple[str, ...] = ()
    """The keys that the list shows."""
    own: tuple[str, ...] = ()
    """The keys whose citations lead to the list."""
    anchors: Mapping[str, str] = {}
    """The anchor of each candidate on the page."""
    groups: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """Heading, anchor and keys of each group."""
    places: Mapping[str, str] = {}
    """The document that each member stands in, where the list is split."""


def settled(
    lists: Mapping[BibliographyKey, PublicationList],
    members: Callable[[BibliographyKey, PublicationList], Iterable[str]],
) -> dict[BibliographyKey, PublicationList]:
    """Return `lists`, by page and number, with their `members` and the citations that lead there.

    A citation leads to the longest list with its key; of equally long ones to the
    first by the name of its page. The others are lists without citation targets.
    """
    found = {
        list_key: value._replace(members=tuple(members(list_key, value)))
        for list_key, value in lists.items()
    }
    owned: set[str] = set()
    for list_key in sorted(found, key=lambda k: (-len(found[k].members), k.docname, k.id_)):
        own = tuple(key for key in found[list_key].members if key not in owned)
        owned.update(own)
        found[list_key] = found[list_key]._replace(own=own)
    return found
