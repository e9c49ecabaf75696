"""What a homepage costs as shipped, compared with an earlier commit: `make bench BASE=f28ace7`.

Both are built in turn within one run, with the same papers and the same theme, each with its own
`conf.py` and package; so is the list of the same in Markdown. Figures are CPU seconds; ratios are
medians over rounds.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

import measuring
from projects import PACKAGE, Size, write
from table import heading

ROOT = PACKAGE.parent
KINDS = ("now", "earlier", "markdown")


def main() -> None:
    """Print a line for each number of papers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit")
    parser.add_argument("--papers", type=int, nargs="+", default=[12, 300, 1000])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        earlier = Path(place, "tree")
        command = ["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(earlier)]
        subprocess.run(command, check=True)
        subprocess.run(["git", "checkout", "--quiet", options.commit], check=True, cwd=earlier)
        print(heading("papers as shipped, full", *(f"{kind} s" for kind in KINDS),
                      f"now / {options.commit}", "now / Markdown", "MB now / earlier"))  # fmt: skip
        for papers in options.papers:
            folder = Path(place, str(papers))
            print(_row(papers, {"earlier": earlier}, folder, options.rounds), flush=True)


def _row(papers: int, trees: dict[str, Path], folder: Path, rounds: int) -> str:
    """Build each kind in turn; return a line of the table."""
    figures: dict[str, list[tuple[float, float]]] = {kind: [] for kind in KINDS}
    for kind in KINDS:
        size = Size(papers, has_pages=True, site=trees.get(kind, ROOT))
        write("markdown" if kind == "markdown" else "publications", size, folder / kind)
    for number in range(rounds):
        for kind in KINDS[:: -1 if number % 2 else 1]:
            shutil.rmtree(folder / kind / "_build", ignore_errors=True)
            source = trees.get(kind, ROOT) / PACKAGE.name / "src"
            figures[kind].append(measuring.build(folder / kind, source=source, may_warn=True))
    seconds = {kind: [one for one, _ in found] for kind, found in figures.items()}
    cells = [f"{papers:,}", *(f"{statistics.median(seconds[kind]):.2f}" for kind in KINDS)]
    for other in KINDS[1:]:
        pairs = zip(seconds["now"], seconds[other], strict=True)
        cells.append(f"{statistics.median(ours / theirs for ours, theirs in pairs):.2f}")
    cells.append(" / ".join(f"{max(mb for _, mb in figures[k]):.0f}" for k in KINDS[:2]))
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
