"""BibTeX, RIS, CSL-JSON and JATS that a user pastes, as records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from sphinx_publications.acquire import CommandError, need
from sphinx_publications.acquire.bib_file import raw_entries
from sphinx_publications.acquire.clients.registries import csl_record
from sphinx_publications.acquire.latex_markup import address, from_html, plain_line, visible, word
from sphinx_publications.acquire.record import (
    Record,
    Said,
    affiliation,
    of_fields,
    people_in,
    role,
    said,
)
from sphinx_publications.bibliography.name_lists import split_names
from sphinx_publications.bibliography.repair import repair
from sphinx_publications.bibtex.source import RawEntry
from sphinx_publications.model.date_fields import read_date
from sphinx_publications.model.entry_types import SERVING_TYPES, TYPES
from sphinx_publications.model.identifiers import arxiv, doi
from sphinx_publications.model.names import Name
from sphinx_publications.model.states import pubstate_for, state_beside_year

_TYPES = {"conference": "inproceedings", "electronic": "online", "www": "online"}
_NAMES = {"archiveprefix": "eprinttype", "primaryclass": "eprintclass", "article-number": "eid"}
_LEFT_OUT = frozenset(
    "author editor bdsk-url-1 file timestamp biburl bibsource owner date-added date-modified "
    "mendeley-groups priority urldate added-at interhash intrahash copyright language".split()
)
"""Fields for people, and those in which programs note their own data."""


def records(text: str) -> list[Record]:
    """Return the records in a text; raises `CommandError` if it has none of the formats."""
    start = text.lstrip("\N{BOM} \t\r\n")
    found: list[Record]
    if start[:1] in {"[", "{"}:
        found = _from_csl(start)
    elif start.startswith("<"):
        found = [_from_jats(start)]
    elif "@" in text and (entries := _entries(text)):
        found = [_from_bibtex(entry) for entry in entries]
    elif any(line.startswith("TY  -") for line in text.splitlines()):
        found = _from_ris(text)
    else:
        message = "this is neither BibTeX nor RIS nor CSL-JSON nor JATS"
        raise CommandError(f"{message}; choose BibTeX at the publisher")
    if not found:
        raise CommandError("there is no record in it; choose BibTeX at the publisher")
    return found


def _from_csl(text: str) -> list[Record]:
    try:
        loaded = json.loads(text)
        items = loaded if isinstance(loaded, list) else loaded.get("items", [loaded])
        return [csl_record(item) for item in items]
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
        message = "this is JSON, and not CSL-JSON with titles; export it as CSL-JSON or BibTeX"
        raise CommandError(message) from None


def _from_jats(text: str) -> Record:
    try:
        found = jats_record(text)
    except (ValueError, SyntaxError, RecursionError):  # ElementTree's errors are such.
        message = "this is XML, and no article in JATS; export it as BibTeX"
        raise CommandError(message) from None
    if not found.people:
        raise CommandError("nobody wrote the article in JATS; give its DOI")
    return found


def _entries(text: str) -> list[RawEntry]:
    found = raw_entries(text.replace("\r\n", "\n").replace("\r", "\n"))
    return [entry for entry in found if entry.type.lower() not in SERVING_TYPES]


def _from_bibtex(entry: RawEntry) -> Record:
    repair(entry)
    fields = {
        name.lower(): visible(value)
        for name, value in entry.fields.items()
        if name.lower() not in _LEFT_OUT and value
    }
    people = {
        name.lower(): people_in(split_names(name.lower(), value, ()).names)
        for name, value in entry.fields.items()
        if name.lower() in ("author", "editor")
    }
    if not fields.get("title") or not people:
        message = f"{entry.key} has no title or nobody wrote it"
        raise CommandError(f"{message}; complete it, or give its DOI")
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
    date = read_date(fields)
    if "date" in fields or date.year is None:
        return dict(fields)
    kept = {name: value for name, value in fields.items() if name not in {"year", "month", "day"}}
    state = {"pubstate": pubstate_for(date.status)} if date.status else {}
    return {**kept, "date": date.edtf, **state}


# The reference types of the RIS specification (Research Information Systems, 2011).
_RIS_TYPES = {
    "JOUR": "article", "MGZN": "article", "CPAPER": "inproceedings", "CONF": "inproceedings",
    "CHAP": "incollection", "BOOK": "book", "EDBOOK": "book", "THES": "thesis", "RPRT": "report",
    "COMP": "software", "DATA": "dataset", "PAT": "patent",
}  # fmt: skip


def _from_ris(text: str) -> list[Record]:
    need("rispy", "RIS")
    import rispy

    try:
        found = rispy.loads(text)
    except Exception:  # rispy raises various errors where a file is not RIS.
        message = "this RIS cannot be read; choose BibTeX at the publisher"
        raise CommandError(message) from None
    return list(map(_from_ris_item, found))


def _from_ris_item(item: Mapping[str, Any]) -> Record:
    def first(*names: str) -> str:
        values = (item.get(name) for name in names)
        value = next((value for value in values if value), "")
        return str(value[0] if isinstance(value, list) else value)

    type_ = _RIS_TYPES.get(first("type_of_reference"), "misc")
    authors = item.get("authors") or item.get("first_authors") or []
    title = from_html(first("title", "primary_title"))
    if not title or not authors:
        raise CommandError("a record of the RIS has no title or nobody wrote it; give its DOI")
    pages = "--".join(filter(None, (first("start_page"), first("end_page"))))
    is_whole = type_ in {"book", "thesis", "report", "misc", "software", "dataset", "patent"}
    publisher = from_html(first("publisher"))
    fields = of_fields(
        type_,
        "" if is_whole else from_html(first("secondary_title", "journal_name")),
        title=title,
        date=_ris_date(first("date", "publication_year"), first("year")),
        pubstate=pubstate_for(state_beside_year(first("year"))),
        volume=word(first("volume")),
        number=word(first("number")),
        pages=word(pages) if first("end_page") else "",
        eid=word(pages) if not first("end_page") else "",
        publisher=publisher if type_ not in {"article", "thesis"} else "",
        institution=publisher if type_ == "thesis" else "",
        doi=first("doi"),
        url=address(first("urls", "url")),
        abstract=from_html(first("abstract", "notes_abstract")),
    )
    roles = (("author", authors), ("editor", item.get("secondary_authors")))
    people = {role: tuple(map(_ris_name, names)) for role, names in roles if names}
    short = first("alternate_title1", "alternate_title2", "alternate_title3")
    return Record(type_, fields, people, short_venue=from_html(short))


def _ris_name(written: str) -> Name:
    family, _, rest = plain_line(written).partition(",")
    given, _, suffix = rest.partition(",")
    return Name(family.strip(), given.strip(), suffix.strip())


def _ris_date(date: str, year: str) -> str:
    parts = [part for part in (date or year).strip("/ ").split("/")[:3] if part.isdecimal()]
    return "-".join(part.zfill(2) for part in parts) or "".join(re.findall(r"\A\d{4}", year))


# An article in JATS, as publishers and PubMed Central offer it (ANSI/NISO Z39.96). For roles and
# affiliations see also the recommendations of JATS4R.

_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_NO_NAME = {"label", "country", "addr-line", "city", "state", "postal-code", "email", "xref"}
"""Elements of affiliations that are no part of a name."""


def jats_record(text: str) -> Record:
    """Return the record of an article; raises `ValueError` and the like if it is no JATS."""
    if _ENTITY.search(text):
        raise ValueError("entities are not read")
    article = _without_namespaces(ElementTree.fromstring(text))
    meta = article.find(".//article-meta")
    title = meta.find("title-group/article-title") if meta is not None else None
    if meta is None or title is None:
        raise ValueError("there is no title")
    journal = _text(article, ".//journal-meta//journal-title")
    type_ = "article" if journal else "misc"
    first, last = _text(meta, "fpage"), _text(meta, "lpage")
    is_range = bool(first and last and first != last)
    fields = of_fields(
        type_,
        from_html(journal),
        title=from_html(_inner(title)),
        subtitle=from_html(_inner(meta.find("title-group/subtitle"))),
        date=_date(meta),
        volume=word(_text(meta, "volume")),
        number=word(_text(meta, "issue")),
        pages=word(f"{first}--{last}" if is_range else first),
        eid=word(_text(meta, "elocation-id")),
        doi=doi(_text(meta, "article-id[@pub-id-type='doi']")) or "",
        abstract=from_html(_inner(meta.find("abstract"))),
    )
    contributors = list(_contributors(article, meta))
    authors = [(name, one) for kind, name, one in contributors if kind == "author"]
    named = {
        "author": tuple(name for name, _ in authors),
        "editor": tuple(name for kind, name, _ in contributors if kind == "editor"),
    }
    told = tuple(one for _, one in authors)
    people = {kind: names for kind, names in named.items() if names}
    return Record(type_, fields, people, said=told if any(map(any, told)) else ())


def _without_namespaces(root: Element) -> Element:
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return plain_line("".join(found.itertext())) if found is not None else ""


def _inner(element: Element | None) -> str:
    """Return the content of an element as markup."""
    if element is None:
        return ""
    for note in [*element.iter("xref"), *element.iter("fn")]:
        note.text, note[:] = "", []
    markup = ElementTree.tostring(element, encoding="unicode")
    # `from_html` takes headings of sections for those of Crossref's abstracts.
    return re.sub(r"(</?)title\b", r"\1jats:title", markup)


def _date(meta: Element) -> str:
    """Return the date of publication in ISO 8601, as exact as it is given; the earliest one."""
    found = []
    for date in meta.iter("pub-date"):
        parts = [_text(date, name) for name in ("year", "month", "day")]
        known = parts[: parts.index("")] if "" in parts else parts
        if known and all(part.isdecimal() for part in known):
            found.append("-".join(part.zfill(2) for part in known))
    return min(found, default="")


def _contributors(article: Element, meta: Element) -> Iterator[tuple[str, Name, Said]]:
    """Yield kind, name and what is said of each contributor."""
    places = {place.get("id", ""): place for place in article.iter("aff")}
    for group in meta.iter("contrib-group"):
        # Without references, the affiliations of a group are those of everybody in it.
        of_all = [place for place in group.findall("aff") if not group.findall(".//xref")]
        for one in group.findall("contrib"):
            kind = one.get("contrib-type", "author")
            if name := _name(one):
                named = [places[id_] for id_ in _referred(one) if id_ in places]
                own = [*one.findall("aff"), *(named or of_all)]
                yield kind, name, _said(one, own)


def _referred(contributor: Element) -> Iterator[str]:
    for reference in contributor.findall("xref[@ref-type='aff']"):
        yield from reference.get("rid", "").split()


def _name(contributor: Element) -> Name | None:
    parts = ("surname", "given-names", "suffix")
    for path in ("name", "name-alternatives/name", "string-name"):
        name = contributor.find(path)
        if name is not None and name.find("surname") is not None:
            return Name(*(_text(name, part) for part in parts))
    whole = _text(contributor, "collab") or _text(contributor, "string-name")
    return Name(whole) if whole else None


def _said(contributor: Element, places: list[Element]) -> Said:
    return said(
        _text(contributor, "contrib-id[@contrib-id-type='orcid']"),
        map(_affiliation, places),
        (_role(one) for one in contributor.findall("role") if _is_credit(one)),
    )


def _affiliation(place: Element) -> str:
    institutions = [_text_of(one) for one in place.iter("institution")]
    name = ", ".join(filter(None, institutions)) or _text_of(place)
    return affiliation(name, *(_text_of(one) for one in place.iter("institution-id")))


def _text_of(element: Element) -> str:
    """Return the text of an element without numbers of notes, addresses and identifiers."""
    parts = [element.text or ""]
    for child in element:
        is_left_out = child.tag in _NO_NAME or child.tag in {"institution-id", "sup"}
        parts += ["" if is_left_out else _text_of(child), child.tail or ""]
    return re.sub(r"(?:\s*,)+", ",", plain_line("".join(parts))).strip(" ,.;")


def _is_credit(element: Element) -> bool:
    """Whether a role is one of CRediT, by attributes of JATS 1.2 or ``content-type`` of 1.1."""
    places = ("vocab", "vocab-identifier", "vocab-term-identifier", "content-type")
    return any("credit" in element.get(name, "").lower() for name in places)


def _role(element: Element) -> str:
    terms = (element.get("vocab-term"), element.get("vocab-term-identifier"), _text_of(element))
    degree = element.get("degree-contribution") or element.get("specific-use") or ""
    return role(next(filter(None, terms), ""), degree)
