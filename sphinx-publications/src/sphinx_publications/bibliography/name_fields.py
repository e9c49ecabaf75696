"""Read the names in the fields of an entry, and correct fields that BibTeX misreads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import pybtex.errors
from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person

from sphinx_publications.bibliography.name_lists import Names, are_usual, split_names
from sphinx_publications.bibtex.source import RawEntry
from sphinx_publications.diagnostics import Subtype
from sphinx_publications.latex import plain
from sphinx_publications.model import annotations as data_annotations
from sphinx_publications.model.marks import MARKERS
from sphinx_publications.model.names import (
    OTHERS,
    Name,
    WrittenName,
    parse_name,
    plain_name,
    read_name,
)

_UNUSUAL = re.compile(rf"[\\{{}}$~%;=\"{MARKERS}]|--|``|''|\band\s+and\b|\s{{2}}")
"""Text that is rare in lists of names: LaTeX, marks, other separators."""
_CAPITAL = "[A-Z\N{LATIN CAPITAL LETTER A WITH GRAVE}-\N{LATIN CAPITAL LETTER THORN}]"
_INITIALS_FIRST = re.compile(
    rf"(?:{_CAPITAL}\.?[ -]?){{0,3}}{_CAPITAL}(?:\. ?| )(?:[a-z]+ )*[^\W\d_][^\s,.]{{2,}}"
)
# "U.A." in capitals is a person's initials.
_ET_AL = re.compile(
    r"(?:^|,\s*|\s)\{*(?:(?i:et(?:\.|\\)?[ ~]*al(?:ii|\.)?)|u\. ?a\.|и др\.)\}*\s*$"
)
_MAY_BE_OPEN = re.compile(r"(?:(?i:al(?:ii|\.)?)|a\.|др\.)\}*\s*(?:$|\sand\s)")
_PART = re.compile(r"\s*(?P<part>given|family|prefix|suffix)\s*=\s*(?P<value>.*\S)\s*", re.DOTALL)
"""A part of a name in BibLaTeX's extended format (BibLaTeX manual, "Name Formats")."""
_EXTENDED = re.compile(r"\s*(?:(?:given|family|prefix|suffix)(?:-i)?|useprefix|id)\s*=")
_STRAY_AND = re.compile(r"^\s*and(?:\s+|$)|\s+and\s*$|(?<=\band)\s+and(?=\s)", re.IGNORECASE)


def with_others(value: str) -> tuple[str, list[str]]:
    """Return a list of names with ``and others`` for ``et al.``, and messages about it."""
    if not _MAY_BE_OPEN.search(value):
        return value, []
    names: list[str] = []
    messages: list[str] = []
    for written in split_name_list(value):
        name = _ET_AL.sub("", written).strip(" ,")
        names += [name] if name else []
        if name != written.strip(" ,"):
            names.append(OTHERS.family)
            messages.append(f"'{written.strip()}' is no name; write and others for et al.")
    return (" and ".join(names), messages) if messages else (value, [])


def is_read_otherwise(value: str) -> bool:
    """Whether pybtex keeps text in a list of names that is removed or read as LaTeX here.

    False for names in BibLaTeX's extended format, which pybtex does not support.
    """
    return bool(_UNUSUAL.search(value)) and not _EXTENDED.match(value)


def stand_family_first(people: Iterable[WrittenName]) -> bool:
    """Whether a name is one in Han, kana or Hangul, of which pybtex takes the parts otherwise."""
    return any(name.is_family_first for name, _ in people)


def with_family_names(value: str) -> str:
    """Return a list of names with commas behind family names in Han, kana and Hangul.

    BibTeX would take the last word for the family name.
    """
    names = split_name_list(value)
    read = [parse_name(name) if "," not in name else None for name in names]
    return " and ".join(
        found[0].inverted if found and found[0].is_family_first and not found[1] else name
        for name, found in zip(names, read, strict=True)
    )


def read_people(field: str, value: str) -> tuple[list[WrittenName], list[str]]:
    """Return the people in the `value` of an author or editor field, and messages about it.

    ``and`` joins the names, and ``and others`` ends an open list; `with_others` and
    `name_lists.split_names` convert other lists beforehand.
    """
    if not _UNUSUAL.search(value):
        plain = [_plain(name) for name in value.split(" and ")]
        if None not in plain:
            return [(name, "") for name in plain if name is not None], []
    messages: list[str] = []
    cleaned = _STRAY_AND.sub(" ", value).strip()
    if cleaned != value.strip():
        messages.append(f"{field} has an 'and' beside which a name is missing; remove the 'and'")
    people: list[WrittenName] = []
    is_open = False
    names = split_name_list(cleaned)
    for position, written in enumerate(names, start=1):
        name = _without_comma(field, written.strip(), messages)
        if name.lower() == OTHERS.family:
            is_open = True
            if position < len(names):
                messages.append(f"{field} has 'others' before its end; put it behind the last name")
        if name and name.lower() != OTHERS.family:
            people.append(_person(name, messages))
    return [*people, *([(OTHERS, "")] if is_open else [])], messages


