"""The types of entries that are known."""

from __future__ import annotations

import difflib

KNOWN = frozenset(
    # BibLaTeX manual, sections "Regular Types", "Type Aliases" and "Non-standard Types",
    # and what exporters write beside these.
    """
    article book mvbook inbook bookinbook suppbook booklet collection mvcollection incollection
    suppcollection dataset manual misc online patent periodical suppperiodical proceedings
    mvproceedings inproceedings reference mvreference inreference report set software thesis
    unpublished xdata conference electronic mastersthesis phdthesis techreport www
    preprint bachelorsthesis webpage other talk poster presentation
    artwork audio bibnote commentary image jurisdiction legislation legal letter movie music
    performance review standard video
    """.split()
)


def unknown_type_message(type_: str) -> str | None:
    """Return what to say of a type, None if it is known."""
    if type_ in KNOWN:
        return None
    close = difflib.get_close_matches(type_, sorted(KNOWN), n=1)
    remedy = f"did you mean @{close[0]}?" if close else "write @misc"
    return f"@{type_} is no type that BibLaTeX knows; {remedy}"
