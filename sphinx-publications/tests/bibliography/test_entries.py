"""What was read before is not read again, and nothing is told otherwise for that."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import Reading, read
from sphinx_publications.model.parse_options import ReadingOptions

from ..conftest import TESTS, Project
from ..hard import HARD

PLAIN = "@misc{%s, author = {One, Ann}, title = {On %s}, year = 2020, howpublished = {X}}\n"
PIECES = (
    PLAIN % ("a", "a"),
    PLAIN % ("b", "b"),
    PLAIN % ("a", "another"),
    "% a remark\n\n",
    "\n",
    "words between entries\n",
    "@string{here = {Here}}\n",
    "@misc{c, author = {Two*, Ben and Three*, Cy}, title = {C}, year = 2020, note = here}\n",
    "@misc{d, author = {A. One, B. Two, C. Three}, title = {D}, year = 2020, crossref = {e}}\n",
    "@proceedings{e, editor = {Four, Di}, title = {E}, year = 2021}\n",
    "@misc{f, author = {Five, Ed}, title = {F}, year = soon, url = {javascript:x}}\n",
    "@misc{g, author = {Six, Fay}, title = {G} year = 2020}\n",
    "@xdata{h, publisher = {P}}\n",
    "@book{i, author = {Seven, Guy}, title = {I}, year = 2020, xdata = {h}}\n",
    "@book{j, author = {Ten, Hal}, title = {J}, subtitle = {S}, date = {2020-05}, month = {5},"
    " location = {L}}\n",
    "@inbook{k, author = {Ten, Ida}, title = {K}, pages = {1}, crossref = {j}}\n",
    "@article{l, author = {Ten, Ian}, title = {L}, journal = {M}, crossref = {j}}\n",
)


def said(reading: Reading) -> object:
    entries = [
        (
            entry.key, entry.type, list(entry.fields.items()), entry.source.line,
            {name: entry.source.line_of(name) for name in entry.fields}, entry.source.bibtex,
            None if entry.type == "xdata" else entry.publication,
        )
        for entry in reading.entries.values()
    ]  # fmt: skip
    return entries, list(reading.keys.values()), reading.problems, reading.containers


def read_text(folder: Path, text: str, before: list[SourceEntry] | None = None) -> Reading:
    file = folder / "refs.bib"
    file.write_text(text, encoding="utf-8")
    return read(
        [file], ReadingOptions(owner=("One, Ann",)), name_of=lambda f: f.name, before=before or ()
    )


@given(st.lists(st.sampled_from(PIECES)), st.lists(st.sampled_from(PIECES)))
def test_a_second_reading_says_the_same_as_a_first(first: list[str], second: list[str]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        earlier = read_text(folder, "".join(first))
        expected = said(read_text(folder, "".join(second)))
        again = read_text(folder, "".join(second), list(earlier.entries.values()))
        assert said(again) == expected


@pytest.mark.parametrize(
    "name", ["roots/homepage/refs.bib", "data/al-folio.bib", "data/pasted.bib"]
)
def test_what_stands_as_it_did_is_the_same_object(tmp_path: Path, name: str) -> None:
    text = (TESTS / name).read_text(encoding="utf-8")
    earlier = read_text(tmp_path, text)
    clean = [entry for entry in earlier.entries.values() if entry.source.chunk]
    assert len(clean) >= len(earlier.entries) / 3
    known = {id(entry) for entry in clean}
    expected = said(read_text(tmp_path, f"% moved\n\n{text}"))
    again = read_text(tmp_path, f"% moved\n\n{text}", clean)
    assert said(again) == expected
    assert known == {id(entry) for entry in again.entries.values()} & known


def test_builds_one_after_another_are_as_one(project: Project) -> None:
    project.write(refs_bib=HARD)
    project.build()
    changed = HARD.replace("title = {Links}", "title = {Other links}")
    project.write(refs_bib=changed)
    later = project.build()
    fresh = project.build(freshenv=True)
    assert later.warnings == fresh.warnings
    names = sorted(path.name for path in Path(fresh.app.outdir).rglob("*.html"))
    assert len(names) > 13
    assert "Other links" in fresh.html().get_text()


def test_other_settings_read_everything_again(project: Project) -> None:
    project.write(refs_bib=PLAIN % ("a", "a"))
    assert not project.build().html().select("li strong")
    build = project.build(confoverrides={"publications_owner": "One, A"})
    assert [tag.get_text() for tag in build.html().select("li strong")] == [
        "A\N{NO-BREAK SPACE}One"
    ]
