"""The checker: ``sphinx-publications [FILE …]`` reads files of references without building.

It prints what a build would say of them, and advice beyond that. Without files
it takes those of ``conf.py`` in the folder, whose settings it heeds, and reads the
pages too, without writing any. The exit code is 1 if anything is wrong, 0 if there
are hints and advice at the most.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sphinx_publications.bibliography.advice import advise
from sphinx_publications.bibliography.reading import read
from sphinx_publications.problems import Problem, Subtype, gathered
from sphinx_publications.project.conffile import read_conf
from sphinx_publications.project.page_hints import can_read, read_pages
from sphinx_publications.project.unlisted import TAG, listed, unlisted


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the files that `arguments` name; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="sphinx-publications",
        description=__doc__,
        epilog="Further commands are add, enrich and missing; each has a --help of its own.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--conf", type=Path, default=Path(), help="folder of conf.py")
    parser.add_argument(
        "--online", action="store_true", help="ask services too: links that are gone, retractions"
    )
    options = parser.parse_args(arguments)
    conf = read_conf(options.conf)
    files = options.files or conf.files
    reading = read(files, conf.config.reading_options, conf.encoding)
    found = [*reading.problems, *advise(reading.entries.values())]
    failures = [*conf.slips]
    if not options.files and can_read():
        found += [
            Problem(Subtype.PAGE, hint.message, str(page), hint.line)
            for page, hint in read_pages(conf.pages, conf.myst_extensions)
        ]
    if options.online:
        from sphinx_publications.project.desk import check_online  # No other check needs it.

        online, unasked = check_online(conf._replace(files=files), reading.entries.values())
        found += online
        failures += unasked
    found.sort(key=_place)
    told = [line(problem) for problem in gathered(found)]
    on_pages: list[str] = []
    if not options.files and not conf.slips:
        on_pages, shown = pages_say(options.conf, conf.root_doc, told)
        found = sorted([*found, *unlisted(reading, shown)], key=_place)
        told = [line(problem) for problem in gathered(found)]
    lines = [*told, *on_pages, *failures]
    print(*lines, sep="\n", end="\n" if lines else "")
    hints = sum(problem.is_hint for problem in found)
    wrong = len(found) - hints + len(on_pages) + len(failures)
    print(summary(len(reading.entries), wrong, hints))
    return 1 if wrong else 0


def _place(problem: Problem) -> tuple[str, int]:
    return problem.file, problem.line


def pages_say(
    folder: Path, root_doc: str, told: Collection[str]
) -> tuple[list[str], Collection[str] | None]:
    """Return what a build says of the pages of a project, beside what is `told` already.

    Returns also which entries the pages list; None if that is not known.

    Sphinx reads them by itself, since it changes much in the process that it runs in.
    """
    if not (folder / "conf.py").is_file() or not any(folder.glob(f"{root_doc}.*")):
        return [], None
    with TemporaryDirectory() as made:
        command = [sys.executable, "-m", "sphinx", "-b", "dummy", "-q", "-n", "-t", TAG, "-d", made]
        done = subprocess.run(
            [*command, str(folder), made],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        shown = listed(Path(made))
    base = f"{folder.resolve()}/"
    lines = [text.replace(base, "") for text in done.stderr.splitlines()]
    lines = [text for text in lines if "WARNING: " in text or "ERROR: " in text]
    if done.returncode and not lines:
        lines = [f"conf.py:1: WARNING: Sphinx cannot read the pages: {_last(done.stderr)}"]
    lines = [text for text in lines if text not in told and f"{folder}/{text}" not in told]
    return lines, shown


def _last(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason")


def line(problem: Problem) -> str:
    """Return a problem as a build prints it."""
    level = "note" if problem.is_hint else "WARNING"
    return f"{problem.place}: {level}: {problem.text} [publications.{problem.subtype}]"


def summary(entries: int, problems: int, hints: int) -> str:
    """Return the last line: what was read, and how much is to be said of it."""
    return ", ".join(
        f"{count} {noun if count == 1 else plural}"
        for count, noun, plural in (
            (entries, "entry", "entries"),
            (problems, "problem", "problems"),
            (hints, "hint", "hints"),
        )
    )
