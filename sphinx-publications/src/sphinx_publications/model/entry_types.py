"""Table of entry types: headings, labels, required fields, and types in other formats.

Types are those of the BibLaTeX manual, sections "Regular Types", "Type Aliases"
and "Non-standard Types", and others that exporters write.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from sphinx_publications.latex import plain


class Highwire(Enum):
    """Kind of work that the Highwire Press tags of a page declare."""

    OTHER = ""
    JOURNAL = "journal"
    CONFERENCE = "conference"
    CHAPTER = "inbook"
    THESIS = "dissertation"
    REPORT = "technical_report"


class EntryType(NamedTuple):
    """Properties of one type of entry."""

    name: str = ""
    """Name in the file, without the ``@``."""
    heading: str = "Other"
    """Heading in lists grouped by type."""
    label: str = ""
    """Shown if the entry has no venue."""
    venue_fields: tuple[str, ...] = ()
    """Fields that name the venue; one of them is required."""
    csl: str = "document"
    """Item type (CSL 1.0.2, appendix III)."""
    csl_genre: str = ""
    ris: str = "GEN"
    """Reference type of RIS (Research Information Systems, 2011)."""
    openurl: str = "dc"
    """Format of the OpenURL (ANSI/NISO Z39.88-2004): journal, book, dissertation, patent or dc."""
    openurl_genre: str = ""
    stands_alone: bool = False
    """Whether it is a whole work, and not part of a journal or book."""
    highwire: Highwire = Highwire.OTHER
    schema: str = "ScholarlyArticle"
    """Type of schema.org."""
    template: str = "misc"
    """Template of pybtex's styles that is used if they have none for the type."""
    may_be_preprint: bool = False
    """Whether an entry that is only in an archive is a preprint."""
    zotero: str = "document"
    """Item type of Zotero, for ``dc.type`` if no other tag of a page gives the type."""
    is_numbered: bool = False
    """Whether ``number`` is the number of the work itself, not of an issue or in a series."""
    is_event: bool = False
    """Whether the address is the place of the event."""
    is_code: bool = False
    """Whether the work itself is code."""


_OTHER = EntryType()
SOFTWARE_AND_DATA = "Software and data"
"""Heading of software and datasets."""

_ARTICLE = EntryType(
    heading="Journal articles", venue_fields=("journal", "journaltitle", "eprint", "arxiv"),
    csl="article-journal", ris="JOUR", openurl="journal", openurl_genre="article",
    highwire=Highwire.JOURNAL, may_be_preprint=True, zotero="journalArticle",
)  # fmt: skip
_PERIODICAL = EntryType(heading="Journal articles")
_CONFERENCE_PAPER = EntryType(
    heading="Conference papers", venue_fields=("booktitle", "eventtitle", "journal", "abbr"),
    csl="paper-conference", ris="CONF", openurl="book", openurl_genre="proceeding",
    highwire=Highwire.CONFERENCE, template="inproceedings",
    zotero="conferencePaper",
)  # fmt: skip
_OF_BOOKS = EntryType(heading="Books and chapters")
_BOOK = _OF_BOOKS._replace(
    csl="book", ris="BOOK", openurl="book", openurl_genre="book", stands_alone=True,
    schema="Book", template="book", zotero="book",
)  # fmt: skip
_PROCEEDINGS = _BOOK._replace(ris="EDBOOK", openurl_genre="book", template="proceedings")
_CHAPTER = _OF_BOOKS._replace(
    csl="chapter", ris="CHAP", openurl="book", openurl_genre="bookitem",
    highwire=Highwire.CHAPTER, schema="Chapter", zotero="bookSection",
)  # fmt: skip
_THESIS = EntryType(
    heading="Theses", label="Thesis", venue_fields=("school", "institution"), csl="thesis",
    ris="THES", openurl="dissertation", stands_alone=True, highwire=Highwire.THESIS,
    schema="Thesis", template="phdthesis", zotero="thesis",
)  # fmt: skip
_REPORT = EntryType(
    heading="Reports", label="Report", csl="report", ris="RPRT", openurl="book",
    openurl_genre="report", stands_alone=True, highwire=Highwire.REPORT, schema="Report",
    template="techreport", zotero="report", is_numbered=True,
)  # fmt: skip
_PREPRINT = EntryType(
    heading="Preprints", label="Preprint", may_be_preprint=True, zotero="preprint"
)
_ONLINE = EntryType(may_be_preprint=True)
_TALK = EntryType(csl="speech", ris="SLIDE", zotero="presentation", is_event=True)

