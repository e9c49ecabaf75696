"""Kinds of links: the built-in ones, and those that a project adds by a setting."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest

from sphinx_publications.model.fields import is_known
from sphinx_publications.model.parse_options import LINK_KINDS

from ..conftest import Build, Project

ENTRY = """
@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X},
  code = {https://x.org/code}, %s}
@misc{b, author = {Ann One}, title = {U}, year = 2020, howpublished = {X}}
"""


def build(project: Project, field: str, **values: Any) -> Build:
    project.write(refs_bib=ENTRY % field)
    options = {f"publications_{name}": value for name, value in values.items()}
    options = {"publications_filter_from": 1, "publications_owner": "One, Ann", **options}
    return project.build(confoverrides=options)


def links(made: Build) -> dict[str, str]:
    found = made.html().select("li#a .publication-venue a")
    return {link.get_text(): str(link["href"]) for link in found}


def test_a_setting_makes_a_link_of_a_field(project: Project) -> None:
    made = build(project, "dataset = {https://x.org/data}", links={"dataset": "Dataset"})
    assert made.warnings == []
    assert links(made) == {"Code": "https://x.org/code", "Dataset": "https://x.org/data"}


def test_a_kind_may_be_like_a_built_in_one(project: Project) -> None:
    made = build(project, "talk = {https://x.org/talk}", links={"talk": ("Talk", "video")})
    assert links(made)["Talk"] == "https://x.org/talk"
    (item,) = made.html().select("li#a")
    assert item["data-with"] == "code|video"


def test_a_built_in_link_may_be_called_otherwise(project: Project) -> None:
    made = build(project, "slides = {https://x.org/s}", links={"code": "Source code"})
    assert list(links(made)) == ["Source code", "Slides"]


def test_no_unsafe_address_passes(project: Project) -> None:
    made = build(project, "dataset = {javascript:alert(1)}", links={"dataset": "Dataset"})
    assert list(links(made)) == ["Code"]
    (warning,) = made.warnings
    assert "a: dataset = {javascript:alert(1)} is no http, https or mailto address" in warning


def test_an_address_that_nothing_shows_is_told_with_the_setting(project: Project) -> None:
    made = build(project, "dataset = {https://x.org/data}")
    assert made.warnings == []
    (note,) = [line for line in made.notes if "note: a:" in line]
    assert note == (
        "refs.bib:3: note: a: dataset = {https://x.org/data} is shown nowhere; for a link of that "
        'name set publications_links = {"dataset": "Dataset"} in conf.py'
    )


@pytest.mark.parametrize(
    "field",
    [
        "note = {see https://x.org/a and b}",
        "biburl = {https://dblp.org/rec/x.bib}",
        "bdsk-url-1 = {https://x.org}",
        "adsurl = {https://x.org}",
        "remark = {see https://x.org}",
        "annotation = {https://x.org}",
        "opturl = {https://x.org}",
    ],
)
def test_what_programs_write_is_no_link_that_was_forgotten(project: Project, field: str) -> None:
    assert [line for line in build(project, field).notes if "note: a:" in line] == []


@pytest.mark.parametrize(
    "value",
    [3, "", ("Talk",), ("Talk", "nothing"), ("Talk", "video", "x"), {"label": "Talk"}, None],
)
def test_a_setting_that_cannot_be_used_is_told(project: Project, value: object) -> None:
    project.write(refs_bib=ENTRY % "talk = {https://x.org/talk}")
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(conf_py=f"{conf}publications_links = {{'talk': {value!r}}}\n")
    (warning,) = project.build().warnings
    assert warning == (
        f"conf.py:8: WARNING: publications_links['talk'] = {value!r} is left out; write a label: "
        "'Talk', or a label and what it is like: ('Talk', 'video') [publications.option]"
    )


OWN_TYPES = """
publications_types = {
    "Course": ("Course", "misc", "Teaching"), "brief": "techreport", "custome": ("Exhibit", "misc"),
}
publications_group_by = "type"
"""
ENTRIES_OF_OWN_TYPES = """
@course{a, author = {One, Ann}, title = {A}, year = {2020}, organization = {U}}
@brief{b, author = {One, Ann}, title = {B}, year = {2020}, institution = {I}, number = {3}}
@custome{c, author = {One, Ann}, title = {C}, year = {2020}}
@article{d, author = {One, Ann}, title = {D}, journal = {J}, year = {2020}}
@misc{e, author = {One, Ann}, title = {E}, howpublished = {H}, year = {2020}}
"""


def test_types_of_the_site_s_own_are_like_built_in_ones(project: Project) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(refs_bib=ENTRIES_OF_OWN_TYPES, conf_py=conf + OWN_TYPES)
    made = project.build()
    assert made.warnings == []
    page = made.html("index")
    headings = [found.get_text().rstrip("¶#") for found in page.select("section section > h2")]
    assert headings == ["Journal articles", "Reports", "Teaching", "Other"]
    (course,), (exhibit,) = (page.select(f"#{key} .publication-venue") for key in "ac")
    assert course.get_text().startswith("Course, U 2020")
    assert exhibit.get_text().startswith("Exhibit 2020")
    exports = {
        key: (made.app.outdir / "publications" / f"{key}.ris").read_text(encoding="utf-8")
        for key in "ab"
    }
    assert exports["a"].startswith("TY  - GEN")
    assert exports["b"].startswith("TY  - RPRT")
    bibtex = (made.app.outdir / "publications" / "b.bibtex.bib").read_text(encoding="utf-8")
    assert "@techreport{b," in bibtex


@pytest.mark.parametrize(
    "value",
    [3, "", "nothing", "set", ("Talk",), ("Talk", "nothing"), ("a", "misc", "b", "c"), None],
)
def test_a_type_that_cannot_be_used_is_told(project: Project, value: object) -> None:
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    project.write(
        refs_bib="@misc{a, author = {One, Ann}, title = {A}, year = {2020}, note = {N}}",
        conf_py=f"{conf}publications_types = {{'course': {value!r}}}\n",
    )
    (warning,) = project.build().warnings
    assert warning == (
        f"conf.py:8: WARNING: publications_types['course'] = {value!r} is left out; write the "
        "built-in type that it is like: 'misc', or a label and that type: ('Course', 'misc'), "
        "and a heading [publications.option]"
    )


def test_every_field_of_the_table_is_known_or_shown() -> None:
    shown = {kind.field for kind in LINK_KINDS}
    for name in ("author", "journaltitle", "author+an", "crossref", "bdsk-file-12", "usera"):
        assert is_known(name)
    for name in ("dataset", "talk", "model", "demo"):
        assert not is_known(name)
        assert name not in shown


FILES = """
@article{a, author = {Ann One}, title = {T}, year = 2020, journal = {Zine}, doi = {10.1000/a},
  pdf = {a.pdf}, slides = {x//s.pdf}, code = {./c.zip}, supp = {a b.pdf}}
@misc{b, author = {Ann One}, title = {U}, year = 2020, howpublished = {X}, url = {x//s.pdf}}
@misc{c, author = {Ann One}, title = {V}, year = 2020, howpublished = {X}, html = {a.pdf},
  code = {x//c.zip}}
"""
BUILDERS = "html dirhtml singlehtml epub latex text man texinfo xml pseudoxml".split()


@pytest.fixture
def filed(project: Project) -> Project:
    """A project whose entries name files, cited on a page in a folder and in another list."""
    conf = (project.source / "conf.py").read_text(encoding="utf-8")
    (project.source / "deep").mkdir()
    (project.source / "files" / "x").mkdir(parents=True)
    for name in ("a.pdf", "x/s.pdf", "c.zip", "a b.pdf", "x/c.zip"):
        (project.source / "files" / name).write_text("Paper")
    lists = "```{publications}\n```\n\n```{toctree}\ndeep/er\nstock\n```\n"
    stock = "```{bibliography}\n:style: publications\n:keyprefix: s-\n```\n"
    project.write(
        conf_py=conf.replace('"*.md"', '"*.md", "deep/*.md"') + "publications_files = 'files'\n"
        "html_baseurl = 'https://site.example/'\nepub_show_urls = latex_show_urls = 'footnote'\n"
        "publications_opengraph = True\nversion = copyright = '1'\n",
        refs_bib=FILES,
        index_md=f"# Home\n\nSee {{cite}}`a`.\n\n{lists}",
        stock_md=f"# Stock\n\n{{cite}}`s-b` and {{cite}}`s-c`\n\n{stock}",
    )
    (project.source / "deep" / "er.md").write_text("# Deep\n\nSee {cite}`a`, {cite}`b,c`.\n")
    return project


@pytest.mark.parametrize("builder", BUILDERS)
def test_no_output_has_an_address_of_the_extensions_own(filed: Project, builder: str) -> None:
    out = filed.build(builder).app.outdir
    files = [p for p in sorted(out.rglob("*")) if p.is_file() and ".doctrees" not in p.parts]
    contents = {str(path): path.read_bytes() for path in files}
    for book in out.glob("*.epub"):
        with ZipFile(book) as archive:
            contents |= {name: archive.read(name) for name in archive.namelist()}
    assert contents
    assert [name for name, said in contents.items() if b"publications-file" in said] == []


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_links_lead_to_the_files_wherever_they_stand(filed: Project, builder: str) -> None:
    made = filed.build(builder)
    assert made.warnings == []
    pages = ["index", "deep/er", "stock", "publications/a", "publications/b", "publications/c"]
    for name in pages:
        name = f"{name}/index" if builder == "dirhtml" and name != "index" else name
        page = made.app.outdir / f"{name}.html"
        found = [str(link["href"]) for link in made.html(name).select("a[href]")]
        local = [unquote(href) for href in found if "files/" in href]
        assert local, name
        assert [href for href in local if not (page.parent / href).is_file()] == []
    cards = made.html("deep/er/index" if builder == "dirhtml" else "deep/er")
    assert len(cards.select("#card-a .publication-venue a[href*='files/']")) == 4
