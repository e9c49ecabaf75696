"""Extensions that documentations load beside this one: together in one project, without a clash.

Run in their environment: `make test-neighbours`.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import Build, Project

NEIGHBOURS = [
    "myst_nb",
    "nbsphinx",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_gallery.gen_gallery",
    "sphinx_multiversion",
    "sphinx_tippy",
    "sphinxext.opengraph",
]
CONF = f"""
extensions = {[*NEIGHBOURS, "sphinx_publications"]}
bibtex_bibfiles = ["refs.bib"]
html_baseurl = ogp_site_url = "https://example.org/"
html_title = "Site"
nb_execution_mode = "off"
nbsphinx_execute = "never"
myst_enable_extensions = ["colon_fence"]
sphinx_gallery_conf = {{
    "examples_dirs": "examples", "gallery_dirs": "gallery", "plot_gallery": False
}}
source_suffix = {{".md": "myst-nb", ".rst": "restructuredtext", ".ipynb": "jupyter_notebook"}}
exclude_patterns = ["examples", "gallery/*.ipynb", "included.txt"]
tippy_enable_mathjax = False
tippy_enable_doitips = False
tippy_enable_wikitips = False
show_warning_types = True
"""
INDEX = """
# Home

::::{tab-set}
:::{tab-item} One
As in {cite}`a` and {any}`b`, and {footcite}`c`.
:::
:::{tab-item} Two
| Paper | Says |
| --- | --- |
| {cite}`b` | much |
:::
::::

```{include} included.txt
```

```{code-block} python
print()
```

```{publications}
a
b
```

```{bibliography}
:filter: key == "c"
```

```{footbibliography}
```

```{toctree}
plain
api
notebook
gallery/index
```
"""
REFS = "".join(
    f"@article{{{key}, author = {{One, {key.title()}nn}}, title = {{Title {key}}}, "
    f"journal = {{J}}, year = 2020, abstract = {{Text.}}}}\n"
    for key in "abc"
).replace("\\\n", "\n")


@pytest.fixture
def build(project: Project) -> Build:
    """A project with all of them."""
    cells = [{"cell_type": "markdown", "id": "x", "metadata": {}, "source": ["# Note\n"]}]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    examples = project.source / "examples"
    examples.mkdir()
    (examples / "README.rst").write_text("Gallery\n=======\n", encoding="utf-8")
    (examples / "one.py").write_text('"""\nOne\n===\n"""\n', encoding="utf-8")
    project.write(
        conf_py=CONF,
        refs_bib=REFS,
        index_md=INDEX,
        included_txt="Also {cite:t}`a`.\n",
        plain_md="# Plain\n\nNo paper.\n",
        api_rst="API\n===\n\n.. autofunction:: textwrap.dedent\n",
        notebook_ipynb=json.dumps(notebook),
    )
    return project.build()


def tags(build: Build, page: str) -> Counter[str]:
    """Return how often each tag about a page stands in its head."""
    found = build.html(page).select("head meta[property], head meta[name]")
    names = [str(meta.get("property") or meta.get("name")) for meta in found]
    # Themes give the page a viewport beside that of Sphinx.
    return Counter(name for name in names if name != "viewport")


def test_all_are_built_together(build: Build) -> None:
    assert build.warnings == []
    page = build.html()
    assert [item["id"] for item in page.select("ul.publications > li")] == ["a", "b"]
    assert len(page.select(".bibtex-citation a")) == 4
    assert page.select(".sd-tab-set table .bibtex-citation")
    assert (Path(build.app.outdir) / "publications" / "a.html").is_file()


@pytest.mark.parametrize("page", ["index", "plain", "api", "publications/a"])
def test_no_tag_appears_twice(build: Build, page: str) -> None:
    assert [name for name, count in tags(build, page).items() if count > 1] == []


def test_pages_without_papers_have_nothing_of_ours(build: Build) -> None:
    for name in ("plain", "api", "gallery/index"):
        page = build.html(name)
        assert page.select("link[type='application/atom+xml']") == []
        assert page.select("[href*='publications.css'], [src*='publications']") == []
        assert page.select("[class*='publication']") == []


def test_a_citation_has_one_card(build: Build) -> None:
    page = build.html()
    cards = {str(card["data-target"]) for card in page.select(".publication-card")}
    links = page.select(".bibtex-citation a")
    spared = {str(link["href"]) for link in links if "publication-cited" in (link["class"] or [])}
    assert cards == spared
    assert cards
    assert "publication-cited" in build.app.config.tippy_skip_anchor_classes
    (script,) = (Path(build.app.outdir) / "_static" / "tippy").glob("index.*.js")
    assert "publication-cited" in script.read_text(encoding="utf-8").rpartition("}")[0]
