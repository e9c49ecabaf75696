"""A record as a BibTeX entry, formatted like the others of its file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import chain, count
from typing import NamedTuple

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.bib_file import BibFile
from sphinx_publications.acquire.latex_markup import is_balanced, one_line, visible
from sphinx_publications.acquire.record import Record, annotated
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.lint import VENUE_FIELDS, folded_venue
from sphinx_publications.latex import plain
from sphinx_publications.model.annotations import Annotation, to_string
from sphinx_publications.model.names import Name, fold, in_braces
from sphinx_publications.model.people import Directory

_WHOLE = ("journal", "journaltitle", "booktitle")
_SHORT_NAMES = ("shortjournal", "abbr", "eventtitle")
_EDITION = re.compile(r"\b(?:19|20)\d\d\b|\b\d+(?:st|nd|rd|th)\b|['’]\d\d\b")
_TOKEN = re.compile(r"\$[^$]*\$|\\[A-Za-z]+|\\.|[{}]|[^\s{}$\\]+|\s+")
_ENDS_SENTENCE = re.compile(r"[:.?!\N{EM DASH}]\W*$")
_PARTS = re.compile(r"[-\N{HYPHEN}\N{EN DASH}/]")
_CORE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_STOP_WORDS = frozenset(
    "a an the on in of for to from with and or at by is are how why what when do does can le "
    "la les un une de des du der die das ein eine zur zum el los las uma il lo toward towards "
    "via".split()
)


def with_proper_names_in_braces(title: str) -> str:
    """Return a title in LaTeX with braces round words that must keep their capitals.

    These are acronyms, names with capitals inside and, unless the title is in title case,
    capitalized words that do not begin a sentence. Text in braces stays as it is.
    """
    tokens = _TOKEN.findall(title)
    is_title_case = _is_title_case([token for token in tokens if _is_word(token)])
    found: list[str] = []
    depth, begins = 0, True
    for token in tokens:
        depth += {"{": 1, "}": -1}.get(token, 0)
        if not _is_word(token):
            found.append(token)
            begins = begins and not token.startswith("$")
            continue
        before, core, behind = _CORE.findall(token)[0]
        is_name = _is_name(core) or (not is_title_case and not begins and core[:1].isupper())
        braced = bool(core) and depth == 0 and is_name
        # A letter after a macro is part of a word.
        braced = braced and not (found and found[-1].startswith("\\"))
        found.append(f"{before}{{{core}}}{behind}" if braced else token)
        begins = bool(_ENDS_SENTENCE.search(token))
    return "".join(found)


def _is_word(token: str) -> bool:
    return token[0] not in "\\{}$" and bool(token.strip())


def _is_title_case(words: list[str]) -> bool:
    """Whether a title is in title case, where capitals mean nothing."""
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in long) * 2 > len(long)


def _is_name(core: str) -> bool:
    """Whether a word has a capital after its start: DNA, SpiNNaker, 3D, X-ray, e-LSTM."""
    parts = _PARTS.split(core)
    if len(core) > 1 and len(parts) > 1 and any(len(p) == 1 and p.isupper() for p in parts[:1]):
        return True
    return any(any(letter.isupper() for letter in part[1:]) for part in parts)


def key_for(authors: tuple[Name, ...], year: int | None, title: str, taken: Collection[str]) -> str:
    """Return the key ``familyYEARword``; another word of the title or a number if it is `taken`.

    `taken` are keys in lower case.
    """
    family = _letters(_without_particles(authors[0])) if authors else ""
    stem = f"{family or 'anonymous'}{year or ''}"
    parts = map(_letters, re.split(r"[\s\-\N{HYPHEN}\N{EN DASH}/]+", plain(title)))
    words = [word for word in parts if len(word) > 1 and word not in _STOP_WORDS] or ["paper"]
    stems = [f"{stem}{word}" for word in words]
    keys = chain(stems, (f"{stems[0]}{number}" for number in count(2)))
    return next(key for key in keys if key not in taken)


def _without_particles(name: Name) -> str:
    words = name.family.split()
    kept = [word for word in words if not word[:1].islower()]
    return " ".join(kept if kept and name.given else words[:1] if not name.given else words)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


class Venues:
    """The fields of the newest entry of each venue and series that papers are in."""

    def __init__(self, entries: Iterable[SourceEntry]) -> None:
        self._known: dict[str, dict[str, str]] = {}
        self._series: dict[str, dict[str, str]] = {}
        for entry in sorted(entries, key=lambda e: e.publication.date.sort_key):
            if entry.publication.entry_type.is_event:
                continue  # A talk is at the conference, and not in its proceedings.
            own = {n: v for n, v in entry.fields.items() if n in entry.source.field_lines}
            for name in VENUE_FIELDS:
                if own.get(name):
                    self._known[folded_venue(plain(own[name]))] = own
                    self._series[_without_edition(own[name])] = own

    def spelled(self, record: Record) -> dict[str, str]:
        """Return the fields of a record with the spelling and the short names of a known venue."""
        fields = dict(record.fields)
        name = next((name for name in _WHOLE if fields.get(name)), "")
        if not name:
            return fields
        written = fields[name]
        known = self._known.get(folded_venue(plain(written)))
        if known is not None:
            whole = next((known[n] for n in _WHOLE if known.get(n)), written)
            is_of_one_year = _EDITION.search(plain(whole)) and not _EDITION.search(plain(written))
            fields[name] = written if is_of_one_year else whole
        series = known or self._series.get(_without_edition(written), {})
        for short in _SHORT_NAMES:
            if series.get(short):
                fields[short] = series[short]
        if fields.get("eventtitle") == fields[name] and "eventtitle" not in series:
            del fields["eventtitle"]
        return fields


def _without_edition(venue: str) -> str:
    return folded_venue(_EDITION.sub(" ", plain(venue)))


ORDER = (
    "author author+an author+an:orcid author+an:affiliation author+an:credit "
    "title subtitle journal journaltitle booktitle editor eventtitle eventdate "
    "venue shortjournal abbr series edition volume number pages eid publisher institution school "
    "location address isbn note year date month doi eprint eprinttype eprintclass archiveprefix "
    "primaryclass url html pdf code keywords abstract"
).split()
"""The order of fields in an entry; others are put before the abstract."""


class Marks(NamedTuple):
    """Marks of authors, by their numbers from 1."""

    equal: tuple[int, ...] = ()
    equal2: tuple[int, ...] = ()
    corresponding: tuple[int, ...] = ()

    def check(self, authors: int) -> None:
        """Raise `CommandError` unless the marks are possible for so many authors."""
        for name, numbers in self._asdict().items():
            wrong = next((number for number in numbers if not 1 <= number <= authors), None)
            message = f"{name} speaks of author {wrong}, but the paper has {authors}"
            if wrong is None and name != "corresponding" and len(set(numbers)) == 1:
                wrong = numbers[0]
                message = f"{name} names author {wrong} alone; an equal contribution has two"
            if wrong is not None:
                raise CommandError(f"{message}; mend the numbers")

    @property
    def annotation(self) -> str:
        """The value of ``author+an``; empty without marks."""
        words: dict[int, list[str]] = {}
        for word, numbers in self._asdict().items():
            for number in numbers:
                words.setdefault(number, []).append(word)
        return to_string(
            Annotation(number, None, tuple(dict.fromkeys(found)))
            for number, found in sorted(words.items())
        )


def names(people: Collection[Name]) -> str:
    """Return the value of an author field."""
    return " and ".join(map(_name, people))


def _name(name: Name) -> str:
    without_braces = Name(*(re.sub(r"[{}]", "", part) for part in name))
    return in_braces(without_braces, lambda text: re.sub(r"[&%$#_]", r"\\\g<0>", text))


def fields_of(
    record: Record,
    file: BibFile,
    venues: Venues,
    marks: Marks,
    people: Directory = Directory(),  # noqa: B008
) -> dict[str, str]:
    """Return the fields of an entry for a record, in their order.

    What `people` say of an author is left out.
    """
    found = {role: names(people) for role, people in record.people.items()}
    if marks.annotation and "author" in found:
        found["author+an"] = marks.annotation
    found |= annotated(record.said, record.people.get("author", ()), people)
    found |= venues.spelled(record)
    found["title"] = with_proper_names_in_braces(found["title"])
    found = {name: one_line(visible(value)) for name, value in found.items()}
    for name, value in found.items():
        if not is_balanced(value):
            raise CommandError(f"{name} has braces that do not match; add it by hand")
    if "journal" in found and file.uses("journaltitle", "journal"):
        found["journaltitle"] = found.pop("journal")
    return in_order(found)


def in_order(fields: Mapping[str, str]) -> dict[str, str]:
    """Return fields in the order of entries."""
    return dict(sorted(((n, v) for n, v in fields.items() if v), key=lambda item: rank(item[0])))


def rank(name: str) -> int:
    """Return the position of a field in the order of fields."""
    return ORDER.index(name) if name in ORDER else len(ORDER) - 2


def entry_key(record: Record, taken: Collection[str]) -> str:
    """Return a key for a record that is not among `taken`, which are in lower case."""
    people = record.people.get("author") or record.people.get("editor") or ()
    return key_for(people, record.year, record.fields.get("title", ""), taken)


def entry_text(type_: str, key: str, fields: Mapping[str, str], file: BibFile) -> str:
    """Return an entry, formatted like the others of the file."""
    lines = "".join(f"{field_line(name, value, file)},\n" for name, value in fields.items())
    return f"@{type_}{{{key},\n{lines}}}"


def field_line(name: str, value: str, file: BibFile) -> str:
    """Return a field without its comma, formatted like the others of the file."""
    space = " " * max(file.column - len(name), 1)
    return f"{file.indent}{name}{space}= {{{value}}}"
