"""Table of entry types: headings, labels, required fields, and types in other formats.

Types are those of the BibLaTeX manual, sections "Regular Types", "Type Aliases"
and "Non-standard Types", and others that exporters write.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from enum import Enum
from typing import NamedTuple

from sphinx_publications.latex import plain
from sphinx_publications.latex.macros import without_bibstring


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
    jats: str = ""
    """Type of the article in JATS; empty if it depends on whether something contains it."""
    zotero: str = "document"
    """Item type of Zotero, for ``dc.type`` if no other tag of a page gives the type."""
    is_numbered: bool = False
    """Whether ``number`` is the number of the work itself, not of an issue or in a series."""
    is_known_by_number: bool = False
    """Whether lists say the number behind the label: ``Patent US 1,234``."""
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
_BESIDE_ARTICLES = _ARTICLE._replace(
    venue_fields=(), schema="Article", template="article", may_be_preprint=False, jats="other"
)
_CONFERENCE_PAPER = EntryType(
    heading="Conference papers", venue_fields=("booktitle", "eventtitle", "journal", "abbr"),
    csl="paper-conference", ris="CONF", openurl="book", openurl_genre="proceeding",
    highwire=Highwire.CONFERENCE, template="inproceedings",
    zotero="conferencePaper",
)  # fmt: skip
_BOOK = EntryType(
    heading="Books and chapters", csl="book", ris="BOOK", openurl="book", openurl_genre="book",
    stands_alone=True, schema="Book", template="book", zotero="book",
)  # fmt: skip
_EDITED_BOOK = _BOOK._replace(ris="EDBOOK", jats="collection")
_PROCEEDINGS = _EDITED_BOOK._replace(template="proceedings")
_CHAPTER = EntryType(
    heading="Books and chapters", csl="chapter", ris="CHAP", openurl="book",
    openurl_genre="bookitem", highwire=Highwire.CHAPTER, schema="Chapter",
    template="incollection", zotero="bookSection",
)  # fmt: skip
_THESIS = EntryType(
    heading="Theses", label="Thesis", venue_fields=("school", "institution"), csl="thesis",
    ris="THES", openurl="dissertation", stands_alone=True, highwire=Highwire.THESIS,
    schema="Thesis", template="phdthesis", jats="dissertation", zotero="thesis",
)  # fmt: skip
_REPORT = EntryType(
    heading="Reports", label="Report", csl="report", ris="RPRT", openurl="book",
    openurl_genre="report", stands_alone=True, highwire=Highwire.REPORT, schema="Report",
    template="techreport", zotero="report", is_numbered=True,
)  # fmt: skip
_PREPRINT = EntryType(
    heading="Preprints", label="Preprint", may_be_preprint=True, zotero="preprint"
)
_SOFTWARE = EntryType(
    # Zotero rejects files with CSL's type "software"; it reads a book with a version as one.
    heading=SOFTWARE_AND_DATA, label="Software", csl="book", csl_genre="Computer software",
    ris="COMP", schema="SoftwareSourceCode", zotero="computerProgram", is_numbered=True,
    is_code=True,
)  # fmt: skip
_MISC = EntryType(may_be_preprint=True)
_TALK = EntryType(csl="speech", ris="SLIDE", zotero="presentation", is_event=True)
_LAW = EntryType(
    ris="LEGAL", schema="CreativeWork", zotero="statute", is_numbered=True, is_known_by_number=True
)
_RECORDING = EntryType(csl="song", ris="SOUND", schema="AudioObject", zotero="audioRecording")
_IMAGE = EntryType(csl="graphic", ris="ART", schema="ImageObject", zotero="artwork")
_FILM = EntryType(csl="motion_picture", schema="Movie", zotero="film")

_KINDS: dict[str, EntryType] = {
    "article": _ARTICLE,
    "suppperiodical": _BESIDE_ARTICLES,
    "review": _BESIDE_ARTICLES._replace(csl="review-book", schema="Review", jats="book-review"),
    "periodical": EntryType(
        heading="Journal articles", csl="periodical", ris="JFULL", schema="PublicationIssue",
        jats="collection",
    ),
    "inproceedings conference": _CONFERENCE_PAPER,
    "book mvbook commentary": _BOOK,
    "collection mvcollection reference mvreference": _EDITED_BOOK,
    "proceedings mvproceedings": _PROCEEDINGS,
    "booklet": _BOOK._replace(label="Booklet", csl="pamphlet", ris="PAMP"),
    "incollection": _CHAPTER._replace(venue_fields=("booktitle",)),
    "inbook bookinbook": _CHAPTER,
    "suppbook suppcollection": _CHAPTER._replace(jats="introduction"),
    "inreference": _CHAPTER._replace(
        csl="entry-encyclopedia", ris="ENCYC", openurl="dc", openurl_genre="", jats="other",
        zotero="encyclopediaArticle",
    ),
    "phdthesis": _THESIS._replace(label="PhD thesis", csl_genre="PhD thesis"),
    "mastersthesis": _THESIS._replace(label="Master's thesis", csl_genre="Master's thesis"),
    "bachelorsthesis": _THESIS._replace(
        label="Bachelor's thesis", csl_genre="Bachelor's thesis", venue_fields=()
    ),
    "thesis": _THESIS,
    "report": _REPORT,
    "techreport": _REPORT._replace(label="Technical report", csl_genre="Technical report"),
    "manual": _REPORT._replace(label="Manual", template="manual"),
    "preprint": _PREPRINT,
    "unpublished": _PREPRINT._replace(
        label="Unpublished", csl="manuscript", ris="MANSCPT", zotero="manuscript"
    ),
    "software softwareversion": _SOFTWARE,
    "softwaremodule": _SOFTWARE._replace(label="Software module"),
    "codefragment": _SOFTWARE._replace(label="Code fragment"),
    "dataset": EntryType(
        heading=SOFTWARE_AND_DATA, label="Dataset", csl="dataset", ris="DATA", schema="Dataset",
        zotero="dataset", is_numbered=True,
    ),
    "patent": EntryType(
        heading="Patents", label="Patent", csl="patent", ris="PAT", openurl="patent",
        zotero="patent", is_numbered=True, is_known_by_number=True,
    ),
    "misc other customa customb customc customd custome customf": _MISC,
    "online electronic www webpage": _MISC._replace(csl="webpage", ris="ELEC", zotero="webpage"),
    "talk presentation": _TALK,
    "poster": _TALK._replace(label="Poster", csl_genre="Poster"),
    "artwork": _IMAGE._replace(label="Artwork", schema="VisualArtwork"),
    "image": _IMAGE._replace(label="Image"),
    "audio": _RECORDING._replace(label="Audio recording"),
    "music": _RECORDING._replace(label="Music recording", schema="MusicRecording"),
    "movie": _FILM._replace(label="Film", ris="MPCT"),
    "video": _FILM._replace(
        label="Video", ris="VIDEO", schema="VideoObject", zotero="videoRecording"
    ),
    "performance": EntryType(
        label="Performance", csl="performance", ris="ADVS", schema="CreativeWork"
    ),
    "letter": EntryType(
        label="Letter", csl="personal_communication", ris="PCOMM", schema="CreativeWork",
        zotero="letter",
    ),
    "jurisdiction": _LAW._replace(
        label="Court decision", csl="legal_case", ris="CASE", zotero="case"
    ),
    "legislation": _LAW._replace(
        label="Law", csl="legislation", ris="STAT", schema="Legislation"
    ),
    "legal": _LAW._replace(label="Legal document", csl="treaty"),
    "standard": _LAW._replace(label="Standard", csl="standard", ris="STAND", zotero="standard"),
    "bibnote xdata set": _OTHER,
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
_COUNTRIES = {
    "de": "Germany", "eu": "European Union", "ep": "European Union", "fr": "France",
    "uk": "United Kingdom", "us": "United States of America",
}  # fmt: skip
_COUNTRY = re.compile(r"\bcountry(de|eu|ep|fr|uk|us)\b")
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
_PAGES = frozenset({"online", "electronic", "www", "webpage", "misc"})
_POSTS = re.compile(r"(?:web)?\W*blog\b|weblog\b", re.IGNORECASE)
"""Matches the ``type`` of a post: ``Blog post``."""
TYPES = {name: kind._replace(name=name) for names, kind in _KINDS.items() for name in names.split()}
"""All known types by name."""
_SUBTYPES = {
    (name, subtype): TYPES[name]._replace(
        ris=ris, csl=csl, openurl="dc", openurl_genre="", schema=schema, jats=jats, zotero=zotero
    )
    for name in ("article", "suppperiodical")
    for subtype, ris, csl, schema, jats, zotero in (
        ("newspaper", "NEWS", "article-newspaper", "NewsArticle", "news", "newspaperArticle"),
        ("magazine", "MGZN", "article-magazine", "Article", "other", "magazineArticle"),
    )
}
"""Properties by type and ``entrysubtype``."""
_POST = TYPES["online"]._replace(
    csl="post-weblog", ris="BLOG", schema="BlogPosting", zotero="blogPost"
)
SERVING_TYPES = frozenset({"xdata", "set"})
"""Types of entries that are not works but contain data for other entries."""
HEADINGS = (
    "Journal articles", "Conference papers", "Books and chapters", "Preprints", "Theses",
    "Reports", SOFTWARE_AND_DATA, "Patents", "Other",
)  # fmt: skip
"""The headings in the order of lists."""


def entry_type(name: str) -> EntryType:
    """Return the properties of a type; unknown types are treated like ``@misc``."""
    return TYPES.get(name.lower()) or _MISC._replace(name=name)


def kind_words(fields: Mapping[str, str]) -> str:
    """Return the field ``type``, with keys of BibLaTeX replaced by words."""
    said = plain(without_bibstring(fields.get("type", "")))
    return KIND_WORDS.get(said.lower(), said)


def place_words(text: str) -> str:
    """Return places, with keys of BibLaTeX for the countries of a patent replaced by words."""
    return _COUNTRY.sub(lambda key: _COUNTRIES[key[1]], text)


def own_type(like: str, label: str = "", heading: str = "") -> EntryType:
    """Return a type of a site's own: the built-in type `like`, under another label or heading."""
    kind = TYPES[like]
    return kind._replace(label=label or kind.label, heading=heading or kind.heading)


