"""Adapters to pybtex: plugins, a docutils backend, readable entries, marks in any style."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
from sphinx_publications.latex import Line, OrcidLink, Part, writer_of
from sphinx_publications.model.authors import Author
from sphinx_publications.model.fields import behind_title
from sphinx_publications.model.identifiers import doi, is_doi_address, is_safe, web_address
from sphinx_publications.model.in_words import (
    addendum,
    edition_of,
    how_in_reference,
    how_published,
    is_mixed,
)
from sphinx_publications.model.names import PlainPerson
from sphinx_publications.model.notes import plain_remark
from sphinx_publications.model.publication import Publication
from sphinx_publications.model.states import state_beside_year, stated_numbers
from sphinx_publications.rendering import nodes
from sphinx_publications.rendering.entry_lines import is_edited, is_general, marked, supplement

# Plugins. pybtex searches all installed distributions for every plugin that it registers or
# finds, some five milliseconds each, so plugins are added to its private table if possible.

_STYLES = "pybtex.style.formatting"


def register_backend() -> None:
    """Register pybtex's backend for docutils, which sphinxcontrib-bibtex looks up when loaded."""
    register("pybtex.backends", "docutils", pybtex_docutils.Backend)


def register_style(name: str, style: type) -> None:
    """Register a pybtex style; it replaces any other of this name."""
    register(_STYLES, name, style)


def register(group: str, name: str, plugin: type) -> None:
    """Register a pybtex plugin; it replaces any other of this name in its group."""
    plugins = getattr(pybtex.plugin, "_RUNTIME_PLUGINS", None)
    if isinstance(plugins, dict):
        plugins.setdefault(group, {})[name] = plugin
    else:
        pybtex.plugin.register_plugin(group, name, plugin, force=True)


@cache
def formatting_style(name: str) -> Any:
    """Return the shared instance of a pybtex style.

    Raises `pybtex.plugin.PluginNotFound` if there is none.
    """
    return pybtex.plugin.find_plugin(_STYLES, name)()


# Rich text as docutils nodes.

Backend: TypeAlias = pybtex_docutils.Backend
Nodes: TypeAlias = list[docutils_nodes.Node]


class DocutilsBackend(pybtex_docutils.Backend):
    """pybtex's backend for docutils, without unsafe links."""

    def format_href(self, url: str, text: Nodes, external: bool = False) -> Nodes:
        """Return a link, or only its text if the address is unsafe."""
        return list(super().format_href(url, text)) if is_safe(url) else text


def _writes(kind: type[docutils_nodes.TextElement], *attributes: str) -> Callable[..., Nodes]:
    """Return a method that writes a part as a node with some attributes of the part."""

    def write(self: NodeWriter, part: Part, backend: Backend) -> Nodes:
        values = {name: getattr(part, name) for name in attributes}
        return [kind("", "", *part.content(backend), **values)]

    return write


class NodeWriter:
    """Writes the parts of an entry as nodes."""

    write_author_name = _writes(nodes.author_name, "is_prominent")
    write_isolated = _writes(nodes.isolated)
    write_owner_name = _writes(nodes.owner_name)
    write_person_link = _writes(nodes.person_link, "person", "url")
    write_mark_symbol = _writes(nodes.author_mark, "spoken")
    write_formula = _writes(nodes.formula, "tex")

    def write_orcid_link(self, part: OrcidLink, backend: Backend) -> Nodes:
        """Return the icon, which has no text."""
        return [nodes.orcid_link("", "", orcid=part.orcid, name=part.name)]

    def write_award(self, part: Part, backend: Backend) -> Nodes:
        """Return an award in bold."""
        return [nodes.award("", "", *part.content(backend), classes=["publication-award"])]

    def write_line(self, part: Line, backend: Backend) -> Nodes:
        """Return a line of a line block."""
        classes = [f"publication-{part.role}"]
        return [docutils_nodes.line("", "", *part.content(backend), classes=classes)]


_NODE_WRITER = NodeWriter()


@writer_of.register
def _(backend: pybtex_docutils.Backend) -> object:
    return _NODE_WRITER


# Entries for the templates of styles.

REMARKS = {"note", "addendum", "award", "additional_info"}


