"""The pybtex styles, ours and those of others, and entries as they write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from pybtex.database import Entry
from pybtex.richtext import BaseText, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle, alpha, plain, unsrt
from pybtex.style.labels.alpha import LabelStyle
from pybtex.style.labels.number import LabelStyle as NumberLabels
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting.none import SortingStyle
from pybtex.style.template import FieldIsMissing, Node, field, href, join, node, sentence, tag

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.error_boundary import Guard
from sphinx_publications.model.entry_types import entry_type
from sphinx_publications.model.identifiers import doi_url
from sphinx_publications.rendering.entry_lines import entry_lines
from sphinx_publications.rendering.pybtex_compat import (
    formatting_style,
    readable,
    register_style,
    show_marks,
    with_marked_people,
)

# The pybtex styles: the publication list of a homepage, and pybtex's own with marks.
#
# ``publications`` is the three-line entry of a homepage. ``equal_plain``,
# ``equal_unsrt`` and ``equal_alpha`` are pybtex's styles of these names with
# marks, with titles in their own case, and for entries of every type.


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


# Entries as the style of their list writes them, whosever style it is.


def formatted(style: str, entry: SourceEntry, guard: Guard) -> BaseText:
    """Return an entry as a pybtex style writes it, with the marks beside the names.

    Where the style raises anything, the entry has the lines of the extension's own. Raises
    `pybtex.plugin.PluginNotFound` if there is no such style.
    """
    text: BaseText = written(_list_style(style), entry.key, entry, guard).text
    return text


def written(style: Any, label: str, entry: SourceEntry, guard: Guard) -> FormattedEntry:
    """Return an entry with a label as an instance of a style writes it, or else in lines.

    Raises `FieldIsMissing` where the style does.
    """
    return guard(
        entry,
        lambda entry: style.format_entry(label, entry),
        lambda _: FormattedEntry(entry.key, entry_lines(entry.publication), label),
        "it cannot be written in its style",
        FieldIsMissing,
    )


def labelled(
    style: Any, entries: Iterable[SourceEntry], guard: Guard
) -> list[tuple[SourceEntry, str]]:
    """Return entries in the order of a style, with their labels.

    What the style can neither sort nor label comes last, and has its key.
    """
    fine, odd = list(entries), list[SourceEntry]()
    try:
        return _labelled(style, fine)
    except Exception:  # whosever entry it is, which the guard finds out
        for entry in list(fine):
            if not guard(entry, lambda e: bool(_labelled(style, [e])), lambda _: False):
                fine.remove(entry)
                odd.append(entry)
    if not odd:
        fine, odd = [], fine
    return [*_labelled(style, fine), *((entry, entry.key) for entry in odd)]


def _labelled(style: Any, entries: Iterable[SourceEntry]) -> list[tuple[SourceEntry, str]]:
    ordered = list(style.sort(entries))
    return list(zip(ordered, style.format_labels(ordered), strict=True))


@cache
def _list_style(name: str) -> Any:
    style = formatting_style(name)
    return style if isinstance(style, OUR_STYLES) else ForeignStyle(type(style)())


class ForeignStyle:
    """A style of others, given entries that it understands."""

    def __init__(self, style: Any) -> None:
        self.style = show_marks(style)

    def format_entry(self, label: str, entry: SourceEntry) -> FormattedEntry:
        """Return the entry as the style writes it.

        What it has no template for is written as ``misc``, and else in lines.
        """
        for type_ in self._types(entry):
            written: Entry = with_marked_people(readable(entry), entry.publication)
            written.type = type_
            try:
                made = self.style.format_entry(label, written)
            except FieldIsMissing:
                continue
            if made.text:
                return made
        return FormattedEntry(entry.key, entry_lines(entry.publication), label)

    def _types(self, entry: SourceEntry) -> Iterator[str]:
        """Yield the types for which the style has a template, the most fitting first."""
        for name in dict.fromkeys((entry.type, entry_type(entry.type).template, "misc")):
            has_template = hasattr(self.style, f"get_{name}_template")
            # A style may override all of it, and then need no template.
            if has_template or hasattr(self.style, f"format_{name}") or not _asks_types(self.style):
                yield name


def _asks_types(style: Any) -> bool:
    return hasattr(style, "get_misc_template") or hasattr(style, "format_misc")
