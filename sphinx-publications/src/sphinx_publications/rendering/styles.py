"""The pybtex styles of publication lists, and the formatting of entries with any style.

``publications`` is the three-line entry of a homepage. ``equal_plain``, ``equal_unsrt`` and
``equal_alpha`` are pybtex's styles of these names with marks and with titles in their own
case, for entries of every type.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pybtex.database import Entry, Person
from pybtex.richtext import BaseText, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle, alpha, plain, toplevel, unsrt
from pybtex.style.labels.alpha import LabelStyle
from pybtex.style.labels.number import LabelStyle as NumberLabels
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting.none import SortingStyle
from pybtex.style.template import (
    FieldIsMissing,
    Node,
    field,
    href,
    join,
    node,
    optional_field,
    sentence,
    tag,
)
from pybtex.textutils import abbreviate

from sphinx_publications import latex
from sphinx_publications.bibliography.entries import Guard, SourceEntry
from sphinx_publications.model.fields import behind_title
from sphinx_publications.model.identifiers import doi_url
from sphinx_publications.model.names import OTHERS
from sphinx_publications.rendering.entry_lines import entry_lines
from sphinx_publications.rendering.pybtex_compat import (
    formatting_style,
    readable,
    readable_type,
    register_style,
    show_marks,
    with_marked_people,
)


class PublicationsLabels(LabelStyle):
    """pybtex's alpha labels, or the key if an entry lacks the fields for one.

    pybtex keeps the letters of ASCII alone; here names have letters in every script.
    """

    def format_lab_names(self, persons: Sequence[Person]) -> str:
        """Return the letters of names: ``IoT``, ``田中``, ``佐O``, ``TOS+``."""
        shown = persons[:3] if len(persons) > 4 else persons
        found = "".join("+" if str(p) == OTHERS.family else _initials(p) for p in shown)
        if len(persons) == 1 and len(found) < 2:
            found = _alphanumeric("".join(persons[0].last_names))[:3]
        return found + ("+" if len(persons) > 4 else "")

    def format_label(self, entry: Entry) -> str:
        try:
            return str(super().format_label(entry)) or str(entry.key)
        except (KeyError, IndexError, TypeError):
            return str(entry.key)


def _initials(person: Person) -> str:
    parts = [*person.prelast_names, *person.last_names]
    return _alphanumeric("".join(map(abbreviate, parts)))


def _alphanumeric(text: str) -> str:
    """Return the letters and digits of a text, those of ASCII without accents."""
    bases = ((char, unicodedata.normalize("NFD", char)[0]) for char in text)
    letters = (base if base.isascii() else char for char, base in bases)
    return "".join(letter for letter in letters if letter.isalnum())


class PublicationsStyle(BaseStyle):
    """Three lines: title, authors with marks, venue with links."""

    # Classes: pybtex would search for names.
    default_name_style = NameStyle
    default_label_style = PublicationsLabels
    default_sorting_style = SortingStyle

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return the entry as rich text; any field may be missing."""
        text = entry_lines(SourceEntry.adopt(entry).publication)
        return FormattedEntry(entry.key, text, label)


@node
def _title(children: Sequence[Node], context: dict[str, Any], name: str) -> Text:
    """Return a title in its own case, with emphasis and formulas."""
    entry = context["source"]
    if not entry.fields.get(name):
        raise FieldIsMissing(name, entry)
    addon = entry.publication.particulars.title_addon if name == "title" else ""
    return latex.rich(behind_title(entry.fields[name], addon))


class EqualContributionMixin:
    """Adds marks, titles in their own case and templates for every type to a pybtex style."""

    default_name_style = NameStyle
    default_label_style: type | str
    get_misc_template: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        show_marks(self)

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return the entry as rich text, as ``misc`` if the template of its type does not fit."""
        source = SourceEntry.adopt(entry)
        types = (t for t in _template_types(source) if hasattr(self, f"get_{t}_template"))
        try:
            text = self._written(source, next(types), bib_data)
        except FieldIsMissing:
            text = self._written(source, "misc", bib_data)
        return FormattedEntry(entry.key, text or Text(entry.key), label)

    def _written(self, source: SourceEntry, template: str, bib_data: object) -> Any:
        """Return an entry formatted by the template of a type."""
        entry = self._readable(source, template)
        context = {"entry": entry, "source": source, "style": self, "bib_data": bib_data}
        return getattr(self, f"get_{template}_template")(entry).format_data(context)

    def _readable(self, entry: SourceEntry, template: str) -> Entry:
        return with_marked_people(readable(entry, template), entry.publication)

    def get_incollection_template(self, entry: Entry) -> Node:
        """Return the template of a chapter; pybtex's own has no note."""
        found = super().get_incollection_template(entry)  # type: ignore[misc]
        *parts, references = found.children
        return toplevel[*parts, sentence[optional_field("note")], references]

    def format_title(self, entry: Entry, which_field: str, as_sentence: bool = True) -> Node:
        """Return the template of a title; pybtex's own converts it to lower case."""
        return sentence[_title(which_field)] if as_sentence else _title(which_field)

    def format_btitle(self, entry: Entry, which_field: str, as_sentence: bool = True) -> Node:
        """Return the template of a book's title, in italics."""
        title = tag("em")[_title(which_field)]
        return sentence[title] if as_sentence else title

    def format_doi(self, entry: Entry) -> Node:
        """Return the template of a DOI; pybtex's own does not quote the address."""
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


