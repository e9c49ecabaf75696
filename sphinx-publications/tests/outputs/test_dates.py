"""Ranges, seasons, doubts and years before Christ, as far as each format has a place for them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import rispy
from lxml import etree
from pybtex.database import parse_string

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.outputs.classic_bibtex import classic_bibtex
from sphinx_publications.outputs.csl import csl_item
from sphinx_publications.outputs.feed import FeedItem, feed
from sphinx_publications.outputs.jats import jats
from sphinx_publications.outputs.json_ld import article
from sphinx_publications.outputs.page_metadata import context_object, highwire_tags
from sphinx_publications.outputs.ris import ris


def dated(folder: Path, fields: str) -> SourceEntry:
    file = folder / "refs.bib"
    text = f"@article{{k, author = {{One, Ann}}, title = {{T}}, journal = {{J}}, {fields}}}"
    file.write_text(text, encoding="utf-8")
    return read([file], ReadingOptions()).entries["k"]


CSL: list[tuple[str, dict[str, Any]]] = [
    ("date = {1998/2004}", {"date-parts": [[1998], [2004]]}),
    ("date = {1999-10-14/1999-10-15}", {"date-parts": [[1999, 10, 14], [1999, 10, 15]]}),
    ("date = {1997/}", {"date-parts": [[1997], [0]]}),
    ("date = {2012-21}", {"date-parts": [[2012]], "season": 1}),
    ("year = {Fall 2012}", {"date-parts": [[2012]], "season": 3}),
    ("date = {2012-30}", {"date-parts": [[2012]], "season": 2}),
    ("date = {2012-35}", {"date-parts": [[2012]]}),
    ("date = {1850~}", {"date-parts": [[1850]], "circa": True}),
    ("date = {-0043}", {"date-parts": [[-44]]}),
]


@pytest.mark.parametrize(("fields", "issued"), CSL)
def test_csl_has_both_ends_seasons_and_doubts(
    tmp_path: Path, fields: str, issued: dict[str, Any]
) -> None:
    assert csl_item(dated(tmp_path, fields).publication)["issued"] == issued


def test_ris_has_the_start_and_says_the_rest(tmp_path: Path) -> None:
    (ranged,) = rispy.loads(ris([dated(tmp_path, "date = {1998/2004}").publication]))
    assert (ranged["year"], ranged["notes"]) == ("1998", ["Date: 1998–2004"])
    (days,) = rispy.loads(ris([dated(tmp_path, "date = {1999-10-14/1999-10-15}").publication]))
    assert days["date"] == "1999/10/14/"
    assert days["notes"] == ["Date: 1999-10-14/1999-10-15"]
    (season,) = rispy.loads(ris([dated(tmp_path, "date = {2012-21}").publication]))
    assert (season["date"], "notes" in season) == ("2012///Spring", False)


def test_jats_has_seasons_and_dates_in_words(tmp_path: Path) -> None:
    def published(fields: str) -> dict[str, str | None]:
        root = etree.fromstring(jats(dated(tmp_path, fields).publication).encode())
        (date,) = root.iter("pub-date")
        return {part.tag: part.text for part in date}

    assert published("date = {2012-21}") == {"season": "Spring", "year": "2012"}
    assert published("date = {1998/2004}") == {"year": "1998", "string-date": "1998–2004"}
    assert published("date = {1850~}") == {"year": "1850", "string-date": "ca. 1850"}
    assert published("date = {-0043}") == {"year": "44", "era": "BCE"}


def test_bibtex_has_ranges_of_years_and_months(tmp_path: Path) -> None:
    def parsed(fields: str) -> tuple[str, str]:
        found = parse_string(classic_bibtex([dated(tmp_path, fields)]), "bibtex").entries["k"]
        return found.fields["year"], found.fields.get("month", "")

    assert parsed("date = {1998/2004}") == ("1998--2004", "")
    assert parsed("date = {2002-01/2002-02}") == ("2002", "January--February")
    assert parsed("date = {2002-01/2003-02}") == ("2002--2003", "")
    assert parsed("date = {2012-21}") == ("2012", "Spring")
    days = classic_bibtex([dated(tmp_path, "date = {2002-01-05/2002-01-07}")])
    assert "day = {5--7},\n  month = jan," in days


def test_search_engines_read_ranges_in_iso_8601(tmp_path: Path) -> None:
    for form in ("1998/2004", "2012-21", "1850~", "-0043"):
        publication = dated(tmp_path, f"date = {{{form}}}").publication
        assert article(publication, "https://x.org/")["datePublished"] == form


def test_formats_of_days_have_the_start(tmp_path: Path) -> None:
    publication = dated(tmp_path, "date = {1998/2004}").publication
    assert dict(highwire_tags(publication))["citation_publication_date"] == "1998"
    assert parse_qs(context_object(publication))["rft.date"] == ["1998"]
    before = dated(tmp_path, "date = {-0043}").publication
    assert "citation_publication_date" not in dict(highwire_tags(before))
    assert "rft.date" not in parse_qs(context_object(before))
    fall = parse_qs(context_object(dated(tmp_path, "date = {2012-23}").publication))
    assert (fall["rft.ssn"], fall["rft.date"]) == (["fall"], ["2012"])
    third = parse_qs(context_object(dated(tmp_path, "date = {2012-35}").publication))
    assert third["rft.quarter"] == ["3"]


def test_no_year_is_too_early_or_late_for_the_feed(tmp_path: Path) -> None:
    for form in ("-0043", "9999-12-31", "Y17000000002"):
        item = FeedItem(dated(tmp_path, f"date = {{{form}}}").publication, "k", "k.html", "")
        assert feed("F", "A", "h", "a", [item, item], datetime(2024, 1, 1)).count(b"<entry>") == 2
