"""Writes the table of docs/biblatex.md: ``python -m tests.biblatex``."""

from __future__ import annotations

from .coverage import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
