"""What cannot be done, in one line for the owner."""

from __future__ import annotations


class NotDoneError(Exception):
    """Why something is not done, and what to do instead; the text is one line."""


class NotKnownError(NotDoneError):
    """A service has nothing under an identifier."""
