"""The package's tests on each Python, with its wheel installed: `pip install nox`, then `nox`.

What needs more than Python packages, such as a browser, is tested by `make test`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import nox

PACKAGE = Path("sphinx-publications")
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
ENVIRONMENTS = PACKAGE / "tests" / "environments"
# Each Sphinx that the wheel says it works with, on the oldest and the newest Python that it has;
# and Jupyter Book, which holds Sphinx at 7.4.
MATRIX = [
    ("3.11", "sphinx==7.4.*", "docutils==0.20.*"),
    ("3.13", "sphinx==7.4.*", "docutils==0.21.*"),
    ("3.11", "jupyter-book<2"),
    ("3.11", "sphinx==8.1.*"),
    ("3.12", "sphinx==8.1.*"),
    ("3.11", "sphinx==8.2.*"),
    ("3.13", "sphinx==8.2.*"),
    ("3.11", "sphinx==9.0.*"),
    ("3.12", "sphinx==9.1.*"),
    ("3.13", "sphinx==9.2.*"),
    ("3.14", "sphinx==9.2.*"),
]
# The wheel is tested, and not the sources beside the tests.
PYTEST = ["pytest", "-o", "pythonpath=", "--ignore=tests/browser", "--ignore=tests/clients"]
# Of old packages one expects words of what they do that will end.
CORE_PYTEST = ["python", "-m", "pytest", "-o", "pythonpath=", "-o", "filterwarnings="]
nox.options.sessions = ["lint", "tests", "lowest", "core", "upstream", "neighbours"]
# A Python that is not here is skipped, and said to be.
nox.options.error_on_missing_interpreters = False


def _install_wheel(session: nox.Session) -> None:
    folder = session.create_tmp()
    session.run("pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, f"./{PACKAGE}")
    (wheel,) = Path(folder).glob("*.whl")
    session.install("--no-deps", "--force-reinstall", str(wheel))
    wheel.unlink()


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Test the wheel with what is pinned."""
    session.install("-r", "tools/requirements-dev.txt")
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
    dev = Path("tools/requirements-dev.in").read_text(encoding="utf-8").splitlines()
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
    session.install("-r", "tools/requirements-dev.txt")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell")
    session.run("mypy")
    session.run("mypy", str(PACKAGE / "tests"), str(PACKAGE / "benchmarks"))


@nox.session
@nox.parametrize(
    "python,wanted",
    [(python, wanted) for python, *wanted in MATRIX],
    ids=[" ".join(wanted) for wanted in MATRIX],
)
def core(session: nox.Session, wanted: list[str]) -> None:
    """Run the core tests with a Sphinx on a Python."""
    session.install("-r", str(ENVIRONMENTS / "tests.in"), *wanted)
    _install_wheel(session)
    session.chdir(PACKAGE)
    session.run(*CORE_PYTEST, "@tests/environments/core.txt", *session.posargs)


@nox.session(python=PYTHONS[0])
def upstream(session: nox.Session) -> None:
    """Run the tests of sphinxcontrib-bibtex with the wheel set up in each."""
    session.install("-r", str(ENVIRONMENTS / "upstream.txt"))
    _install_wheel(session)
    python = str(Path(session.bin) / "python")
    session.run(
        str(PACKAGE / "tests" / "upstream" / "run"), python, *session.posargs,
        external=True, env={"PYTHONPATH": str((PACKAGE / "tests" / "upstream").absolute())},
    )  # fmt: skip


@nox.session(python=PYTHONS[0])
def neighbours(session: nox.Session) -> None:
    """Load what documentations load beside the wheel, together."""
    session.install("-r", str(ENVIRONMENTS / "neighbours.txt"))
    _install_wheel(session)
    session.chdir(PACKAGE)
    session.run(*CORE_PYTEST, "tests/environments/neighbours.py", *session.posargs)


@nox.session(python=PYTHONS[0])
def adopters(session: nox.Session) -> None:
    """Build public documentations with and without the wheel, and print what differs."""
    session.install("-r", str(ENVIRONMENTS / "adopters.txt"))
    _install_wheel(session)
    session.run(
        "python", str(PACKAGE / "tests" / "adopters.py"), session.create_tmp(), *session.posargs
    )
