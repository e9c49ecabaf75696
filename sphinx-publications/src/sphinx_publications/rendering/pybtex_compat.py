"""Entries as the templates of pybtex's styles can read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from functools import cache
from itertools import repeat
from typing import Any, TypeAlias

import pybtex.plugin
import pybtex_docutils
from docutils import nodes as docutils_nodes
from pybtex.database import Entry, Person
from pybtex.richtext import BaseText, Text
from pybtex.style.template import Node, node
from pybtex.utils import OrderedCaseInsensitiveDict

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.latex import (
    AuthorName,
    Formula,
    Isolated,
    Line,
    MarkSymbol,
    OwnerName,
    writer_of,
)
from sphinx_publications.model.authors import Author
from sphinx_publications.model.identifiers import arxiv, doi, is_safe, web_address
from sphinx_publications.model.names import PlainPerson
from sphinx_publications.model.note_markup import plain_remark
from sphinx_publications.model.publication import Publication
from sphinx_publications.rendering import nodes
from sphinx_publications.rendering.entry_lines import is_mixed, marked

# Plugins of pybtex, registered without a search.
#
# pybtex looks through all installed distributions whenever a plugin is registered,
# or looked up that was not registered at run time, some five milliseconds each.
# Its store of plugins is not public: where it is not as expected, the public
# function does the same, slower.

_STYLES = "pybtex.style.formatting"


def register_backend() -> None:
    """Register pybtex's backend for docutils, for which sphinxcontrib-bibtex asks when loaded."""
    register("pybtex.backends", "docutils", pybtex_docutils.Backend)


def register_style(name: str, style: type) -> None:
    """Register a pybtex style, in place of any other of this name."""
    register(_STYLES, name, style)


def register(group: str, name: str, plugin: type) -> None:
    """Register a pybtex plugin, in place of any other of this name in its group."""
    plugins = getattr(pybtex.plugin, "_RUNTIME_PLUGINS", None)
    if isinstance(plugins, dict):
        plugins.setdefault(group, {})[name] = plugin
    else:
        pybtex.plugin.register_plugin(group, name, plugin, force=True)


@cache
def formatting_style(name: str) -> Any:
    """Return the pybtex style with a name, one of each.

    Raises `pybtex.plugin.PluginNotFound` if there is none.
    """
    return pybtex.plugin.find_plugin(_STYLES, name)()


# Rich text as docutils nodes, for every builder.

Backend: TypeAlias = pybtex_docutils.Backend
Nodes: TypeAlias = list[docutils_nodes.Node]


class DocutilsBackend(pybtex_docutils.Backend):
    """pybtex's backend for docutils, which links nowhere unsafe."""

    def format_href(self, url: str, text: Nodes, external: bool = False) -> Nodes:
        """Return a link, or its text where it would lead somewhere unsafe."""
        return list(super().format_href(url, text)) if is_safe(url) else text


class NodeWriter:
    """Makes nodes of the parts of an entry."""

    def write_line(self, part: Line, backend: Backend) -> Nodes:
        """Return a line of a line block."""
        classes = [f"publication-{part.role}"]
        return [docutils_nodes.line("", "", *part.content(backend), classes=classes)]

    def write_author_name(self, part: AuthorName, backend: Backend) -> Nodes:
        """Return the name of an author."""
        content = part.content(backend)
        return [nodes.author_name("", "", *content, is_prominent=part.is_prominent)]

    def write_isolated(self, part: Isolated, backend: Backend) -> Nodes:
        """Return a name among names of other scripts."""
        return [nodes.isolated("", "", *part.content(backend))]

    def write_owner_name(self, part: OwnerName, backend: Backend) -> Nodes:
        """Return the name of the owner."""
        return [nodes.owner_name("", "", *part.content(backend))]

    def write_mark_symbol(self, part: MarkSymbol, backend: Backend) -> Nodes:
        """Return a mark beside a name."""
        return [nodes.author_mark("", "", *part.content(backend), spoken=part.spoken)]

    def write_formula(self, part: Formula, backend: Backend) -> Nodes:
        """Return a formula."""
        return [nodes.formula("", "", *part.content(backend), tex=part.tex)]


