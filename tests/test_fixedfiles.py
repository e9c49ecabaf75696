"""Linked files keep their names as addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixedfiles import published_path

from .small import Project, tree

pytestmark = pytest.mark.machinery
CONF = """
extensions = ["myst_parser", "fixedfiles"]
html_extra_path = ["files"]
exclude_patterns = ["files", "_*", ".*"]
"""


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("cv.pdf", "cv.pdf"),
        ("talks/slides.pdf", "talks/slides.pdf"),
        ("files/cv.pdf", "cv.pdf"),
        ("files/a/b.pdf", "a/b.pdf"),
        ("more.pdf", "more.pdf"),
        ("../out.pdf", ""),
        ("_static/x.pdf", ""),
        ("/x.pdf", ""),
    ],
)
def test_the_path_of_a_file(file: str, path: str) -> None:
    assert published_path(file, ["files", "more.pdf"]) == path


def put(source: Path, *names: str) -> None:
    for name in names:
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_bytes(name.encode())


def test_files_are_where_links_lead(project: Project) -> None:
    project.write(
        conf_py=CONF,
        index_md="# Home\n\n[CV](files/cv.pdf), [Ä](<ä b.pdf>), {download}`T <sub/t.pdf>`, "
        "[S](_static/s.pdf)\n\n```{toctree}\nsub/page\n```\n",
    )
    put(project.source, "files/cv.pdf", "files/poster.pdf", "ä b.pdf", "sub/t.pdf", "_static/s.pdf")
    put(project.source, "files/_headers", "files/.well-known")
    (project.source / "sub" / "page.md").write_text("# Page\n\n[CV](../files/cv.pdf) [T](t.pdf)\n")
    for builder, first, second in (
        ("html", ["cv.pdf", "%C3%A4%20b.pdf", "sub/t.pdf"], ["../cv.pdf", "t.pdf"]),
        ("dirhtml", ["cv.pdf", "%C3%A4%20b.pdf", "sub/t.pdf"], ["../../cv.pdf", "../t.pdf"]),
    ):
        build = project.build(builder)
        assert build.warnings == []
        front = [str(a["href"]) for a in build.html().select("a.download")]
        page = "sub/page" if builder == "html" else "sub/page/index"
        assert front[:3] == first
        assert front[3].startswith("_downloads/")
        assert [str(a["href"]) for a in build.html(page).select("a.download")] == second
        files = tree(Path(build.app.outdir))
        for name in ("cv.pdf", "poster.pdf", "_headers", ".well-known"):
            assert files[name] == f"files/{name}".encode()
        assert (files["ä b.pdf"], files["sub/t.pdf"]) == ("ä b.pdf".encode(), b"sub/t.pdf")
        (kept,) = (name for name in files if name.startswith("_downloads/"))
        assert kept.endswith("/s.pdf")


def test_what_no_page_links_any_more_is_gone(project: Project) -> None:
    project.write(conf_py=CONF, index_md="# Home\n\n[CV](cv.pdf) [Talk](talk.pdf)\n")
    put(project.source, "cv.pdf", "talk.pdf", "files/poster.pdf")
    out = Path(project.build().app.outdir)
    assert (out / "cv.pdf").is_file()
    # The CV is still there, from another place; the talk is private now.
    project.write(index_md="# Home\n\nNothing.\n")
    put(project.source, "files/cv.pdf")
    project.build()
    assert (out / "cv.pdf").read_bytes() == b"files/cv.pdf"
    assert not (out / "talk.pdf").exists()


def test_a_record_that_is_cut_off_is_none(project: Project) -> None:
    project.write(conf_py=CONF, index_md="# Home\n\nNothing.\n")
    put(project.source, "files/cv.pdf")
    project.build()
    (record,) = Path(project.build().app.doctreedir).glob("fixedfiles-html.*")
    record.write_bytes(record.read_bytes()[:-4])
    assert project.build().warnings == []


def test_books_and_texts_are_as_without_it(project: Project) -> None:
    project.write(
        conf_py=CONF.replace("html_extra_path", "# "), index_md="# Home\n\n[CV](cv.pdf)\n"
    )
    put(project.source, "cv.pdf")
    assert "CV" in project.build("text").text()
    assert not (Path(project.build("epub").app.outdir) / "cv.pdf").exists()
