"""What files of other people's homepages hold, in cases of the same shape with other words."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from sphinx_publications.bibliography.name_forms import without_what_is_beside
from sphinx_publications.bibliography.reader import Reading
from sphinx_publications.diagnostics import deduplicate
from sphinx_publications.latex import plain
from sphinx_publications.outputs.csl import csl_json
from sphinx_publications.outputs.ris import ris

from .bibfiles import AFTER, BEFORE, many, names, of_venue, read_text, told
from .conftest import Project


def of_names(author: str, fields: str = "") -> str:
    return f"@misc{{a, author = {{{author}}}, title = {{T}}, year = 2020{fields}}}"


def marks(reading: Reading) -> list[str]:
    return [
        "".join(mark.symbol for mark in author.marks)
        for author in reading.entries["a"].publication.authors
    ]


# Journals as macros of astronomy


@pytest.mark.parametrize(
    ("macro", "journal"),
    [
        (r"\aap", "Astronomy & Astrophysics"),
        (r"\apjs", "The Astrophysical Journal Supplement Series"),
        (r"\mnras", "Monthly Notices of the Royal Astronomical Society"),
        (r"{\aj}", "The Astronomical Journal"),
        (r"\nat", "Nature"),
        (r"Letters of \aap", "Letters of Astronomy & Astrophysics"),
        (r"\mnras Letters", "Monthly Notices of the Royal Astronomical Society Letters"),
        (r"\mnras\ Letters", "Monthly Notices of the Royal Astronomical Society Letters"),
        (r"\aap{} (Letters)", "Astronomy & Astrophysics (Letters)"),
    ],
)
def test_a_journal_that_is_a_macro_has_its_name(tmp_path: Path, macro: str, journal: str) -> None:
    entry = of_venue(f"journal = {{{macro}}}, eprint = {{2601.00001}}, archiveprefix = {{arXiv}}")
    found = read_text(tmp_path, entry)
    publication = found.entries["a"].publication
    assert told(found) == []
    assert publication.where == f"{journal} 2024"
    assert json.loads(csl_json([publication]))[0]["container-title"] == journal
    assert journal in ris([publication])
    assert plain(found.entries["a"].fields["journal"]) == journal
    assert macro not in found.entries["a"].source.bibtex


@pytest.mark.parametrize("journal", [r"Letters of \aapp", r"\emph{J}", r"\own"])
def test_a_macro_of_ones_own_is_no_journal(tmp_path: Path, journal: str) -> None:
    found = read_text(tmp_path, of_venue(f"journal = {{{journal}}}"))
    assert f"journal = {{{journal}}}" in found.entries["a"].source.bibtex


# Names


@pytest.mark.parametrize(
    ("author", "expected", "line"),
    [
        (
            "One, Ann and Two, Bo C.and Three, Di and Four, Ed",
            ["One, Ann", "Two, Bo C.", "Three, Di", "Four, Ed"],
            "One, Ann and Two, Bo C. and Three, Di and Four, Ed",
        ),
        (
            "(Under Review) Ann One and Bo Two",
            ["One, Ann", "Two, Bo"],
            "Ann One and Bo Two",
        ),
        (
            "Ann One and Bo Two (co-first)",
            ["One, Ann", "Two, Bo"],
            "Ann One and Bo Two",
        ),
        (
            r"One, Ann\thanks{Corresponding author} and Two, Bo\footnote{Now at {X}}",
            ["One, Ann", "Two, Bo"],
            "One, Ann and Two, Bo",
        ),
        ("**One**, Ann and Two, Bo", ["One, Ann", "Two, Bo"], "One, Ann and Two, Bo"),
        ("Ann One and **Bo Two**", ["One, Ann", "Two, Bo"], "Ann One and Bo Two"),
    ],
)
def test_what_stands_beside_names_is_no_name(
    tmp_path: Path, author: str, expected: list[str], line: str
) -> None:
    found = read_text(tmp_path, of_names(author))
    assert names(found, "a") == expected
    assert marks(found) == [""] * len(expected)
    (message,) = told(found)
    assert message.startswith("1: a: author ")
    assert message.endswith(f"write {line}")
    again = read_text(tmp_path, of_names(line))
    assert (names(again, "a"), told(again)) == (expected, [])


@pytest.mark.parametrize("author", ["One, Yi (Ann)", "Yi (Ann) One", "{Lab (of Things)}"])
def test_a_second_given_name_in_brackets_stays(tmp_path: Path, author: str) -> None:
    found = read_text(tmp_path, of_names(f"{author} and Two, Bo"))
    assert told(found) == []
    assert "(" in names(found, "a")[0]


def test_a_second_given_name_behind_a_name_is_no_family_name(tmp_path: Path) -> None:
    found = read_text(tmp_path, of_names("Yi One (Ann) and Bo Two"))
    assert names(found, "a") == ["One, Yi (Ann)", "Two, Bo"]


@pytest.mark.parametrize(
    "author",
    [
        "One. A., Two, B., Three, C., and Four, D. and Five, Ed",
        "Six, Fay and One, Two, Three and Four, Di",
    ],
)
def test_advice_on_names_leaves_nobody_out(tmp_path: Path, author: str) -> None:
    message = " ".join(told(read_text(tmp_path, of_names(author))))
    for name in ("One", "Two", "Three", "Four"):
        assert name in message.partition("write ")[2]


@pytest.mark.parametrize(
    "author",
    [
        "One, Ann and Dos Santos, Bo C.",
        "One, Ann and Rossi Bianchi, Marco Valerio and Two, Bo",
        "{One}, Ann and Van Tres, Jan A.",
    ],
)
def test_a_double_family_name_among_names_of_its_form_is_no_doubt(
    tmp_path: Path, author: str
) -> None:
    assert read_text(tmp_path, of_names(author)).problems == []


def test_two_whole_names_between_commas_are_still_a_doubt(tmp_path: Path) -> None:
    (problem,) = read_text(tmp_path, of_names("Rossi Bianchi, Marco Valerio")).problems
    assert problem.is_hint


# Marks


@pytest.mark.parametrize("symbol", ["+", "^", "‖", "◦", "☆", "♠", "△"])
@pytest.mark.parametrize("form", ["One{}, Ann and Two{}, Bo", "Ann One{} and Bo Two{}"])
def test_other_symbols_are_marks_too(tmp_path: Path, symbol: str, form: str) -> None:
    found = read_text(tmp_path, of_names(form.replace("{}", symbol)))
    assert names(found, "a") == ["One, Ann", "Two, Bo"]
    assert marks(found) == [symbol, symbol]
    assert all(problem.is_hint for problem in found.problems)


@pytest.mark.parametrize("name", ["{LGBTQ+ Lab}", "{C++ Group}", "{A+}"])
def test_a_plus_in_the_name_of_an_organisation_is_no_mark(tmp_path: Path, name: str) -> None:
    found = read_text(tmp_path, of_names(f"{name} and Two, Bo"))
    assert names(found, "a") == [name.strip("{}"), "Two, Bo"]
    assert told(found) == []


def test_a_plus_is_explained_by_the_annotation(tmp_path: Path) -> None:
    text = of_names("One, Ann and Two+, Bo", ", annotation = {* Equal, + Corresponding author}")
    author = read_text(tmp_path, text).entries["a"].publication.authors[1]
    assert [(mark.word, mark.meaning) for mark in author.marks] == [
        ("corresponding", "Corresponding author")
    ]


@pytest.mark.parametrize(
    ("note", "word"),
    [
        ("* co-first authors", "equal"),
        ("*Shared first authorship", "equal"),
        (r"\* Equal contribution. Oral", "equal"),
        ("$^*$ corresponding authors", "corresponding"),
        ("Talk*", "*"),
        ("Oral", "*"),
    ],
)
def test_a_note_that_begins_with_a_symbol_explains_it(tmp_path: Path, note: str, word: str) -> None:
    found = read_text(tmp_path, of_names("One*, Ann and Two*, Bo", f", note = {{{note}}}"))
    publication = found.entries["a"].publication
    for author in publication.authors:
        assert [mark.word for mark in author.marks] == [word]
    # The legend shows an explanation, and so the note does not.
    words = re.sub(r"[^A-Za-z.-]+", " ", note).strip()
    meanings = [mark.meaning for mark in publication.authors[0].marks]
    assert words in [publication.note.rstrip("*"), *meanings]


def test_advice_on_the_mark_of_one_author_does_not_say_equal(tmp_path: Path) -> None:
    (problem,) = read_text(tmp_path, of_names("One, Ann and Two†, Bo")).problems
    assert "annotation = {† Corresponding author}, author+an = {…=corresponding}" in problem.message
    assert "qual" not in problem.message


# Addresses


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ("http://x.org/a https://y.org/b", "url = {http://x.org/a}"),
        (r"http://x.org/a\_b, http://y.org", r"url = {http://x.org/a\_b}"),
        ("https://x.org/a; https://y.org", "url = {https://x.org/a}"),
    ],
)
def test_of_two_addresses_the_first_is_linked(tmp_path: Path, value: str, advice: str) -> None:
    found = read_text(tmp_path, of_venue(f"journal = {{J}}, url = {{{value}}}"))
    link = found.entries["a"].publication.venue_link
    assert link is not None
    assert link.url in {"http://x.org/a", "https://x.org/a", "http://x.org/a_b"}
    (message,) = told(found)
    assert message == (
        f"1: a: url holds two addresses, and only the first is read; write {advice}, and the other "
        "in another field or entry"
    )


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_the_address_of_a_pasted_link_is_read(tmp_path: Path, quote: str) -> None:
    value = f"<a href={quote}https://x.org/a?b=1&amp;c=2{quote} class=y>Journal <b>link</b></a>"
    found = read_text(tmp_path, of_venue(f"journal = {{J}}, url = {{{value}}}"))
    link = found.entries["a"].publication.venue_link
    assert link is not None
    assert link.url == "https://x.org/a?b=1&c=2"
    (message,) = told(found)
    assert message.startswith("1: note: a: url holds HTML")


@pytest.mark.parametrize("value", ["<a href='javascript:x'>x</a>", "<a>x</a>"])
def test_a_pasted_link_that_leads_nowhere_is_left_out(tmp_path: Path, value: str) -> None:
    found = read_text(tmp_path, of_venue(f"journal = {{J}}, url = {{{value}}}"))
    assert found.entries["a"].publication.all_links == ()
    assert [problem.is_hint for problem in found.problems].count(False) == 1


def test_an_eprint_of_another_archive_is_no_slip(tmp_path: Path) -> None:
    entry = of_venue("journal = {J}, eprint = {RG.2.2.1}, eprinttype = {ResearchGate}")
    found = read_text(tmp_path, entry)
    assert told(found) == [
        "1: note: a: no address is known of eprints of ResearchGate; add url = {https://…}"
    ]
    with_url = entry.replace("eprint =", "url = {https://x.org}, eprint =")
    assert told(read_text(tmp_path, with_url)) == []


def test_an_address_at_arxiv_says_where_a_paper_appeared(tmp_path: Path) -> None:
    found = read_text(tmp_path, of_venue("url = {https://arxiv.org/abs/2401.00001v2}"))
    assert told(found) == []
    assert found.entries["a"].publication.where == "arXiv 2024"
    # Where it appeared otherwise, an address alone says nothing.
    entry = of_venue("journal = {J}, url = {https://arxiv.org/abs/2401.00001}")
    other = read_text(tmp_path, entry)
    assert other.entries["a"].publication.where == "J 2024"


# Fields


@pytest.mark.parametrize("second", ["year = 2024", "YEAR = {2024}", 'year = "2024"'])
def test_a_field_that_stands_twice_with_one_value_is_no_slip(tmp_path: Path, second: str) -> None:
    found = read_text(tmp_path, of_venue(f"journal = {{J}}, {second}"))
    assert told(found) == []
    assert found.entries["a"].source.bibtex.lower().count("year =") == 1


def test_a_field_that_stands_twice_with_two_values_is_told(tmp_path: Path) -> None:
    (message,) = told(read_text(tmp_path, of_venue("journal = {J}, year = 2023")))
    assert "stands twice" in message


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("url_paper", "Paper"),
        ("url_pdf", "PDF"),
        ("link_data", "Data"),
        ("preprint", "Preprint"),
        ("oral", "Oral"),
    ],
)
def test_a_link_of_ones_own_is_told_with_a_label_that_reads_well(
    tmp_path: Path, field: str, label: str
) -> None:
    entry = of_venue(f"journal = {{J}}, {field} = {{https://x.org/a}}")
    (message,) = told(read_text(tmp_path, entry))
    assert f'publications_links = {{"{field}": "{label}"}}' in message


@pytest.mark.parametrize(
    ("date", "parts", "advice"),
    [
        ("25/05/2022", (2022, 5, 25), "is read as 2022-05-25; write date = {2022-05-25}"),
        ("05/25/2022", (2022, 5, 25), "is read as 2022-05-25; write date = {2022-05-25}"),
        ("5.5.2022", (2022, 5, 5), "is read as 2022-05-05; write date = {2022-05-05}"),
        (
            "12/05/2022",
            (2022, None, None),
            "is read as 2022; write date = {2022-05-12}, or date = {2022-12-05}",
        ),
    ],
)
def test_a_date_of_numbers_keeps_what_is_sure(
    tmp_path: Path, date: str, parts: tuple[int, int | None, int | None], advice: str
) -> None:
    entry = f"@misc{{a, author = {{Xu}}, title = {{T}}, date = {{{date}}}}}"
    found = read_text(tmp_path, entry)
    read = found.entries["a"].publication.date
    assert (read.year, read.month, read.day) == parts
    assert told(found) == [f"1: note: a: date = {{{date}}} {advice}"]


# Templates


@pytest.mark.parametrize(
    ("begin", "end"),
    [("{% comment %}", "{% endcomment %}"), ("{%- comment -%}", "{%-endcomment-%}")],
)
def test_a_comment_of_jekyll_hides_what_is_in_it(tmp_path: Path, begin: str, end: str) -> None:
    hidden = "@string{s = {J}}\n\n@misc{h, author = {H}, title = {H}, note = s, year = 2020}\n"
    found = read_text(tmp_path, f"---\n---\n{BEFORE}{begin}\n{hidden}{end}\n{AFTER}")
    assert list(found.entries) == ["before", "after"]
    assert told(found) == [
        "7: note: h is hidden by {% comment %} and not published; "
        "take it out of the {% comment %} to publish it"
    ]


@pytest.mark.parametrize(
    "author",
    [
        "One " * 20_000 + "(",
        "(" * 20_000,
        r"\thanks{" * 20_000,
        r"A\thanks{x} and " * 5_000 + "B",
        "**" * 20_000,
        "One. A. " * 10_000,
        "Ann One (co-first) and " * 5_000 + "Bo Two",
    ],
)
def test_what_stands_beside_names_takes_no_time(author: str) -> None:
    start = time.process_time()
    without_what_is_beside(author)
    assert time.process_time() - start < 2


def test_many_comments_of_jekyll_take_no_time(tmp_path: Path) -> None:
    start = time.process_time()
    pairs = "{% comment %}\n{% endcomment %}" * 50_000
    text = pairs + "{% endcomment %}\n" + BEFORE + "{% comment %}\n" * 50_000
    assert list(read_text(tmp_path, text).entries) == ["before"]
    assert time.process_time() - start < 5


def test_a_comment_of_jekyll_that_does_not_end_hides_nothing(tmp_path: Path) -> None:
    found = read_text(tmp_path, f"{BEFORE}{{% comment %}}\n{AFTER}")
    assert list(found.entries) == ["before", "after"]


def test_what_one_setting_mends_is_one_line(project: Project) -> None:
    fields = many(3, "pdf = {{x{0}.pdf}}, project = {{https://x.org/{0}}}")
    project.write(refs_bib=fields)
    build = project.build(confoverrides={"publications_pages": ""})
    (warning,) = build.warnings
    assert "(3 times, in lines 2, 4, 6)" in warning
    hints = [note for note in build.notes if "publications_links" in note]
    assert len(hints) == 1


def test_what_is_mended_in_each_place_is_told_in_each(tmp_path: Path) -> None:
    found = read_text(tmp_path, many(5, "code = {{ftp:x{}}}"))
    assert len(deduplicate(found.problems)) == 5


# Advice


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "@article{a, author = {Xu}, title = {T}}",
            "1: a: the year and where it appeared are missing; add year = {2024} and journal = {…}",
        ),
        (
            "@article{a, author = {Xu}}",
            "1: a: the title, the year and where it appeared are missing; "
            "add title = {…}, year = {2024} and journal = {…}",
        ),
        (
            "@misc{a, title = {T}, year = 2020}",
            "1: a: nobody wrote it; add author = {Family, Given}",
        ),
        (
            "@misc{a, year = 2020}",
            "1: a: the title and the author are missing; "
            "add title = {…} and author = {Family, Given}",
        ),
    ],
)
def test_what_an_entry_lacks_is_one_line(tmp_path: Path, entry: str, message: str) -> None:
    assert told(read_text(tmp_path, entry)) == [message]


@pytest.mark.parametrize(
    "author", ["One. A.*, Two, B.*, Three, C., & Four, D..", "One. A., Two, B."]
)
def test_a_dot_in_place_of_a_comma_parts_no_name(tmp_path: Path, author: str) -> None:
    found = read_text(tmp_path, of_names(author))
    assert [name.rstrip(".") for name in names(found, "a")] == [
        name for name in ("One, A", "Two, B", "Three, C", "Four, D") if name[:3] in author
    ]
    (message,) = [line for line in told(found) if "note" not in line]
    again = read_text(tmp_path, of_names(message.partition("; write ")[2]))
    assert names(again, "a") == names(found, "a")


@pytest.mark.parametrize("value", ["files/papers/x.pdf", "/files/papers/x.pdf", "papers/x.pdf"])
def test_the_folder_that_is_advised_leads_to_the_file(project: Project, value: str) -> None:
    project.write(
        refs_bib=f"@misc{{a, author = {{Xu}}, title = {{T}}, year = 2020, pdf = {{{value}}}}}"
    )
    (warning,) = project.build(confoverrides={"publications_pages": ""}).warnings
    folder = warning.partition('set publications_files = "')[2].partition('"')[0]
    assert folder == value.strip("/").partition("/")[0]
    (project.source / value.strip("/")).parent.mkdir(parents=True)
    (project.source / value.strip("/")).write_bytes(b"%PDF-")
    build = project.build(
        confoverrides={"publications_pages": "", "publications_files": folder}, freshenv=True
    )
    assert build.warnings == []
    hrefs = [str(link["href"]) for link in build.html().select("ul.publications a[href]")]
    assert any(href.endswith("x.pdf") for href in hrefs)
