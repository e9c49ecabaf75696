"""What is wrong with the text of a page: citations of nothing, and files that are not there.

Pages are read as text, in MyST Markdown or reStructuredText, for a checker that
builds nothing; a build asks for the files alone, since it resolves citations itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from sphinx.application import Sphinx
from sphinx.config import Config as SphinxConfig

from sphinx_publications.problems import Problem, Subtype, did_you_mean
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.roles import read_targets
from sphinx_publications.project.state import Remark

_CITATION = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`|:cite(?::\w+)?:`([^`]+)`")
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})\s*(\{?)")
_LITERAL = re.compile(r"(?<!`)(``+)(?!`).*?(?<!`)\1(?!`)|(?<![`}:\w])`[^`]*`")
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)[^)]*\)")
_IMAGE_TAG = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|avif|svg|zip|tar|gz|docx?|pptx?|mp4)$", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


def check_citations(text: str, name: str, keys: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each citation in the page `name` of what is none of `keys`."""
    for number, line in _lines(text):
        for citation in _CITATION.finditer(line):
            for target in read_targets(citation[1] or citation[2])[0]:
                key = re.sub(r"\{[^{}]*\}", "", target).strip()
                if key and key not in keys:
                    message = f"no entry has the key '{key}'{did_you_mean(key, keys)}"
                    yield Problem(Subtype.CITATION, message, name, number)


def check_files(text: str, name: str, folder: Path, published: Iterable[Path]) -> Iterator[Problem]:
    """Yield a problem for each file that the page `name` in `folder` shows and that is not there.

    `published` are the folders whose files are published as they are: Sphinx does
    not see what HTML in a page asks for, and takes no such file along.
    """
    places = list(published)
    for number, line in _lines(text):
        bare = _LITERAL.sub("", line)
        for link in _LINK.finditer(bare):
            path = _local(link[1])
            if _FILE.search(path) and not (folder / path.lstrip("/")).is_file():
                message = f"{path} is not there; put the file into {_named(folder, path)}"
                yield Problem(Subtype.FILE, message, name, number)
        for tag in _IMAGE_TAG.finditer(bare):
            path = _local(tag[1])
            if path and not any((place / path).is_file() for place in places):
                message = (
                    f'<img src="{path}"> shows a file that is not published; write '
                    f"![description]({path}) instead, or put the file into a folder of "
                    'html_static_path and write src="_static/…"'
                )
                yield Problem(Subtype.FILE, message, name, number)


def published_folders(folder: Path, values: SphinxConfig) -> list[Path]:
    """Return the folders from which HTML in a page may take files.

    Those of ``html_static_path`` lie in ``_static``, those of ``html_extra_path`` beside pages.
    """
    static = [(folder / name).parent for name in values["html_static_path"]]
    return [*static, *(folder / name for name in values["html_extra_path"])]


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Warn of files that a page shows and that are not there."""
    path = Path(app.env.doc2path(docname))
    if path.suffix not in {".md", ".rst", ".txt"}:
        return
    published = published_folders(Path(app.confdir), app.config)
    for problem in check_files(content[0], path.name, path.parent, published):
        remark = Remark(problem.subtype, problem.message, docname, problem.line)
        publications_domain(app.env).say(remark)


def _named(folder: Path, path: str) -> str:
    parent = (folder / path.lstrip("/")).parent
    return f"the folder {parent.name}" if parent != folder else "the folder of this page"


def _local(address: str) -> str:
    """Return the path of an address within the site, empty if it leads elsewhere."""
    return "" if _ELSEWHERE.match(address) else unquote(re.split("[?#]", address)[0])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers, less those of code, which is shown as it stands."""
    fence = ""
    for number, line in enumerate(text.splitlines(), start=1):
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence):
                fence = ""
            continue
        if found and not found[2]:
            fence = found[1]
            continue
        yield number, line
