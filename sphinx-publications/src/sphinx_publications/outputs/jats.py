"""JATS, the front matter of one article: a standard that has a word for equal contribution.

Journal Article Tag Suite, version 1.1 (ANSI/NISO Z39.96-2015), Journal Archiving and Interchange
Tag Set: ``equal-contrib`` on the contributors, and a footnote with the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from sphinx_publications.latex import plain
from sphinx_publications.model.authors import Author
from sphinx_publications.model.marks import Mark
from sphinx_publications.model.names import Name
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.xmltext import add, allowed

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD '
    'v1.1 20151215//EN" "JATS-archivearticle1.dtd">\n'
)
_XLINK = "http://www.w3.org/1999/xlink"


def jats(publication: Publication) -> str:
    """Return the front matter of a paper as a document of its own."""
    ElementTree.register_namespace("xlink", _XLINK)
    article = Element("article", {"article-type": _article_type(publication), "dtd-version": "1.1"})
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
    return "research-article" if publication.container else "other"


def _journal(front: Element, publication: Publication) -> None:
    details = publication.details
    journal = Element("journal-meta")
    if publication.container:
        add(SubElement(journal, "journal-title-group"), "journal-title", publication.container)
    add(journal, "issn", details.issn)
    if publication.publisher:
        publisher = SubElement(journal, "publisher")
        add(publisher, "publisher-name", publication.publisher)
        add(publisher, "publisher-loc", details.place)
    if len(journal):
        front.append(journal)


def _identify(meta: Element, publication: Publication) -> None:
    details = publication.details
    add(meta, "article-id", publication.doi, **{"pub-id-type": "doi"})
    if details.archive == "arXiv":
        add(meta, "article-id", details.eprint, **{"pub-id-type": "arxiv"})
    add(meta, "article-id", details.number, **{"pub-id-type": "publisher-id"})
    title = allowed(publication.own_title)
    if title:
        add(SubElement(meta, "title-group"), "article-title", title)


def _people(meta: Element, publication: Publication) -> None:
    notes = {mark: f"fn{number}" for number, mark in enumerate(publication.marks, start=1)}
    if publication.authors:
        group = SubElement(meta, "contrib-group")
        for author in publication.authors:
            _contributor(group, author, publication.role, notes)
    if publication.editors:
        group = SubElement(meta, "contrib-group", {"content-type": "editors"})
        for name in publication.editors:
            _name(SubElement(group, "contrib", {"contrib-type": "editor"}), name)
    if notes:
        _footnotes(SubElement(meta, "author-notes"), notes)


def _contributor(group: Element, author: Author, role: str, notes: dict[Mark, str]) -> None:
    contributor = SubElement(group, "contrib", {"contrib-type": role})
    if any(mark.is_equal for mark in author.marks):
        contributor.set("equal-contrib", "yes")
    if any(mark.word == "corresponding" for mark in author.marks):
        contributor.set("corresp", "yes")
    _name(contributor, author.name)
    for mark in author.marks:
        add(contributor, "xref", mark.symbol, **{"ref-type": "fn", "rid": notes[mark]})


def _name(contributor: Element, name: Name) -> None:
    if not name.given:
        add(contributor, "collab", name.family)
        return
    parts = SubElement(contributor, "name")
    add(parts, "surname", name.family)
    add(parts, "given-names", name.given)
    add(parts, "suffix", name.suffix)


def _footnotes(place: Element, notes: dict[Mark, str]) -> None:
    for mark, identifier in notes.items():
        kind = "equal" if mark.is_equal else "corresp" if mark.word == "corresponding" else "other"
        note = SubElement(place, "fn", {"id": identifier, "fn-type": kind})
        add(note, "label", mark.symbol)
        add(note, "p", mark.said)


def _place(meta: Element, publication: Publication) -> None:
    details, date = publication.details, publication.date
    if date.year:
        published = SubElement(meta, "pub-date", {"date-type": "pub"})
        for name, part in (("day", date.day), ("month", date.month), ("year", date.year)):
            add(published, name, str(part or ""))
    add(meta, "volume", details.volume)
    add(meta, "issue", details.issue)
    add(meta, "isbn", details.isbn)
    add(meta, "fpage", details.first_page)
    if details.first_page:
        add(meta, "lpage", details.last_page)
    else:
        add(meta, "elocation-id", details.eid)


def _describe(meta: Element, publication: Publication) -> None:
    details = publication.details
    if publication.address:
        SubElement(meta, "self-uri", {f"{{{_XLINK}}}href": allowed(publication.address)})
    abstract = " ".join(plain(publication.abstract).split())
    if allowed(abstract):
        add(SubElement(meta, "abstract"), "p", abstract)
    _words(meta, publication.keywords)
    if details.event:
        conference = SubElement(meta, "conference")
        add(conference, "conf-name", details.event)
        add(conference, "conf-loc", details.event_place)


def _words(meta: Element, keywords: Iterable[str]) -> None:
    words = [word for word in keywords if allowed(word)]
    if words:
        group = SubElement(meta, "kwd-group")
        for word in words:
            add(group, "kwd", word)
