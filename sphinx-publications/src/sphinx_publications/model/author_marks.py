"""Reconcile what an entry says of its authors: data, explanations, symbols typed into names.

Data wins: a mark of ``author+an`` keeps its meaning, and an explanation is about typed symbols
alone. A typed symbol is shown as typed; a mark of data with the same symbol gets another one.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.model.marks import Mark, MarkTable, plain_with_symbols, unexplained
from sphinx_publications.model.notes import (
    Holders,
    Says,
    begins_with_symbol,
    explained_symbols,
    explanations,
    meaning_of,
    says_no_more,
)

_T = TypeVar("_T")
_FREE = "§¶#"
"""Symbols, also doubled, for marks of data whose own symbol is typed with another meaning."""


def reconciled(
    data: Mapping[int, Sequence[Mark]],
    typed: Mapping[int, Sequence[str]],
    fields: Mapping[str, str],
    table: MarkTable,
    total: int,
) -> dict[int, tuple[Mark, ...]]:
    """Return the marks of each author by position, from 1.

    `data` has the marks of annotations, `typed` the symbols beside names, `fields` explain these;
    `total` is the number of authors, or 0 if their list is open. No symbol has two meanings in the
    result, nor another one in the note.
    """
    if not (data or typed):
        return {}
    annotated = _positions(data)
    typed_marks = _read_typed(_positions(typed), annotated, explanations(fields), table, total)
    noted = {
        symbol
        for symbol, meaning in explanations({"note": fields.get("note", "")}).items()
        if not any(
            mark.symbol == symbol and _agrees(mark, meaning, Holders(positions, total))
            for mark, positions in annotated.items()
        )
    }
    shown = _with_free_symbols(annotated, typed_marks, noted, table)
    return {
        position: tuple(
            dict.fromkeys(
                (
                    *(shown[mark] for mark in data.get(position, ())),
                    *(
                        shown.get(typed_marks[symbol], typed_marks[symbol])
                        for symbol in typed.get(position, ())
                    ),
                )
            )
        )
        for position in sorted({*data, *typed})
    }


def unsaid_note(note: str, marks: Sequence[Sequence[Mark]]) -> str:
    """Return the note, unless it only explains symbols that the legend explains too.

    `marks` are those of each author.
    """
    text = plain_with_symbols(note)
    if not begins_with_symbol(text):
        return note
    explained = {mark for own in marks for mark in own if mark.is_explained}
    everyone = Holders(frozenset(range(1, len(marks) + 1)), len(marks))

    def is_said(symbol: str, meaning: str) -> bool:
        return any(m.symbol == symbol and _says(m, meaning, everyone) for m in explained)

    meant = explained_symbols(text)
    return "" if meant and all(is_said(*pair) for pair in meant.items()) else note


def _says(mark: Mark, explanation: str, holders: Holders) -> bool:
    """Whether a mark, with its legend, says all that an explanation says."""
    is_same = explanation.casefold() in {mark.meaning.casefold(), mark.term.casefold()}
    return is_same or (mark.is_equal and says_no_more(explanation, holders))


def _agrees(mark: Mark, explanation: str, holders: Holders) -> bool:
    """Whether an explanation says of people what a mark says, be it in other words."""
    said = meaning_of(explanation, holders)
    if said is Says.OTHER:
        return _says(mark, explanation, holders)
    return mark.is_equal if said is Says.EQUAL else mark.word == "corresponding"


def unused_explanations(
    fields: Mapping[str, str],
    data: Mapping[int, Sequence[Mark]],
    typed: Mapping[int, Sequence[str]],
    total: int,
) -> Iterator[Remark]:
    """Yield a remark for each symbol that the entry explains, and that stands beside no name."""
    written = {symbol for symbols in typed.values() for symbol in symbols}
    annotated = _positions(data)
    for field in ("annotation", "note") if data or typed else ("annotation",):
        text = plain_with_symbols(fields.get(field, ""))
        meanings = explained_symbols(text) if begins_with_symbol(text) else {}
        for symbol, meaning in meanings.items():
            is_said = any(
                mark.symbol == symbol and _agrees(mark, meaning, Holders(positions, total))
                for mark, positions in annotated.items()
            )
            if symbol not in written and not is_said:
                message = (
                    f"{field} says what '{symbol}' means, and it stands beside no name; "
                    f"write it there, or say who '{meaning}' is about in author+an"
                )
                yield Remark(field, Subtype.UNREAD_ANNOTATION, message)


def _positions(things: Mapping[int, Sequence[_T]]) -> dict[_T, frozenset[int]]:
    """Return the positions at which each thing stands."""
    found: dict[_T, set[int]] = {}
    for position, here in sorted(things.items()):
        for thing in here:
            found.setdefault(thing, set()).add(position)
    return {thing: frozenset(positions) for thing, positions in found.items()}


def _read_typed(
    typed: Mapping[str, frozenset[int]],
    annotated: Mapping[Mark, frozenset[int]],
    meanings: Mapping[str, str],
    table: MarkTable,
    total: int,
) -> dict[str, Mark]:
    """Return the mark of each typed symbol: one of data that it repeats, or one of its own."""
    found: dict[str, Mark] = {}
    taken = {mark.word for mark in annotated}
    usual = {mark.symbol for mark in table.marks}
    # "#" gets a word that "*", which has its own, leaves.
    for symbol, positions in sorted(typed.items(), key=lambda item: item[0] not in usual):
        holders = Holders(positions, total)
        same = next((mark for mark in annotated if mark.symbol == symbol), None)
        if same and _repeats(symbol, same, annotated[same], holders, meanings, table):
            found[symbol] = same
        else:
            found[symbol] = _own_mark(symbol, holders, meanings, table, taken)
            taken.add(found[symbol].word)
    return found


def _repeats(
    symbol: str,
    mark: Mark,
    annotated: Collection[int],
    holders: Holders,
    meanings: Mapping[str, str],
    table: MarkTable,
) -> bool:
    """Whether a typed symbol says what data says of the same people.

    Nobody joins a group of data because of a symbol.
    """
    setting = table.for_typed(symbol)
    if symbol in meanings:
        is_said = _agrees(mark, meanings[symbol], holders)
    elif setting is not None:
        is_said = setting.word == mark.word
    else:
        return holders.positions <= set(annotated)
    return is_said and (not mark.is_equal or holders.positions <= set(annotated))


def _own_mark(
    symbol: str,
    holders: Holders,
    meanings: Mapping[str, str],
    table: MarkTable,
    taken: Collection[str],
) -> Mark:
    """Return the mark of a symbol as the entry explains it, or else the configuration."""
    setting = table.for_typed(symbol)
    if symbol in meanings:
        said, meaning = meaning_of(meanings[symbol], holders), meanings[symbol]
        word = "corresponding" if said is Says.CORRESPONDING else symbol
        if said is Says.EQUAL:
            word = _free_group(symbol, table, taken)
        return Mark(word, symbol, meaning, meaning)
    if setting is None:
        return unexplained(symbol)
    if setting.is_equal and setting.word in taken:
        return setting._replace(word=_free_group(symbol, table, taken))
    return setting


def _free_group(symbol: str, table: MarkTable, taken: Collection[str]) -> str:
    """Return the word for a group of equal contribution, or the symbol if all are taken."""
    groups = sorted(
        (mark for mark in table.marks if mark.is_equal), key=lambda mark: mark.symbol != symbol
    )
    return next((mark.word for mark in groups if mark.word not in taken), symbol)


def _with_free_symbols(
    annotated: Mapping[Mark, frozenset[int]],
    typed: Mapping[str, Mark],
    noted: Collection[str],
    table: MarkTable,
) -> dict[Mark, Mark]:
    """Return the marks of data with symbols that no other mark and no note of the entry has."""
    taken = {*noted, *(symbol for symbol, mark in typed.items() if mark not in annotated)}
    usual = {mark.symbol for mark in table.marks}
    free = (symbol * times for times in itertools.count(1) for symbol in _FREE)
    shown: dict[Mark, Mark] = {}
    for mark in annotated:
        symbol = mark.symbol
        if symbol in taken:
            symbol = next(s for s in free if s not in taken | usual | typed.keys())
        taken.add(symbol)
        shown[mark] = mark._replace(symbol=symbol)
    return shown
