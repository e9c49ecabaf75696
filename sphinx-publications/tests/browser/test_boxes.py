"""Several lists on one page, and the filters that they share or have alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from sphinx.testing.util import SphinxTestApp

from .. import CONF as BASE
from ..conftest import Project
from .conftest import Visitor, Windows, serve
from .test_pages import overflow, violations

CONF = """
html_theme = "alabaster"
html_sidebars = {"**": []}
myst_enable_extensions = ["colon_fence"]
"""
REFS = "".join(
    f"@{kind}{{{kind}{number}, author = {{One, Ann}}, title = {{The {name} {number}}}, "
    f"journal = {{J}}, booktitle = {{B}}, school = {{S}}, year = {{{2018 + number // 3}}}, "
    f"keywords = {{{topic}}}}}\n"
    for kind, name, size, topic in (
        ("article", "paper", 9, "constructor, first"),
        ("inproceedings", "talk", 10, "toString, __proto__"),
        ("phdthesis", "thesis", 7, "hasOwnProperty"),
    )
    for number in range(size)
)


def _lists(*lists: tuple[str, str], more: str = "") -> str:
    return "# Papers\n\nAll of them.\n\n" + "\n".join(
        f'## {title}\n\n```{{publications}}\n:filter: type == "{kind}"\n{more}```\n'
        for title, kind in lists
    )


KINDS = (("Articles", "article"), ("Talks", "inproceedings"), ("Theses", "phdthesis"))
BEHIND = "".join(
    f'```{{bibliography}}\n:filter: title % "paper [12]"\n:keyprefix: {prefix}\n'
    f"```\n\n```{{publications}}\n:limit: {limit}\n:group-by: {by}\n```\n\n"
    for prefix, limit, by in (("a-", 9, "none"), ("b-", 5, "none"), ("c-", 5, "year"))
)
COLUMN = ":::{container} box\n```{publications}\n```\n:::\n"


@pytest.fixture(scope="module")
def address_of_lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where pages with several lists are served."""
    project = Project(tmp_path_factory.mktemp("boxes"), SphinxTestApp)
    project.write(
        conf_py=BASE + CONF,
        refs_bib=REFS,
        index_md=_lists(*KINDS, more=":group-by: none\n"),
        years_md=_lists(*KINDS),
        own_md=_lists(*KINDS, more=":filter-box: list\n"),
        none_md=_lists(*KINDS[:2]) + _lists(KINDS[2], more=":filter-box: none\n")[32:],
        behind_md=f"# Papers\n\n{BEHIND}",
        column_md=f"# Papers\n\n{COLUMN}",
        **{"404_md": "# Not here\n"},
    )
    build = project.build()
    with serve(build.app.outdir) as address:
        yield address


@pytest.fixture
def lists(windows: Windows, address_of_lists: str) -> Iterator[Visitor]:
    """A visitor of these pages."""
    visitor = Visitor(windows, address_of_lists)
    yield visitor
    # A site without a picture for the tab of its window is asked for one.
    assert [said for said in visitor.complaints if "Failed to load resource" not in said] == []
    visitor.leave()


def test_a_list_keeps_its_distance_from_what_is_above(lists: Visitor) -> None:
    page = lists.page
    page.goto("/behind.html")
    gaps = page.evaluate(
        """() => [...document.querySelectorAll(".container:has(> .citation-list)")].map((above) => {
          const lines = [...above.querySelectorAll("p")].map((p) => p.getBoundingClientRect());
          const last = Math.max(...lines.map((line) => line.bottom));
          return above.nextElementSibling.getBoundingClientRect().top - last;
        })"""
    )
    assert len(gaps) == 3
    assert min(gaps) >= 15


def _boxes(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Filter publications")


def _shown(page: Page) -> int:
    return page.locator("ul.publications > li:visible").count()


@pytest.mark.parametrize("name", ["index", "years"])
def test_one_filter_before_the_first_list_filters_all(lists: Visitor, name: str) -> None:
    page = lists.page
    page.goto(f"/{name}.html")
    expect(_boxes(page)).to_have_count(1)
    expect(_boxes(page)).to_have_attribute("placeholder", "Filter 26 publications")
    box, heading = _boxes(page).bounding_box(), page.locator("#articles > h2").bounding_box()
    assert box
    assert heading
    assert box["y"] < heading["y"]
    _boxes(page).fill("thesis 6")
    assert _shown(page) == 1
    headings = page.get_by_role("heading", level=2)
    expect(headings.filter(has_text="Theses")).to_be_visible()
    expect(headings.filter(has_text="Articles")).to_be_hidden()
    expect(page.locator(".publications-count")).to_have_text("1 of 26 publications")
    _boxes(page).fill("")
    assert _shown(page) == 26
    expect(headings.filter(has_text="Articles")).to_be_visible()


def test_lists_with_filters_of_their_own_are_filtered_alone(lists: Visitor) -> None:
    page = lists.page
    page.goto("/own.html")
    # The theses are too few for one.
    numbers = [box.get_attribute("placeholder") for box in _boxes(page).all()]
    assert numbers == ["Filter 9 publications", "Filter 10 publications"]
    _boxes(page).nth(1).fill("talk 5")
    assert _shown(page) == 9 + 1 + 7
    expect(page.locator("#talks > h2")).to_be_visible()
    address = page.url
    assert address.endswith("?q-2=talk+5")
    page.goto("/none.html")
    page.goto(address)
    assert _shown(page) == 9 + 1 + 7
    expect(_boxes(page).first).to_have_value("")


def test_a_list_without_filter_stays_as_it_is(lists: Visitor) -> None:
    page = lists.page
    page.goto("/none.html?q=talk")
    expect(_boxes(page)).to_have_attribute("placeholder", "Filter 19 publications")
    assert _shown(page) == 10 + 7


def test_headings_in_a_column_go_with_their_papers(lists: Visitor) -> None:
    page = lists.page
    page.goto("/column.html?q=talk+5")
    assert _shown(page) == 1
    assert page.locator(".rubric:visible").all_inner_texts() == ["2019"]


def test_topics_are_called_as_the_keywords_say(lists: Visitor) -> None:
    page = lists.page
    page.goto("/index.html?topic=constructor")
    assert _shown(page) == 9
    chips = page.get_by_role("group", name="Topic").get_by_role("button").all_inner_texts()
    assert [" ".join(chip.split()) for chip in chips] == [
        "toString 10",
        "__proto__ 10",
        "constructor 9",
        "first 9",
        "hasOwnProperty 7",
    ]


@pytest.mark.parametrize("width", [375, 768, 1280])
@pytest.mark.parametrize("name", ["index", "own", "column"])
def test_filters_fit_and_are_accessible(
    windows: Windows, address_of_lists: str, name: str, width: int
) -> None:
    visitor = Visitor(windows, address_of_lists, viewport={"width": width, "height": 800})
    visitor.page.goto(f"/{name}.html")
    assert overflow(visitor.page) <= 0
    # The theme has some of its own.
    assert [said for said in violations(visitor.page) if "publications" in said] == []
    visitor.leave()
