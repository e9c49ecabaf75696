"""The one place that tells problems to the owner, as warnings of Sphinx."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from docutils.nodes import Node
from sphinx.util import logging

from sphinx_publications.problems import Problem, Subtype

logger = logging.getLogger(__name__)

Location: TypeAlias = str | tuple[str | None, int | None] | Node | None
"""What Sphinx's loggers take as a place."""


def report(problems: Iterable[Problem]) -> None:
    """Log each problem as the Sphinx warning ``file:line: key: message``, each hint as a note."""
    for problem in problems:
        if problem.is_hint:
            logger.info("%s: note: %s", problem.place, problem.text)
        else:
            warn(problem.subtype, problem.text, problem.place)


def warn(subtype: Subtype, message: str, location: Location) -> None:
    """Log one Sphinx warning."""
    logger.warning("%s", message, location=location, type="publications", subtype=subtype.value)
