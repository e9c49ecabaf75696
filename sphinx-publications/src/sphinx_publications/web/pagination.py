"""Pagination of long lists: a page for each group, or for a number of entries.

The page of the list links to them. Builders of a single file, such as a PDF, have the whole list.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from docutils import nodes
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.model.names import fold
from sphinx_publications.project.domain import PublicationsDomain
from sphinx_publications.project.env_data import GroupPage, PublicationList
from sphinx_publications.project.selection import counted
from sphinx_publications.rendering.nodes import (
    publication_item,
    publication_legend,
    publication_link,
    publication_list,
    publication_navigation,
)

_LONGEST = 120
"""Maximum length of a slug; file systems allow 255 bytes with suffixes."""
_RESERVED = re.compile(r"index|(con|prn|aux|nul|conin|conout|(com|lpt)\d)(\..*)?")
"""The index of a folder, and devices of Windows, which ignores suffixes.

Microsoft, "Naming Files, Paths, and Namespaces".
"""


def page_names(keys: Iterable[str], folder: str, taken: Collection[str] = ()) -> dict[str, str]:
    """Return a document name in `folder` for each key.

    Names have only letters, digits, ``.``, ``_`` and ``-``, and differ even if case is ignored.
    A key that is such a name keeps it; a digest is added to names that collide or are `taken`,
    and to those of keys with letters that are not Latin.
    """
    names: dict[str, str] = {}
    used = {name.lower() for name in taken}
    for key in sorted(keys, key=lambda key: (_slug(key) != key, key)):
        slug = _slug(key)
        name = f"{folder}/{slug}"
        is_reserved = _RESERVED.fullmatch(slug.lower()) is not None
        if is_reserved or name.lower() in used or not fold(key).isascii():
            stem, dot, suffix = slug.partition(".") if is_reserved else (slug, "", "")
            name = f"{folder}/{stem}-{_digest(key)}{dot}{suffix}"
        used.add(name.lower())
        names[key] = name
    return names


def _slug(key: str) -> str:
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", key if key.isascii() else fold(key))
    return slug.strip("-.")[:_LONGEST].rstrip("-.") or "entry"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _group_name(text: str) -> str:
    name = nodes.make_id(text)
    return name if fold(text).isascii() else f"{name}-{_digest(text)}"


class _Part(NamedTuple):
    """The content of one page of a list."""

    title: str
    name: str
    """Base of the name of its document."""
    keys: tuple[str, ...]


def split(
    domain: PublicationsDomain, folder: str, longest: int, taken: Iterable[str]
) -> dict[str, GroupPage]:
    """Return the pages of lists with more entries than `longest` by document name.

    They are in `folder`, or else in a folder named like the page of their list. Sets the `places`
    of lists. With 0 no list is too long.
    """
    used = set(taken)
    titles = {docname: title.astext() for docname, title in domain.env.titles.items()}
    found: dict[str, GroupPage] = {}
    for list_key, value in domain.state.lists.items():
        parts = _parts(value, longest) if 0 < longest < len(value.members) else []
        base = folder or list_key.docname
        docnames = [_unused(f"{base}/{_group_name(part.name)}", used) for part in parts]
        places: dict[str, str] = {}
        headings = dict(zip(docnames, (part.title for part in parts), strict=True))
        around = zip(["", *docnames], docnames, [*docnames[1:], ""], strict=False)
        for part, (previous, docname, following) in zip(parts, around, strict=True):
            places.update(dict.fromkeys(part.keys, docname))
            found[docname] = GroupPage(
                docname=docname,
                title=part.title,
                list_page=list_key.docname,
                list_id=list_key.id_,
                list_title=titles.get(list_key.docname, ""),
                keys=part.keys,
                anchors=tuple(value.anchors[key][0] for key in part.keys),
                digests=tuple(domain.entry(key).digest for key in part.keys),
                previous=previous,
                next=following,
                neighbours=tuple(headings[name] for name in (previous, following) if name),
            )
        domain.state.lists[list_key] = value._replace(places=places)
    return found


def _parts(value: PublicationList, longest: int) -> list[_Part]:
    """Return the groups of a list, or parts of about equal length if it has none."""
    members = set(value.members)
    groups = [
        _Part(group.title, group.id, tuple(key for key in group.keys if key in members))
        for group in value.groups
        if not group.is_inner
    ]
    groups = [group for group in groups if group.keys]
    if len(groups) > 1:
        return groups
    keys = [key for group in groups for key in group.keys]
    count = -(-len(keys) // longest)
    ends = [len(keys) * number // count for number in range(count + 1)]
    return [
        _Part(f"{start + 1:,}\N{EN DASH}{end:,}", f"part {number}", tuple(keys[start:end]))
        for number, (start, end) in enumerate(pairwise(ends), start=1)
    ]


def _unused(base: str, used: set[str]) -> str:
    name, number = base, 2
    while name in used:
        name, number = f"{base}-{number}", number + 1
    used.add(name)
    return name


def layout(page: GroupPage) -> Iterator[nodes.Node]:
    """Yield the empty nodes of a page, as the directive does for a list."""
    list_key = BibliographyKey(page.list_page, page.list_id)
    listed = publication_list(bullet="*", classes=["publications"])
    for key, anchor in zip(page.keys, page.anchors, strict=True):
        listed += publication_item(ids=[anchor], key=key, list_key=list_key)
    yield listed
    yield publication_legend(list_key=list_key, keys=page.keys)
    yield publication_navigation(classes=["no-search"], group=page.docname)


def lead(listed: publication_list, pages: Sequence[tuple[str, str, int]]) -> None:
    """Replace a list by links to `pages`, each with title, address and number of entries."""
    links = []
    for title, uri, number in pages:
        words = counted(number)
        # The heading of the group is the title of a single page.
        label, shown = f"{title}: {words}", words if len(pages) == 1 else title
        link = publication_link("", shown, refuri=uri, label=label, internal=True)
        links.append(nodes.paragraph("", "", link, classes=["publications-group"]))
    listed.replace_self(links)
