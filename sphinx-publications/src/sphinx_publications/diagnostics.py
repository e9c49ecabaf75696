"""Problems in bibliography files and pages that are reported to the owner."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Subtype(StrEnum):
    """Warning subtypes; ``suppress_warnings = ["publications.<subtype>"]`` silences one."""

    SYNTAX = "syntax"
    """The file is not BibTeX at this line."""
    DUPLICATE_KEY = "duplicate_key"
    """Two entries have one key."""
    CROSSREF = "crossref"
    """The entry refers to one that is not there."""
    MISSING_FIELD = "missing_field"
    """A field that this type of entry needs is not there."""
    INVALID_DATE = "invalid_date"
    """The year or date cannot be read."""
    UNSAFE_LINK = "unsafe_link"
    """A link is not http, https or mailto, and was left out."""
    UNKNOWN_LINK = "unknown_link"
    """A field that nothing shows holds an address."""
    ANNOTATION = "annotation"
    """A data annotation is malformed, unknown, out of range or alone in its group."""
    UNREAD_ANNOTATION = "unread_annotation"
    """An annotation, or an explanation of a symbol, marks nobody."""
    MARKER_IN_NAME = "marker_in_name"
    """A name holds a mark such as ``*`` that belongs in an annotation."""
    FILE = "file"
    """The file is missing, empty, too large or cannot be read."""
    ENCODING = "encoding"
    """The file is not in UTF-8, or holds characters that nobody sees."""
    NAMES = "names"
    """Names are not joined as BibTeX joins them."""
    UNKNOWN_TYPE = "unknown_type"
    """The type of an entry is not known."""
    IDENTIFIER = "identifier"
    """A DOI or an arXiv identifier stands in another form than BibLaTeX's."""
    COMMENTED_OUT = "commented_out"
    """An entry is commented out and not published."""
    OUTSIDE_TEXT = "outside_text"
    """Text between entries is not read."""
    DUPLICATE_FIELD = "duplicate_field"
    """A field stands twice in one entry, or holds two values where one is read."""
    UNDEFINED_STRING = "undefined_string"
    """A value stands without braces and is no string."""
    HTML = "html"
    """A field holds HTML."""
    UNKNOWN_FIELD = "unknown_field"
    """A field that nothing shows has nearly the name of one that is shown."""
    UNUSUAL_DATE = "unusual_date"
    """A date is understood, and stands in another form than BibLaTeX's."""
    UNKNOWN_LANGUAGE = "unknown_language"
    """A name is that of no language, and only BibTeX files have it."""
    NOT_OWNER = "not_owner"
    """No author of an entry is the owner."""
    DOUBTFUL_NAME = "doubtful_name"
    """A name is read as BibTeX reads it, and may be meant as two."""
    MISSING_DOI = "missing_doi"
    """Advice: a paper of this venue usually has a DOI."""
    EQUAL_TITLES = "equal_titles"
    """Advice: two entries have one title."""
    SUPERSEDED_PREPRINT = "superseded_preprint"
    """Advice: a preprint stands beside its published version."""
    VENUE_SPELLING = "venue_spelling"
    """Advice: one venue is spelled in two ways."""
    UNBRACED_NAME = "unbraced_name"
    """Advice: a title has a word whose capitals BibTeX would lower."""
    UNLISTED = "unlisted"
    """Advice: no list of the pages shows an entry."""
    GONE_LINK = "gone_link"
    """Online: a link or a DOI leads to nothing any more."""
    UNREACHABLE_LINK = "unreachable_link"
    """Online: a link did not answer."""
    APPEARED_PREPRINT = "appeared_preprint"
    """Online: a preprint has appeared."""
    RETRACTED = "retracted"
    """Online: a paper was retracted, or there is concern about it."""
    CORRECTED = "corrected"
    """Online: there is a correction of a paper."""
    DIFFERENT_RECORD = "different_record"
    """Online: the publisher has another year or title."""
    LATEX = "latex"
    """A macro in a field lacks an argument."""
    UNKNOWN_MACRO = "unknown_macro"
    """A field has a macro that is not known, and that is shown as it was typed."""
    REMOTE_FIGURE = "remote_figure"
    """The figure of an entry is on another host."""
    FIGURE_TEXT = "figure_text"
    """Advice: a figure has no words for those who do not see it."""
    PAGE = "page"
    """Advice: a page is probably shown otherwise than it is meant."""
    FAILED = "failed"
    """An entry raised an error, and is shown as plain text."""
    CITATION = "citation"
    """A citation is not written as keys with commas between them."""
    OPTION = "option"
    """An option of a directive or of the configuration cannot be used as given."""


