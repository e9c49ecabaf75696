"""A page that comes into the menus, leaves them or has another title changes them on every page."""

from __future__ import annotations

import shutil

import pytest

from tests.small import CONF, Project, tree

pytestmark = pytest.mark.machinery
CONTENTS = "# Home\n\n```{toctree}\n:hidden:\n"
DOCUMENTS = ("index", "pubs", "code", "talks")
PAPER = "@article{one, author = {One, Ann}, title = {T}, journal = {J}, year = {2020}}\n"


@pytest.fixture
def pages(project: Project) -> Project:
    project.write(
        conf_py=f'{CONF}extensions.append("laterbuilds")\nhtml_theme = "alabaster"\n',
        index_md=f"{CONTENTS}pubs\ncode\ntalks\n```\n",
        code_md="# Code\n",
        talks_md="# Talks\n",
        pubs_md="# Papers\n\n```{publications}\n```\n",
        refs_bib=PAPER,
    )
    return project


CHANGES = {
    "added": {"index_md": f"{CONTENTS}pubs\ncode\ntalks\nnew\n```\n", "new_md": "# New\n"},
    "removed": {
        "index_md": f"{CONTENTS}pubs\ntalks\n```\n",
        "code_md": "---\norphan: true\n---\n# Code\n",
    },
    "with another title": {"code_md": "# Software\n"},
    "called otherwise in the menu": {"index_md": f"{CONTENTS}pubs\nSoftware <code>\ntalks\n```\n"},
    "elsewhere in the menu": {"index_md": f"{CONTENTS}talks\npubs\ncode\n```\n"},
    "with a page below it": {"code_md": f"# Code\n\n{CONTENTS[8:]}new\n```\n", "new_md": "# New\n"},
    "beside another site": {"index_md": f"{CONTENTS}pubs\ncode\ntalks\nBlog <https://x.org>\n```\n"},
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_every_page_has_the_menus_of_a_clean_build(pages: Project, change: str) -> None:
    pages.build()
    pages.write(**CHANGES[change])
    later = pages.build()
    out = later.app.outdir
    found = {name: text for name, text in tree(out).items() if name.endswith(".html")}
    assert later.warnings == []
    assert "publications/one.html" in found
    shutil.rmtree(out.parent)
    pages.build()
    clean = {name: text for name, text in tree(out).items() if name.endswith(".html")}
    assert [name for name in clean if found[name] != clean[name]] == []


def test_a_page_that_stays_in_the_menus_as_it_is_costs_no_other(pages: Project) -> None:
    out = pages.build().app.outdir
    before = {path.stem: path.stat().st_mtime_ns for path in out.glob("*.html")}
    pages.write(code_md="# Code\n\nMore words.\n", refs_bib=PAPER.replace("{T}", "{Other}"))
    pages.build()
    after = {path.stem: path.stat().st_mtime_ns for path in out.glob("*.html")}
    # Sphinx itself writes a page with a table of contents again for the sake of those in it.
    changed = {"code", "pubs", "index"}
    assert {name for name in DOCUMENTS if after[name] != before[name]} == changed


def test_menus_that_an_interrupted_build_left_old_are_mended_by_the_next(pages: Project) -> None:
    pages.build()
    pages.write(code_md="# Software\n")
    pages.interrupt("write-started")
    assert "Software" in pages.build().html("talks").get_text()