_NODE_WRITER = NodeWriter()


@writer_of.register
def _(backend: pybtex_docutils.Backend) -> object:
    return _NODE_WRITER


REMARKS = {"note", "addendum", "award", "additional_info"}


def readable(entry: SourceEntry) -> Entry:
    """Return an entry of pybtex's own with fields that it understands and links that are safe."""
    fields = {name: _readable(value) for name, value in entry.fields.items()}
    for name in REMARKS & fields.keys():
        fields[name] = _readable(plain_remark(entry.fields[name]))
    fields |= {
        "url": web_address(entry.fields.get("url", "")) or "",
        "doi": doi(entry.fields.get("doi", "")) or "",
        "eprint": arxiv(entry.fields.get("eprint", "")) or "",
    }
    # An article that has a number instead of pages (BibLaTeX manual, field `eid`).
    fields.setdefault("pages", fields.get("eid", ""))
    found = Entry(entry.type, {name: value for name, value in fields.items() if value})
    found.key = entry.key
    found.persons = entry.persons
    return found


def citable(entry: SourceEntry) -> SourceEntry:
    """Return an entry whose title and year the templates of citations can read."""
    odd = {
        name: _readable(entry.fields[name])
        for name in ("title", "year")
        if latex.has_markup(entry.fields.get(name, ""))
    }
    if not odd:
        return entry
    found = copy(entry)
    found.fields = OrderedCaseInsensitiveDict({**entry.fields, **odd})
    return found


def _readable(value: str) -> str:
    """Return LaTeX that pybtex's reader takes as ours does, else its text without markup.

    pybtex knows no formulas and few macros, and raises on braces that do not match.
    """
    if not latex.has_markup(value):
        return value
    text = latex.plain(value)
    try:
        if " ".join(str(Text.from_latex(value)).split()) == text:
            return value
    except Exception:  # braces that do not match, and whatever a codec raises
        pass
    return re.sub(r"[{}\\]", "", text).replace("%", r"\%")


# Marks beside the names that any pybtex style writes.


class MarkedPerson(PlainPerson):
    """A person of pybtex who is an author with marks."""

    author: Author
    is_isolated: bool

    @classmethod
    def of(cls, person: Person, author: Author, is_isolated: bool) -> MarkedPerson:
        """Return a person as the author that it is; for `is_isolated` see `marked`."""
        made = cls()
        made.__dict__.update(person.__dict__)
        made.author = author
        made.is_isolated = is_isolated
        return made


def with_marked_people(entry: Entry, publication: Publication) -> Entry:
    """Return an entry whose authors are known by their marks to what `show_marks` returned."""
    persons = entry.persons.get(publication.role, [])
    if len(persons) == len(publication.authors):
        are_mixed = repeat(is_mixed(publication))
        people = list(map(MarkedPerson.of, persons, publication.authors, are_mixed))
        entry.persons = {**entry.persons, publication.role: people}
    return entry


def show_marks(style: Any) -> Any:
    """Let a style, whosever it is, write the marks of authors behind their names; returns it."""
    format_name = style.format_name

    def format_with_marks(person: Person, abbreviate: bool = False) -> Any:
        name = format_name(person, abbreviate)
        if not isinstance(person, MarkedPerson):
            return name
        return _marked(person.author, person.is_isolated)[name]

    style.format_name = format_with_marks
    return style


@node
def _marked(
    children: Sequence[Any], context: dict[str, Any], author: Author, is_isolated: bool
) -> BaseText:
    """Return a name with the marks of its author."""
    parts = [c.format_data(context) if isinstance(c, Node) else c for c in children]
    return marked(author, Text(*parts), is_isolated)
