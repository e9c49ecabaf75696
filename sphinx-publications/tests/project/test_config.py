"""Wrong values of settings and options: one warning each, with its line, and a whole site."""

from __future__ import annotations

import pytest

from sphinx_publications.project.config import Config

from ..conftest import Project

REFS = "@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}}"


@pytest.mark.parametrize("value", ["3.5", "-1", "b'x'"])
def test_a_value_of_a_wrong_type_is_one_warning_with_its_line(project: Project, value: str) -> None:
    names = [name for name, _, _ in Config.settings()]
    lines = [
        'extensions = ["myst_parser", "sphinx_publications"]',
        'bibtex_bibfiles = ["refs.bib"]',
        "show_warning_types = True",
        *(f"{name} = {value}" for name in names),
        "publications_cache_of_ours = publications = 1",
        "publications_ownr = 1",
    ]
    project.write(refs_bib=REFS, conf_py="\n".join(lines))
    build = project.build()
    *wrong, misspelt = build.warnings
    assert misspelt == (
        f"conf.py:{len(names) + 5}: WARNING: publications_ownr is no setting and is left out; "
        "did you mean 'publications_owner'? [publications.option]"
    )
    for line, (name, warning) in enumerate(zip(names, wrong, strict=True), start=4):
        assert warning.startswith(f"conf.py:{line}: WARNING: {name} = {value} is left out")
        assert warning.endswith("[publications.option]")
    assert len(build.html().select("ul.publications > li")) == 1


@pytest.mark.parametrize("value", ["red", "#fff", "#7a1f3g", "7a1f3d", "#7a1f3d;"])
def test_a_colour_has_six_digits(project: Project, value: str) -> None:
    project.write(refs_bib=REFS)
    build = project.build(confoverrides={"publications_pictures": value})
    assert build.warnings == [
        f"conf.py:1: WARNING: publications_pictures = {value!r} is left out; write True or False "
        "or a colour, such as '#7a1f3d' [publications.option]"
    ]


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (":limt: 3", "there is no option :limt:; did you mean 'limit'?"),
        (":qqq:", "there is no option :qqq:; remove it"),
        (':filter: typ != "book"', ":filter: no entry has the field 'typ'; did you mean 'type'?"),
        (":cited:", "there is no option :cited:; write :filter: cited and :group-by: none"),
    ],
)
def test_an_unknown_option_names_the_nearest(project: Project, option: str, told: str) -> None:
    project.write(refs_bib=REFS, index_md=f"# Home\n\n```{{publications}}\n{option}\n```\n")
    build = project.build()
    assert build.warnings == [f"index.md:3: WARNING: {told} [publications.option]"]
    assert len(build.html().select("ul.publications > li")) == 1
    (project.source / "index.md").unlink()
    project.write(index_rst=f"Home\n====\n\n.. publications::\n   {option}\n")
    assert project.build(freshenv=True).warnings == [
        f"index.rst:4: WARNING: {told} [publications.option]"
    ]
