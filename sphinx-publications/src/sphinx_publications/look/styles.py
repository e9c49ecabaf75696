"""The pybtex styles: the publication list of a homepage, and pybtex's own with marks.

``publications`` is the three-line entry of a homepage. ``equal_plain``,
``equal_unsrt`` and ``equal_alpha`` are pybtex's styles of these names with
marks, with titles in their own case, and for entries of every type.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pybtex.database import Entry
from pybtex.richtext import Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle, alpha, plain, unsrt
from pybtex.style.labels.alpha import LabelStyle
from pybtex.style.labels.number import LabelStyle as NumberLabels
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting.none import SortingStyle
from pybtex.style.template import FieldIsMissing, Node, field, href, join, node, sentence, tag

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.look.entrytext import entry_lines
from sphinx_publications.look.markednames import show_marks, with_marked_people
from sphinx_publications.look.plugins import register_style
from sphinx_publications.look.readable import readable
from sphinx_publications.model.entrytypes import entry_type
from sphinx_publications.model.identifiers import doi_url


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
        text = entry_lines(SourceEntry.adopt(entry).publication)
        return FormattedEntry(entry.key, text, label)


@node
def _title(children: Sequence[Node], context: dict[str, Any], name: str) -> Text:
    """A title in its own case, with its emphasis and its formulas."""
    entry = context["source"]
    if not entry.fields.get(name):
        raise FieldIsMissing(name, entry)
    return latex.rich(entry.fields[name])


class EqualContributionMixin:
    """Gives a pybtex style marks, titles in their own case, and templates for every type."""

    default_name_style = NameStyle
    default_label_style: type | str
    get_misc_template: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        show_marks(self)

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return the entry as rich text, as ``misc`` where its own template does not fit."""
        source = SourceEntry.adopt(entry)
        names = (source.type, entry_type(source.type).template, "misc")
        found = (getattr(self, f"get_{name}_template", None) for name in names)
        template = next(filter(None, found))
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
        return with_marked_people(readable(entry), entry.publication)

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

    def _readable(self, entry: SourceEntry) -> Entry:
        found = readable(entry)
        if {"doi", "eprint"} & found.fields.keys():
            found.fields.pop("url", None)
        # Without a year a template of pybtex fits nothing but ``misc``, which knows no journal.
        if entry.publication.authors or entry.publication.title:
            found.fields.setdefault("year", str(entry.publication.date) or "n.d.")
        return found


STYLES: dict[str, type[BaseStyle]] = {
    "publications": PublicationsStyle,
    "equal_plain": EqualPlainStyle,
    "equal_unsrt": EqualUnsrtStyle,
    "equal_alpha": EqualAlphaStyle,
}


OUR_STYLES = (PublicationsStyle, EqualContributionMixin)
"""What our styles and those that derive from them are instances of."""


def register_styles() -> None:
    """Register the styles with pybtex under their names."""
    for name, style in STYLES.items():
        register_style(name, style)
