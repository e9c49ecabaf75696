"""Which entry of the owner's a paper is that was found."""

from __future__ import annotations

import pytest

from sphinx_publications.acquire.record import Record

from .conftest import Scene

PREPRINT = (
    "@misc{pre, title = {On the learning of snails}, year = 2023, eprint = {2302.01234}, "
    "eprinttype = {arxiv}}"
)
PAPER = "@article{paper, title = {On the Learning of Snails}, year = 2024, journal = {J}}"


@pytest.mark.parametrize("text", [f"{PREPRINT}\n{PAPER}\n", f"{PAPER}\n{PREPRINT}\n"])
def test_of_two_entries_with_one_title_the_published_one_is_the_paper(
    scene: Scene, text: str
) -> None:
    scene.file.write_text(text, encoding="utf-8")
    library = scene.session().sources.read()
    found = library.find(
        Record("article", {"title": "On the learning of snails", "doi": "10.5555/new"})
    )
    assert found is not None
    assert found.key == "paper"
    # By its identifier the preprint is found still.
    eprint = {"title": "On the learning of snails", "eprint": "2302.01234v2", "eprinttype": "arxiv"}
    found = library.find(Record("misc", eprint))
    assert found is not None
    assert found.key == "pre"
