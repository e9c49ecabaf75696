"""The options of the directive ``{publications}``.

``:filter:``
    An expression as in sphinxcontrib-bibtex's ``{bibliography}``; a year is a number too.
``:group-by:``
    ``year``, ``type``, ``letter`` or ``none``; ``publications_group_by`` by default. Of several
    words, such as ``year type``, each groups within the one before.
``:headings:``
    Headings that come first, in this order: as shown, or types of entries.
``:order:``
    ``newest``, which it is by default, ``oldest``, ``name``, ``title``, or ``listed``, as in the
    files.
``:author:``
    Whose papers: a name of ``publications_people``, or a name as written.
``:owner:``
    Whose name is bold; that of ``publications_owner`` by default.
``:selected:``
    Only entries with ``selected = {true}`` or the keyword ``selected``.
``:limit:``
    How many entries at the most.
``:compact:``
    Titles in the weight of text, and each entry in one run of lines, on web pages.
``:filter-box:``
    The filter on web pages: ``page``, which it is by default, is one for all lists of the page;
    ``list``, one for this list alone; ``none``, no filter of this list.
``:style:``
    A pybtex style, whose order and labels the list has; ``publications_style`` by default.
``:contents:``
    ``yes`` or ``no``: whether tables of contents have the headings of groups. By default they
    have them, but not where sections have numbers.
``:keyprefix:``
    What stands before the keys in citations that lead to this list.
``:list:``
    ``enumerated``, with numbers; ``citation``, with labels; ``bullet``, with neither.
``:start:``
    The first number, or ``continue`` after the list before it on the page.
``:reversed:``
    Count down, to 1 unless ``:start:`` says where from.
``:labelprefix:``
    What stands before each number or label: ``J`` for J12.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from docutils.parsers.rst import directives

from sphinx_publications.project.env_data import BOXES, CONTENTS, LISTS
from sphinx_publications.project.selection import GROUP_BY, ORDERS, read_group_by

CONTINUE = "continue"
"""The value of ``:start:`` for the number after the list before."""


class _Options(dict[str, Any]):
    """Converters of options; unknown options are kept, so that the directive can warn."""

    def __missing__(self, name: str) -> Any:
        return directives.unchanged


OF_STOCK = {  # What to write in place of options of ``{bibliography}``.
    "all": "; remove it, since all papers are listed",
    "cited": "; write :filter: cited and :group-by: none",
    "enumtype": "; remove it, since numbers are in figures",
    "notcited": "; write :filter: not cited and :group-by: none",
}


def _group_by(argument: str) -> str:
    found = read_group_by(argument or "")
    if not found:
        directives.choice(argument, GROUP_BY)  # raises the message
        raise ValueError(f"write some of {', '.join(GROUP_BY)}, each once")
    return found


def one_of(values: Sequence[str]) -> Callable[[str], str]:
    """Return the converter of an option that has one of some values."""
    return lambda argument: directives.choice(argument, values)


def _start(argument: str) -> int | str:
    if (argument or "").strip() == CONTINUE:
        return CONTINUE
    return directives.nonnegative_int(argument)


OPTIONS = _Options(
    {
        "filter": directives.unchanged_required,
        "author": directives.unchanged_required,
        "owner": directives.unchanged_required,
        "group-by": _group_by,
        "headings": directives.unchanged_required,
        "order": one_of(ORDERS),
        "selected": directives.flag,
        "limit": directives.nonnegative_int,
        "compact": directives.flag,
        "filter-box": one_of(BOXES),
        "style": directives.unchanged_required,
        "keyprefix": directives.unchanged_required,
        "contents": one_of(CONTENTS),
        "list": one_of(LISTS),
        "start": _start,
        "reversed": directives.flag,
        "labelprefix": directives.unchanged_required,
    }
)
"""The converter of each option."""
