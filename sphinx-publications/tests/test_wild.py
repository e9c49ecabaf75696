"""Files as other homepages have them: read as they are meant, and told only where that is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from pybtex.database import parse_string

from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.model.parse_options import ReadingOptions

from .conftest import Project

BEFORE = "@misc{before, author = {Xu}, title = {Before}, year = 2020}\n"
AFTER = "\n@misc{after, author = {Xu}, title = {After}, year = 2020}\n"


def read_text(folder: Path, text: str, owner: str = "") -> Reading:
    file = folder / "refs.bib"
    file.write_text(text, encoding="utf-8")
    options = ReadingOptions(owner=(owner,) if owner else ())
    return read([file], options, name_of=lambda path: path.name)


def told(reading: Reading) -> list[str]:
    return [
        f"{problem.line}: {'note: ' if problem.is_hint else ''}{problem.text}"
        for problem in reading.problems
    ]


def names(reading: Reading, key: str) -> list[str]:
    return [author.name.inverted for author in reading.entries[key].publication.authors]


@pytest.mark.parametrize(
    ("author", "title"),
    [
        ("{Ann M\\{'ehaut and Two, Bo}", "{T}"),
        ("{Ann M\\'{ehaut and Two, Bo}", "{T}"),
        ("{Ann M{\\'ehaut and Two, Bo}", "{T}"),
        ("{Ann M\\'ehaut} and Two, Bo}", "{T}"),
        ("{Ann M\\'e}haut and Two, Bo}", "{T}"),
        ("{Ann M\\}'ehaut and Two, Bo}", "{T}"),
        ("{{Ann M\\'ehaut and Two, Bo}", "{T}"),
        ("{Ann M\\'ehaut and Two, Bo}}", "{T}"),
        ('"Ann M{\\\'ehaut and Two, Bo"', "{T}"),
    ],
)
@pytest.mark.parametrize("space", ["\n  ", " "], ids=["lines", "one line"])
def test_braces_that_do_not_match_cost_one_warning_and_nothing_else(
    tmp_path: Path, author: str, title: str, space: str
) -> None:
    entry = f"@misc{{a,{space}author = {author},{space}title = {title},{space}year = {{2021}}}}"
    found = read_text(tmp_path, BEFORE + entry + AFTER)
    assert list(found.entries) == ["before", "a", "after"]
    line = 3 if "\n" in space else 2
    (message,) = told(found)
    assert message.startswith(f"{line}: a: ")
    assert names(found, "a") == ["Méhaut, Ann", "Two, Bo"]
    publication = found.entries["a"].publication
    assert (publication.title, publication.date.year) == ("T", 2021)
    # The file for others is one that pybtex reads, which forgives nothing.
    exported = "\n".join(entry.source.bibtex for entry in found.entries.values())
    assert list(parse_string(exported, "bibtex").entries) == ["before", "a", "after"]


def test_an_entry_with_odd_braces_has_its_page(project: Project) -> None:
    project.write(
        refs_bib=BEFORE + r"@misc{a, author = {Ann M\{'ehaut and Two, Bo}, "
        "title = {{Odd} {one}, year = 2021, note = {x}}" + AFTER
    )
    build = project.build()
    assert len(build.warnings) == 2
    assert all(warning.startswith("refs.bib:2: WARNING: a: ") for warning in build.warnings)
    citation = build.html("publications/a").select_one(".publication-citation")
    assert citation is not None
    assert "Ann Méhaut and Bo Two" in citation.get_text().replace("\N{NO-BREAK SPACE}", " ")
    assert len(build.html().select("ul.publications > li")) == 3


@pytest.mark.parametrize(
    ("comment", "hidden"),
    [
        ("@comment{\n@misc{h, author = {H}, title = {H}, year = 2020}\n}", {3: "h"}),
        ("@comment{@misc{h, author = {H}, title = {H}, year = 2020}}", {2: "h"}),
        ("@Comment {\n\n  @misc{h,\n title = {H}}\n\n@misc{i,\n title = {I}}\n}", {4: "h", 7: "i"}),
        ("@comment{@string{x = {y}} jabref-meta: a:b;}", {}),
        ("@comment{BibDesk Groups{\n<dict>me@x.org</dict>\n}}", {}),
    ],
)
def test_a_comment_hides_what_is_in_it(
    tmp_path: Path, comment: str, hidden: dict[int, str]
) -> None:
    found = read_text(tmp_path, BEFORE + comment + AFTER)
    assert list(found.entries) == ["before", "after"]
    assert told(found) == [
        f"{line}: note: {key} is hidden by @comment and not published; "
        "take it out of the @comment to publish it"
        for line, key in hidden.items()
    ]


def test_a_comment_that_is_never_closed_hides_nothing_in_silence(tmp_path: Path) -> None:
    text = "@comment{\n@misc{h, author = {H}, title = {H}, year = 2020}\n"
    found = read_text(tmp_path, BEFORE + text + AFTER)
    assert list(found.entries) == ["before", "h", "after"]
    assert told(found) == ["2: the @comment is never closed; write } behind it"]


def test_a_brace_missing_in_a_comment_hides_nothing_behind_it(tmp_path: Path) -> None:
    text = "@comment{\n@misc{h, author = {H, title = {H}, year = 2020}\n}"
    found = read_text(tmp_path, BEFORE + text + AFTER)
    assert {"before", "after"} <= set(found.entries)
    assert told(found)[0] == "2: the @comment is never closed; write } behind it"


def test_a_comment_without_braces_hides_the_entry_on_its_line(tmp_path: Path) -> None:
    text = "@comment @misc{h, author = {H}, title = {H}, year = 2020}"
    found = read_text(tmp_path, BEFORE + text + AFTER)
    assert list(found.entries) == ["before", "after"]
    (message,) = told(found)
    assert message.startswith("2: note: ")


@pytest.mark.parametrize(
    "text",
    [
        "---\n---\n\nX",
        "---\nlayout: page\n---\nX",
        "\n---\n---\nX",
        "---\nX---\n",
        "---\nX\n---\nX2",
        "X\n---\n",
        "-----\nX",
    ],
)
def test_front_matter_hides_no_entry(tmp_path: Path, text: str) -> None:
    text = text.replace("X2", AFTER).replace("X", BEFORE)
    found = read_text(tmp_path, text)
    assert list(found.entries) == ["before", "after"][: text.count("@")]
    assert told(found) == []


@pytest.mark.parametrize(
    ("author", "expected", "messages"),
    [
        ("Name, U.A.", ["Name, U.A."], []),
        ("Name, U. A. and Two, Bo", ["Name, U. A.", "Two, Bo"], []),
        ("U.A. Name", ["Name, U.A."], []),
        (
            "Family, Given A., and Two, Bo",
            ["Family, Given A.", "Two, Bo"],
            ["Family, Given A. and Two, Bo"],
        ),
        (
            "Two, Bo, and Family, Given,",
            ["Two, Bo", "Family, Given"],
            ["Two, Bo and Family, Given"],
        ),
        ("Ann One, and Bo Two", ["One, Ann", "Two, Bo"], ["Ann One and Bo Two"]),
        ("given=Ann, family=One", ["One, Ann"], []),
        ("family=One, given=Ann and Two, Bo", ["One, Ann", "Two, Bo"], []),
        ("given={Ann B.}, prefix=de, family=One, useprefix=true", ["de One, Ann B."], []),
        ('given=Ann, family="One, Sons", suffix=Jr', ["One, Sons, Jr, Ann"], []),
        ("given=M\\'a, given-i=M, family=One", ["One, Má"], []),
        ("family={The Group}", ["The Group"], []),
        ("One, A=B", ["One, A=B"], []),
    ],
)
def test_names_are_those_that_are_meant(
    tmp_path: Path, author: str, expected: list[str], messages: list[str]
) -> None:
    found = read_text(tmp_path, f"@misc{{a, author = {{{author}}}, title = {{T}}, year = 2020}}")
    assert names(found, "a") == expected
    assert not found.entries["a"].publication.et_al
    assert told(found) == [
        f"1: a: author has more than names in it; write {line}" for line in messages
    ]


@pytest.mark.parametrize("end", ["u.a.", "u. a.", "et al.", "Et al", "et. al."])
def test_and_others_is_still_understood(tmp_path: Path, end: str) -> None:
    found = read_text(
        tmp_path, f"@misc{{a, author = {{Two, Bo {end}}}, title = {{T}}, year = 2020}}"
    )
    assert names(found, "a") == ["Two, Bo"]
    assert found.entries["a"].publication.et_al


FAMILY = r"""
@book{own, author = {One, Ann}, title = {Own Book}, publisher = {P}, year = 2020}
@incollection{chapter, author = {Two, Bo}, title = {Chapter}, crossref = {own}}
@proceedings{edited, editor = {One, A.}, title = {Edited}, year = 2020}
@inproceedings{paper, author = {One, Ann}, title = {Paper}, crossref = {edited}}
@proceedings{theirs, editor = {Xu, Xi}, title = {Theirs}, year = 2020}
@inproceedings{talk, author = {One, Ann}, title = {Talk}, crossref = {theirs}}
@xdata{common, publisher = {P}}
@misc{last, author = {One, Ann}, title = {Last}, xdata = {common}, year = 2020}
@set{both, entryset = {own, last}}
"""


def test_what_is_a_work_is_listed_and_what_serves_others_is_not(tmp_path: Path) -> None:
    found = read_text(tmp_path, FAMILY, owner="One, Ann")
    assert found.containers == {"theirs", "common", "both"}
    assert [line for line in told(found) if "no author is One, Ann" not in line] == []
    assert read_text(tmp_path, FAMILY).containers == {"edited", "theirs", "common", "both"}


def test_a_set_and_a_parent_are_not_in_the_list(project: Project) -> None:
    project.write(refs_bib=FAMILY)
    build = project.build()
    assert build.warnings == []
    shown = {str(item["id"]) for item in build.html().select("ul.publications > li")}
    assert shown == {"own", "chapter", "paper", "talk", "last"}


def of_venue(fields: str, type_: str = "article") -> str:
    return f"@{type_}{{a, author = {{Xu}}, title = {{T}}, year = 2024, {fields}}}"


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


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ("abbr = {CSCW 2024}", "CSCW 2024"),
        ("abbr = {CSCW}", "CSCW 2024"),
        ("abbr = {CSCW'24}", "CSCW'24"),
        ("abbr = {CSCW ’24}", "CSCW ’24"),
        ("abbr = {2024 CSCW}", "2024 CSCW 2024"),
        ("abbr = {CSCW 2023}", "CSCW 2023 2024"),
        ("abbr = {X12024}", "X12024 2024"),
        ("booktitle = {Notes of the 2024 Meeting}", "Notes of the 2024 Meeting 2024"),
        ("journal = {arXiv 2024}", "arXiv 2024"),
    ],
)
def test_a_year_is_said_once(tmp_path: Path, fields: str, shown: str) -> None:
    found = read_text(tmp_path, of_venue(fields))
    assert found.entries["a"].publication.where == shown


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("www.springer.com/a/b", "https://www.springer.com/a/b"),
        ("WWW.springer.com", "https://WWW.springer.com"),
        ("github.com/me/x", "https://github.com/me/x"),
        ("me.github.io/x/", "https://me.github.io/x/"),
        ("doi.org/10.1000/1", "https://doi.org/10.1000/1"),
        (r"\url{www.x.org/a\_b}", "https://www.x.org/a_b"),
    ],
)
def test_an_address_without_scheme_is_one(tmp_path: Path, value: str, url: str) -> None:
    found = read_text(tmp_path, of_venue(f"journal = {{J}}, url = {{{value}}}"))
    link = found.entries["a"].publication.venue_link
    assert link is not None
    assert link.url == url
    (message,) = told(found)
    assert message.startswith(f"1: note: a: url = {{{value}}} is read as https://")


@pytest.mark.parametrize(
    "value", ["paper.pdf", "papers/x.org.pdf", "www", "www.", "javascript:www.x.org/", "x.pdf/"]
)
def test_what_may_be_a_file_is_no_address(tmp_path: Path, value: str) -> None:
    found = read_text(tmp_path, of_venue(f"journal = {{J}}, pdf = {{{value}}}"))
    assert found.entries["a"].publication.all_links == ()
    assert [problem.subtype for problem in found.problems] == ["unsafe_link"]


def many(count: int, field: str) -> str:
    return "".join(
        f"@misc{{k{number}, author = {{Xu}}, title = {{T{number}}}, year = 2020,\n"
        f"  {field.format(number)}}}\n"
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (
            "pdf = {{/papers/x{}.pdf}}",
            "pdf = {/papers/x0.pdf} is no address and is left out; write https://…, "
            'or set publications_files = "papers" in conf.py',
        ),
        (
            "poster = {{poster{}.pdf}}",
            "poster = {poster0.pdf} is no address and is left out; write https://…, "
            "or set publications_files to the folder of the file",
        ),
    ],
)
def test_a_cause_that_repeats_is_one_warning_with_its_count(
    project: Project, field: str, message: str
) -> None:
    project.write(refs_bib=many(17, field))
    assert project.build(confoverrides={"publications_pages": ""}).warnings == [
        f"refs.bib:2: WARNING: k0: {message} (17 times, in lines 2, 4, 6, 8, 10, …) "
        "[publications.unsafe_link]"
    ]


def test_five_of_a_cause_are_told_one_by_one(project: Project) -> None:
    project.write(
        refs_bib=many(5, "doi = {{x{}}}")
        + many(5, "code = {{ftp:x{}}}").replace("{k", "{c").replace("{T", "{C")
    )
    assert len(project.build(confoverrides={"publications_pages": ""}).warnings) == 5 + 5


def test_missing_files_are_one_warning(project: Project) -> None:
    project.write(refs_bib=many(7, "pdf = {{x{}.pdf}}"))
    (project.source / "papers").mkdir()
    build = project.build(confoverrides={"publications_files": "papers"})
    assert build.warnings == [
        "refs.bib:2: WARNING: the file papers/x0.pdf is not there; put it into the repository "
        "(7 times, in lines 2, 4, 6, 8, 10, …) [publications.file]"
    ]


def test_a_path_from_the_root_of_the_site_leads_into_the_folder(project: Project) -> None:
    project.write(refs_bib=many(1, "pdf = {{/papers/a/x{}.pdf}}"))
    (project.source / "papers" / "a").mkdir(parents=True)
    (project.source / "papers" / "a" / "x0.pdf").write_bytes(b"%PDF-1.4")
    build = project.build(confoverrides={"publications_files": "papers"})
    assert build.warnings == []
    links = [str(link["href"]) for link in build.html().select(".publication-venue a")]
    assert links == ["papers/a/x0.pdf"]
