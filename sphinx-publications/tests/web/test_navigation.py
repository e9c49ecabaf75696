"""On the page of a paper, or of a group, the navigation shows the page of the list as current."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from bs4 import Tag
from sphinx.environment import BuildEnvironment

from sphinx_publications.web import navigation

from ..conftest import Build, Project
from ..incremental import Changed
from ..test_sequences import paper

HOME = "# Home\n\n```{toctree}\nabout\nmore\npublications\n```\n"
ABOUT = "# About\n\nWords.\n"
MORE = "# More\n\n```{toctree}\npapers\n```\n"
LIST = "# Publications\n\n```{publications}\n```\n"
NESTED = "# Papers\n\n```{publications}\nc\n```\n"
ENTRIES = paper("a") + paper("b", year="2019") + paper("c", hidden="true")
WHOLE = """
{{ generate_toctree_html("sidebar", startdepth=0, show_nav_level=1, maxdepth=4, collapse=True,
  includehidden=True, titles_only=True) }}
"""
NAVIGATION = {
    "alabaster": "div.sphinxsidebar li.current",
    "pydata_sphinx_theme": "nav.bd-links li.current, .bd-header ul.bd-navbar-elements li.current",
}


@pytest.fixture(params=NAVIGATION)
def theme(request: pytest.FixtureRequest, project: Project) -> str:
    """A theme, and the project that has it."""
    project.write(
        index_md=HOME,
        about_md=ABOUT,
        more_md=MORE,
        papers_md=NESTED,
        publications_md=LIST,
        refs_bib=ENTRIES,
    )
    return str(request.param)


def current(build: Build, page: str, theme: str) -> set[str]:
    """Return the words of the items that the navigation shows as current."""
    items = build.html(page).select(NAVIGATION[theme])
    links = [item.find("a") for item in items]
    # Nobody is told that the page of the list is the page that he is on.
    assert not any(link.get("aria-current") for link in links if isinstance(link, Tag))
    return {link.get_text().strip() for link in links if isinstance(link, Tag)}


@pytest.mark.parametrize("processes", [1, 2])
def test_the_list_is_current_on_pages_of_papers(
    project: Project, theme: str, processes: int
) -> None:
    build = project.build(confoverrides={"html_theme": theme}, parallel=processes)
    assert build.warnings == []
    assert current(build, "publications/a", theme) == {"Publications"}
    assert current(build, "publications/b", theme) == {"Publications"}
    assert "More" in current(build, "publications/c", theme)
    assert "Publications" not in current(build, "publications/c", theme)
    assert current(build, "genindex", theme) == set()


def test_the_list_is_current_on_pages_of_groups(project: Project, theme: str) -> None:
    build = project.build(confoverrides={"html_theme": theme, "publications_split_from": 1})
    assert build.warnings == []
    assert current(build, "publications/year-2020", theme) == {"Publications"}


def test_the_page_of_people_is_current_on_those_of_each(project: Project, theme: str) -> None:
    project.write(about_md="# About\n\n```{people}\n```\n")
    people = {"Ann One": {"role": "Head"}, "Cy Three": {}}
    pages = {"publications_people": people, "publications_people_pages": "people"}
    build = project.build(confoverrides={"html_theme": theme, **pages})
    assert build.warnings == []
    assert current(build, "people/cy-three", theme) == {"About"}


def test_sphinx_keeps_its_table_of_contents(project: Project, theme: str) -> None:
    build = project.build(confoverrides={"html_theme": theme})
    env: BuildEnvironment = build.app.env
    whole = {"index": ["about", "more", "publications"], "more": ["papers"]}
    assert env.toctree_includes == whole
    stored = pickle.loads(Path(build.app.doctreedir, "environment.pickle").read_bytes())
    assert stored.toctree_includes == whole
    # The pages before and behind are those of the table of contents.
    assert [str(link["href"]) for link in build.html("publications").select("link[rel=next]")] == []
    assert build.html("publications/a").select("link[rel=next], link[rel=prev]") == []


def test_pages_share_their_navigation_and_repeat_no_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Changed(tmp_path)
    # As in sphinx-book-theme, whose sidebar the theme renders too to see whether it is empty.
    sidebars = {"**": ["sidebar-nav-bs.html", "whole.html"]}
    made.settings.update(
        html_theme="pydata_sphinx_theme", html_sidebars=sidebars, templates_path=["_templates"]
    )
    made.write("_templates/whole.html", WHOLE)
    made.write("index.md", HOME)
    for name, text in (("about", ABOUT), ("more", MORE), ("papers", NESTED)):
        made.write(f"{name}.md", text)
    # Sphinx warns of a page without a title where a table of contents shows it.
    made.write("untitled.md", "Words.\n")
    made.write(
        "publications.md",
        LIST + "\n```{toctree}\nuntitled\npublications/d\n```\n\n"
        "```{toctree}\n:hidden:\nmore/deep\n```\n",
    )
    made.write("more/deep.md", "# Deep\n")
    made.write("refs.bib", ENTRIES + paper("d", year="2018") + paper("e", year="2017"))
    rendered: list[object] = []
    adds_boxes = "pydata_sphinx_theme.toctree.add_collapse_checkboxes"
    monkeypatch.setattr(adds_boxes, rendered.append)
    shared, warnings = made.build_anew()
    once = len(rendered)
    assert sum("doesn't have a title" in line for line in warnings) > 0
    assert not [line for line in warnings if "doesn't have a title" not in line]
    monkeypatch.setattr(navigation, "_shared", lambda make, *_: make)
    alone, repeated = made.build_anew()
    # Of five pages three share both: one has another list, and one is in the table of contents.
    assert len(rendered) - once == once + 2 * (3 - 1)
    assert [name for name in alone if alone[name] != shared[name]] == []
    assert len(repeated) > len(warnings)
    pages = [name for name in shared if name.startswith("publications/") and name.endswith("html")]
    assert len(pages) == 5


def test_later_builds_show_the_same(tmp_path: Path) -> None:
    made = Changed(tmp_path)
    made.settings.update(html_sidebars={"**": ["globaltoc.html"]})
    made.write("index.md", HOME)
    for name, text in (("about", ABOUT), ("more", MORE), ("papers", NESTED)):
        made.write(f"{name}.md", text)
    made.write("publications.md", LIST)
    made.write("refs.bib", ENTRIES)
    made.is_clean()
    made.write("refs.bib", ENTRIES.replace("Paper a", "Other"))
    made.is_clean()
    files, _ = made.build()
    assert b"toctree-l1 current" in files["publications/a.html"]
