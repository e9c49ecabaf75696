"""What pages say to search engines, in the vocabulary of schema.org as JSON-LD.

Types and properties are those of schema.org; they know no equal contribution,
which is the text of `creditText`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sphinx_publications.latex import plain
from sphinx_publications.model.authors import Author
from sphinx_publications.model.entry_types import Highwire
from sphinx_publications.model.names import Name
from sphinx_publications.model.note_markup import plain_remark
from sphinx_publications.model.publication import Publication

Thing: TypeAlias = dict[str, Any]


def article(
    publication: Publication, page: str, *, owner: str = "", image: str = "", language: str = ""
) -> Thing:
    """Return a paper; `page` is the address of its page, `language` that of the page.

    `owner` is that of the owner as a thing, `image` that of the figure, or of the picture that
    stands for the paper.
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
        "headline": publication.own_title if type_ == "ScholarlyArticle" else "",
        "editor": [] if container else [_person(name) for name in publication.editors],
        publication.role: [_author(author, owner) for author in publication.authors],
        "datePublished": "-".join(
            f"{part:02d}" for part in (date.year, date.month, date.day) if part
        ),
        "creativeWorkStatus": date.status,
        "isPartOf": container,
        "pagination": details.located if type_ in _WITH_PAGES else "",
        "reportNumber": details.number if type_ == "Report" else "",
        "bookEdition": details.edition if type_ == "Book" else "",
        "isbn": details.isbn if type_ == "Book" else "",
        "version": details.version,
        "publisher": _organization(publication.publisher),
        "identifier": _identifiers(publication),
        "sameAs": [
            link.url for link in publication.all_links if "//" in link.url and link.leads_to_paper
        ],
        "image": image,
        "abstract": " ".join(plain(publication.abstract).split()),
        "keywords": list(publication.keywords),
        "inLanguage": details.language,
        "award": [plain_remark(award) for award in publication.awards],
        "creditText": "; ".join(publication.contributions),
        "codeRepository": _code(publication) if type_ == "SoftwareSourceCode" else "",
    }
    return _filled(thing)


def source_code(publication: Publication, page: str) -> list[Thing]:
    """Return the code of a paper, if it links to any; `page` is the address of its page.

    Who wrote the code is not known.
    """
    return [
        _filled(
            {
                "@type": "SoftwareSourceCode",
                "name": f"Code of: {publication.own_title}" if publication.own_title else "",
                "codeRepository": link.url,
                "subjectOf": {"@id": f"{page}#paper"},
            }
        )
        for link in publication.links
        if link.kind == "code" and "//" in link.url
    ]


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
    """Return what the owner is on all pages, of the address of the page that is about him."""
    return f"{page}#person"


def profile_page(person: Mapping[str, Any], page: str, language: str = "") -> Thing:
    """Return the page of a person, who is given by properties of schema.org's ``Person``.

    Names of organisations stand for organisations; `language` is that of the page.
    """
    described: Thing = {"@type": "Person", "@id": person_id(page), "url": page}
    for name, value in person.items():
        if name in {"affiliation", "alumniOf", "worksFor", "memberOf"}:
            names = [value] if isinstance(value, str) else value
            described[name] = [{"@type": "Organization", "name": one} for one in names]
        else:
            described[name] = value
    return {**_page("ProfilePage", page, language), "mainEntity": described}


def _page(type_: str, page: str, language: str) -> Thing:
    return _filled({"@type": type_, "url": page, "inLanguage": language})


def script(things: Sequence[Thing]) -> str:
    """Return the element that holds `things` in a page."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/ld+json">{text}</script>'


_WITH_PAGES = {"ScholarlyArticle", "Chapter", "Report"}


def _container(publication: Publication) -> Thing | str:
    """Return what a paper is part of: an issue of a volume of a journal, or of a book."""
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
    details = publication.details
    arxiv = details.eprint if details.archive == "arXiv" else ""
    kinds = (("doi", publication.doi), ("arxiv", arxiv))
    return [
        {
            "@type": "PropertyValue",
            "propertyID": f"https://registry.identifiers.org/registry/{kind}",
            "value": value,
        }
        for kind, value in kinds
        if value
    ]


def _organization(name: str) -> Thing | str:
    return {"@type": "Organization", "name": name} if name else ""


def _code(publication: Publication) -> str:
    """Return where a program lies."""
    links = [link for link in publication.all_links if "//" in link.url]
    code = (link.url for link in links if link.kind == "code")
    return next(code, links[0].url if links else "")


def _author(author: Author, owner: str) -> Thing:
    """Return an author; the owner is the one thing that all pages speak of."""
    person = _person(author.name)
    if owner and author.is_owner and person["@type"] == "Person":
        person["@id"] = owner
    return person


def _person(name: Name) -> Thing:
    if not name.given:
        return {"@type": "Organization", "name": name.family}
    return _filled(
        {
            "@type": "Person",
            "name": name.full,
            "givenName": name.given,
            "familyName": name.family,
            "honorificSuffix": name.suffix,
        }
    )


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value}
