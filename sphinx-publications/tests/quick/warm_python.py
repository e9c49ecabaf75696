"""Run Python programs in processes of their own that need not load Sphinx first.

``python -m sphinx`` spends a second on imports; here a server that has them forks.
Use ``subprocess`` where the order of hashes must differ, or where loading is what is tested.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import multiprocessing.forkserver
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from jinja2 import FileSystemBytecodeCache

from quick_builds import make_builds_quick

# Nothing of ours: what is tested is loaded anew, from where the environment says.
_LOADED = """
    PIL.Image alabaster babel.dates babel.numbers bs4 docutils.writers.html5_polyglot
    docutils.writers.manpage feedparser fontTools.subset html5lib latexcodec lightningcss
    lxml.html myst_parser.parsers.sphinx_ myst_parser.sphinx_ext.main notfound.extension
    playwright.sync_api pybtex.database.input.bibtex pybtex.style.formatting.unsrt
    pydata_sphinx_theme pylatexenc.latex2text pylatexenc.latexencode pytest requests rispy rjsmin
    sphinx.builders.epub3 sphinx.builders.gettext sphinx.builders.latex sphinx.builders.linkcheck
    sphinx.builders.manpage sphinx.builders.singlehtml sphinx.builders.texinfo
    sphinx.builders.text sphinx.cmd.build sphinx.domains.c sphinx.domains.cpp
    sphinx.domains.javascript sphinx.domains.python sphinx.ext.mathjax sphinx.search.en
    sphinx.testing.util sphinx.writers.html5 sphinx.writers.latex sphinxcontrib.bibtex tinycss2
""".split()
_SERVED = multiprocessing.get_context("forkserver")
_SERVED.set_forkserver_preload([__name__])
_SERVER = os.getpid() if "multiprocessing.forkserver" in " ".join(sys.orig_argv) else None
if _SERVER is not None:
    for _name in _LOADED:
        with suppress(ImportError):  # Not each environment has all of them.
            importlib.import_module(_name)
    # Templates of the theme are compiled once for all that fork from this server.
    _KEPT = TemporaryDirectory()
    make_builds_quick(FileSystemBytecodeCache(_KEPT.name))
    gc.freeze()


def run_python(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    given: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m module …`` or ``python -c code …``; returns what it printed and its code.

    `given` is what it reads from its standard input.
    """
    _start_server()
    with TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("in", "out", "err")]
        streams[0].write_text(given, encoding="utf-8")
        words = [str(word) for word in arguments]
        said = (words, str(cwd or Path.cwd()), dict(env or os.environ), list(map(str, streams)))
        process = _SERVED.Process(target=_run, args=said)
        process.start()
        process.join()
        code = process.exitcode
        _, out, err = (path.read_text(encoding="utf-8") for path in streams)
    assert code is not None
    return subprocess.CompletedProcess(words, code, out, err)


@cache
def _start_server() -> None:
    """Let the server find this module: up to Python 3.13 it does not know the path of imports."""
    named = os.environ.get("PYTHONPATH")
    here = str(Path(__file__).parent)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (here, named)))
    try:
        multiprocessing.forkserver.ensure_running()
    finally:
        del os.environ["PYTHONPATH"]
        if named is not None:
            os.environ["PYTHONPATH"] = named


def run_warm(
    command: Sequence[str], *, env: Mapping[str, str] | None = None, **_: object
) -> subprocess.CompletedProcess[str]:
    """Stand in for `subprocess.run` where it runs this interpreter and captures text."""
    assert command[0] == sys.executable
    return run_python(*command[1:], env=env)


def _run(words: list[str], cwd: str, env: dict[str, str], streams: list[str]) -> NoReturn:
    """Be the program: its folder, environment, streams and paths, then its code."""
    assert os.getppid() == _SERVER, "the server has not loaded this module"
    # What this process runs forks from the same server, which Python would start once more.
    vars(multiprocessing.forkserver._forkserver)["ensure_running"] = lambda: None
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    flags = (os.O_RDONLY, *2 * (os.O_WRONLY | os.O_CREAT,))
    for number, (path, flag) in enumerate(zip(streams, flags, strict=True)):
        os.dup2(os.open(path, flag), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    installed = [path for path in sys.path if path.startswith((sys.prefix, sys.base_prefix))]
    named = env.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:] = [cwd, *filter(None, named), *installed]
    how, what, *rest = words
    sys.argv = [how, *rest]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})
    sys.exit(0)
