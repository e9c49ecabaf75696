"""Read the names in the fields of an entry, and correct fields that BibTeX misreads."""

from __future__ import annotations

import re
from typing import NamedTuple

from sphinx_publications.bibliography.name_lists import Names, are_usual, split_names
from sphinx_publications.bibliography.people import (
    is_read_otherwise,
    read_people,
    stand_family_first,
    with_family_names,
    with_others,
)
from sphinx_publications.bibtex.source import RawEntry
from sphinx_publications.diagnostics import Subtype
from sphinx_publications.model import annotations as data_annotations
from sphinx_publications.model.names import WrittenName

ROLES = frozenset(
    "author editor afterword annotator bookauthor commentator editora editorb editorc foreword "
    "holder introduction translator".split()
)
"""The fields with names, in lower case (BibLaTeX manual, "Data Fields")."""


_OPTIONS = re.compile(
    r"\A(?:\s*(?:useprefix|uniquelist|uniquename|no(?:hash|sort)others|nametemplates|"
    r"(?:sortingnamekey|uniquename|labelalphaname)templatename)\s*=\s*[^\s,]+\s+and\s+)+"
)
"""Matches options before the names (BibLaTeX manual, "Per-namelist options")."""


class NameField(NamedTuple):
    """People of an entry, and what is told of the field with their names."""

    people: list[WrittenName]
    written: str
    """The names for stock styles; empty if pybtex reads them as they are read here."""
    messages: list[tuple[Subtype, str]]


def read_names(raw: RawEntry, name: str, owners: tuple[str, ...]) -> NameField:
    """Read the names in the field `name` of an entry; correct the field if BibTeX misreads it.

    Annotations move with the people. `owners` are the full names of the owner.
    """
    role = name.lower()
    value = raw.fields[name]
    bare = without_fonts(value) if "\\" in value else value
    if "=" in bare:
        value = bare = _OPTIONS.sub("", bare)
    told = [(Subtype.DOUBTFUL_NAME, _FONT.format(role, bare))] if bare != value else []
    names = Names([bare])
    if not are_usual(bare):
        names = split_names(role, bare, owners, _annotated(raw, role))
    corrected, open_ends = with_others(" and ".join(names.names))
    people, messages = read_people(role, corrected)
    is_family_first = stand_family_first(people)
    exported = with_family_names(corrected) if is_family_first else corrected
    if exported != value:
        raw.fields[name] = exported
        raw.is_strict = False
    for field in _annotations(raw, role) if names.moved else ():
        raw.fields[field] = data_annotations.moved(raw.fields[field], names.moved)
    told += [(Subtype.NAMES, text) for text in (*open_ends, names.slip, *messages) if text]
    told += [(Subtype.DOUBTFUL_NAME, names.doubt)] if names.doubt else []
    is_other = is_read_otherwise(value) or is_family_first
    # A font stays in stock styles, as without the extension.
    written = (value if corrected == bare else corrected) if is_other else ""
    return NameField(people, written, told)


_FONT = "{} has a font round a name, which BibTeX takes for a part of it; write {}"


def _annotations(raw: RawEntry, role: str) -> list[str]:
    """Return the names of the fields that annotate the people of a role."""
    return [name for name in raw.fields if name.lower().startswith(f"{role}+an")]


def _annotated(raw: RawEntry, role: str) -> set[int]:
    """Return the positions of the people whom annotations name."""
    fields = _annotations(raw, role)
    found = (data_annotations.parse(raw.fields[name])[0] for name in fields)
    return {a.item for annotations in found for a in annotations if a.item}


# Fonts in lists of names: ``\textbf{One, Ann} and Two, Ben``.
#
# People print their own name in bold in a CV. For BibTeX the name in the braces is a family name.

_MACRO = (
    r"\\(?:text(?:bf|it|md|normal|rm|sc|sf|sl|tt|up)|emph|underline|underbar|u{0,2}line|uwave|strong"
    r"|mkbib(?:bold|emph|italic)|mbox|hl|so|ul|textcolor\s*\{[^{}]*\}|href\s*\{[^{}]*\})\s*(?=\{)"
)
_SWITCH = (
    r"\\(?:bf|it|sl|sc|em|rm|sf|tt|(?:bf|md|rm|sf|tt)(?:series|family)|(?:it|sl|sc|up)shape"
    r"|normalfont|color\s*\{[^{}]*\})(?![A-Za-z])\s*"
)
_GROUP = re.compile(
    r"\b(?:Association|Cent(?:er|re)|Collaborations?|Committee|Consortium|Group|Initiative|Institute"
    r"|Lab(?:oratory)?|Network|Project|Society|Study|Survey|Team|University)$|^The\b"
)
"""Names of groups, which are one name."""


_TOKEN = re.compile(
    rf"(?P<macro>{_MACRO})|(?P<switch>{_SWITCH})|(?P<brace>\{{)|\\.|[^\\{{]+|.", re.DOTALL
)
_DEEPEST = 9


def without_fonts(names: str, depth: int = 0) -> str:
    r"""Return a list of names without the fonts around names and parts of them.

    A name in a font is whole: ``\textbf{One, A.}, Two, B.`` are two people.
    """
    found: list[str] = []
    at, end = 0, len(names)
    while at < end:
        token = _TOKEN.match(names, at)
        if token is None:  # cannot be: the last alternative takes any character
            break
        at = token.end()
        if token["macro"] or (token["switch"] and names.startswith("{", at)):
            inside, at = _group(names, at)
            is_name = bool(token["macro"]) or "," in inside or not inside
        elif token["brace"]:
            inside, at = _group(names, token.start())
            is_name = re.match(rf"\s*(?:{_SWITCH})", inside) is not None
        else:
            found += [] if token["switch"] else [token[0]]
            continue
        if not is_name:
            found.append(f"{{{inside}}}")
            continue
        name = _name(inside, depth)
        if found and "," in name:
            found[-1] = _COMMA_BEFORE.sub(" and ", found[-1])
        found.append(name)
        if "," in name and (comma := _COMMA.match(names, at)):
            found.append(" and ")
            at = comma.end()
    return "".join(found)


_COMMA = re.compile(r"\s*,\s*(?:(?:and|\\?&)\s+)?")
_COMMA_BEFORE = re.compile(r"\s*,\s*(?:\\?&\s*)?$")


def _name(inside: str, depth: int) -> str:
    """Return what stands in a font: names without further fonts, or a group in braces."""
    bare = without_fonts(inside, depth + 1) if depth < _DEEPEST else inside
    bare = bare.strip()
    return f"{{{bare}}}" if _GROUP.search(bare) and "," not in bare else bare


def _group(text: str, start: int) -> tuple[str, int]:
    """Return the content of the braces at `start`, and the place behind them."""
    depth = 0
    for match in _BRACES.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] == "}":
            return text[start + 1 : match.start()], match.end()
    return text[start + 1 :], len(text)


_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
