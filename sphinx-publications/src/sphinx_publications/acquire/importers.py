"""What an owner pastes: BibTeX, RIS and CSL-JSON as records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pybtex.database.input.bibtex import month_names
from pybtex.utils import CaseInsensitiveDict

from sphinx_publications.acquire import CommandError, csl_import, latex_markup, need
from sphinx_publications.acquire.record import Record, of_fields
from sphinx_publications.bibliography.name_lists import split_names
from sphinx_publications.bibliography.people import read_people
from sphinx_publications.bibliography.repair import repair
from sphinx_publications.bibtex.source import RawEntry, SyntaxIssue
from sphinx_publications.bibtex.splitter import Recalled, scan
from sphinx_publications.model.entry_types import TYPES
from sphinx_publications.model.identifiers import arxiv, doi
from sphinx_publications.model.names import Name

_ROLES = ("author", "editor")
_TYPES = {"conference": "inproceedings", "electronic": "online", "www": "online"}
_NAMES = {"archiveprefix": "eprinttype", "primaryclass": "eprintclass", "article-number": "eid"}
_LEFT_OUT = frozenset(
    "author editor bdsk-url-1 file timestamp biburl bibsource owner date-added date-modified "
    "mendeley-groups priority urldate added-at interhash intrahash copyright language".split()
)
"""What programs write into their exports about themselves."""


def records(text: str) -> list[Record]:
    """Return the records in a text of one of the three forms; a `CommandError` if it is of none."""
    start = text.lstrip("\N{BOM} \t\r\n")
    if start[:1] in {"[", "{"}:
        found: list[Record] = list(_from_csl(start))
    elif "@" in text and (entries := list(_entries(text))):
        found = [_from_bibtex(entry) for entry in entries]
    elif any(line.startswith("TY  -") for line in text.splitlines()):
        found = list(_from_ris(text))
    else:
        raise CommandError(
            "this is neither BibTeX nor RIS nor CSL-JSON; choose BibTeX at the publisher"
        )
    if not found:
        raise CommandError("there is no record in it; choose BibTeX at the publisher")
    return found


def _from_csl(text: str) -> Iterator[Record]:
    try:
        loaded = json.loads(text)
        items = loaded if isinstance(loaded, list) else loaded.get("items", [loaded])
        for item in items:
            yield csl_import.record_of(item)
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
        message = "this is JSON, and not CSL-JSON with titles; export it as CSL-JSON or BibTeX"
        raise CommandError(message) from None


def _entries(text: str) -> Iterator[RawEntry]:
    strings: CaseInsensitiveDict = CaseInsensitiveDict(month_names)
    found: RawEntry | SyntaxIssue | Recalled[None]
    for found in scan(text.replace("\r\n", "\n").replace("\r", "\n"), strings):
        if isinstance(found, RawEntry) and found.type.lower() not in {"xdata", "set"}:
            yield found


def _from_bibtex(entry: RawEntry) -> Record:
    repair(entry)
    fields = {
        name.lower(): latex_markup.visible(value)
        for name, value in entry.fields.items()
        if name.lower() not in _LEFT_OUT and value
    }
    people: dict[str, tuple[Name, ...]] = {}
    for name, value in entry.fields.items():
        if name.lower() in _ROLES:
            names = split_names(name.lower(), value, ())
            written, _ = read_people(name.lower(), " and ".join(names.names))
            people[name.lower()] = tuple(person for person, _ in written)
    if not fields.get("title") or not people:
        raise CommandError(
            f"{entry.key} has no title or nobody wrote it; complete it, or give its DOI"
        )
    type_ = _TYPES.get(entry.type.lower(), entry.type.lower())
    if arxiv(fields.get("journal", "")):
        # Google Scholar writes journal = {arXiv preprint arXiv:1412.6980}.
        fields = {"eprint": arxiv(fields.pop("journal")) or "", "eprinttype": "arxiv", **fields}
        type_ = "misc"
    return Record(type_ if type_ in TYPES else "misc", _with_date(_renamed(fields)), people)


def _renamed(fields: Mapping[str, str]) -> dict[str, str]:
    """Return fields with the names and in the forms of BibLaTeX."""
    found = {_NAMES.get(name, name): value for name, value in fields.items()}
    if "eprinttype" in found:
        found["eprinttype"] = found["eprinttype"].lower()
    if "pages" in found:
        found["pages"] = re.sub(r"\s*[-\u2013]+\s*", "--", found["pages"])
    if doi(found.get("doi", "")):
        found["doi"] = doi(found["doi"]) or ""
    if "doi.org/" in found.get("url", "") and "doi" in found:
        del found["url"]
    return found


def _with_date(fields: Mapping[str, str]) -> dict[str, str]:
    """Return fields with ``date`` in the place of BibTeX's ``year`` and ``month``."""
    from sphinx_publications.model.dates import read_date

    date = read_date(fields)
    if "date" in fields or date.year is None:
        return dict(fields)
    kept = {name: value for name, value in fields.items() if name not in {"year", "month", "day"}}
    return {**kept, "date": date.iso}


