"""JSON-LD for search engines, in the vocabulary of schema.org.

Equal contribution and ``and others``, for which schema.org has no property, are the text of
`creditText`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sphinx_publications.model.authors import Author
from sphinx_publications.model.entry_types import Highwire
from sphinx_publications.model.links import Link
from sphinx_publications.model.names import Name
from sphinx_publications.model.note_markup import plain_remark
from sphinx_publications.model.publication import Publication

Thing: TypeAlias = dict[str, Any]


def article(
    publication: Publication, page: str, *, owner: str = "", image: str = "", language: str = ""
) -> Thing:
    """Return a paper; `page` and `language` are the address and language of its page.

    `owner` is the ``@id`` of the owner, `image` the address of the figure or social card.
    """
    details, date = publication.details, publication.date
    type_ = publication.entry_type.schema
    container = _container(publication)
    thing: Thing = {
        "@type": type_,
        "@id": f"{page}#paper",
        "url": page,
        "mainEntityOfPage": _page("WebPage", page, language) if language else "",
        "name": publication.own_title,
        "headline": publication.own_title if type_.endswith("Article") else "",
        "editor": [] if container else [_person(name) for name in publication.editors],
        publication.role: [_author(author, owner) for author in publication.authors],
        "datePublished": date.appeared.edtf,
        "creativeWorkStatus": date.status,
        "isPartOf": container,
        "pagination": details.located if type_ in _WITH_PAGES else "",
        "reportNumber": details.number if type_ == "Report" else "",
        "bookEdition": details.edition if type_ == "Book" else "",
        "isbn": details.isbn if type_ == "Book" else "",
        "version": details.version,
        "publisher": publication.publisher and _organization(publication.publisher),
        "identifier": _identifiers(publication),
        "sameAs": [link.url for link in _absolute(publication) if link.leads_to_paper],
        "image": image,
        "abstract": publication.plain_abstract,
        "keywords": list(publication.keywords),
        "inLanguage": list(details.languages) if len(details.languages) > 1 else details.language,
        "award": [plain_remark(award) for award in publication.awards],
        "creditText": "; ".join((*publication.contributions, *publication.open_lists)),
        "codeRepository": _code(publication) if type_ == "SoftwareSourceCode" else "",
    }
    return _filled(thing)


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


def profile_page(person: Mapping[str, Any], page: str, language: str = "") -> Thing:
    """Return the page of a person with the properties of schema.org's ``Person``.

    Properties for organisations may be names; `page` and `language` are those of the page.
    """
    described: Thing = {"@type": "Person", "@id": person_id(page), "url": page, **person}
    for name in person.keys() & {"affiliation", "alumniOf", "worksFor", "memberOf"}:
        names = [person[name]] if isinstance(person[name], str) else person[name]
        described[name] = [_organization(one) for one in names]
    return {**_page("ProfilePage", page, language), "mainEntity": described}


def _page(type_: str, page: str, language: str) -> Thing:
    return _filled({"@type": type_, "url": page, "inLanguage": language})


def script(things: Sequence[Thing]) -> str:
    """Return the script element with `things`."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/ld+json">{text}</script>'


_WITH_PAGES = {"ScholarlyArticle", "Article", "NewsArticle", "Chapter", "Report"}


def _container(publication: Publication) -> Thing | str:
    """Return what contains the paper: an issue of a volume of a journal, or of a book."""
    details = publication.details
    if not publication.container:
        return ""
    is_journal = publication.entry_type.highwire is Highwire.JOURNAL
    whole: Thing = _filled(
        {
            "@type": "Periodical" if is_journal else "Book",
            "name": publication.container,
            "issn": details.issn if is_journal else "",
            "isbn": "" if is_journal else details.isbn,
            "editor": [_person(name) for name in publication.editors],
        }
    )
    if details.volume:
        whole = {"@type": "PublicationVolume", "volumeNumber": details.volume, "isPartOf": whole}
    if details.issue:
        whole = {"@type": "PublicationIssue", "issueNumber": details.issue, "isPartOf": whole}
    return whole


def _identifiers(publication: Publication) -> list[Thing]:
    registry = "https://registry.identifiers.org/registry"
    kinds = (("doi", publication.doi), ("arxiv", publication.details.arxiv))
    return [
        {"@type": "PropertyValue", "propertyID": f"{registry}/{kind}", "value": value}
        for kind, value in kinds
        if value
    ]


def _organization(name: str) -> Thing:
    return {"@type": "Organization", "name": name}


def _absolute(publication: Publication) -> list[Link]:
    return [link for link in publication.all_links if "//" in link.url]


def _code(publication: Publication) -> str:
    """Return the address of a program: its repository, or else its first link."""
    links = _absolute(publication)
    code = (link.url for link in links if link.kind == "code")
    return next(code, links[0].url if links else "")


def _author(author: Author, owner: str) -> Thing:
    """Return an author; the owner has the ``@id`` that all pages share."""
    person = _person(author.name)
    if owner and author.is_owner and person["@type"] == "Person":
        person["@id"] = owner
    return person


def _person(name: Name) -> Thing:
    if not name.given:
        return _organization(name.family)
    parts = {"givenName": name.given, "familyName": name.family, "honorificSuffix": name.suffix}
    return _filled({"@type": "Person", "name": name.full, **parts})


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value}
