"""Names of co-authors as links: quiet, named, and out of the way of the Tab key in lists."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, expect
from sphinx.testing.util import SphinxTestApp

from .. import CONF
from ..conftest import Project
from ..project.test_people_lists import LAB
from .conftest import Visitor, Windows, serve
from .test_pages import overflow, violations

CROWD = " and ".join(f"Name{letter}, Ann" for letter in "ABCDEFGHIJ")
REFS = f"""
@misc{{few, author = {{Bellec, Guillaume and Two, Ben and Three, Cy}}, title = {{Few}},
  year = 2021, author+an:affiliation = {{1="Institute of Tests ror.org/05a28rw58"; 3="A | B"}},
  author+an:credit = {{1="software:equal, supervision"; 3="software:equal"}}}}
@misc{{many, author = {{{CROWD} and Two, Ben}}, title = {{Many}}, year = 2020}}
"""
PEOPLE = """
publications_people = {
    "Ben Two": {"orcid": "0000-0002-1825-0097", "url": "https://example.org/ben"},
    "Ann NameA": {"url": "https://example.org/ann"},
}
"""


@pytest.fixture(scope="module", params=["alabaster", "pydata_sphinx_theme"])
def address_of_people(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where a site with people is served."""
    project = Project(tmp_path_factory.mktemp("people"), SphinxTestApp)
    theme = f'html_theme = "{request.param}"\nhtml_sidebars = {{"**": []}}\n'
    project.write(
        conf_py=CONF + PEOPLE + theme,
        refs_bib=REFS,
        index_md="# Papers\n\nAll {cite}`few`.\n\n```{publications}\n```\n",
        **{"404_md": "---\norphan: true\n---\n# Not here\n"},
    )
    with serve(project.build().app.outdir) as address:
        yield address


@pytest.fixture
def page(windows: Windows, address_of_people: str) -> Iterator[Page]:
    """A window for the site."""
    visitor = Visitor(windows, address_of_people)
    yield visitor.page
    visitor.leave()


def ours(page: Page) -> list[str]:
    """Return what axe finds but for what themes have around the papers."""
    return [found for found in violations(page) if "publication" in found]


def reached(page: Page) -> list[str]:
    """Return the addresses of the names that the Tab key reaches."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("article a, .body a, main a")]
        .filter(link => link.tabIndex >= 0).map(link => link.href)"""
    )
    return [address for address in found if "example.org" in address or "orcid.org" in address]


def decoration(page: Page) -> str:
    link = page.locator(".publication-person:visible").first
    return str(link.evaluate("link => getComputedStyle(link).textDecorationLine"))


@pytest.mark.parametrize("name", ["index", "publications/few", "publications/many"])
def test_names_are_quiet_until_they_are_pointed_at(page: Page, name: str) -> None:
    page.goto(f"/{name}.html")
    assert ours(page) == []
    assert decoration(page) == "none"
    page.locator(".publication-person:visible").first.hover()
    assert decoration(page) == "underline"


def test_an_open_list_of_authors_is_accessible(page: Page) -> None:
    page.goto("/index.html")
    page.locator(".publication-authors-all > summary").click()
    expect(page.locator("#many .publication-person:visible")).to_have_count(2)
    assert ours(page) == []


def test_the_tab_key_reaches_names_on_the_page_of_the_paper_alone(page: Page) -> None:
    page.goto("/index.html")
    assert reached(page) == []
    page.goto("/publications/few.html")
    orcid = "https://orcid.org/0000-0002-1825-0097"
    assert list(dict.fromkeys(reached(page))) == ["https://example.org/ben", orcid]
    icon = page.get_by_role("link", name="ORCID iD of Ben Two", exact=True)
    expect(icon).to_have_count(1)
    box = icon.bounding_box()
    assert box
    assert 12 <= box["height"] <= 24


@pytest.fixture(scope="module")
def address_of_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the lab of the documentation is served."""
    project = Project(tmp_path_factory.mktemp("lab"), SphinxTestApp)
    shutil.copytree(LAB, project.source, dirs_exist_ok=True)
    project.write(**{"404_md": "---\norphan: true\n---\n# Not here\n"})
    theme = {"html_theme": "pydata_sphinx_theme", "publications_pictures": False}
    with serve(project.build(confoverrides=theme).app.outdir) as address:
        yield address


@pytest.mark.parametrize(
    ("scheme", "names"),
    [
        ("light", ["index", "people/ada-example"]),
        pytest.param("light", ["publications", "publications/maps2026"], marks=pytest.mark.soak),
        pytest.param("dark", ["index", "publications"], marks=pytest.mark.soak),
    ],
)
def test_the_lab_fits_and_is_accessible(
    windows: Windows, address_of_lab: str, scheme: Literal["light", "dark"], names: list[str]
) -> None:
    visitor = Visitor(windows, address_of_lab, color_scheme=scheme)
    page = visitor.page
    for name in names:
        for width in (375, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"/{name}.html")
            assert overflow(page) == 0, f"{name}: {width} px"
        assert ours(page) == [], name
    visitor.leave()


def test_cards_stand_beside_each_other(windows: Windows, address_of_lab: str) -> None:
    visitor = Visitor(windows, address_of_lab, viewport={"width": 1280, "height": 800})
    page = visitor.page
    page.goto("/index.html")
    cards = page.locator(".publications-people > li")
    rows = {box["y"] for card in cards.all() if (box := card.bounding_box())}
    assert len(rows) == 4
    # Names that are written from the right begin where the others do.
    name = page.get_by_text("נועה דוגמה").bounding_box()
    role = cards.filter(has_text="נועה").get_by_text("PhD student").bounding_box()
    assert name
    assert role
    assert abs(name["x"] - role["x"]) < 2
    # The bullets of a theme are none of a card.
    before = [card.bounding_box() for card in cards.all()]
    page.add_style_tag(content="body div ul > li { padding: 9px; background: url(bullet.png) }")
    expect(cards.first).to_have_css("background-image", "none")
    assert [card.bounding_box() for card in cards.all()] == before
    visitor.leave()


def test_the_filter_of_a_lab_has_its_people(windows: Windows, address_of_lab: str) -> None:
    visitor = Visitor(windows, address_of_lab)
    page = visitor.page
    page.goto("/publications.html")
    page.get_by_role("button", name="Filters").click()
    people = page.get_by_role("group", name="People")
    people.get_by_role("button", name="more").click()
    expect(people.get_by_role("button")).to_have_count(12 + 1)
    expect(people.get_by_role("button").last).to_have_text("fewer")
    people.get_by_role("button", name="Kim Dummy").click()
    expect(page.locator("ul.publications > li:visible")).to_have_count(2)
    assert page.url.endswith("?person=Kim+Dummy")
    page.reload()
    expect(page.locator("ul.publications > li:visible")).to_have_count(2)
    expect(people.get_by_role("button", name="Kim Dummy")).to_have_attribute("aria-pressed", "true")
    page.goto("/people/kim-dummy.html")
    expect(page.get_by_role("group", name="People")).to_have_count(0)
    visitor.leave()
