"""A project that uses nothing of the extension is built as it would be without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

from ..conftest import Project

REFS = r"""
@string{jml = {Journal of Machine Learning}}
@article{nelson, author = {Edward Nelson}, title = {Radically {E}lementary}, journal = jml,
  year = 1987, doi = {10.1000/182}, url = {https://example.org/a_b}}
@inproceedings{mcmahon, author = {C. W. {McMahon} and Ann {von Neumann}}, title = {One {$x^2$}},
  booktitle = {Proc.}, year = 2009, pages = {1--2}}
@article{atlas, author = {{ATLAS Collaboration} and M{\"u}ller, J{\"o}rg}, title = {The Higgs},
  journal = {Phys. Lett.}, year = {2012a}, month = jul}
@misc{bare, title = {No author and no year}}
@book{starred, author = {Bellec*, Guillaume and Doe, Jane$^*$}, title = {Stars}, publisher = {P},
  year = 2020}
@techreport{report, author = {One, A. and others}, title = {R}, institution = {I}, year = 1999}
@phdthesis{thesis, author = {B. Two}, title = {T: A Thesis}, school = {S}, year = 2001, month = 5}
"""
PAGES = """
{cite}`nelson`, {cite:t}`mcmahon,atlas`, {cite:p}`{see}starred{p. 3}`, {any}`report`,
{footcite}`nelson,thesis`.

| Table | Of |
| --- | --- |
| {cite}`thesis` | {cite:yearpar}`nelson` |

```{bibliography}
%s
```

```{footbibliography}
```
"""
LISTS = {
    "cited": "",
    "all": ":all:",
    "plain": ":all:\n:style: plain",
    "unsrt": ":cited:\n:style: unsrt",
    "bullet": ":list: bullet\n:all:",
    "enumerated": ":list: enumerated\n:all:\n:enumtype: upperroman",
    "filter": ':filter: author % "nelson" or type == "article"',
    "keys": "thesis\nbare",
}


@pytest.fixture
def built(
    tmp_path: Path, make_app: Callable[..., SphinxTestApp]
) -> Callable[..., tuple[dict[str, str], list[str]]]:
    """Build a page with or without the extension; returns files and warnings."""

    def build(
        options: str, builder: str, is_loaded: bool, **values: Any
    ) -> tuple[dict[str, str], list[str]]:
        source = tmp_path / f"{builder}-{is_loaded}"
        source.mkdir()
        loaded = ["myst_parser", "sphinxcontrib.bibtex"]
        loaded += ["sphinx_publications"] if is_loaded else []
        Project(source, make_app).write(
            refs_bib=REFS,
            index_md="# Home\n\n```{toctree}\nother\n```\n" + PAGES % options,
            other_md="# Other\n\n{cite}`nelson` and ![no picture](gone.png)\n",
            conf_py=f"extensions = {loaded}\nbibtex_bibfiles = ['refs.bib']\n",
        )
        app = make_app(builder, srcdir=source, confoverrides=values)
        app.build()
        app.cleanup()
        files = {
            str(path.relative_to(app.outdir)): _comparable(path.read_text("utf-8"), source)
            for path in app.outdir.rglob("*")
            if path.suffix in {".html", ".pseudoxml", ".tex", ".txt"}
            and not path.is_relative_to(app.outdir / "_static")
        }
        warnings = strip_colors(app.warning.getvalue()).replace(str(source), "")
        return files, warnings.splitlines()

    return build


def _comparable(text: str, source: Path) -> str:
    # Sphinx names its domains in each doctree.
    return text.replace(' xmlns:publications="https://www.sphinx-doc.org/"', "").replace(
        str(source), ""
    )


@pytest.mark.parametrize("builder", ["html", "pseudoxml", "latex"])
@pytest.mark.parametrize("options", LISTS.values(), ids=LISTS)
def test_lists_and_citations_of_stock_are_the_same(
    built: Callable[..., Any], options: str, builder: str
) -> None:
    without, said_without = built(options, builder, is_loaded=False)
    within, said_within = built(options, builder, is_loaded=True)
    assert within.keys() == without.keys()
    for name, text in within.items():
        assert text.splitlines() == without[name].splitlines()
    assert said_within == said_without


@pytest.mark.parametrize("style", ["author_year", "super", "label"])
def test_reference_styles_are_the_same(built: Callable[..., Any], style: str) -> None:
    values = {"bibtex_reference_style": style, "bibtex_default_style": "unsrt"}
    without, said_without = built(":all:", "html", is_loaded=False, **values)
    within, said_within = built(":all:", "html", is_loaded=True, **values)
    assert within["index.html"].splitlines() == without["index.html"].splitlines()
    assert said_within == said_without


@pytest.mark.parametrize("category", ["bibtex", "bibtex.bibfile_error", "publications.file"])
def test_what_is_silenced_by_its_name_in_stock_stays_silent(
    project: Project, category: str
) -> None:
    values = {"bibtex_bibfiles": ["gone.bib"], "suppress_warnings": [category]}
    project.write(index_md="# Home\n\n```{bibliography}\n:all:\n```\n")
    assert project.build(confoverrides=values).warnings == []


def test_a_repeated_key_is_listed_once_in_a_list_of_stock(project: Project) -> None:
    entry = "@misc{a, author = {Ann One}, title = {%s}, year = 2020, howpublished = {X}}\n"
    project.write(
        refs_bib=entry % "First" + entry % "Second",
        index_md="# Home\n\n```{bibliography}\n:all:\n```\n\n```{toctree}\nlist\n```\n",
    )
    build = project.build()
    assert len(build.html().select(".citation")) == 1
    project.write(index_md="# Home\n\n```{publications}\n```\n")
    assert len(project.build().html().select("ul.publications > li")) == 2


def test_a_missing_field_is_told_of_what_a_list_of_ours_shows(project: Project) -> None:
    project.write(
        refs_bib="@misc{a, title = {T}, year = 2020}\n@misc{b, title = {U}, year = 2021}",
        index_md="# Home\n\n```{publications}\nb\n```\n",
    )
    (warning,) = project.build().warnings
    assert warning.startswith("refs.bib:2: WARNING: b: nobody wrote it")


def test_files_that_pages_name_are_left_to_sphinx_where_nobody_is_the_owner(
    project: Project,
) -> None:
    project.write(refs_bib="", index_md="# Home\n\n![A picture](gone.png)\n")
    (ours,) = [line for line in project.build().warnings if "gone" in line]
    assert ours.endswith("[publications.file]")
    values = {"publications_owner": ""}
    (sphinx,) = [line for line in project.build(confoverrides=values).warnings if "gone" in line]
    assert sphinx.endswith("[image.not_readable]")


# The shapes of public documentations that once differed.

WORK = """
@article{%s, author = {Nelson, Edward}, title = {On %s}, journal = {J}, year = {1987}}
"""
CHAPTER = "# %s\n\nWords {cite}`%s`.\n\n## More\n\nWords.\n"
SHAPES: dict[str, dict[str, str]] = {
    "a list on each page": {
        "index.md": "# Home\n\n```{toctree}\none\ntwo\n```\n",
        "one.md": CHAPTER % ("One", "1-a") + "\n```{bibliography}\n:filter: docname in docnames\n"
        ":keyprefix: 1-\n:labelprefix: A\n```\n",
        "two.md": CHAPTER % ("Two", "2-a,2-b") + "\n```{bibliography}\n"
        ":filter: docname in docnames\n:keyprefix: 2-\n:labelprefix: B\n```\n",
    },
    "a numbered book": {
        "index.md": "# Book\n\n```{toctree}\n:numbered:\n:maxdepth: 3\none\ntwo\nreferences\n```\n",
        "one.md": CHAPTER % ("One", "a"),
        "two.md": CHAPTER % ("Two", "b"),
        "references.md": "# References\n\n```{bibliography}\n```\n",
    },
    "a table of contents of which Sphinx warns": {
        "index.md": "# Home\n\n```{toctree}\npart/index\nreferences\nuntitled\n```\n",
        "part/index.md": "# Part\n\n```{toctree}\none\ntwo\n../untitled\n```\n",
        "part/one.md": CHAPTER % ("One", "a"),
        "part/two.md": CHAPTER % ("Two", "b"),
        "untitled.md": "Words.\n",
        "references.md": "# References\n\n```{bibliography}\n```\n",
    },
}


def shaped(make_app: Callable[..., SphinxTestApp], folder: Path, files: dict[str, str]) -> Any:
    """Build the html of files; returns the text of pages, and warnings without their places."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    app = make_app(srcdir=folder, confoverrides={"html_theme": "alabaster"})
    app.build()
    app.cleanup()
    pages = {
        str(p.relative_to(app.outdir)): p.read_text("utf-8") for p in app.outdir.rglob("*.html")
    }
    warnings = strip_colors(app.warning.getvalue()).replace(str(folder), "").splitlines()
    return pages, sorted(warnings)


@pytest.mark.parametrize("shape", SHAPES)
def test_documentations_stay_as_they_are(
    tmp_path: Path, make_app: Callable[..., SphinxTestApp], shape: str
) -> None:
    conf = "extensions = %r\nbibtex_bibfiles = ['refs.bib']\nexclude_patterns = ['_build']\n"
    files = {**SHAPES[shape], "refs.bib": WORK % ("a", "one") + WORK % ("b", "two")}
    stock = conf % ["myst_parser", "sphinxcontrib.bibtex"]
    ours = conf % ["myst_parser", "sphinx_publications"]
    before, told = shaped(make_app, tmp_path / "a", {**files, "conf.py": stock})
    after, told_after = shaped(make_app, tmp_path / "b", {**files, "conf.py": ours})
    assert after == before
    assert told_after == told
    listing = {n: t.replace("{bibliography}", "{publications}") for n, t in files.items()}
    if "keyprefix" not in "".join(listing.values()):
        pages, told_of_lists = shaped(make_app, tmp_path / "c", {**listing, "conf.py": ours})
        # Pages of papers repeat no warning, and there is none that was not there.
        assert told_of_lists == told
        assert {f"publications/{key}.html" for key in "ab"} <= pages.keys()
