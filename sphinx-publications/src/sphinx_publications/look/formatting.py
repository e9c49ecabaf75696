"""Entries as the style of their list writes them, whosever style it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pybtex.database import Entry
from pybtex.richtext import BaseText
from pybtex.style import FormattedEntry
from pybtex.style.template import FieldIsMissing

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.guard import Guard
from sphinx_publications.look.entrytext import entry_lines
from sphinx_publications.look.markednames import show_marks, with_marked_people
from sphinx_publications.look.plugins import formatting_style
from sphinx_publications.look.readable import readable
from sphinx_publications.look.styles import OUR_STYLES
from sphinx_publications.model.entrytypes import entry_type


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
