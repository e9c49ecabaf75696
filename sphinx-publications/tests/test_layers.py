"""The layers of the package: data flows down, and what is below knows no Sphinx."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from . import PACKAGE

SOURCE = PACKAGE / "src" / "sphinx_publications"
MODULES = sorted(SOURCE.rglob("*.py"))
BELOW = (
    "diagnostics", "bibtex", "latex", "model", "bibliography", "outputs", "acquire", "scripting",
)  # fmt: skip
LOAD = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    module = importlib.import_module("sphinx_publications." + name)
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), module.__name__ + "."):
        importlib.import_module(found.name)
print(*sys.modules)
"""


def loaded(*names: str) -> list[str]:
    """Return every module that a fresh process has when it has loaded some of ours."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD, *names], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_contracts_of_imports_are_kept() -> None:
    # In a process of its own, since it takes the logging for itself.
    script = (
        "import sys; from importlinter.cli import lint_imports;"
        "sys.exit(lint_imports(sys.argv[1], no_cache=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(PACKAGE / "pyproject.toml")],
        cwd=PACKAGE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "Contracts: 4 kept, 0 broken." in done.stdout


def test_what_is_below_loads_neither_sphinx_nor_docutils() -> None:
    roots = {name.partition(".")[0] for name in loaded(*BELOW)}
    assert {"sphinx_publications", "pybtex"} <= roots
    assert roots.isdisjoint({"sphinx", "docutils", "pybtex_docutils", "sphinxcontrib"})


def test_a_name_costs_little_to_load() -> None:
    script = "import sys, sphinx_publications.model.names; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert len(done.stdout.split()) < 200


def test_the_package_itself_loads_nothing_of_it() -> None:
    script = "import sys, sphinx_publications; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert [name for name in done.stdout.split() if name.startswith("sphinx_publications.")] == []
    assert "sphinx" not in done.stdout.split()


def test_the_checker_of_files_loads_sphinxs_configuration_alone() -> None:
    modules = loaded("project.cli")
    assert "sphinx.config" in modules
    slow = ("sphinx.application", "sphinx.builders", "docutils.parsers", "sphinxcontrib.bibtex")
    assert [name for name in modules if name.startswith(slow)] == []


def test_the_extension_loads_what_reads_files_only_when_they_changed() -> None:
    """Else a build without changes would load a tenth of the package in vain."""
    modules = loaded("extension")
    assert f"{SOURCE.name}.project.events" in modules
    slow = tuple(f"{SOURCE.name}.{name}" for name in ("bibtex.", "bibliography.reader"))
    assert [name for name in modules if name.startswith(slow)] == []


def test_every_folder_is_in_a_contract() -> None:
    text = (PACKAGE / "pyproject.toml").read_text(encoding="utf-8")
    folders = [path.parent.name for path in SOURCE.glob("*/__init__.py")]
    assert len(folders) == 9
    assert [name for name in folders if f"sphinx_publications.{name}" not in text] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_can_be_read_at_one_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 350
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    lengths = [(node.name, (node.end_lineno or 0) - node.lineno + 1) for node in functions]
    assert [name for name, length in lengths if length > 50] == []
