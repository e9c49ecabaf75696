"""What is measured: sizes, changes and the targets that each must hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from projects import Size, change_entry, change_page

KINDS = {"publications": "a", "stock": "b", "markdown": "c"}
TWO = ("publications", "markdown")


@dataclass(frozen=True)
class Target:
    """What ours may take at most; all that is given must hold."""

    ratio: float | None = None
    """Of Markdown's time."""
    of_full: bool = False
    """Whether that is the time of Markdown's full build of this size."""
    seconds: float | None = None
    megabytes: float | None = None
    megabytes_ratio: float | None = None
    """Of Markdown's memory."""
    linear_from: Size | None = None
    """The size from which time may grow as the number of papers."""

    def __str__(self) -> str:
        of = " of (c)'s full build" if self.of_full else ""
        parts = [f"{self.ratio:.2f}{of}"] if self.ratio is not None else []
        if self.seconds is not None:
            parts.append(f"{self.seconds:g} s")
        if self.megabytes is not None:
            parts.append(f"{self.megabytes:g} MB")
        if self.megabytes_ratio is not None:
            parts.append(f"{self.megabytes_ratio:.2f} of its memory")
        if self.linear_from is not None:
            parts.append(f"linear from {self.linear_from.papers:,}")
        return ", ".join(parts)


@dataclass
class Work:
    """Something to build."""

    name: str
    size: Size
    target: Target | None = None
    change: Callable[[str, Path, int], None] | None = None
    """What is changed before each round; None builds from nothing."""
    is_noop: bool = False
    most_rounds: int = 100
    kinds: tuple[str, ...] = tuple(KINDS)

    @property
    def is_full(self) -> bool:
        """Whether each round builds from nothing."""
        return not self.is_noop and self.change is None


LISTS = (
    Work("12 papers, full", Size(12), Target(1.10)),
    Work("12 papers, no-op", Size(12), is_noop=True),
    Work("100 papers, full", Size(100)),
    Work("1,000 papers, full", Size(1000), Target(0.95)),
    Work("1,000 papers, no-op", Size(1000), Target(1.15), is_noop=True),
    Work("1,000 papers, one entry changed", Size(1000), change=change_entry),
    Work("1,000 papers, one page changed", Size(1000), change=change_page),
    Work("1,000 papers and 2,000 citations, full", Size(1000, 2000), Target(2.0), most_rounds=3),
    Work("1,000 papers and 4,000 citations, full", Size(1000, 4000), most_rounds=1),
    Work("2,000 papers and 2,000 citations, full", Size(2000, 2000), most_rounds=1),
    Work("10,000 papers, full", Size(10_000), Target(0.80), most_rounds=2),
    Work("10,000 papers, one entry changed", Size(10_000), Target(0.6, of_full=True),
         change_entry, most_rounds=1, kinds=TWO),
    Work("200 papers with a page each, full", Size(200, has_pages=True), most_rounds=3, kinds=TWO),
    Work("200 papers with a page each, no-op", Size(200, has_pages=True), is_noop=True, kinds=TWO),
    # (c) has `{bibliography}`, and pages of ten words.
    Work("documentation of 322 pages, 1,000 papers with a page each, full",
         Size(1000, has_pages=True, is_documentation=True), Target(1.1, megabytes_ratio=1.2),
         most_rounds=2),
)  # fmt: skip


def shipped(site: Path) -> tuple[Work, ...]:
    """Return what is built with the configuration of a homepage, all that it says included."""

    def size(papers: int) -> Size:
        return Size(papers, has_pages=True, site=site)

    full = {
        12: Target(1.25),
        300: Target(2.0),
        1000: Target(2.0, seconds=15),
        3000: Target(megabytes=400, linear_from=size(1000)),
    }
    noop = {12: Target(1.10)}
    changed = {1000: Target(1.3)}
    works = []
    for papers in full:
        name, rounds = f"{papers:,} papers as shipped", 1 if papers > 1000 else 3
        works += [
            Work(f"{name}, full", size(papers), full[papers], most_rounds=rounds, kinds=TWO),
            Work(f"{name}, no-op", size(papers), noop.get(papers), is_noop=True,
                 most_rounds=rounds, kinds=TWO),
            Work(f"{name}, one entry changed", size(papers), changed.get(papers), change_entry,
                 most_rounds=rounds, kinds=TWO),
        ]  # fmt: skip
    return tuple(works)
