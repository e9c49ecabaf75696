"""Lists that are too long for one web page: a page for each of their groups.

The page of the list leads to them. What makes one file of everything, such as
a PDF, has the whole list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from docutils import nodes
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.look.nodes import (
    publication_item,
    publication_legend,
    publication_link,
    publication_list,
    publication_navigation,
)
from sphinx_publications.project.domain import PublicationsDomain
from sphinx_publications.project.grouping import counted
from sphinx_publications.project.state import GroupPage


def split(
    domain: PublicationsDomain, folder: str, longest: int, taken: Iterable[str]
) -> dict[str, GroupPage]:
    """Return the pages of lists with more entries than `longest`, by their documents.

    Notes in the domain where the entries stand. With 0 no list is too long.
    """
    used = set(taken)
    titles = {docname: title.astext() for docname, title in domain.env.titles.items()}
    found: dict[str, GroupPage] = {}
    for list_key, value in domain.state.lists.items():
        members = set(value.members)
        groups = [
            (title, id_, tuple(key for key in keys if key in members))
            for title, id_, keys in value.groups
        ]
        groups = [group for group in groups if group[2]]
        if not longest or len(members) <= longest or len(groups) < 2:
            groups = []
        docnames = [_free(f"{folder}/{nodes.make_id(id_)}", used) for _, id_, _ in groups]
        places: dict[str, str] = {}
        around = zip(["", *docnames], docnames, [*docnames[1:], ""], strict=False)
        for (title, _, keys), (previous, docname, following) in zip(groups, around, strict=True):
            places.update(dict.fromkeys(keys, docname))
            found[docname] = GroupPage(
                docname=docname,
                title=title,
                list_page=list_key.docname,
                list_id=list_key.id_,
                list_title=titles.get(list_key.docname, ""),
                keys=keys,
                anchors=tuple(value.anchors[key] for key in keys),
                digests=tuple(domain.entry(key).digest for key in keys),
                previous=previous,
                next=following,
            )
        domain.state.lists[list_key] = replace(value, places=places)
    return found


def _free(wish: str, used: set[str]) -> str:
    name, number = wish, 2
    while name in used:
        name, number = f"{wish}-{number}", number + 1
    used.add(name)
    return name


def layout(page: GroupPage) -> Iterator[nodes.Node]:
    """Return the empty items of a page, as the directive lays out those of a list."""
    list_key = BibliographyKey(page.list_page, page.list_id)
    listed = publication_list(bullet="*", classes=["publications"])
    for key, anchor in zip(page.keys, page.anchors, strict=True):
        listed += publication_item(ids=[anchor], key=key, list_key=list_key)
    yield listed
    yield publication_legend(list_key=list_key, keys=page.keys)
    yield publication_navigation(classes=["no-search"], group=page.docname)


def lead(listed: publication_list, title: str, uri: str) -> None:
    """Put a link to the page of the group with a title in place of its entries."""
    words = counted(len(listed.children))
    link = publication_link("", words, refuri=uri, label=f"{title}: {words}", internal=True)
    listed.replace_self(nodes.paragraph("", "", link, classes=["publications-group"]))
