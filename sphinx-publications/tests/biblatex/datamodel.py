"""Types and fields of BibLaTeX (manual, sections "Entry Types" and "Entry Fields")."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

_EDITORS = "editor editora editorb editorc editortype editoratype editorbtype editorctype"
_COMMENTED = f"afterword annotator commentator foreword introduction translator {_EDITORS}"
_PRINTED = "edition isbn location note number origlanguage publisher series volume volumes"
_MAIN = "maintitle mainsubtitle maintitleaddon part"
_BOOK = "booktitle booksubtitle booktitleaddon"
_EVENT = "eventtitle eventtitleaddon eventdate venue"
_WHOLE = f"{_COMMENTED} {_PRINTED} pagetotal"
_PART = f"bookauthor {_BOOK} {_COMMENTED} {_PRINTED} chapter pages eid"
_EVERY = (
    "title subtitle titleaddon language addendum pubstate date doi url urldate eprint eprinttype "
    "eprintclass langid keywords abstract origdate origtitle shorttitle"
)
FIELDS = {
    name: f"{_EVERY} {fields}".split()
    for names, fields in {
        "article suppperiodical": "author annotator commentator translator journaltitle "
        "journalsubtitle journaltitleaddon issn issue issuetitle issuesubtitle eid note number "
        f"pages series version volume origlanguage {_EDITORS}",
        "book": f"author {_WHOLE} {_MAIN} chapter pages eid",
        "mvbook mvcollection mvreference": f"author {_WHOLE}",
        "inbook bookinbook suppbook": f"author {_PART} {_MAIN}",
        "booklet": "author editor editortype howpublished type note location chapter pages "
        "pagetotal eid",
        "collection reference": f"{_WHOLE} {_MAIN} chapter pages eid",
        "incollection suppcollection inreference": f"author {_PART} {_MAIN}",
        "dataset": "author editor editortype edition type series number version note organization "
        "publisher location",
        "manual": "author editor editortype edition type series number version note organization "
        "publisher location isbn chapter pages pagetotal eid",
        "misc software": "author editor editortype howpublished type version note organization "
        "location",
        "online": "author editor editortype version note organization",
        "patent": "author holder type number version location note",
        "periodical": f"{_EDITORS} issn issue issuetitle issuesubtitle note number series volume",
        "mvproceedings proceedings": f"editor editortype {_EVENT} {_MAIN} organization isbn "
        "location note number publisher series volume volumes pagetotal",
        "inproceedings": f"author editor editortype {_BOOK} {_EVENT} {_MAIN} organization isbn "
        "location note number publisher series volume volumes chapter pages eid",
        "report": "author type institution number isrn location note version chapter pages "
        "pagetotal eid",
        "thesis": "author type institution location note isbn chapter pages pagetotal eid",
        "unpublished": f"author howpublished note location type {_EVENT}",
    }.items()
    for name in names.split()
}
"""The fields of each type that the manual names."""
ALIKE = {
    "article": "review",
    "inproceedings": "conference",
    "report": "techreport",
    "thesis": "phdthesis mastersthesis",
    "online": "electronic www",
    "dataset": "softwareversion softwaremodule codefragment",
    # As standard styles treat these (section "Non-standard Types").
    "misc": "artwork audio commentary image jurisdiction legislation legal letter movie music "
    "performance standard video customa customb customc customd custome customf",
}
"""Aliases, and types that the manual gives no fields, by a type whose fields they may have."""
PEOPLE = frozenset(
    "author editor editora editorb editorc afterword annotator bookauthor commentator foreword "
    "holder introduction translator".split()
)
_VALUES = {
    "date": "2014-03-05/2014-04-06", "eventdate": "2014-02-03/2014-02-05", "urldate": "2020-02-03",
    "origdate": "1907", "doi": "10.5555/{type}", "url": "https://example.org/{type}",
    "eprint": "2001.01234", "eprinttype": "arxiv", "eprintclass": "q-bio.NC", "langid": "ngerman",
    "language": "german", "origlanguage": "french", "pubstate": "inpress", "pages": "101--119",
    "volume": "17", "volumes": "3", "number": "29", "issue": "41", "pagetotal": "371",
    "chapter": "23", "part": "13", "edition": "7", "isbn": "978-3-16-148410-0",
    "issn": "1234-5679", "eid": "e4711", "version": "8.9", "editortype": "compiler",
    "editoratype": "collaborator", "editorbtype": "redactor", "editorctype": "founder",
    "type": "techreport",
}  # fmt: skip
"""Values of fields that are no text or are keys; the value of another field names the field."""


def value_of(type_: str, field: str) -> str:
    """Return the value of a field; no other field of the entry has it."""
    if field in PEOPLE:
        return f"von der {field.title()}, Jr., Ann Bo and {{Team {field}}}"
    return _VALUES.get(field, f"The {field} words").format(type=type_)


def entry_of(type_: str, *left_out: str) -> str:
    """Return an entry of a type with all its fields but some."""
    fields = next((FIELDS[one] for one, like in ALIKE.items() if type_ in like.split()), None)
    names = (name for name in dict.fromkeys(fields or FIELDS[type_]) if name not in left_out)
    return _written(type_, type_, [(name, value_of(type_, name)) for name in names])


def every_entry(*left_out: str) -> str:
    """Return one entry of each type, without some fields."""
    types = [*FIELDS, *chain.from_iterable(like.split() for like in ALIKE.values())]
    return "\n".join(entry_of(type_, *left_out) for type_ in types)


def names_of_fields() -> list[str]:
    """Return the fields of all types in the order of the types."""
    return list(dict.fromkeys(chain.from_iterable(FIELDS.values())))


WHOLES = (
    "book mvbook collection mvcollection reference mvreference proceedings mvproceedings periodical"
).split()
_INHERITED = "author editor translator title subtitle titleaddon shorttitle maintitle publisher "
_INHERITED += "series volume date abstract url pages booktitle"


def families(parents: Iterable[str], children: Iterable[str]) -> str:
    """Return an entry of each type of parent, with children that have a title, a date or neither.

    Each child is of one of the types `children`, or of its parent's own.
    """
    entries = []
    for parent in parents:
        fields = [(name, value_of(parent, name)) for name in _INHERITED.split()]
        entries.append(_written(parent, f"whole-{parent}", fields))
        for child in dict.fromkeys((*children, parent)):
            for own in ([], [("title", "Own")], [("date", "2003")], [("booktitle", "Own Book")]):
                key = f"{child}-of-{parent}-with-{own[0][0] if own else 'nothing'}"
                entries.append(_written(child, key, [*own, ("crossref", f"whole-{parent}")]))
    return "".join(entries)


def _written(type_: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields)
    return f"@{type_}{{{key},\n{lines}}}\n"
