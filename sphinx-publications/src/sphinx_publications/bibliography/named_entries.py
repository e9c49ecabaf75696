"""Entries that other entries name: the related ones, and the members of a set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.diagnostics import Problem, Remark, Subtype, did_you_mean
from sphinx_publications.model.relations import keys_in


def keys_by_name(entries: Iterable[SourceEntry]) -> dict[str, str]:
    """Return the key of each entry by what may name it: the key or its ``ids``, lower-cased."""
    found: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for entry in entries:
        found[entry.key.lower()] = entry.key
        aliases.update((name.lower(), entry.key) for name in keys_in(entry.fields.get("ids", "")))
    return aliases | found


def missing_entries(entries: Mapping[str, SourceEntry]) -> Iterator[Problem]:
    """Yield a problem for each related entry that is missing; `entries` maps lower-cased keys."""
    naming = [entry for entry in entries.values() if entry.publication.relation.keys]
    known = keys_by_name(entries.values()) if naming else {}
    for entry in naming:
        for key in entry.publication.relation.keys:
            if key.lower() not in known:
                near = did_you_mean(key, known.values())
                message = f"it is related to '{key}', which is not in the file; add that entry"
                yield entry.source.problem(
                    entry.key, Remark("related", Subtype.CROSSREF, f"{message}{near}")
                )


def no_work(entry: SourceEntry) -> str:
    """Return why an entry that only serves others is not shown, and a remedy."""
    members = ", ".join(keys_in(entry.fields.get("entryset", "")))
    is_set = entry.type == "set" and members
    remedy = f"name its members: {members}" if is_set else "remove it"
    return f"'{entry.key}' is @{entry.type}, which is no work itself; {remedy}"
