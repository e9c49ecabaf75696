"""The packages that are installed for this alone."""

from __future__ import annotations

from importlib.util import find_spec

from sphinx_publications.acquire.notdone import NotDoneError


def need(package: str, what: str) -> None:
    """Raise a `NotDoneError` of one line if a package is not installed."""
    if find_spec(package) is None:
        message = f"{what} needs {package}, which is not installed"
        raise NotDoneError(f"{message}; run pip install 'sphinx-publications[add]'")
