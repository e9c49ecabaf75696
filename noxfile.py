"""The package's tests on each Python, with its wheel installed: `pip install nox`, then `nox`.

What needs more than Python packages, such as a browser, is tested by `make test`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import nox

PACKAGE = Path("sphinx-publications")
PYTHONS = ["3.11", "3.12", "3.13"]
# The wheel is tested, and not the sources beside the tests.
PYTEST = ["pytest", "-o", "pythonpath=", "--ignore=tests/browser", "--ignore=tests/clients"]
nox.options.sessions = ["lint", "tests", "lowest"]


def _install_wheel(session: nox.Session) -> None:
    folder = session.create_tmp()
    session.run("pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, f"./{PACKAGE}")
    (wheel,) = Path(folder).glob("*.whl")
    session.install("--no-deps", "--force-reinstall", str(wheel))
    wheel.unlink()


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Test the wheel with what is pinned."""
    session.install("-r", "requirements-dev.txt")
    _install_wheel(session)
    session.chdir(PACKAGE)
    session.run(*PYTEST, *session.posargs)


@nox.session(python=PYTHONS[0])
def lowest(session: nox.Session) -> None:
    """Test the wheel with the lowest versions that it says it works with."""
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    required = [*project["dependencies"], *extras["pictures"], *extras["add"]]
    lowest = [re.sub(r">=([\d.]+),.*", r"==\1", requirement) for requirement in required]
    dev = Path("requirements-dev.in").read_text(encoding="utf-8").splitlines()
    session.install(*lowest, "pip", "myst-parser", "pydata-sphinx-theme", "sphinx-notfound-page", *[
        line for line in dev if line and line[0] not in "#-"
    ])  # fmt: skip
    _install_wheel(session)
    session.chdir(PACKAGE)
    # Of old packages one expects words of what they do that will end.
    session.run(*PYTEST, "-o", "filterwarnings=", *session.posargs)


@nox.session(python=PYTHONS[0])
def lint(session: nox.Session) -> None:
    """Check what `make test` checks first, and the wheel."""
    session.install("-r", "requirements-dev.txt")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("mypy", str(PACKAGE / "tests"), str(PACKAGE / "benchmarks"))