def readable(entry: SourceEntry, template: str = "misc") -> Entry:
    """Return a plain pybtex entry with readable fields and safe links.

    Its note has what the template of a type does not print.
    """
    fields = {name: _readable(value) for name, value in entry.fields.items()}
    for name in REMARKS & fields.keys():
        fields[name] = _readable(plain_remark(entry.fields[name]))
    has_eprint = any(entry.fields.get(name) for name in ("eprint", "arxiv"))
    url, identifier = entry.fields.get("url", ""), doi(entry.fields.get("doi", "")) or ""
    is_same = is_doi_address(url) and (doi(url) or "").lower() == identifier.lower()
    fields |= {
        "url": "" if is_same else web_address(url) or "",
        "doi": identifier,
        # What pybtex's styles print is arXiv's.
        "eprint": entry.publication.details.arxiv if has_eprint else "",
    }
    fields |= _kind(entry, template) | _dated(entry)
    # An article may have a number and no pages.
    fields.setdefault("pages", _readable_text(entry.publication.details.eid))
    fields |= _besides(entry, template, fields.get("note", ""))
    found = Entry(readable_type(entry), {name: value for name, value in fields.items() if value})
    found.key = entry.key
    found.persons = _persons(entry, template)
    return found


def readable_type(entry: SourceEntry) -> str:
    """Return the type of an entry whose template in pybtex's styles fits it best."""
    if entry.type == "mastersthesis" and entry.fields.get("type"):
        # Of the templates of theses only this one has words of the entry for the thesis.
        return "phdthesis"
    if entry.type == "unpublished" and how_published(entry.publication):
        return "misc"
    # That of ``inbook`` has no title of the book.
    is_chapter = entry.type == "inbook" and entry.fields.get("booktitle")
    return "incollection" if is_chapter else str(entry.type)


def _besides(entry: SourceEntry, template: str, note: str) -> dict[str, str]:
    """Return the title with its annex, the volume with its part, and the supplemented note."""
    publication = entry.publication
    details, more = publication.details, publication.particulars
    # pybtex's styles print that of arXiv.
    eprint = publication.archived(f"arXiv: {details.arxiv}")
    said = map(_readable_text, (supplement(publication, template), eprint, addendum(publication)))
    others, *more_notes = said
    found = {"note": ". ".join(filter(None, (others, note, *more_notes)))}
    name = "organization" if template == "manual" else "publisher"
    if template == "manual" or not (details.publisher or publication.is_preprint):
        found[name] = _readable_text(publication.publisher)
    found["edition"] = _readable_text(edition_of(publication))
    if not details.publisher and details.event_place and not details.event:
        found["address"] = _readable_text(details.event_place)
    if more.title_addon:
        found["title"] = _readable(behind_title(entry.fields.get("title", ""), more.title_addon))
    if more.whole:
        whole = publication.container if publication.entry_type.stands_alone else ""
        found["series"] = _readable_text(publication.collection or whole)
    numbers = (("part", "volume", details.volume), ("issue", "number", details.issue))
    found |= {n: _readable_text(text) for field, n, text in numbers if entry.fields.get(field)}
    return found


def _persons(entry: SourceEntry, template: str) -> Any:
    """Return the people; in place of the authors stand editors that a template does not print."""
    publication, editors = entry.publication, entry.publication.editors.names
    if publication.role == "author" and len(editors) > len(entry.persons.get("editor", ())):
        # Others, such as those in ``editora``, are editors too.
        return {**entry.persons, "editor": [name.person() for name in editors]}
    if publication.role == "author" or is_edited(publication, template):
        return entry.persons
    others = {role: people for role, people in entry.persons.items() if role != publication.role}
    return {"author": entry.persons.get(publication.role, []), **others}


def _kind(entry: SourceEntry, template: str) -> dict[str, str]:
    """Return what says in words what a work is: nobody gets a doctorate whom none is given."""
    publication, kind = entry.publication, entry.publication.entry_type
    is_called = kind.heading == "Theses" or kind.is_known_by_number
    words = publication.details.kind or (kind.label if is_called else "")
    if is_general(template):
        is_said = kind.is_known_by_number or entry.fields.get("type")
        how = how_in_reference(publication, words if is_said else "")
        return {"howpublished": _readable_text(how)} if how != publication.details.how else {}
    is_thesis = kind.heading == "Theses" and kind.name not in {"phdthesis", "mastersthesis"}
    if not (entry.fields.get("type") or is_thesis):
        return {}
    return {"type": _readable_text(words)}


