"""Publication details of a work: venue, language, pages, publisher and identifiers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sphinx_publications.i18n import translate
from sphinx_publications.latex import plain
from sphinx_publications.model.entry_types import EntryType, Highwire, kind_words
from sphinx_publications.model.eprints import ARXIV, arxiv_by_journal, is_at_arxiv, read_eprint
from sphinx_publications.model.identifiers import arxiv, doi

# The venue.


class Venue(NamedTuple):
    """The venue of a work."""

    name: str
    """Name shown in lists: ``NeurIPS``, ``Nature Communications``."""
    expansion: str = ""
    """Full name, if the entry has a short one too."""


def read_venue(kind: EntryType, fields: Mapping[str, str]) -> Venue:
    """Return the venue: a short name with the full one, or the first name found."""

    def first(*names: str) -> str:
        return next((plain(fields[name]) for name in names if fields.get(name)), "")

    journal = first("journal")
    if journal.lower().startswith("arxiv"):
        journal = "arXiv"
    short = first("abbr", "shortjournal")
    full = journal or first("eventtitle")
    if short:
        return Venue(short, full if full != short else "")
    if full:
        return Venue(full)
    if booktitle := first("booktitle"):
        # The ACM writes series = {KDD '16}.
        series = re.fullmatch(r"(\S.*?) ?['’]?(?:\d\d)?(\d\d)", first("series"))
        if series and fields.get("year", "").endswith(series[2]):
            return Venue(series[1], booktitle)
        return Venue(booktitle)
    of_type = what_it_is(kind, fields)
    place = first("institution", "publisher", "organization", "howpublished")
    eprint = read_eprint(fields)
    if of_type and place:
        return Venue(f"{of_type}, {place}")
    named = eprint.archive if eprint else ARXIV.name if is_at_arxiv(fields.get("url", "")) else ""
    return Venue(place or named or of_type or first("series"))


def what_it_is(kind: EntryType, fields: Mapping[str, str]) -> str:
    """Return a description of a work that has no venue: ``Working Paper 123``.

    As in BibTeX, the field ``type`` takes precedence over the label of the entry type.
    """
    said = kind_words(fields)
    words = translate(said or kind.label)
    words = words[:1].upper() + words[1:]
    number = plain(fields.get("number", ""))
    tells_number = number and kind.is_numbered and (kind.name == "patent" or said)
    return f"{words} {number}" if words and tells_number else words


# Language tags (BCP 47) of papers and pages.

_TAG = re.compile(r"([A-Za-z]{2})((?:[-_][A-Za-z0-9]{2,8})*)")
_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl"}
"""Scripts in locale names, after the at sign (glibc, "Locale Names")."""
_LANGIDS = {
    "english": "en", "american": "en-US", "british": "en-GB", "usenglish": "en-US",
    "ukenglish": "en-GB", "australian": "en-AU", "canadian": "en-CA", "newzealand": "en-NZ",
    "french": "fr", "francais": "fr", "acadian": "fr-CA", "canadien": "fr-CA",
    "german": "de", "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT",
    "swissgerman": "de-CH", "nswissgerman": "de-CH", "spanish": "es", "italian": "it",
    "portuguese": "pt", "portuges": "pt", "brazilian": "pt-BR", "brazil": "pt-BR",
    "dutch": "nl", "swedish": "sv", "danish": "da", "norwegian": "no", "norsk": "nb",
    "nynorsk": "nn", "finnish": "fi", "icelandic": "is", "polish": "pl", "czech": "cs",
    "slovak": "sk", "slovene": "sl", "slovenian": "sl", "croatian": "hr", "serbian": "sr",
    "serbianc": "sr-Cyrl", "bulgarian": "bg", "russian": "ru", "ukrainian": "uk", "greek": "el",
    "turkish": "tr", "hungarian": "hu", "magyar": "hu", "romanian": "ro", "catalan": "ca",
    "galician": "gl", "basque": "eu", "estonian": "et", "latvian": "lv", "lithuanian": "lt",
    "latin": "la", "arabic": "ar", "persian": "fa", "farsi": "fa", "hebrew": "he", "hindi": "hi",
    "japanese": "ja", "korean": "ko", "chinese": "zh", "vietnamese": "vi",
    "schinese": "zh-Hans", "chinese-simplified": "zh-Hans", "chinese-hans": "zh-Hans",
    "tchinese": "zh-Hant", "chinese-traditional": "zh-Hant", "chinese-hant": "zh-Hant",
    "thai": "th", "armenian": "hy", "georgian": "ka", "belarusian": "be", "macedonian": "mk",
    "irish": "ga", "welsh": "cy", "afrikaans": "af", "albanian": "sq", "bengali": "bn",
    "tamil": "ta", "urdu": "ur", "indonesian": "id", "malay": "ms", "marathi": "mr",
}  # fmt: skip
"""BCP 47 tags of languages of BibLaTeX (manual, "Language Support") and babel."""


def language_of_paper(text: str) -> str:
    """Return the tag of a ``langid`` or of a tag such as ``pt_BR``; empty if unknown."""
    name = text.strip().lower()
    return _LANGIDS.get(name) or (language_tag(name) if _TAG.fullmatch(name) else "")


def language_tag(locale: str) -> str:
    """Return the tag of a locale: ``pt-BR`` for ``pt_BR``, ``sr-Latn`` for ``sr@latin``.

    Subtags have the case that RFC 5646, section 2.1.1, recommends.
    """
    name, _, script = locale.strip().partition("@")
    first, *others = name.replace("_", "-").split("-")
    if script.lower() in _SCRIPTS:
        others.insert(0, _SCRIPTS[script.lower()])
    return "-".join((first.lower(), *map(_cased, others)))


def _cased(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower()


def foreign(language: str, around: str) -> str:
    """Return `language` if it differs from the language `around` it; else an empty string.

    ``en`` and ``en-US`` do not differ: a range matches its subtags (RFC 4647, section 3.3.1).
    """
    one, other = f"{language}-".lower(), f"{around}-".lower()
    return "" if one.startswith(other) or other.startswith(one) else language


_ADDRESS = re.compile(r"(?:https?|ftp)://\S+")
_LEADING = re.compile(
    r"(?:(?:accessed|also|and|at|available|from|in|link|on|online|page|see|site|the|via|web|"
    r"webpage|website|www)\W*)*",
    re.IGNORECASE,
)


class Details(NamedTuple):
    """Publication details in plain text; unknown ones are empty."""

    container: str = ""
    """Full name of the journal, proceedings or book."""
    collaboration: str = ""
    """Collaboration that the authors belong to (INSPIRE, REVTeX)."""
    how: str = ""
    """The field ``howpublished``."""
    event: str = ""
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""
    eid: str = ""
    """Article number, used in place of pages."""
    number: str = ""
    """Number of a report, a patent or similar."""
    series: str = ""
    series_number: str = ""
    edition: str = ""
    version: str = ""
    kind: str = ""
    """Kind of thesis, report, program or patent: ``PhD thesis``."""
    publisher: str = ""
    institution: str = ""
    """School or institution of a thesis or a report."""
    holder: str = ""
    """Holder of a patent."""
    place: str = ""
    """Location of the publisher."""
    event_place: str = ""
    isbn: str = ""
    issn: str = ""
    doi: str = ""
    archive: str = ""
    """Name of the eprint archive."""
    eprint: str = ""
    """Identifier in the archive."""
    language: str = ""
    """BCP 47 tag: ``en``."""

    @property
    def pages(self) -> str:
        """First and last page, joined by a hyphen."""
        return "-".join(page for page in (self.first_page, self.last_page) if page)

    @property
    def how_in_words(self) -> str:
        """``howpublished`` without addresses, and without words that only lead to one."""
        words = _ADDRESS.sub(" ", self.how).strip(" ,;:.()[]")
        return "" if _LEADING.fullmatch(words) else " ".join(words.split())

    @property
    def arxiv(self) -> str:
        """The arXiv identifier, if the eprint is at arXiv."""
        return self.eprint if self.archive == "arXiv" else ""

    @property
    def located(self) -> str:
        """Position in the volume: the pages, or else the article number."""
        return self.pages or self.eid


def read_details(kind: EntryType, fields: Mapping[str, str]) -> Details:
    """Return the publication details from the fields of an entry."""

    def first(*names: str) -> str:
        return next((plain(fields[name]) for name in names if fields.get(name)), "")

    container = first("journal", "booktitle", "maintitle")
    by_journal = arxiv_by_journal(fields)
    eprint = read_eprint(fields) or read_eprint({"arxiv": by_journal})
    archive, identifier = (eprint.archive, eprint.identifier) if eprint else ("", "")
    pages = re.split(r"\s*(?:-+|[\N{EN DASH}\N{EM DASH}])\s*", first("pages"), maxsplit=1)
    publisher = first("publisher", "organization")
    # The ``address`` of a conference paper is the publisher's, if it has one ("BibTeXing").
    is_paper = kind.is_event or kind.highwire is Highwire.CONFERENCE
    address, venue = first("location"), first("venue")
    number = first("number", "issue")
    return Details(
        container="" if re.match(r"arxiv\b", container, re.IGNORECASE) else container,
        collaboration=first("collaboration"),
        how=first("howpublished"),
        event=first("eventtitle"),
        volume="" if by_journal and arxiv(first("volume")) == by_journal else first("volume"),
        issue="" if kind.is_numbered or kind.stands_alone else number,
        first_page=pages[0],
        last_page=pages[1] if len(pages) > 1 else "",
        eid=first("eid", "article-number"),
        number=number if kind.is_numbered else "",
        series=first("series"),
        series_number=number if kind.stands_alone and not kind.is_numbered else "",
        edition=first("edition"),
        version=first("version"),
        kind=kind_words(fields) or kind.csl_genre,
        publisher=publisher,
        institution=first("institution"),
        holder=first("holder"),
        place="" if is_paper and not publisher else address,
        event_place=venue or (address if is_paper and not publisher else ""),
        isbn=first("isbn"),
        issn=first("issn"),
        doi=doi(fields.get("doi", "")) or "",
        archive=archive,
        eprint=identifier,
        language=language_of_paper(first("langid", "language")),
    )
