"""Inheritance, related entries and sets; `tests.biblatex` compares the first with biber's."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..bibfiles import read_text, told
from ..conftest import Project

PARENT = """@proceedings{p, editor = {Two, Bo}, title = {Proc}, date = {2001-02}, publisher = {P},
  label = {L}, options = {useprefix}, related = {x}, keywords = {k}, abstract = {A}, award = {W},
  collaboration = {X},
  preview = {a.png}, selected = {true}, editor+an = {1=corresponding}, sortkey = {s}}
"""


def test_what_describes_one_entry_is_not_inherited(tmp_path: Path) -> None:
    found = read_text(
        tmp_path, "@inproceedings{c, author = {One, Ann}, title = {C}, crossref = {p}}\n" + PARENT
    )
    assert dict(found.entries["c"].given_fields) == {
        "title": "C", "crossref": "p", "booktitle": "Proc", "date": "2001-02", "publisher": "P"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("own", "inherited", "date"),
    [
        ("", "date = {2001-02}", (2001, 2)),
        ("year = 2003,", "date = {2001-02}", (2003, None)),
        ("date = {2003-04},", "date = {2001-02}", (2003, 4)),
        ("year = 2003,", "year = 2001, month = 2", (2003, 2)),
        ("date = {2003-04},", "year = 2001", (2003, 4)),
    ],
)
def test_a_date_is_inherited_whole_or_not_at_all(
    tmp_path: Path, own: str, inherited: str, date: tuple[int, int | None]
) -> None:
    child = f"@inproceedings{{c, author = {{One, Ann}}, title = {{C}}, {own} crossref = {{p}}}}\n"
    parent = PARENT.replace("date = {2001-02}", inherited)
    read = read_text(tmp_path, child + parent).entries["c"].publication.date
    assert (read.year, read.month) == date


@pytest.mark.parametrize(
    ("value", "fact"),
    [
        ("author = {xdata=nobody-author-1}", "'nobody'"),
        ("author = {xdata=x-author-7}", "xdata=x-author-7"),
        ("author = {One, Ann}, note = {xdata=x-note}", "xdata=x-note"),
        ("author = {One, Ann}, xdata = {a}", "refers back"),
    ],
)
def test_a_reference_to_nothing_is_told(tmp_path: Path, value: str, fact: str) -> None:
    text = (
        f"@misc{{a, title = {{T}}, year = 2020,\n  {value}}}\n@xdata{{x, author = {{Two, Bo}}}}\n"
    )
    (line,) = [line for line in told(read_text(tmp_path, text)) if "refers" in line]
    assert fact in line


def test_others_get_the_names_and_not_the_references(tmp_path: Path) -> None:
    text = (
        "@book{a, author = {xdata=x-author-2 and One, Ann}, title = {T}, year = 2020}\n"
        "@xdata{x, author = {Two, Bo and Ten, Ed}, author+an = {2=equal}}\n"
    )
    entry = read_text(tmp_path, text).entries["a"]
    assert [author.name.inverted for author in entry.publication.authors] == ["Ten, Ed", "One, Ann"]
    assert "xdata" not in entry.source.bibtex
    assert "{Ten, Ed and One, Ann}" in entry.source.bibtex
    assert entry.publication.marks == ()


def test_titles_are_shown_with_their_subtitles(tmp_path: Path) -> None:
    text = (
        "@inbook{a, author = {One, Ann}, title = {T}, booktitle = {B}, booksubtitle = {S},"
        " year = 2020, journal = {no}, journaltitle = {J}, journalsubtitle = {Section A}}\n"
    )
    entry = read_text(tmp_path, text).entries["a"]
    assert entry.fields["booktitle"] == "B: S"
    assert entry.fields["journal"] == "J: Section A"
    assert entry.given_fields["booktitle"] == "B"
    named = text.replace("journal = {no}, journaltitle", "journal")
    found = read_text(tmp_path, named).entries["a"]
    assert found.fields["journal"] == found.publication.details.beside == "J: Section A"


@pytest.mark.parametrize("name", ["p", "P", "older"])
def test_a_parent_is_no_work_by_whatever_name_it_is_known(tmp_path: Path, name: str) -> None:
    child = f"@inproceedings{{c, author = {{One, Ann}}, title = {{C}}, crossref = {{{name}}}}}\n"
    found = read_text(tmp_path, child + PARENT.replace("{p,", "{p, ids = {old, older},"))
    assert found.containers == {"p"}
    assert found.entries["c"].fields["booktitle"] == "Proc"


ENTRIES = """
@book{new, author = {One, Ann}, title = {Schnee}, publisher = {P}, year = {2004}, %s}
@book{old, author = {One, Ann}, title = {Snow}, publisher = {P}, year = {1998}, ids = {former}}
@book{third, author = {One, Ann}, title = {Snö}, publisher = {Q}, year = {2001}, hidden = {true}}
"""


def lines(project: Project, fields: str, language: str = "en") -> list[str]:
    project.write(refs_bib=ENTRIES % fields)
    build = project.build(confoverrides={"language": language})
    assert build.warnings == []
    found = build.html("publications/new").select(".publication-relation")
    return [line.get_text() for line in found]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ("related = {old}, relatedtype = {translationof}", "Translation of Snow P 1998"),
        ("related = {OLD}, relatedtype = {translationas}", "Translated as Snow P 1998"),
        ("related = {former}, relatedtype = {reprintof}", "Reprint of Snow P 1998"),
        ("related = {old}, relatedtype = {reviewof}", "Review of Snow P 1998"),
        ("related = {old}, relatedtype = {origpubin}", "Originally published in Snow P 1998"),
        ("related = {old, third}, relatedtype = {multivolume}", "Volumes: Snow P 1998; Snö Q 2001"),
        ("related = {old}, relatedtype = {erratum}", "Erratum: Snow P 1998"),
        ("related = {old}, relatedtype = {corrigendum}", "Corrigendum: Snow P 1998"),
        (
            "related = {old}, relatedtype = {reprintof}, relatedstring = {Set \\& bound from}",
            "Set & bound from Snow P 1998",
        ),
        ("related = {old, new}", "See also: Snow P 1998"),
        ("relatedtype = {erratum}", ""),
    ],
)
def test_the_page_of_a_paper_shows_its_related_entries(
    project: Project, fields: str, line: str
) -> None:
    assert lines(project, fields) == ([line] if line else [])


def test_a_related_entry_leads_to_its_page_in_the_words_of_the_page(project: Project) -> None:
    fields = "related = {old, third}, relatedtype = {translationof}"
    assert lines(project, fields, "de") == ["Übersetzung von Snow P 1998; Snö Q 2001"]
    links = project.build().html("publications/new").select(".publication-relation a")
    # Nothing shows the third.
    assert [(link.get_text(), link["href"]) for link in links] == [("Snow", "old.html")]


def test_a_page_follows_what_it_is_related_to(project: Project) -> None:
    fields = "related = {old}, relatedtype = {translationof}"
    assert lines(project, fields) == ["Translation of Snow P 1998"]
    text = (ENTRIES % fields).replace("{Snow}", "{Ice}").replace("1998", "1999")
    project.write(refs_bib=text)
    (line,) = project.build().html("publications/new").select(".publication-relation")
    assert line.get_text() == "Translation of Ice P 1999"


def test_a_related_entry_that_is_missing_is_told(project: Project) -> None:
    project.write(refs_bib=ENTRIES % "related = {old, olt}, relatedtype = {reprintof}")
    for _ in range(2):
        (warning,) = project.build().warnings
        assert warning == (
            "refs.bib:2: WARNING: new: it is related to 'olt', which is not in the file; add that "
            "entry; did you mean 'old'? [publications.crossref]"
        )


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("@misc{a, author = {A}, title = {A}, year = {2020}, xref = {nope}}", "it refers to"),
        ("@set{a, entryset = {a, nope}}", "it has"),
    ],
)
def test_whoever_is_named_and_missing_is_told(tmp_path: Path, entry: str, said: str) -> None:
    found = read_text(tmp_path, f"\n{entry}\n")
    assert told(found) == [f"2: a: {said} 'nope', which is not in the file; add that entry"]


SET = ENTRIES % "note = {N}" + "@set{both, entryset = {new, old}}\n"


def test_who_names_a_set_is_told_its_members(project: Project) -> None:
    project.write(
        refs_bib=SET,
        index_md="# H\n\n{cite}`both`\n\n```{publications}\nboth\nnew\n```\n",
    )
    told = "'both' is @set, which is no work itself; name its members: new, old"
    warnings = project.build().warnings
    assert len(warnings) == 2
    assert all(told in warning for warning in warnings)


@pytest.mark.parametrize(
    ("parent", "lines"),
    [
        ("@xdata{p, doi = {bad}, url = {htp://x}}", [1, 1]),
        ("@xdata{p, month = {Smarch}}", [2]),
        (
            "@misc{p, author = {A}, title = {P}, year = {2020}, doi = {bad}}",
            [1],
        ),
    ],
)
def test_what_is_wrong_with_a_field_is_told_where_it_stands(
    tmp_path: Path, parent: str, lines: list[int]
) -> None:
    link = "xdata" if "xdata" in parent else "crossref"
    entry = "@misc{{{0}, author = {{A}}, title = {{{0}}}, year = {{2020}}, {1} = {{p}}}}\n"
    children = entry.format("a", link) + entry.format("b", link)
    found = read_text(tmp_path, f"{parent}\n{children}")
    assert [problem.line for problem in found.problems] == lines
