"""HTML in fields is read as the LaTeX that means the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.diagnostics import Subtype
from sphinx_publications.latex import plain

from ..bibfiles import (
    entry,
    messages,
    of_venue,
    only,
    read_text,
)


def test_html_is_read_as_what_it_means(tmp_path: Path) -> None:
    text = entry(
        "year = 2020, journal = {Science &amp; Nature}, url = {https://x.org/?a=1&amp;b=2}, "
        "abstract = {<jats:p>In <i>vivo</i> &lt; 3</jats:p>}",
        "M&eacute;haut, Ann",
    ).replace("{T}", "{Memory <i>in silico</i> of H<sub>2</sub>O &#38; Ca<sup>2+</sup>}")
    reading = read_text(tmp_path, text)
    publication = only(reading)
    assert publication.plain_title == "Memory in silico of H₂O & Ca²⁺"
    assert "\\emph{in silico}" in publication.title
    assert publication.authors[0].name.full == "Ann Méhaut"
    assert publication.venue.name == "Science & Nature"
    assert publication.venue_link is not None
    assert publication.venue_link.url == "https://x.org/?a=1&b=2"
    assert plain(publication.abstract) == "In vivo < 3"
    assert {p.subtype for p in reading.problems} == {Subtype.HTML}
    assert all(p.is_hint for p in reading.problems)
    (found,) = reading.entries.values()
    again = read_text(tmp_path, found.source.bibtex)
    assert only(again).plain_title == publication.plain_title
    assert again.problems == []


@pytest.mark.parametrize("title", ["AT&T and R&D", "if a<b and c>d", "A \\& B", "<T> of a type"])
def test_what_only_looks_like_html_stays(tmp_path: Path, title: str) -> None:
    reading = read_text(tmp_path, entry("year = 2020").replace("{T}", f"{{{title}}}"))
    assert messages(reading) == []
    assert only(reading).title == title


@pytest.mark.parametrize(
    ("macro", "journal"),
    [
        ("\\apj", "The Astrophysical Journal"),
        ("\\apjl", "The Astrophysical Journal Letters"),
        ("{\\mnras}", "Monthly Notices of the Royal Astronomical Society"),
        ("\\aap", "Astronomy & Astrophysics"),
        ("\\prl", "Physical Review Letters"),
        ("\\nat", "Nature"),
    ],
)
def test_a_journal_that_is_a_macro_has_its_name(tmp_path: Path, macro: str, journal: str) -> None:
    reading = read_text(tmp_path, of_venue(f"journal = {{{macro}}}"))
    assert messages(reading) == []
    assert only(reading).container == journal
    assert plain(reading.entries["a"].fields["journal"]) == journal
    # Others may lack the macro.
    assert macro.strip("{}") + "}" not in reading.entries["a"].source.bibtex


def test_an_address_holds_no_latex(tmp_path: Path) -> None:
    reading = read_text(tmp_path, of_venue("journal = {J}, url = {https://x.org/?a=1&amp;b=2}"))
    assert reading.entries["a"].fields["url"] == "https://x.org/?a=1&b=2"
    assert "&amp;" not in reading.entries["a"].source.bibtex
