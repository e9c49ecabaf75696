"""Install programs of others into a temporary folder, and read the downloads with them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sphinx_publications.bibliography.entries import Guard, SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.outputs.formats import FORMATS

from .comparing import Read, references

HERE = Path(__file__).parent
READERS = HERE / "readers"


class Program(NamedTuple):
    """A program, as programs.toml has it."""

    id: str
    reads: Sequence[str]
    """Suffixes of the downloads that it reads."""
    name: str = ""
    version: str = ""
    """The version that is expected, if that of its package is another."""
    pypi: Sequence[str] = ()
    npm: Sequence[str] = ()
    debian: str = ""
    """Its command; the package is expected to be installed."""
    prints: str = ""
    """The style of the references, of a program that prints them."""

    @property
    def label(self) -> str:
        """Its name and version."""
        packages = self.pypi or self.npm
        version = self.version or packages[0].replace("==", "@").rpartition("@")[2]
        prints = f" (prints {self.prints})" if self.prints else ""
        return f"{self.name or self.id} {version}{prints}"


def programs() -> list[Program]:
    """Return all programs in the order of the table."""
    with (HERE / "programs.toml").open("rb") as file:
        return [Program(id=name, **values) for name, values in tomllib.load(file).items()]


def entries() -> list[SourceEntry]:
    """Return the entries that all programs read."""
    return list(read([HERE / "refs.bib"], ReadingOptions(), "utf-8").entries.values())


def write_downloads(folder: Path) -> dict[str, list[Path]]:
    """Write the downloads of the entries; return the files of each suffix."""

    def tell(problem: object) -> None:
        raise AssertionError(problem)

    written: dict[str, list[Path]] = {}
    for format_ in FORMATS:
        made = [format_.file(entry, Guard(tell)) for entry in entries()]
        files = made if format_.join is None else [format_.join(made)]
        for number, content in enumerate(files):
            path = folder / f"refs{number}.{format_.suffix}"
            path.write_text(content, encoding="utf-8")
            written.setdefault(format_.suffix, []).append(path)
    return written


def ran(names: Iterable[str] = ()) -> Iterator[tuple[str, dict[str, list[Read]]]]:
    """Run the programs, or those with some names; yield the label and, by suffix, what each read.

    A program of Debian that is not there is left out.
    """
    wanted = set(names)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        downloads = write_downloads(folder)
        for program in programs():
            if (wanted and program.id not in wanted) or not _is_there(program):
                continue
            print(program.label, file=sys.stderr)
            place = folder / program.id
            place.mkdir()
            _install(program, place)
            found = {
                suffix: [
                    one for file in downloads[suffix] for one in _read(program, place, file, suffix)
                ]
                for suffix in program.reads
            }
            yield program.label, found


def _is_there(program: Program) -> bool:
    return not program.debian or shutil.which(program.debian) is not None


def _install(program: Program, place: Path) -> None:
    if program.pypi:
        _run([sys.executable, "-m", "venv", "env"], place)
        _run(["env/bin/python", "-m", "pip", "install", "--quiet", *program.pypi], place)
    if program.npm:
        flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        _run(["npm", "install", *flags, *program.npm], place)


def _read(program: Program, place: Path, file: Path, suffix: str) -> Iterator[Read]:
    arguments = [program.id, str(file), suffix]
    if program.debian:
        answer: Any = DEBIAN[program.id](file, suffix, place)
    else:
        command = ["env/bin/python", str(READERS / "read.py")]
        if program.npm:
            shutil.copy(READERS / "read.mjs", place)
            command = ["node", "read.mjs"]
        answer = json.loads(_run([*command, *arguments], place).splitlines()[-1])
    yield from references(answer, entries())


def _run(command: list[str], place: Path, text: str = "") -> str:
    done = subprocess.run(
        command, cwd=place, input=text, capture_output=True, text=True, check=False,
        env={**os.environ, "HOME": str(place)},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
    return done.stdout


# Programs of Debian, whose answer is BibTeX or a printed text.

_TEX = "\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{refs}\n"


def _biber(file: Path, suffix: str, place: Path) -> Mapping[str, str]:
    _run(["biber", "--tool", "--quiet", "--output-file=read.bib", str(file)], place)
    return {"bibtex": (place / "read.bib").read_text("utf-8")}


def _bibtex(file: Path, suffix: str, place: Path) -> Mapping[str, str]:
    shutil.copy(file, place / "refs.bib")
    (place / "page.aux").write_text(_TEX, encoding="utf-8")
    # Its status is 1 after a warning, and 2 after an error, and the rest is printed.
    subprocess.run(["bibtex", "page"], cwd=place, capture_output=True, check=False)
    return {"text": (place / "page.bbl").read_text("utf-8")}


def _bibutils(file: Path, suffix: str, place: Path) -> Mapping[str, str]:
    first = {"bibtex.bib": "bib2xml", "bib": "biblatex2xml", "ris": "ris2xml"}[suffix]
    mods = _run([first, str(file)], place)
    (place / "mods.xml").write_text(mods, encoding="utf-8")
    return {"bibtex": _run(["xml2bib", "mods.xml"], place).removeprefix("\N{BOM}")}


DEBIAN = {"biber": _biber, "bibtex": _bibtex, "bibutils": _bibutils}
"""How each program of Debian reads a file."""
