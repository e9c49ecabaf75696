"""The BibTeX of an entry for others to copy: the owner's own, less what is private."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from sphinx_publications.bibtex.source import RawEntry
from sphinx_publications.model import annotations as data_annotations
from sphinx_publications.model.annotations import Annotation
from sphinx_publications.model.authors import SYMBOLS, is_symbol
from sphinx_publications.model.names import Name
from sphinx_publications.model.publication import Publication

PRIVATE_FIELDS = (
    "additional_info",
    "altmetric",
    "award_name",
    "bibtex_show",
    "dimensions",
    "file",
    "google_scholar_id",
    "hidden",
    "inspirehep_id",
    "preview",
    "previewalt",
    "selected",
)
"""Fields that steer a homepage or name files of its owner."""


def quote(
    entry: RawEntry,
    private: Collection[str] = PRIVATE_FIELDS,
    replaced: Mapping[str, str] | None = None,
) -> str:
    """Return an entry as BibTeX without the fields named in `private`.

    Annotations with a name of their own steer the homepage too, and a second colon in a
    field's name makes some parsers drop the whole entry.

    It is the source as it stands. Where that holds slips, or strings that are
    defined elsewhere, or where `replaced` has other values for fields, the
    entry is written anew from what was read.
    """
    # Some parsers read no entry that has nothing but a key.
    is_bare = not entry.fields
    if entry.slips or entry.uses_strings or not entry.is_strict or replaced or is_bare:
        values = {**entry.fields, **(replaced or {})}
        fields = (
            f"  {name} = {{{value}}},\n"
            for name, value in values.items()
            if value and not _stays_home(name.lower(), private)
        )
        return f"@{entry.type}{{{entry.key},\n{''.join(fields)}}}"
    text = entry.text
    bounds = [*entry.starts.items()]
    for index in reversed(range(len(bounds))):
        name, start = bounds[index]
        if _stays_home(name, private):
            end = bounds[index + 1][1] if index + 1 < len(bounds) else len(text) - 1
            text = text[:start] + text[end:]
            bounds[index + 1 :] = [
                (later, place - (end - start)) for later, place in bounds[index + 1 :]
            ]
    return re.sub(r"\n[ \t]+(?=[})]\Z)", "\n", text)


def _stays_home(name: str, private: Collection[str]) -> bool:
    return name in private or "+an:" in name


def replaced_for_others(
    entry: RawEntry, publication: Publication, has_typed_marks: bool, inherited: Mapping[str, str]
) -> dict[str, str]:
    """Return other values for the fields of an entry that others copy; empty where there are none.

    What it inherits comes along, so that it can be copied alone; the selection stays.
    """
    written = {name.lower(): name for name in entry.fields}
    replaced = dict(inherited)
    if inherited:
        replaced.update({written[name]: "" for name in ("crossref", "xdata") if name in written})
    if publication.selected and "selected" in entry.fields.get(written.get("keywords", ""), ""):
        replaced[written["keywords"]] = ", ".join(publication.keywords)
    if has_typed_marks or SYMBOLS.format(publication.role) in written:
        replaced.update(with_marks_as_data(entry, publication))
    return replaced


def with_marks_as_data(entry: RawEntry, publication: Publication) -> dict[str, str]:
    """Return the fields of an entry whose names have marks typed into them, as data.

    The names come clean, and the marks as the annotations that say the same. A
    symbol that says no annotation word stays what it is, a literal (BibLaTeX manual,
    section "Data Annotations"). Of two annotations of one name biber keeps the last,
    which is the one with words.
    """
    written = {name.lower(): name for name in entry.fields}
    if publication.role not in written:
        return {}
    names = [written_name(author.name) for author in publication.authors]
    field = written.get(f"{publication.role}+an", f"{publication.role}+an")
    annotations, _ = data_annotations.parse(entry.fields.get(field, ""))
    words = data_annotations.words_by_item(annotations)
    for position, author in enumerate(publication.authors, start=1):
        marks = (*words.get(position, ()), *(m.word for m in author.marks if m.is_word))
        if marks:
            words[position] = tuple(dict.fromkeys(marks))
    others = [
        a
        for a in annotations
        if a.item is None or a.part is not None or (a.literal and not is_symbol(a))
    ]
    whole = [Annotation(item, None, found) for item, found in sorted(words.items())]
    symbols = [
        Annotation(position, None, ("".join(found),), literal=True)
        for position, author in enumerate(publication.authors, start=1)
        if (found := [re.sub("#", r"\#", m.symbol) for m in author.marks if not m.is_word])
    ]
    value = data_annotations.to_string([*symbols, *whole, *others])
    return {
        written[publication.role]: " and ".join(
            [*names, *(["others"] if publication.et_al else [])]
        ),
        **({field: value} if value else {}),
    }


def written_name(name: Name) -> str:
    """Return a name for an author field."""
    text = re.sub(r"([&%$#_])", r"\\\1", name.inverted)
    return text if name.given else f"{{{text}}}"
