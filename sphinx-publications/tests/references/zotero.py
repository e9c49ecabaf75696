"""What Zotero makes of a page, a COinS, RIS and CSL-JSON, and hands on to a citation processor.

This says in few words what Zotero's programs do with what we write; it is none of their text.
Sources: the translators "Embedded Metadata", "RDF", "COinS", "RIS" and "CSL JSON" of the
repository zotero/translators, `cleanAuthor`, `parseContextObject`, `itemToCSLJSON` and
`itemFromCSLJSON` of zotero/utilities, and schema.json of zotero/zotero-schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

Item = dict[str, Any]
"""An item of CSL-JSON."""

# For each type: its CSL type, who made it, and its fields by the field that they stand for.
_COMMON = "title date url language"
TYPES: dict[str, tuple[str, str, str]] = {
    "journalArticle": ("article-journal", "author",
        "publicationTitle volume issue pages series journalAbbreviation DOI ISSN"),
    "conferencePaper": ("paper-conference", "author",
        "publicationTitle event place publisher volume pages series DOI ISBN"),
    "bookSection": ("chapter", "author",
        "publicationTitle series volume edition place publisher pages ISBN DOI"),
    "book": ("book", "author", "series volume edition place publisher numPages ISBN DOI"),
    "thesis": ("thesis", "author", "type place publisher numPages DOI"),
    "report": ("report", "author", "number type series place publisher pages DOI"),
    "preprint": ("article", "author", "type publisher number place series DOI"),
    "computerProgram": ("software", "programmer", "version series place publisher DOI"),
    "dataset": ("dataset", "author", "number type version place publisher DOI"),
    "patent": ("patent", "inventor", "number place assignee pages DOI"),
    "presentation": ("speech", "presenter", "type place event DOI"),
    "manuscript": ("manuscript", "author", "type place numPages DOI"),
    "webpage": ("webpage", "author", "publicationTitle type DOI"),
    "document": ("document", "author", "publisher DOI"),
}  # fmt: skip
_CSL = {
    "title": "title", "publicationTitle": "container-title", "series": "collection-title",
    "publisher": "publisher", "pages": "page", "volume": "volume", "issue": "issue",
    "edition": "edition", "version": "version", "type": "genre", "event": "event-title",
    "url": "URL", "DOI": "DOI", "ISBN": "ISBN", "ISSN": "ISSN", "number": "number",
    "numPages": "number-of-pages", "language": "language",
    "journalAbbreviation": "container-title-short",
}  # fmt: skip
# Names of fields that stand for another one in some types.
_BASE = {
    "conferenceName": "event", "meetingName": "event", "proceedingsTitle": "publicationTitle",
    "bookTitle": "publicationTitle", "websiteTitle": "publicationTitle", "university": "publisher",
    "institution": "publisher", "repository": "publisher", "company": "publisher",
    "reportNumber": "number", "patentNumber": "number",
    "archiveID": "number", "versionNumber": "version", "issueDate": "date",
    "seriesTitle": "series", "thesisType": "type", "reportType": "type", "manuscriptType": "type",
    "presentationType": "type", "websiteType": "type",
}  # fmt: skip


def to_csl(
    key: str, type_: str, fields: Mapping[str, str], creators: Iterable[tuple[str, str, str]]
) -> Item:
    """Return an item of Zotero as one of CSL; `creators` have role, family and given name."""
    csl, main, names = TYPES[type_]
    valid = {*_COMMON.split(), *names.split()}
    known: dict[str, str] = {}
    for name, value in fields.items():
        known.setdefault(_BASE.get(name, name), value)
    item: Item = {"id": key, "type": csl}
    item.update({_CSL[n]: v for n, v in known.items() if n in valid & _CSL.keys() and v})
    # What a type has no field for is dropped, but for the DOI, which is kept in "Extra".
    if "place" in valid and known.get("place"):
        item["publisher-place"] = item["event-place"] = known["place"]
    for role, family, given in creators:
        kind = "author" if role in {"author", main} else role
        person = {"family": family, "given": given} if given else {"literal": family}
        item.setdefault(kind, []).append(person)
    numbers = [int(part) for part in re.findall(r"\d+", known.get("date", ""))]
    if re.match(r"\d{4}\b", known.get("date", "")):
        item["issued"] = {"date-parts": [numbers[:3]]}
    elif known.get("date"):
        item["issued"] = {"literal": known["date"]}
    return item


def clean_author(text: str) -> tuple[str, str]:
    """Return family and given name; more than one comma loses what is behind the second."""
    parts = re.split(r", ?", text)
    if len(parts) > 1:
        return parts[0], parts[1]
    given, _, family = text.rpartition(" ")
    return family, given


_HIGHWIRE = {
    "citation_title": "title", "citation_publication_date": "date",
    "citation_journal_title": "publicationTitle", "citation_inbook_title": "publicationTitle",
    "citation_book_title": "bookTitle", "citation_volume": "volume", "citation_issue": "issue",
    "citation_series_title": "series", "citation_conference_title": "conferenceName",
    "citation_dissertation_institution": "university",
    "citation_technical_report_institution": "institution",
    "citation_technical_report_number": "number", "citation_publisher": "publisher",
    "citation_isbn": "ISBN", "citation_issn": "ISSN", "citation_doi": "DOI",
    "citation_public_url": "url", "citation_language": "language",
}  # fmt: skip
_HIGHWIRE_TYPES = {
    "citation_journal_title": "journalArticle", "citation_conference_title": "conferencePaper",
    "citation_technical_report_institution": "report", "citation_book_title": "bookSection",
    "citation_inbook_title": "bookSection", "citation_dissertation_institution": "thesis",
}  # fmt: skip


def from_page(key: str, tags: Sequence[tuple[str, str]], address: str, site: str) -> Item:
    """Return what "Embedded Metadata" takes of the tags of a page; `site` is ``og:site_name``."""
    types = [_HIGHWIRE_TYPES[name] for name, _ in tags if name in _HIGHWIRE_TYPES]
    told = next((content for name, content in tags if name == "dc.type"), "")
    guess = "book" if any(name == "citation_isbn" for name, _ in tags) else "journalArticle"
    type_ = types[-1] if types else told if told in TYPES else guess
    fields: dict[str, str] = {}
    for name, content in tags:
        if name in _HIGHWIRE:
            fields.setdefault(_HIGHWIRE[name], content)
        elif name == "prism.edition":
            fields["edition"] = fields["version"] = content
    fields.setdefault("url", address)
    fields.setdefault("publicationTitle", site)
    told_of = dict(reversed(tags))
    pages = [told_of.get("citation_firstpage", ""), told_of.get("citation_lastpage", "")]
    fields["pages"] = "-".join(filter(None, pages))
    roles = {"citation_author": "author", "citation_editor": "editor"}
    people = [(roles[name], *clean_author(content)) for name, content in tags if name in roles]
    return to_csl(key, type_, fields, people)


_OPENURL = {
    "rft.volume": "volume", "rft.issue": "issue", "rft.issn": "ISSN", "rft.isbn": "ISBN",
    "rft.pub": "publisher", "rft.publisher": "publisher", "rft.place": "place",
    "rft.edition": "edition", "rft.series": "series", "rft.date": "date", "rft.pages": "pages",
}  # fmt: skip
_ARTICLES = {"journalArticle", "bookSection", "conferencePaper"}


def from_openurl(key: str, openurl: str) -> Item:
    """Return what `parseContextObject` takes of a COinS."""
    pairs = [
        (name, unquote(re.sub(r"\+|%2B", " ", value, flags=re.IGNORECASE)))
        for name, _, value in (part.partition("=") for part in openurl.split("&"))
    ]
    told = dict(pairs)
    type_ = _openurl_type(told)
    fields: dict[str, str] = {}
    people: list[tuple[str, str, str]] = []
    for name, value in pairs:
        if name in {"rft.au", "rft.creator", "rft.inventor"}:
            people.append(("author", *clean_author(value)))
        elif field := _openurl_field(name, value, type_):
            if name == "rft.spage" and "pages" in fields:
                continue
            if name == "rft.epage" and "rft.pages" not in told and fields.get("pages"):
                value = f"{fields['pages']}-{value}"
            fields[field] = value.removeprefix("info:doi/")
        elif name == "rft.type" and value in TYPES:
            type_ = value
    return to_csl(key, type_, fields, people)


def _openurl_type(told: Mapping[str, str]) -> str:
    format_, genre = told["rft_val_fmt"].rpartition(":")[2], told.get("rft.genre", "")
    if format_ != "book":
        formats = {"journal": "journalArticle", "dissertation": "thesis", "dc": "webpage"}
        return formats.get(format_, format_)
    genres = {
        "bookitem": "bookSection",
        "conference": "conferencePaper",
        "proceeding": "conferencePaper",
        "report": "report",
        "document": "document",
    }
    return genres.get(genre, "book")


def _openurl_field(name: str, value: str, type_: str) -> str:
    if name == "rft_id":
        return "DOI" if value.startswith("info:doi/") else "url"
    if name == "rft.btitle":
        return {"book": "title", "report": "title", "bookSection": "publicationTitle",
                "conferencePaper": "publicationTitle"}.get(type_, "")  # fmt: skip
    if name == "rft.atitle" and type_ in _ARTICLES:
        return "title"
    if name == "rft.jtitle" and type_ == "journalArticle":
        return "publicationTitle"
    if name == "rft.title":
        return "publicationTitle" if type_ in _ARTICLES else "title"
    if name in {"rft.spage", "rft.epage"}:
        return "pages"
    if type_ == "thesis" and name in {"rft.inst", "rft.degree"}:
        return {"rft.inst": "publisher", "rft.degree": "type"}[name]
    if type_ == "patent" and name in {"rft.assignee", "rft.number"}:
        return {"rft.assignee": "assignee", "rft.number": "number"}[name]
    if type_ not in {"thesis", "patent"}:
        if name == "rft.identifier" and value.startswith(("http://", "https://")):
            return "url"
        if name == "rft.source":
            return "publicationTitle"
        if name == "rft.language":
            return "language"
    return _OPENURL.get(name, "")


_RIS_TYPES = {
    "JOUR": "journalArticle", "CONF": "conferencePaper", "CPAPER": "conferencePaper",
    "CHAP": "bookSection", "BOOK": "book", "EDBOOK": "book", "THES": "thesis", "RPRT": "report",
    "UNPB": "manuscript", "MANSCPT": "manuscript", "COMP": "computerProgram", "DATA": "dataset",
    "PAT": "patent", "SLIDE": "presentation", "ELEC": "webpage", "GEN": "journalArticle",
}  # fmt: skip
_RIS = {
    "TI": "title", "VL": "volume", "IS": "issue", "SP": "pages", "ET": "edition", "DO": "DOI",
    "UR": "url", "PB": "publisher", "CY": "place", "LA": "language", "J2": "journalAbbreviation",
    "M3": "type",
}  # fmt: skip
_RIS_BY_TYPE: dict[tuple[str, str], str] = {
    **{("T2", type_): "publicationTitle" for type_ in ("journalArticle", "bookSection", "webpage")},
    **{("T2", type_): "event" for type_ in ("conferencePaper", "presentation")},
    **{("T2", type_): "series" for type_ in ("book", "computerProgram", "report")},
    **{("T3", type_): "series" for type_ in ("bookSection", "conferencePaper")},
    ("C1", "conferencePaper"): "place",
    ("C3", "conferencePaper"): "publicationTitle",
    ("CY", "conferencePaper"): "",
    ("ET", "computerProgram"): "version",
    ("SN", "report"): "number",
    ("SN", "patent"): "number",
    ("SN", "journalArticle"): "ISSN",
    **{("SP", type_): "numPages" for type_ in ("book", "thesis", "manuscript")},
}


def from_ris(text: str) -> Iterator[Item]:
    """Yield what the translator "RIS" takes of each record of a file."""
    for record in re.split(r"^ER  -.*$", text, flags=re.MULTILINE):
        pairs = re.findall(r"^([A-Z][A-Z0-9])  - (.*)$", record, re.MULTILINE)
        if pairs:
            yield _from_record(pairs)


def _from_record(pairs: Sequence[tuple[str, str]]) -> Item:
    type_, key = _RIS_TYPES[pairs[0][1]], next(value for tag, value in pairs if tag == "ID")
    roles = {"AU": "author", "ED": "editor", "A3": "editor"}
    if type_ != "book":
        roles["A2"] = "editor"
    fields: dict[str, str] = {}
    people: list[tuple[str, str, str]] = []
    for tag, value in pairs[1:]:
        field = _RIS_BY_TYPE.get((tag, type_), _RIS.get(tag, "ISBN" if tag == "SN" else ""))
        if tag in roles:
            family, given, *_ = [*re.split(r"\s*,\s*", value), ""]
            people.append((roles[tag], family, given))
        elif tag == "EP" and fields.get("pages"):
            fields["pages"] += f"-{value}"
        elif tag == "DA":
            fields["date"] = value.strip("/").replace("/", "-")
        elif tag == "PY":
            fields.setdefault("date", value)
        elif field:
            fields.setdefault(field, value)
    return to_csl(key, type_, fields, people)


_CSL_TYPES = set(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
    pamphlet paper-conference patent performance personal_communication periodical post
    post-weblog regulation report review review-book song speech standard thesis treaty webpage
    """.split()
)


def from_csl(items: Sequence[Item]) -> Iterator[Item]:
    """Yield what the translator "CSL JSON" takes: nothing, if it does not know one type."""
    if not {item["type"] for item in items} <= _CSL_TYPES:
        return
    types = {csl: name for name, (csl, _, _) in TYPES.items()}
    names = {csl: name for name, csl in _CSL.items()}
    for item in items:
        is_program = item["type"] == "book" and item.get("version")
        type_ = "computerProgram" if is_program else types[item["type"]]
        fields = {names[name]: str(value) for name, value in item.items() if name in names}
        fields["place"] = item.get("event-place") or item.get("publisher-place") or ""
        issued = item.get("issued", {})
        parts = issued.get("date-parts", [[]])[0]
        fields["date"] = issued.get("literal") or "-".join(f"{part:02d}" for part in parts)
        people = [
            (role, name.get("family") or name.get("literal", ""), name.get("given", ""))
            for role in ("author", "editor")
            for name in item.get(role, ())
        ]
        yield to_csl(item["id"], type_, fields, people)
