"""JATS, the front matter of one article, with ``equal-contrib`` for equal contribution.

Journal Article Tag Suite, version 1.3 (ANSI/NISO Z39.96-2021), Journal Archiving and
Interchange Tag Set. A footnote explains each mark.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from sphinx_publications.model.authors import Author
from sphinx_publications.model.dates import Date
from sphinx_publications.model.in_words import addendum, affiliations, cited_title, particulars
from sphinx_publications.model.marks import Mark
from sphinx_publications.model.names import Name
from sphinx_publications.model.notes import plain_remark
from sphinx_publications.model.people import Affiliation
from sphinx_publications.model.publication import Publication

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Characters that XML does not allow (XML 1.0, section 2.2)."""
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD '
    'v1.3 20210610//EN" "JATS-archivearticle1-3.dtd">\n'
)
_XLINK = "http://www.w3.org/1999/xlink"


def xml_text(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return _FORBIDDEN.sub("", text)


def add_element(parent: Element, name: str, text: str, **attributes: str) -> None:
    """Add an element with a text to another, unless the text is empty."""
    text = xml_text(text)
    if text:
        SubElement(parent, name, attributes).text = text


def jats(publication: Publication) -> str:
    """Return the front matter of a paper as an XML document."""
    ElementTree.register_namespace("xlink", _XLINK)
    article = Element("article", {"article-type": _article_type(publication), "dtd-version": "1.3"})
    if publication.details.language:
        article.set("xml:lang", publication.details.language)
    front = SubElement(article, "front")
    _journal(front, publication)
    meta = SubElement(front, "article-meta")
    _identify(meta, publication)
    _people(meta, publication)
    _place(meta, publication)
    _describe(meta, publication)
    ElementTree.indent(article)
    return _HEAD + ElementTree.tostring(article, encoding="unicode") + "\n"


def _article_type(publication: Publication) -> str:
    if publication.is_preprint:
        return "preprint"
    if publication.entry_type.jats:
        return publication.entry_type.jats
    return "research-article" if publication.container else "other"


def _journal(front: Element, publication: Publication) -> None:
    details = publication.details
    journal = Element("journal-meta")
    if container := publication.container:
        add_element(SubElement(journal, "journal-title-group"), "journal-title", container)
    add_element(journal, "issn", details.issn)
    if publication.publisher:
        publisher = SubElement(journal, "publisher")
        add_element(publisher, "publisher-name", publication.publisher)
        add_element(publisher, "publisher-loc", details.place)
    if len(journal):
        front.append(journal)


def _identify(meta: Element, publication: Publication) -> None:
    details, more = publication.details, publication.particulars
    add_element(meta, "article-id", publication.doi, **{"pub-id-type": "doi"})
    add_element(meta, "article-id", more.pmid, **{"pub-id-type": "pmid"})
    add_element(meta, "article-id", more.pmcid, **{"pub-id-type": "pmcid"})
    add_element(meta, "article-id", details.arxiv, **{"pub-id-type": "arxiv"})
    add_element(meta, "article-id", details.number, **{"pub-id-type": "publisher-id"})
    if title := xml_text(cited_title(publication)):
        group = SubElement(meta, "title-group")
        add_element(group, "article-title", title)
        if more.translation:
            add_element(SubElement(group, "trans-title-group"), "trans-title", more.translation)
        for kind, alternative in (("short", more.short_title), ("original", more.original_title)):
            add_element(group, "alt-title", alternative, **{"alt-title-type": kind})


def _people(meta: Element, publication: Publication) -> None:
    notes = {mark: f"fn{number}" for number, mark in enumerate(publication.marks, start=1)}
    places = {place: f"aff{number}" for number, place in enumerate(affiliations(publication), 1)}
    kind = publication.main_people.kind
    if publication.authors or publication.et_al:
        group = SubElement(meta, "contrib-group")
        for author in publication.authors:
            contributor = _contributor(group, author, kind, notes)
            _facts(contributor, author, places)
        _others(group, kind, publication.et_al)
        _affiliations(group, places)
    if publication.collaboration:
        group = SubElement(meta, "contrib-group", {"content-type": "collaboration"})
        behind = SubElement(group, "contrib", {"contrib-type": "collaboration"})
        add_element(behind, "collab", publication.collaboration)
    for people in publication.contributors:
        is_editor = people.kind == "editor"
        said = {"content-type": "editors" if is_editor else people.kind}
        group = SubElement(meta, "contrib-group", said)
        for name in people.names:
            _name(SubElement(group, "contrib", {"contrib-type": people.kind}), name)
        _others(group, people.kind, people.et_al)
    if notes:
        _footnotes(SubElement(meta, "author-notes"), notes, publication)


def _others(group: Element, role: str, are_more: bool) -> None:
    """Say that there are others; a group needs a contributor, were it only these."""
    if are_more:
        place = group if len(group) else SubElement(group, "contrib", {"contrib-type": role})
        SubElement(place, "etal")


def _contributor(group: Element, author: Author, role: str, notes: dict[Mark, str]) -> Element:
    contributor = SubElement(group, "contrib", {"contrib-type": role})
    if any(mark.is_equal for mark in author.marks):
        contributor.set("equal-contrib", "yes")
    if any(mark.word == "corresponding" for mark in author.marks):
        contributor.set("corresp", "yes")
    add_element(contributor, "contrib-id", author.orcid, **{"contrib-id-type": "orcid"})
    native = author.facts.native
    place = SubElement(contributor, "name-alternatives") if native else contributor
    _name(place, author.name, is_person=bool(author.orcid))
    add_element(place, "string-name", native)
    for mark in author.marks:
        add_element(contributor, "xref", mark.symbol, **{"ref-type": "fn", "rid": notes[mark]})
    return contributor


def _facts(contributor: Element, author: Author, places: dict[Affiliation, str]) -> None:
    """Add what an author contributed, as JATS4R recommends for CRediT, and the affiliations."""
    for one in author.facts.contributions:
        said = {
            "vocab": "credit",
            "vocab-identifier": "https://credit.niso.org/",
            "vocab-term": one.term.name,
            "vocab-term-identifier": one.term.address,
        }
        if one.degree:
            said["degree-contribution"] = one.degree
        add_element(contributor, "role", one.term.name, **said)
    for place in author.affiliations:
        number = places[place].removeprefix("aff")
        add_element(contributor, "xref", number, **{"ref-type": "aff", "rid": places[place]})


def _affiliations(group: Element, places: dict[Affiliation, str]) -> None:
    for place, identifier in places.items():
        affiliation = SubElement(group, "aff", {"id": identifier})
        add_element(affiliation, "label", identifier.removeprefix("aff"))
        whole = SubElement(affiliation, "institution-wrap")
        add_element(whole, "institution-id", place.ror, **{"institution-id-type": "ror"})
        add_element(whole, "institution", place.name)


def _name(contributor: Element, name: Name, *, is_person: bool = False) -> None:
    """Add a name; one of a single word is that of an organisation, if none of a person."""
    if not (name.given or is_person):
        add_element(contributor, "collab", name.family)
        return
    parts = SubElement(contributor, "name")
    add_element(parts, "surname", name.family)
    add_element(parts, "given-names", name.given)
    add_element(parts, "suffix", name.suffix)


def _footnotes(place: Element, notes: dict[Mark, str], publication: Publication) -> None:
    """Explain each mark and name its people: pandoc puts all footnotes behind the last author."""
    for (mark, identifier), said in zip(notes.items(), publication.contributions, strict=False):
        kind = "equal" if mark.is_equal else "corresp" if mark.word == "corresponding" else "other"
        note = SubElement(place, "fn", {"id": identifier, "fn-type": kind})
        add_element(note, "label", mark.symbol)
        add_element(note, "p", said)


def _place(meta: Element, publication: Publication) -> None:
    details, date = publication.details, publication.date.appeared
    more = publication.particulars
    if date.start:
        _dated(SubElement(meta, "pub-date", {"date-type": "pub"}), date)
    add_element(meta, "volume", details.volume)
    add_element(meta, "volume-series", publication.collection)
    add_element(meta, "issue", details.issue)
    add_element(meta, "issue-title", more.issue_title)
    add_element(meta, "isbn", details.isbn)
    add_element(meta, "fpage", details.first_page)
    number = ("lpage", details.last_page) if details.first_page else ("elocation-id", details.eid)
    add_element(meta, *number)


def _dated(published: Element, date: Date) -> None:
    for name, part in (("day", date.day), ("month", date.month)):
        add_element(published, name, str(part or ""))
    add_element(published, "season", date.season_words)
    year = date.year or 0
    add_element(published, "year", str(year if year > 0 else 1 - year))
    add_element(published, "era", "" if year > 0 else "BCE")
    add_element(published, "string-date", date.whole if date.is_more_than_its_start else "")


def _describe(meta: Element, publication: Publication) -> None:
    details = publication.details
    if publication.address:
        SubElement(meta, "self-uri", {f"{{{_XLINK}}}href": xml_text(publication.address)})
    if abstract := xml_text(publication.plain_abstract):
        add_element(SubElement(meta, "abstract"), "p", abstract)
    if any(map(xml_text, publication.keywords)):
        group = SubElement(meta, "kwd-group")
        for keyword in publication.keywords:
            add_element(group, "kwd", keyword)
    event_date = publication.particulars.event_date.edtf
    if details.event or details.event_place or event_date:
        conference = SubElement(meta, "conference")
        add_element(conference, "conf-date", event_date)
        add_element(conference, "conf-name", details.event)
        add_element(conference, "conf-loc", details.event_place)
    total = publication.particulars.page_total
    if total.isdecimal():
        SubElement(SubElement(meta, "counts"), "page-count", {"count": total})
    _describe_otherwise(meta, publication)


def _describe_otherwise(meta: Element, publication: Publication) -> None:
    """Say by name what no element is for."""
    details, more = publication.details, publication.particulars
    told = publication.publisher
    named = {
        "publication-status": publication.date.status,
        "container": details.beside,
        "edition": details.edition,
        "version": details.version,
        "main-title": next(particulars(publication, ["untold whole"]), ""),
        "series-number": details.series_number,
        "number-of-volumes": more.volumes,
        "number-of-pages": "" if more.page_total.isdecimal() else more.page_total,
        "chapter": more.chapter,
        "article-number": details.eid if details.first_page else "",
        "genre": "" if publication.is_preprint else details.kind,
        "publisher-location": "" if told else details.place,
        "original-publication-date": more.original_date.edtf,
        "original-publisher": more.original_publisher,
        "original-publisher-location": more.original_place,
        "original-language": more.original_language,
        "standard-number": more.standard_numbers,
        "date-accessed": more.visited.iso,
        "howpublished": publication.how,
        "eprint": publication.archived(f"arXiv: {details.arxiv}"),
        "note": plain_remark(publication.note),
        "addendum": addendum(publication),
    }
    issuers = {
        name: getattr(details, name) for name in ("publisher", "organization", "institution")
    }
    named |= {name: value for name, value in issuers.items() if value != told}
    said = {name: value for name, value in named.items() if xml_text(value)}
    group = SubElement(meta, "custom-meta-group") if said else meta
    for name, value in said.items():
        custom = SubElement(group, "custom-meta")
        add_element(custom, "meta-name", name)
        add_element(custom, "meta-value", value)