HINTS = frozenset(
    {
        Subtype.COMMENTED_OUT,
        Subtype.OUTSIDE_TEXT,
        Subtype.IDENTIFIER,
        Subtype.UNKNOWN_LINK,
        Subtype.MARKER_IN_NAME,
        Subtype.UNREAD_ANNOTATION,
        Subtype.HTML,
        Subtype.UNKNOWN_FIELD,
        Subtype.UNKNOWN_MACRO,
        Subtype.UNUSUAL_DATE,
        Subtype.UNKNOWN_LANGUAGE,
        Subtype.NOT_OWNER,
        Subtype.DOUBTFUL_NAME,
        Subtype.MISSING_DOI,
        Subtype.EQUAL_TITLES,
        Subtype.SUPERSEDED_PREPRINT,
        Subtype.VENUE_SPELLING,
        Subtype.REMOTE_FIGURE,
        Subtype.FIGURE_TEXT,
        Subtype.PAGE,
        Subtype.UNREACHABLE_LINK,
        Subtype.APPEARED_PREPRINT,
        Subtype.CORRECTED,
        Subtype.DIFFERENT_RECORD,
        Subtype.UNBRACED_NAME,
        Subtype.UNLISTED,
    }
)
"""Subtypes of input that is understood but can be improved: reported, but not as warnings."""


class Remark(NamedTuple):
    """A problem with one field of an entry, still without file and line."""

    field: str
    """Field with the problem; empty for the entry as a whole."""
    subtype: Subtype
    message: str
    by_setting: bool = False
    """Whether one setting fixes it in all entries."""


class Problem(NamedTuple):
    """A problem in a bibliography file, with its place."""

    subtype: Subtype
    message: str
    """What is wrong, and what to write instead."""
    file: str
    line: int
    """Line in the file, from 1."""
    key: str = ""
    """Key of the entry, if the problem is in one."""
    by_setting: bool = False
    """Whether one setting fixes it in all entries."""
    about: str = ""
    """Part of the message that is specific to this place, and not part of the cause."""

    @property
    def cause(self) -> tuple[str, Subtype, str]:
        """Key of problems with the same remedy: file, subtype, and message without quotations."""
        message = self.message.replace(self.about, "") if self.about else self.message
        return self.file, self.subtype, _QUOTED.sub("", message)

    @property
    def is_hint(self) -> bool:
        """Whether nothing is wrong, but something can be improved."""
        return self.subtype in HINTS

    @property
    def place(self) -> str:
        """File and line, as compilers write them."""
        return f"{self.file}:{self.line}"

    @property
    def text(self) -> str:
        """The message, after the key of the entry."""
        return f"{self.key}: {self.message}" if self.key else self.message


MOST_OF_A_CAUSE = 5
"""Maximum number of problems with one cause that are reported one by one."""
_QUOTED = re.compile(r"[\w+:.-]+ = \{[^{}]*\}|'[^']*'|\"[^\"]*\"|\{[^{}]*\}|\d+")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a suggestion of the nearest known word, to end a message; empty if none is near."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1)
    return f"; did you mean '{by_lower[close[0]]}'?" if close else ""


def deduplicate(problems: Iterable[Problem]) -> list[Problem]:
    """Combine problems with a frequent cause into one with their count; keep the order.

    What is said twice of one place is one problem. Combined ones take the place of the first.
    """
    causes: dict[tuple[str, Subtype, str], list[Problem]] = {}
    everything = list(dict.fromkeys(problems))
    for problem in everything:
        causes.setdefault(problem.cause, []).append(problem)
    told: list[Problem] = []
    for problem in everything:
        alike = causes[problem.cause]
        if len(alike) <= (1 if problem.by_setting else MOST_OF_A_CAUSE):
            told.append(problem)
        elif problem is alike[0]:
            lines = ", ".join(str(other.line) for other in alike[:MOST_OF_A_CAUSE])
            more = ", …" if len(alike) > MOST_OF_A_CAUSE else ""
            count = f"{problem.message} ({len(alike)} times, in lines {lines}{more})"
            told.append(problem._replace(message=count))
    return told
