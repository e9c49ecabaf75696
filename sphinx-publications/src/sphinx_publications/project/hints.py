"""Hints of the checker beyond the warnings of a build: mistakes on pages, unlisted papers."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx_publications.diagnostics import Problem, Remark, Subtype
from sphinx_publications.model.parse_options import LinkKind
from sphinx_publications.project.additions import Additions, additions

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_publications.bibliography.reader import Reading

_FENCE = re.compile(r"^(?P<indent>\s*)(?P<marker>:{3,}|`{3,}|~{3,})(?P<info>.*)$")
_DIRECTIVE = re.compile(r"\{[\w:-]+\}")
_OF_CODE = re.compile(r"\{(?:code|code-block|code-cell|literalinclude|math|raw|mermaid)\}|^\s*\w")
_FORMULA = re.compile(r"[\\^_=<>+]|^[A-Za-z]$|^[A-Za-z]\(")
SWITCH_ON = 'myst_enable_extensions += ["dollarmath"]'


class PageHint(NamedTuple):
    """A probable mistake on a page."""

    line: int
    """From 1."""
    message: str


class _Fence(NamedTuple):
    line: int
    marker: str
    is_code: bool


def page_hints(text: str, extensions: Collection[str]) -> Iterator[PageHint]:
    """Yield probable mistakes on a page in Markdown of which Sphinx does not warn.

    These are a fence of colons that is not closed, which takes in the rest of the page, and
    a formula between dollar signs without "dollarmath". `extensions` are those of MyST.
    """
    if "colon_fence" in extensions:
        yield from _open_fences(text)
    if "dollarmath" not in extensions:
        yield from _formulas(text)


def _open_fences(text: str) -> Iterator[PageHint]:
    """Yield fences of colons that are not closed, or close nothing."""
    opened: list[_Fence] = []
    for number, line in enumerate(text.splitlines(), start=1):
        found = _FENCE.match(line)
        if found is None:
            continue
        marker, info = found["marker"], found["info"].strip()
        inner = opened[-1] if opened else None
        if inner is not None and inner.is_code:
            if not info and marker.startswith(inner.marker):
                opened.pop()
            continue
        if info:
            is_code = marker[0] != ":" and not _DIRECTIVE.match(info)
            opened.append(_Fence(number, marker, is_code or bool(_OF_CODE.match(info))))
            continue
        closed = [fence for fence in opened if marker.startswith(fence.marker)]
        if not closed and marker[0] != ":":
            opened.append(_Fence(number, marker, is_code=True))
        elif not closed:
            yield PageHint(number, f"{marker} closes nothing; remove it, or open a box above")
        else:
            # It closes the innermost fence of this length, or shorter, and those within.
            exact = [fence for fence in closed if fence.marker == marker] or closed
            index = opened.index(exact[-1])
            for lost in opened[index + 1 :]:
                yield _unclosed(lost)
            del opened[index:]
    for lost in opened:
        if lost.marker[0] == ":":
            yield _unclosed(lost)


def _unclosed(fence: _Fence) -> PageHint:
    return PageHint(
        fence.line,
        f"{fence.marker} is not closed, and takes in all below it; "
        f"write {fence.marker} on a line of its own where it ends",
    )


def _formulas(text: str) -> Iterator[PageHint]:
    """Yield formulas between dollar signs, without prices."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    reader = MarkdownIt("commonmark").use(dollarmath_plugin, allow_space=False, allow_digits=False)
    for token in reader.parse(text):
        if token.map is None:
            continue
        first = token.map[0] + 1
        if token.type in {"math_block", "math_block_label"}:
            yield _formula(first, f"$${token.content.strip()}$$")
        for child in token.children or ():
            if child.type == "math_inline" and _FORMULA.search(child.content.strip()):
                before = token.content.partition(f"${child.content}$")[0]
                yield _formula(first + before.count("\n"), f"${child.content}$")


def _formula(line: int, formula: str) -> PageHint:
    shown = " ".join(formula.split())
    shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
    return PageHint(
        line, f"{shown} stays as it is typed; for formulas write {SWITCH_ON} in conf.py"
    )


def can_read() -> bool:
    """Whether the parser of Markdown is installed."""
    from importlib.util import find_spec

    return find_spec("markdown_it") is not None and find_spec("mdit_py_plugins") is not None


def read_pages(
    pages: Collection[Path], extensions: Collection[str]
) -> Iterator[tuple[Path, PageHint]]:
    """Yield the hints of all pages, except those that are not in UTF-8: Sphinx warns of these."""
    for path in pages:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        yield from ((path, hint) for hint in page_hints(text, extensions))


TAG = "publications_checker"
"""The tag of Sphinx with which a build writes what it knows into a file."""
_FILE = "checker.json"


class Known(NamedTuple):
    """What only a build knows."""

    shown: frozenset[str] | None = None
    """The keys that lists show; None if there is no list."""
    added: Additions = Additions()
    """What extensions add, without formats."""


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Write the keys that lists show, and what extensions add, if the checker runs the build."""
    if not app.tags.has(TAG):
        return
    from sphinx_publications.project.domain import publications_domain  # Slow to load.

    domain = publications_domain(env)
    shown = {key for value in domain.state.lists.values() for key in value.members}
    shown |= {citation.entry.key for citation in domain.cite.citations}
    # Without a list, papers may be shown in other ways, such as in footnotes.
    keys = sorted(shown) if domain.list_pages() else None
    added = additions(app)
    path = Path(app.outdir) / _FILE
    path.write_text(json.dumps([keys, added.links, added.types, added.marks]), encoding="utf-8")


def read_known(folder: Path) -> Known:
    """Return what a build wrote into a folder."""
    path = folder / _FILE
    if not path.is_file():
        return Known()
    keys, links, types, marks = json.loads(path.read_text(encoding="utf-8"))
    return Known(
        None if keys is None else frozenset(keys),
        Additions(
            links={field: LinkKind(*kind) for field, kind in links.items()},
            types={name: tuple(kind) for name, kind in types.items()},
            marks={word: tuple(mark) for word, mark in marks.items()},
        ),
    )


def unlisted(reading: Reading, shown: Collection[str] | None) -> Iterator[Problem]:
    """Yield a hint for each paper that is not `shown`, except hidden ones and containers.

    If `shown` is None, it is not known, and there are no hints.
    """
    if shown is None:
        return
    for entry in reading.entries.values():
        is_meant = entry.publication.hidden or entry.key in reading.containers
        if not is_meant and entry.key not in shown:
            message = (
                "no list of the pages shows it; let the :filter: of one accept it, "
                "or write hidden = {true} if it shall stand in none"
            )
            yield entry.source.problem(entry.key, Remark("", Subtype.UNLISTED, message))
