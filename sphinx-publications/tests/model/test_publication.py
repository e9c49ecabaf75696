"""Where a publication appeared, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..bibfiles import (
    of_venue,
    read_text,
)


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ("abbr = {CSCW 2024}", "CSCW 2024"),
        ("abbr = {CSCW}", "CSCW 2024"),
        ("abbr = {CSCW'24}", "CSCW'24"),
        ("abbr = {CSCW ’24}", "CSCW ’24"),
        ("abbr = {2024 CSCW}", "2024 CSCW"),
        ("abbr = {CSCW 2023}", "CSCW 2023 2024"),
        ("abbr = {X12024}", "X12024 2024"),
        ("abbr = {CSCW-2024}", "CSCW-2024"),
        ("booktitle = {CSCW2024: Meeting on Examples}", "CSCW2024: Meeting on Examples"),
        ("journal = {Reports 2023-2024}", "Reports 2023-2024 2024"),
        ("booktitle = {Notes of the 2024 Meeting}", "Notes of the 2024 Meeting"),
        ("journal = {arXiv 2024}", "arXiv 2024"),
    ],
)
def test_a_year_is_said_once(tmp_path: Path, fields: str, shown: str) -> None:
    found = read_text(tmp_path, of_venue(fields))
    assert found.entries["a"].publication.where == shown
