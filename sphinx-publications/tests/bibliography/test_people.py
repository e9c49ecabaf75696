"""The names of a list as BibTeX joins them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..bibfiles import (
    names,
    read_text,
)


@pytest.mark.parametrize("end", ["u.a.", "u. a.", "et al.", "Et al", "et. al."])
def test_and_others_is_still_understood(tmp_path: Path, end: str) -> None:
    found = read_text(
        tmp_path, f"@misc{{a, author = {{Two, Bo {end}}}, title = {{T}}, year = 2020}}"
    )
    assert names(found, "a") == ["Two, Bo"]
    assert found.entries["a"].publication.et_al
