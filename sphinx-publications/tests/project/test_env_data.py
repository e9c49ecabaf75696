"""Which of several lists a citation leads to, and what a list of the cited keeps."""

from __future__ import annotations

import pytest
from sphinxcontrib.bibtex.directives import BibliographyKey

from sphinx_publications.extension import kept_version
from sphinx_publications.model.particulars import Particulars
from sphinx_publications.project.env_data import PublicationList, settled

from ..conftest import Build, Project
from .test_directive import REFS, keys


def test_another_field_is_another_version_of_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {kept_version.__wrapped__() for _ in range(2)}
    monkeypatch.setattr(Particulars, "_fields", (*Particulars._fields, "more"))
    made.add(kept_version.__wrapped__())
    assert len(made) == 2


LIST = "```{publications}\nold\ntool\n```\n"


def lists(*named: tuple[str, str, str]) -> dict[BibliographyKey, PublicationList]:
    """Return lists, each given by its page, its number and the keys that it shows."""
    return {
        BibliographyKey(docname, id_): PublicationList(1, "publications", tuple(members.split()))
        for docname, id_, members in named
    }


def owners(found: dict[BibliographyKey, PublicationList]) -> dict[str, tuple[str, str]]:
    settled_ones = settled(found, lambda key, value: value.candidates)
    return {key: place for place, value in settled_ones.items() for key in value.own}


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ([("z", "1", "a b"), ("y", "1", "a b"), ("x", "1", "a")], {"a": "y 1", "b": "y 1"}),
        ([("y", "2", "a b"), ("y", "1", "a b")], {"a": "y 1", "b": "y 1"}),
        ([("a", "1", "a"), ("z", "1", "a b")], {"a": "z 1", "b": "z 1"}),
        ([("a", "1", "a c"), ("z", "1", "a b")], {"a": "a 1", "b": "z 1", "c": "a 1"}),
    ],
    ids=["equally long", "on one page", "the longest", "shared"],
)
def test_a_citation_leads_to_the_longest_then_to_the_first(
    named: list[tuple[str, str, str]], expected: dict[str, str]
) -> None:
    for order in (named, named[::-1]):
        assert {key: " ".join(place) for key, place in owners(lists(*order)).items()} == expected


@pytest.mark.parametrize("order", ["aaa\nzzz", "zzz\naaa"])
def test_of_equally_long_lists_the_first_by_name_of_its_page_counts(
    project: Project, order: str
) -> None:
    project.write(
        refs_bib=REFS,
        index_md=f"# Home\n\n{{cite}}`old`\n\n```{{toctree}}\n{order}\n```\n",
        aaa_md=f"# A\n\n{LIST}",
        zzz_md=f"# Z\n\n{LIST}",
    )
    build = project.build()
    assert build.warnings == []
    assert cited_at(build) == ["aaa.html#old"]


@pytest.mark.parametrize(
    ("limit", "shown"), [(0, []), (1, ["tool"]), (2, ["tool", "first"]), (9, ["tool", "first"])]
)
def test_a_list_of_the_cited_may_have_a_limit(
    project: Project, limit: int, shown: list[str]
) -> None:
    # With the limit before the filter, the newest, which nobody cites, would take the place.
    newest = "@misc{newest, author = {A}, title = {Newest}, year = 2030, howpublished = {X}}\n"
    project.write(
        refs_bib=newest + REFS,
        index_md="# Home\n\n{cite}`first,tool`\n\n"
        f"```{{publications}}\n:filter: cited\n:limit: {limit}\n```\n\n```{{toctree}}\nall\n```\n",
        all_md="# All\n\n```{publications}\n```\n",
    )
    build = project.build()
    assert build.warnings == []
    assert keys(build) == shown
    # What stands on the page is cited there.
    expected = [f"#{key}" if key in shown else f"all.html#{key}" for key in ("first", "tool")]
    assert cited_at(build) == expected


def cited_at(build: Build) -> list[str]:
    return [str(link["href"]) for link in build.html().select(".bibtex-citation a")]
