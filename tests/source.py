"""What the owner wrote, read without the extension: conf.py, the bibliography, the pages.

Expectations of the tests come from here. No name, title or number of this site is
written down in them, so that they hold whatever is pasted or deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pybtex.database import Entry, parse_string
from sphinx.config import Config
from sphinx.project import Project
from sphinx.util.tags import Tags

from . import markdown
from .reading import Author, plain, read_authors

ROOT = Path(__file__).parent.parent
_HIDDEN = {"true", "yes", "1"}
_COMMENT = re.compile(r"^\s*%.*$", re.MULTILINE)
_FRONT = re.compile(r"\A---\n(.*?)^---\s*$", re.MULTILINE | re.DOTALL)


@cache
def config() -> dict[str, Any]:
    """Return the values of conf.py, as Sphinx reads them, over the defaults."""
    read = Config.read(ROOT, overrides={}, tags=Tags())
    defaults = {name: read[name] for name in ("root_doc", "language", "exclude_patterns")}
    return {**defaults, "html_baseurl": "", **read._raw_config}


@dataclass(frozen=True)
class Paper:
    """An entry that the site has to show."""

    key: str
    title: str
    authors: tuple[Author, ...]
    is_open: bool
    """Whether the list of authors ends in `and others`."""
    is_edited: bool = False
    """Whether its editors stand in the place of authors."""

    @property
    def marks(self) -> dict[str, str]:
        """The symbols beside the names, and what each means."""
        return {symbol: meaning for author in self.authors for symbol, meaning in author.marks}


@cache
def papers() -> tuple[Paper, ...]:
    """Return the entries that lists show, in the order of the files."""
    entries: dict[str, Entry] = {}
    for name in config()["bibtex_bibfiles"]:
        # As for biber, a line that begins with % is none.
        text = _COMMENT.sub("", (ROOT / name).read_text(encoding="utf-8-sig"))
        entries.update(parse_string(text, "bibtex").entries)
    inherited = {name for entry in entries.values() for name in _parents(entry)}
    by_name = {key.lower(): entry for key, entry in entries.items()}
    return tuple(
        _paper(key, entry, by_name)
        for key, entry in entries.items()
        if entry.type != "xdata"
        and key.lower() not in inherited
        and entry.fields.get("hidden", "").strip().lower() not in _HIDDEN
    )


def _parents(entry: Entry) -> list[str]:
    # Not through `get`, by which pybtex itself looks into parents.
    fields = dict(entry.fields.items())
    names = [fields.get("crossref", ""), *fields.get("xdata", "").split(",")]
    return [name.strip().lower() for name in names if name.strip()]


def _paper(key: str, entry: Entry, entries: dict[str, Entry]) -> Paper:
    fields = {name.lower(): value for name, value in entry.fields.items()}
    people = {role: list(names) for role, names in entry.persons.items()}
    for name in _parents(entry):
        parent = entries[name]
        if parent.type == "xdata":
            fields = {**{k.lower(): v for k, v in parent.fields.items()}, **fields}
        for role, names in parent.persons.items():
            if role != "author" or parent.type == "xdata":
                people.setdefault(role, list(names))
    marks = config().get("publications_marks", {})
    role = "author" if people.get("author") else "editor"
    authors = read_authors(people.get(role, []), role, fields, marks)
    is_open = bool(authors) and authors[-1].name == "others"
    shown = authors[:-1] if is_open else authors
    return Paper(
        key, plain(fields.get("title", "")) or key, tuple(shown), is_open, role == "editor"
    )


@dataclass(frozen=True)
class Document:
    """A page that the owner wrote."""

    name: str
    source: str
    front: dict[str, Any]

    @property
    def cited(self) -> list[str]:
        """The keys that the page cites."""
        return markdown.cited(self.source)

    @property
    def language(self) -> str:
        """The language in the front matter, empty if it is that of the site."""
        return str(self.front.get("lang") or "").replace("_", "-")

    @property
    def description(self) -> str:
        """The description in the front matter, empty if there is none."""
        meta = (self.front.get("myst") or {}).get("html_meta") or {}
        return " ".join(str(meta.get("description", "")).split())


@cache
def documents() -> tuple[Document, ...]:
    """Return the pages, the front page first."""
    said = config()
    project = Project(str(ROOT), {".md": "markdown"})
    excluded = [*said["exclude_patterns"], *said.get("templates_path", ())]
    names = project.discover(excluded, said.get("include_patterns", ["**"]))
    return tuple(map(_document, sorted(names, key=lambda name: (name != said["root_doc"], name))))


def _document(name: str) -> Document:
    text = (ROOT / f"{name}.md").read_text(encoding="utf-8")
    front = _FRONT.match(text)
    values = yaml.safe_load(front[1]) if front else None
    return Document(name, text[front.end() :] if front else text, values or {})


def has_whole_list() -> bool:
    """Whether some page lists every paper, as an owner may not want."""
    return any(markdown.is_whole(b) for page in documents() for b in markdown.lists(page.source))


def written() -> Iterator[str]:
    """Yield all that the owner wrote: conf.py, the bibliography and the pages."""
    names = ["conf.py", *config()["bibtex_bibfiles"], *(f"{page.name}.md" for page in documents())]
    for name in names:
        yield (ROOT / name).read_text(encoding="utf-8")
