"""JSON-LD for search engines, in the vocabulary of schema.org.

Equal contribution and ``and others``, for which schema.org has no property, are the text of
`creditText`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from sphinx_publications.latex import plain
from sphinx_publications.model.authors import Author
from sphinx_publications.model.entry_types import Highwire
from sphinx_publications.model.in_words import capitalized, contributions, said_of
from sphinx_publications.model.links import Link
from sphinx_publications.model.names import Name
from sphinx_publications.model.notes import plain_remark
from sphinx_publications.model.particulars import Contributors, Particulars
from sphinx_publications.model.people import Affiliation, Profile
from sphinx_publications.model.publication import Publication

Thing: TypeAlias = dict[str, Any]


def article(
    publication: Publication, page: str, *, owner: str = "", described: Collection[str] = (),
    image: str = "", language: str = "", description: str = "",
) -> Thing:  # fmt: skip
    """Return a paper; `page` and `language` are the address and language of its page.

    `owner` is the ``@id`` of the owner, `described` the properties that the front page says of
    him, `image` the address of the figure or social card. `description` is that of a data set
    without an abstract, for which search engines require one.
    """
    details, date = publication.details, publication.date
    more, number = publication.particulars, publication.details.series_number
    type_ = publication.entry_type.schema
    container = _container(publication)
    thing: Thing = {
        "@type": type_,
        "@id": f"{page}#paper",
        "url": page,
        "mainEntityOfPage": _page("WebPage", page, language) if language else "",
        "name": publication.own_title,
        "headline": publication.own_title if type_.endswith("Article") else "",
        "alternativeHeadline": plain(more.title_addon) or more.translation,
        "alternateName": more.short_title,
        **_people(publication, owner, described),
        "datePublished": date.appeared.edtf,
        "creativeWorkStatus": date.status,
        "isPartOf": container,
        "pagination": details.located if type_ in _WITH_PAGES else "",
        "reportNumber": details.number if type_ == "Report" else "",
        "bookEdition": details.edition if type_ == "Book" else "",
        "numberOfPages": _number(more.page_total) if type_ == "Book" else "",
        "position": more.chapter if type_ == "Chapter" else "" if container else number,
        "translationOfWork" if _is_translated(publication) else "exampleOfWork": _original(more),
        "isbn": details.isbn if type_ == "Book" else "",
        "version": details.version,
        "publisher": publication.publisher and _organization(publication.publisher),
        "identifier": _identifiers(publication),
        "sameAs": [link.url for link in _absolute(publication) if link.leads_to_paper],
        "image": image,
        "abstract": publication.plain_abstract,
        "description": (publication.plain_abstract or description) if type_ == "Dataset" else "",
        "keywords": list(publication.keywords),
        "inLanguage": list(details.languages) if len(details.languages) > 1 else details.language,
        "award": [plain_remark(publication.award)] if publication.award else [],
        "creditText": "; ".join(_credits(publication)),
        "codeRepository": _code(publication) if type_ == "SoftwareSourceCode" else "",
    }
    return _filled(thing)


def _credits(publication: Publication) -> Iterator[str]:
    """Yield who did what, where no property says it."""
    yield from publication.contributions
    yield from capitalized(contributions(publication))
    people = (publication.main_people, *publication.contributors)
    type_ = publication.entry_type.schema
    unnamed = [one for one in people if one.names and _property(one, type_) == _UNNAMED]
    yield from capitalized(map(said_of, unnamed))
    yield from publication.open_lists


def source_code(publication: Publication, page: str) -> list[Thing]:
    """Return the code that a paper links to; `page` is the address of the paper's page.

    Its authors are unknown.
    """
    code = {
        "@type": "SoftwareSourceCode",
        "name": f"Code of: {publication.own_title}" if publication.own_title else "",
    }
    about = {"subjectOf": {"@id": f"{page}#paper"}}
    links = [link for link in publication.links if link.kind == "code" and "//" in link.url]
    return [_filled({**code, "codeRepository": link.url, **about}) for link in links]


def item_list(papers: Sequence[tuple[str, Publication]]) -> Thing:
    """Return a list of papers, each with the address of its page."""
    return {
        "@type": "ItemList",
        "numberOfItems": len(papers),
        "itemListElement": [
            _filled({"@type": "ListItem", "position": n, "name": paper.own_title, "url": page})
            for n, (page, paper) in enumerate(papers, start=1)
        ],
    }


def person_id(page: str) -> str:
    """Return the ``@id`` of the owner; `page` is the address of the home page."""
    return f"{page}#person"


def profile_page(
    person: Mapping[str, Any], page: str, language: str = "", profile: Profile | None = None,
    changed: str = "",
) -> Thing:  # fmt: skip
    """Return the page of a person with the properties of schema.org's ``Person``.

    Properties for organisations may be names; `page` and `language` are those of the page, which
    was last `changed` at a time. `person` wins over `profile`.
    """
    known = _known(profile.url, profile.orcid, profile.affiliations) if profile else {}
    told = {**known, "url": page, **_filled(dict(person))}
    described: Thing = {"@type": "Person", "@id": person_id(page), **told}
    for name in person.keys() & {"affiliation", "alumniOf", "worksFor", "memberOf"}:
        names = [person[name]] if isinstance(person[name], str) else person[name]
        described[name] = [_organization(one) for one in names]
    dated = _filled({"dateModified": changed})
    return {**_page("ProfilePage", page, language), **dated, "mainEntity": described}


def _page(type_: str, page: str, language: str) -> Thing:
    return _filled({"@type": type_, "url": page, "inLanguage": language})


def script(things: Sequence[Thing]) -> str:
    """Return the script element with `things`."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/ld+json">{text}</script>'


