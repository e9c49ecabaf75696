"""The names of a list as BibTeX joins them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..bibfiles import (
    names,
    read_text,
)


def test_exported_bibtex_has_the_family_names_of_names_in_han(tmp_path: Path) -> None:
    written = "山田 太郎 and 佐藤, 花子 and One, Ann and {山田 財団} and others"
    found = read_text(tmp_path, f"@misc{{a, author = {{{written}}}, title = {{T}}, year = 2020}}")
    entry = found.entries["a"]
    assert (
        "{山田, 太郎 and 佐藤, 花子 and One, Ann and {山田 財団} and others}" in entry.source.bibtex
    )
    # Stock styles print it as without the extension.
    assert entry.written["author"] == written
    assert found.problems == []


@pytest.mark.parametrize("end", ["u.a.", "u. a.", "et al.", "Et al", "et. al."])
def test_and_others_is_still_understood(tmp_path: Path, end: str) -> None:
    found = read_text(
        tmp_path, f"@misc{{a, author = {{Two, Bo {end}}}, title = {{T}}, year = 2020}}"
    )
    assert names(found, "a") == ["Two, Bo"]
    assert found.entries["a"].publication.et_al
