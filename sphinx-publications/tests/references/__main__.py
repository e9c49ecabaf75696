"""Prints the entries of a file by every way: ``python -m tests.references FILE.bib [STYLE …]``."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .building import build
from .ways import STYLES, printed


def main(file: Path, styles: list[str]) -> None:
    """Print each entry of a file, with the ways of each reference."""
    with TemporaryDirectory() as folder:
        site = build(file.read_text(encoding="utf-8"), Path(folder) / "site")
        found = printed(site)
    for key in site.keys:
        print(f"\n## {key}\n")
        for style in styles or STYLES:
            ways: dict[str, list[str]] = {}
            for way in found:
                ways.setdefault(found[way][style].get(key, "(nothing)"), []).append(way)
            for text, names in ways.items():
                print(f"- **{style}** {text}\n  - {', '.join(names)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
