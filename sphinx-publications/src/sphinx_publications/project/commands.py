"""``sphinx-publications add``, ``enrich`` and ``missing``: what changes files of references.

``sphinx-publications``, with no such word before it, is the checker.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_publications.acquire.notdone import NotDoneError
from sphinx_publications.bibliography.advice import advise
from sphinx_publications.project import checker
from sphinx_publications.project.conffile import read_conf
from sphinx_publications.project.desk import open_desk

if TYPE_CHECKING:
    from sphinx_publications.acquire.adding import Desk


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what `arguments` say; return the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    command = words[0] if words else ""
    if command not in _COMMANDS:
        return checker.main(words[1:] if command == "check" else words)
    try:
        return _COMMANDS[command](words[1:])
    except NotDoneError as failure:
        print(f"{failure}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nNothing more is written.", file=sys.stderr)
        return 130


def _parser(command: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"sphinx-publications {command}", description=description)
    parser.add_argument("--conf", type=Path, default=Path(), help="folder of conf.py")
    parser.add_argument("--file", type=Path, help="the file to write to, instead of the first one")
    parser.add_argument("--offline", action="store_true", help="use what was asked for before")
    parser.add_argument("--yes", action="store_true", help="write without a question")
    parser.add_argument("--contact", help="address of mail to send to services")
    return parser


def _desk(command: str, options: argparse.Namespace) -> Desk:
    return open_desk(
        f"sphinx-publications {command}",
        read_conf(options.conf),
        offline=options.offline,
        says_yes=options.yes,
        contact=options.contact or "",
        file=options.file,
    )


def _add(arguments: Sequence[str]) -> int:
    parser = _parser(
        "add", "Add papers by DOI, arXiv, bioRxiv, HAL or OpenReview identifier or address, by "
        "ISBN, or from a file with BibTeX, RIS or CSL-JSON.",
    )  # fmt: skip
    parser.add_argument("papers", nargs="*", metavar="ID", help="identifier, address or file")
    parser.add_argument("--clipboard", action="store_true", help="add what was copied")
    for name, help_ in (
        ("equal", "numbers of the authors who contributed equally, as in 1,2"),
        ("equal2", "numbers of a second group of them"),
        ("corresponding", "numbers of the corresponding authors"),
    ):
        parser.add_argument(f"--{name}", type=_numbers, default=(), metavar="N,N", help=help_)
    options = parser.parse_args(arguments)
    if bool(options.papers) == options.clipboard:
        parser.error("name papers, or say --clipboard")
    desk = _desk("add", options)
    from sphinx_publications.acquire import adding
    from sphinx_publications.acquire.houseform import Marks

    marks = Marks(options.equal, options.equal2, options.corresponding)
    sources = [partial(adding.named, text, desk) for text in options.papers]
    written: list[str] = []
    for source in [adding.clipboard] if options.clipboard else sources:
        try:
            offered = adding.add(source(), desk, marks)
        except NotDoneError as failure:
            desk.terminal.fail(f"{failure}.")
        else:
            written += offered
    return _end(desk, written)


def _enrich(arguments: Sequence[str]) -> int:
    parser = _parser("enrich", "Offer what entries lack: DOI, abstract, pages, PDF, code.")
    parser.add_argument("keys", nargs="*", metavar="KEY", help="of an entry; all, without any")
    options = parser.parse_args(arguments)
    desk = _desk("enrich", options)
    from sphinx_publications.acquire.enriching import enrich

    return _end(desk, enrich(desk, options.keys))


def _missing(arguments: Sequence[str]) -> int:
    parser = _parser("missing", "List the works of an author that are lacking, and add some.")
    parser.add_argument("author", help="ORCID, or author of OpenAlex (A…) or DBLP (151/5709)")
    parser.add_argument("--add", metavar="N,N", help="numbers of those to add, or all")
    options = parser.parse_args(arguments)
    desk = _desk("missing", options)
    from sphinx_publications.acquire import missing

    return _end(desk, missing.missing(desk, missing.author(options.author), options.add))


def _end(desk: Desk, written: Sequence[str]) -> int:
    """Say what the checker says of the entries that were written; return the exit code."""
    if written:
        reading = desk.place.read().reading
        keys = {key.lower() for key in written}
        for problem in [*reading.problems, *advise(reading.entries.values())]:
            if problem.key.lower() in keys:
                desk.terminal.say(checker.line(problem))
    return 1 if desk.terminal.failures else 0


def _numbers(text: str) -> tuple[int, ...]:
    numbers = tuple(int(part) for part in text.split(",") if part.strip())
    if not numbers:
        raise ValueError("no numbers")
    return numbers


_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "add": _add,
    "enrich": _enrich,
    "missing": _missing,
}
