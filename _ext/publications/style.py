"""The pybtex styles: the publication list of a homepage, and pybtex's own with marks.

``publications`` is the three-line entry of a homepage. ``equal_plain``,
``equal_unsrt`` and ``equal_alpha`` are pybtex's styles of these names with
marks, with titles in their own case, and for entries of every type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pybtex.database import Entry
from pybtex.richtext import BaseText, HRef, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle, alpha, plain, unsrt
from pybtex.style.labels.alpha import LabelStyle
from pybtex.style.labels.number import LabelStyle as NumberLabels
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting.none import SortingStyle
from pybtex.style.template import FieldIsMissing, Node, field, href, join, node, sentence, tag

from . import latex
from .authors import Author
from .entries import SourceEntry
from .identifiers import arxiv, doi, doi_url, safe_url
from .lines import entry_lines
from .plugins import register_style
from .richtext import AuthorName, Line, MarkSymbol, OwnerName


class RichText:
    """The parts of an entry's lines as pybtex's rich text: a `lines.Markup`."""

    def text(self, words: str) -> BaseText:
        return Text(words)

    def latex(self, source: str) -> BaseText:
        return latex.rich(source)

    def join(self, parts: Iterable[BaseText], separator: str = "") -> BaseText:
        return Text(separator).join(list(parts)) if separator else Text(*parts)

    def author(self, author: Author, name: str) -> BaseText:
        return _with_marks(author, name)

    def link(self, url: str, words: str) -> BaseText:
        return HRef(url, words)


RICH_TEXT = RichText()


def _with_marks(author: Author, name: BaseText | str) -> AuthorName:
    shown = OwnerName(name) if author.is_owner else Text(name)
    marks = [MarkSymbol(mark.spoken, mark.symbol) for mark in author.marks]
    return AuthorName(author.is_prominent, shown, *marks)


class PublicationsLabels(LabelStyle):
    """pybtex's alpha labels, with the key where an entry has nothing to make one of."""

    def format_label(self, entry: Entry) -> str:
        try:
            return str(super().format_label(entry)) or str(entry.key)
        except (KeyError, IndexError, TypeError):
            return str(entry.key)


class PublicationsStyle(BaseStyle):
    """Title, authors with marks, venue with links: a line each."""

    # Classes, since names would be searched for.
    default_name_style = NameStyle
    default_label_style = PublicationsLabels
    default_sorting_style = SortingStyle

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return the entry as rich text; it may lack any field."""
        lines = entry_lines(SourceEntry.adopt(entry).publication, RICH_TEXT)
        text = Text(*(Line(role, line) for role, line in lines))
        return FormattedEntry(entry.key, text, label)


@node
def _author_names(children: Sequence[Node], context: dict[str, Any], role: str) -> Text:
    """The names of a role with their marks, as pybtex's `names` has them without."""
    entry = context["source"]
    if not entry.persons.get(role):
        raise FieldIsMissing(role, entry)
    style = context["style"]
    names = [
        style.format_name(person, style.abbreviate_names).format_data(context)
        for person in entry.persons[role]
    ]
    authors = entry.publication.authors
    has_marks = style.shows_marks and role == entry.publication.role
    if has_marks and len(authors) == len(names):
        names = [_with_marks(author, name) for author, name in zip(authors, names, strict=True)]
    return join(sep=", ", sep2=" and ", last_sep=", and ")[names].format_data(context)


@node
def _title(children: Sequence[Node], context: dict[str, Any], name: str) -> Text:
    """A title in its own case, with its emphasis and its formulas."""
    entry = context["source"]
    if not entry.fields.get(name):
        raise FieldIsMissing(name, entry)
    return latex.rich(entry.fields[name])


_TEMPLATES = {
    "conference": "inproceedings",
    "mvproceedings": "proceedings",
    "thesis": "phdthesis",
    "report": "techreport",
    "collection": "book",
    "mvbook": "book",
}


class EqualContributionMixin:
    """Gives a pybtex style marks, titles in their own case, and templates for every type."""

    default_name_style = NameStyle
    default_label_style: type | str
    get_misc_template: Any
    shows_marks = True

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return the entry as rich text, as ``misc`` where its own template does not fit."""
        source = SourceEntry.adopt(entry)
        name = _TEMPLATES.get(source.type, source.type)
        template = getattr(self, f"get_{name}_template", self.get_misc_template)
        context = {
            "entry": self._readable(source),
            "source": source,
            "style": self,
            "bib_data": bib_data,
        }
        try:
            text = template(source).format_data(context)
        except FieldIsMissing:
            text = self.get_misc_template(source).format_data(context)
        return FormattedEntry(entry.key, text or Text(entry.key), label)

    def _readable(self, entry: SourceEntry) -> Entry:
        """Return an entry for pybtex's templates: plain text, and only links that are safe.

        Their own reader of LaTeX raises on braces that do not match, hence none are left.
        """
        fields = {
            name: re.sub(r"[{}\\]", "", latex.plain(value)) for name, value in entry.fields.items()
        }
        fields |= {
            "url": safe_url(entry.fields.get("url", "")) or "",
            "doi": doi(entry.fields.get("doi", "")) or "",
            "eprint": arxiv(entry.fields.get("eprint", "")) or "",
        }
        # An article that has a number instead of pages (BibLaTeX manual, field `eid`).
        fields.setdefault("pages", fields.get("eid", ""))
        readable = Entry(entry.type, {name: value for name, value in fields.items() if value})
        readable.key = entry.key
        readable.persons = entry.persons
        return readable

    def format_title(self, entry: Entry, which_field: str, as_sentence: bool = True) -> Node:
        """Return the title's template; pybtex's own lowers its case."""
        return sentence[_title(which_field)] if as_sentence else _title(which_field)

    def format_btitle(self, entry: Entry, which_field: str, as_sentence: bool = True) -> Node:
        """Return the template of a book's title, in italics."""
        title = tag("em")[_title(which_field)]
        return sentence[title] if as_sentence else title

    def format_doi(self, entry: Entry) -> Node:
        """Return the template of a DOI; pybtex's own puts any character into the address."""
        address = field("doi", apply_func=doi_url, raw=True)
        return href(address)[join["doi:", field("doi", raw=True)]]

    def format_names(self, role: str, as_sentence: bool = True) -> Node:
        """Return the template of the names of a role, with marks."""
        names = _author_names(role)
        return sentence[names] if as_sentence else names


class EqualUnsrtStyle(EqualContributionMixin, unsrt.Style):
    """pybtex's unsrt with marks."""

    default_label_style = NumberLabels
    default_sorting_style = SortingStyle


class EqualPlainStyle(EqualContributionMixin, plain.Style):
    """pybtex's plain with marks."""


class EqualAlphaStyle(EqualContributionMixin, alpha.Style):
    """pybtex's alpha with marks."""

    default_label_style = PublicationsLabels


class CitationStyle(EqualUnsrtStyle):
    """A reference for others to copy into their papers: without marks, with one identifier."""

    shows_marks = False

    def _readable(self, entry: SourceEntry) -> Entry:
        readable = super()._readable(entry)
        if {"doi", "eprint"} & readable.fields.keys():
            readable.fields.pop("url", None)
        return readable


STYLES: dict[str, type[BaseStyle]] = {
    "publications": PublicationsStyle,
    "equal_plain": EqualPlainStyle,
    "equal_unsrt": EqualUnsrtStyle,
    "equal_alpha": EqualAlphaStyle,
}


def register_styles() -> None:
    """Register the styles with pybtex under their names."""
    for name, style in STYLES.items():
        register_style(name, style)
