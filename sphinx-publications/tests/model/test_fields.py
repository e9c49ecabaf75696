"""Single fields in the forms that people paste: dates, identifiers, links, LaTeX, venues."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pybtex.database import parse_string

from sphinx_publications.diagnostics import Remark
from sphinx_publications.latex import plain, rich
from sphinx_publications.latex.parser import readable
from sphinx_publications.model.date_fields import read_date
from sphinx_publications.model.dates import Date
from sphinx_publications.model.edtf import Moment
from sphinx_publications.model.entry_types import entry_type
from sphinx_publications.model.fields import braced, read_fields, unbraced
from sphinx_publications.model.identifiers import arxiv, doi, is_safe, safe_url
from sphinx_publications.model.imprint import Venue, read_venue
from sphinx_publications.model.in_words import people
from sphinx_publications.model.links import Link, read_links
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.outputs.csl import csl_json
from sphinx_publications.outputs.ris import ris
from sphinx_publications.rendering.html import mathml

from ..bibfiles import (
    entry,
    messages,
    of_venue,
    only,
    read_text,
    told,
)


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"year": "2020"}, Date(2020)),
        ({"year": "2020", "month": "November"}, Date(2020, 11)),
        ({"year": "2020", "month": "nov"}, Date(2020, 11)),
        ({"year": "2020", "month": "11"}, Date(2020, 11)),
        ({"date": "2020-11-05"}, Date(2020, 11, 5)),
        ({"date": "2020-11"}, Date(2020, 11)),
        ({"date": "2020/2021"}, Date(2020, end=Moment(2021))),
        ({"date": "2020-12-31"}, Date(2020, 12, 31)),
        ({"date": "2020-13"}, Date(2020)),
        ({"date": "2018-12-03/2018-12-08"}, Date(2018, 12, 3, end=Moment(2018, 12, 8))),
        ({"year": "{2020}"}, Date(2020)),
        ({"year": "c. 2020"}, Date(2020, circa=True)),
        ({"year": "in press"}, Date(status="in press")),
        ({"pubstate": "inpress"}, Date(status="in press")),
        ({"year": "soon", "pubstate": "submitted"}, Date(status="submitted")),
        ({}, Date()),
    ],
)
def test_dates(fields: dict[str, str], date: Date) -> None:
    assert read_date(fields) == date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1038/s41467-020-17236-y", "10.1038/s41467-020-17236-y"),
        ("https://doi.org/10.1038/s41467-020-17236-y", "10.1038/s41467-020-17236-y"),
        ("http://dx.doi.org/10.1000/182", "10.1000/182"),
        ("doi:10.1000/182", "10.1000/182"),
        ("DOI: 10.1000/182.", "10.1000/182"),
        (r"10.1000/a\_b", "10.1000/a_b"),
        ("10/cn2h9c", "10/cn2h9c"),
        ("https://doi.org/10/cn2h9c", "10/cn2h9c"),
        ("10/2020", None),
        ("none", None),
        ("javascript:alert(1)", None),
    ],
)
def test_dois(text: str, expected: str | None) -> None:
    assert doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1901.09049", "1901.09049"),
        ("arXiv:1901.09049v2", "1901.09049"),
        ("https://arxiv.org/abs/1901.09049", "1901.09049"),
        ("https://arxiv.org/pdf/1901.09049v1.pdf", "1901.09049"),
        ("1901.09049 [cs.NE]", "1901.09049"),
        ("cs/0112017", "cs/0112017"),
        ("math.GT/0309136", "math.GT/0309136"),
        ("hal-01303843", None),
        ("10.1101/738385", None),
    ],
)
def test_arxiv_identifiers(text: str, expected: str | None) -> None:
    assert arxiv(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://x.org/a_b", "https://x.org/a_b"),
        (r"https://x.org/a\_b\%20c", "https://x.org/a_b%20c"),
        (r"\url{https://x.org/~me}", "https://x.org/~me"),
        ("https://x.org/a b", "https://x.org/a%20b"),
        ("https://x.org/{a}", "https://x.org/a"),
        ('https://x.org/"><script>', "https://x.org/%22%3E%3Cscript%3E"),
        ("HTTPS://x.org", "HTTPS://x.org"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("javascript:alert(1)", None),
        ("javascript://x.org/%0aalert(1)", None),
        ("ftp://x.org/a", None),
        ("JaVa\x01Script:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("//x.org/a", None),
        ("paper.pdf", None),
        ("https://", None),
        ("https://[x", None),
        ("https://x.org/\N{RIGHT-TO-LEFT OVERRIDE}gpj", None),
    ],
)
def test_only_safe_urls_pass(text: str, expected: str | None) -> None:
    assert safe_url(text) == expected


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("{PyTorch} in Python", "PyTorch in Python"),
        (r"H\"{o}ppner and {\'E}mile", "Höppner and Émile"),
        (r"A \& B, 50\% of \{x\}", "A & B, 50% of {x}"),
        ("100% pure & simple", "100% pure & simple"),
        (r"\emph{a \textbf{b}} {\em c}", "a b c"),
        ("pages 1--2", "pages 1–2"),
        ("a~b", "a b"),
        (r"see \url{http://x.org/a_b}", "see http://x.org/a_b"),
        (r"the $O(n^2)$ of $\alpha_{1}$", "the O(n²) of α₁"),
        ("unmatched {brace", "unmatched brace"),
        ("unmatched} brace", "unmatched brace"),
        ("a backslash \\", "a backslash"),
        (r"an \unknown{macro} here", r"an \unknown{macro} here"),
        ("$x", "x"),
        ("<b>{{ x }}</b>", "<b> x </b>"),
        (r"H\textsubscript{2}O", "H₂O"),
    ],
)
def test_latex_is_readable_text(latex: str, text: str) -> None:
    assert plain(latex) == text


def test_emphasis_and_formulas_are_kept() -> None:
    text = rich(r"\emph{In vivo} at $x^2$ and H\textsubscript{2}O").render_as("html")
    assert text == "<em>In vivo</em> at x² and H<sub>2</sub>O"


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"\frac{a}{b}", "a/b"),
        ("a^{xy}", "a^xy"),
        ("x_{10}", "x₁₀"),
        (r"\sqrt{2}", "√2"),
        ("a<b", "a < b"),
        (r"\nonsense{", r"\nonsense{"),
    ],
)
def test_formulas_have_a_line_of_text(tex: str, line: str) -> None:
    assert readable(tex).text == line


def test_formulas_are_mathml() -> None:
    assert mathml("n^2") == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>n</mi><mn>2</mn></msup></math>'
    )
    assert mathml(r"\begin{nonsense}") is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://x.org/a?b#c", True),
        ("HTTP://x.org", True),
        ("mailto:a@x.org", True),
        ("papers/a.pdf", True),
        ("#anchor", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("java\nscript:alert(1)", False),
        ("https://x.org/\u202efdp.exe", False),
        ("https://[x", False),
    ],
)
def test_what_a_style_links_to_is_judged_as_it_stands(address: str, expected: bool) -> None:
    assert is_safe(address) == expected


@pytest.mark.parametrize(
    ("type_", "fields", "venue"),
    [
        ("article", {"journal": "Nature"}, Venue("Nature")),
        ("article", {"journaltitle": "Nature"}, Venue("Nature")),
        ("article", {"journal": "Long Name", "shortjournal": "LN"}, Venue("LN", "Long Name")),
        ("article", {"journal": "arXiv preprint arXiv:1901.09049"}, Venue("arXiv")),
        ("inproceedings", {"eventtitle": "NeurIPS", "booktitle": "Advances"}, Venue("NeurIPS")),
        ("inproceedings", {"booktitle": "Proc. of X"}, Venue("Proc. of X")),
        ("article", {"journal": "LN", "shortjournal": "LN"}, Venue("LN")),
        (
            "inproceedings",
            {"booktitle": "Proc. of X", "series": "KDD '16", "year": "2016"},
            Venue("KDD", "Proc. of X"),
        ),
        (
            "inproceedings",
            {"booktitle": "Proc. of X", "series": "LNCS 1234", "year": "2016"},
            Venue("Proc. of X"),
        ),
        ("inproceedings", {"abbr": "X", "eventtitle": "The X"}, Venue("X", "The X")),
        ("phdthesis", {"school": "TU Graz"}, Venue("PhD thesis, TU Graz")),
        ("misc", {"eprint": "1901.09049", "archiveprefix": "arXiv"}, Venue("arXiv")),
        ("software", {}, Venue("Software")),
        ("book", {"publisher": "ACM"}, Venue("ACM")),
        ("misc", {}, Venue("")),
    ],
)
def test_venues(type_: str, fields: dict[str, str], venue: Venue) -> None:
    assert read_venue(entry_type(type_), read_fields(fields)) == venue


def test_links_come_in_their_order_and_once() -> None:
    remarks: list[Remark] = []
    venue, links = read_links(
        {
            "doi": "10.1000/182",
            "video": "https://x.org/v",
            "code": "https://x.org/c",
            "arxiv": "1901.09049",
            "eprint": "1901.09049",
            "eprinttype": "arxiv",
            "url": "https://x.org/paper",
            "html": "https://x.org/paper",
        },
        ReadingOptions(),
        remarks,
    )
    assert venue == Link("html", "html", "Paper", "https://x.org/paper", leads_to_paper=True)
    assert [(link.label, link.url) for link in links] == [
        ("Code", "https://x.org/c"),
        ("arXiv", "https://arxiv.org/abs/1901.09049"),
        ("Video", "https://x.org/v"),
        ("DOI", "https://doi.org/10.1000/182"),
    ]
    assert remarks == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ulr", "url"),
        ("jounral", "journal"),
        ("abstarct", "abstract"),
        ("vlume", "volume"),
        ("authors+an", "author+an"),
        ("author_an", "author+an"),
        ("editor+ann", "editor+an"),
        ("authoran", "author+an"),
        ("editor-an", "editor+an"),
    ],
)
def test_a_misspelt_field_is_messages(tmp_path: Path, name: str, meant: str) -> None:
    (problem,) = read_text(tmp_path, entry(f"year = 2020, {name} = {{https://x.org}}")).problems
    assert problem.is_hint
    assert problem.message == (f"{name} is no field; did you mean {meant}? write {meant} = {{…}}")


@pytest.mark.parametrize("name", ["supervisor", "advisor", "illustrator", "director"])
def test_people_without_a_field_are_told_of_one(tmp_path: Path, name: str) -> None:
    (problem,) = read_text(tmp_path, entry(f"year = 2020, {name} = {{Boss, Bea}}")).problems
    assert problem.is_hint
    remedy = f"editora = {{Boss, Bea}}, editoratype = {{{name}}}"
    assert problem.message == f"{name} is no field; write {remedy.replace('Boss, Bea', '…')}"
    found = read_text(tmp_path, entry(f"year = 2020, {remedy}"))
    assert told(found) == []
    assert "Bea Boss" in next(people(only(found), but={"author"}))


@pytest.mark.parametrize(
    ("fields", "alias", "name"),
    [
        ("journal = {Ice}, journaltitle = {Snow}", "journal = {Ice}", "journaltitle = {Snow}"),
        ("school = {Ice}, institution = {Snow}", "school = {Ice}", "institution = {Snow}"),
        ("address = {Ice}, location = {Snow}", "address = {Ice}", "location = {Snow}"),
        (
            "eprint = {2001.01234}, archiveprefix = {HAL}, eprinttype = {arXiv}",
            "archiveprefix = {HAL}",
            "eprinttype = {arXiv}",
        ),
    ],
)
def test_of_two_names_of_a_field_biblatex_s_is_read(
    tmp_path: Path, fields: str, alias: str, name: str
) -> None:
    found = read_text(tmp_path, entry(f"year = 2020, {fields}"))
    assert told(found) == [f"2: a: {alias} is not read beside {name}; remove one"]
    for equal in (fields.replace("Ice", "Snow"), fields.replace("HAL", "arxiv")):
        if equal != fields:
            assert told(read_text(tmp_path, entry(f"year = 2020, {equal}"))) == []


def test_the_location_beside_an_address_is_that_of_the_event(tmp_path: Path) -> None:
    # So the ACM has it; for BibLaTeX both are one.
    text = of_venue("booktitle = {B}, address = {Bern}, location = {Oslo}, publisher = {P}")
    found = read_text(tmp_path, text.replace("@article", "@inproceedings"))
    assert told(found) == []
    details = only(found).details
    assert (details.place, details.event_place) == ("Bern", "Oslo")


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ("articleno = {12}, numpages = {14}", "eid = {12}, pagetotal = {14}"),
        ("article-number = {12}", "eid = {12}"),
        ("pages = {1--14}, numpages = {14}", "pages = {1--14}"),
        ("lastchecked = {2020-02-03}", "urldate = {2020-02-03}"),
        ("lastaccessed = {2020-02-03}", "urldate = {2020-02-03}"),
    ],
)
def test_fields_of_publishers_are_read(tmp_path: Path, fields: str, same: str) -> None:
    one, other = (read_text(tmp_path, entry(f"year = 2020, {f}")) for f in (fields, same))
    assert only(one) == only(other)
    assert told(one) == []


def test_a_field_of_ones_own_is_no_slip(tmp_path: Path) -> None:
    text = entry("year = 2020, ranking = {A}, talk = {x}, urldate = {2020-01-01}, hal_id = {1}")
    assert messages(read_text(tmp_path, text)) == []


@pytest.mark.parametrize(
    "entry",
    [
        of_venue("journal = {J}, bibtex_show = true, selected = True, hidden = false"),
        of_venue("journal = {J}, isbn = {978-3-16-148410-0}, ISBN = {978-3-16-148411-7}"),
        of_venue("journal = {J}, issn = {1234-5678}, issn = {8765-4321}"),
        of_venue("booktitle = {Proc}"),
        of_venue("abbr = {arXiv}"),
        of_venue("archiveprefix = {arXiv}, url = {https://arxiv.org/abs/2101.00001}"),
        of_venue("publisher = {Springer}"),
        of_venue("howpublished = {arXiv:2101.00001}"),
        of_venue("series = {CHI '24}"),
        of_venue("pubstate = {submitted}"),
        of_venue("journal = {J}, pubstate = {inpress}"),
        *(
            of_venue("journal = {J}").replace("2024", f"{{{words}}}")
            for words in (
                "in press",
                "To appear",
                "accepted",
                "(under review)",
                "Accepted, in press",
            )
        ),
        "@periodical{a, title = {Journal of Ponds}, year = 2011, volume = 35}",
        "@proceedings{a, title = {Proceedings}, year = 2011}",
        "@manual{a, title = {A Manual}, year = 2011, label = {AM}}",
        "@mvbook{a, title = {A Translation}, year = 2011, related = {a}}",
        of_venue("series = {CHI}", "inproceedings"),
        of_venue("publisher = {ACM}", "inproceedings"),
        of_venue("publisher = {MIT}", "phdthesis"),
        of_venue("publisher = {Springer}", "incollection"),
    ],
)
def test_what_is_no_slip_is_not_told(tmp_path: Path, entry: str) -> None:
    found = read_text(tmp_path, entry)
    assert told(found) == []
    assert list(parse_string(found.entries["a"].source.bibtex, "bibtex").entries) == ["a"]


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (of_venue("note = {x}"), "journal"),
        (of_venue("url = {https://x.org}"), "journal"),
        (of_venue("note = {x}", "inproceedings"), "booktitle"),
        (of_venue("note = {x}", "incollection"), "booktitle"),
        (of_venue("note = {x}", "phdthesis"), "school"),
        (of_venue("eprint = {}"), "journal"),
    ],
)
def test_where_it_appeared_is_asked_for_where_the_page_shows_nothing(
    tmp_path: Path, entry: str, field: str
) -> None:
    message = f"1: a: where it appeared is missing; add {field} = {{…}}"
    assert told(read_text(tmp_path, entry)) == [message]


def test_a_subtitle_is_everywhere(tmp_path: Path) -> None:
    reading = read_text(tmp_path, entry("year = 2020, subtitle = {A Study of $n^2$}"))
    publication = only(reading)
    title = "T: A Study of n²"
    assert publication.plain_title == title
    assert json.loads(csl_json([publication]))[0]["title"] == title
    assert f"TI  - {title}" in ris([publication])
    assert plain(reading.entries["a"].fields["title"]) == title


def test_the_title_of_a_book_has_its_subtitle(tmp_path: Path) -> None:
    text = (
        "@incollection{c, author = {Ann One}, title = {C}, crossref = {b}}\n"
        "@book{b, editor = {Bob Two}, title = {B}, subtitle = {S}, year = 2020}\n"
    )
    reading = read_text(tmp_path, text)
    assert reading.entries["c"].publication.details.container == "B: S"
    assert reading.entries["c"].publication.plain_title == "C"


# Words of titles that BibTeX would lower.


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Deep Rewiring: Training very sparse", "Deep Rewiring: Training very sparse"),
        ("On a SpiNNaker 2 Prototype", "On a {SpiNNaker} 2 Prototype"),
        ("An LSTM, in 3D", "An {LSTM}, in {3D}"),
        ("An {LSTM} and {the GPU}", "An {LSTM} and {the GPU}"),
        (r"$O(N^2)$ and \LaTeX{} in $\alpha_{SNN}$", r"$O(N^2)$ and \LaTeX{} in $\alpha_{SNN}$"),
        (r"A \{GPU\}", r"A \{{GPU}\}"),
        ("ÉCOLE", "{ÉCOLE}"),
        ("} odd { GPU", "} odd { GPU"),
        ("", ""),
    ],
)  # fmt: skip
def test_capitals_inside_of_words_are_kept(title: str, expected: str) -> None:
    assert braced(title) == expected
    assert unbraced(expected) == []


def test_each_word_is_named_once() -> None:
    assert unbraced("PyTorch for PyTorch and JAX") == ["PyTorch", "JAX"]
