"""The button of a paper's page leads to where it is read best, and links are named by where."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.model.links import destinations

from ..bibfiles import of_venue, only, read_text, told


def named(tmp_path: Path, fields: str, type_: str = "article") -> list[tuple[str, bool]]:
    """Return the names of the links of an entry, and whether the paper is there."""
    entry = f"@{type_}{{a, author = {{One, Ann}}, title = {{T}}, year = 2020, journal = {{J}},"
    publication = read_text(tmp_path, f"{entry} {fields}}}").entries["a"].publication
    places = destinations(publication.all_links, publication.entry_type)
    return [(place.name, place.is_paper) for place in places]


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ("doi = {10.1000/a}, url = {https://papers.org/1}", ["Publisher", "DOI"]),
        ("doi = {10.1000/a}, eprint = {2106.10064}, eprinttype = {arxiv}", ["DOI", "arXiv"]),
        (
            "url = {https://arxiv.org/abs/2106.10064}, html = {https://papers.org/1}",
            ["Publisher", "arXiv"],
        ),
        (
            "url = {https://papers.org/1.pdf}, html = {https://papers.org/1}",
            ["Publisher", "PDF"],
        ),
        ("url = {https://papers.org/1.pdf}, doi = {10.1000/a}", ["PDF", "DOI"]),
        (
            "url = {https://openreview.net/forum?id=a}, arxiv = {2106.10064}",
            ["OpenReview", "arXiv"],
        ),
        (
            "url = {https://hal.science/hal-01}, arxiv = {2106.10064}, pdf = {https://a.org/a.pdf}",
            ["arXiv", "HAL", "PDF"],
        ),
        (
            "eprint = {10.1101/738385}, eprinttype = {biorxiv}, html = {https://www.hal.science/1}",
            ["HAL", "bioRxiv"],
        ),
        ("url = {https://www.ssrn.com/abstract=1}, doi = {10.1000/a}", ["DOI", "SSRN"]),
        ("url = {https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1}", ["SSRN"]),
        (
            "url = {https://www.a.org/1}, html = {https://b.org/1}",
            ["Publisher (a.org)", "Publisher (b.org)"],
        ),
    ],
)
def test_the_best_place_is_first(tmp_path: Path, fields: str, names: list[str]) -> None:
    assert named(tmp_path, fields) == [(name, True) for name in names]


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ("code = {https://github.com/a/b}, website = {https://a.org}", ["Code", "Website"]),
        ("url = {https://github.com/a/b}", ["GitHub"]),
        ("url = {https://www.youtube.com/watch?v=a}", ["Video"]),
        ("", []),
    ],
)
def test_what_is_no_paper_is_not_read(tmp_path: Path, fields: str, names: list[str]) -> None:
    assert named(tmp_path, fields) == [(name, False) for name in names]


def test_papers_come_before_what_belongs_to_them(tmp_path: Path) -> None:
    fields = "code = {https://github.com/a/b}, poster = {https://a.org/p}, arxiv = {2106.10064}"
    assert [name for name, _ in named(tmp_path, fields)] == ["arXiv", "Code", "Poster"]


def test_a_conference_paper_is_in_its_proceedings(tmp_path: Path) -> None:
    fields = "url = {https://proceedings.mlr.press/v1/a.html}, booktitle = {B}"
    assert named(tmp_path, fields, "inproceedings") == [("Proceedings", True)]


@pytest.mark.parametrize("type_", ["software", "dataset"])
def test_software_and_data_are_not_read(tmp_path: Path, type_: str) -> None:
    fields = "url = {https://papers.org/1}, doi = {10.1000/a}"
    assert named(tmp_path, fields, type_) == [("Website", False), ("DOI", False)]


@pytest.mark.parametrize(
    "value",
    [
        "10.1234/a, 10.1234/b",
        "10.1234/a; 10.1234/b",
        "10.1234/a 10.1234/b",
        "10.1234/a,10.1234/b",
        "https://doi.org/10.1234/a and https://doi.org/10.1234/b",
        "doi:10.1234/a;doi:10.1234/b",
    ],
)
def test_of_two_dois_the_first_is_read_and_the_other_told(tmp_path: Path, value: str) -> None:
    found = read_text(tmp_path, of_venue(f"journal = {{J}}, doi = {{{value}}}"))
    assert only(found).doi == "10.1234/a"
    assert told(found) == [
        "1: a: doi holds two DOIs, and only the first is read; write doi = {10.1234/a}, and the "
        "other in another field or entry"
    ]


@pytest.mark.parametrize(
    "value",
    ["10.1234/a,b;c", "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2"],
)
def test_one_doi_may_have_commas(tmp_path: Path, value: str) -> None:
    found = read_text(tmp_path, of_venue(f"journal = {{J}}, doi = {{{value}}}"))
    assert only(found).doi == value
    assert told(found) == []
