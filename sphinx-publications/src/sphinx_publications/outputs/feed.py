"""An Atom feed of the publications (RFC 4287), for people who follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from sphinx_publications.latex import plain
from sphinx_publications.model.dates import Date
from sphinx_publications.model.publication import Publication
from sphinx_publications.words import word

_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""What no XML document may hold (XML 1.0, section 2.2)."""
_NAMESPACE = "http://www.w3.org/2005/Atom"
LONGEST = 100
"""How many publications a feed has at most."""


@dataclass(frozen=True)
class FeedItem:
    """A publication in a feed."""

    publication: Publication
    id: str
    """An address that stays, wherever the page lies."""
    page: str
    """Address of its page."""
    content: str
    """What is shown of it, as HTML."""


def feed(title: str, author: str, home: str, address: str, items: Sequence[FeedItem]) -> bytes:
    """Return the feed; `address` is its own, `home` that of the site.

    A publication is as new as its date says, so that the same entries make the same feed.
    """
    root = ElementTree.Element("feed", xmlns=_NAMESPACE)
    shown = items[:LONGEST]
    _text(root, "title", title)
    _text(root, "id", address)
    ElementTree.SubElement(root, "link", rel="self", type="application/atom+xml", href=address)
    ElementTree.SubElement(root, "link", rel="alternate", type="text/html", href=home)
    _text(root, "updated", max((_updated(i.publication.date) for i in shown), default=_NO_DATE))
    _text(ElementTree.SubElement(root, "author"), "name", author)
    for item in shown:
        _entry(root, item)
    ElementTree.indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root) + b"\n"


def tried(item: FeedItem) -> FeedItem:
    """Return an item that can be written; raises what writing it does."""
    _entry(ElementTree.Element("feed"), item)
    return item


def _entry(root: ElementTree.Element, item: FeedItem) -> None:
    publication = item.publication
    entry = ElementTree.SubElement(root, "entry")
    _text(entry, "title", publication.own_title or word("Untitled"))
    _text(entry, "id", item.id)
    ElementTree.SubElement(entry, "link", rel="alternate", type="text/html", href=item.page)
    _text(entry, "updated", _updated(publication.date))
    for author in publication.authors:
        _text(ElementTree.SubElement(entry, "author"), "name", author.name.full)
    for keyword in publication.keywords:
        ElementTree.SubElement(entry, "category", term=keyword)
    if publication.abstract:
        _text(entry, "summary", " ".join(plain(publication.abstract).split()))
    content = ElementTree.SubElement(entry, "content", type="html")
    content.text = _XML.sub("", item.content)


_NO_DATE = "1970-01-01T00:00:00Z"


def _updated(date: Date) -> str:
    if not date.year:
        return _NO_DATE
    return f"{date.year:04d}-{date.month or 1:02d}-{date.day or 1:02d}T00:00:00Z"


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _XML.sub("", text)
