"""What a work has besides title, authors, venue and year, in words: for lists and for notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from sphinx_publications.latex import plain
from sphinx_publications.model.contributors import Contributors
from sphinx_publications.model.fields import behind_title
from sphinx_publications.model.names import Name
from sphinx_publications.model.particulars import NOTHING
from sphinx_publications.model.publication import Publication

PHRASES: dict[str, tuple[str, ...]] = {
    "whole": ("volume {volume} of {whole}", "part of {whole}"),
    "series": ("number {series_number} of {series}",),
    "issue title": ("issue “{issue_title}”",),
    "volumes": ("{volumes} volumes",),
    "pages": ("{page_total} pages",),
    "chapter": ("chapter {chapter}",),
    "article": ("article {eid}",),
    "version": ("version {version}",),
    "event": ("presented at {event}",),
    "event besides": ("{event_addon}, {event_at}", "{event_addon}", "{event_at}"),
    "how": ("{how}",),
    "original": (
        "first published as {original_title}, {original_imprint}",
        "first published as {original_title}",
        "first published: {original_imprint}",
    ),
    "visited": ("visited on {visited}",),
}
"""Words for each particular, with the places of its values; the first that can be filled is said.
"""
_PLACES = {words: re.findall(r"\{(\w+)\}", words) for said in PHRASES.values() for words in said}
_UNTOLD = "untold "
_COUNTED = {"volumes", "page_total"}
"""Values that are numbers; one with words of its own is said as it is."""


def in_english(words: str, **values: str) -> str:
    """Return words with their values, untranslated: for formats with one language."""
    return words.format(**values)


def particulars(
    publication: Publication, kinds: Collection[str], say: Callable[..., str] = in_english
) -> Iterator[str]:
    """Yield the particulars of some kinds, names in `PHRASES`, as `say` says them.

    With ``untold`` before it, a kind is left out if titles or the venue tell it.
    """
    details = publication.details
    if publication.particulars == NOTHING and not (
        details.version or details.how or details.series_number or details.eid or details.event
    ):
        return
    values = _values(publication)
    for kind in kinds:
        for words in () if _is_told(publication, kind) else PHRASES[kind.removeprefix(_UNTOLD)]:
            filled = {name: values[name] for name in _PLACES[words]}
            if all(filled.values()):
                (name, value), *_ = filled.items()
                is_told = name in _COUNTED and not value[-1].isdecimal()
                yield value if is_told else say(words, **filled)
                break


def _is_told(publication: Publication, kind: str) -> bool:
    if kind == "untold whole":
        return publication.particulars.whole in {publication.container, publication.collection}
    return kind == "untold how" and publication.how in publication.venue.name


def _values(publication: Publication) -> dict[str, str]:
    details, more = publication.details, publication.particulars
    original = (more.original_place, more.original_publisher, more.original_date.edtf)
    event = (details.event, details.event_place, more.event_date.edtf)
    return {
        "volume": details.volume,
        "whole": more.whole,
        "series": details.series,
        "series_number": details.series_number,
        "issue_title": more.issue_title,
        "volumes": more.volumes,
        "page_total": more.page_total,
        "chapter": more.chapter,
        "eid": details.eid,
        "version": details.version,
        "event": ", ".join(filter(None, event)),
        "how": publication.how,
        "event_addon": more.event_addon,
        "event_at": ", ".join(filter(None, event[1:])) if publication.entry_type.is_event else "",
        "original_title": more.original_title,
        "original_imprint": ", ".join(filter(None, original)),
        "visited": more.visited.iso,
    }


def people(
    publication: Publication,
    say: Callable[..., str] = in_english,
    name: Callable[[Name], str] = lambda name: name.full,
    but: Collection[str] = (),
) -> Iterator[str]:
    """Yield who did what, ``translated by Tom Hand``, but for some kinds.

    The author of a book is left out for a part of it by the same person.
    """
    main = publication.main_people
    for one in (main, *publication.contributors):
        is_same = one.kind == "bookauthor" and one.names == main.names
        if one.names and one.kind not in but and not is_same:
            yield said_of(one, say, name)


def said_of(
    one: Contributors,
    say: Callable[..., str] = in_english,
    name: Callable[[Name], str] = lambda name: name.full,
) -> str:
    """Return what some people did, in words: ``translated by Tom Hand``."""
    names = ", ".join(map(name, one.names))
    return say(one.role.words, names=f"{names} et al." if one.et_al else names)


def capitalized(phrases: Iterable[str]) -> list[str]:
    """Return phrases, the first with a capital letter, as sentences begin."""
    found = list(phrases)
    return [f"{phrase[:1].upper()}{phrase[1:]}" for phrase in found[:1]] + found[1:]


def cited_title(publication: Publication) -> str:
    """Return the title with its annex as plain text, as references print it."""
    return behind_title(publication.own_title, plain(publication.particulars.title_addon))
