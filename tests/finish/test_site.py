"""A page is read when a build has written it, and only then."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import weakref
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from finish import Page, Site

from ..small import Project, tree

pytestmark = pytest.mark.machinery

PAGES = ("index.html", "sub/other.html", "search.html")
EXTENSIONS = ("security", "lightweight")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    for name in PAGES:
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_text(
            f'<link rel="stylesheet" href="/a.css"><p id="{name}">'
        )
    return tmp_path / "out"


def finish(out: Path, versions: dict[str, str] | None = None) -> list[str]:
    """Edit the pages that are new; returns their names."""
    site = Site(out, out.parent / "cache")
    edited: list[str] = []

    def edit(page: Page) -> None:
        page.insert(0, "<!-- edited -->")
        edited.append(page.name)

    site.edit_pages(edit)
    site.set_versions(versions or {})
    site.close()
    return edited


def words(out: Path) -> set[str]:
    """Return the words of the site as it is."""
    site = Site(out, out.parent / "cache")
    site.edit_pages(lambda page: None)
    return site.words


def disguise(path: Path) -> None:
    """Change a page so that nobody notices who does not open it."""
    status = path.stat()
    path.write_bytes(b"\xff" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_pages_are_edited_once_and_then_not_opened(out: Path) -> None:
    assert finish(out) == sorted(PAGES)
    disguise(out / "sub/other.html")
    (out / "index.html").write_text("<p>anew")
    assert finish(out) == ["index.html"]
    assert (out / "index.html").read_text() == "<!-- edited --><p>anew"
    assert (out / "search.html").read_text().count("edited") == 1
    assert finish(out) == []


def test_what_is_remembered_counts_until_the_page_is_gone(out: Path) -> None:
    finish(out)
    for name in PAGES:
        disguise(out / name)
    assert {*PAGES, "p", "id"} <= words(out)
    (out / "search.html").unlink()
    assert {*PAGES, "p", "id"} - words(out) == {"search.html"}


def test_a_changed_page_has_the_words_that_it_has_now(out: Path) -> None:
    finish(out)
    for text in ("<p class='now'>", "<p class='then'>"):
        (out / "index.html").write_text(text)
        finish(out)
    assert words(out) & {"now", "then", "index.html"} == {"then"}
    (out / "index.html").write_bytes(b"\xff")
    assert words(out) & {"now", "then", "class"} == set()


def test_one_page_is_in_memory_at_a_time(out: Path) -> None:
    seen: list[weakref.ref[Page]] = []
    alive: list[int] = []

    def edit(page: Page) -> None:
        alive.append(sum(other() is not None for other in seen))
        seen.append(weakref.ref(page))

    # What waits for the collector waits too long.
    gc.disable()
    try:
        Site(out, out.parent / "cache").edit_pages(edit)
    finally:
        gc.enable()
    assert alive == [0] * len(PAGES)


def test_each_page_is_written_once(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    write = Path.write_bytes

    def write_bytes(path: Path, content: bytes) -> int:
        if path.suffix == ".html":
            written.append(path.relative_to(out).as_posix())
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    finish(out, {"a.css": "1"})
    assert sorted(written) == sorted(PAGES)
    page = (out / "index.html").read_text()
    assert page == '<!-- edited --><link rel="stylesheet" href="/a.css?v=1"><p id="index.html">'


def test_a_build_that_stops_edits_no_page_twice(out: Path) -> None:
    Site(out, out.parent / "cache").edit_pages(lambda page: page.insert(0, "<!-- edited -->"))
    finish(out)
    assert (out / "index.html").read_text().count("edited") == 1


def test_what_most_pages_have_is_remembered_once(out: Path) -> None:
    finish(out)
    site = Site(out, out.parent / "cache")
    for number in range(2):
        (out / f"{number}.html").write_text('<link rel="stylesheet" href="/a.css">')
    site.edit_pages(lambda page: None)
    (loads,) = site.loads
    assert loads.styles == (("/a.css", "a.css"),)
    assert len({id(facts.loads) for facts in site._facts.values()}) == 1


def test_only_pages_with_another_version_of_a_stylesheet_are_written(out: Path) -> None:
    (out / "index.html").write_text("<p>Without a stylesheet.")
    finish(out, {"a.css": "1"})
    before = (out / "index.html").stat()
    assert '"/a.css?v=1"' in (out / "search.html").read_text()
    assert finish(out, {"a.css": "2"}) == []
    assert '"/a.css?v=2"' in (out / "search.html").read_text()
    assert (out / "index.html").stat() == before
    disguise(out / "sub/other.html")
    assert finish(out, {"a.css": "2"}) == []


def test_pages_of_other_folders_and_in_other_encodings_are_left_alone(out: Path) -> None:
    (out / "_static").mkdir()
    (out / "_static" / "demo.html").write_text("<p>")
    (out / "old.html").write_bytes("<p>é".encode("latin-1"))
    assert finish(out) == sorted(PAGES)
    assert (out / "_static" / "demo.html").read_text() == "<p>"
    assert (out / "old.html").read_bytes() == b"<p>\xe9"


def test_another_folder_has_nothing_of_the_first(out: Path) -> None:
    finish(out)
    shutil.copytree(out, out.parent / "second", copy_function=shutil.copy2)
    assert finish(out.parent / "second") == sorted(PAGES)


@pytest.fixture
def finished(project: Project) -> Project:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    names = ", ".join(f'"{name}"' for name in EXTENSIONS)
    project.write(
        conf_py=conf.replace('"sphinx_publications"]', f"{names}]")
        + "html_theme = 'alabaster'\nhtml_sidebars = {'**': []}\n"
        "html_static_path = ['own']\nhtml_css_files = ['own.css']\n",
        index_md="# Home\n\n```{toctree}\nother\n```\n",
        other_md="# Other\n\n[Elsewhere](https://example.org).\n",
    )
    (project.source / "own").mkdir()
    (project.source / "own" / "own.css").write_text(".seldom{color:red}")
    return project


def doctrees(project: Project) -> Path:
    return project.source / "_build" / "doctrees" / "finish" / "html"


def no_cache(project: Project) -> None:
    shutil.rmtree(doctrees(project))


def half_a_cache(project: Project) -> None:
    for file in doctrees(project).iterdir():
        file.write_bytes(file.read_bytes()[:-20])


def cache_of_a_module_that_is_gone(project: Project) -> None:
    for file in doctrees(project).iterdir():
        file.write_bytes(b"cno_such_module\nMemory\n.")


def cache_of_another_form(project: Project) -> None:
    for file in doctrees(project).iterdir():
        file.write_bytes(pickle.dumps((("pages", "of another version"), {"index.html": None})))


def cache_of_pages_alone(project: Project) -> None:
    (doctrees(project) / "assets.pickle").unlink()


def cache_of_assets_alone(project: Project) -> None:
    (doctrees(project) / "pages.pickle").unlink()


def no_output(project: Project) -> None:
    shutil.rmtree(project.source / "_build" / "html")


def no_page(project: Project) -> None:
    (project.source / "_build" / "html" / "other.html").unlink()


LOSSES = [
    no_cache,
    half_a_cache,
    cache_of_a_module_that_is_gone,
    cache_of_another_form,
    cache_of_pages_alone,
    cache_of_assets_alone,
    no_output,
    no_page,
]


@pytest.mark.parametrize("lose", LOSSES, ids=[loss.__name__ for loss in LOSSES])
def test_what_is_lost_is_made_again(finished: Project, lose: Callable[[Project], None]) -> None:
    out = finished.build().app.outdir
    before = tree(out)
    assert b".seldom" not in before["_static/own.css"]
    lose(finished)
    assert finished.build().warnings == []
    assert tree(out) == before
    finished.write(
        other_md="# Other\n\n```{container} seldom\n[Elsewhere](https://example.org).\n```\n"
    )
    assert finished.build().warnings == []
    assert (out / "_static" / "own.css").read_text().strip() == ".seldom{color:red}"


def test_a_page_that_is_no_more_takes_its_rules_along(finished: Project) -> None:
    finished.write(
        other_md="# Other\n\n```{container} seldom\nNow.\n```\n",
        index_md="# Home\n\n{doc}`other`\n",
    )
    out = finished.build().app.outdir
    assert (out / "_static" / "own.css").read_text() != ""
    (finished.source / "other.md").unlink()
    (out / "other.html").unlink()
    finished.write(index_md="# Home\n")
    assert finished.build().warnings == []
    assert (out / "_static" / "own.css").read_text() == ""


def test_the_order_of_extensions_does_not_matter(finished: Project) -> None:
    out = finished.build().app.outdir
    before = tree(out)
    conf = finished.source / "conf.py"
    text = conf.read_text(encoding="utf-8")
    conf.write_text(text.replace('"security", "lightweight"', '"lightweight", "security"'))
    shutil.rmtree(finished.source / "_build")
    assert finished.build().warnings == []
    assert tree(out) == before


def test_the_policy_is_made_behind_all_other_edits(finished: Project) -> None:
    conf = finished.source / "conf.py"
    code = """
        def setup(app):
            app.connect("finish-page", switch_off)

        def switch_off(app, site, page):
            for tag in page.tags:
                if tag.is_inline:
                    page.set(tag, "type", "text/plain")
        """
    conf.write_text(conf.read_text(encoding="utf-8") + dedent(code), encoding="utf-8")
    finished.write(other_md="# Other\n\n```{raw} html\n<script>let x = 1;</script>\n```\n")
    (meta,) = finished.build().html("other").select("meta[http-equiv]")
    assert "script-src 'self';" in str(meta["content"])


@pytest.mark.parametrize("alone", EXTENSIONS)
def test_each_works_without_the_other(finished: Project, alone: str) -> None:
    conf = finished.source / "conf.py"
    text = conf.read_text(encoding="utf-8")
    conf.write_text(text.replace('"security", "lightweight"', f'"{alone}"'))
    page = finished.build().html()
    assert bool(page.select("meta[http-equiv]")) == (alone == "security")
    assert bool(page.select("script[src*=doctools][defer]")) == (alone == "lightweight")
