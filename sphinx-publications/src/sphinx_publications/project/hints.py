"""What the checker hints at beyond the warnings of a build: on pages, and papers in no list."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_publications.bibliography.reader import Reading
from sphinx_publications.diagnostics import Problem, Remark, Subtype
from sphinx_publications.project.domain import publications_domain

# What of a Markdown page is shown otherwise than meant, though Sphinx has nothing to say of it.
#
# A fence of colons that is not closed takes the rest of the page into its box (MyST,
# "colon_fence"); a formula between dollar signs stays as it was typed where "dollarmath"
# is not switched on. Pages are read as MyST-Parser reads them, where that is installed.

_FENCE = re.compile(r"^(?P<indent>\s*)(?P<marker>:{3,}|`{3,}|~{3,})(?P<info>.*)$")
_DIRECTIVE = re.compile(r"\{[\w:-]+\}")
_OF_CODE = re.compile(r"\{(?:code|code-block|code-cell|literalinclude|math|raw|mermaid)\}|^\s*\w")
_FORMULA = re.compile(r"[\\^_=<>+]|^[A-Za-z]$|^[A-Za-z]\(")
SWITCH_ON = 'myst_enable_extensions += ["dollarmath"]'


class PageHint(NamedTuple):
    """Something to look at on a page."""

    line: int
    """From 1."""
    message: str


class _Fence(NamedTuple):
    line: int
    marker: str
    is_code: bool


def page_hints(text: str, extensions: Collection[str]) -> Iterator[PageHint]:
    """Yield what of a page, in Markdown, is probably meant otherwise.

    `extensions` are those that ``myst_enable_extensions`` names.
    """
    if "colon_fence" in extensions:
        yield from _open_fences(text)
    if "dollarmath" not in extensions:
        yield from _formulas(text)


def _open_fences(text: str) -> Iterator[PageHint]:
    """Yield fences of colons that nothing closes, and closing ones that nothing opens."""
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
            # The innermost of this length or shorter; what it holds ends with it.
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
    """Yield the first formula of each line between dollar signs; a price is none."""
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
    """Whether what reads Markdown is installed."""
    from importlib.util import find_spec

    return find_spec("markdown_it") is not None and find_spec("mdit_py_plugins") is not None


def read_pages(
    pages: Collection[Path], extensions: Collection[str]
) -> Iterator[tuple[Path, PageHint]]:
    """Yield the hints of all pages; what is no text is left to Sphinx."""
    for path in pages:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        yield from ((path, hint) for hint in page_hints(text, extensions))


# Entries that no list of a project shows, for the checker: no build tells of them.
#
# The checker lets Sphinx read the pages in a process of its own, with a tag. With this the build
# writes what its lists show into a file, since what it says has no place for what is no problem.

TAG = "publications_checker"
"""The tag of Sphinx with which a build says what its lists show."""
_FILE = "listed.json"


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Write the keys that lists show, if the checker asks for them."""
    if not app.tags.has(TAG):
        return
    domain = publications_domain(env)
    shown = {key for value in domain.state.lists.values() for key in value.members}
    shown |= {citation.entry.key for citation in domain.cite.citations}
    # Where nothing is listed, papers may be shown in another way, such as in footnotes.
    if domain.list_pages():
        path = Path(app.outdir) / _FILE
        path.write_text(json.dumps(sorted(shown)), encoding="utf-8")


def listed(folder: Path) -> frozenset[str] | None:
    """Return the keys that the build into a folder says are listed, None if it says nothing."""
    path = folder / _FILE
    return frozenset(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def unlisted(reading: Reading, shown: Collection[str] | None) -> Iterator[Problem]:
    """Yield a hint for each paper that is not `shown`, and neither hidden nor there for others.

    With None it is not known what is shown, and nothing is said.
    """
    if shown is None:
        return
    containers = reading.containers
    for entry in reading.entries.values():
        is_meant = entry.publication.hidden or entry.key in containers
        if not is_meant and entry.key not in shown:
            message = (
                "no list of the pages shows it; let the :filter: of one accept it, "
                "or write hidden = {true} if it shall stand in none"
            )
            yield entry.source.problem(entry.key, Remark("", Subtype.UNLISTED, message))
