"""How long builds take: `make bench`.

The same bibliography is built by (a) `{publications}`, (b) sphinxcontrib-bibtex's
`{bibliography}` with pybtex's ``unsrt``, and (c) as a list typed in Markdown,
under one theme, in turn within one run. Figures are CPU seconds of the whole
process and its children; ratios are medians over the rounds of each kind
against Markdown in the same round.

With ``--docs FOLDER`` the table and a plot are written there too.
"""

from __future__ import annotations

import argparse
import compileall
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import pygal
from projects import PACKAGE, Size, change_entry, change_page, write
from pygal.style import Style

FOLDER = Path(__file__).parent
_SVG = "http://www.w3.org/2000/svg"
KINDS = {"publications": "a", "stock": "b", "markdown": "c"}
PACKAGES = ("sphinx", "docutils", "myst-parser", "pydata-sphinx-theme", "sphinxcontrib-bibtex",
            "pybtex")  # fmt: skip


@dataclass
class Work:
    """Something to build, and how much more than Markdown it may take."""

    name: str
    size: Size
    target: float | None = None
    change: Callable[[str, Path, int], None] | None = None
    """What is changed before each round; None builds from nothing."""
    is_noop: bool = False
    against_full: bool = False
    """Whether the target is a part of Markdown's full build of this size."""
    most_rounds: int = 100
    kinds: tuple[str, ...] = tuple(KINDS)


WORKS = (
    Work("12 papers, full", Size(12), 1.10),
    Work("12 papers, no-op", Size(12), is_noop=True),
    Work("100 papers, full", Size(100)),
    Work("1,000 papers, full", Size(1000), 1.5),
    Work("1,000 papers, no-op", Size(1000), 1.15, is_noop=True),
    Work("1,000 papers, one entry changed", Size(1000), 0.6, change_entry, against_full=True),
    Work("1,000 papers, one page changed", Size(1000), change=change_page),
    Work("1,000 papers and 2,000 citations, full", Size(1000, 2000), 2.0, most_rounds=3),
    Work("1,000 papers and 4,000 citations, full", Size(1000, 4000), most_rounds=1),
    Work("2,000 papers and 2,000 citations, full", Size(2000, 2000), most_rounds=1),
    Work("10,000 papers, full", Size(10_000), 2.0, most_rounds=2),
    Work("10,000 papers, one entry changed", Size(10_000), 0.6, change_entry, against_full=True,
         most_rounds=1, kinds=("publications", "markdown")),
    Work("200 papers with a page each, full", Size(200, has_pages=True), most_rounds=3,
         kinds=("publications", "markdown")),
    Work("200 papers with a page each, no-op", Size(200, has_pages=True), is_noop=True,
         kinds=("publications", "markdown")),
)  # fmt: skip


@dataclass
class Figures:
    """What one kind of project took, a figure a round."""

    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    bytes_an_entry: float = 0


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="part of the names of what to measure")
    parser.add_argument("--docs", type=Path)
    options = parser.parse_args()
    # As pip does with the packages that are compared.
    compileall.compile_dir(PACKAGE / "src", quiet=2)
    full: dict[Size, float] = {}
    rows, plotted = [], {}
    print(heading(), flush=True)
    for work in WORKS:
        if options.only not in work.name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            figures = measure(work, Path(folder), min(options.rounds, work.most_rounds))
        if not work.is_noop and work.change is None:
            full[work.size] = statistics.median(figures["markdown"].seconds)
        rows.append(row(work, figures, full))
        plotted[work.name] = figures
        print(rows[-1], flush=True)
    print(f"\n{machine()}")
    if options.docs:
        text = "\n".join([heading(), *rows])
        _insert(options.docs / "benchmarks.md", f"{text}\n\n{machine()}")
        (options.docs / "benchmarks.svg").write_bytes(plot(plotted))


def measure(work: Work, folder: Path, rounds: int) -> dict[str, Figures]:
    """Build each kind in turn, `rounds` times."""
    found = {kind: Figures() for kind in work.kinds}
    for kind in work.kinds:
        write(kind, work.size, folder / kind)
        if work.is_noop or work.change:
            build(folder / kind)
    # What is soon done is measured more often.
    for number in range(rounds * 3 if work.is_noop or work.size.papers < 1000 else rounds):
        for kind, figures in found.items():
            project = folder / kind
            if work.change:
                work.change(kind, project, number)
            elif not work.is_noop:
                shutil.rmtree(project / "_build", ignore_errors=True)
            seconds, megabytes = build(project)
            figures.seconds.append(seconds)
            figures.megabytes.append(megabytes)
            page = project / "_build" / "index.html"
            figures.bytes_an_entry = page.stat().st_size / work.size.papers
    return found


