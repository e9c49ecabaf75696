"""The command ``sphinx-publications``: check BibTeX files without a build, and add papers.

``check`` is the default, and ``init`` starts a project. ``add``, ``enrich`` and ``missing`` change
files; these and ``check --online`` alone import `acquire`, and need its dependencies.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_publications.acquire import CommandError, need
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.lint import advise
from sphinx_publications.bibliography.reader import read
from sphinx_publications.diagnostics import Problem, Subtype, deduplicate
from sphinx_publications.model.entry_types import SERVING_TYPES
from sphinx_publications.project.conf_file import ConfFile, read_conf
from sphinx_publications.project.hints import TAG, Known, can_read, read_known, read_pages, unlisted

if TYPE_CHECKING:
    from sphinx_publications.acquire.add import Session


_CHECK = """Check BibTeX files: print the warnings of a build, plus advice. Without FILE,
check those of conf.py and read the pages too, without writing any. The exit code is 1
if there are problems, and 0 if there are none or only hints."""
_PACKAGES = ("requests", "filelock", "platformdirs", "rich")


def open_session(
    what: str,
    conf: ConfFile,
    *,
    offline: bool = False,
    assume_yes: bool = False,
    contact: str = "",
    file: Path | None = None,
) -> Session:
    """Return the session for `what`; raise `CommandError` if a package is missing."""
    for package in _PACKAGES:
        need(package, what)
    from sphinx_publications.acquire.add import Session
    from sphinx_publications.acquire.console import Terminal
    from sphinx_publications.acquire.http import Web
    from sphinx_publications.acquire.library import BibSources
    from sphinx_publications.acquire.services import Settings

    settings = Settings(
        addresses=conf.config.services, contact=contact or conf.config.contact, offline=offline
    )
    files = [file, *(other for other in conf.files if other != file)] if file else conf.files
    terminal = Terminal()
    sources = BibSources(files, conf.encoding, conf.options)
    return Session(sources, Web(settings, terminal.waiting), terminal, assume_yes)


def check_online(
    conf: ConfFile, entries: Collection[SourceEntry]
) -> tuple[list[Problem], list[str]]:
    """Return the problems that services know of, and a line for each check that failed."""
    try:
        session = open_session("--online", conf)
        from sphinx_publications.acquire.enrich import check_online as ask

        return ask(session, [entry for entry in entries if entry.type not in SERVING_TYPES])
    except CommandError as failure:
        return [], [f"{failure}."]


def check(arguments: Sequence[str] | None = None) -> int:
    """Check the files in `arguments`; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="sphinx-publications",
        description=_CHECK,
        epilog="Further commands are init, add, enrich and missing; each has a --help of its own.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--conf", type=Path, default=Path(), help="folder of conf.py")
    parser.add_argument(
        "--online", action="store_true", help="check links and look for retractions"
    )
    options = parser.parse_args(arguments)
    conf = read_conf(options.conf)
    is_whole = not options.files and not conf.slips
    warnings, known = read_by_sphinx(options.conf, conf.root_doc) if is_whole else ([], Known())
    conf = conf.with_added(known.added, options.conf)
    files = options.files or conf.files
    reading = read(files, conf.options, conf.encoding)
    found = [*conf.problems, *reading.problems, *advise(reading.entries.values())]
    failures = [*conf.slips]
    if not options.files and can_read():
        found += [
            Problem(Subtype.PAGE, hint.message, str(page), hint.line)
            for page, hint in read_pages(conf.pages, conf.myst_extensions)
        ]
    if options.online:
        online, failed = check_online(conf._replace(files=files), reading.entries.values())
        found += online
        failures += failed
    said = set(_lines(found))
    paths = ("", f"{options.conf}/")  # Sphinx's are relative, those of the checker as given.
    failures = [t for t in warnings if said.isdisjoint(path + t for path in paths)] + failures
    found += unlisted(reading, known.shown)
    found = list(dict.fromkeys(found))
    for text in (*_lines(found), *failures):
        print(text)
    hints = sum(problem.is_hint for problem in found)
    problems = len(found) - hints + len(failures)
    print(summary(len(reading.entries), problems, hints))
    return 1 if problems else 0