# The reference types of the RIS specification (Research Information Systems, 2011).
_RIS_TYPES = {
    "JOUR": "article", "MGZN": "article", "CPAPER": "inproceedings", "CONF": "inproceedings",
    "CHAP": "incollection", "BOOK": "book", "EDBOOK": "book", "THES": "thesis", "RPRT": "report",
    "COMP": "software", "DATA": "dataset", "PAT": "patent",
}  # fmt: skip


def _from_ris(text: str) -> Iterator[Record]:
    need("rispy", "RIS")
    import rispy

    try:
        found = rispy.loads(text)
    # rispy raises much where a file is not of the form.
    except Exception:
        message = "this RIS cannot be read; choose BibTeX at the publisher"
        raise CommandError(message) from None
    for item in found:
        yield _from_ris_item(item)


def _from_ris_item(item: Mapping[str, Any]) -> Record:
    def first(*names: str) -> str:
        values = (item.get(name) for name in names)
        value = next((value for value in values if value), "")
        return str(value[0] if isinstance(value, list) else value)

    type_ = _RIS_TYPES.get(first("type_of_reference"), "misc")
    authors = item.get("authors") or item.get("first_authors") or []
    title = latex_markup.from_html(first("title", "primary_title"))
    if not title or not authors:
        raise CommandError("a record of the RIS has no title or nobody wrote it; give its DOI")
    pages = "--".join(filter(None, (first("start_page"), first("end_page"))))
    venue = latex_markup.from_html(first("secondary_title", "journal_name"))
    is_whole = type_ in {"book", "thesis", "report", "misc", "software", "dataset", "patent"}
    fields = of_fields(
        title=title,
        **{"journal" if type_ == "article" else "booktitle": "" if is_whole else venue},
        date=_ris_date(first("date", "publication_year"), first("year")),
        volume=latex_markup.word(first("volume")),
        number=latex_markup.word(first("number")),
        pages=latex_markup.word(pages) if first("end_page") else "",
        eid=latex_markup.word(pages) if not first("end_page") else "",
        publisher=latex_markup.from_html(first("publisher"))
        if type_ not in {"article", "thesis"}
        else "",
        institution=latex_markup.from_html(first("publisher")) if type_ == "thesis" else "",
        doi=first("doi"),
        url=latex_markup.address(first("urls", "url")),
        abstract=latex_markup.from_html(first("abstract", "notes_abstract")),
    )
    editors = item.get("secondary_authors") or []
    people = {
        role: tuple(map(_ris_name, names))
        for role, names in (("author", authors), ("editor", editors))
        if names
    }
    short = first("alternate_title1", "alternate_title2", "alternate_title3")
    return Record(type_, fields, people, short_venue=latex_markup.from_html(short))


def _ris_name(written: str) -> Name:
    family, _, rest = latex_markup.plain_line(written).partition(",")
    given, _, suffix = rest.partition(",")
    return Name(family.strip(), given.strip(), suffix.strip())


def _ris_date(date: str, year: str) -> str:
    parts = [part for part in (date or year).strip("/ ").split("/")[:3] if part.isdecimal()]
    return "-".join(part.zfill(2) for part in parts) or year[:4]
