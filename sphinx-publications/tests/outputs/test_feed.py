"""The feed and the HTML in it, whatever an entry holds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pybtex.richtext import HRef, Tag, Text

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.dates import Date
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.feed import FeedItem, feed
from sphinx_publications.rendering.html import HtmlBackend
from sphinx_publications.web.lists import EntryBackend
from sphinx_publications.web.output_files import FeedBackend

ATOM = "{http://www.w3.org/2005/Atom}"
TODAY = datetime(2026, 1, 2)


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    file = tmp_path / "refs.bib"
    file.write_text("@misc{k, author = {One, Ann}, title = {T}, year = 2020}", encoding="utf-8")
    return read([file], ReadingOptions()).entries["k"].publication


@pytest.mark.parametrize(("given", "shown"), [(1, 1), (100, 100), (101, 100)])
def test_a_feed_has_the_first_hundred(publication: Publication, given: int, shown: int) -> None:
    items = [FeedItem(publication, str(n), str(n), "") for n in range(given)]
    root = ElementTree.fromstring(feed("T", "A", "home", "address", items, TODAY))
    assert [found.text for found in root.findall(f"{ATOM}entry/{ATOM}id")] == [
        str(number) for number in range(shown)
    ]


def test_what_no_xml_may_hold_is_left_out(publication: Publication) -> None:
    # Files are read without it; entries of other sources may have it.
    odd = publication._replace(title="A\x00B\x1bC\ufffe")
    root = ElementTree.fromstring(
        feed("T\x08", "A", "", "", [FeedItem(odd, "", "", "x\x00y")], TODAY)
    )
    assert root.findtext(f"{ATOM}title") == "T"
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "ABC"
    assert root.findtext(f"{ATOM}entry/{ATOM}content") == "xy"


@pytest.mark.parametrize(
    ("dates", "updated"),
    [
        ([Date(2020, 5), Date(2020)], ["2020-05-01T00:00:00Z", "2020-01-01T00:00:00Z"]),
        ([Date(2020)] * 2, ["2020-01-01T00:00:01Z", "2020-01-01T00:00:00Z"]),
        ([Date(status="in press"), Date(2020)], ["2020-01-01T00:00:01Z", "2020-01-01T00:00:00Z"]),
        ([Date(2020), Date()], ["2020-01-01T00:00:01Z", "2020-01-01T00:00:00Z"]),
        ([Date(), Date()], ["2026-01-02T00:00:01Z", "2026-01-02T00:00:00Z"]),
        ([], []),
    ],
    ids=["dates", "one date", "in press", "no date", "no date at all", "nothing"],
)
def test_no_two_are_new_at_the_same_time_nor_in_1970(
    publication: Publication, dates: list[Date], updated: list[str]
) -> None:
    items = [FeedItem(publication._replace(date=date), "", "", "") for date in dates]
    root = ElementTree.fromstring(feed("T", "A", "home", "address", items, TODAY))
    assert [found.text for found in root.findall(f"{ATOM}entry/{ATOM}updated")] == updated
    assert root.findtext(f"{ATOM}updated") == max(updated, default="2026-01-02T00:00:00Z")
    published = [found.findtext(f"{ATOM}published") for found in root.findall(f"{ATOM}entry")]
    assert published == [
        f"{date.iso[:4]}-{date.month or 1:02}-01T00:00:00Z" if date.year else None for date in dates
    ]


@pytest.mark.parametrize("kind", ["page", "feed", "list"])
@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:x", "vbscript:x"])
def test_no_html_links_to_what_is_unsafe(publication: Publication, kind: str, address: str) -> None:
    backend = {
        "page": HtmlBackend(),
        "feed": FeedBackend(),
        "list": EntryBackend(publication, "index.html", "k", 8, ""),
    }[kind]
    assert str(HRef(address, "a <b>").render(backend)) == "a &lt;b&gt;"


def test_a_link_in_a_list_is_called_as_it_is_seen(publication: Publication) -> None:
    backend = EntryBackend(publication._replace(title='"T" & <t>'), "index.html", "k", 8, "")
    link = HRef('https://x.org/"a', Text(Tag("em", 'So "we"'), " & <b>"))
    assert str(link.render(backend)) == (
        '<a class="reference external" href="https://x.org/&quot;a">'
        "<em>So &quot;we&quot;</em> &amp; &lt;b&gt;</a>"
    )