_KINDS: dict[str, EntryType] = {
    "article": _ARTICLE,
    "periodical suppperiodical": _PERIODICAL,
    "inproceedings conference": _CONFERENCE_PAPER,
    "book mvbook": _BOOK,
    "collection": _BOOK._replace(ris="EDBOOK"),
    "mvcollection": _OTHER,
    "proceedings": _PROCEEDINGS,
    "mvproceedings": _OTHER._replace(template="proceedings"),
    "incollection": _CHAPTER._replace(venue_fields=("booktitle",)),
    "inbook": _CHAPTER,
    "bookinbook": _OF_BOOKS._replace(highwire=Highwire.CHAPTER),
    "booklet suppbook suppcollection reference inreference": _OF_BOOKS,
    "phdthesis": _THESIS._replace(label="PhD thesis", csl_genre="PhD thesis"),
    "mastersthesis": _THESIS._replace(label="Master's thesis", csl_genre="Master's thesis"),
    "bachelorsthesis": _THESIS._replace(
        label="Bachelor's thesis", csl_genre="Bachelor's thesis", venue_fields=()
    ),
    "thesis": _THESIS,
    "report": _REPORT,
    "techreport": _REPORT._replace(label="Technical report", csl_genre="Technical report"),
    "manual": EntryType(heading="Reports", is_numbered=True),
    "preprint": _PREPRINT,
    "unpublished": _PREPRINT._replace(
        label="Unpublished", csl="manuscript", ris="UNPB", zotero="manuscript"
    ),
    "software": EntryType(
        # Zotero rejects files with CSL's type "software"; it reads a book with a version as one.
        heading=SOFTWARE_AND_DATA, label="Software", csl="book", csl_genre="Computer software",
        ris="COMP", schema="SoftwareSourceCode", zotero="computerProgram", is_numbered=True,
        is_code=True,
    ),
    "dataset": EntryType(
        heading=SOFTWARE_AND_DATA, label="Dataset", csl="dataset", ris="DATA", schema="Dataset",
        zotero="dataset", is_numbered=True,
    ),
    "patent": EntryType(
        heading="Patents", label="Patent", csl="patent", ris="PAT", openurl="patent",
        zotero="patent", is_numbered=True,
    ),
    "misc": _ONLINE,
    "online": _ONLINE._replace(csl="webpage", ris="ELEC", zotero="webpage"),
    "talk presentation": _TALK,
    "electronic www webpage other": _ONLINE,
    "mvreference set xdata poster": _OTHER,
    "artwork audio bibnote commentary image jurisdiction legislation legal letter movie music "
    "performance review standard video": _OTHER,
}  # fmt: skip
KIND_WORDS = {
    "phdthesis": "PhD thesis", "mathesis": "Master's thesis", "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis", "techreport": "Technical report",
    "resreport": "Research report", "software": "Computer software", "datacd": "Data CD",
    "audiocd": "Audio CD", "patent": "Patent", "patentde": "German patent",
    "patenteu": "European patent", "patentfr": "French patent", "patentuk": "British patent",
    "patentus": "U.S. patent", "patreq": "Patent request", "patreqde": "German patent request",
    "patreqeu": "European patent request", "patreqfr": "French patent request",
    "patrequk": "British patent request", "patrequs": "U.S. patent request",
}  # fmt: skip
"""Meaning of the keys of BibLaTeX's ``type`` (BibLaTeX manual, "Localization Keys")."""
_TALK_WORDS = "talk|keynote|lecture|seminar|colloquium|speech|presentation|poster"
_OF_TALKS = (
    "invited|plenary|contributed|oral|keynote|conference|workshop|seminar|poster|public|guest|short"
)
_TALKS = re.compile(
    rf"(?:an? )?(?:(?:{_OF_TALKS}) )*(?:{_TALK_WORDS})s?"
    r"(?=\W*\Z| (?:at|in|given|presented|on|for)\b|[,;:.])",
    re.IGNORECASE,
)
"""Matches descriptions of talks: ``Invited talk at …``."""
TYPES = {name: kind._replace(name=name) for names, kind in _KINDS.items() for name in names.split()}
"""All known types by name."""
SERVING_TYPES = frozenset({"xdata", "set"})
"""Types of entries that are not works but contain data for other entries."""
HEADINGS = (
    "Journal articles", "Conference papers", "Books and chapters", "Preprints", "Theses",
    "Reports", SOFTWARE_AND_DATA, "Patents", "Other",
)  # fmt: skip
"""The headings in the order of lists."""


def entry_type(name: str) -> EntryType:
    """Return the properties of a type; unknown types are treated like ``@misc``."""
    return TYPES.get(name.lower()) or _ONLINE._replace(name=name)


def kind_words(fields: Mapping[str, str]) -> str:
    """Return the field ``type``, with keys of BibLaTeX replaced by words."""
    said = plain(fields.get("type", ""))
    return KIND_WORDS.get(said.lower(), said)


def read_type(name: str, fields: Mapping[str, str]) -> str:
    """Return the type of an entry: ``talk`` for an ``@unpublished`` talk, as in pandoc.

    A talk has an event, or its ``type``, ``howpublished`` or ``note`` describes a talk.
    """
    if name.lower() != "unpublished":
        return name
    said = (plain(fields.get(field, "")) for field in ("type", "howpublished", "note"))
    is_event = any(fields.get(field) for field in ("eventtitle", "eventdate"))
    return "talk" if is_event or any(map(_TALKS.match, said)) else name


def unknown_type_message(name: str) -> str | None:
    """Return a message about an unknown type; None if the type is known."""
    if name in TYPES:
        return None
    close = difflib.get_close_matches(name, sorted(TYPES), n=1)
    remedy = f"did you mean @{close[0]}?" if close else "write @misc"
    return f"@{name} is no type that BibLaTeX knows; {remedy}"
