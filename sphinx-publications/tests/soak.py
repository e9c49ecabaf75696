"""The long runs: ``python -m tests.soak [STEPS]``.

The random steps of `test_incremental`, and inheritance between all types of BibLaTeX.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path

from .biblatex.datamodel import FIELDS, families
from .biblatex.test_reading import differences
from .test_incremental import run

LENGTH = 25
"""Steps of one project."""

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        count, found = differences(Path(folder), families(FIELDS, FIELDS))
    assert not found, "\n".join(found)
    print(f"{count} comparisons with biber")
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    warnings.simplefilter("ignore")
    run(LENGTH, max(1, steps // LENGTH))
    print(f"{steps} steps, and each build ended in what a clean build shows")