def _dated(entry: SourceEntry) -> dict[str, str]:
    """Return the year with the state of a work that has one; other fields do not say it too."""
    date, fields = entry.publication.date, entry.fields
    if not date.status:
        return {}
    names = [
        *stated_numbers(fields),
        *(["month"] if state_beside_year(fields.get("month", "")) else []),
    ]
    names += ["note"] if date.told_by == "note" else []
    return {"year": _readable_text(date._replace(season=None).full), **dict.fromkeys(names, "")}


def citable(entry: SourceEntry) -> SourceEntry:
    """Return an entry with title and year readable by the templates of citations."""
    converted = {
        name: _readable(entry.fields[name])
        for name in ("title", "year")
        if latex.has_markup(entry.fields.get(name, ""))
    }
    date = entry.publication.date
    if date.status:
        # A citation has no note and, in most styles, no venue that would say the state.
        converted["year"] = _readable_text(date._replace(told_by="", season=None).full)
    if not converted:
        return entry
    found = copy(entry)
    found.fields = OrderedCaseInsensitiveDict({**entry.fields, **converted})
    return found


def _readable(value: str) -> str:
    """Return LaTeX that pybtex parses like `latex`, or else its text without markup.

    pybtex supports no formulas and few macros, and raises on unbalanced braces.
    """
    if not latex.has_markup(value):
        return value
    text = latex.plain(value)
    try:
        if " ".join(str(Text.from_latex(value)).split()) == text:
            return value
    except Exception:  # unbalanced braces, and errors of codecs
        pass
    return _readable_text(text)


def _readable_text(text: str) -> str:
    """Return plain text as LaTeX for pybtex."""
    return re.sub(r"[{}\\]", "", text).replace("%", r"\%")


# Marks in any style.


class MarkedPerson(PlainPerson):
    """A pybtex person with the author that it stands for."""

    author: Author
    is_isolated: bool

    @classmethod
    def of(cls, person: Person, author: Author, is_isolated: bool) -> MarkedPerson:
        """Return a copy of `person` for an author; for `is_isolated` see `marked`."""
        found = cls()
        found.__dict__.update(person.__dict__, author=author, is_isolated=is_isolated)
        return found


def with_marked_people(entry: Entry, publication: Publication) -> Entry:
    """Give an entry persons whose marks a style of `show_marks` writes; return the entry."""
    role = "author" if "author" in entry.persons else publication.role
    persons = entry.persons.get(role, [])
    if persons and len(persons) == len(publication.authors):
        are_mixed = repeat(is_mixed(publication))
        people = list(map(MarkedPerson.of, persons, publication.authors, are_mixed))
        entry.persons = {**entry.persons, role: people}
    return entry


def show_marks(style: Any) -> Any:
    """Make any style write the marks of authors after their names; return the style."""
    format_name = style.format_name

    def format_with_marks(person: Person, abbreviate: bool = False) -> Any:
        name = (
            Text(" ".join([*person.last_names, *person.first_names]))
            if getattr(person, "is_family_first", False)
            else format_name(person, abbreviate)
        )
        if not isinstance(person, MarkedPerson):
            return name
        return _marked(person.author, person.is_isolated)[name]

    style.format_name = format_with_marks
    return style


_MOST_NAMES = 4096


def format_names_once(style: Any) -> None:
    """Make a style that writes no marks keep the names that it has formatted: most recur."""
    format_name = style.format_name
    known: dict[str, BaseText] = {}

    def format_once(person: Person, abbreviate: bool = False) -> BaseText:
        key = f"{type(person)}{vars(person)}{abbreviate}"
        if key not in known:
            if len(known) == _MOST_NAMES:
                known.clear()
            name = format_name(person, abbreviate)
            known[key] = name.format() if isinstance(name, Node) else name
        return known[key]

    style.format_name = format_once


@node
def _marked(
    children: Sequence[Any], context: dict[str, Any], author: Author, is_isolated: bool
) -> BaseText:
    """Return a name with the marks of its author."""
    parts = [c.format_data(context) if isinstance(c, Node) else c for c in children]
    return marked(author, Text(*parts), is_isolated)
