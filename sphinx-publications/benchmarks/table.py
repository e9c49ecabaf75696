"""Tables and a plot of what was measured, and their place in the documentation."""

from __future__ import annotations

import math
import os
import platform
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import pygal
from measuring import Figures, ratio
from projects import Size
from pygal.style import Style
from works import KINDS, Target, Work

_SVG = "http://www.w3.org/2000/svg"
PACKAGES = ("sphinx", "docutils", "myst-parser", "pydata-sphinx-theme", "sphinxcontrib-bibtex",
            "pybtex")  # fmt: skip
Measured = dict[str, tuple[Work, dict[str, Figures]]]
"""What each work took, by its name."""


def heading(*names: str) -> str:
    """Return the head of a table."""
    return f"| {' | '.join(names)} |\n|{' --- |' * len(names)}"


BUILDS = heading(
    "work", "(a) s", "(b) s", "(c) s", "a / c", "b / c", "target", "MB a / c", "bytes an entry"
)


def row(work: Work, measured: Measured) -> str:
    """Return a line of the table of builds."""
    figures = measured[work.name][1]
    seconds = [f"{figures[kind].median:.2f}" if kind in figures else "" for kind in KINDS]
    ratios = [
        f"{ratio(figures, kind):.2f}" if kind in figures else ""
        for kind in ("publications", "stock")
    ]
    peaks = [max(figures[kind].megabytes) for kind in ("publications", "markdown")]
    cells = [
        work.name, *seconds, *ratios, judged(work, measured), f"{peaks[0]:.0f} / {peaks[1]:.0f}",
        " / ".join(f"{figure.bytes_an_entry:.0f}" for figure in figures.values()),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def judged(work: Work, measured: Measured) -> str:
    """Return a target and whether it is met; what it is measured by may not be there."""
    if work.target is None:
        return ""
    verdict = _is_met(work, work.target, measured)
    return f"{work.target}{'' if verdict is None else ', met' if verdict else ', missed'}"


def _is_met(work: Work, target: Target, measured: Measured) -> bool | None:
    figures = measured[work.name][1]
    ours = figures["publications"]
    found: list[bool] = []
    if target.ratio is not None and not target.of_full:
        found.append(ratio(figures, "publications") <= target.ratio)
    if target.ratio is not None and target.of_full:
        full = _full(work.size, measured)
        if full is None:
            return None
        found.append(ours.median <= target.ratio * full["markdown"].median)
    if target.seconds is not None:
        found.append(ours.median <= target.seconds)
    if target.megabytes is not None:
        found.append(max(ours.megabytes) <= target.megabytes)
    if target.megabytes_ratio is not None:
        theirs = max(figures["markdown"].megabytes)
        found.append(max(ours.megabytes) <= target.megabytes_ratio * theirs)
    if target.linear_from is not None:
        smaller = _full(target.linear_from, measured)
        if smaller is None:
            return None
        times = work.size.papers / target.linear_from.papers
        # Five in a hundred are within what rounds differ by.
        found.append(ours.median <= 1.05 * times * smaller["publications"].median)
    return all(found)


def _full(size: Size, measured: Measured) -> dict[str, Figures] | None:
    works = (figures for work, figures in measured.values() if work.size == size and work.is_full)
    return next(works, None)


def plot(measured: Measured) -> bytes:
    """Return a bar chart of what ours and stock take, as multiples of Markdown, as SVG."""
    style = Style(
        background="white", plot_background="white", font_family="sans-serif",
        colors=("#1d4e89", "#a9c6e8"), opacity="1", label_font_size=12, value_font_size=12,
        value_colors=("white", "black"), major_label_font_size=12, title_font_size=16,
    )  # fmt: skip
    shown = list(reversed(list(measured)))
    bars: dict[str, list[float | None]] = {"{publications}": [], "stock {bibliography}": []}
    for name in shown:
        for kind, values in zip(("publications", "stock"), bars.values(), strict=True):
            figures = measured[name][1]
            values.append(round(ratio(figures, kind), 2) if kind in figures else None)
    longest = math.ceil(max((v for values in bars.values() for v in values if v), default=1))
    chart = pygal.HorizontalBar(
        style=style, js=[], width=900, height=160 + 40 * len(shown), legend_at_bottom=True,
        title="CPU seconds of a build, as multiples of the same in Markdown", print_values=True,
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


def insert(path: Path, text: str) -> None:
    """Put the tables into their place in a page."""
    before, _, rest = path.read_text(encoding="utf-8").partition("<!-- table -->")
    _, _, after = rest.partition("<!-- end of table -->")
    path.write_text(
        f"{before}<!-- table -->\n\n{text}\n\n<!-- end of table -->{after}", encoding="utf-8"
    )
