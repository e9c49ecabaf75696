"""How long builds take, and browsers with what is built: `make bench`.

The same bibliography is built by (a) `{publications}`, (b) sphinxcontrib-bibtex's
`{bibliography}` with pybtex's ``unsrt``, and (c) as a list typed in Markdown,
under one theme, in turn within one run. Figures are CPU seconds of the whole
process and its children; ratios are medians over the rounds of each kind
against Markdown in the same round.

With ``--site FOLDER`` (a) and (c) are built with the configuration of that
homepage too, a page for each paper in both, and opened in a browser; with
``--peers`` other programs make a list of the same. With ``--docs FOLDER`` the
tables and a plot are written there.
"""

from __future__ import annotations

import argparse
import compileall
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import table
from measuring import measure
from projects import PACKAGE
from works import LISTS, Work, shipped


def main() -> None:
    """Print the tables."""
    options = _options()
    # As pip does with the packages that are compared.
    compileall.compile_dir(PACKAGE / "src", quiet=2)
    works = [*LISTS, *(shipped(options.site.resolve()) if options.site else ())]
    works = [w for w in works if options.only in w.name and (w.target or not options.targets)]
    measured: table.Measured = {}
    parts = [_print(_builds(works, options.rounds, measured))]
    if options.site:
        from views import views  # Needs a browser.

        lists = views(options.site.resolve(), options.only, options.targets, options.rounds)
        parts.append(_print(lists))
    if options.peers:
        from peers import peers

        parts.append(_print(peers(options.rounds)))
    parts.append(_print([table.machine()]))
    if options.docs:
        table.insert(options.docs / "benchmarks.md", "\n\n".join(filter(None, parts)))
        (options.docs / "benchmarks.svg").write_bytes(table.plot(measured))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="part of the names of what to measure")
    parser.add_argument("--targets", action="store_true", help="only what has a target")
    parser.add_argument("--site", type=Path, help="a homepage whose configuration is measured")
    parser.add_argument("--peers", action="store_true", help="other programs too")
    parser.add_argument("--docs", type=Path, help="where the tables and the plot are written")
    return parser.parse_args()


def _builds(works: Sequence[Work], rounds: int, measured: table.Measured) -> Iterator[str]:
    """Build everything; yields the lines of the table."""
    for number, work in enumerate(works):
        with tempfile.TemporaryDirectory() as folder:
            figures = measure(work, Path(folder), min(rounds, work.most_rounds))
        measured[work.name] = work, figures
        if number == 0:
            yield table.BUILDS
        yield table.row(work, measured)


def _print(lines: Iterator[str] | Sequence[str]) -> str:
    """Print lines as they come; returns them all."""
    found = []
    for line in lines:
        print(line, flush=True)
        found.append(line)
    print()
    return "\n".join(found)


if __name__ == "__main__":
    main()
