"""The one place that tells problems to the owner, as warnings of Sphinx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.logging import is_suppressed_warning

from sphinx_publications.diagnostics import Problem, Subtype, deduplicate
from sphinx_publications.project.env_data import Remark

logger = logging.getLogger(__name__)

Location: TypeAlias = str | tuple[str | None, int | None] | Node | None
"""What Sphinx's loggers take as a place."""


_STOCK = {Subtype.FILE: "bibfile_error", Subtype.DUPLICATE_KEY: "bibfile_data_error"}
"""What sphinxcontrib-bibtex calls its own warnings of files."""


def report(problems: Iterable[Problem], suppressed: Sequence[str] = ()) -> None:
    """Log each problem as the Sphinx warning ``file:line: key: message``, each hint as a note.

    Where many have one cause, one is logged with their count. What is `suppressed` by the
    name that it has in sphinxcontrib-bibtex is not told.
    """
    for problem in deduplicate(problems):
        stock = _STOCK.get(problem.subtype)
        if stock and is_suppressed_warning("bibtex", stock, suppressed):
            continue
        if problem.is_hint:
            logger.info("%s: note: %s", problem.place, problem.text)
        else:
            warn(problem.subtype, problem.text, problem.place)


def repeat(remarks: Iterable[Remark]) -> None:
    """Log what was found on documents."""
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
    """Return what tells of an entry that raised an error, once in a build, wherever it did."""
    told: set[tuple[str, str]] = set()

    def tell(problem: Problem) -> None:
        if (problem.place, problem.key) not in told:
            told.add((problem.place, problem.key))
            # Processes that write pages have a set each; Sphinx puts together what they say.
            logger.warning(
                problem.text,
                location=problem.place,
                type="publications",
                subtype=problem.subtype.value,
                once=True,
            )

    return tell


def place_in_conf(app: Sphinx, value: str) -> str:
    """Return the line of conf.py that sets a value, the first where it is set elsewhere."""
    conf = Path(app.confdir) / "conf.py"
    lines = conf.read_text(encoding="utf-8").splitlines() if conf.is_file() else []
    number = next((n for n, line in enumerate(lines, start=1) if line.startswith(value)), 1)
    return f"conf.py:{number}"
