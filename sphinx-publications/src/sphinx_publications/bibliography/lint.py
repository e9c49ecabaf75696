"""Advice on entries: missing DOIs, equal titles, venues, the owner's name, macros.

Each of `RULES` yields problems of all entries; the checker runs them, builds do not. Builds run
`without_owner` and `latex_troubles`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from pybtex.database import Person

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibtex.source import RawEntry
from sphinx_publications.diagnostics import Problem, Remark, Subtype
from sphinx_publications.latex import plain
from sphinx_publications.model.entry_types import SERVING_TYPES
from sphinx_publications.model.fields import is_text, unbraced
from sphinx_publications.model.names import fold
from sphinx_publications.model.notes import begins_with_symbol
from sphinx_publications.model.states import YET_TO_COME

_PUBLISHERS_WITH_DOIS = re.compile(
    r"\b(?:acm|ieee|springer|elsevier|wiley|nature|oxford|cambridge|taylor|sage|plos|frontiers)\b"
)
VENUE_FIELDS = ("journal", "journaltitle", "booktitle", "eventtitle", "shortjournal", "abbr")
"""Fields that name a venue."""
Venue = tuple[bool, str]
"""Whether a venue is an event, and its normalized name."""


def advise(entries: Iterable[SourceEntry]) -> list[Problem]:
    """Return the problems that all `RULES` find in `entries`, sorted by line."""
    listed = [entry for entry in entries if entry.type not in SERVING_TYPES]
    found = [problem for rule in RULES for problem in rule(listed)]
    return sorted(found, key=lambda problem: (problem.file, problem.line))


def missing_doi(entries: list[SourceEntry]) -> Iterator[Problem]:
    """Report articles, and conference papers of publishers that assign DOIs, without a DOI.

    Those of one venue are one problem. Many chapters and books have no DOI, nor has what has yet
    to appear.
    """
    without: dict[str, list[SourceEntry]] = defaultdict(list)
    for entry in entries:
        publication = entry.publication
        is_out = not (publication.is_preprint or publication.date.state in YET_TO_COME)
        if is_out and not publication.doi and _usually_has_doi(entry):
            without[folded_venue(publication.venue.name)].append(entry)
    for first, *others in without.values():
        venue = first.publication.venue.name
        message = f"papers of {venue or 'this publisher'} usually have a DOI; add doi = {{10.…}}"
        if others:
            keys = ", ".join(entry.key for entry in others[:_FEW])
            message += f", also to {keys}{' and others' if len(others) > _FEW else ''}"
        yield first.source.problem(first.key, Remark("", Subtype.MISSING_DOI, message))


_FEW = 5
"""Maximum number of further entries of a venue that are named."""


def _usually_has_doi(entry: SourceEntry) -> bool:
    kind = entry.publication.entry_type.csl
    publisher = fold(plain(entry.fields.get("publisher", "")))
    is_of_publisher = kind == "paper-conference" and _PUBLISHERS_WITH_DOIS.search(publisher)
    return kind == "article-journal" or bool(is_of_publisher)


def equal_titles(entries: list[SourceEntry]) -> Iterator[Problem]:
    """Report entries with the same title."""
    for first, *others in _by(entries, _title).values():
        for other in others:
            if first.publication.is_preprint != other.publication.is_preprint:
                continue
            if other.key in _related(first) or first.key in _related(other):
                continue
            place = f"{first.key} in line {first.source.line}"
            message = f"{place} has the same title; remove one of them if it is one paper"
            yield other.source.problem(other.key, Remark("title", Subtype.EQUAL_TITLES, message))


def _related(entry: SourceEntry) -> list[str]:
    return re.split(r"\s*,\s*", entry.fields.get("related", "").strip())


def superseded_preprint(entries: list[SourceEntry]) -> Iterator[Problem]:
    """Report preprints whose published version is another entry."""
    for group in _by(entries, _title).values():
        published = [entry for entry in group if not entry.publication.is_preprint]
        for entry in group:
            if published and entry.publication.is_preprint:
                message = (
                    f"it has appeared as {published[0].key} in line {published[0].source.line}; "
                    "add eprint and eprinttype there, and remove the preprint"
                )
                yield entry.source.problem(
                    entry.key, Remark("", Subtype.SUPERSEDED_PREPRINT, message)
                )


def inconsistent_venues(entries: list[SourceEntry]) -> Iterator[Problem]:
    """Report venues that are spelled in two ways; an event and its proceedings are two venues."""
    spellings: dict[Venue, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    places: list[tuple[SourceEntry, str, Venue, str]] = []
    for entry in entries:
        for name in VENUE_FIELDS:
            if name in entry.source.field_lines and entry.fields.get(name):
                spelling = plain(entry.fields[name])
                is_event = name == "eventtitle" or entry.publication.entry_type.is_event
                venue = is_event, folded_venue(spelling)
                spellings[venue][spelling] += 1
                places.append((entry, name, venue, spelling))
    for entry, name, venue, spelling in places:
        usual = max(spellings[venue], key=lambda known: spellings[venue][known])
        if spelling != usual:
            message = f"'{spelling}' is spelled '{usual}' elsewhere; choose one"
            yield entry.source.problem(entry.key, Remark(name, Subtype.VENUE_SPELLING, message))


def figure_without_text(entries: list[SourceEntry]) -> Iterator[Problem]:
    """Report figures without alternative text."""
    for entry in entries:
        preview = entry.publication.preview
        if preview.name and not preview.alt:
            message = "the figure has no text instead of it; add previewalt = {what it shows}"
            yield entry.source.problem(entry.key, Remark("preview", Subtype.FIGURE_TEXT, message))


def folded_venue(spelling: str) -> str:
    """Normalize the name of a venue: remove accents, punctuation and small words."""
    return re.sub(r"\b(?:the|of|on|and|in|proceedings)\b|\W", "", fold(spelling))


def unbraced_names(entries: list[SourceEntry]) -> Iterator[Problem]:
    """Report titles with capitals that BibTeX would convert to lower case."""
    for entry in entries:
        if "title" not in entry.source.field_lines:
            continue
        words = unbraced(entry.fields.get("title", ""))
        if words:
            names, kept = ", ".join(words), ", ".join(f"{{{word}}}" for word in words)
            message = f"BibTeX prints {names.lower()} for {names}; write {kept}"
            yield entry.source.problem(entry.key, Remark("title", Subtype.UNBRACED_NAME, message))


RULES: tuple[Callable[[list[SourceEntry]], Iterator[Problem]], ...] = (
    missing_doi,
    equal_titles,
    superseded_preprint,
    inconsistent_venues,
    figure_without_text,
    unbraced_names,
)


def _title(entry: SourceEntry) -> str:
    return re.sub(r"\W+", " ", fold(plain(entry.publication.title))).strip()


def _by(
    entries: list[SourceEntry], key: Callable[[SourceEntry], str]
) -> Mapping[str, list[SourceEntry]]:
    groups: dict[str, list[SourceEntry]] = defaultdict(list)
    for entry in entries:
        if key(entry):
            groups[key(entry)].append(entry)
    return groups


# Check that the owner is an author, which finds misspelt names and settings.

_MOST = 3
"""Maximum number of entries that are reported one by one."""


def without_owner(
    entries: Iterable[SourceEntry], owners: Collection[str], containers: Collection[str]
) -> Iterator[Problem]:
    """Report entries of which no author is the owner; report many as one problem.

    `owners` are the names in ``publications_owner``; `containers` are keys of entries that only
    serve others.
    """
    owners = [owner for owner in owners if owner]
    works = [entry for entry in entries if entry.type not in SERVING_TYPES]
    listed = [entry for entry in works if entry.key not in containers]
    strange = [entry for entry in listed if _is_strange(entry)]
    if not owners or not strange:
        return
    name = " or ".join(owners)
    if len(strange) <= _MOST and len(strange) < len(listed):
        for entry in strange:
            message = f"no author is {name}; {_like(entry, owners)}"
            remark = Remark(entry.publication.role, Subtype.NOT_OWNER, message)
            yield entry.source.problem(entry.key, remark)
        return
    first = strange[0].source
    message = (
        f"{len(strange)} of {len(listed)} entries have no author {name}, of publications_owner "
        f"in conf.py; {_usual(strange)}"
    )
    yield Problem(Subtype.NOT_OWNER, message, first.file, first.line)


def _is_strange(entry: SourceEntry) -> bool:
    publication = entry.publication
    is_known = publication.et_al or any(author.is_owner for author in publication.authors)
    return bool(publication.authors) and not is_known


def _like(entry: SourceEntry, owners: list[str]) -> str:
    """Return a remedy; it names an author who has the owner's family name, if there is one."""
    families = {fold(owner.partition(",")[0]) for owner in owners}
    for position, author in enumerate(entry.publication.authors, start=1):
        if families & {fold(author.name.family), fold(author.name.given)}:
            return f"if {author.name.full} is, add {entry.publication.role}+an = {{{position}=me}}"
    return "see how the name is spelled there, or pay no heed"


