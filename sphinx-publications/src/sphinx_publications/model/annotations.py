"""BibLaTeX data annotations: ``author+an = {1=equal; 2=equal,corresponding}``.

The grammar is that of the BibLaTeX manual, section "Data Annotations"::

    annotations = spec { ";" spec }
    spec        = [ item [ ":" part ] ] "=" ( word { "," word } | '"' literal '"' )

A spec without an item annotates the whole field. ``author+an:NAME`` is a further annotation with
a name; the name of ``author+an`` is ``default``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

_QUOTED = r'"(?:\\.|[^"\\])*"'
"""A literal in quotes; those of an accent, as in ``{\\"a}``, do not end it."""
_SPEC = re.compile(
    rf"""
    (?: (?P<item>\d+) \s* (?: : \s* (?P<part>[\w-]+) )? )? \s*
    = \s*
    (?: (?P<literal>{_QUOTED}) | (?P<words>(?:\\.|[^="\\])+) ) \s*
    """,
    re.VERBOSE | re.DOTALL,
)
_SPECS = re.compile(rf"(?:{_QUOTED}|\\.|[^;])+", re.DOTALL)
_RANGE = re.compile(r"(\d{1,2})\s*(?:--?|–|\.\.)\s*(\d{1,2})(?!\d)")
_BETWEEN_ITEMS = re.compile(r",(?=\s*\d+\s*(?::[\w\s-]+)?=)")


DEFAULT = ":default"
"""The end of a field with the default annotation, as ``biber --tool`` writes it."""


class Annotation(NamedTuple):
    """One spec: annotates a field, one of its items or a part of an item."""

    item: int | None
    """Position in the list, from 1; None for the whole field."""
    part: str | None
    """Name part (``given``, ``family``, …); None for the whole item."""
    words: tuple[str, ...]
    """Annotation words, or the one literal."""
    literal: bool = False
    """Whether the annotation was written in quotes."""

    def __str__(self) -> str:
        target = "" if self.item is None else str(self.item)
        if self.part is not None:
            target += f":{self.part}"
        value = f'"{self.words[0]}"' if self.literal else ",".join(self.words)
        return f"{target}={value}"


def under_usual_names(fields: Mapping[str, str]) -> dict[str, str]:
    """Return fields by lower-case name, with ``author+an:default`` as ``author+an``.

    If an entry has both they are joined, as biber does.
    """
    found: dict[str, str] = {}
    for name, value in fields.items():
        name = name.lower()
        if "+an" not in name:
            found[name] = value
            continue
        usual = name.removesuffix(DEFAULT) if name.endswith(f"+an{DEFAULT}") else name
        is_second = usual in found and (usual != name or usual.endswith("+an"))
        found[usual] = f"{found[usual]}; {value}" if is_second else value
    return found


def parse(text: str) -> tuple[list[Annotation], list[str]]:
    """Parse the value of a ``…+an`` field.

    Returns the annotations in their order, and the malformed specs as they were written.
    """
    annotations, malformed = _parsed(text)
    return [*annotations], [*malformed]


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[tuple[Annotation, ...], tuple[str, ...]]:
    """Parse a value; many entries have the same."""
    specs = [(spec, _parse_spec(spec)) for spec in _split(text)]
    return (
        tuple(annotation for _, annotation in specs if annotation is not None),
        tuple(spec for spec, annotation in specs if annotation is None),
    )


def spaced_specs(text: str) -> list[str]:
    """Return the specs with a space next to the equals sign.

    `parse` accepts them; biber 2.18 reads the space as a name part, so that LaTeX loses the mark.
    """
    return [spec for spec in _split(text) if re.match(r'[^="]*(?:\s=|=\s)', spec)]


def has_commas_between(text: str) -> bool:
    """Whether commas separate the specs; `parse` accepts them, biber does not."""
    return len(_split(text)) > sum(not part.isspace() for part in _SPECS.findall(text))


def suggested(spec: str) -> str:
    """Suggest a correction of a malformed spec: two specs for ``1,2=equal`` and ``1-2=equal``."""
    listed = _RANGE.sub(
        lambda match: " ".join(map(str, range(int(match[1]), int(match[2]) + 1))), spec
    )
    items = re.findall(r"\d+", listed)
    words = re.findall(r"[^\W\d_][\w-]*", listed)
    if items and len(words) == 1 and not spec.startswith("-"):
        return "; ".join(f"{item}={words[0]}" for item in items)
    return "1=equal; 2=equal"


def to_string(annotations: Iterable[Annotation]) -> str:
    """Return annotations as the value of a ``…+an`` field, the inverse of `parse`."""
    return "; ".join(str(annotation) for annotation in annotations)


def moved(text: str, places: Mapping[int, int]) -> str:
    """Return the value of a ``…+an`` field with the items at other `places`."""
    annotations, malformed = parse(text)
    items = [a._replace(item=places.get(a.item, a.item)) if a.item else a for a in annotations]
    return "; ".join([to_string(items), *malformed]) if items else text


def words_by_item(annotations: Iterable[Annotation]) -> dict[int, tuple[str, ...]]:
    """Collect the words of each whole item in order, without duplicates.

    If two specs have the same position, their words are merged. (In biber, the later spec
    replaces the earlier one.)
    """
    words: dict[int, dict[str, None]] = {}
    for annotation in annotations:
        if annotation.item is not None and annotation.part is None and not annotation.literal:
            words.setdefault(annotation.item, {}).update(dict.fromkeys(annotation.words))
    return {item: tuple(found) for item, found in words.items()}


def _split(text: str) -> list[str]:
    """Split at semicolons outside literals, and drop empty specs.

    A comma before the next item also separates, as in ``1=equal, 2=equal``.
    """
    specs: list[str] = []
    for part in _SPECS.findall(text):
        items = [""]
        for place, piece in enumerate(re.split(f"({_QUOTED})", part, flags=re.DOTALL)):
            # Every second piece is a literal.
            first, *others = [piece] if place % 2 else _BETWEEN_ITEMS.split(piece)
            items[-1] += first
            items += others
        specs += items if all("=" in item for item in items) else [part]
    return [spec.strip() for spec in specs if spec.strip()]


def _parse_spec(spec: str) -> Annotation | None:
    match = _SPEC.fullmatch(spec)
    if match is None:
        return None
    item = int(match["item"]) if match["item"] else None
    if match["literal"] is not None:
        return Annotation(item, match["part"], (match["literal"][1:-1],), literal=True)
    words = tuple(word.strip() for word in match["words"].split(","))
    if not all(words):
        return None
    return Annotation(item, match["part"], words)
