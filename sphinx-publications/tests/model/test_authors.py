"""Who edited a volume is not taken for its author."""

from __future__ import annotations

import pytest

from ..conftest import Project


def entry(people: str, more: str = "") -> str:
    return (
        f"@proceedings{{k, editor = {{{people}}}, title = {{Volume}}, year = 2020, "
        f"publisher = {{P}}{more}}}"
    )


@pytest.mark.parametrize(
    ("bib", "authors"),
    [
        (entry("One, Ann"), "A One (ed.)"),
        (entry("One, Ann and Two, Bo"), "A One, B Two (eds.)"),
        (entry("One, Ann and others"), "A One et al. (eds.)"),
        (entry("One, Ann", ", collaboration = {X}"), "A One (X) (ed.)"),
        (entry("One, Ann and Two, Bo", ", author = {Three, Cy}"), "C Three"),
        (entry("One, Ann", ", editortype = {compiler}"), "A One (comp.)"),
        (entry("One, Ann and Two, Bo", ", editortype = {Director}"), "A One, B Two (dirs.)"),
        (entry("One, Ann", ", editortype = {founder}"), "founded by A One"),
        (entry("One, Ann", ", editortype = {Herausgeber}"), "Herausgeber: A One"),
    ],
)
def test_editors_are_called_so_in_lists(project: Project, bib: str, authors: str) -> None:
    project.write(refs_bib=bib)
    lines = project.build("text", confoverrides={"nitpicky": False}).text().splitlines()
    assert authors in [line.strip() for line in lines]


def test_a_shortened_list_and_the_page_of_the_volume_say_it(project: Project) -> None:
    people = " and ".join(f"Name{letter}, Ann" for letter in "ABCDEFGHIJ")
    project.write(refs_bib=entry(people))
    build = project.build()
    short = build.html().select_one(".publication-authors-short")
    assert short
    assert short.get_text().endswith("(eds.)")
    authors = build.html("publications/k").select_one(".publication-authors")
    assert authors
    assert authors.get_text().endswith("NameJ (eds.)")


def test_editors_are_called_so_in_the_language_of_the_site(project: Project) -> None:
    project.write(refs_bib=entry("One, Ann and Two, Bo"))
    text = project.build("text", confoverrides={"language": "de"}).text()
    assert "A One, B Two (Hrsg.)" in text
