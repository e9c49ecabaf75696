"""The comparison of what programs read, and its table, without the programs."""

from __future__ import annotations

import re

from sphinx_publications.outputs.formats import FORMATS

from .comparing import references
from .running import entries, programs
from .table import PAGE, cell, rows, table, totals


def test_what_is_written_is_kept_whole() -> None:
    classic = next(f for f in FORMATS if f.suffix == "bibtex.bib")
    text = "\n".join(classic.write(entry) for entry in entries())
    found = list(references({"bibtex": text}, entries()))
    every, marked = totals()
    assert len(found) == every == 8
    assert all(one.has_names for one in found)
    assert sum(bool(one.mark) for one in found) == marked == 7
    assert cell(found) == "8, 8, 7 in `note`"


def test_losses_are_counted() -> None:
    one, two = {"given": "Ann", "family": "One"}, {"given": "Ben", "family": "Two"}
    names = [f"{name['given']} {name['family']}" for name in (two, one)]
    answer = [
        {"title": "Learning from Floods", "authors": names, "fields": {"note": "Equal!"}},
        {"title": "Floodgate", "authors": names, "fields": {}},
        {"title": "Unknown", "authors": [], "fields": {}},
    ]
    assert cell(list(references(answer, entries()))) == "2, 1, 1 in `note`"
    text = "Ann One. On Water. 2021. Ben Two and Ann One. Learning from floods. Equal contribution."
    assert cell(list(references({"text": text}, entries()))) == "2, 2, 1 in `note`"


def test_the_page_has_a_row_for_each_program_in_its_version() -> None:
    known = rows(PAGE.read_text(encoding="utf-8"))
    assert {program.label for program in programs()} <= known.keys()
    for program in programs():
        cells = known[program.label].strip("| ").split(" | ")
        numbers = [re.match(r"\d, \d, \d", found) for found in cells[1:-1]]
        assert sum(found is not None for found in numbers) == len(program.reads)


def test_rows_of_programs_that_are_not_run_stay() -> None:
    known = rows(PAGE.read_text(encoding="utf-8"))
    assert rows(table({}, known, "2026-01-01")).items() <= known.items()
