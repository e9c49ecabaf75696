"""Where the filters of a web page stand: one for all its lists, or one for a list alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from docutils import nodes

from sphinx_publications.look.nodes import publication_filter, publication_item
from sphinx_publications.project.lists import PublicationList
from sphinx_publications.web.filterdata import place_attributes


def place_filters(
    items: Iterable[publication_item],
    list_of: Callable[[publication_item], PublicationList],
    fewest: int,
) -> list[publication_item]:
    """Keep a place for each filter that lets through `fewest` entries or more.

    So nothing jumps when the script makes the filter there. Returns the items that are
    filtered; with 0 none are.
    """
    boxes: dict[str, list[publication_item]] = defaultdict(list)
    for item in items:
        box = list_of(item).box
        if box != "none":
            list_key = item["list_key"]
            boxes["" if box == "page" else f"{list_key.docname}:{list_key.id_}"].append(item)
    found: list[publication_item] = []
    for box, filtered in boxes.items():
        if fewest and len(filtered) >= fewest:
            _place(box, filtered)
            found += filtered
    return found


def group_of(item: publication_item) -> nodes.Element:
    """Return what holds the heading of a year or a type with an entry, or else its list."""
    listed: nodes.Element = item.parent
    is_grouped = any(name.startswith("publications-by") for name in listed.parent["classes"])
    return listed.parent if is_grouped else listed


def _place(box: str, items: Sequence[publication_item]) -> None:
    groups = list({id(group): group for group in map(group_of, items)}.values())
    attributes = place_attributes()
    if box:
        attributes["data-box"] = box
        for item in items:
            item.parent["box"] = box
    first = _first(groups, is_one=len({item["list_key"] for item in items}) == 1)
    place = publication_filter(classes=["publications-filter-place"], data=attributes)
    first.parent.insert(first.parent.index(first), place)


def _first(groups: Sequence[nodes.Element], *, is_one: bool) -> nodes.Element:
    """Return what the filter of `groups` stands before: of the list, or of all that have lists.

    Where some lists stand in sections, tabs or columns of their own, that is before the first of
    these, for what is filtered may hide it.
    """
    if is_one:
        return groups[0]
    first, *others = (_path(group) for group in groups)
    depth = 0
    while depth < len(first) - 1 and all(first[depth] is path[depth] for path in others):
        depth += 1
    while not isinstance(first[depth].parent, nodes.section | nodes.document):
        depth -= 1
    # Before the title of a page nothing can stand.
    is_title = isinstance(first[depth].parent, nodes.document)
    return groups[0] if is_title else first[depth]


def _path(node: nodes.Element) -> list[nodes.Element]:
    """Return a node and what it stands in, the outermost below the document first."""
    path = [node]
    while not isinstance(path[-1].parent, nodes.document):
        path.append(path[-1].parent)
    return path[::-1]