def _usual(entries: list[SourceEntry]) -> str:
    """Return a remedy; it names an author whom most of `entries` have, if there is one."""
    names = Counter(
        author.name.inverted for entry in entries for author in entry.publication.authors
    )
    name, count = names.most_common(1)[0]
    if count > 1 and count * 2 >= len(entries):
        return f"{count} have {name}: is that how it is to be spelled?"
    return "see how the name is spelled"


# Macros that cannot be converted, and unknown macros.

_ROLES = frozenset(Person.valid_roles)


def latex_troubles(entry: SourceEntry, raw: RawEntry) -> Iterator[Problem]:
    """Report macros in the entry's own fields that are unknown or cannot be converted."""
    broken, field = _macros(raw, latex.troubles)
    if broken:
        message = (
            f"{' and '.join(broken)} cannot be read, and the text is shown without; "
            "write what belongs behind it, or remove it"
        )
        yield entry.source.problem(entry.key, Remark(field, Subtype.LATEX, message))
    unknown, field = _macros(raw, latex.unknown)
    if unknown:
        message = (
            f"{' and '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} not known, and shown "
            "as typed; write in Unicode or LaTeX what it prints"
        )
        yield entry.source.problem(entry.key, Remark(field, Subtype.UNKNOWN_MACRO, message))


def _macros(raw: RawEntry, find: Callable[[str], tuple[str, ...]]) -> tuple[list[str], str]:
    """Return the macros that `find` finds in shown fields, and the first such field."""
    found: list[str] = []
    fields: list[str] = []
    for name, value in raw.fields.items():
        # BibLaTeX's annotations are for readers of the file; explanations of symbols are shown.
        is_unseen = name.lower() == "annotation" and not begins_with_symbol(plain(value))
        if is_text(name.lower()) and not is_unseen:
            # The parts of a name are read separately.
            parts = re.split(",| and ", value) if name.lower() in _ROLES else [value]
            macros = dict.fromkeys(macro for part in parts for macro in find(part))
            found.extend(f"{macro} in {name}" for macro in macros)
            fields.extend(name.lower() for _ in macros)
    return found, fields[0] if fields else ""
