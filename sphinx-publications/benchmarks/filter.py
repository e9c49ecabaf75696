"""How long a keystroke in the filter of 2,000 papers takes: `make bench-filter`.

Types into the filter of a real page in Chromium, and prints how long the
browser takes from a keystroke to the frame that shows it, in milliseconds, and
the script's part of that.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from browser import chromium, opened, served, strokes
from measuring import build
from projects import Size, write


def main(count: int) -> None:
    """Build the page, type, and print a line."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        source = Path(folder) / "publications"
        write("publications", Size(count), source)
        build(source)
        with (
            served(source / "_build") as address,
            opened(browser, f"{address}/index.html") as page,
        ):
            typed = strokes(page)
    print(
        f"{count} papers, {len(typed.times)} keystrokes: median {typed.median:.0f} ms, "
        f"95 % below {typed.slow:.0f} ms, longest {typed.times[-1]:.0f} ms; "
        f"of that the script at most {typed.script:.0f} ms"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
