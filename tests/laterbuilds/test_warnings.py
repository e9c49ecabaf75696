"""Every build says what is wrong with a page, until that is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small import CONF, Build, Project

pytestmark = [
    pytest.mark.machinery,
    # myst-parser 5.2 asks Sphinx in ways that go with Sphinx 11.
    pytest.mark.filterwarnings("ignore:.* is deprecated. Check CHANGES for Sphinx API"),
]
LATER = """
extensions.append("laterbuilds")
exclude_patterns = ["part.md"]
html_theme = "basic"
bibtex_bibfiles = []
"""
LISTED = [f"page{number}" for number in range(6)]
INDEX = "# Home\n\n```{toctree}\n" + "\n".join(LISTED) + "\n```\n"


@pytest.fixture
def pages(project: Project) -> Project:
    project.write(conf_py=CONF + LATER, index_md=INDEX)
    project.write(**{f"{name}_md": f"# {name}\n\nWords.\n" for name in LISTED})
    return project


SLIPS = {
    "a link to no page": ({"page3_md": "# page3\n\n[](gone.md)\n"}, ["page3.md:3: "]),
    "a page in no menu": ({"lost_md": "# Lost\n"}, ["lost.md: "]),
    "a page that is not there, in a menu": (
        {"index_md": INDEX.replace("page2", "page2\ngone")}, ["index.md:3: "],
    ),
    "said while the page is written": (
        {"page1_md": "# page1\n\n```nolanguage\nx\n```\n"}, ["page1.md:3: "],
    ),
    "two pages with one label": (
        {"page1_md": "(here)=\n# page1\n", "page4_md": "(here)=\n# page4\n"}, ["page4.md:2: "],
    ),
    "in a file that two pages include": (
        {
            "part_md": "[](gone.md)\n",
            "page1_md": "# page1\n\n```{include} part.md\n```\n",
            "page2_md": "# page2\n\n```{include} part.md\n```\n",
        },
        ["part.md:1: ", "part.md:1: "],
    ),
    "in two pages": (
        {"page0_md": "# page0\n\n[](a.md)\n", "page5_md": "# page5\n\n[](b.md)\n"},
        ["page0.md:3: ", "page5.md:3: "],
    ),
}  # fmt: skip


def places(build: Build) -> list[str]:
    return sorted(line[: line.index("WARNING: ")] for line in build.warnings)


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("slip", SLIPS)
def test_a_warning_is_said_once_by_every_build_until_it_is_mended(
    pages: Project, slip: str, processes: int
) -> None:
    files, expected = SLIPS[slip]
    if processes > 1 and "label" in slip:
        return  # Sphinx does not tell it of pages that different processes read.
    assert pages.build(parallel=processes).warnings == []
    kept = {name: text for name in files if (text := _text(pages, name))}
    pages.write(**files)
    for _ in range(3):
        build = pages.build(parallel=processes)
        assert places(build) == expected
        assert build.app._warncount == len(expected)
    for name in files.keys() - kept.keys():
        _path(pages, name).unlink()
    pages.write(**kept)
    for _ in range(2):
        assert pages.build(parallel=processes).warnings == []


def _path(pages: Project, name: str) -> Path:
    return pages.source / name.replace("_", ".")


def _text(pages: Project, name: str) -> str:
    path = _path(pages, name)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def test_a_slip_that_came_to_a_page_before_is_said_by_another_builder(pages: Project) -> None:
    pages.write(page3_md="# page3\n\n[](gone.md)\n")
    assert places(pages.build()) == places(pages.build("dirhtml")) == ["page3.md:3: "]


def test_a_label_that_moves_to_the_page_before_is_no_slip(pages: Project) -> None:
    pages.write(page4_md="(here)=\n# page4\n")
    assert pages.build().warnings == []
    pages.write(page1_md="(here)=\n# page1\n", page4_md="# page4\n")
    assert pages.build().warnings == []


def test_only_pages_with_warnings_are_read_again(pages: Project) -> None:
    pages.write(page3_md="# page3\n\n[](gone.md)\n")
    pages.build()
    read: list[str] = []
    app = pages.make_app("html", srcdir=pages.source)
    app.connect("env-purge-doc", lambda app, env, docname: read.append(docname))
    app.build()
    app.cleanup()
    assert set(read) == {"page3"}


def test_what_is_suppressed_is_not_read_again(pages: Project) -> None:
    pages.write(
        conf_py=CONF + LATER + 'suppress_warnings = ["myst.xref_missing"]\n',
        page3_md="# page3\n\n[](gone.md)\n",
    )
    pages.build()
    assert any("0 added, 0 changed, 0 removed" in line for line in pages.build().notes)


def test_a_build_that_breaks_off_loses_no_warning(pages: Project) -> None:
    pages.write(page3_md="# page3\n\n[](gone.md)\n")
    pages.interrupt("write-started")
    assert places(pages.build()) == ["page3.md:3: "]
