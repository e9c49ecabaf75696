"""The BibTeX of an entry for others to copy: the owner's own, less what is private."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sphinx_publications.bibtex.source import RawEntry
from sphinx_publications.model import annotations as data_annotations
from sphinx_publications.model.annotations import Annotation
from sphinx_publications.model.authors import SYMBOLS, is_symbol
from sphinx_publications.model.fields import is_for_others
from sphinx_publications.model.names import Name
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication

_AT_HOME = re.compile(
    r"\s*(?:file:|~[\w.-]*/|[A-Za-z]:[\\/]|/(?:home|Users|Volumes|root)/)", re.IGNORECASE
)
"""What begins with this is the path of a file of whoever wrote it."""
_BETWEEN = re.compile(r"[\s,]*")


def quote(
    entry: RawEntry,
    options: ReadingOptions | None = None,
    replaced: Mapping[str, str] | None = None,
) -> str:
    """Return an entry as BibTeX, with the fields that are for others.

    These are the bibliographic ones, less `options.bibtex_hidden`, and `options.bibtex_fields`.
    It is the source as it stands. Where that holds slips or remarks, or strings that are
    defined elsewhere, or where `replaced` has other values for fields, the
    entry is written anew from what was read.
    """
    options = options or ReadingOptions()
    # Some parsers read no entry that has nothing but a key.
    is_bare = not entry.fields
    is_odd = entry.slips or entry.uses_strings or not entry.is_strict
    if is_odd or replaced or is_bare or _has_remarks(entry):
        values = {**entry.fields, **(replaced or {})}
        fields = (
            f"  {name} = {{{value}}},\n"
            for name, value in values.items()
            if value and not _stays_home(name, value, options)
        )
        return f"@{entry.type}{{{entry.key},\n{''.join(fields)}}}"
    values = {name.lower(): value for name, value in entry.fields.items()}
    starts = [*entry.starts.values(), len(entry.text) - 1]
    kept = [
        entry.text[start:end]
        for name, start, end in zip(entry.starts, starts, starts[1:], strict=False)
        if not _stays_home(name, values.get(name, ""), options)
    ]
    text = "".join([entry.text[: starts[0]], *kept, entry.text[starts[-1] :]])
    return re.sub(r"\n[ \t]+(?=[})]\Z)", "\n", text)


def _has_remarks(entry: RawEntry) -> bool:
    """Whether anything stands between the fields of an entry, such as a comment of LaTeX."""
    starts, ends = [*entry.starts.values()], [*entry.ends.values()]
    between = [entry.text[end:start] for end, start in zip(ends, starts[1:], strict=False)]
    head = re.split(r"[{(]", entry.text[: starts[0]], maxsplit=1)[-1].strip() if starts else ""
    tail = entry.text[ends[-1] : -1] if ends else ""
    return not all(
        _BETWEEN.fullmatch(text) for text in (head.removeprefix(entry.key), *between, tail)
    )


def _stays_home(name: str, value: str, options: ReadingOptions) -> bool:
    """Whether a field is not for others: by its name, or as it is a path on somebody's disk."""
    lower = name.lower()
    if lower in options.bibtex_hidden:
        return True
    is_link = lower not in _STEERING and any(kind.field == lower for kind in options.link_kinds)
    is_meant = is_for_others(lower) or is_link or lower in options.bibtex_fields
    return not is_meant or _AT_HOME.match(value) is not None


_STEERING = frozenset({"google_scholar_id"})
"""Fields of links that steer a homepage."""


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