def _lines(problems: list[Problem]) -> list[str]:
    problems = sorted(problems, key=lambda problem: (problem.file, problem.line))
    return [line(problem) for problem in deduplicate(problems)]


def read_by_sphinx(folder: Path, root_doc: str) -> tuple[list[str], Known]:
    """Return Sphinx's warnings on the pages of a project, and what only a build knows.

    Sphinx runs in a process of its own, since it changes the state of the one that it runs in.
    """
    if not (folder / "conf.py").is_file() or not any(folder.glob(f"{root_doc}.*")):
        return [], Known()
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as made:
        command = [sys.executable, "-m", "sphinx", "-b", "dummy", "-q", "-n", "-t", TAG, "-d", made]
        done = subprocess.run(
            [*command, str(folder), made],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        known = read_known(Path(made))
    base = f"{folder.resolve()}/"
    lines = [text.replace(base, "") for text in done.stderr.splitlines()]
    lines = [text for text in lines if "WARNING: " in text or "ERROR: " in text]
    if done.returncode and not lines:
        lines = [f"conf.py:1: WARNING: Sphinx cannot read the pages: {_last(done.stderr)}"]
    return lines, known


def _last(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason")


def line(problem: Problem) -> str:
    """Return a problem as a build prints it."""
    level = "note" if problem.is_hint else "WARNING"
    return f"{problem.place}: {level}: {problem.text} [publications.{problem.subtype}]"


def summary(entries: int, problems: int, hints: int) -> str:
    """Return the last line of the checker, with the number of entries, problems and hints."""
    return ", ".join(
        f"{count} {noun if count == 1 else plural}"
        for count, noun, plural in (
            (entries, "entry", "entries"),
            (problems, "problem", "problems"),
            (hints, "hint", "hints"),
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in `arguments`; return the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    command = words[0] if words else ""
    if command not in _COMMANDS:
        return check(words[1:] if command == "check" else words)
    try:
        return _COMMANDS[command](words[1:])
    except CommandError as failure:
        print(f"{failure}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nNothing more is written.", file=sys.stderr)
        return 130


def _init(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="sphinx-publications init",
        description="Start a project: write conf.py, a page with a list, and refs.bib with two "
        "invented papers. Files that exist stay as they are, and it says what to add to them.",
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER")
    parser.add_argument("--name", default="", help="whose papers: 'Ann Example'")
    parser.add_argument("--rst", action="store_true", help="a page in reStructuredText")
    options = parser.parse_args(arguments)
    from sphinx_publications.project.starter import start  # Slow to load.

    folder: Path = options.folder
    conf = read_conf(folder)
    if conf.slips:
        raise CommandError("\n".join(conf.slips))
    try:
        begun = start(
            folder, conf, options.name.strip(), is_markdown=can_read() and not options.rst
        )
    except ValueError as error:
        raise CommandError(str(error)) from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in begun.files.items():
            with (folder / file).open("x", encoding="utf-8") as stream:
                stream.write(text)
    except OSError as error:
        raise CommandError(f"{error.filename} cannot be written: {error.strerror}") from error
    build = shlex.join(["sphinx-build", str(folder), str(folder / "_build" / "html")])
    written = (
        f"Written: {', '.join(begun.files)}."
        if begun.files
        else "Nothing is written, since the files exist."
    )
    print(
        written,
        *begun.advice,
        f"Build the site, and open {folder / '_build' / 'html' / 'index.html'}:\n\n    {build}",
        sep="\n\n",
    )
    return 0


def _parser(command: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"sphinx-publications {command}", description=description)
    parser.add_argument("--conf", type=Path, default=Path(), help="folder of conf.py")
    parser.add_argument("--file", type=Path, help="the file to write to, instead of the first one")
    parser.add_argument("--offline", action="store_true", help="use cached answers only")
    parser.add_argument("--yes", action="store_true", help="write without asking")
    parser.add_argument("--contact", help="email address to send to services")
    return parser


def _session(command: str, options: argparse.Namespace) -> Session:
    return open_session(
        f"sphinx-publications {command}",
        read_conf(options.conf),
        offline=options.offline,
        assume_yes=options.yes,
        contact=options.contact or "",
        file=options.file,
    )


def _add(arguments: Sequence[str]) -> int:
    parser = _parser(
        "add", "Add papers by DOI, arXiv, bioRxiv, HAL or OpenReview identifier or address, by "
        "ISBN, or from a file with BibTeX, RIS, CSL-JSON or JATS.",
    )  # fmt: skip
    parser.add_argument("papers", nargs="*", metavar="ID", help="identifier, address or file")
    parser.add_argument("--clipboard", action="store_true", help="add what is in the clipboard")
    for name, help_ in (
        ("equal", "numbers of the authors who contributed equally, as in 1,2"),
        ("equal2", "numbers of a second group of them"),
        ("corresponding", "numbers of the corresponding authors"),
    ):
        parser.add_argument(f"--{name}", type=_numbers, default=(), metavar="N,N", help=help_)
    options = parser.parse_args(arguments)
    if bool(options.papers) == options.clipboard:
        parser.error("give papers or --clipboard")
    session = _session("add", options)
    from sphinx_publications.acquire import add
    from sphinx_publications.acquire.entry_format import Marks

    marks = Marks(options.equal, options.equal2, options.corresponding)
    sources = [partial(add.named, text, session) for text in options.papers]
    written: list[str] = []
    for source in [add.clipboard] if options.clipboard else sources:
        try:
            written += add.add(source(), session, marks)
        except CommandError as failure:
            session.terminal.fail(f"{failure}.")
    return _end(session, written)


def _enrich(arguments: Sequence[str]) -> int:
    parser = _parser("enrich", "Offer missing fields of entries: DOI, abstract, pages, PDF, code, "
        "and ORCID iDs, affiliations and roles of the authors.",
    )  # fmt: skip
    parser.add_argument(
        "keys", nargs="*", metavar="KEY", help="key of an entry (default: all entries)"
    )
    options = parser.parse_args(arguments)
    session = _session("enrich", options)
    from sphinx_publications.acquire.enrich import enrich

    return _end(session, enrich(session, options.keys))


def _missing(arguments: Sequence[str]) -> int:
    parser = _parser("missing", "List missing works of authors, and add some.")
    help_ = "ORCID, or author of OpenAlex (A…) or DBLP (151/5709)"
    parser.add_argument("author", nargs="?", help=help_)
    help_ = "everyone in publications_people with an ORCID, in place of one author"
    parser.add_argument("--all", action="store_true", help=help_)
    parser.add_argument("--add", metavar="N,N", help="numbers of the works to add, or all")
    options = parser.parse_args(arguments)
    if bool(options.author) == options.all:
        parser.error("give an author or --all")
    session = _session("missing", options)
    from sphinx_publications.acquire import add

    if options.all:
        people = session.sources.options.people.people
        return _end(session, add.add_missing_of_all(session, people, options.add))
    return _end(session, add.add_missing(session, add.author_id(options.author), options.add))


def _end(session: Session, written: Sequence[str]) -> int:
    """Print the checker's messages on the entries that were written; return the exit code."""
    if written:
        reading = session.sources.read().reading
        keys = {key.lower() for key in written}
        for problem in [*reading.problems, *advise(reading.entries.values())]:
            if problem.key.lower() in keys:
                session.terminal.say(line(problem))
    return 1 if session.terminal.failures else 0


def _numbers(text: str) -> tuple[int, ...]:
    numbers = tuple(int(part) for part in text.split(",") if part.strip())
    if not numbers:
        raise ValueError("no numbers")
    return numbers


_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "init": _init,
    "add": _add,
    "enrich": _enrich,
    "missing": _missing,
}
