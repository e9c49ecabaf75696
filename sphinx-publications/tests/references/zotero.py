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

# For each type of schema 41: its CSL type, who made it, and its fields by the field they stand for.
_COMMON = "title date url language DOI abstract extra shortTitle"
TYPES: dict[str, tuple[str, str, str]] = {
    "journalArticle": ("article-journal", "author",
        "publicationTitle publisher place volume issue pages series seriesTitle "
        "journalAbbreviation ISSN section"),
    "magazineArticle": ("article-magazine", "author",
        "publicationTitle publisher place volume issue pages ISSN"),
    "newspaperArticle": ("article-newspaper", "author",
        "publicationTitle publisher place volume issue edition section pages ISSN"),
    "conferencePaper": ("paper-conference", "author",
        "publicationTitle event eventPlace place publisher volume issue volumes pages series "
        "seriesNumber ISBN ISSN"),
    "bookSection": ("chapter", "author",
        "publicationTitle series seriesNumber volume volumes edition place publisher pages ISBN "
        "ISSN"),
    "encyclopediaArticle": ("entry-encyclopedia", "author",
        "publicationTitle series seriesNumber volume volumes edition place publisher pages ISBN"),
    "book": ("book", "author",
        "series seriesNumber volume volumes edition place publisher numPages ISBN ISSN"),
    "thesis": ("thesis", "author",
        "type place publisher series seriesNumber numPages ISBN ISSN"),
    "report": ("report", "author",
        "number type seriesTitle seriesNumber place publisher pages ISBN ISSN"),
    "standard": ("standard", "author",
        "number type version edition status place publisher ISBN numPages"),
    "preprint": ("article", "author", "type publisher number place series seriesNumber"),
    "computerProgram": ("software", "programmer",
        "version seriesTitle place publisher ISBN programmingLanguage"),
    "dataset": ("dataset", "author", "number type version place publisher"),
    "patent": ("patent", "inventor", "number place assignee pages"),
    "presentation": ("speech", "presenter", "type place event series"),
    "manuscript": ("manuscript", "author", "type publisher place numPages number"),
    "webpage": ("webpage", "author", "publicationTitle type publisher place"),
    "blogPost": ("post-weblog", "author", "publicationTitle type ISSN"),
    "document": ("document", "author", "type publisher place"),
}  # fmt: skip
_CSL = {
    "title": "title", "publicationTitle": "container-title", "series": "collection-title",
    "seriesTitle": "collection-title", "seriesNumber": "collection-number",
    "publisher": "publisher", "pages": "page", "volume": "volume", "issue": "issue",
    "volumes": "number-of-volumes", "edition": "edition", "version": "version", "type": "genre",
    "programmingLanguage": "genre", "event": "event-title", "eventPlace": "event-place",
    "place": "publisher-place", "url": "URL", "DOI": "DOI", "ISBN": "ISBN", "ISSN": "ISSN",
    "number": "number", "numPages": "number-of-pages", "language": "language", "extra": "note",
    "abstract": "abstract", "journalAbbreviation": "journalAbbreviation", "section": "section",
    "status": "status", "shortTitle": "title-short",
}  # fmt: skip
# Names of fields that stand for another one in some types.
_BASE = {
    "conferenceName": "event", "meetingName": "event", "proceedingsTitle": "publicationTitle",
    "bookTitle": "publicationTitle", "websiteTitle": "publicationTitle", "university": "publisher",
    "institution": "publisher", "repository": "publisher", "company": "publisher",
    "reportNumber": "number", "patentNumber": "number", "numberOfVolumes": "volumes",
    "archiveID": "number", "versionNumber": "version", "issueDate": "date",
    "thesisType": "type", "reportType": "type", "manuscriptType": "type",
    "presentationType": "type", "websiteType": "type", "abstractNote": "abstract",
}  # fmt: skip


