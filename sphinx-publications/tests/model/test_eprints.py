"""Eprints: to which archive they belong, and what is never made up of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.identifiers import arxiv, doi
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.classic_bibtex import classic_bibtex
from sphinx_publications.outputs.csl import csl_item
from sphinx_publications.outputs.jats import jats
from sphinx_publications.outputs.ris import ris


def publication(folder: Path, fields: str) -> tuple[Publication, str, list[str]]:
    """Return an entry, what every export says of it, and what is told of it."""
    text = f"@misc{{a, author = {{One, Ann}}, title = {{T}}, year = {{2020}}, {fields}}}"
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    reading = read([folder / "refs.bib"], ReadingOptions())
    (entry,) = reading.entries.values()
    found = entry.publication
    exports = [classic_bibtex([entry]), ris([found]), json.dumps(csl_item(found)), jats(found)]
    return found, "\n".join(exports), [problem.message for problem in reading.problems]


@pytest.mark.parametrize(
    ("fields", "archive", "address", "doi"),
    [
        ("eprint = {2101.00001}", "arXiv", "https://arxiv.org/abs/2101.00001",
         "10.48550/arXiv.2101.00001"),
        ("eprint = {arXiv:math.GT/0309136v2}", "arXiv", "https://arxiv.org/abs/math.GT/0309136",
         "10.48550/arXiv.math/0309136"),
        ("eprint = {10.48550/arXiv.2101.00001}", "arXiv", "https://arxiv.org/abs/2101.00001",
         "10.48550/arXiv.2101.00001"),
        ("arxiv = {https://arxiv.org/pdf/2101.00001v3.pdf}", "arXiv",
         "https://arxiv.org/abs/2101.00001", "10.48550/arXiv.2101.00001"),
        ("eprint = {abs/2101.00001}, archiveprefix = {CoRR}", "arXiv",
         "https://arxiv.org/abs/2101.00001", "10.48550/arXiv.2101.00001"),
        ("journal = {arXiv preprint 2101.00001}", "arXiv",
         "https://arxiv.org/abs/2101.00001", "10.48550/arXiv.2101.00001"),
        ("journal = {arXiv e-prints}, pages = {arXiv:2101.00001}", "arXiv",
         "https://arxiv.org/abs/2101.00001", "10.48550/arXiv.2101.00001"),
        ("booktitle = {arXiv e-prints}, volume = {abs/2101.00001}", "arXiv",
         "https://arxiv.org/abs/2101.00001", "10.48550/arXiv.2101.00001"),
        ("eprint = {2020.01.02.123456}, eprinttype = {bioRxiv}", "bioRxiv",
         "https://doi.org/10.1101/2020.01.02.123456", "10.1101/2020.01.02.123456"),
        ("eprint = {10.64898/2026.01.02.12345678}, eprinttype = {medRxiv}", "medRxiv",
         "https://doi.org/10.64898/2026.01.02.12345678", "10.64898/2026.01.02.12345678"),
        ("eprint = {chemrxiv-2021-abc12}, eprinttype = {chemrxiv}", "ChemRxiv",
         "https://doi.org/10.26434/chemrxiv-2021-abc12", "10.26434/chemrxiv-2021-abc12"),
        ("eprint = {ab3de}, eprinttype = {osf}", "OSF Preprints", "https://osf.io/ab3de", ""),
        ("eprint = {10.31234/osf.io/ab3de_v2}", "PsyArXiv",
         "https://doi.org/10.31234/osf.io/ab3de_v2", "10.31234/osf.io/ab3de_v2"),
        ("eprint = {1234567}, archiveprefix = {SSRN}", "SSRN", "https://ssrn.com/abstract=1234567",
         ""),
        ("eprint = {10.2139/ssrn.1234567}", "SSRN", "https://doi.org/10.2139/ssrn.1234567",
         "10.2139/ssrn.1234567"),
        ("hal = {tel-01234567v2}", "HAL", "https://hal.science/tel-01234567", ""),
        ("eprint = {halshs-01234567}", "HAL", "https://hal.science/halshs-01234567", ""),
        ("eprint = {10.5281/zenodo.1234567}", "Zenodo", "https://doi.org/10.5281/zenodo.1234567",
         "10.5281/zenodo.1234567"),
        ("eprint = {1234567}, eprinttype = {zenodo}", "Zenodo",
         "https://zenodo.org/records/1234567", ""),
        ("eprint = {rs-123456/v1}, eprinttype = {Research Square}", "Research Square",
         "https://www.researchsquare.com/article/rs-123456/v1", "10.21203/rs.3.rs-123456/v1"),
        ("eprint = {2020/0123}, eprinttype = {Cryptology {ePrint} Archive}",
         "Cryptology ePrint Archive", "https://eprint.iacr.org/2020/0123", ""),
        ("eprint = {RePEc:nbr:nberwo:1234}", "RePEc",
         "https://econpapers.repec.org/RePEc:nbr:nberwo:1234", ""),
        ("eprint = {PMC1234567}", "PubMed Central",
         "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/", ""),
        ("eprint = {12345678}, eprinttype = {pubmed}", "PubMed",
         "https://pubmed.ncbi.nlm.nih.gov/12345678/", ""),
        ("eprint = {1234567}, eprinttype = {jstor}", "JSTOR",
         "https://www.jstor.org/stable/1234567", ""),
        ("eprint = {1234/5678}, eprinttype = {hdl}", "HDL", "https://hdl.handle.net/1234/5678", ""),
        ("eprint = {zyTCAlFPjgYC}, eprinttype = {googlebooks}", "Google Books",
         "https://books.google.com/books?id=zyTCAlFPjgYC", ""),
    ],
)  # fmt: skip
def test_an_eprint_leads_to_its_archive(
    tmp_path: Path, fields: str, archive: str, address: str, doi: str
) -> None:
    found, _, _ = publication(tmp_path, fields)
    link = found.venue_link
    assert link is not None
    assert (found.details.archive, link.url, found.doi) == (archive, address, doi)


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {Photoblog}",
        "eprint = {https://example.org/content/1.full.pdf}",
        "eprint = {https://example.org/2101.00001.pdf}",
        "eprint = {1234.5678}",
        "eprint = {report/1234567}",
        "eprint = {12345}",
        "eprint = {2101.00001}, eprinttype = {ourarchive}",
        "eprint = {Photoblog}, eprinttype = {arxiv}",
        "eprint = {2101.00001}, eprinttype = {ssrn}",
        "eprint = {PMC1234567}",
    ],
)
def test_what_is_no_identifier_of_arxiv_is_no_paper_of_arxiv(tmp_path: Path, fields: str) -> None:
    found, exports, _ = publication(tmp_path, fields)
    assert found.doi == ""
    assert "arxiv" not in exports.lower()
    assert "10.48550" not in exports


def test_an_unknown_archive_is_shown_by_its_name(tmp_path: Path) -> None:
    found, _, messages = publication(tmp_path, "eprint = {001}, archiveprefix = {Our Archive}")
    assert (found.where, found.venue_link) == ("Our Archive 2020", None)
    assert messages == ["no address is known of eprints of Our Archive; add url = {https://…}"]


def test_exports_have_the_number_in_an_unknown_archive(tmp_path: Path) -> None:
    found, exports, _ = publication(tmp_path, "eprint = {x-77}, eprinttype = {ArchiveX}")
    assert csl_item(found)["archive"] == "ArchiveX"
    assert csl_item(found)["archive_location"] == "x-77"
    assert "DB  - ArchiveX" in exports
    assert "AN  - x-77" in exports


def test_the_number_at_arxiv_is_no_page(tmp_path: Path) -> None:
    fields = "eprint = {2101.00001}, archiveprefix = {arXiv}, pages = {arXiv:2101.00001}"
    found, _, _ = publication(tmp_path, f"{fields}, eid = {{arXiv:2101.00001}}")
    assert (found.details.pages, found.details.eid) == ("", "")


def test_an_identifier_of_another_form_is_told_with_one_of_the_archive(tmp_path: Path) -> None:
    _, _, messages = publication(tmp_path, "eprint = {2101.00001}, eprinttype = {ssrn}")
    assert messages == [
        "eprint = {2101.00001} is no identifier of SSRN and is left out; write eprint = {1234567}"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://doi.org/10.1002/1:2%3C3::AID%3E3.0.CO;2-5", "10.1002/1:2<3::AID>3.0.CO;2-5"),
        ("10.1002/1:2%3C3::AID%3E3.0.CO;2-5", "10.1002/1:2<3::AID>3.0.CO;2-5"),
        ("https://doi.org/10.5555%2Fa", "10.5555/a"),
        ("https://doi.org/10.5555%252Fa", "10.5555/a"),
        (r"10.1175/033{\textless}0001:EX{\textgreater}2.0.CO;2", "10.1175/033<0001:EX>2.0.CO;2"),
        (r"10.1175/033\textless{}0001:EX\textgreater{}2", "10.1175/033<0001:EX>2"),
        ("10.1175/033$<$0001:EX$>$2.0.CO;2", "10.1175/033<0001:EX>2.0.CO;2"),
        (r"10.1175/033{\&}lt$\mathsemicolon$1{\&}gt$\mathsemicolon$2", "10.1175/033<1>2"),
        (r"10.1007/978-3-000-00000-0$\_$12", "10.1007/978-3-000-00000-0_12"),
        (r"\href{https://doi.org/10.5555/abc}{10.5555/abc}", "10.5555/abc"),
        (r"10.1175/033{\ensuremath{<}}0001:EX\ensuremath{\gt}2", "10.1175/033<0001:EX>2"),
        (r"10.1175/033$\lt$0001:EX$\gt$2", "10.1175/033<0001:EX>2"),
        ("10.1175/033&lt;0001:EX&gt;2.0.CO;2", "10.1175/033<0001:EX>2.0.CO;2"),
        (r"10.5555/a{\_}b", "10.5555/a_b"),
        (r"10.5555/a\textunderscore b", "10.5555/a_b"),
        ("https://doi:10.5555/a", "10.5555/a"),
        ("https://doi.org/https://dx.doi.org/10.5555/a", "10.5555/a"),
        ("http://dx.doi.org/doi:10.5555/a", "10.5555/a"),
        ("https://doi.org/10.5555/a?via=x#abstract", "10.5555/a"),
        ("https://doi.org/10.5555/%FFa", "10.5555/%FFa"),
        ("https://doi.org/10.5555/a%00b", None),
    ],
)
def test_a_doi_is_read_however_it_is_written(text: str, expected: str | None) -> None:
    assert doi(text) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://doi.org/10.5555/s1-a", "http://dx.doi.org/10.5555/S1-A", "https://doi:10.5555/s1-a",
        "https://www.doi.org/10.5555%2Fs1-a", "https://doi.org/https://doi.org/10.5555/S1-a",
    ],
)  # fmt: skip
def test_a_doi_and_its_address_are_one_link(tmp_path: Path, url: str) -> None:
    found, exports, _ = publication(tmp_path, f"doi = {{10.5555/S1-A}}, url = {{{url}}}")
    assert [link.url.lower() for link in found.all_links] == ["https://doi.org/10.5555/s1-a"]
    assert "UR  - " not in exports


@pytest.mark.parametrize("text", ["2101.00001v2", "arXiv:2101.00001 [cs.LG]", "hep-th/9901001"])
def test_numbers_of_arxiv_are_known(text: str) -> None:
    assert arxiv(text)
