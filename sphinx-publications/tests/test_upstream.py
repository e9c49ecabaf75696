"""What is taken from inside of other packages, beside their public interfaces.

Each of these is guarded, so that a change there costs time and nothing else. A
test that fails here says what to look at.
"""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

import pybtex.plugin
import pytest
import sphinxcontrib.bibtex.plugin
from sphinx.util import docutils
from sphinxcontrib.bibtex.domain import BibtexDomain, _FilterVisitor

from sphinx_publications.project.cite_role import _CLASSES, _REFERENCE_STYLES
from sphinx_publications.rendering import pybtex_compat
from sphinx_publications.rendering.styles import STYLES, register_styles
from sphinx_publications.web.pages import PageParser

from .conftest import Project


def test_pybtex_keeps_plugins_where_we_put_them() -> None:
    register_styles()
    store = pybtex.plugin._RUNTIME_PLUGINS[pybtex_compat._STYLES]
    assert STYLES.items() <= store.items()
    for name, style in STYLES.items():
        assert pybtex.plugin.find_plugin(pybtex_compat._STYLES, name) is style


def test_reference_styles_are_the_ones_that_are_installed() -> None:
    assert _REFERENCE_STYLES in sphinxcontrib.bibtex.plugin._runtime_plugins
    found = {point.name: point.load() for point in entry_points(group=_REFERENCE_STYLES)}
    known = {
        name: getattr(import_module(f"{_REFERENCE_STYLES}.{module}"), style)
        for name, (module, style) in _CLASSES.items()
    }
    assert known == found


def test_the_domain_of_citations_is_the_one_that_is_overridden() -> None:
    assert BibtexDomain.data_version == 4
    assert set(BibtexDomain.initial_data) == {
        "bibdata", "bibliographies", "citations", "citation_refs",
    }  # fmt: skip
    assert hasattr(_FilterVisitor, "visit_Name")


def test_nothing_searches_through_installed_packages(project: Project) -> None:
    project.write(
        refs_bib="@misc{a, author = {Ann One}, title = {T}, year = 2020, howpublished = {X}}",
        index_md="# Home\n\n{cite}`a`\n\n```{publications}\n```\n",
    )
    script = """
import importlib.metadata, sys, traceback
found = importlib.metadata.entry_points
def entry_points(**wanted):
    if any("bibtex" in name or "pybtex" in name for name in map(str, wanted.values())):
        print(wanted)
    return found(**wanted)
importlib.metadata.entry_points = entry_points
from sphinx.cmd.build import main
sys.exit(main(["-q", sys.argv[1], sys.argv[1] + "/_build"]))
"""
    command = [sys.executable, "-c", script, str(project.source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


def test_the_options_of_docutils_are_made_once_for_all_pages_of_papers(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = "@misc{%s, author = {Ann One}, title = {T}, year = 2020, note = {n}}\n"
    project.write(refs_bib="".join(entry % key for key in "abc"))
    make, made = docutils._get_settings, []

    def get(*components: Any, **options: Any) -> Any:
        made.append(components)
        return make(*components, **options)

    monkeypatch.setattr(docutils, "_get_settings", get)
    app = project.build().app
    assert docutils._get_settings is get
    assert sum(isinstance(components[1], PageParser) for components in made if components[1:]) == 1
    assert sum(name.startswith("publications/") for name in app.env.found_docs) == 3
