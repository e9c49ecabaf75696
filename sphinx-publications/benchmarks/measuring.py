"""Builds projects in turn, and notes what they took."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from projects import PACKAGE, write
from works import Work

FOLDER = Path(__file__).parent


@dataclass
class Figures:
    """What one kind of project took, a figure a round."""

    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    bytes_an_entry: float = 0

    @property
    def median(self) -> float:
        """The seconds of the middle round."""
        return statistics.median(self.seconds)


def ratio(figures: dict[str, Figures], kind: str) -> float:
    """Return how much longer a kind takes than Markdown: the median over rounds."""
    pairs = zip(figures[kind].seconds, figures["markdown"].seconds, strict=True)
    return statistics.median(ours / theirs for ours, theirs in pairs)


def measure(work: Work, folder: Path, rounds: int) -> dict[str, Figures]:
    """Build each kind in turn, `rounds` times."""
    found = {kind: Figures() for kind in work.kinds}
    for kind in work.kinds:
        write(kind, work.size, folder / kind)
        if not work.is_full:
            build(folder / kind)
    # What is soon done is measured more often, but for a round to try.
    is_soon_done = work.is_noop or work.size.papers < (100 if work.size.site else 1000)
    for number in range(rounds * 3 if is_soon_done and rounds > 1 else rounds):
        for kind, figures in found.items():
            project = folder / kind
            if work.change:
                work.change(kind, project, number)
            elif work.is_full:
                shutil.rmtree(project / "_build", ignore_errors=True)
            seconds, megabytes = build(project, may_warn=work.size.is_documentation)
            figures.seconds.append(seconds)
            figures.megabytes.append(megabytes)
            page = project / "_build" / "index.html"
            figures.bytes_an_entry = page.stat().st_size / work.size.papers
    return found


def build(
    project: Path, *, may_warn: bool = False, source: Path = PACKAGE / "src"
) -> tuple[float, float]:
    """Build a Sphinx project with the package in `source`.

    Returns CPU seconds and the peak of its memory in megabytes.
    """
    command = [sys.executable, "-m", "sphinx", "-q", str(project), str(project / "_build")]
    return run([*command, "-Q" if may_warn else "-W"], source=source)


def environment(path: str) -> dict[str, str]:
    """Return the variables of a process that finds modules in `path`."""
    # Else each process compiles what it imports, which takes longer than a small build.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": path}


def run(
    command: Sequence[str], folder: Path | None = None, source: Path = PACKAGE / "src"
) -> tuple[float, float]:
    """Run a command; returns CPU seconds and the peak of its memory in megabytes."""
    done = subprocess.run(
        [sys.executable, str(FOLDER / "measured.py"), *command],
        check=True, stdout=subprocess.PIPE, text=True, cwd=folder,
        env=environment(str(source)),
    )  # fmt: skip
    seconds, size = json.loads(done.stdout.splitlines()[-1])
    return seconds, size / 2**20
