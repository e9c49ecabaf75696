"""Build small Sphinx projects, each in its own process.

Sphinx changes the state of its process, such as docutils roles and loggers. So each build
gets a new process, in which Sphinx is already imported.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import hashlib
import io
import json
import multiprocessing
import multiprocessing.forkserver
import os
import runpy
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

import sphinx

import sphinx_publications

Files = Mapping[str, str]
"""The files of a project: text by file name."""

USUAL: dict[str, Any] = {
    "extensions": ["myst_parser", "sphinx_publications"],
    "bibtex_bibfiles": ["refs.bib"],
    "project": "Examples",
    "author": "Ann Example",
    "copyright": "Ann Example",
    "version": "1",
    "html_theme": "basic",
    "html_use_index": False,
    "nitpicky": True,
    "suppress_warnings": ["epub.unknown_project_files"],
}
"""The default settings of a project."""
_QUICK = Path(__file__).parents[2] / "tests" / "quick"
"""The folder with `warmed`, which loads Sphinx and builds a page before the first example."""
_LOADED = [
    "warmed",
    "rispy",
    "sphinx.ext.intersphinx",
    "sphinx_publications.extension",
    "sphinx_publications.web.head",
    "sphinx_publications.web.page_images",
    "sphinx_publications.web.output_files",
    "sphinx_publications.latex.parser",
    "sphinx_publications.outputs.classic_bibtex",
    "sphinx_publications.outputs.ris",
    "sphinx_publications.outputs.jats",
]
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class BuildRoom:
    """Builds projects into a folder that is cached for the next build of the documentation."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp = _stamp()
        context = multiprocessing.get_context(_METHOD)
        if _METHOD == "forkserver":
            context.set_forkserver_preload(_LOADED)
            path = os.pathsep.join([str(_QUICK), os.environ.get("PYTHONPATH", "")])
            with mock.patch.dict(os.environ, PYTHONPATH=path):
                multiprocessing.forkserver.ensure_running()
        self._pool = ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1)

    def close(self) -> None:
        """Stop the processes."""
        self._pool.shutdown()

    def build(self, files: Files, builder: str) -> tuple[Path, str]:
        """Return the output folder of a builder, and the warnings of the build."""
        out = self._source(files).parent / builder
        said = self._once(out.with_name(f"{builder}.said"), _build, files, builder)
        return out, said

    def run(self, files: Files, task: Callable[[str], str]) -> str:
        """Return the output of a task that is called with the folder of a project."""
        told = self._source(files).parent / f"{task.__module__}.{task.__name__}.said"
        return self._once(told, task, files)

    def _once(self, told: Path, task: Callable[..., str], files: Files, *more: str) -> str:
        if not told.exists():
            said = self._pool.submit(task, str(self._source(files)), *more).result()
            told.write_text(said, encoding="utf-8")
        return told.read_text(encoding="utf-8")

    def _source(self, files: Files) -> Path:
        """Return the folder with the files of a project, named by a digest of their content."""
        digest = hashlib.sha256(json.dumps([self._stamp, dict(files)]).encode()).hexdigest()[:16]
        source = self._folder / digest / "project"
        if not source.exists():
            for name, text in files.items():
                name, _, encoding = name.partition(" in ")
                path = source / name
                path.parent.mkdir(parents=True, exist_ok=True)
                data = text.encode(encoding or "utf-8")
                path.write_bytes(_picture() if path.suffix == ".png" else data)
        return source


def _stamp() -> str:
    """Return a text that changes when Sphinx or the code changes."""
    code = Path(sphinx_publications.__file__).parent
    newest = max(path.stat().st_mtime_ns for path in code.rglob("*") if path.is_file())
    return f"{sphinx.__version__} {newest} {Path(__file__).stat().st_mtime_ns}"


def _picture() -> bytes:
    """Return a figure for entries to show."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (640, 400), "#2a6f97")
    draw = ImageDraw.Draw(image)
    for number in range(8):
        left = 40 + number * 72
        draw.rectangle((left, 360 - (number * 53) % 290, left + 48, 360), fill="#f4f1de")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _build(source: str, builder: str) -> str:
    """Build a project next to its sources; return the warnings."""
    from sphinx.application import Sphinx
    from sphinx.util.console import nocolor

    nocolor()
    gc.disable()
    sys.path.insert(0, source)
    conf = Path(source, "conf.py")
    conf.touch()
    assigned = _assigned(conf)
    # A conf.py with extensions is complete.
    usual = {} if "extensions" in assigned else USUAL
    settings = {name: value for name, value in usual.items() if name not in assigned}
    out = Path(source).parent / builder
    warnings = io.StringIO()
    app = Sphinx(
        source, source, out, out.with_name(f"{builder}.doctrees"), builder,
        confoverrides=settings, status=None, warning=warnings, freshenv=True,
    )  # fmt: skip
    app.build()
    return without_place(warnings.getvalue(), source)


def _assigned(conf: Path) -> set[str]:
    """Return the names that a ``conf.py`` assigns."""
    tree = ast.parse(conf.read_text(encoding="utf-8"))
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def check(source: str) -> str:
    """Return the output of ``sphinx-publications refs.bib`` in the folder of a project.

    Pages are read too if ``conf.py`` contains ``extensions``.
    """
    from sphinx_publications.project.cli import check

    os.chdir(source)
    conf = Path("conf.py")
    conf.touch()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        check([] if "extensions" in _assigned(conf) else ["refs.bib"])
    return said.getvalue()


def run_script(source: str) -> str:
    """Return the output of ``script.py`` in the folder of a project."""
    os.chdir(source)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        runpy.run_path("script.py")
    return said.getvalue()


def without_place(text: str, source: str) -> str:
    """Return output with paths relative to the project."""
    return text.replace(f"{os.path.realpath(source)}{os.sep}", "").replace(f"{source}{os.sep}", "")
