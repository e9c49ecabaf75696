"""CSL-JSON as records: what DOIs answer with, Crossref's works, and what reference managers export.

Names are those of the CSL 1.0.2 specification (appendices III and IV); Crossref's
(https://api.crossref.org, "works") differ in lists where CSL has one value, and in more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sphinx_publications.acquire import latex_markup
from sphinx_publications.acquire.input_ids import identify
from sphinx_publications.acquire.record import Record, Update, of_fields
from sphinx_publications.model.identifiers import keeps_preprints
from sphinx_publications.model.names import Name

_TYPES = {
    "article-journal": "article", "journal-article": "article", "article-magazine": "article",
    "article-newspaper": "article", "review": "article", "paper-conference": "inproceedings",
    "proceedings-article": "inproceedings", "chapter": "incollection",
    "book-chapter": "incollection", "book-section": "incollection", "book": "book",
    "monograph": "book", "edited-book": "book", "reference-book": "book",
    "proceedings": "proceedings", "thesis": "thesis", "dissertation": "thesis",
    "report": "report", "dataset": "dataset", "software": "software", "patent": "patent",
}  # fmt: skip
"""BibLaTeX's type for a type of CSL or of Crossref; what is neither is ``misc``."""
_PREPRINTS = {"posted-content", "article", "preprint", "manuscript"}


def record_of(item: Mapping[str, Any]) -> Record:
    """Return what an item says; raises `ValueError` and the like where it is none."""
    if not isinstance(item.get("title", item.get("DOI")), str | list) or not _has_text(item):
        raise ValueError("there is no title")
    type_ = _TYPES.get(_text(item.get("type")), "misc")
    venue = latex_markup.from_html(_first(item.get("container-title")))
    people = {
        role: found for role in ("author", "editor") if (found := _people(item.get(role, ())))
    }
    archive = _archive(item)
    identifier = _text(item.get("DOI"))
    fields = of_fields(
        title=latex_markup.from_html(_first(item.get("title"))),
        subtitle=latex_markup.from_html(_first(item.get("subtitle"))),
        date=_date(item),
        doi=latex_markup.word(identifier).replace(r"\_", "_"),
        abstract=latex_markup.from_html(_text(item.get("abstract"))),
        url=_landing(item),
        pdf=_pdf(item),
        isbn=latex_markup.word(_first(item.get("ISBN")))
        if type_ in {"book", "incollection"}
        else "",
    )
    if archive and type_ == "misc":
        return Record(
            type_,
            _of_archive(fields, archive),
            people,
            appeared_as=_relations(item, "is-preprint-of"),
            updates=_updates(item),
        )
    fields |= of_fields(
        **{"journal" if type_ == "article" else "booktitle": venue if type_ != "book" else ""},
        eventtitle=latex_markup.from_html(_event(item)) if type_ == "inproceedings" else "",
        volume=latex_markup.word(item.get("volume")),
        number=latex_markup.word(item.get("issue")),
        pages=_pages(item),
        eid=latex_markup.word(item.get("article-number") or _eid(item)),
        publisher=_publisher(item, type_),
        institution=latex_markup.from_html(_institution(item))
        if type_ in {"thesis", "report"}
        else "",
    )
    short = _first(item.get("container-title-short", item.get("short-container-title")))
    return Record(
        type_, fields, people, updates=_updates(item), short_venue=latex_markup.from_html(short)
    )


