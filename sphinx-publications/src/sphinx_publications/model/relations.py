"""Related entries: what a work says of others, as a translation or an erratum does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sphinx_publications.latex import plain

RELATIONS = {
    "translationof": "Translation of",
    "translationas": "Translated as",
    "bytranslator": "Translated as",
    "reprintof": "Reprint of",
    "reprintas": "Reprinted as",
    "reprintfrom": "Reprinted from",
    "origpubas": "Originally published as",
    "origpubin": "Originally published in",
    "reviewof": "Review of",
    "multivolume": "Volumes:",
    "erratum": "Erratum:",
    "errata": "Errata:",
    "": "See also:",
}
"""Words by BibLaTeX's ``relatedtype`` (manual, "Related Entries"), before the related entries."""


class Relation(NamedTuple):
    """The related entries of a work."""

    words: str = ""
    """What the work is to them: ``Translation of``; translated where it is shown."""
    keys: tuple[str, ...] = ()
    """Their keys as written."""


def read_relation(fields: Mapping[str, str]) -> Relation:
    """Return the related entries of an entry; `fields` have lower-case names."""
    if not fields.get("related"):
        return Relation()
    kind = plain(fields.get("relatedtype", "")).strip()
    said = plain(fields.get("relatedstring", "")).strip()
    words = said or RELATIONS.get(kind.lower()) or f"{kind[:1].upper()}{kind[1:]}:"
    return Relation(words, keys_in(fields["related"]))


def keys_in(value: str) -> tuple[str, ...]:
    """Return the keys in a field such as ``related`` or ``entryset``, each once."""
    return tuple(dict.fromkeys(key.strip() for key in value.split(",") if key.strip()))
