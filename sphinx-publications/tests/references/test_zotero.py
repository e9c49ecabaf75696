"""The imitation of Zotero, compared with what Zotero itself answered; see `zotero_server`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.csl import csl_json
from sphinx_publications.outputs.page_metadata import context_object, highwire_tags
from sphinx_publications.outputs.ris import ris
from sphinx_publications.web.page_transform import describe

from . import zotero
from .zotero import Item
from .zotero_server import answers, bibtex, spelt, works

_ELSEWHERE = {"id", "title-short", "note"}
"""What Zotero adds by itself, and notes, which are not printed."""


def imitated(folder: Path) -> Iterator[tuple[str, Item]]:
    """Yield the items of the works, with their way."""
    file = folder / "refs.bib"
    file.write_text(bibtex(), encoding="utf-8")
    found = [entry.publication for entry in read([file], ReadingOptions()).entries.values()]
    yield from (("page", _page(one)) for one in found)
    yield from (("COinS", zotero.from_openurl(one.key, context_object(one))) for one in found)
    yield from (("RIS", item) for item in zotero.from_ris(ris(found)))
    yield from (("CSL-JSON", item) for item in zotero.from_csl(json.loads(csl_json(found))))


def _page(publication: Publication) -> Item:
    said = [("description", describe(publication)), ("language", "en")]
    tags = [*highwire_tags(publication), *said]
    address = f"https://example.org/publications/{publication.key}.html"
    return zotero.from_page(publication.key, tags, address, "")


def test_the_imitation_agrees_with_zotero(tmp_path: Path) -> None:
    answered, told, asked = answers()["items"], [], set()
    for way, item in imitated(tmp_path):
        theirs = answered[way][item["id"]]
        asked.add((way, item["id"]))
        told += [
            f"{way} {item['id']} {name}: {item.get(name)!r}, and Zotero has {theirs.get(name)!r}"
            for name in sorted({*item, *theirs} - _ELSEWHERE)
            if _spelt(name, item) != _spelt(name, theirs)
        ]
    assert asked == {(way, key) for way in ("page", "COinS", "RIS", "CSL-JSON") for key in works()}
    if told:
        remedy = "Ask Zotero anew with make test-zotero UPDATE=1, or correct zotero.py:"
        pytest.fail("\n".join([remedy, *told]), pytrace=False)


def _spelt(name: str, item: Item) -> Any:
    value = item.get(name)
    return [] if name == "issued" and value in (None, {"date-parts": [[]]}) else spelt(name, value)