def to_csl(
    key: str, type_: str, fields: Mapping[str, str], creators: Iterable[tuple[str, str, str]]
) -> Item:
    """Return an item of Zotero as one of CSL; `creators` have role, family and given name."""
    csl, main, names = TYPES[type_]
    valid = {*_COMMON.split(), *names.split()} - ({"language"} if csl == "software" else set())
    known: dict[str, str] = {}
    for name, value in fields.items():
        known.setdefault(_BASE.get(name, name), value)
    item: Item = {"id": key, "type": csl}
    # Fields that a type does not have are dropped.
    item.update({_CSL[n]: v for n, v in known.items() if n in valid & _CSL.keys() and v})
    if type_ == "presentation" and "publisher-place" in item:
        item["event-place"] = item.pop("publisher-place")
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
    "citation_isbn": "ISBN", "citation_doi": "DOI",
    "citation_public_url": "url", "citation_language": "language",
    "citation_abstract": "abstractNote", "citation_journal_abbrev": "journalAbbreviation",
}  # fmt: skip
_HIGHWIRE_TYPES = {
    "citation_journal_title": "journalArticle", "citation_conference_title": "conferencePaper",
    "citation_technical_report_institution": "report", "citation_book_title": "bookSection",
    "citation_inbook_title": "bookSection", "citation_dissertation_institution": "thesis",
}  # fmt: skip


def from_page(key: str, tags: Sequence[tuple[str, str]], address: str, site: str) -> Item:
    """Return what "Embedded Metadata" takes of the tags of a page; `site` is ``og:site_name``."""
    types = [_HIGHWIRE_TYPES[name] for name, _ in tags if name in _HIGHWIRE_TYPES]
    told_of = dict(reversed(tags))
    type_ = types[-1] if types else told_of["z.itemType"]
    fields: dict[str, str] = {}
    for name, content in tags:
        if name in _HIGHWIRE:
            fields.setdefault(_HIGHWIRE[name], content)
    for name, content in tags:
        # These are read first, and ``citation_…`` replaces them.
        if name == "prism.edition":
            fields["edition"] = fields["version"] = content
        elif name == "prism.publicationName" or name.startswith("z."):
            field = name.removeprefix("z.").replace("prism.publicationName", "publicationTitle")
            fields.setdefault(field, content)
    fields.setdefault("url", address)
    fields.setdefault("abstractNote", told_of.get("description", ""))
    fields.setdefault("language", told_of.get("language", ""))
    if site and type_ in {"webpage", "blogPost", "newspaperArticle"}:
        fields.setdefault("publicationTitle", site)
    pages = [told_of.get("citation_firstpage", ""), told_of.get("citation_lastpage", "")]
    fields["pages"] = "-".join(filter(None, pages))
    fields["ISSN"] = told_of.get("citation_issn", "")
    roles = {"citation_author": "author", "citation_editor": "editor"}
    people = [(roles[name], *clean_author(content)) for name, content in tags if name in roles]
    return to_csl(key, type_, fields, people)


_OPENURL = {
    "rft.volume": "volume", "rft.issue": "issue", "rft.issn": "ISSN", "rft.isbn": "ISBN",
    "rft.pub": "publisher", "rft.publisher": "publisher", "rft.place": "place",
    "rft.edition": "edition", "rft.series": "series", "rft.date": "date", "rft.pages": "pages",
    "rft.tpages": "numPages", "rft.stitle": "journalAbbreviation",
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
        elif name == "rft.contributor":
            people.append(("contributor", *clean_author(value)))
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
        "bookitem": "bookSection", "conference": "conferencePaper",
        "proceeding": "conferencePaper", "report": "report", "document": "document",
    }  # fmt: skip
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
    if name == "rft.series" and type_ == "report":
        return "seriesTitle"
    if type_ not in {"thesis", "patent"} and name in _OPENURL_BUT_THESES:
        return _OPENURL_BUT_THESES[name]
    return _OPENURL.get(name, "")


_OPENURL_BUT_THESES = {
    "rft.source": "publicationTitle", "rft.language": "language", "rft.description": "abstractNote",
}  # fmt: skip


