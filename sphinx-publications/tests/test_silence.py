"""Nothing is lost in silence: what is pasted is read right, or told with what to write."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_publications.bibliography.name_lists import split_names
from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.diagnostics import Subtype
from sphinx_publications.latex import plain
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication
from sphinx_publications.outputs.csl import csl_json
from sphinx_publications.outputs.ris import ris

OWNER = "Bellec, Guillaume"


def read_text(folder: Path, text: str, owner: str = "") -> Reading:
    file = folder / "refs.bib"
    file.write_text(text, encoding="utf-8")
    options = ReadingOptions(owner=(owner,) if owner else ())
    return read([file], options, name_of=lambda path: path.name)


def entry(fields: str, author: str = "Ann One and Bob Two") -> str:
    return f"@misc{{a, author = {{{author}}}, title = {{T}},\n {fields}}}"


def only(reading: Reading) -> Publication:
    (found,) = reading.entries.values()
    return found.publication


def told(reading: Reading) -> list[str]:
    return [problem.message for problem in reading.problems]


FOREIGN = [
    ("TY  - JOUR\nAU  - One, Ann\nTI  - T\nER  - \n", "RIS", 1),
    ("TY  - JOUR\nER  - \n\nTY  - CONF\nER  - \n", "RIS", 2),
    ("%0 Journal Article\n%T T\n%A One, Ann\n", "EndNote", 1),
    ("PMID- 123\nOWN - NLM\nTI  - T\n      goes on\nAU  - One A\n", "a PubMed record", 1),
]


@pytest.mark.parametrize(("text", "form", "count"), FOREIGN)
def test_another_format_is_called_by_its_name(
    tmp_path: Path, text: str, form: str, count: int
) -> None:
    reading = read_text(tmp_path, entry("year = 2020") + "\n\n" + text)
    assert len(reading.problems) == count
    for problem in reading.problems:
        assert not problem.is_hint
        assert problem.message.endswith(
            f"is {form} and is not read; choose BibTeX at the publisher, and paste that"
        )


@pytest.mark.parametrize("before", ["", entry("year = 2020") + "\n\n"])
@pytest.mark.parametrize("start", ["misc{b,\n", " misc {b, ", "misc(b,\n"])
def test_an_entry_without_at_is_a_warning_and_is_read(
    tmp_path: Path, before: str, start: str
) -> None:
    closing = ")" if "(" in start else "}"
    text = f"{before}{start} author = {{Ann One}}, title = {{U}}, year = 2021{closing}\n"
    reading = read_text(tmp_path, text + entry("year = 2022").replace("{a", "{c"))
    (problem,) = reading.problems
    assert (problem.message, problem.is_hint) == ("the @ is missing; write @misc{b,", False)
    assert problem.line == (4 if before else 1)
    assert [e.publication.plain_title for e in reading.entries.values()][-2:] == ["U", "T"]
    assert reading.entries["b"].source.bibtex.startswith("@misc{b,")


JOINED = [
    ("Ann One, Bob Two and Cid Three", ["Ann One", "Bob Two", "Cid Three"]),
    ("Ann One & Bob Two", ["Ann One", "Bob Two"]),
    ("Ann One \\& Bob Two", ["Ann One", "Bob Two"]),
    ("Ann One &amp; Bob Two", ["Ann One", "Bob Two"]),
    ("Sourmpis C, Petersen CCH", ["C. Sourmpis", "C. C. H. Petersen"]),
    ("Sourmpis C, Petersen CCH, et al.", ["C. Sourmpis", "C. C. H. Petersen"]),
    ("Petersen CCH and Bellec G", ["C. C. H. Petersen", "G. Bellec"]),
    ("Ann One, Bob Two, Cid Three", ["Ann One", "Bob Two", "Cid Three"]),
    ("Guillaume Bellec, Bob Two", ["Guillaume Bellec", "Bob Two"]),
    ("One, A., Two, B., & Three, C.", ["A. One", "B. Two", "C. Three"]),
    ("One, Ann, Two, Bob and Three, Cid", ["Ann One", "Bob Two", "Cid Three"]),
]


@pytest.mark.parametrize(("author", "names"), JOINED)
def test_names_are_read_right_and_the_advice_gives_the_same(
    tmp_path: Path, author: str, names: list[str]
) -> None:
    reading = read_text(tmp_path, entry("year = 2020", author), OWNER)
    assert [author.name.full for author in only(reading).authors] == names
    (slip,) = [p.message for p in reading.problems if p.subtype is Subtype.NAMES]
    again = read_text(tmp_path, entry("year = 2020", slip.partition("; write ")[2]), OWNER)
    assert [author.name.full for author in only(again).authors] == names
    assert only(again).et_al == only(reading).et_al == ("et al" in author)
    assert {p.subtype for p in again.problems} <= {Subtype.NOT_OWNER}


@pytest.mark.parametrize(
    ("author", "read_as", "choices"),
    [
        (
            "A B, C D",
            ["C D A B"],
            {"A B and C D": ["A B", "C D"], "{A B}, C D": ["C D A B"]},
        ),
        (
            "García Márquez, Gabriel José",
            ["Gabriel José García Márquez"],
            {"{García Márquez}, Gabriel José": ["Gabriel José García Márquez"]},
        ),
        (
            "One, Ann, Two, Bob",
            ["One", "Ann", "Two", "Bob"],
            {
                "One, Ann and Two, Bob": ["Ann One", "Bob Two"],
                "One and Ann and Two and Bob": ["One", "Ann", "Two", "Bob"],
            },
        ),
        (
            "Smith & Jones",
            ["Smith & Jones"],
            {"{Smith & Jones}": ["Smith & Jones"], "Smith and Jones": ["Smith", "Jones"]},
        ),
    ],
)
def test_of_names_in_doubt_both_lines_are_told(
    tmp_path: Path, author: str, read_as: list[str], choices: dict[str, list[str]]
) -> None:
    reading = read_text(tmp_path, entry("year = 2020", author))
    assert [author.name.full for author in only(reading).authors] == read_as
    (message,) = told(reading)
    for line, names in choices.items():
        assert line in message
        again = read_text(tmp_path, entry("year = 2020", line))
        assert [author.name.full for author in only(again).authors] == names
        assert told(again) == []


@pytest.mark.parametrize(
    "author",
    [
        "Bellec, Guillaume and Wulfram Gerstner",
        "García Márquez, Gabriel and Vargas Llosa, Mario",
        "van der Berg, Jan Pieter",
        "King, Jr., Martin Luther",
        "{Johnson & Johnson}",
        "{AT\\&T Labs} and One, Ann",
        "Karl von und zu Guttenberg",
        "Ortega y Gasset, José",
        "{Team 42} and GPT-4",
        "Bellec, Guillaume and others",
        "Malcolm X.",
    ],
)
def test_names_as_bibtex_has_them_are_left_alone(tmp_path: Path, author: str) -> None:
    reading = read_text(tmp_path, entry("year = 2020", author))
    if author not in {"van der Berg, Jan Pieter", "Ortega y Gasset, José", "Malcolm X."}:
        assert told(reading) == []
    assert all(p.is_hint or "Malcolm" in author for p in reading.problems)


def test_a_strange_paper_is_told(tmp_path: Path) -> None:
    own = entry("year = 2020", OWNER)
    text = own + "\n" + entry("year = 2021", "Bellec, Wilhelm").replace("{a", "{c")
    (problem,) = read_text(tmp_path, text, OWNER).problems
    assert problem.is_hint
    assert problem.text == (
        "c: no author is Bellec, Guillaume; if Wilhelm Bellec is, add author+an = {1=me}"
    )


def test_a_misspelt_owner_is_one_line(tmp_path: Path) -> None:
    text = "\n".join(
        entry(f"year = {year}", OWNER).replace("{a", f"{{k{year}").replace("{T}", f"{{{year}}}")
        for year in range(2010, 2020)
    )
    (problem,) = read_text(tmp_path, text, "Belec, Guillaume").problems
    assert problem.message == (
        "10 of 10 entries have no author Belec, Guillaume, of publications_owner in conf.py; "
        "10 have Bellec, Guillaume: is that how it is to be spelled?"
    )
    assert read_text(tmp_path, text, "").problems == []


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
    assert told(reading) == []
    assert only(reading).title == title


DATES = [
    ("year = 2025, month = {may}", (2025, 5, None), ""),
    ("year = 2025, month = {Août}", (2025, 8, None), ""),
    ("year = 2025, month = {09 Aug}", (2025, 8, 9), ""),
    ("year = 2025, month = aug, day = {09}", (2025, 8, 9), ""),
    ("year = 2025, month = {Spring}", (2025, None, None), ""),
    ("date = {2022-02-28}", (2022, 2, 28), ""),
    ("date = {2020-12/2021-01}", (2020, 12, None), ""),
    ("date = {2022-21}", (2022, None, None), ""),
    (
        "year = 2025, month = {13}",
        (2025, None, None),
        "month = {13} is no month and is left out; write month = {12}",
    ),
    (
        "year = 2025, month = {Agust}",
        (2025, None, None),
        "month = {Agust} is no month; write month = {8}",
    ),
    (
        "date = {2022-02-31}",
        (2022, 2, None),
        "no calendar has the day 2022-02-31, and it is read as 2022-02; "
        "correct it, or write date = {2022-02}",
    ),
    (
        "year = 2022, month = feb, day = 31",
        (2022, 2, None),
        "no calendar has the day 2022-02-31, and it is read as 2022-02; "
        "correct it, or write date = {2022-02}",
    ),
    (
        "date = {2022-5-3}",
        (2022, 5, 3),
        "date = {2022-5-3} is read as 2022-05-03; write date = {2022-05-03}",
    ),
    (
        "date = {3 May 2022}",
        (2022, 5, 3),
        "date = {3 May 2022} is read as 2022-05-03; write date = {2022-05-03}",
    ),
]


@pytest.mark.parametrize(("fields", "date", "message"), DATES)
def test_dates_are_read_or_told(
    tmp_path: Path, fields: str, date: tuple[int, int | None, int | None], message: str
) -> None:
    reading = read_text(tmp_path, entry(fields))
    found = only(reading).date
    assert (found.year, found.month, found.day) == date
    assert told(reading) == ([message] if message else [])


def test_a_month_in_small_letters_is_printed_as_a_month(tmp_path: Path) -> None:
    for written in ("may", "5", "05", "May"):
        reading = read_text(tmp_path, entry(f"year = 2025, month = {{{written}}}"))
        assert reading.entries["a"].fields["month"] == "May"


@pytest.mark.parametrize(
    ("name", "meant"),
    [("ulr", "url"), ("jounral", "journal"), ("abstarct", "abstract"), ("vlume", "volume")],
)
def test_a_misspelt_field_is_told(tmp_path: Path, name: str, meant: str) -> None:
    (problem,) = read_text(tmp_path, entry(f"year = 2020, {name} = {{https://x.org}}")).problems
    assert problem.is_hint
    assert problem.message == (f"{name} is no field; did you mean {meant}? write {meant} = {{…}}")


def test_a_field_of_ones_own_is_no_slip(tmp_path: Path) -> None:
    text = entry("year = 2020, ranking = {A}, talk = {x}, urldate = {2020-01-01}, hal_id = {1}")
    assert told(read_text(tmp_path, text)) == []


@pytest.mark.parametrize(
    ("written", "line"),
    [("1 = equal, 2 = equal", "1=equal; 2=equal"), ("1=equal,2=equal", "1=equal; 2=equal")],
)
def test_annotations_joined_by_commas_are_read(tmp_path: Path, written: str, line: str) -> None:
    reading = read_text(tmp_path, entry(f"year = 2020, author+an = {{{written}}}"))
    assert [len(author.marks) for author in only(reading).authors] == [1, 1]
    (message,) = told(reading)
    assert message.endswith(f"write author+an = {{{line}}}")
    assert told(read_text(tmp_path, entry(f"year = 2020, author+an = {{{line}}}"))) == []


def test_advice_on_an_annotation_is_of_the_grammar(tmp_path: Path) -> None:
    reading = read_text(tmp_path, entry("year = 2020, author+an = {1,2=equal}"))
    assert told(reading) == [
        "'1,2=equal' in author+an is no annotation; write it as 1=equal; 2=equal"
    ]


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


@pytest.mark.parametrize(
    ("latex", "text"),
    [("H$_2$O", "H₂O"), ("Ca$^{2+}$", "Ca²⁺"), ("CO$_2$", "CO₂"), ("$\\mathrm{CO_2}$", "CO₂")],
)
def test_formulas_read_as_text(latex: str, text: str) -> None:
    assert re.sub(r"\s", "", plain(latex)) == text


_PIECES = st.lists(
    st.sampled_from(
        [*" and |,| & |\\&|;|{|}|Ann|One|A.|B|et al.|und|1|$^1$|PhD|Jr".split("|"), " "]
    ),
    max_size=8,
).map("".join)


@given(_PIECES)
def test_any_list_of_names_is_read(value: str) -> None:
    names, _, _ = split_names("author", value, ("Ann One",))
    letters = re.sub(r"and|und|PhD|et al\.|others|\W|\d", "", value)
    kept = re.sub(r"and|und|PhD|et al\.|others|\W|\d", "", "".join(names))
    assert sorted(kept) == sorted(letters)
