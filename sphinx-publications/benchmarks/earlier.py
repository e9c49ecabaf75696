"""What a site costs, compared with an earlier commit: `make bench BASE=f28ace7`.

Four kinds are built in turn within one run, with the same papers and the same theme: this state,
this state with only the extensions of `conf.py` that the commit had too, the commit with its own
`conf.py` and package, and as many pages in Markdown. Seconds are of CPU, or of the clock where
several processes build; ratios are medians over rounds, with their range in brackets, and that of
the shortest times, which other work on the machine changes least. Parts of a build are in
milliseconds of CPU a paper. The browser's row is the longest task of a page.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import lab
import measuring
from projects import PACKAGE, Size, change_entry, write
from table import heading

ROOT = PACKAGE.parent
NOW, AS_EARLIER, EARLIER, MARKDOWN = KINDS = ("now", "now, as earlier", "earlier", "markdown")
SHIPPED, LIST = KINDS, (NOW, EARLIER, MARKDOWN)
_PICTURE = tuple(f"sphinx_publications.outputs.{name}:picture" for name in ("images", "pictures"))


class Cost(NamedTuple):
    """What one build, or something else that is measured, took."""

    figure: float
    """CPU seconds, or what the row says."""
    megabytes: float = 0


class Row(NamedTuple):
    """Something to measure."""

    name: str
    size: Size
    kinds: tuple[str, ...] = LIST
    target: str = ""
    change: Callable[[str, Path, int], None] | None = None
    """What is changed before each round."""
    is_noop: bool = False
    processes: int = 1
    """Of this state's build; the others have one."""
    most_rounds: int = 100
    is_lab: bool = False
    """Whether this state shows people too, which the commit had not."""
    command: tuple[str, ...] = ()
    """What is measured in place of a build."""
    parts: tuple[str, ...] = ()
    """Functions that are measured in place of the build, under the names of both states."""
    take: Callable[[Row, str, Path, Path], Cost] | None = None
    """What measures a kind in place of a build: of a row, a kind, the commit's tree, a project."""

    @property
    def is_full(self) -> bool:
        """Whether each round builds from nothing."""
        return not self.is_noop and self.change is None


def rows() -> tuple[Row, ...]:
    """Return what is measured, the short ones first."""

    def shipped(papers: int) -> Size:
        return Size(papers, has_pages=True, site=ROOT)

    check = ("-m", "sphinx_publications", "refs.bib")
    return (
        Row("check of 100 entries", Size(100), (NOW, EARLIER), "0.3 s", command=check),
        Row("12 as shipped, full", shipped(12), SHIPPED, "1.10 of Markdown"),
        Row("12 as shipped, no-op", shipped(12), SHIPPED, "1.05 of Markdown", is_noop=True),
        Row("12 as shipped, one entry changed", shipped(12), SHIPPED, "1.10 of Markdown",
            change_entry),
        Row("12 as shipped, make live, clock", shipped(12), (NOW, EARLIER), "0.50 of earlier",
            take=_saved, most_rounds=3),
        Row("list of 1,000 in the browser, 4 times slower, ms", Size(1000, site=ROOT),
            (NOW, EARLIER, MARKDOWN), "150 ms", is_noop=True, take=_opened),
        Row("300 as shipped, a picture, ms", shipped(300), (NOW, EARLIER), "2 ms",
            take=_part, parts=_PICTURE),
        Row("300 as shipped, finish of a page, ms", shipped(300), (NOW, EARLIER), "1.2 ms",
            take=_part, parts=("finish:on_build_finished",)),
        Row("300 as shipped, full", shipped(300), SHIPPED, "1.00 of Markdown"),
        Row("300 as shipped, full, clock, 3 processes", shipped(300), (NOW, EARLIER),
            "0.60 of earlier", processes=3),
        Row("list of 1,000, full", Size(1000), LIST, "0.85 of Markdown"),
        Row("lab of 12 people, 800 papers with pages, full", Size(800, has_pages=True),
            (NOW, EARLIER), "0.70 of earlier", is_lab=True),
        Row("1,000 as shipped, full", shipped(1000), SHIPPED, "0.70 of earlier, 1.00 of Markdown"),
        Row("documentation of 322 pages, 1,000 papers with pages, full",
            Size(1000, has_pages=True, is_documentation=True), LIST, "1.10 of Markdown",
            most_rounds=2),
        Row("list of 10,000, full", Size(10_000), LIST, "0.60 of Markdown", most_rounds=3),
        Row("list of 20,000, full", Size(20_000), (NOW, EARLIER), "0.75 of earlier",
            most_rounds=2),
        Row("3,000 as shipped, full", shipped(3000), (NOW, EARLIER), "230 MB", most_rounds=1),
    )  # fmt: skip


