"""A new project: ``conf.py``, a page with a list, and ``refs.bib``, or what to add to them.

No file that exists is changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import NamedTuple

from docutils.utils import column_width
from pybtex.database import InvalidNameString

from sphinx_publications.model.names import Name, in_braces, parse_name
from sphinx_publications.project.conf_file import ConfFile

_EXTENSION = "sphinx_publications"
_LISTS = {".md": "```{publications}\n```\n", ".rst": ".. publications::\n"}
"""The directive by the suffix of a page."""
_CITATIONS = {".md": "{cite}`example2024water`", ".rst": ":cite:`example2024water`"}
_CONF = """\
# The settings of Sphinx are on www.sphinx-doc.org, under "Configuration".
project = html_title = author = copyright = {name}
extensions = [{extensions}]
exclude_patterns = ["_build", "**/site-packages"]

# Where the papers are, and whose name is bold.
bibtex_bibfiles = ["refs.bib"]
{owner}
"""
_REFS = """\
% Two invented papers: write yours in their place.

@article{{example2024water,
  author    = {{{name} and Sample, Ben}},
  author+an = {{1=equal; 2=equal}},
  title     = {{How water flows}},
  journal   = {{Journal of Examples}},
  year      = {{2024}},
  doi       = {{10.5555/water}},
}}

@inproceedings{{sample2023clouds,
  author    = {{Sample, Ben and {name} and Trial, Tom}},
  title     = {{How clouds form}},
  booktitle = {{Proceedings of the Conference on Examples}},
  year      = {{2023}},
}}
"""


class Start(NamedTuple):
    """How a project starts."""

    files: dict[str, str]
    """New files: text by name."""
    advice: list[str]
    """What to add to files that exist, a paragraph each."""


def start(folder: Path, conf: ConfFile, whose: str, *, is_markdown: bool) -> Start:
    """Return the files that a project in `folder` lacks, and what to add to the others.

    `conf` is its ``conf.py``, if it has one. `whose` is the name of a person; without it, an
    invented name stands in the files. Raises ValueError if it is not a name.
    """
    name = _name(whose or "Example, Ann")
    pages = [f"{conf.root_doc}{suffix}" for suffix in _LISTS]
    page = next((file for file in pages if (folder / file).exists()), "")
    has_conf = (folder / "conf.py").exists()
    if has_conf and not page:
        is_markdown = "myst_parser" in conf.extensions
    page_file = page or pages[0 if is_markdown else 1]
    suffix = Path(page_file).suffix
    has_refs = (folder / "refs.bib").exists() or (has_conf and conf.names_files)
    files = {}
    if not has_conf:
        owner = name if whose or not has_refs else None
        files["conf.py"] = _conf(name, suffix, owner)
    if not page:
        files[page_file] = _page(name, suffix, is_citing=not has_refs)
    if not has_refs:
        latex = in_braces(name, lambda text: re.sub(r"([&%$#_{}])", r"\\\1", text))
        files["refs.bib"] = _REFS.format(name=latex)
    return Start(files, [*(_for_conf(conf) if has_conf else ()), *_for_page(folder, page)])


def _name(text: str) -> Name:
    try:
        name, _ = parse_name(text)
    except InvalidNameString:
        name = Name("")
    if not name.family:
        raise ValueError(f"'{text}' is not a name; write 'Ann Example' or 'Example, Ann'")
    return name


def _conf(name: Name, suffix: str, owner: Name | None) -> str:
    extensions = [*(["myst_parser"] if suffix == ".md" else []), _EXTENSION]
    setting = f"publications_owner = {_quoted(owner.inverted)}" if owner else ""
    return _CONF.format(
        name=_quoted(name.full),
        extensions=", ".join(map(_quoted, extensions)),
        owner=setting or '# publications_owner = "Example, Ann"',
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _page(name: Name, suffix: str, *, is_citing: bool) -> str:
    title = re.sub(r"([\\`*_\[\]<>|])", r"\\\1", name.full)
    heading = f"# {title}" if suffix == ".md" else f"{title}\n{'=' * column_width(title)}"
    sentence = f"Water flows {_CITATIONS[suffix]}.\n\n" if is_citing else ""
    return f"{heading}\n\n{sentence}{_LISTS[suffix]}"


def _for_conf(conf: ConfFile) -> Iterator[str]:
    lines = []
    if _EXTENSION not in conf.extensions:
        assign = "+=" if conf.extensions else "="
        lines.append(f'extensions {assign} ["{_EXTENSION}"]')
    if not conf.names_files:
        lines.append('bibtex_bibfiles = ["refs.bib"]')
    if lines:
        yield _told("conf.py exists and is unchanged; add at its end:", "\n".join(lines))


def _for_page(folder: Path, page: str) -> Iterator[str]:
    if page and "publications" not in (folder / page).read_text("utf-8", errors="replace"):
        directive = _LISTS[Path(page).suffix].rstrip()
        yield _told(f"{page} exists and is unchanged; add where the list shall be:", directive)


def _told(sentence: str, code: str) -> str:
    return f"{sentence}\n\n{indent(code, '    ')}"
