r"""What people write beside the names in a list of names, and is part of none.

A status of the paper (``(Under review) Ann One``), a footnote (``\thanks{…}``), emphasis of
Markdown on the owner's own name, and the space that is missing in ``C.and``.
"""

from __future__ import annotations

import re

from pybtex.bibtex.utils import split_name_list

from sphinx_publications.patterns import pattern

BESIDE = r"\(|\\(?:thanks|footnote|thanksref)\b|\*\*\S|\.and\s"
"""What a list has that may hold any of it."""
_FOOTNOTE = pattern(
    r"\s*\\(?:thanks|footnote|thanksref)\s*(?:\[[^][]*\])?\{(?:[^{}]|\{[^{}]*\})*\}"
)
_BOLD = pattern(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*")
_NO_SPACE = pattern(r"(?<=\.)and(?=\s+\S)")
_DOT_FOR_COMMA = pattern(
    r"(?P<before>^|,\s)(?P<family>[^\W\d_]{3,})\.\s+"
    r"(?P<given>(?:[^\W\d_]\.[ -]?)+)(?=[*†‡]?(?:,|$))"
)
"""A family name and its initials in a list that parts these by commas: ``One. A., Two, B.``"""
_BEFORE = pattern(r"\s*\([^()]*\)\s*(?=[^\s,])")
_BEHIND = pattern(r"(?P<name>[^(),]*[^(),\s])\s+\((?P<words>[^()]*)\)\s*")


def without_what_is_beside(value: str) -> str:
    """Return a list of names without what stands beside them.

    A second given name stays, and goes before the family name: ``Yi One (Ann)``
    is ``One, Yi (Ann)``.
    """
    value = _DOT_FOR_COMMA.sub(r"\g<before>\g<family>, \g<given>", value)
    value = _NO_SPACE.sub(" and", _BOLD.sub(r"\1", _FOOTNOTE.sub("", value)))
    if "(" not in value:
        return value
    return " and ".join(map(_without_brackets, split_name_list(value)))


def _without_brackets(name: str) -> str:
    name = _BEFORE.sub("", name, count=1) if _BEFORE.match(name) else name
    behind = _BEHIND.fullmatch(name)
    if behind is None:
        return name
    words = behind["words"]
    if not re.fullmatch(r"[^\W\d_][^\W\d_.'-]*", words) or not words[0].isupper():
        return behind["name"]
    given, _, family = behind["name"].rpartition(" ")
    return f"{family}, {given} ({words})" if given else name
