"""What of the configuration decides how an entry is read."""

from __future__ import annotations

from typing import NamedTuple

from sphinx_publications.model.linkkinds import LINK_KINDS, LinkKind
from sphinx_publications.model.marks import MarkTable


class ReadingOptions(NamedTuple):
    """ReadingOptions of the reading; they need no Sphinx."""

    owner: tuple[str, ...] = ()
    marks: MarkTable = MarkTable()
    files: str = ""
    """Folder of the site with the files that entries name, relative to the pages; empty if none."""
    link_kinds: tuple[LinkKind, ...] = LINK_KINDS
    """The fields whose values are links."""
    scholar_user: str = ""
    """Identifier of the owner at Google Scholar."""
    hidden_topics: frozenset[str] = frozenset()
    """Folded keywords that are no topics, beside those that never are."""
