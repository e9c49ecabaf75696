"""Writes the table of docs/programs.md: ``python -m tests.programs [NAME...]``.

Programs of PyPI and npm are installed into a temporary folder, in the versions of programs.toml;
those of Debian are run if they are there. Rows of programs that are not run stay as they are.
"""

from __future__ import annotations

import sys

from .running import ran
from .table import PAGE, page

if __name__ == "__main__":
    for label, found in ran(sys.argv[1:]):
        PAGE.write_text(page({label: found}), encoding="utf-8")
