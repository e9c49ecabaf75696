"""An Atom feed of publications (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from xml.etree import ElementTree

from sphinx_publications.i18n import translate
from sphinx_publications.model.dates import Date
from sphinx_publications.model.languages import foreign
from sphinx_publications.model.publication import Publication
from sphinx_publications.model.states import YET_TO_COME
from sphinx_publications.outputs.jats import xml_text

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "xml:lang"
"""The language of an element and its content (RFC 4287, section 2)."""
LONGEST = 100
"""Maximum number of publications in a feed."""


class FeedItem(NamedTuple):
    """A publication in a feed."""

    publication: Publication
    id: str
    """A permanent address, independent of that of the page."""
    page: str
    """Address of its page."""
    content: str
    """Its content as HTML."""


def feed(
    title: str,
    author: str,
    home: str,
    address: str,
    items: Sequence[FeedItem],
    today: datetime,
    language: str = "",
) -> bytes:
    """Return a feed with the address `address` for the site at `home`.

    The times of items follow from the dates of publications, so that the same entries give the
    same feed; `today` is used if none has a date. An item is published at the start of its date.
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
    """Return `item` if it can be written; raise the error otherwise."""
    _entry(ElementTree.Element("feed"), item, "", "")
    return item


def _entry(root: ElementTree.Element, item: FeedItem, updated: str, language: str) -> None:
    publication = item.publication
    entry = ElementTree.SubElement(root, "entry")
    title = _text(entry, "title", publication.own_title or translate("Untitled"))
    if own := publication.own_title and foreign(publication.details.title_language, language):
        title.set(_LANGUAGE, own)
    _text(entry, "id", item.id)
    ElementTree.SubElement(entry, "link", rel="alternate", type="text/html", href=item.page)
    _text(entry, "updated", updated)
    if publication.date.state not in YET_TO_COME and (day := _day(publication.date)):
        _text(entry, "published", _written(day))
    for author in publication.authors:
        _text(ElementTree.SubElement(entry, "author"), "name", author.name.full)
    for keyword in publication.keywords:
        ElementTree.SubElement(entry, "category", term=keyword)
    if publication.abstract:
        _text(entry, "summary", publication.plain_abstract)
    content = ElementTree.SubElement(entry, "content", type="html")
    content.text = xml_text(item.content)


def _times(dates: Sequence[Date], today: datetime) -> list[str]:
    """Return distinct times for publications with these dates, the newest first.

    Each is at least a second later than the next. A publication without a date is as old as the
    oldest; one that has yet to appear is as new as the newest.
    """
    days = [_day(date) for date in dates]
    known = [day for day in days if day is not None] or [today]
    newest, oldest = max(known), min(known)
    times: list[datetime] = []
    for date, day in zip(reversed(dates), reversed(days), strict=True):
        time = day or (newest if date.state in YET_TO_COME else oldest)
        times.append(max(time, times[-1] + timedelta(seconds=1)) if times else time)
    return [_written(time) for time in reversed(times)]


def _day(date: Date) -> datetime | None:
    start = date.start
    if start is None:
        return None
    # `datetime` has no years before Christ, and the seconds of others need a day after it.
    year = min(max(start.year, 1), 9998)
    return datetime(year, date.sort_key[1] or 1, date.day or 1)


def _written(time: datetime) -> str:
    return f"{time.isoformat(timespec='seconds')}Z"


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = xml_text(text)
    return element
