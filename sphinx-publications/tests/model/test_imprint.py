"""The facts of publication that several outputs say alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.imprint import Details
from sphinx_publications.model.languages import foreign
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication


def publication(folder: Path, type_: str, fields: str) -> Publication:
    file = folder / "refs.bib"
    text = f"@{type_}{{k, author = {{One, Ann}}, title = {{T}}, year = {{2020}}, {fields}}}"
    file.write_text(text, encoding="utf-8")
    return read([file], ReadingOptions()).entries["k"].publication


ARXIV = "eprint = {2106.10064}, eprinttype = {arxiv}"


@pytest.mark.parametrize(
    ("type_", "fields", "address"),
    [
        ("article", "journal = {J}, url = {https://x.org/a}, html = {https://x.org/b}",
         "https://x.org/a"),
        ("article", "journal = {J}, doi = {10.1000/2}", "https://doi.org/10.1000/2"),
        ("article", "journal = {J}, code = {https://x.org/code}", ""),
        ("article", "journal = {J}, website = {https://x.org/}, slides = {https://x.org/s}", ""),
        ("article", "journal = {J}, pdf = {https://x.org/a.pdf}", "https://x.org/a.pdf"),
        # The publisher's page goes before the archive's, also where that is the ``url``.
        ("inproceedings", f"booktitle = {{P}}, {ARXIV}, html = {{https://x.org/p}}, "
         "url = {https://arxiv.org/abs/2106.10064}", "https://x.org/p"),
        ("inproceedings", f"booktitle = {{P}}, {ARXIV}", "https://arxiv.org/abs/2106.10064"),
        ("software", "code = {https://x.org/code}", "https://x.org/code"),
    ],
)  # fmt: skip
def test_the_address_is_that_of_the_work(
    tmp_path: Path, type_: str, fields: str, address: str
) -> None:
    assert publication(tmp_path, type_, fields).address == address


@pytest.mark.parametrize(
    ("fields", "number", "doi"),
    [
        (ARXIV, "arXiv:2106.10064", "10.48550/arXiv.2106.10064"),
        ("eprint = {hep-th/9901001}, eprinttype = {arxiv}", "arXiv:hep-th/9901001",
         "10.48550/arXiv.hep-th/9901001"),
        ("eprint = {10.1101/738385}, eprinttype = {biorxiv}", "", "10.1101/738385"),
        ("eprint = {hal-01303843}, eprinttype = {hal}", "hal-01303843", ""),
        (f"{ARXIV}, doi = {{10.1000/own}}", "arXiv:2106.10064", "10.1000/own"),
        (f"{ARXIV}, booktitle = {{P}}", "", ""),
    ],
)  # fmt: skip
def test_an_archive_gives_its_preprints_numbers_and_dois(
    tmp_path: Path, fields: str, number: str, doi: str
) -> None:
    found = publication(tmp_path, "misc", fields)
    assert (found.number, found.doi) == (number, doi)


@pytest.mark.parametrize(
    ("type_", "fields", "place", "event_place"),
    [
        ("inproceedings", "venue = {Oslo}, publisher = {P}, address = {Cham}", "Cham", "Oslo"),
        ("inproceedings", "venue = {Oslo}, publisher = {P}", "", "Oslo"),
        ("inproceedings", "publisher = {P}, address = {Cham}", "Cham", ""),
        ("inproceedings", "address = {Oslo}", "", "Oslo"),
        ("book", "address = {Cham}", "Cham", ""),
        ("presentation", "location = {Oslo}", "", "Oslo"),
        ("patent", "location = {countryde and countryuk}", "Germany and United Kingdom", ""),
    ],
)
def test_where_it_took_place_is_not_where_the_publisher_is(
    tmp_path: Path, type_: str, fields: str, place: str, event_place: str
) -> None:
    details = publication(tmp_path, type_, fields).details
    assert (details.place, details.event_place) == (place, event_place)


@pytest.mark.parametrize(
    ("type_", "fields", "kind"),
    [
        ("phdthesis", "school = {U}", "PhD thesis"),
        ("thesis", "type = {mathesis}, institution = {U}", "Master's thesis"),
        ("report", "type = {resreport}, institution = {U}", "Research report"),
        ("patent", "type = {patentus}, number = {1}", "U.S. patent"),
        ("thesis", "type = {Habilitation}, institution = {U}", "Habilitation"),
        ("thesis", r"type = {\bibstring{phdthesis}}, institution = {U}", "PhD thesis"),
    ],
)
def test_keys_of_biblatex_are_words(tmp_path: Path, type_: str, fields: str, kind: str) -> None:
    assert publication(tmp_path, type_, fields).details.kind == kind


@pytest.mark.parametrize(
    ("short", "said"), [("J. Neurosci.", "J. Neurosci."), ("JCNS", ""), ("Nat Neuro", "Nat Neuro")]
)
def test_an_acronym_is_no_short_title(tmp_path: Path, short: str, said: str) -> None:
    found = publication(tmp_path, "article", f"journal = {{The J}}, shortjournal = {{{short}}}")
    assert found.short_container == said


@pytest.mark.parametrize(
    ("language", "around", "expected"),
    [
        ("de", "en", "de"),
        ("en", "en-US", ""),
        ("en-GB", "en", ""),
        ("en", "", "en"),
        ("", "en", ""),
    ],
)
def test_a_language_is_said_where_it_is_another(language: str, around: str, expected: str) -> None:
    assert foreign(language, around) == expected


def test_pages_are_where_it_stands_and_else_the_number_of_the_article() -> None:
    assert Details(first_page="1", last_page="2", eid="e3").located == "1-2"
    assert Details(eid="e3").located == "e3"