_REGISTRY = "https://registry.identifiers.org/registry/"
_WITH_PAGES = {"ScholarlyArticle", "Article", "NewsArticle", "Chapter", "Report"}


def _container(publication: Publication) -> Thing | list[Thing] | str:
    """Return what contains the paper: an issue of a volume of a journal, or of a book."""
    details = publication.details
    is_journal = publication.entry_type.highwire is Highwire.JOURNAL
    if not publication.container:
        return _series(publication) if publication.entry_type.stands_alone else ""
    whole: Thing = _filled(
        {
            "@type": "Periodical" if is_journal else "Book",
            "name": publication.container,
            "issn": details.issn if is_journal else "",
            "isbn": "" if is_journal else details.isbn,
            "author": _of_whole(publication),
            "editor": [_person(name) for name in publication.editors.names],
            "isPartOf": "" if is_journal else _series(publication),
            "position": details.series_number,
        }
    )
    if details.volume:
        whole = {"@type": "PublicationVolume", "volumeNumber": details.volume, "isPartOf": whole}
    if details.issue:
        title = publication.particulars.issue_title
        issue = {"issueNumber": details.issue, "name": title, "isPartOf": whole}
        whole = _filled({"@type": "PublicationIssue", **issue})
    return whole


def _identifiers(publication: Publication) -> list[Thing]:
    archives = (("arxiv", publication.details.arxiv), ("pubmed", publication.particulars.pmid))
    kinds = (("doi", publication.doi), *archives)
    return [
        {"@type": "PropertyValue", "propertyID": _REGISTRY + kind, "value": value}
        for kind, value in kinds
        if value
    ]


_TYPES_WITH = {"director": {"Movie", "VideoObject", "Clip", "Episode"}, "illustrator": {"Book"}}
"""Types that have a property for people; other types have contributors."""


def _people(publication: Publication, owner: str, described: Collection[str]) -> Thing:
    """Return the people by property, without those of the book that contains the work."""
    found: dict[str, list[Thing]] = {}
    main, type_ = publication.main_people, publication.entry_type.schema
    of_whole = _OF_WHOLE if publication.container else ()
    people = [one for one in publication.contributors if one.kind not in of_whole]
    authors = [
        _with_roles(author, _author(author, owner, described), _property(main, type_))
        for author in publication.authors
    ]
    listed = [(main, authors), *((one, list(map(_person, one.names))) for one in people)]
    for one, persons in listed:
        found.setdefault(_property(one, type_), []).extend(persons)
    return found