STYLES: dict[str, type[BaseStyle]] = {
    "publications": PublicationsStyle,
    "equal_plain": EqualPlainStyle,
    "equal_unsrt": EqualUnsrtStyle,
    "equal_alpha": EqualAlphaStyle,
}


OUR_STYLES = (PublicationsStyle, EqualContributionMixin)
"""Base classes of the styles that write marks themselves."""


def register_styles() -> None:
    """Register the styles with pybtex."""
    for name, style in STYLES.items():
        register_style(name, style)


def formatted(style: str, entry: SourceEntry, guard: Guard) -> BaseText:
    """Format an entry with the named pybtex style, with marks beside the names.

    The entry has the lines of ``publications`` if the style raises an error. Raises
    `pybtex.plugin.PluginNotFound` if there is no such style.
    """
    text: BaseText = written(_list_style(style), entry.key, entry, guard).text
    return text


def written(style: Any, label: str, entry: SourceEntry, guard: Guard) -> FormattedEntry:
    """Format an entry with a style instance, or in the lines of ``publications`` if that fails.

    Raises `FieldIsMissing` if the style does.
    """
    return guard(
        entry,
        lambda entry: style.format_entry(label, entry),
        lambda _: FormattedEntry(entry.key, entry_lines(entry.publication), label),
        "it cannot be written in its style",
        FieldIsMissing,
    )


def labelled(
    style: Any, entries: Iterable[SourceEntry], guard: Guard, *, is_stock: bool = False
) -> list[tuple[SourceEntry, str]]:
    """Return entries in the order of a style, with their labels.

    What they say of their place in lists, such as ``sortname``, counts unless `is_stock`.
    Entries that the style can neither sort nor label come last, labelled with their keys.
    """
    fine, odd = list(entries), list[SourceEntry]()
    try:
        return _labelled(style, fine, is_stock)
    except Exception:  # the guard finds the entry that raises it
        for entry in list(fine):
            if not guard(entry, lambda e: bool(_labelled(style, [e], is_stock)), lambda _: False):
                fine.remove(entry)
                odd.append(entry)
    if not odd:
        fine, odd = [], fine
    return [*_labelled(style, fine, is_stock), *((entry, entry.key) for entry in odd)]


def relabelled(
    entries: Iterable[tuple[SourceEntry, str]], labels: Mapping[str, str]
) -> list[tuple[SourceEntry, str]]:
    """Return entries with other `labels` by key; one that is taken gets a number behind it."""
    if not labels:
        return list(entries)
    taken, found = set(labels.values()), []
    for entry, own in entries:
        label = labels.get(entry.key, own)
        if entry.key not in labels and label in taken:
            numbered = (f"{own}-{number}" for number in itertools.count(2))
            label = next(other for other in numbered if other not in taken)
        taken.add(label)
        found.append((entry, label))
    return found


def has_alpha_labels(style: Any) -> bool:
    """Whether the labels of a style are made from names and years."""
    return isinstance(getattr(style, "label_style", None), LabelStyle)


def has_order(style: Any) -> bool:
    """Whether a style sorts entries; pybtex's ``unsrt`` leaves them as they are."""
    sorting = getattr(style, "sorting_style", None)
    return sorting is not None and not isinstance(sorting, SortingStyle)


def has_labels(style: Any) -> bool:
    """Whether a list in a style shows the labels of its entries."""
    return hasattr(style, "format_labels") and not isinstance(style, PublicationsStyle)


def _labelled(
    style: Any, entries: Iterable[SourceEntry], is_stock: bool
) -> list[tuple[SourceEntry, str]]:
    if is_stock:
        ordered = list(style.sort(entries))
    else:
        by_key = {entry.key: entry for entry in entries}
        found = style.sort([entry.for_sorting() for entry in by_key.values()])
        # pybtex knows no ``presort``.
        found = sorted(found, key=lambda e: e.publication.particulars.sorting.presort)
        ordered = [by_key[entry.key] for entry in found]
    return list(zip(ordered, style.format_labels(ordered), strict=True))


@cache
def _list_style(name: str) -> Any:
    style = formatting_style(name)
    return style if isinstance(style, OUR_STYLES) else ForeignStyle(type(style)())


class ForeignStyle:
    """A third-party style, given entries that it understands."""

    def __init__(self, style: Any) -> None:
        self.style = show_marks(style)

    def format_entry(self, label: str, entry: SourceEntry) -> FormattedEntry:
        """Format the entry, as ``misc`` if no other template fits, else in lines."""
        for type_ in filter(self._has_template, _template_types(entry)):
            readable_entry = self._readable(entry, type_)
            readable_entry.type = type_
            try:
                written_entry = self.style.format_entry(label, readable_entry)
            except FieldIsMissing:
                continue
            if written_entry.text:
                return written_entry
        return FormattedEntry(entry.key, entry_lines(entry.publication), label)

    def _readable(self, entry: SourceEntry, template: str) -> Entry:
        found: Entry = with_marked_people(readable(entry, template), entry.publication)
        return found

    def _has_template(self, type_: str) -> bool:
        """Whether the style formats a type; one without templates formats all types."""
        names = (f"get_{type_}_template", f"format_{type_}")
        has_any = hasattr(self.style, "get_misc_template") or hasattr(self.style, "format_misc")
        return not has_any or any(hasattr(self.style, name) for name in names)


def _template_types(entry: SourceEntry) -> dict[str, None]:
    """Return the types whose templates fit an entry, the best first."""
    kind = entry.publication.entry_type
    return dict.fromkeys((readable_type(entry), kind.name, kind.template, "misc"))
