"""Log problems as Sphinx warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sphinx.util import logging
from sphinx.util.logging import is_suppressed_warning

from sphinx_publications.diagnostics import Problem, Subtype, deduplicate

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

    from sphinx_publications.project.env_data import PageRemark

logger = logging.getLogger(__name__)

Location: TypeAlias = "str | tuple[str | None, int | None] | Node | None"
"""Location in Sphinx's loggers."""


_STOCK = {Subtype.FILE: "bibfile_error", Subtype.DUPLICATE_KEY: "bibfile_data_error"}
"""Subtypes of the same warnings in sphinxcontrib-bibtex."""


def report(problems: Iterable[Problem], suppressed: Sequence[str] = ()) -> None:
    """Log each problem as the Sphinx warning ``file:line: key: message``, and each hint as a note.

    Problems with the same cause are logged once, with their count. Problems that are
    `suppressed` by their subtype in sphinxcontrib-bibtex are not logged.
    """
    for problem in deduplicate(problems):
        stock = _STOCK.get(problem.subtype)
        if stock and is_suppressed_warning("bibtex", stock, suppressed):
            continue
        if problem.is_hint:
            logger.info("%s: note: %s", problem.place, problem.text)
        else:
            warn(problem.subtype, problem.text, problem.place)


def repeat(remarks: Iterable[PageRemark]) -> None:
    """Log the remarks about documents."""
    for remark in remarks:
        place = (remark.docname, remark.line)
        if remark.stock:
            logger.warning(
                "%s", remark.message, location=place, type="bibtex", subtype=remark.stock
            )
        else:
            warn(remark.subtype, remark.message, place)


def warn(subtype: Subtype, message: str, location: Location) -> None:
    """Log one Sphinx warning."""
    logger.warning("%s", message, location=location, type="publications", subtype=subtype.value)


def once() -> Callable[[Problem], None]:
    """Return a function that logs a problem once per entry and build."""
    told: set[tuple[str, str]] = set()

    def tell(problem: Problem) -> None:
        if (problem.place, problem.key) not in told:
            told.add((problem.place, problem.key))
            # Each writing process has its own set; Sphinx merges their messages.
            logger.warning(
                problem.text,
                location=problem.place,
                type="publications",
                subtype=problem.subtype.value,
                once=True,
            )

    return tell


def place_in_conf(app: Sphinx, value: str) -> str:
    """Return the location of the line in conf.py that sets a value, by default line 1."""
    conf = Path(app.confdir) / "conf.py"
    lines = conf.read_text(encoding="utf-8").splitlines() if conf.is_file() else []
    number = next((n for n, line in enumerate(lines, start=1) if line.startswith(value)), 1)
    return f"conf.py:{number}"