def main() -> None:
    """Print a line for each row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit")
    parser.add_argument("--only", default="", help="part of the names of what to measure")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place, "tree")
        command = ["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(tree)]
        subprocess.run(command, check=True)
        subprocess.run(["git", "checkout", "--quiet", options.commit], check=True, cwd=tree)
        print(heading("work", *(f"{kind} s" for kind in KINDS), "now / earlier",
                      "as earlier / earlier", "now / markdown", "MB", "target"))  # fmt: skip
        for number, row in enumerate(rows()):
            if options.only in row.name:
                rounds = min(options.rounds, row.most_rounds)
                folder = Path(place, str(number))
                print(_line(row, measured(row, tree, folder, rounds)), flush=True)
                shutil.rmtree(folder)


def measured(row: Row, tree: Path, folder: Path, rounds: int) -> dict[str, list[Cost]]:
    """Measure each kind of a row in turn; return what each round took, by kind."""
    costs: dict[str, list[Cost]] = {kind: [] for kind in row.kinds}
    for kind in row.kinds:
        _write(row, kind, tree, folder / kind)
        if not row.is_full:
            _build(row, kind, tree, folder / kind)
    take = row.take or _build
    for number in range(rounds):
        for kind in row.kinds[:: -1 if number % 2 else 1]:
            if row.change:
                row.change(_project(kind), folder / kind, number)
            elif row.is_full:
                shutil.rmtree(folder / kind / "_build", ignore_errors=True)
            costs[kind].append(take(row, kind, tree, folder / kind))
    return costs


def _project(kind: str) -> str:
    return MARKDOWN if kind == MARKDOWN else "publications"


def _write(row: Row, kind: str, tree: Path, folder: Path) -> None:
    if row.is_lab:
        lab.write(folder, is_lab=kind == NOW)
        return
    is_earlier = kind == EARLIER
    site = tree if is_earlier and row.size.site else row.size.site
    write(_project(kind), row.size._replace(site=site), folder)
    if kind == AS_EARLIER:
        with (folder / "conf.py").open("a", encoding="utf-8") as conf:
            had = _extensions(tree / "conf.py")
            conf.write(f"\nextensions = [name for name in extensions if name in {had}]\n")


def _extensions(conf: Path) -> list[str]:
    """Return the extensions that a conf.py names."""
    for statement in ast.parse(conf.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "extensions":
            found: list[str] = ast.literal_eval(statement.value)
            return found
    raise ValueError(f"{conf} does not list its extensions")


def _source(kind: str, tree: Path) -> Path:
    """Return the folder of a kind's package."""
    return (tree if kind == EARLIER else ROOT) / PACKAGE.name / "src"


def _environment(kind: str, tree: Path) -> dict[str, str]:
    """Return the variables of a process that finds a kind's package, and `make live`."""
    paths = (str(ROOT / "tools"), str(_source(kind, tree)))
    return measuring.environment(os.pathsep.join(paths))


def _build(row: Row, kind: str, tree: Path, project: Path) -> Cost:
    processes = row.processes if kind == NOW else 1
    arguments = ("-m", "sphinx", "-Q", "-j", str(processes), ".", "_build")
    command = (sys.executable, *(row.command or arguments))
    begun = time.perf_counter()
    seconds, megabytes = measuring.run(command, project, _source(kind, tree))
    return Cost(time.perf_counter() - begun if row.processes > 1 else seconds, megabytes)


def _part(row: Row, kind: str, tree: Path, project: Path) -> Cost:
    """Build, and return the milliseconds a paper that the row's functions take."""
    timed = str(Path(__file__).with_name("timed.py"))
    command = [sys.executable, timed, *row.parts, "--", "-Q", ".", "_build"]
    done = subprocess.run(
        command, cwd=project, env=_environment(kind, tree), check=True, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    return Cost(1000 * float(done.stdout.splitlines()[-1]) / row.size.papers)


def _opened(row: Row, kind: str, tree: Path, project: Path) -> Cost:
    """Open the page in a browser that is four times slower; return its longest task."""
    import browser  # Only this row needs it.

    with browser.chromium() as chromium, browser.served(project / "_build") as address:
        return Cost(browser.view(chromium, f"{address}/index.html", slowdown=4).longest)


def _saved(row: Row, kind: str, tree: Path, project: Path) -> Cost:
    """Change a title while the site is served; return the seconds until the page has it."""
    server = "livesite" if kind == NOW else "sphinx_autobuild"
    command = [sys.executable, "-m", server, "-q", "--port", "0", ".", "_build"]
    page, patience = project / "_build" / "index.html", 300
    title, words = f"in version {time.monotonic_ns()}", ": study 7"
    with (project / "served.txt").open("w") as said:
        process = subprocess.Popen(
            command, cwd=project, env=_environment(kind, tree), stdout=said, stderr=said
        )
    try:
        _wait(lambda: page.is_file() and "Serving" in _said(project), patience)
        time.sleep(3)  # Until it watches the files.
        bib = project / "refs.bib"
        text = bib.read_text(encoding="utf-8")
        bib.write_text(re.sub(rf"{words}\b[^}}]*", f"{words} {title}", text, count=1), "utf-8")
        begun = time.perf_counter()
        _wait(lambda: title in page.read_text(encoding="utf-8"), patience)
        return Cost(time.perf_counter() - begun)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _said(project: Path) -> str:
    """Return what the server of a project has printed."""
    return (project / "served.txt").read_text(encoding="utf-8", errors="replace")


def _wait(is_done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)


def _line(row: Row, costs: dict[str, list[Cost]]) -> str:
    """Return a line of the table."""

    def times(kind: str) -> list[float]:
        return [cost.figure for cost in costs[kind]]

    def ratio(ours: str, theirs: str) -> str:
        if not {ours, theirs} <= costs.keys():
            return ""
        pairs = zip(times(ours), times(theirs), strict=True)
        found = sorted(one / other for one, other in pairs)
        least = min(times(ours)) / min(times(theirs))
        return f"{statistics.median(found):.2f} ({found[0]:.2f}–{found[-1]:.2f}), {least:.2f}"

    seconds = [f"{statistics.median(times(kind)):.2f}" if kind in costs else "" for kind in KINDS]
    most = [max(cost.megabytes for cost in costs[kind]) for kind in KINDS if kind in costs]
    peaks = [f"{peak:.0f}" for peak in most if peak]
    cells = [
        row.name, *seconds, ratio(NOW, EARLIER), ratio(AS_EARLIER, EARLIER), ratio(NOW, MARKDOWN),
        " / ".join(peaks), row.target,
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
