"""Papers from services and pasted records into files of references, on the owner's command.

No build loads anything of it.
"""

from __future__ import annotations

from importlib.util import find_spec

# What cannot be done, in one line for the owner.


class CommandError(Exception):
    """Why something is not done, and what to do instead; the text is one line."""


class NotKnownError(CommandError):
    """A service has nothing under an identifier."""


# The packages that are installed for this alone.


def need(package: str, what: str) -> None:
    """Raise a `CommandError` of one line if a package is not installed."""
    if find_spec(package) is None:
        message = f"{what} needs {package}, which is not installed"
        raise CommandError(f"{message}; run pip install 'sphinx-publications[add]'")
