"""An Atom feed of the publications (RFC 4287), for people who follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from xml.etree import ElementTree

from sphinx_publications.i18n import translate
from sphinx_publications.latex import plain
from sphinx_publications.model.dates import Date
from sphinx_publications.model.imprint import foreign
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.jats import xml_text

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "xml:lang"
"""Says the language of an element and of what is in it (RFC 4287, section 2)."""
LONGEST = 100
"""How many publications a feed has at most."""


class FeedItem(NamedTuple):
    """A publication in a feed."""

    publication: Publication
    id: str
    """An address that stays, wherever the page lies."""
    page: str
    """Address of its page."""
    content: str
    """What is shown of it, as HTML."""


def feed(
    title: str,
    author: str,
    home: str,
    address: str,
    items: Sequence[FeedItem],
    today: datetime,
    language: str = "",
) -> bytes:
    """Return the feed; `address` is its own, `home` that of the site, `language` that of its words.

    A publication is as new as its date says, so that the same entries make the same feed; `today`
    counts where nothing has a date.
    """
    root = ElementTree.Element("feed", xmlns=_NAMESPACE)
    if language:
        root.set(_LANGUAGE, language)
    shown = items[:LONGEST]
    times = _times([item.publication.date for item in shown], today)
    _text(root, "title", title)
    _text(root, "id", address)
    ElementTree.SubElement(root, "link", rel="self", type="application/atom+xml", href=address)
    ElementTree.SubElement(root, "link", rel="alternate", type="text/html", href=home)
    _text(root, "updated", max(times, default=_written(today)))
    _text(ElementTree.SubElement(root, "author"), "name", author)
    for item, time in zip(shown, times, strict=True):
        _entry(root, item, time, language)
    ElementTree.indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root) + b"\n"


def tried(item: FeedItem) -> FeedItem:
    """Return an item that can be written; raises what writing it does."""
    _entry(ElementTree.Element("feed"), item, "", "")
    return item


def _entry(root: ElementTree.Element, item: FeedItem, updated: str, language: str) -> None:
    publication = item.publication
    entry = ElementTree.SubElement(root, "entry")
    title = _text(entry, "title", publication.own_title or translate("Untitled"))
    if own := publication.own_title and foreign(publication.details.language, language):
        title.set(_LANGUAGE, own)
    _text(entry, "id", item.id)
    ElementTree.SubElement(entry, "link", rel="alternate", type="text/html", href=item.page)
    _text(entry, "updated", updated)
    for author in publication.authors:
        _text(ElementTree.SubElement(entry, "author"), "name", author.name.full)
    for keyword in publication.keywords:
        ElementTree.SubElement(entry, "category", term=keyword)
    if publication.abstract:
        _text(entry, "summary", " ".join(plain(publication.abstract).split()))
    content = ElementTree.SubElement(entry, "content", type="html")
    content.text = xml_text(item.content)


def _times(dates: Sequence[Date], today: datetime) -> list[str]:
    """Return when each publication of a feed was new, the newest first, no two at the same time.

    Of those of one day each comes a second before the one that is shown above it. What has no
    date is as old as the oldest, and what is yet to appear as new as the newest.
    """
    days = [_day(date) for date in dates]
    known = [day for day in days if day is not None]
    newest, oldest = (max(known), min(known)) if known else (today, today)
    times: list[datetime] = []
    for date, day in zip(reversed(dates), reversed(days), strict=True):
        time = day or (newest if date.status else oldest)
        times.append(max(time, times[-1] + timedelta(seconds=1)) if times else time)
    return [_written(time) for time in reversed(times)]


def _day(date: Date) -> datetime | None:
    return datetime(date.year, date.month or 1, date.day or 1) if date.year else None


def _written(time: datetime) -> str:
    return f"{time.isoformat(timespec='seconds')}Z"


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = xml_text(text)
    return element
