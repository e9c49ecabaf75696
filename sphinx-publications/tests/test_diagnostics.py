"""A cause that repeats is one message."""

from __future__ import annotations

import pytest

from .bibfiles import (
    many,
)
from .conftest import Project


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
