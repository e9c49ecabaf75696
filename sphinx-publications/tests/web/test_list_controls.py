"""What the filter of a web page knows, and which lists have one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication
from sphinx_publications.web.list_controls import filter_data, is_first

from ..conftest import Project
from ..project.test_directive import REFS, keys


def publication(folder: Path, entry: str) -> Publication:
    file = folder / "refs.bib"
    file.write_text(entry, encoding="utf-8")
    return read([file], ReadingOptions(owner=("Home, Holly",))).entries["k"].publication


@pytest.mark.parametrize(
    ("people", "marks", "expected"),
    [
        ("Home, Holly and One, Ann", "", True),
        ("One, Ann and Home, Holly", "", False),
        ("One, Ann and Home, Holly", "1=equal; 2=equal", True),
        ("One, Ann and Home, Holly", "1=equal2; 2=equal2", True),
        ("One, Ann and Two, Bob and Home, Holly", "2=equal; 3=equal", False),
        ("One, Ann and Two, Bob and Home, Holly", "1=equal; 2=equal; 3=last", False),
        ("One, Ann and Home, Holly", "1=corresponding; 2=corresponding", False),
        ("One, Ann and Two, Bob", "1=equal; 2=equal", False),
    ],
)
def test_the_owner_is_first_alone_or_with_others(
    tmp_path: Path, people: str, marks: str, expected: bool
) -> None:
    entry = f"@misc{{k, author = {{{people}}}, author+an = {{{marks}}}, title = {{T}}}}"
    found = publication(tmp_path, entry)
    assert is_first(found) == expected
    assert ("data-role" in filter_data(found)) == expected


def test_an_entry_is_found_without_accents_and_markup(tmp_path: Path) -> None:
    found = publication(
        tmp_path,
        r"@article{k, author = {{\'E}toile, Zo\"e}, title = {\emph{Über} {LaTeX}}, year = 2020,"
        " journal = {Lang}, shortjournal = {L}, keywords = {Ä|b, c}}",
    )
    attributes = filter_data(found)
    assert attributes["data-find"] == "uber latex zoe etoile z etoile l lang 2020 a|b c"
    assert attributes["data-topic"] == "Ä b|c"


@pytest.mark.parametrize(("filter_from", "has_one"), [(0, False), (4, True), (5, True), (6, False)])
def test_a_list_of_so_many_entries_has_a_filter(
    project: Project, filter_from: int, has_one: bool
) -> None:
    project.write(refs_bib=REFS)
    build = project.build(confoverrides={"publications_filter_from": filter_from})
    assert len(keys(build)) == 5
    assert bool(build.html().select(".publications-filter-place")) == has_one
    assert len(build.html().select("li[data-find]")) == (5 if has_one else 0)
