"""What the filter of a web page knows of an entry, as attributes of its list item."""

from __future__ import annotations

import json
from functools import lru_cache

from sphinx_publications.latex import plain
from sphinx_publications.model.entrytypes import HEADINGS
from sphinx_publications.model.linkkinds import LINK_KINDS
from sphinx_publications.model.names import LETTERS, fold
from sphinx_publications.model.publication import Publication
from sphinx_publications.project.grouping import type_group
from sphinx_publications.words import other_words, word

_FILTERED = {kind.field: kind.filter_label for kind in LINK_KINDS if kind.filter_label}
"""What one filters by, and how the buttons are called."""
LABELS = {**_FILTERED, "first": "first or equal-first author"}
"""What the buttons of values are called that do not name themselves."""
SAID = (
    "Links", "Role", "Type", "Topic", "Year", "Filter {number} publications", "Filter publications",
    "Show all", "Filters", "Publications", "{shown} of {number} publications",
    "No publication matches.",
)  # fmt: skip
"""What the script of the filter says."""


def place_attributes() -> dict[str, str]:
    """Return what the script must know to read the data of entries, as attributes of its place."""
    labels = {name: word(label) for name, label in LABELS.items()} | other_words(*HEADINGS)
    attributes = {"data-labels": json.dumps(labels), "data-letters": json.dumps(LETTERS)}
    said = other_words(*SAID)
    return {**attributes, "data-words": json.dumps(said)} if said else attributes


def filter_data(publication: Publication) -> dict[str, str]:
    """Return the attributes by which the script finds and filters an entry.

    Several values of one attribute stand with ``|`` between them.
    """
    authors = publication.authors
    words = [
        fold(plain(publication.title)),
        *(_folded(name) for author in authors for name in (author.name.full, author.short_name)),
        fold(publication.venue.name),
        fold(publication.venue.expansion),
        str(publication.date),
        *map(fold, publication.topics),
    ]
    attributes = {
        "data-find": " ".join(" ".join(words).split()),
        "data-year": str(publication.date),
        "data-type": type_group(publication),
        "data-with": "|".join(
            dict.fromkeys(link.kind for link in publication.links if link.kind in _FILTERED)
        ),
        "data-role": "first" if is_first(publication) else "",
        "data-topic": "|".join(word.replace("|", " ") for word in publication.topics),
    }
    return {name: value for name, value in attributes.items() if value}


# Authors come again and again.
_folded = lru_cache(maxsize=65536)(fold)


def is_first(publication: Publication) -> bool:
    """Whether the owner is the first author, or shares a mark of equal contribution with it."""
    owner = next((author for author in publication.authors if author.is_owner), None)
    if owner is None:
        return False
    first = publication.authors[0]
    shared = {*owner.marks} & {*first.marks}
    return owner is first or any(mark.is_equal for mark in shared)