def _property(people: Contributors, type_: str) -> str:
    """Return the property for people of a work of a type of schema.org."""
    name = people.role.schema
    return name if type_ in _TYPES_WITH.get(name, {type_}) else _UNNAMED


_OF_WHOLE = {"editor", "bookauthor"}
"""Kinds of people who made the book or journal, not the paper."""
_UNNAMED = "contributor"
"""The property of people for whose work there is no other."""


def _of_whole(publication: Publication) -> list[Thing]:
    """Return the authors of the book that contains the work."""
    people = (one.names for one in publication.contributors if one.kind == "bookauthor")
    return [_person(name) for names in people for name in names]


def _series(publication: Publication) -> list[Thing]:
    """Return the series, and the work in several volumes, that a book is part of."""
    series, whole = publication.details.series, publication.particulars.whole
    named = [("BookSeries", series), ("Book", "" if whole == publication.container else whole)]
    return [{"@type": type_, "name": name} for type_, name in named if name]


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() and text.isascii() else ""


def _is_translated(publication: Publication) -> bool:
    return any(one.kind == "translator" for one in publication.contributors)


def _original(more: Particulars) -> Thing | str:
    """Return the work that was translated or printed again."""
    publisher = more.original_publisher and _organization(more.original_publisher)
    date = more.original_date.edtf
    known = {"name": more.original_title, "publisher": publisher, "datePublished": date}
    return _filled({"@type": "CreativeWork", **known}) if any(known.values()) else ""


def _organization(name: str) -> Thing:
    return {"@type": "Organization", "name": name}


def _absolute(publication: Publication) -> list[Link]:
    return [link for link in publication.all_links if "//" in link.url]


def _code(publication: Publication) -> str:
    """Return the address of a program: its repository, or else its first link."""
    links = _absolute(publication)
    code = (link.url for link in links if link.kind == "code")
    return next(code, links[0].url if links else "")


def _author(author: Author, owner: str, described: Collection[str]) -> Thing:
    """Return an author; the owner has the ``@id`` that all pages share.

    What the front page says of the owner, `described`, is not said again.
    """
    person = _person(author.name, is_person=bool(author.orcid))
    is_owner = bool(owner) and author.is_owner and person["@type"] == "Person"
    url = author.profile.url if author.profile else ""
    known = _known(url, author.orcid, author.affiliations)
    left = described if is_owner else ()
    own = {"affiliation"} if author.facts.affiliations else set()
    person |= {name: value for name, value in known.items() if name not in left or name in own}
    if author.facts.native:
        person["alternateName"] = author.facts.native
    if is_owner:
        person["@id"] = owner
    return person


def _with_roles(author: Author, person: Thing, property_: str) -> Thing:
    """Return an author within what the author contributed, if that is known.

    schema.org has no property for the degree.
    """
    said = author.facts.contributions
    degrees = [f"{one.term.name} ({one.degree})" if one.degree else one.term.name for one in said]
    role: Thing = {
        "@type": "Role",
        "roleName": [one.term.name for one in said],
        "identifier": [one.term.address for one in said],
        "description": "; ".join(degrees) if any(one.degree for one in said) else "",
        property_: person,
    }
    return _filled(role) if said else person


def _known(url: str, orcid: str, affiliations: Iterable[Affiliation]) -> Thing:
    """Return what is known of a person: address, ORCID iD and affiliations."""
    registered = {"@type": "PropertyValue", "propertyID": _REGISTRY + "orcid"}
    places = [_filled({**_organization(place.name), "@id": place.ror}) for place in affiliations]
    return _filled(
        {
            "url": url,
            "identifier": orcid and {**registered, "value": orcid.rpartition("/")[2]},
            "sameAs": orcid,
            "affiliation": places,
        }
    )


def _person(name: Name, *, is_person: bool = False) -> Thing:
    if not (name.given or is_person):
        return _organization(name.family)
    parts = {"givenName": name.given, "familyName": name.family, "honorificSuffix": name.suffix}
    return _filled({"@type": "Person", "name": name.full, **parts})


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value}
