"""A plugin of pytest: sphinxcontrib-bibtex's own tests, with the extension set up in each.

The tests that `docs/stock.md` lists, and no others, are expected to fail.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sphinx.config import Config

DOCUMENT = Path(__file__).parents[2] / "docs" / "stock.md"
_ROW = re.compile(r"^\| `(test_\w+\.py::test_\w+)` \| (.+) \|$", re.MULTILINE)
_init = Config.__init__


def differing() -> dict[str, str]:
    """Return why each test differs, by its file and name."""
    return dict(_ROW.findall(DOCUMENT.read_text(encoding="utf-8")))


def _init_with_extension(config: Config, *args: Any, **kwargs: Any) -> None:
    _init(config, *args, **kwargs)
    config.extensions = [*config.extensions, "sphinx_publications"]


def pytest_configure() -> None:
    """Let every configuration of Sphinx name the extension, behind all others."""
    Config.__init__ = _init_with_extension  # type: ignore[assignment, method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Expect the tests to fail that are listed."""
    reasons = differing()
    for item in items:
        reason = reasons.pop(f"{item.path.name}::{item.name}", None)
        if reason:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
    if reasons:
        raise pytest.UsageError(f"{DOCUMENT.name} lists tests that are nowhere: {list(reasons)}")
