"""States of works that have yet to appear: BibLaTeX's ``pubstate`` and what files say for it.

Data is BibLaTeX's key (``inpress``) or words of its own, in the languages of its users; many files
say it in ``year``, ``note`` or the name of the journal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from sphinx_publications.latex import plain
from sphinx_publications.latex.macros import without_bibstring
from sphinx_publications.model.names import fold


class State(Enum):
    """How far a work is."""

    TO_APPEAR = "To appear"
    SUBMITTED = "Submitted"
    IN_PREPARATION = "In preparation"
    PUBLISHED = "published"
    OTHER = "other"
    """It has not appeared, and nothing else is said: ``unpublished``, ``not accepted``."""


YET_TO_COME = (State.TO_APPEAR, State.SUBMITTED, State.IN_PREPARATION)
"""States of works without a date, from the nearest to publication; their values are headings."""
STATES = {
    "inpreparation": "in preparation",
    "submitted": "submitted",
    "forthcoming": "forthcoming",
    "inpress": "in press",
    "prepublished": "pre-published",
    "accepted": "accepted",
    "toappear": "to appear",
    "underreview": "under review",
}
"""Words for the values of ``pubstate`` (BibLaTeX manual, "Data Fields") and for others' usual ones.
"""
_BIBLATEX = ("inpreparation", "submitted", "forthcoming", "inpress", "prepublished")

# Words for BibLaTeX's keys in other languages are those of its localisation files.
_WORDS = {
    State.TO_APPEAR: (
        "accepted|in press|forthcoming|to appear|(?:will|shall) appear|appears soon|"
        "to be published|in (?:print|production|proofs?)|coming soon|scheduled|"
        "im druck|im erscheinen|erscheint|angenommen|akzeptiert|"
        "sous presse|a paraitre|acceptee?|en prensa|en imprenta|aceptad[oa]|proximamente|"
        "por aparecer|in (?:corso di )?stampa|in corso di pubblicazione|accettato|"
        "di prossima pubblicazione|no prelo|a publicar|aceit[oae]|in druk|te verschijnen|"
        "verschijnt|geaccepteerd|i trykken|under ud?t?givelse|properament|painossa|v tisku|w druku"
    ),
    State.SUBMITTED: (
        "(?:re)?submitted|(?:under|in) (?:[a-z]+ )?(?:review|revision|consideration|evaluation)|"
        "r r|revise (?:and|&) resubmit|(?:minor|major) revisions?|"
        "eingereicht|(?:in|zur) begutachtung|soumise?|en (?:revision|evaluation)|enviad[oa]|"
        "sometid[oa]|inviato|sottomesso|submetido|em (?:revisao|avaliacao)|ingediend|indleveret|"
        "innsendt|inskickad|lahetetty"
    ),
    State.IN_PREPARATION: (
        "in prep(?:aration)?|in progress|ongoing|draft|being written|in vorbereitung|in arbeit|"
        "en preparation|en preparaci?on?|in preparazione|in voorbereiding|em preparacao|"
        "under udarbejdelse|under utarbeidelse|valmisteilla|v priprave"
    ),
}  # fmt: skip
_ONLINE = (
    "pre ?published|ahead of print|early access|online first|first online|online early|"
    "advanced? (?:online )?(?:access|article|publication)|vorveroffentlichung|prepublie"
)
_ONLY_IF = "(?:conditionally|provisionally|tentatively|to be|if|pending) accept(?:ed|ance)"
_RULES = (
    (State.OTHER, "not|never|rejected|withdrawn|unpublished|nicht|non|pas|niet|nao"),
    (State.IN_PREPARATION, "(?:to|will) be (?:re)?submitted"),
    (State.SUBMITTED, _ONLY_IF),
    (State.TO_APPEAR, _ONLINE),
    *_WORDS.items(),
    (State.PUBLISHED, "published|appeared|erschienen|veroffentlicht|paru|publiee?|publicad[oa]|"
     "pubblicato|gepubliceerd"),
)  # fmt: skip
"""States in the order in which their words are looked for."""
_PATTERNS = [(state, re.compile(rf"\b(?:{words})\b")) for state, words in _RULES]
_ANY = "|".join(["unpublished", _ONLY_IF, *_WORDS.values()])
_WORK = re.compile(r"^(?:article|manuscript|paper|preprint|work) (?:is )?", re.IGNORECASE)
_WHOLE = re.compile(
    rf"(?:{_WORK.pattern})?(?:(?:{_ANY})(?: for publication| and| in| but)?(?: |$))+"
)
_BEFORE_VENUE = re.compile(
    r"((?:re)?submitted|accepted|in press|to appear|to be published|forthcoming|"
    r"under (?:[a-z]+ )?(?:review|revision)|eingereicht|soumis|enviado)"
    r"(?: for (?:publication|review))? (?:to|in|at|by|for|with|bei|a|au) "
)
_BEHIND = re.compile(r"(?:\(([^()]+)\)|\[([^]]+)\]|,([^,]+))\s*\Z")
_UNDATED = re.compile(
    "n d|nd|no date|no year|undated|s d|s a|s f|o j|o d|ohne jahr|sans date|sin fecha|senza data"
)
_YEARS = re.compile(r"(?<!\d)\d{4}(?:[-/.]\d{1,2}){0,2}(?!\d)")
_ENDS, _BRACKETS = " ,;:.-–—/", "()[]"


@lru_cache(maxsize=4096)
def state_of(words: str) -> State | None:
    """Return the state that words say; None if they say none that is known."""
    text = _spelt(STATES.get(_squashed(words), words))
    return next((state for state, pattern in _PATTERNS if pattern.search(text)), None)


def is_undated(words: str) -> bool:
    """Whether words in place of a year say that there is none, as ``n.d.`` does."""
    return _UNDATED.fullmatch(_spelt(words)) is not None


def state_words(text: str) -> str:
    """Return a value of ``pubstate`` in words: ``in press`` for ``inpress``; others unchanged."""
    words = _bare(plain(without_bibstring(text)))
    words = _WORK.sub("", words) if _is_state(words) else words
    return STATES.get(_squashed(words), words)


def pubstate_for(words: str) -> str:
    """Return the value of ``pubstate`` for words: BibLaTeX's key, or else the words."""
    key = _squashed(words)
    return next((k for k in _BIBLATEX if k == key or STATES[k] == words), words)


