"""Entries that others name: the fields that they pass on, related entries, members of a set.

``crossref`` inherits by the rules of BibLaTeX (manual, appendix "Default Inheritance Setup"),
``xdata`` all fields or, as in ``author = {xdata=KEY-author-1}``, one field or name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product

from pybtex.bibtex.utils import split_name_list

from sphinx_publications.bibliography.entries import SourceEntry, keys_by_name
from sphinx_publications.bibliography.name_fields import ROLES, read_people
from sphinx_publications.diagnostics import Problem, Remark, Subtype, did_you_mean
from sphinx_publications.model.annotations import under_usual_names
from sphinx_publications.model.fields import ALIASES
from sphinx_publications.model.names import WrittenName
from sphinx_publications.model.notes import is_explanation
from sphinx_publications.model.particulars import keys_in

_SAID_OF = {"related": "it is related to", "xref": "it refers to", "entryset": "it has"}
"""How a field that only names other entries is put into words."""


def missing_entries(entries: Mapping[str, SourceEntry]) -> Iterator[Problem]:
    """Yield a problem for each entry that is missing of those that others name.

    Parents are checked by `resolve_inheritance`. `entries` maps lower-cased keys.
    """
    naming = [(e, field) for e in entries.values() for field in _SAID_OF if e.fields.get(field)]
    known = keys_by_name(entries.values()) if naming else {}
    for entry, field in naming:
        for key in keys_in(entry.fields[field]):
            if key.lower() not in known:
                near = did_you_mean(key, known.values())
                message = f"{_SAID_OF[field]} '{key}', which is not in the file; add that entry"
                remark = Remark(field, Subtype.CROSSREF, f"{message}{near}")
                yield entry.source.problem(entry.key, remark)


def _as_titles_of(what: str) -> dict[str, tuple[str, ...]]:
    return {
        "title": (f"{what}title",),
        "subtitle": (f"{what}subtitle",),
        "titleaddon": (f"{what}titleaddon",),
    }


_OF_BOOKS = "inbook bookinbook suppbook"
_OF_COLLECTIONS = "incollection inreference suppcollection"
_PARTS = f"{_OF_BOOKS} {_OF_COLLECTIONS} inproceedings"
_RULES = {
    (parent, child): renamed
    for parents_, children, renamed in (
        # Not in BibLaTeX, which copies the title of a @book to an @incollection as its own.
        ("collection reference proceedings", _PARTS, _as_titles_of("book")),
        ("mvcollection mvreference mvproceedings", _PARTS, _as_titles_of("main")),
        ("book", _PARTS, _as_titles_of("book") | {"author": ("author", "bookauthor")}),
        ("mvbook", _PARTS, _as_titles_of("main") | {"author": ("author", "bookauthor")}),
        # BibLaTeX's rules for other pairs.
        ("mvbook", "book", _as_titles_of("main")),
        ("mvcollection mvreference", "collection reference", _as_titles_of("main")),
        ("mvproceedings", "proceedings", _as_titles_of("main")),
        ("periodical", "article suppperiodical", _as_titles_of("journal")),
    )
    for parent, child in product(parents_.split(), children.split())
}
"""Fields of a child by field of its parent, for types of parent and child; others keep names."""
_TYPE_ALIASES = {"conference": "inproceedings"}
_ALIASES = ALIASES | {
    "archiveprefix": "eprinttype", "primaryclass": "eprintclass", "key": "sortkey",
}  # fmt: skip
"""BibLaTeX names of BibTeX fields (BibLaTeX manual, "Field Aliases")."""
_LINKS_OF_ENTRIES = frozenset({"ids", "crossref", "xref", "xdata", "entryset"})
_OF_ONE_ENTRY = _LINKS_OF_ENTRIES | frozenset(
    "entrysubtype execute label options presort related relatedoptions relatedstring relatedtype "
    "shorthand shorthandintro sortkey "
    # BibLaTeX would copy these, but they describe one work.
    "abstract keywords award preview previewalt selected hidden".split()
)
_OF_TITLE = re.compile(
    r"(book|main|journal|)(?:subtitle|titleaddon)|(?:short|sort|index(?:sort)?)title"
)
"""Fields that belong to a title. A child with a title of its own does not inherit them."""
REFERENCE = re.compile(r"\s*xdata\s*=\s*(.+?)-([a-z]+)(?:-(\d+))?\s*", re.IGNORECASE)
"""A reference to a field of another entry, or to one item of the list in that field."""


def resolve_inheritance(entries: Mapping[str, SourceEntry]) -> Iterable[Problem]:
    """Copy to each entry the fields of the entries named by its ``crossref`` and ``xdata``.

    `entries` maps lower-cased keys. Yield a problem for each missing entry and each cycle.
    """
    keys = _keys_by_name(entries)
    done: set[str] = set()
    for first, entry in entries.items():
        if not parents(entry):
            done.add(first)
            continue
        # Parents come first. A chain may have a thousand entries, too many for recursion.
        path = dict.fromkeys([first] if first not in done else [])
        while path:
            key = next(reversed(path))
            named = (keys[name] for name in parents(entries[key]) if name in keys)
            name = next((n for n in named if n not in done and n not in path), None)
            if name is not None:
                path[name] = None
                continue
            yield from _inherit(key, entries, keys, path)
            done.add(key)
            del path[key]


def inherited_keys(entries: Mapping[str, SourceEntry]) -> set[str]:
    """Return the lower-cased keys of the entries from which others inherit."""
    named = {name for entry in entries.values() for name in parents(entry)}
    keys = _keys_by_name(entries) if named else {}
    return {keys[name] for name in named if name in keys}


def _keys_by_name(entries: Mapping[str, SourceEntry]) -> dict[str, str]:
    return {name: key.lower() for name, key in keys_by_name(entries.values()).items()}


def parents(entry: SourceEntry) -> list[str]:
    """Return the lower-cased names, keys or ``ids``, of the entries that an entry inherits from."""
    return [*_data_parents(entry), *_names(entry.fields.get("crossref", ""))]


def _data_parents(entry: SourceEntry) -> list[str]:
    found = _names(entry.fields.get("xdata", ""))
    for value in entry.references.values():
        found += [match[1].strip().lower() for match in _references(value) if match]
    return found


def _names(value: str) -> list[str]:
    return [name.lower() for name in keys_in(value)] if value else []


def _references(value: str) -> Iterator[re.Match[str] | None]:
    """Yield, for each item of a list, its match if it is a reference."""
    return map(REFERENCE.fullmatch, split_name_list(value))


def _inherit(
    key: str, entries: Mapping[str, SourceEntry], keys: Mapping[str, str], path: Collection[str]
) -> Iterable[Problem]:
    """Copy the fields of its parents to an entry; a parent on the `path` is a cycle.

    `keys` are the lower-cased keys of all entries by what may name them.
    """
    child = entries[key]
    if not (names := parents(child)):
        return
    found: dict[str, SourceEntry] = {}
    for name in dict.fromkeys(names):
        known = keys.get(name, "")
        remark = None
        if not known:
            remark = f"it refers to '{name}', which is not in the file; add that entry"
        elif known in path:
            remark = f"it refers to '{name}', which refers back to it; remove one reference"
        else:
            found[name] = entries[known]
        if remark:
            yield child.source.problem(child.key, Remark("crossref", Subtype.CROSSREF, remark))
    yield from _resolve_references(child, found)
    for name in _names(child.fields.get("xdata", "")):
        if name in found:
            yield from _lost_annotations(found[name], child, _copy_data(found[name], child))
    for name in _names(child.fields.get("crossref", "")):
        if name in found:
            yield from _lost_annotations(found[name], child, _copy_fields(found[name], child))
    child.source = child.source._replace(chunk=b"")


def _resolve_references(
    child: SourceEntry, parents_: Mapping[str, SourceEntry]
) -> Iterator[Problem]:
    """Set the fields whose values are references to fields, or to items, of other entries."""
    for field, value in child.references.items():
        people: list[WrittenName] = []
        texts: list[str] = []
        for written, match in zip(split_name_list(value), _references(value), strict=True):
            parent = parents_.get(match[1].strip().lower()) if match else None
            if match is None:
                people += read_people(field, written)[0]
                texts.append(written)
            elif parent is not None:
                chosen = slice(int(match[3]) - 1, int(match[3])) if match[3] else slice(None)
                source = match[2].lower()
                said = parent.given_fields.get(source, "")
                items = parent.people.get(source, [])[chosen]
                listed = (split_name_list(said) if match[3] else [said] if said else [])[chosen]
                people += items
                texts += listed
                if not items and not listed:
                    message = f"{field} = {{{written}}} refers to nothing; correct it"
                    remark = Remark(field, Subtype.CROSSREF, message)
                    yield child.source.problem(child.key, remark)
        if people and field in ROLES:
            child.people[field] = people
        elif texts:
            child.fields[field] = " and ".join(texts)


def _copy_data(parent: SourceEntry, child: SourceEntry) -> list[str]:
    """Copy all fields of an ``@xdata`` entry that the child lacks, but no annotation.

    Return the roles of the people that were copied.
    """
    own = _own(child)
    for name, value in parent.given_fields.items():
        is_taken = {name.lower(), _canonical(name)} & (own | _LINKS_OF_ENTRIES)
        if not is_taken and not _is_of_its_people(parent, child, name, value):
            child.fields[name] = value
    return _copy_people(parent, child, {})


def _is_of_its_people(parent: SourceEntry, child: SourceEntry, name: str, value: str) -> bool:
    """Whether a field says something of the people of a parent, and not of the child's.

    This is an annotation; and if the child has people of its own, an explanation of symbols, or
    the collaboration behind those of the parent.
    """
    is_of_others = bool(parent.people) and "author" in child.people
    is_of_people = name.lower() == "collaboration" or is_explanation(name.lower(), value)
    return "+an" in name or (is_of_others and is_of_people)


def _copy_people(
    parent: SourceEntry, child: SourceEntry, renamed: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """Copy the people that the child lacks; return those roles of the parent that stay so."""
    kept = []
    for role, people in parent.people.items():
        for target in renamed.get(role, (role,)):
            if target == role and role not in child.people:
                kept.append(role)
            child.people.setdefault(target, list(people))
    return kept


def _lost_annotations(
    parent: SourceEntry, child: SourceEntry, roles: Iterable[str]
) -> Iterator[Problem]:
    """Yield a problem for each annotation that people of these roles lose at the child."""
    annotated = under_usual_names(parent.given_fields)
    shown = "author" if "author" in child.people else "editor"
    for role in roles:
        field = f"{role}+an"
        if role == shown and field in annotated and field not in child.fields:
            message = (
                f"{field} of '{parent.key}' is not inherited, as in BibLaTeX, though {role} is; "
                f"repeat {field} in this entry"
            )
            remark = Remark(role, Subtype.UNREAD_ANNOTATION, message)
            yield child.source.problem(child.key, remark)


def _copy_fields(parent: SourceEntry, child: SourceEntry) -> list[str]:
    """Copy the fields of a ``crossref`` that the child lacks, by the rules for their types.

    Return the roles of the people that were copied.
    """
    renamed = _RULES.get((_type(parent), _type(child)), {})
    own = _own(child)
    skipped = set(_OF_ONE_ENTRY)
    if own & {"date", "year"}:
        skipped |= {"date", "year"}
    given = {name.lower(): value for name, value in parent.given_fields.items()}
    special = {name: value for name, value in given.items() if name in renamed}
    taken = set(own)
    for name, value in {**special, **given}.items():
        if name in skipped or _is_of_its_people(parent, child, name, value):
            continue
        for target in renamed.get(name, (name,)):
            title = _OF_TITLE.fullmatch(target)
            belongs_to_own = title and f"{title[1] or ''}title" in own
            if _canonical(target) not in taken and not belongs_to_own:
                child.fields[target] = value
                taken.add(_canonical(target))
    return _copy_people(parent, child, renamed)


def _own(entry: SourceEntry) -> set[str]:
    """Return the BibLaTeX names of the fields that an entry has itself."""
    filled = {name for name, value in entry.fields.items() if value.strip("{} ")}
    return {_canonical(name) for name in filled}


def _canonical(name: str) -> str:
    return _ALIASES.get(name.lower(), name.lower())


def _type(entry: SourceEntry) -> str:
    type_ = str(entry.type)
    return _TYPE_ALIASES.get(type_, type_)
