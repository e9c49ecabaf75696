"""Wrong values of settings and options: one warning each, with its line, and a whole site."""

from __future__ import annotations

from dataclasses import fields

import pytest

from sphinx_publications.project.config import Config

from .conftest import Project

REFS = "@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}}"


@pytest.mark.parametrize("name", [option.name for option in fields(Config)])
def test_a_value_of_a_wrong_type_is_one_warning_with_its_line(project: Project, name: str) -> None:
    for value in ("3.5", "-1", "b'x'"):
        lines = [
            'extensions = ["myst_parser", "sphinx_publications"]',
            'bibtex_bibfiles = ["refs.bib"]',
            "show_warning_types = True",
            f"publications_{name} = {value}",
        ]
        project.write(refs_bib=REFS, conf_py="\n".join(lines))
        build = project.build(freshenv=True)
        (warning,) = build.warnings
        assert warning.startswith(f"conf.py:4: WARNING: publications_{name} = {value} is left out")
        assert warning.endswith("[publications.option]")
        assert len(build.html().select("ul.publications > li")) == 1


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (":limt: 3", "there is no option :limt:; did you mean 'limit'?"),
        (":qqq:", "there is no option :qqq:; remove it"),
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
