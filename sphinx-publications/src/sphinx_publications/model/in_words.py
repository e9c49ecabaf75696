"""What a work has besides title, authors, venue and year, in words: for lists and for notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from sphinx_publications.latex import plain
from sphinx_publications.model.author_facts import TERMS, Contribution
from sphinx_publications.model.authors import Author, named_apart
from sphinx_publications.model.fields import behind_title
from sphinx_publications.model.names import Name
from sphinx_publications.model.particulars import NOTHING, Contributors
from sphinx_publications.model.people import Affiliation
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


# What authors contributed, and where they worked.

BY_DEGREE = {
    "lead": "{name} (lead)",
    "equal": "{names} equally",
    "": "{name}",
    "supporting": "{name} (supporting)",
}
"""Words for one name, or for all names, with a degree, in the order in which they are said."""
LAST_OF_NAMES = "{first} and {last}"
WHO_DID = "{what}: {names}"


def contributions(publication: Publication, say: Callable[..., str] = in_english) -> Iterator[str]:
    """Yield who contributed what: ``software: Ann One and Ben Two equally``.

    Equality in a role does not mean equality in the paper.
    """
    authors = publication.authors
    terms = {one.term for author in authors for one in author.facts.contributions}
    for term in (term for term in TERMS if term in terms):
        said = []
        for degree in BY_DEGREE:
            one = Contribution(term, degree)
            meant = [one in author.facts.contributions for author in authors]
            if names := named_apart(authors, meant, publication.role):
                said.append(_to_a_degree(degree, names, say))
        yield say(WHO_DID, what=say(term.words), names=", ".join(said))


def _to_a_degree(degree: str, names: list[str], say: Callable[..., str]) -> str:
    words = BY_DEGREE[degree]
    if degree == "equal":
        return say(words, names=listed(names, say))
    return listed([say(words, name=name) if degree else name for name in names], say)


def listed(names: Sequence[str], say: Callable[..., str] = in_english) -> str:
    """Return names as in ``Ann One, Bo Two and Cy Three``."""
    *first, last = names
    return say(LAST_OF_NAMES, first=", ".join(first), last=last) if first else last


def affiliations(publication: Publication) -> dict[Affiliation, list[int]]:
    """Return the affiliations in their order, each with the places of its authors, from 0."""
    found: dict[Affiliation, list[int]] = {}
    for place, author in enumerate(publication.authors):
        for affiliation in author.affiliations:
            found.setdefault(affiliation, []).append(place)
    return found


def facts(publication: Publication, say: Callable[..., str] = in_english) -> list[str]:
    """Return what the entry says of its authors: contributions, affiliations and ORCID iDs.

    What ``publications_people`` says of them is left out. Each is a sentence without its full stop.
    """

    def places(author: Author) -> list[str]:
        found = author.facts.affiliations
        return [f"{place.name} ({place.ror})" if place.ror else place.name for place in found]

    sentences = (
        capitalized(contributions(publication, say)),
        _shared(publication, places, say),
        _identified(publication, say),
    )
    return ["; ".join(said) for said in sentences if said]


def _identified(publication: Publication, say: Callable[..., str]) -> list[str]:
    orcids = [author.facts.orcid for author in publication.authors]
    names = named_apart(publication.authors, map(bool, orcids), publication.role)
    found = zip(names, filter(None, orcids), strict=True)
    return [say(WHO_DID, what=name, names=orcid) for name, orcid in found]


def _shared(
    publication: Publication, of: Callable[[Author], list[str]], say: Callable[..., str]
) -> list[str]:
    """Return what `of` returns for authors, each with the authors who have it."""
    authors = publication.authors
    those = list(map(of, authors))
    everything = dict.fromkeys(what for found in those for what in found)
    names = (
        named_apart(authors, [what in found for found in those], publication.role)
        for what in everything
    )
    return [
        say(WHO_DID, what=what, names=listed(who, say))
        for what, who in zip(everything, names, strict=True)
    ]


def capitalized(phrases: Iterable[str]) -> list[str]:
    """Return phrases, the first with a capital letter, as sentences begin."""
    found = list(phrases)
    return [f"{phrase[:1].upper()}{phrase[1:]}" for phrase in found[:1]] + found[1:]


def cited_title(publication: Publication) -> str:
    """Return the title with its annex as plain text, as references print it."""
    return behind_title(publication.own_title, plain(publication.particulars.title_addon))
