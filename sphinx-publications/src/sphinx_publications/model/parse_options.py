"""Options for parsing entries, and the table of link fields."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from sphinx_publications.model.entry_types import EntryType
from sphinx_publications.model.marks import MarkTable
from sphinx_publications.model.people import Directory


class LinkKind(NamedTuple):
    """A field whose value is a link."""

    field: str
    label: str
    """Label of the link."""
    kind: str = ""
    """Built-in field that it is treated like; the field itself if empty."""
    leads_to_paper: bool = False
    """Whether the URL is that of the paper itself."""
    is_filtered: bool = False
    """Whether the filter offers it."""
    address: str = ""
    """Address with ``{}`` in place of the value, if the value is an identifier."""


LINK_KINDS = (
    LinkKind("code", "Code", is_filtered=True),
    LinkKind("eprint", "Preprint", leads_to_paper=True),
    LinkKind("arxiv", "arXiv", leads_to_paper=True),
    LinkKind("hal", "HAL", leads_to_paper=True),
    LinkKind("pmcid", "PubMed Central", leads_to_paper=True),
    LinkKind("pmid", "PubMed", leads_to_paper=True),
    LinkKind("pdf", "PDF"),
    LinkKind("html", "Paper", leads_to_paper=True),
    LinkKind("website", "Website"),
    LinkKind("slides", "Slides", is_filtered=True),
    LinkKind("poster", "Poster"),
    LinkKind("video", "Video", is_filtered=True),
    LinkKind("blog", "Blog"),
    LinkKind("supp", "Supplement"),
    LinkKind("doi", "DOI", leads_to_paper=True),
    LinkKind("google_scholar_id", "Scholar"),
)
"""The built-in link fields in display order; ``publications_links`` adds to them."""


def with_added(added: Mapping[str, tuple[str, str] | LinkKind]) -> tuple[LinkKind, ...]:
    """Return the built-in kinds, updated with the kind, or (label, kind), of each field."""
    kinds = {kind.field: kind for kind in LINK_KINDS}
    for field, found in added.items():
        if not isinstance(found, LinkKind):
            label, like = found
            found = kinds.get(field, LinkKind(field, label))._replace(label=label, kind=like)
        kinds[field] = found
    return tuple(kinds.values())


class ReadingOptions(NamedTuple):
    """Parsing options, independent of Sphinx."""

    owner: tuple[str, ...] = ()
    people: Directory = Directory()
    marks: MarkTable = MarkTable()
    files: str = ""
    """Folder of the files that entries name, relative to the site's root; empty if none."""
    link_kinds: tuple[LinkKind, ...] = LINK_KINDS
    """Link fields in display order."""
    own_types: Mapping[str, EntryType] = {}
    """The site's own types of entries by lower-case name."""
    scholar_user: str = ""
    """Google Scholar identifier of the owner."""
    hidden_topics: frozenset[str] = frozenset()
    """Folded keywords that are not topics, in addition to the built-in ones."""
    bibtex_fields: frozenset[str] = frozenset()
    """Lower-case names of fields that are added to the published BibTeX."""
    bibtex_hidden: frozenset[str] = frozenset()
    """Lower-case names of fields that are removed from the published BibTeX."""

    @property
    def digest(self) -> bytes:
        """Digest of the options but the people, 16 bytes, the same in each process."""
        said = {**self._asdict(), "people": None}
        said |= {
            name: sorted(value) for name, value in said.items() if isinstance(value, frozenset)
        }
        return hashlib.blake2b(repr(said).encode(), digest_size=16).digest()
