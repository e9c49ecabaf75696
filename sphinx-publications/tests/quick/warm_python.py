"""Run Python programs in processes of their own that need not load Sphinx first.

``python -m sphinx`` spends a second on imports; here a server that has them forks: `warmed`.
Use ``subprocess`` where the order of hashes must differ, or where loading is what is tested.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.forkserver
import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn
from unittest import mock

_SERVED = multiprocessing.get_context("forkserver")
_SERVED.set_forkserver_preload(["warmed", __name__])


def run_python(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    given: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m module …`` or ``python -c code …``; returns what it printed and its code.

    `given` is what it reads from its standard input.
    """
    with TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("in", "out", "err")]
        streams[0].write_text(given, encoding="utf-8")
        words = [str(word) for word in arguments]
        said = (words, str(cwd or Path.cwd()), dict(env or os.environ), list(map(str, streams)))
        process = warm_processes().Process(target=_run, args=said)
        process.start()
        process.join()
        code = process.exitcode
        _, out, err = (path.read_text(encoding="utf-8") for path in streams)
    assert code is not None
    return subprocess.CompletedProcess(words, code, out, err)


def run_warm(
    command: Sequence[str], *, env: Mapping[str, str] | None = None, **_: object
) -> subprocess.CompletedProcess[str]:
    """Stand in for `subprocess.run` where it runs this interpreter and captures text."""
    assert command[0] == sys.executable
    return run_python(*command[1:], env=env)


def warm_processes() -> ForkServerContext:
    """Return the context of `multiprocessing` whose processes have Sphinx loaded."""
    if "warmed" not in sys.modules:  # else this process was forked, and its server runs
        here = str(Path(__file__).parent)
        path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH", "")]))
        # Up to Python 3.13 the server does not know the path of imports.
        with mock.patch.dict(os.environ, PYTHONPATH=path):
            multiprocessing.forkserver.ensure_running()
    return _SERVED


def _run_sphinx_warm(
    run: Callable[..., Any], command: Sequence[str], *words: Any, **options: Any
) -> Any:
    """Be `subprocess.run` in a process that was forked: Sphinx is loaded there too."""
    if list(command[:3]) == [sys.executable, "-m", "sphinx"] and options.get("capture_output"):
        return run_warm(command, env=options.get("env"))
    return run(command, *words, **options)


def _run(words: list[str], cwd: str, env: dict[str, str], streams: list[str]) -> NoReturn:
    """Be the program: its folder, environment, streams and paths, then its code."""
    assert "warmed" in sys.modules, "the server has not loaded it"
    # What this process runs forks from the same server, which Python would start once more.
    vars(multiprocessing.forkserver._forkserver)["ensure_running"] = lambda: None
    subprocess.run = partial(_run_sphinx_warm, subprocess.run)
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
