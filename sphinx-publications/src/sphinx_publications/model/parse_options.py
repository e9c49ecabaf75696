"""What of the configuration decides how an entry is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sphinx_publications.model.marks import MarkTable

# The kinds of links that an entry may have: one table, to which a setting adds.


class LinkKind(NamedTuple):
    """A field whose value is a link."""

    field: str
    label: str
    """How the link is called."""
    kind: str = ""
    """What it is treated as, in the filter and by other programs; the field itself if empty."""
    leads_to_paper: bool = False
    """Whether the paper itself is there."""
    filter_label: str = ""
    """How the filter calls papers that have it; empty if one does not filter by it."""


LINK_KINDS = (
    LinkKind("code", "Code", filter_label="with code"),
    LinkKind("eprint", "Preprint", leads_to_paper=True),
    LinkKind("arxiv", "arXiv", leads_to_paper=True),
    LinkKind("hal", "HAL", leads_to_paper=True),
    LinkKind("pmcid", "PubMed Central", leads_to_paper=True),
    LinkKind("pmid", "PubMed", leads_to_paper=True),
    LinkKind("pdf", "PDF"),
    LinkKind("html", "Paper", leads_to_paper=True),
    LinkKind("website", "Website"),
    LinkKind("slides", "Slides", filter_label="with slides"),
    LinkKind("poster", "Poster"),
    LinkKind("video", "Video", filter_label="with video"),
    LinkKind("blog", "Blog"),
    LinkKind("supp", "Supplement"),
    LinkKind("doi", "DOI", leads_to_paper=True),
    LinkKind("google_scholar_id", "Scholar"),
)
"""The fields in the order in which their links are shown; ``publications_links`` adds to them."""


def with_added(added: Mapping[str, tuple[str, str]]) -> tuple[LinkKind, ...]:
    """Return the built-in kinds with the (label, kind) of `added` fields over and behind them."""
    kinds = {kind.field: kind for kind in LINK_KINDS}
    for field, (label, kind) in added.items():
        kinds[field] = kinds.get(field, LinkKind(field, label))._replace(label=label, kind=kind)
    return tuple(kinds.values())


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
    bibtex_fields: frozenset[str] = frozenset()
    """Lower-cased names of fields that the BibTeX for others has beside the usual ones."""
    bibtex_hidden: frozenset[str] = frozenset()
    """Lower-cased names of fields that it has not."""