_RIS_TYPES = {
    "CONF": "conferencePaper", "CPAPER": "conferencePaper", "CHAP": "bookSection", "BOOK": "book",
    "EDBOOK": "book", "THES": "thesis", "RPRT": "report", "STAND": "report", "PAMP": "manuscript",
    "MANSCPT": "manuscript", "UNPD": "manuscript", "COMP": "computerProgram", "DATA": "dataset",
    "PAT": "patent", "SLIDE": "presentation", "ELEC": "webpage", "BLOG": "blogPost",
    "ENCYC": "encyclopediaArticle", "NEWS": "newspaperArticle", "MGZN": "magazineArticle",
}  # fmt: skip
"""Types of Zotero; others, such as UNPB, are a `journalArticle`."""
_RIS = {
    "TI": "title", "VL": "volume", "IS": "issue", "SP": "pages", "ET": "edition", "DO": "DOI",
    "UR": "url", "PB": "publisher", "CY": "place", "LA": "language", "J2": "journalAbbreviation",
    "M3": "type", "AB": "abstract", "NV": "volumes", "SN": "ISBN", "T2": "publicationTitle",
}  # fmt: skip
_PERIODICALS = ("journalArticle", "magazineArticle", "newspaperArticle")
_RIS_BY_TYPE: dict[tuple[str, str], str] = {
    **{("T2", type_): "event" for type_ in ("conferencePaper", "presentation")},
    **{("T2", type_): "seriesTitle" for type_ in ("computerProgram", "report")},
    ("T2", "book"): "series",
    **{("T3", type_): "series" for type_ in ("bookSection", "conferencePaper", "journalArticle")},
    ("C1", "conferencePaper"): "place",
    ("C3", "conferencePaper"): "publicationTitle",
    **{("ET", type_): "version" for type_ in ("computerProgram", "dataset")},
    **{("SN", type_): "number" for type_ in ("report", "patent")},
    **{("SN", type_): "ISSN" for type_ in _PERIODICALS},
    **{("SP", type_): "numPages" for type_ in ("book", "thesis", "manuscript")},
    ("IS", "bookSection"): "volumes",
    ("IS", "dataset"): "version",
    ("M1", "book"): "seriesNumber",
    ("M1", "bookSection"): "volumes",
    ("SV", "bookSection"): "seriesNumber",
    ("PB", "patent"): "assignee",
    ("LA", "computerProgram"): "programmingLanguage",
}
_RIS_PEOPLE: dict[str, str] = {
    "journalArticle": "editor", "bookSection": "editor", "conferencePaper": "editor",
    "document": "editor", "encyclopediaArticle": "editor", "book": "seriesEditor",
    "report": "seriesEditor", "presentation": "presenter",
}  # fmt: skip
"""What those of the tag A2 did, by type."""


def from_ris(text: str) -> Iterator[Item]:
    """Yield what the translator "RIS" takes of each record of a file."""
    for record in re.split(r"^ER  -.*$", text, flags=re.MULTILINE):
        pairs = re.findall(r"^([A-Z][A-Z0-9])  - (.*)$", record, re.MULTILINE)
        if pairs:
            yield _from_record(pairs)


def _from_record(pairs: Sequence[tuple[str, str]]) -> Item:
    type_ = _RIS_TYPES.get(pairs[0][1], "journalArticle")
    key = next(value for tag, value in pairs if tag == "ID")
    of_a4 = "contributor" if type_ in {"conferencePaper", "dataset"} else "translator"
    roles = {"AU": "author", "ED": "editor", "A4": of_a4}
    if type_ == "book":
        roles["A3"] = "editor"
    if type_ in _RIS_PEOPLE:
        roles["A2"] = _RIS_PEOPLE[type_]
    fields: dict[str, str] = {}
    people: list[tuple[str, str, str]] = []
    for tag, value in pairs[1:]:
        field = _RIS_BY_TYPE.get((tag, type_), _RIS.get(tag, ""))
        if tag in roles:
            family, _, given = value.partition(",")
            people.append((roles[tag], family.strip(), given.strip()))
        elif tag == "EP" and fields.get("pages"):
            fields["pages"] += f"-{value}"
        elif tag == "DA":
            fields["date"] = value.strip("/").replace("/", "-")
        elif tag == "PY":
            # A date that begins with no number gets the year 0000.
            is_number = re.match(r"\d", value) or re.search(r"\b\d{4}\b", value)
            fields.setdefault("date", value if is_number else f"0000 {value.split()[0]}")
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
    for item in items:
        is_program = item["type"] == "book" and item.get("version")
        type_ = "computerProgram" if is_program else types.get(item["type"], "document")
        valid = {*_COMMON.split(), *TYPES[type_][2].split()}
        fields = {
            name: str(item[csl]) for name, csl in _CSL.items() if csl in item and name in valid
        }
        if type_ == "presentation" and "event-place" in item:
            fields["place"] = item["event-place"]
        issued = item.get("issued", {})
        parts = issued.get("date-parts", [[]])[0]
        fields["date"] = issued.get("literal") or "-".join(f"{part:02d}" for part in parts)
        people = [
            (role, name.get("family") or name.get("literal", ""), name.get("given", ""))
            for role in ("author", "editor", "translator", "container-author", "contributor")
            for name in item.get(role, ())
        ]
        yield to_csl(item["id"], type_, fields, people)
