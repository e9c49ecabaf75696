"""A papers.bib of al-folio, taken as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from .conftest import Build, Project

FILES = ("example_pdf.pdf", "slides.pdf", "poster.pdf", "supp.pdf")
CONF = """
publications_owner = "Einstein, Albert"
publications_files = "papers"
publications_scholar_user = "qc6CJjYAAAAJ"
"""


@pytest.fixture
def homepage(project: Project) -> Project:
    source = (Path(__file__).parent / "data" / "al-folio.bib").read_text(encoding="utf-8")
    project.write(
        refs_bib=source, conf_py=(project.source / "conf.py").read_text(encoding="utf-8") + CONF
    )
    (project.source / "papers").mkdir()
    for name in FILES:
        (project.source / "papers" / name).write_bytes(b"%PDF-1.4 " + name.encode())
    figures = project.source / "assets" / "img" / "publication_preview"
    figures.mkdir(parents=True)
    Image.new("RGB", (400, 200), "red").save(figures / "brownian-motion.gif")
    return project


# Nobody else advised.
ALONE = (
    "refs.bib:36: WARNING: gravity: only one author is marked '†: equal advising'; "
    "equal contribution takes two [publications.annotation]"
)


def links(build: Build, key: str) -> dict[str, str]:
    return {
        link.get_text(): str(link["href"])
        for link in build.html().select(f"#{key} .publication-venue a")
    }


def test_the_list_is_complete_and_the_marks_are_explained(homepage: Project) -> None:
    build = homepage.build("text")
    assert build.warnings == [ALONE]
    assert build.text().split("\n\n\n", 1)[1] == (
        "1935\n====\n\n"
        "   * Can quantum-mechanical description of physical reality be considered complete?\n"
        "     (*More Information* can be found here)\n"
        "     A Einstein*†, B Podolsky*, N Rosen*\n"
        "     (PRL 1935) Physical Review - Albert Einstein Medal - PDF - Paper - DOI - Scholar\n"
        "\n\n1920\n====\n\n"
        "   * Gravity\n"
        "     M Seo*, Y Lee*, J Zhu†\n"
        "     Springer 1920 - Code - Website - Slides - Poster - Video - Blog - Supplement\n"
        "\n"
        "(*: Equal contribution; †: Principal investigator / marked by the\n"
        "authors)\n"
    )


def test_names_of_files_lead_to_the_folder(homepage: Project) -> None:
    build = homepage.build()
    assert links(build, "einstein1935can")["PDF"] == "papers/example_pdf.pdf"
    assert links(build, "gravity")["Supplement"] == "papers/supp.pdf"
    for name in FILES:
        published = (build.app.outdir / "papers" / name).read_bytes()
        assert published == b"%PDF-1.4 " + name.encode()


def test_names_of_files_lead_there_from_every_folder(homepage: Project) -> None:
    build = homepage.build("dirhtml")
    page = (build.app.outdir / "index.html").read_text(encoding="utf-8")
    assert 'href="papers/slides.pdf"' in page


def test_other_outputs_link_to_the_published_file(homepage: Project) -> None:
    build = homepage.build("latex", confoverrides={"html_baseurl": "https://me.org/"})
    (source,) = build.app.outdir.glob("*.tex")
    assert "https://me.org/papers/supp.pdf" in source.read_text(encoding="utf-8")
    build = homepage.build("latex", confoverrides={"html_baseurl": ""})
    (source,) = build.app.outdir.glob("*.tex")
    assert "publications-file" not in source.read_text(encoding="utf-8")


def test_figures_are_found_where_al_folio_keeps_them(homepage: Project) -> None:
    build = homepage.build()
    shown = {
        str(entry["id"]) for entry in build.html().select("li:has(> a > img.publication-thumbnail)")
    }
    source = (homepage.source / "refs.bib").read_text(encoding="utf-8")
    assert len(shown) == source.count("preview=") == source.count("brownian-motion.gif") > 0


def test_a_file_that_is_not_there_is_told(homepage: Project) -> None:
    (homepage.source / "papers" / "supp.pdf").unlink()
    assert homepage.build().warnings == [
        ALONE,
        "refs.bib:44: WARNING: the file papers/supp.pdf is not there; "
        "put it into the repository [publications.file]",
    ]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "c:x"])
def test_no_name_leaves_the_folder(homepage: Project, name: str) -> None:
    homepage.write(
        refs_bib=f"@misc{{a, author = {{A}}, title = {{T}}, year = 2020, pdf = {{{name}}}}}"
    )
    build = homepage.build()
    assert len(build.warnings) == 1
    assert "[publications.unsafe_link]" in build.warnings[0]
    assert links(build, "a") == {}