def build(project: Path) -> tuple[float, float]:
    """Build a project; returns CPU seconds and the peak of its memory in megabytes."""
    sphinx = [sys.executable, "-m", "sphinx", "-q", "-W", str(project), str(project / "_build")]
    command = [sys.executable, str(FOLDER / "measured.py"), *sphinx]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, size = json.loads(done.stdout.splitlines()[-1])
    return seconds, size / 2**20


def heading() -> str:
    """Return the head of the table."""
    names = "| work | (a) s | (b) s | (c) s | a / c | b / c | target | MB a / c | bytes an entry |"
    return f"{names}\n|{' --- |' * 9}"


def ratio(figures: dict[str, Figures], kind: str) -> float:
    """Return how much longer a kind takes than Markdown: the median over rounds."""
    pairs = zip(figures[kind].seconds, figures["markdown"].seconds, strict=True)
    return statistics.median(ours / theirs for ours, theirs in pairs)


def row(work: Work, figures: dict[str, Figures], full: dict[Size, float]) -> str:
    """Return a line of the table."""
    cells = [work.name]
    for kind in KINDS:
        seconds = figures[kind].seconds if kind in figures else []
        cells.append(f"{statistics.median(seconds):.2f}" if seconds else "")
    ratios = {}
    for kind in ("publications", "stock"):
        if kind in figures:
            ratios[kind] = ratio(figures, kind)
            if work.against_full:
                whole = full.get(work.size, float("nan"))
                ratios[kind] = statistics.median(figures[kind].seconds) / whole
        cells.append(f"{ratios[kind]:.2f}" if kind in ratios else "")
    met = (
        "" if work.target is None else "met" if ratios["publications"] <= work.target else "missed"
    )
    of = " of (c)'s full build" if work.against_full else ""
    cells.append(f"{work.target:.2f}{of}, {met}" if met else "")
    peaks = [max(figures[kind].megabytes) for kind in ("publications", "markdown")]
    cells.append(f"{peaks[0]:.0f} / {peaks[1]:.0f}")
    cells.append(" / ".join(f"{figure.bytes_an_entry:.0f}" for figure in figures.values()))
    return f"| {' | '.join(cells)} |"


def plot(figures: dict[str, dict[str, Figures]]) -> bytes:
    """Return a bar chart of what ours and stock take, as multiples of Markdown, as SVG."""
    style = Style(
        background="white", plot_background="white", font_family="sans-serif",
        colors=("#1d4e89", "#a9c6e8"), opacity="1", label_font_size=12, value_font_size=12,
        value_colors=("white", "black"), major_label_font_size=12, title_font_size=16,
    )  # fmt: skip
    shown = [name for name, kinds in reversed(figures.items()) if len(kinds) == len(KINDS)]
    bars = {
        "{publications}": [round(ratio(figures[name], "publications"), 2) for name in shown],
        "stock {bibliography}": [round(ratio(figures[name], "stock"), 2) for name in shown],
    }
    longest = math.ceil(max(max(values, default=1) for values in bars.values()))
    chart = pygal.HorizontalBar(
        style=style, js=[], width=900, height=620, legend_at_bottom=True, print_values=True,
        title="CPU seconds of a build, as multiples of the same list in Markdown",
        value_formatter=lambda value: f"{value:.2f}", range=(0, longest),
        y_labels=range(longest + 1), margin_right=30,
    )  # fmt: skip
    chart.x_labels = shown
    for title, values in bars.items():
        chart.add(title, values)
    # A picture in a page runs no script.
    root = ElementTree.fromstring(chart.render(disable_xml_declaration=True))
    for parent in list(root.iter()):
        for script in parent.findall(f"{{{_SVG}}}script"):
            parent.remove(script)
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(root)


def machine() -> str:
    """Return what was measured with."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    python = platform.python_version()
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {python}, {packages}."


def _insert(path: Path, table: str) -> None:
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition("<!-- table -->")
    _, _, after = rest.partition("<!-- end of table -->")
    path.write_text(
        f"{before}<!-- table -->\n\n{table}\n\n<!-- end of table -->{after}", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