def read_type(name: str, fields: Mapping[str, str], own: Mapping[str, EntryType]) -> EntryType:
    """Return the type of an entry, whose ``entrysubtype`` may be ``newspaper`` or ``magazine``.

    An ``@unpublished`` talk is a ``@talk``, as in pandoc: it has an event, or its ``type``,
    ``howpublished`` or ``note`` describes a talk. `own` are the types of the site's own by name.
    """
    name = name.lower()
    if name in own:
        return own[name]
    if found := _SUBTYPES.get((name, plain(fields.get("entrysubtype", "")).lower())):
        return found
    if name != "unpublished":
        is_post = name in _PAGES and _POSTS.match(plain(fields.get("type", "")))
        return _POST._replace(name=name) if is_post else entry_type(name)
    said = (plain(fields.get(field, "")) for field in ("type", "howpublished", "note"))
    is_event = any(fields.get(field) for field in ("eventtitle", "eventdate"))
    return entry_type("talk" if is_event or any(map(_TALKS.match, said)) else name)


def unknown_type_message(name: str, own: Collection[str]) -> str | None:
    """Return a message about an unknown type; None if it is known, or one of the site's `own`."""
    if name in TYPES or name in own:
        return None
    # Nobody misspells the types that BibLaTeX leaves to styles.
    meant = sorted({*(known for known in TYPES if not known.startswith("custom")), *own})
    close = difflib.get_close_matches(name, meant, n=1)
    remedy = f"did you mean @{close[0]}?" if close else "write @misc"
    return f"@{name} is no type that BibLaTeX knows; {remedy}"
