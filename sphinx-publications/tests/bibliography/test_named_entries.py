"""Related entries, which an entry names, and the members of a set."""

from __future__ import annotations

import pytest

from ..conftest import Project

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
