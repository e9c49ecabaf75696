"""What other programs take for a list of the same papers, where they are installed."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bibliography import bibliography, key
from measuring import build, run
from projects import Size, write
from table import heading

_PAPERS = 1000
HEADING = heading("a list of 1,000 papers", "s", "/ (c)", "MB")
_PELICAN = """
PLUGINS = ["pelican_bib"]
PUBLICATIONS_SRC = "content/refs.bib"
DIRECT_TEMPLATES = ["publications"]
THEME_TEMPLATES_OVERRIDES = ["templates"]
SITENAME, SITEURL, PATH, TIMEZONE = "Papers", "", "content", "UTC"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = None
"""
_PELICAN_PAGE = """<!DOCTYPE html>
<title>Papers</title>
<ul>{% for paper in publications %}<li>{{ paper.text }}</li>{% endfor %}</ul>
"""


class Peer(NamedTuple):
    """A program that makes a list of a bibliography."""

    name: str
    command: tuple[str, ...]
    made: str
    """The file that it makes."""
    write: Callable[[Path], None]
    """Writes what it reads into a folder."""


def _write_for_pandoc(folder: Path) -> None:
    _write_refs(folder)
    head = '---\ntitle: Papers\nbibliography: refs.bib\nnocite: "@*"\n---\n'
    (folder / "index.md").write_text(head, encoding="utf-8")


def _write_for_myst(folder: Path) -> None:
    _write_refs(folder)
    (folder / "myst.yml").write_text("version: 1\nproject:\n  bibliography: [refs.bib]\n")
    head = "---\ntitle: Papers\nexports:\n  - format: xml\n    output: out.xml\n---\n"
    cited = "\n".join(f"[@{key(number)}]" for number in range(_PAPERS))
    (folder / "index.md").write_text(f"{head}\n{cited}\n", encoding="utf-8")


def _write_for_pelican(folder: Path) -> None:
    _write_refs(folder / "content")
    (folder / "templates").mkdir()
    (folder / "templates" / "publications.html").write_text(_PELICAN_PAGE, encoding="utf-8")
    (folder / "pelicanconf.py").write_text(_PELICAN, encoding="utf-8")


def _write_refs(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "refs.bib").write_text(bibliography(_PAPERS), encoding="utf-8")


PEERS = (
    Peer("pandoc with citeproc", ("pandoc", "--citeproc", "-s", "index.md", "-o", "out.html"),
         "out.html", _write_for_pandoc),
    Peer("mystmd, JATS", ("myst", "build", "index.md", "--xml"), "out.xml", _write_for_myst),
    Peer("Pelican with pelican-bib", ("pelican", "-s", "pelicanconf.py", "-o", "out", "-q"),
         "out/publications.html", _write_for_pelican),
)  # fmt: skip


def peers(rounds: int) -> Iterator[str]:
    """Let each program make its list in turn with Markdown; yields the lines of a table."""
    yield HEADING
    with tempfile.TemporaryDirectory() as folder:
        markdown = Path(folder) / "markdown"
        write("markdown", Size(_PAPERS), markdown)
        for number, peer in enumerate(PEERS):
            tool = shutil.which(peer.command[0])
            if tool is None:
                yield f"| {peer.name} | not installed |  |  |"
                continue
            project = Path(folder) / str(number)
            peer.write(project)
            taken, ratios, megabytes = [], [], []
            for _ in range(rounds):
                shutil.rmtree(markdown / "_build", ignore_errors=True)
                seconds, size = run([tool, *peer.command[1:]], project)
                theirs, _peak = build(markdown)
                taken.append(seconds)
                ratios.append(seconds / theirs)
                megabytes.append(size)
            made = (project / peer.made).read_text(encoding="utf-8")
            shown = made.lower().count("study")
            assert shown >= _PAPERS, f"{peer.name} lists {shown} of {_PAPERS} papers"
            middle, ratio = statistics.median(taken), statistics.median(ratios)
            yield f"| {peer.name} | {middle:.2f} | {ratio:.2f} | {max(megabytes):.0f} |"
