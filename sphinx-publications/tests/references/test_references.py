"""What is printed of an entry in the end, by every way out, reader and style."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from .. import PACKAGE
from . import latexed
from .building import build, keys_of
from .golden import Reference, references, table
from .ways import FILES, HERE, STYLES, WAYS, Printed, printed

LATEX = {"plain": latexed.by_plain, "BibLaTeX": latexed.by_biblatex}
OF_ALL_STYLES = ("Zotero", "CSL-JSON", "pandoc")
"""What is asked for every style; how others understand a file does not depend on the style."""
FEW = ("APA", "IEEE")
ENTRIES = (HERE / "entries.bib").read_text(encoding="utf-8")


def test_every_way_prints_the_references(tmp_path: Path) -> None:
    # One test, so that no two processes build and print all of it.
    found = everything_printed(tmp_path)
    told = []
    for reference in references():
        texts = asked(reference, found)
        told += [
            f"{reference.key} in {reference.style} by {way} is\n  {text}\nbut the page has\n"
            f"  {reference.variations.get(way, reference.text)}\n"
            for way, text in texts.items()
            if not reference.is_printed(way, text)
        ]
        told += [
            f"{reference.key} in {reference.style} by {way} is not printed"
            for way in reference.variations.keys() - texts.keys()
        ]
    if told:
        pytest.fail("\n".join(told), pytrace=False)


def everything_printed(folder: Path) -> Printed:
    """Print every entry by every way; a style of LaTeX is a way of its own."""
    site = build(ENTRIES, folder / "site")
    with ThreadPoolExecutor() as pool:
        by_style = {
            style: pool.submit(printer, site, folder / style) for style, printer in LATEX.items()
        }
        made = printed(site)
        made.update((style, {style: by_style[style].result()}) for style in LATEX)
    return made


def asked(reference: Reference, made: Printed) -> dict[str, str]:
    """Return what each way prints that a reference is compared with."""
    style = reference.style
    return {
        way: styles[style].get(reference.key, "(nothing)")
        for way, styles in made.items()
        if style in styles and (style in {*FEW, way} or way.endswith(OF_ALL_STYLES))
    }


def test_the_page_has_every_entry_in_every_style() -> None:
    listed = [(reference.key, reference.style) for reference in references()]
    assert listed == [(key, style) for key in keys_of(ENTRIES) for style in (*STYLES, *LATEX)]


def test_the_documentation_has_the_table(request: pytest.FixtureRequest) -> None:
    path = PACKAGE / "docs" / "references.md"
    text = path.read_text(encoding="utf-8")
    head, start, _ = text.partition("| entry |")
    expected = head + table(references(), [*WAYS, *FILES, *LATEX])
    if request.config.getoption("--golden-update"):
        path.write_text(expected, encoding="utf-8")
        pytest.skip("docs/references.md is written anew")
    assert (start, text) == ("| entry |", expected)


@pytest.mark.parametrize(
    ("variation", "text", "is_printed"),
    [
        ("", "A. (2020). Title. Journal, 3.", True),
        ("", "A. (2020). Title. Journal.", False),
        ("B. (2020). …", "B. (2020). Title. Journal, 3.", True),
        ("B. (2020). …", "A. (2020). Title. Journal, 3.", False),
        ("… Title …", "A. (2020). Title. Journal, 3.", False),
        ("… Other …", "A. (2020). Other. Journal, 3.", True),
        ("… Other …", "A. (2021). Other. Journal, 3.", False),
        ("… Journal.", "A. (2020). Title. Journal.", True),
        ("All else", "All else", True),
    ],
)
def test_the_page_is_compared_word_by_word(variation: str, text: str, is_printed: bool) -> None:
    variations = {"way": variation} if variation else {}
    reference = Reference("k", "APA", "A. (2020). Title. Journal, 3.", variations)
    assert reference.is_printed("way", text) is is_printed
