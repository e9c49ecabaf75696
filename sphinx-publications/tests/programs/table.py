"""The table of docs/programs.md."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from sphinx_publications.outputs.formats import FORMATS

from .. import PACKAGE
from .comparing import Read
from .running import entries, programs

PAGE = PACKAGE / "docs" / "programs.md"
_TABLE = re.compile(r"(?<=<!-- table -->\n).*(?=<!-- end of table -->)", re.DOTALL)
_ROW = re.compile(r"^\| (?!program|---)(?P<label>[^|]+?) \|.*$", re.MULTILINE)


def page(found: Mapping[str, Mapping[str, Sequence[Read]]]) -> str:
    """Return the page with the rows of the programs that were run."""
    text = PAGE.read_text(encoding="utf-8")
    today = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}"
    return _TABLE.sub(lambda match: f"\n{table(found, rows(match[0]), today)}\n", text)


def rows(text: str) -> dict[str, str]:
    """Return the rows of a table by the label of the program."""
    return {match["label"]: match[0] for match in _ROW.finditer(text)}


def table(
    found: Mapping[str, Mapping[str, Sequence[Read]]], known: Mapping[str, str], today: str
) -> str:
    """Return the table, with the row in `known` of each program that was not run."""
    head = ["program", *(format_.name for format_ in FORMATS), "run on"]
    lines = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    for program in programs():
        if program.label in found:
            reads = found[program.label]
            cells = [cell(reads[f.suffix]) if f.suffix in reads else "" for f in FORMATS]
            lines.append(f"| {' | '.join([program.label, *cells, today])} |")
        elif program.label in known:
            lines.append(known[program.label])
    return "\n".join([*lines, ""])


def cell(reads: Sequence[Read]) -> str:
    """Return the entries, right names and marks that a program kept, and where the marks are."""
    fields = Counter(one.mark for one in reads if one.mark)
    where = ", ".join(f"`{name}`" for name, _ in fields.most_common())
    kept = f"{len(reads)}, {sum(one.has_names for one in reads)}, {fields.total()}"
    return f"{kept} in {where}" if where else kept


def totals() -> tuple[int, int]:
    """Return the number of entries, and of those with a mark."""
    every = entries()
    return len(every), sum(bool(entry.publication.marks) for entry in every)
