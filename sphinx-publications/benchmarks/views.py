"""What a browser takes for lists as they are built with the configuration of a homepage."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from browser import Strokes, View, chromium, opened, served, strokes, view
from measuring import build
from playwright.sync_api import Browser
from projects import Size, write
from table import heading
from works import TWO

_SLOWDOWNS = (1, 4)
_LONGEST_TASK = 200
_LOAD = 1.3
"""How much longer than that of Markdown a page may load."""
_LOADS = 3
"""How often each page is loaded in a round: loads differ from each other more than pages do."""
HEADING = heading(
    "in the browser", "load a / c, ms", "a / c (middle half)", "longest task a / c, ms",
    "LCP a / c, ms", "keystroke (a), ms", "target",
)  # fmt: skip


class _List(NamedTuple):
    papers: int
    is_split: bool = False
    """Whether it has a page for each of its groups, as it is shipped."""
    has_target: bool = False

    @property
    def name(self) -> str:
        return f"{self.papers:,} papers, {'split' if self.is_split else 'on one page'}"


LISTS = (
    _List(12),
    _List(1000, has_target=True),
    _List(10_000),
    _List(10_000, is_split=True),
)


def views(site: Path, only: str, has_target: bool, rounds: int) -> Iterator[str]:
    """Build and open each list, or those that have a target; yields the lines of the table."""
    lists = [one for one in LISTS if only in one.name and (one.has_target or not has_target)]
    if not lists:
        return
    yield HEADING
    with chromium() as browser:
        for listed in lists:
            with tempfile.TemporaryDirectory() as folder:
                outs = {kind: _built(kind, listed, site, Path(folder) / kind) for kind in TWO}
                times = 1 if listed.papers > 1000 else _LOADS * rounds
                for slowdown in _SLOWDOWNS:
                    yield _row(browser, listed, outs, slowdown, times)


def _built(kind: str, listed: _List, site: Path, folder: Path) -> Path:
    write(kind, Size(listed.papers, site=site), folder)
    if listed.is_split:
        conf = folder / "conf.py"
        text = conf.read_text(encoding="utf-8")
        conf.write_text(text.replace("publications_split_from = 0\n", ""), encoding="utf-8")
    build(folder)
    return folder / "_build"


def _row(browser: Browser, listed: _List, outs: dict[str, Path], slowdown: int, times: int) -> str:
    """Open the list of each kind in turn; returns a line of the table."""
    found, typed = _opened(browser, outs, slowdown, times)
    pairs = zip(found["publications"], found["markdown"], strict=True)
    low, ratio, high = _quartiles([ours.load / theirs.load for ours, theirs in pairs])
    load, longest, painted = _medians(found)
    target = ""
    if listed.has_target:
        is_met = ratio <= _LOAD and longest[0] <= _LONGEST_TASK
        target = f"{_LOAD:.2f}, {_LONGEST_TASK} ms, {'met' if is_met else 'missed'}"
    cells = [
        listed.name + (f", {slowdown} times slower" if slowdown > 1 else ""),
        _both(load), f"{ratio:.2f} ({low:.2f}–{high:.2f})", _both(longest), _both(painted),
        f"{typed.median:.0f}, 95 % below {typed.slow:.0f}" if typed else "", target,
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _opened(
    browser: Browser, outs: dict[str, Path], slowdown: int, times: int
) -> tuple[dict[str, list[View]], Strokes | None]:
    """Open the list of each kind in turn, and type into one; returns what that took."""
    found: dict[str, list[View]] = {kind: [] for kind in outs}
    for number in range(times):
        # Neither is always the one that comes after the other.
        for kind in list(outs)[:: -1 if number % 2 else 1]:
            with served(outs[kind]) as address:
                found[kind].append(view(browser, f"{address}/index.html", slowdown))
    with (
        served(outs["publications"]) as address,
        opened(browser, f"{address}/index.html", slowdown) as page,
    ):
        typed = strokes(page) if page.locator("#publications-query").count() else None
    return found, typed


def _quartiles(values: list[float]) -> list[float]:
    """Return what a quarter, a half and three quarters of the values are below."""
    return statistics.quantiles(values, n=4, method="inclusive") if values[1:] else values * 3


def _medians(found: dict[str, list[View]]) -> list[list[float]]:
    """Return each of the times of a view, for each kind."""
    views = [list(zip(*views, strict=True)) for views in found.values()]
    return [[statistics.median(values) for values in both] for both in zip(*views, strict=True)]


def _both(times: list[float]) -> str:
    return " / ".join(f"{time:,.0f}" for time in times)