def state_beside_year(text: str) -> str:
    """Return the state beside or in place of a year, in words; empty if there is none.

    That is "accepted" for ``2024 (accepted)`` and "to appear" for ``to appear in 2025``.
    """
    words = re.sub(r"[(\[][\s,;]*[)\]]", " ", _YEARS.sub(" ", plain(text)))
    words = _bare(words)
    words = re.sub(r"(?i)\s+(?:in|for|expected)$", "", words)
    is_told = state_of(words) not in {None, State.PUBLISHED}
    return state_words(words) if is_told else ""


_LETTER = re.compile(r"[^\W\d_]")
_NUMBERS = ("volume", "number", "issue", "pages", "eid")


def stated_numbers(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of fields for numbers that say a state: ``pages = {in press}``."""
    return tuple(name for name in _NUMBERS if _is_state(fields.get(name, "")))


def without_states(fields: Mapping[str, str]) -> dict[str, str]:
    """Return fields with states that stand in place of a number moved to ``pubstate``."""
    found = dict(fields)
    for name in stated_numbers(fields):
        words = found.pop(name)
        if not found.get("pubstate"):
            found["pubstate"] = words
    return found


def state_in_words(fields: Mapping[str, str]) -> tuple[str, str]:
    """Return a state in another field, ``note = {in press}``, and the field; both may be empty."""
    for name in ("note", "addendum", "howpublished", "journal", "journaltitle", "booktitle"):
        words = _state_in(fields.get(name, ""), is_venue=name not in {"note", "addendum"})
        if words:
            return words, name
    return "", ""


# Entries share their venues.
@lru_cache(maxsize=4096)
def _state_in(latex: str, *, is_venue: bool) -> str:
    text = plain(latex)
    words = text if _is_state(text) else _before(text, is_venue)
    words = words or (_behind(text) if is_venue else "")
    return state_words(words) if words else ""


def _before(text: str, is_venue: bool) -> str:
    """Return the state with which a text such as ``Submitted to …`` begins; else empty.

    Only a venue can say ``accepted``: in a note it may be about the past.
    """
    found = _BEFORE_VENUE.match(f"{_spelt(text)} ")
    if found is None or (found[1] == "accepted" and not is_venue):
        return ""
    return found[1]


def _behind(text: str) -> str:
    """Return the state in which a venue ends, as ``Nature (in press)``; empty if there is none."""
    found = _BEHIND.search(text)
    words = "".join(filter(None, found.groups())) if found else ""
    return words if _is_state(words) else ""


def _bare(text: str) -> str:
    """Return words without punctuation around them, nor brackets that hold all or stand alone."""
    words = " ".join(text.split()).strip(_ENDS)
    is_held = (words[:1], words[-1:]) in {("(", ")"), ("[", "]")}
    is_odd = any(words.count(a) != words.count(b) for a, b in ("()", "[]"))
    return words.strip(_ENDS + _BRACKETS) if is_held or is_odd else words


def _is_state(text: str) -> bool:
    """Whether a text is a state and nothing else."""
    # Most texts are numbers.
    return _LETTER.search(text) is not None and _is_state_in_words(text)


@lru_cache(maxsize=4096)
def _is_state_in_words(text: str) -> bool:
    return _WHOLE.fullmatch(_spelt(plain(text))) is not None


def _spelt(text: str) -> str:
    """Return words in small letters, without accents, with one space between them."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
