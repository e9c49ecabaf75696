"""Advice: the owner among the authors, equal titles, macros."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.bibliography.lint import equal_titles, inconsistent_venues, missing_doi
from sphinx_publications.diagnostics import Subtype, deduplicate

from ..bibfiles import (
    OWNER,
    entry,
    read_text,
)


def test_a_strange_paper_is_messages(tmp_path: Path) -> None:
    own = entry("year = 2020", OWNER)
    text = own + "\n" + entry("year = 2021", "Bellec, Wilhelm").replace("{a", "{c")
    (problem,) = read_text(tmp_path, text, OWNER).problems
    assert problem.is_hint
    assert problem.text == (
        "c: no author is Bellec, Guillaume; if Wilhelm Bellec is, add author+an = {1=me}"
    )


def test_a_misspelt_owner_is_one_line(tmp_path: Path) -> None:
    text = "\n".join(
        entry(f"year = {year}", OWNER).replace("{a", f"{{k{year}").replace("{T}", f"{{{year}}}")
        for year in range(2010, 2020)
    )
    (problem,) = read_text(tmp_path, text, "Belec, Guillaume").problems
    assert problem.message == (
        "10 of 10 entries have no author Belec, Guillaume, of publications_owner in conf.py; "
        "10 have Bellec, Guillaume: is that how it is to be spelled?"
    )
    assert read_text(tmp_path, text, "").problems == []


def test_who_may_be_among_the_others_is_no_stranger(tmp_path: Path) -> None:
    own, other = entry("year = 2020", OWNER), "Wu, Xi and others"
    text = own + "\n" + entry("year = 2021", other).replace("{a", "{c").replace("{T}", "{U}")
    assert read_text(tmp_path, text, OWNER).problems == []
    text = text.replace(" and others", "")
    assert [p.key for p in read_text(tmp_path, text, OWNER).problems] == ["c"]


@pytest.mark.parametrize(
    ("annotation", "count"),
    [(r"Shows the \unknown{field}", 0), (r"* Equal \unknown{contribution}", 1)],
)
def test_macros_of_an_annotation_count_if_it_explains_symbols(
    tmp_path: Path, annotation: str, count: int
) -> None:
    found = read_text(tmp_path, entry(f"year = 2020, annotation = {{{annotation}}}"))
    macros = [p for p in found.problems if p.subtype is Subtype.UNKNOWN_MACRO]
    assert len(macros) == count


def test_a_related_work_may_have_the_same_title(tmp_path: Path) -> None:
    other = entry("year = 2021").replace("{a", "{c")
    found = read_text(tmp_path, entry("year = 2020, related = {c}") + "\n" + other)
    assert list(equal_titles(list(found.entries.values()))) == []
    found = read_text(tmp_path, entry("year = 2020") + "\n" + other)
    assert len(list(equal_titles(list(found.entries.values())))) == 1


DOIS = r"""
@article{a, title = {A}, journal = {Journal of Rain}, year = {2020}}
@article{b, title = {B}, journal = {The Journal of Rain}, year = {2021}}
@article{c, title = {C}, journal = {Journal of Snow}, year = {2021}}
@inproceedings{d, title = {D}, booktitle = {Clouds}, publisher = {ACM}, year = {2021}}
@inproceedings{e, title = {E}, booktitle = {Workshop}, publisher = {Our Press}, year = {2021}}
@incollection{f, title = {F}, booktitle = {Book}, publisher = {Oxford Press}, year = {2019}}
@inbook{g, title = {G}, booktitle = {Handbook}, publisher = {Springer}, year = {2019}}
@book{h, title = {H}, publisher = {Cambridge University Press}, year = {2019}}
@phdthesis{i, title = {I}, school = {U}, publisher = {Springer}, year = {2019}}
@article{j, title = {J}, journal = {Journal of Hail}, pubstate = {submitted}}
@article{k, title = {K}, journal = {Journal of Hail}, year = {2020}, doi = {10.5555/k}}
@article{l, title = {L}, journal = {arXiv preprint arXiv:2001.00001}, year = {2020}}
"""


def test_a_doi_is_asked_once_a_venue_and_of_no_chapter(tmp_path: Path) -> None:
    found = read_text(tmp_path, DOIS)
    assert [problem.text for problem in missing_doi(list(found.entries.values()))] == [
        "a: papers of Journal of Rain usually have a DOI; add doi = {10.…}, also to b",
        "c: papers of Journal of Snow usually have a DOI; add doi = {10.…}",
        "d: papers of Clouds usually have a DOI; add doi = {10.…}",
    ]


def test_what_is_wrong_with_two_authors_is_said_once(tmp_path: Path) -> None:
    text = entry("year = 2020, author+an = {1=boss; 2=boss}", "One, Ann and Two, Ben")
    (problem,) = deduplicate(read_text(tmp_path, text).problems)
    assert "'boss' in author+an is not known" in problem.message


@pytest.mark.parametrize(
    ("other", "count"),
    [
        ("@talk{b, eventtitle = {Conference on Examples}", 0),
        ("@talk{b, booktitle = {Conference on Examples}", 0),
        ("@unpublished{b, eventtitle = {Conference on Examples}, note = {Talk}", 0),
        ("@inproceedings{b, booktitle = {Conference on Examples}, doi = {10.5555/b}", 1),
        ("@talk{b, eventtitle = {Conference on examples}", 1),
    ],
)
def test_an_event_and_its_proceedings_are_two_venues(
    tmp_path: Path, other: str, count: int
) -> None:
    text = f"""
    @inproceedings{{a, author = {{A}}, title = {{T}}, year = 2020, doi = {{10.5555/a}},
      booktitle = {{Proceedings of the Conference on Examples}}}}
    {other}, author = {{A}}, title = {{U}}, year = 2021}}
    @talk{{c, eventtitle = {{Conference on Examples}}, author = {{A}}, title = {{V}}, year = 2022}}
    """
    found = read_text(tmp_path, text)
    assert len(list(inconsistent_venues(list(found.entries.values())))) == count
