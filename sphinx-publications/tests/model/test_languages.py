"""Languages of works and titles, from ``language`` and ``langid``."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import rispy
from lxml import etree
from pybtex.database import parse_string

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.outputs.classic_bibtex import classic_bibtex
from sphinx_publications.outputs.csl import csl_item
from sphinx_publications.outputs.jats import jats
from sphinx_publications.outputs.json_ld import article
from sphinx_publications.outputs.page_metadata import context_object, highwire_tags
from sphinx_publications.outputs.ris import ris

from ..bibfiles import entry, messages, only, read_text

LBX = Path("/usr/share/texlive/texmf-dist/tex/latex/biblatex/lbx")


@pytest.mark.parametrize(
    ("fields", "work", "title"),
    [
        ("langid = {japanese}", ("ja",), "ja"),
        ("language = {en-US}", ("en-US",), "en-US"),
        ("language = {german and Middle High German}", ("de", "gmh"), "de"),
        # The work and its title need not have one language.
        ("langid = {english}, language = {japanese}", ("ja",), "en"),
        ("hyphenation = {ngerman}", ("de",), "de"),
        ("", (), ""),
    ],
)
def test_work_and_title_have_languages(
    tmp_path: Path, fields: str, work: tuple[str, ...], title: str
) -> None:
    reading = read_text(tmp_path, entry(f"year = 2020, {fields}"))
    details = only(reading).details
    assert (details.languages, details.title_language) == (work, title)
    assert messages(reading) == []


def test_an_unknown_name_is_told_with_a_close_one(tmp_path: Path) -> None:
    reading = read_text(tmp_path, entry("year = 2020, langid = {germann}, language = {Xyzzy}"))
    close, far = messages(reading)
    assert close.startswith("langid = {germann} is no known language")
    assert "write langid = {german}, or a tag such as {de}" in close
    assert far.startswith("language = {Xyzzy} is no known language")


def test_every_language_of_biblatex_is_known(tmp_path: Path) -> None:
    if not LBX.is_dir():
        pytest.skip("BibLaTeX is not installed")
    for file in LBX.glob("*.lbx"):
        reading = read_text(tmp_path, entry(f"year = 2020, langid = {{{file.stem}}}"))
        assert only(reading).details.language, file.stem


def test_every_export_has_the_language(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    text = "@article{k, author = {One, A}, title = {T}, journal = {J}, year = 2020, "
    file.write_text(text + "langid = {brazil}, language = {brazil and french}}", encoding="utf-8")
    found = read([file], ReadingOptions()).entries["k"]
    publication = found.publication
    parsed = parse_string(classic_bibtex([found]), "bibtex").entries["k"]
    assert parsed.fields["language"] == "brazil and french"
    assert csl_item(publication)["language"] == "pt-BR"
    assert rispy.loads(ris([publication]))[0]["language"] == "pt-BR; fr"
    root = etree.fromstring(jats(publication).encode())
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "pt-BR"
    assert dict(highwire_tags(publication))["citation_language"] == "pt-BR"
    assert parse_qs(context_object(publication))["rft.language"] == ["pt-BR"]
    thing = json.loads(json.dumps(article(publication, "https://x.org/")))
    assert thing["inLanguage"] == ["pt-BR", "fr"]
