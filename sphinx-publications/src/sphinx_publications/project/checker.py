"""The checker: ``sphinx-publications [FILE …]`` reads files of references without building.

It prints what a build would say of them, and advice beyond that. Without files
it takes those of ``conf.py`` in the folder, whose settings it heeds. The exit
code is 1 if anything is wrong, 0 if there are hints and advice at the most.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sphinx.config import Config as SphinxConfig
from sphinx.errors import ConfigError
from sphinx.project import Project
from sphinx.util import logging
from sphinx.util.tags import Tags

from sphinx_publications.bibliography.advice import advise
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reading import read
from sphinx_publications.problems import Problem, gathered
from sphinx_publications.project.config import Config, declare
from sphinx_publications.project.pagecheck import (
    check_citations,
    check_files,
    published_folders,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the files that `arguments` name; return the exit code."""
    parser = argparse.ArgumentParser(prog="sphinx-publications", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--conf", type=Path, default=Path(), help="folder of conf.py")
    options = parser.parse_args(arguments)
    values = _configuration(options.conf)
    files = options.files or [options.conf / name for name in values["bibtex_bibfiles"]]
    reading = read(files, Config.of(values).reading_options, values["bibtex_encoding"])
    advice = advise(reading.entries.values())
    pages = [] if options.files else check_pages(options.conf, values, reading.entries)
    found = sorted(
        [*reading.problems, *advice, *pages], key=lambda problem: (problem.file, problem.line)
    )
    for problem in gathered(found):
        print(line(problem))
    wrong = sum(not problem.is_hint for problem in found)
    print(summary(len(reading.entries), wrong, len(found) - wrong))
    return 1 if wrong else 0


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


def check_pages(
    folder: Path, values: SphinxConfig, entries: Mapping[str, SourceEntry]
) -> Iterator[Problem]:
    """Yield what is wrong with the pages of the project in `folder`."""
    source_suffix = {**values.source_suffix, ".md": "markdown"}
    project = Project(folder.resolve(), source_suffix)
    with logging.suppress_logging():
        names = project.discover(values.exclude_patterns, values.include_patterns)
    keys = {entry.key for entry in entries.values()}
    published = published_folders(folder.resolve(), values)
    for name in sorted(names):
        path = Path(project.doc2path(name, absolute=True))
        text = path.read_text(encoding="utf-8", errors="replace")
        shown = path.relative_to(folder.resolve()).as_posix()
        yield from check_citations(text, shown, keys)
        yield from check_files(text, shown, path.parent, published)


def _configuration(folder: Path) -> SphinxConfig:
    """Return the values of ``conf.py``, those of the extension and of its files among them."""
    try:
        values = SphinxConfig.read(folder, overrides={}, tags=Tags())
    except ConfigError:
        # There is no conf.py, or none that runs here: the defaults hold.
        values = SphinxConfig()
    declare(values.add)
    values.add("bibtex_bibfiles", ["refs.bib"], "env", ())
    values.add("bibtex_encoding", "utf-8-sig", "env", ())
    values.add("html_static_path", [], "html", ())
    values.add("html_extra_path", [], "html", ())
    return values