def _has_text(item: Mapping[str, Any]) -> bool:
    return bool(_first(item.get("title")).strip())


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _first(value: object) -> str:
    """Return a text, or the first of a list of texts."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return _text(value)


def _people(names: Iterable[Mapping[str, Any]]) -> tuple[Name, ...]:
    found = []
    for name in names:
        family, given = _plain(name.get("family")), _plain(name.get("given"))
        particle = _plain(name.get("non-dropping-particle") or name.get("dropping-particle"))
        whole = _plain(name.get("literal") or name.get("name"))
        if family:
            family = f"{particle} {family}".strip()
            found.append(Name(family, given, _plain(name.get("suffix"))))
        elif whole or given:
            found.append(Name(whole or given))
    return tuple(found)


def _plain(value: object) -> str:
    return latex_markup.plain_line(_text(value))


def _date(item: Mapping[str, Any]) -> str:
    """Return the date of appearance as ISO 8601 writes it, as exact as it is said."""
    for name in ("issued", "published", "published-print", "published-online", "posted"):
        date = item.get(name)
        if not isinstance(date, Mapping):
            continue
        parts = (date.get("date-parts") or [[]])[0]
        numbers = [int(part) for part in parts if part]
        if numbers and 1000 <= numbers[0] <= 9999:
            return "-".join(f"{number:02d}" for number in numbers[:3])
        raw = re.match(r"\d{4}(?:-\d\d){0,2}", _text(date.get("raw") or date.get("literal")))
        if raw:
            return raw[0]
    return ""


def _pages(item: Mapping[str, Any]) -> str:
    pages = _text(item.get("page"))
    return (
        latex_markup.word(re.sub(r"\s*[-\u2010-\u2015]+\s*", "--", pages))
        if _is_range(pages)
        else ""
    )


def _eid(item: Mapping[str, Any]) -> str:
    """Return the number of an article that has no pages, where it stands in their place."""
    pages = _text(item.get("page"))
    return "" if _is_range(pages) or _TYPES.get(_text(item.get("type"))) != "article" else pages


def _is_range(pages: str) -> bool:
    return re.search(r"\d\s*[-\u2010-\u2015]+\s*\w", pages) is not None


def _event(item: Mapping[str, Any]) -> str:
    event = item.get("event")
    if isinstance(event, Mapping):
        return _text(event.get("acronym")) or _text(event.get("name"))
    return _text(item.get("event-title")) or _text(event)


def _publisher(item: Mapping[str, Any], type_: str) -> str:
    if type_ in {"article", "thesis", "report"}:
        return ""
    return latex_markup.from_html(_text(item.get("publisher")))


def _institution(item: Mapping[str, Any]) -> str:
    institutions = item.get("institution")
    if isinstance(institutions, list) and institutions:
        return _text(institutions[0].get("name"))
    return _text(item.get("publisher"))


def _archive(item: Mapping[str, Any]) -> str:
    """Return the archive of preprints that an item is in, in lower case; empty if in none."""
    if _text(item.get("type")) not in _PREPRINTS:
        return ""
    named = [_institution(item), _first(item.get("container-title")), _text(item.get("publisher"))]
    return next((name.lower() for name in named if keeps_preprints(name)), "")


def _of_archive(fields: dict[str, str], archive: str) -> dict[str, str]:
    """Return fields with the DOI of a preprint as its eprint, as BibLaTeX has it."""
    identifier = identify(fields.get("doi", ""))
    if identifier is None:
        return fields
    kept = {name: value for name, value in fields.items() if name not in {"doi", "url"}}
    if identifier.kind == "arxiv":
        archive = "arxiv"
    return {**kept, "eprint": identifier.value, "eprinttype": archive}


def _landing(item: Mapping[str, Any]) -> str:
    """Return the page of the paper at its publisher, where it is more than the DOI says."""
    resource = item.get("resource")
    primary = resource.get("primary", {}) if isinstance(resource, Mapping) else {}
    for url in (primary.get("URL"), item.get("URL")):
        found = latex_markup.address(url)
        if found and "doi.org/" not in found:
            return found
    return ""


def _pdf(item: Mapping[str, Any]) -> str:
    """Return where the PDF is, if everybody may read it."""
    licences = item.get("license") or []
    is_open = any("creativecommons.org" in _text(licence.get("URL")) for licence in licences)
    for link in item.get("link") or []:
        is_pdf = _text(link.get("content-type")) == "application/pdf"
        if is_open and is_pdf and link.get("intended-application") != "similarity-checking":
            return latex_markup.address(link.get("URL"))
    return ""


def _relations(item: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    relation = item.get("relation")
    related = relation.get(kind) if isinstance(relation, Mapping) else None
    return tuple(_text(other.get("id")) for other in related or [] if other.get("id-type") == "doi")


def _updates(item: Mapping[str, Any]) -> tuple[Update, ...]:
    """Return the notices that Crossref knows of a work: its ``updated-by``."""
    found = item.get("updated-by")
    return tuple(
        Update(_text(notice.get("type")).replace("_", "-"), _text(notice.get("DOI")))
        for notice in (found if isinstance(found, list) else [])
    )