@lru_cache(maxsize=65536)
def _plain(name: str) -> Name | None:
    """Parse a simple name, or return None if the name needs the full parser."""
    name = name.strip()
    if name.lower().startswith("and ") or name.lower().endswith(("al", "al.", "a.", " and")):
        return None
    if _INITIALS_FIRST.fullmatch(name.partition(",")[0].strip()):
        return None
    return plain_name(name)


def _without_comma(field: str, name: str, messages: list[str]) -> str:
    """Remove the comma after a name, for which BibTeX would read the given name as a suffix."""
    stripped = name.rstrip(" ,")
    if stripped and stripped != name:
        messages.append(f"{field} has a comma behind '{stripped}'; remove it")
    return stripped


def _extended(name: str) -> Person:
    """Parse a name in BibLaTeX's extended format: ``given=Ann, prefix=de, family=One``."""
    person = Person()
    places = {
        "given": person.first_names,
        "prefix": person.prelast_names,
        "family": person.last_names,
        "suffix": person.lineage_names,
    }
    for written in split_tex_string(re.sub(r'"([^"]*)"', r"{\1}", name), r"\s*,\s*"):
        part = _PART.fullmatch(written)
        if part is not None:
            places[part["part"]].append(part["value"])
    return person


def _person(name: str, messages: list[str]) -> WrittenName:
    if _EXTENDED.match(name):
        return read_name(_extended(name))
    with pybtex.errors.capture() as errors:
        found = parse_name(name)
    if errors:
        messages.append(f"'{name}' has too many commas; write Family, Jr., Given")
    return found


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
    if _EMPTY_NAME.search(bare) and (empty := list(filter(_is_empty, split_name_list(bare)))):
        bare = _without_empty_names(raw, role, bare)
        told.append((Subtype.NAMES, f"{role} has an empty name, {empty[0]}; remove it"))
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
    for field in () if names.moved == {} else _annotations(raw, role):
        if names.moved is None:
            del raw.fields[field]
        else:
            raw.fields[field] = data_annotations.moved(raw.fields[field], names.moved)
    told += [(Subtype.NAMES, text) for text in (*open_ends, names.slip, *messages) if text]
    told += [(Subtype.DOUBTFUL_NAME, names.doubt)] if names.doubt else []
    is_other = is_read_otherwise(value) or is_family_first
    # A font stays in stock styles, as without the extension.
    written = (value if corrected == bare else corrected) if is_other else ""
    return NameField(people, written, told)


_EMPTY_NAME = re.compile(r"(?:\A|\band\s)(?:\\[A-Za-z]+|[^\w\\])*(?=\Z|\band\s)")
"""May match a name without letters: braces, marks, macros that print nothing."""


def _is_empty(name: str) -> bool:
    return bool(name.strip()) and not plain(name).strip(f" ,.;:-–—{MARKERS}")


def _without_empty_names(raw: RawEntry, role: str, value: str) -> str:
    """Return a list of names without empty ones, which BibTeX counts; annotations move along.

    What annotates an empty name is about nobody, and gets a position that nobody has.
    """
    names = split_name_list(value)
    kept = [position for position, name in enumerate(names, start=1) if not _is_empty(name)]
    moved = {position: len(names) for position in range(1, len(names) + 1)}
    moved |= {old: new for new, old in enumerate(kept, start=1)}
    for field in _annotations(raw, role):
        raw.fields[field] = data_annotations.moved(raw.fields[field], moved)
    return " and ".join(names[position - 1] for position in kept)


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
_COMPANY = re.compile(r",\s*(?:AG|Corp|GmbH|Inc|LLC|Ltd|S\.?A)\.?$")
"""The end of the name of a company, which has a comma and is one name too."""

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
            is_name = re.match(rf"\s*(?:{_SWITCH})", inside) is not None or _is_set(inside)
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


def _is_set(inside: str) -> bool:
    """Whether a text is a name with a comma, or ``et al.``, in fonts: no team has either."""
    macro = re.match(rf"\s*(?:{_MACRO})", inside)
    if macro is None:
        return False
    name, end = _group(inside, macro.end())
    is_name = "," in name or _ET_AL.match(name) is not None or _is_set(name)
    return is_name and not inside[end:].strip()


_COMMA = re.compile(r"\s*,\s*(?:(?:and|\\?&)\s+)?")
_COMMA_BEFORE = re.compile(r"\s*,\s*(?:\\?&\s*)?$")


def _name(inside: str, depth: int) -> str:
    """Return what stands in a font: names without further fonts, or a group in braces."""
    bare = without_fonts(inside, depth + 1) if depth < _DEEPEST else inside
    bare = bare.strip()
    is_group = _COMPANY.search(bare) or ("," not in bare and _GROUP.search(bare))
    return f"{{{bare}}}" if is_group else bare


def _group(text: str, start: int) -> tuple[str, int]:
    """Return the content of the braces at `start`, and the place behind them."""
    depth = 0
    for match in _BRACES.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] == "}":
            return text[start + 1 : match.start()], match.end()
    return text[start + 1 :], len(text)


_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
