"""The commands that add papers to BibTeX files, from services and pasted records.

A build imports nothing of this package; its dependencies are the extra ``add``.
"""

from __future__ import annotations

from importlib.util import find_spec


class CommandError(Exception):
    """A command cannot do something; the text is one line with the reason and the remedy."""


class NotKnownError(CommandError):
    """A service does not know an identifier."""


def need(package: str, what: str) -> None:
    """Raise `CommandError` if a package that `what` needs is not installed."""
    if find_spec(package) is None:
        reason = f"{what} needs {package}, which is not installed"
        raise CommandError(f'{reason}; run pip install "sphinx-publications[add]"')
