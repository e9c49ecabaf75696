"""What a work has besides title, authors, venue and year, in words: for lists and for notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import attrgetter

from sphinx_publications.latex import plain
from sphinx_publications.model.author_facts import TERMS, Contribution
from sphinx_publications.model.authors import Author, named_apart
from sphinx_publications.model.fields import behind_title
from sphinx_publications.model.imprint import Details
from sphinx_publications.model.languages import RIGHT_TO_LEFT
from sphinx_publications.model.names import Name
from sphinx_publications.model.notes import plain_remark
from sphinx_publications.model.particulars import Contributors
from sphinx_publications.model.people import Affiliation
from sphinx_publications.model.publication import Publication

PHRASES: dict[str, tuple[str, ...]] = {
    "beside": ("in {beside}",), "in series": ("series: {series}",), "kind": ("{kind}",),
    "whole": ("volume {volume} of {whole}", "part of {whole}"),
    "series": ("number {series_number} of {series}",), "edition": ("{edition} edition",),
    "number": ("number {lone_number}",), "volumes": ("{volumes} volumes",),
    "numbers": ("volume {volume}, number {issue}", "volume {volume}", "number {issue}"),
    "issue title": ("issue “{issue_title}”",), "pages": ("{page_total} pages",),
    "chapter": ("chapter {chapter}",), "article": ("article {eid}",),
    "version": ("version {version}",), "how": ("{how}",),
    "event": ("presented at {event}", "presented in {event_at}", "presented on {event_date}"),
    "event besides": ("{event_addon}, {at_event}", "{event_addon}", "{at_event}"),
    "original": (
        "first published as {original_title}, {original_imprint}",
        "first published as {original_title}",
        "first published: {original_imprint}",
    ),
    "original language": ("original language: {original_language}",),
    "publisher": ("publisher: {publisher}",), "organization": ("organization: {organization}",),
    "institution": ("institution: {institution}",), "place": ("place: {place}",),
    "isbn": ("ISBN {isbn}",), "issn": ("ISSN {issn}",), "pmcid": ("PMCID {pmcid}",),
    "standard numbers": ("{standard_numbers}",), "visited": ("visited on {visited}",),
}  # fmt: skip
"""Words for each particular, with places for values; the first that can be filled are said."""
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
    for kind in kinds:
        for words in () if _is_told(publication, kind) else PHRASES[kind.removeprefix(_UNTOLD)]:
            if filled := _filled(publication, _PLACES[words]):
                (name, value), *_ = filled.items()
                is_told = name in _COUNTED and not value[-1].isdecimal()
                yield value if is_told else say(words, **filled)
                break


def _is_told(publication: Publication, kind: str) -> bool:
    match kind:
        case "untold whole":
            return publication.particulars.whole in {publication.container, publication.collection}
        case "untold how" | "untold beside":
            return _VALUES[kind.removeprefix(_UNTOLD)](publication) in publication.venue.name
    return False


def _filled(publication: Publication, names: Iterable[str]) -> dict[str, str]:
    """Return the values of the places of a phrase; none if one is empty."""
    filled = {}
    for name in names:
        filled[name] = str(_VALUES[name](publication))
        if not filled[name]:
            return {}
    return filled


_AT_EVENT = attrgetter("details.event_place", "particulars.event_date.edtf")
_ORIGINAL = attrgetter("original_place", "original_publisher", "original_date.edtf")


def _lone_number(work: Publication) -> str:
    details = work.details
    return details.number or ("" if details.series else details.series_number)


def _original_language(work: Publication) -> str:
    # The names of BibLaTeX begin with a small letter.
    names = work.particulars.original_language.split(" and ")
    return " and ".join(name[:1].upper() + name[1:] for name in names)


def _but_publisher(name: str) -> Callable[[Publication], str]:
    """Return a getter of a detail that is empty if the publisher says the same."""
    detail = attrgetter(f"details.{name}")
    return lambda work: value if (value := detail(work)) and value != work.publisher else ""


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


_VALUES: dict[str, Callable[[Publication], str]] = {
    **{
        name: attrgetter(f"{'details' if hasattr(Details, name) else 'particulars'}.{name}")
        for names in _PLACES.values()
        for name in names
    },
    "at_event": lambda work: _joined(*_AT_EVENT(work)) if work.entry_type.is_event else "",
    "edition": lambda work: edition_of(work),
    "event": lambda work: work.details.event and _joined(work.details.event, *_AT_EVENT(work)),
    "event_at": lambda work: _joined(*_AT_EVENT(work)) if work.details.event_place else "",
    "event_date": attrgetter("particulars.event_date.edtf"),
    "how": attrgetter("how"),
    "lone_number": _lone_number,
    "original_imprint": lambda work: _joined(*_ORIGINAL(work.particulars)),
    "original_language": _original_language,
    "visited": attrgetter("particulars.visited.iso"),
    **{name: _but_publisher(name) for name in ("institution", "organization", "publisher")},
}
"""What stands in each place of a phrase."""


def remarks(
    publication: Publication, of_eprint: str = "", *, has_archive: bool = True
) -> Iterator[str]:
    """Yield note, ``howpublished``, eprint and addendum, for formats without places for them.

    `of_eprint` stands before the eprint. With `has_archive`, the format has places for that of an
    archive of which no address is known.
    """
    how = "" if publication.issuer == publication.how else publication.how
    remark = plain_remark(publication.note)
    told = ": ".join(publication.details.other_archive) if has_archive else ""
    eprint = publication.archived(told)
    eprint = eprint and f"{of_eprint}{eprint}"
    yield from filter(None, (remark, how, eprint, addendum(publication)))


def addendum(publication: Publication) -> str:
    """Return the addendum as plain text, unless it is the state that the date has."""
    said = plain_remark(publication.addendum)
    return "" if said.lower() == publication.date.status.lower() else said


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


def how_published(
    publication: Publication, words: str = "", *event: str, sign: str = "no. "
) -> str:
    """Return how and where a work was published of a type that has no other places for it.

    It begins with `words`; `sign` stands before a number, and an `event` before the place.
    """
    details = publication.details
    number = details.number or details.issue
    if not (number or publication.collection):
        number = details.series_number
    numbered = f"{sign if words else sign.capitalize()}{number}" if number else ""
    is_in_blog = publication.entry_type.zotero == "blogPost"
    return _joined(
        " ".join(filter(None, (words, numbered))),
        f"volume {details.volume}" if details.volume else "",
        f"{edition_of(publication)} edition" if details.edition else "",
        "" if details.series_number else publication.collection,
        publication.container if is_in_blog else "",
        details.holder,
        "" if publication.is_preprint else publication.publisher,
        publication.how if publication.is_preprint else details.how,
        *event,
        details.place,
    )


def how_in_reference(publication: Publication, words: str) -> str:
    """Return how a work was published, as in the template of ``misc``."""
    details = publication.details
    # A patent is called by its number.
    sign = "" if publication.entry_type.is_known_by_number else "no. "
    # What pybtex's styles print is arXiv's.
    if publication.is_preprint and publication.publisher and not details.arxiv:
        words = preprint_words(publication)
    how = how_published(publication, words, sign=sign)
    return how if how or not publication.is_preprint else details.how


def preprint_words(publication: Publication) -> str:
    """Return archive and number of a preprint: ``arXiv preprint arXiv:2001.01234``."""
    return " ".join(filter(None, (publication.publisher, "preprint", publication.number)))


def edition_of(publication: Publication) -> str:
    """Return the edition without the word for it."""
    return re.sub(r"(?i)\s+ed(?:ition|n|\.)?$", "", ordinal(publication.details.edition))


def ordinal(edition: str) -> str:
    """Return a numeric edition as an ordinal, as BibTeX's styles print it; others unchanged."""
    if not edition.isdecimal() or not edition.isascii():
        return edition
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(edition[-1], "th")
    return edition + ("th" if edition[-2:-1] == "1" else ending)


def is_mixed(publication: Publication) -> bool:
    """Whether an author has a name that is written from right to left."""
    names = [part for one in publication.authors for part in (*one.name, one.facts.native)]
    return not all(map(str.isascii, names)) and any(map(RIGHT_TO_LEFT.search, names))
