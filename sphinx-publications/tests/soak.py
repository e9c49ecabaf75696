"""The random steps of `test_incremental`, many of them: ``python -m tests.soak [STEPS]``."""

from __future__ import annotations

import sys
import warnings

from .test_incremental import run

LENGTH = 25
"""Steps of one project."""

if __name__ == "__main__":
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    warnings.simplefilter("ignore")
    run(LENGTH, max(1, steps // LENGTH))
    print(f"{steps} steps, and each build ended in what a clean build shows")
