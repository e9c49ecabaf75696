"""What is printed of entries that lack anything, or hold what no entry should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ..hard import HARD, HARDER, without
from . import latexed
from .building import build, keys_of
from .ways import Site, printed

WHOLE = {
    "article": "author title journal volume number pages eid year doi",
    "inproceedings": "author title booktitle eventtitle venue editor publisher pages year",
    "book": "author title edition series publisher address year isbn",
    "incollection": "author title booktitle editor publisher address pages year",
    "phdthesis": "author title school address year",
    "techreport": "author title institution number year",
    "software": "author title version year url",
    "dataset": "author title version publisher year doi",
    "patent": "author title type number holder date",
    "presentation": "author title eventtitle venue date",
    "misc": "author title howpublished eprint eprinttype year note",
}
VALUES = {
    "author": "One, Ann and von Two, Jr., Ben",
    "editor": "{The Editors} and Three, Cy",
    "doi": "10.1000/x",
    "url": "https://x.org/a_b%20c",
    "year": "2020",
    "date": "2020-05",
    "eprint": "2001.00001",
    "eprinttype": "arxiv",
    "isbn": "978-3-16-148410-0",
    "edition": "2",
    "number": "3",
    "volume": "4",
    "pages": "1--9",
    "eid": "17",
}


def lacking() -> str:
    """Return entries of each type, each without one of its fields."""
    entries = []
    for type_, names in WHOLE.items():
        for missing in names.split():
            kept = [name for name in names.split() if name != missing]
            fields = ", ".join(f"{n} = {{{VALUES.get(n, n.title())}}}" for n in kept)
            entries.append(f"@{type_}{{{type_}-without-{missing}, {fields}}}")
    return "\n".join(entries)


ODD = re.compile(r", ,|\bNone\b|undefined|\bnull\b|\[object|,\.|\(\)(?! )|\x00")


def hard() -> str:
    """Return the hard entries that others do not inherit from."""
    alone = without("parent", without("crowd", HARD) + HARDER)
    alone = alone.replace("crossref = {parent},", "booktitle = {Proc},")
    # A range of a month and a year is one to BibLaTeX, and ends citeproc-js.
    return alone.replace("2018-05/2019}", "2018-05/2019-06}")


@pytest.mark.soak
@pytest.mark.parametrize(
    ("entries", "styles"),
    [(lacking(), ("APA",)), (hard(), ("APA", "IEEE"))],
    ids=["lacking", "hard"],
)
def test_no_reference_has_a_gap(tmp_path: Path, entries: str, styles: tuple[str, ...]) -> None:
    site = build(entries, tmp_path / "site")
    for way, printed_in in printed(site, styles).items():
        for style, references in printed_in.items():
            assert set(references) == set(keys_of(entries)), way
            odd = {key: text for key, text in references.items() if ODD.search(text)}
            assert odd == {}, f"{way} in {style}"


@pytest.mark.soak
def test_three_thousand_authors_are_printed(tmp_path: Path) -> None:
    crowd = HARD[HARD.index("@article{crowd") :]
    site = build(crowd, tmp_path / "site")
    ways = ("page → Zotero", "COinS → Zotero", "RIS → Zotero", "CSL-JSON", "CSL-JSON → Zotero")
    texts = {
        text for styles in printed(site, ("APA",), ways).values() for text in styles["APA"].values()
    }
    assert {text.removesuffix(" https://example.org/publications/crowd.html")
            for text in texts} == {
        f"{', '.join(f'Family{number}, G.' for number in range(19))}, … Family2999, G. "
        "(2010). By 3,000. J."
    }  # fmt: skip


def test_latex_prints_what_lacks_anything(tmp_path: Path) -> None:
    site = build(lacking(), tmp_path / "site")
    for printer in (latexed.by_plain,):
        found = printer(site, tmp_path / "latex")
        assert {key: text for key, text in found.items() if ODD.search(text)} == {}
        assert set(found) == set(site.keys)


def test_bibtex_reads_whatever_an_entry_holds(tmp_path: Path) -> None:
    site: Site = build(hard(), tmp_path / "site")
    text = site.file("bibtex.bib")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)
    assert set(keys_of(text)) == set(site.keys)
    assert not re.search(r"^\s*[\w-]*[+:][\w+:-]* *=", text, re.MULTILINE)
