"""The documentation says which field is in which output."""

from __future__ import annotations

import pytest

from .coverage import PAGE, page


@pytest.mark.soak
def test_the_table_in_the_documentation_is_current() -> None:
    """``python -m tests.biblatex`` writes it."""
    assert page() == PAGE.read_text(encoding="utf-8")
