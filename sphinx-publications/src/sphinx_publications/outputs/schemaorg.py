"""What pages say to search engines, in the vocabulary of schema.org as JSON-LD.

Types and properties are those of schema.org; they know no equal contribution,
which is the text of `creditText`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sphinx_publications.latex import plain
from sphinx_publications.model.names import Name
from sphinx_publications.model.publication import Publication
from sphinx_publications.model.remarks import plain_remark

Thing: TypeAlias = dict[str, Any]


def article(publication: Publication, page: str, image: str = "") -> Thing:
    """Return a paper; `page` is the address of its page, `image` that of its figure."""
    details, date = publication.details, publication.date
    addresses = [link.url for link in publication.all_links if "//" in link.url]
    papers = [
        link.url for link in publication.all_links if "//" in link.url and link.leads_to_paper
    ]
    type_ = publication.entry_type.schema
    code = next((link.url for link in publication.links if link.kind == "code"), "")
    thing: Thing = {
        "@type": type_,
        "@id": f"{page}#paper",
        "url": page,
        "name": publication.own_title,
        "headline": publication.own_title if type_ == "ScholarlyArticle" else "",
        publication.role: [_person(author.name) for author in publication.authors],
        "datePublished": "-".join(
            f"{part:02d}" for part in (date.year, date.month, date.day) if part
        ),
        "creativeWorkStatus": date.status,
        "isPartOf": _container(publication),
        "pagination": details.pages if type_ in {"ScholarlyArticle", "Chapter", "Report"} else "",
        "publisher": {"@type": "Organization", "name": details.publisher}
        if details.publisher
        else "",
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "https://registry.identifiers.org/registry/doi",
            "value": details.doi,
        }
        if details.doi
        else "",
        "sameAs": papers,
        "abstract": " ".join(plain(publication.abstract).split()),
        "keywords": list(publication.keywords),
        "inLanguage": details.language,
        "image": image,
        "award": [plain_remark(award) for award in publication.awards],
        "creditText": "; ".join(publication.contributions),
    }
    if code and type_ == "SoftwareSourceCode":
        thing["codeRepository"] = code
    elif type_ == "SoftwareSourceCode" and addresses:
        thing["codeRepository"] = addresses[0]
    return _filled(thing)


def source_code(publication: Publication, page: str) -> list[Thing]:
    """Return the code of a paper, if it links to any; `page` is the address of its page."""
    return [
        _filled(
            {
                "@type": "SoftwareSourceCode",
                "name": f"Code of: {publication.own_title}" if publication.own_title else "",
                "codeRepository": link.url,
                "author": [_person(author.name) for author in publication.authors],
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


def profile_page(person: Mapping[str, Any], page: str) -> Thing:
    """Return the page of a person, who is given by properties of schema.org's ``Person``.

    Names of organisations stand for organisations.
    """
    described: Thing = {"@type": "Person", "@id": f"{page}#person", "url": page}
    for name, value in person.items():
        if name in {"affiliation", "alumniOf", "worksFor", "memberOf"}:
            names = [value] if isinstance(value, str) else value
            described[name] = [{"@type": "Organization", "name": one} for one in names]
        else:
            described[name] = value
    return {"@type": "ProfilePage", "url": page, "mainEntity": described}


def script(things: Sequence[Thing]) -> str:
    """Return the element that holds `things` in a page."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/ld+json">{text}</script>'


def _container(publication: Publication) -> Thing | str:
    details = publication.details
    if not details.container:
        return ""
    if publication.type != "article":
        return {"@type": "Book", "name": details.container}
    whole: Thing = _filled({"@type": "Periodical", "name": details.container, "issn": details.issn})
    if details.volume:
        whole = {"@type": "PublicationVolume", "volumeNumber": details.volume, "isPartOf": whole}
    if details.issue:
        whole = {"@type": "PublicationIssue", "issueNumber": details.issue, "isPartOf": whole}
    return whole


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
