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

from sphinx.config import Config as SphinxConfig
from sphinx.errors import ConfigError
from sphinx.util.tags import Tags

from sphinx_publications.bibliography.advice import advise
from sphinx_publications.bibliography.reading import read
from sphinx_publications.problems import Problem, gathered
from sphinx_publications.project.config import Config, declare
from sphinx_publications.project.values import put_right


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the files that `arguments` name; return the exit code."""
    parser = argparse.ArgumentParser(prog="sphinx-publications", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--conf", type=Path, default=Path(), help="folder of conf.py")
    options = parser.parse_args(arguments)
    config, files, encoding, root_doc = _configuration(options.conf)
    reading = read(options.files or files, config.reading_options, encoding)
    advice = advise(reading.entries.values())
    found = sorted([*reading.problems, *advice], key=lambda problem: (problem.file, problem.line))
    told = [line(problem) for problem in gathered(found)]
    on_pages = [] if options.files else pages_say(options.conf, root_doc, told)
    print(*told, *on_pages, sep="\n", end="\n" if told or on_pages else "")
    hints = sum(problem.is_hint for problem in found)
    wrong = len(found) - hints + len(on_pages)
    print(summary(len(reading.entries), wrong, hints))
    return 1 if wrong else 0


def pages_say(folder: Path, root_doc: str, told: Collection[str]) -> list[str]:
    """Return what a build says of the pages of a project, beside what is `told` already.

    Sphinx reads them by itself, since it changes much in the process that it runs in.
    """
    if not (folder / "conf.py").is_file() or not any(folder.glob(f"{root_doc}.*")):
        return []
    with TemporaryDirectory() as made:
        command = [sys.executable, "-m", "sphinx", "-b", "dummy", "-q", "-n", "-d", made]
        done = subprocess.run(
            [*command, str(folder), made],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
    base = f"{folder.resolve()}/"
    lines = [text.replace(base, "") for text in done.stderr.splitlines()]
    lines = [text for text in lines if "WARNING: " in text or "ERROR: " in text]
    if done.returncode and not lines:
        lines = [f"conf.py:1: WARNING: Sphinx cannot read the pages: {_last(done.stderr)}"]
    return [text for text in lines if text not in told and f"{folder}/{text}" not in told]


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


def _configuration(folder: Path) -> tuple[Config, list[Path], str, str]:
    """Return the settings of ``conf.py``, its files, their encoding, and the front page."""
    try:
        values = SphinxConfig.read(folder, overrides={}, tags=Tags())
    except ConfigError:
        # There is no conf.py, or none that runs here: the defaults hold.
        values = SphinxConfig()
    declare(values.add)
    values.add("bibtex_bibfiles", ["refs.bib"], "env", ())
    values.add("bibtex_encoding", "utf-8-sig", "env", ())
    put_right(values)
    files = [folder / name for name in values["bibtex_bibfiles"]]
    return Config.of(values), files, values["bibtex_encoding"], str(values["root_doc"])
