"""Write the BibTeX of an entry for others to copy, without private fields."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sphinx_publications.bibtex.source import RawEntry
from sphinx_publications.latex import plain
from sphinx_publications.model import annotations as data_annotations
from sphinx_publications.model.annotations import DEFAULT, Annotation, under_usual_names
from sphinx_publications.model.data_marks import SYMBOLS, is_symbol
from sphinx_publications.model.fields import is_for_others
from sphinx_publications.model.marks import usual_word
from sphinx_publications.model.names import OTHERS, Name, in_braces
from sphinx_publications.model.parse_options import ReadingOptions
from sphinx_publications.model.publication import Publication
from sphinx_publications.model.states import is_undated, pubstate_for, state_beside_year

_AT_HOME = re.compile(
    r"\s*(?:file:|~[\w.-]*/|[A-Za-z]:[\\/]|/(?:home|Users|Volumes|root)/)", re.IGNORECASE
)
"""The start of a path on the writer's own computer."""
_OPENING = re.compile(r"[{(]")
_BETWEEN = re.compile(r"[\s,]*")
_IN_WORDS = re.compile(r"\W*[^\W\d_]")


def quote(
    entry: RawEntry,
    options: ReadingOptions | None = None,
    replaced: Mapping[str, str] | None = None,
) -> str:
    """Return an entry as BibTeX with its public fields.

    These are the bibliographic fields except `options.bibtex_hidden`, and `options.bibtex_fields`.
    The source text is kept unless it has issues, remarks or strings that are defined elsewhere, or
    `replaced` has other values for fields; then the entry is written from its values.
    """
    options = options or ReadingOptions()
    # Some parsers reject an entry that has only a key.
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


def added_fields(entry: RawEntry, options: ReadingOptions) -> dict[str, str]:
    """Return the fields that are public only because `options.bibtex_fields` names them.

    Data annotations are left out: classic BibTeX has none.
    """
    if not options.bibtex_fields:
        return {}
    without = options._replace(bibtex_fields=frozenset())
    return {
        name: value
        for name, value in entry.fields.items()
        if name.lower() in options.bibtex_fields and _stays_home(name, value, without)
        if not _stays_home(name, value, options) and "+an" not in name.lower()
    }


def _has_remarks(entry: RawEntry) -> bool:
    """Whether an entry has text between its fields, such as a LaTeX comment."""
    starts, ends = [*entry.starts.values()], [*entry.ends.values()]
    between = [entry.text[end:start] for end, start in zip(ends, starts[1:], strict=False)]
    head = _OPENING.split(entry.text[: starts[0]], maxsplit=1)[-1].strip() if starts else ""
    tail = entry.text[ends[-1] : -1] if ends else ""
    return _BETWEEN.fullmatch("".join([head.removeprefix(entry.key), *between, tail])) is None


def _stays_home(name: str, value: str, options: ReadingOptions) -> bool:
    """Whether a field is private: by its name, or because it is a path on a local disk."""
    lower = name.lower()
    if lower in options.bibtex_hidden:
        return True
    is_meant = (
        is_for_others(lower)
        or lower in options.bibtex_fields
        or (lower not in _STEERING and any(kind.field == lower for kind in options.link_kinds))
    )
    return not is_meant or _AT_HOME.match(value) is not None


_STEERING = frozenset({"google_scholar_id"})
"""Link fields that only configure a homepage."""


def replaced_for_others(
    entry: RawEntry, publication: Publication, has_typed_marks: bool, inherited: Mapping[str, str]
) -> dict[str, str]:
    """Return the fields of an entry whose values differ in the BibTeX for others.

    Inherited fields are included, so that the entry can be copied alone; the keyword ``selected``
    is removed.
    """
    written = {name.lower(): name for name in entry.fields}
    is_annotated = any("+an" in name for name in written)
    usual = _usual_annotations(entry, written) if is_annotated else {}
    replaced = {**inherited, **usual, **_year_without_words(entry, written, publication)}
    if inherited:
        replaced.update({written[name]: "" for name in ("crossref", "xdata") if name in written})
    if publication.selected and "selected" in entry.fields.get(written.get("keywords", ""), ""):
        replaced[written["keywords"]] = ", ".join(publication.keywords)
    if has_typed_marks or (is_annotated and _has_quoted_marks(entry, publication.role)):
        replaced.update(with_marks_as_data(entry, publication))
    return replaced


def _year_without_words(
    entry: RawEntry, written: Mapping[str, str], publication: Publication
) -> dict[str, str]:
    """Return ``date`` and ``pubstate`` in place of a year that begins with words, or has a state.

    typst refuses a whole file for one such year.
    """
    typed, date = entry.fields.get(written.get("year", ""), ""), publication.date
    has_state = state_beside_year(typed) != ""
    if not typed or not (has_state or _IN_WORDS.match(plain(typed))):
        return {}
    words = date.status if has_state or date.start else date.words
    state = "" if is_undated(words) else pubstate_for(words)
    said = {"year": "", "month": "", "date": date.edtf, "pubstate": state}
    return {
        written.get(name, name): value for name, value in said.items() if value or name in written
    }


def _usual_annotations(entry: RawEntry, written: Mapping[str, str]) -> dict[str, str]:
    """Return ``author+an:default`` as ``author+an``, which other programs know."""
    ends = f"+an{DEFAULT}"
    usual = {name.removesuffix(DEFAULT) for name in written if name.endswith(ends)}
    fields = under_usual_names(entry.fields) if usual else {}
    return {written.get(name, name): fields[name] for name in usual}


def _has_quoted_marks(entry: RawEntry, role: str) -> bool:
    """Whether an annotation has symbols, or words in quotes."""
    fields = under_usual_names(entry.fields)
    annotations, _ = data_annotations.parse(fields.get(f"{role}+an", ""))
    return SYMBOLS.format(role) in fields or any(is_symbol(a) or a.literal for a in annotations)


def with_marks_as_data(entry: RawEntry, publication: Publication) -> dict[str, str]:
    """Return the fields of people with the marks in names converted to annotations.

    The names have no marks. A symbol without an annotation word becomes a literal annotation
    (BibLaTeX manual, section "Data Annotations"). Of two annotations of one name biber keeps the
    last, which is the one with words.
    """
    written = {name.lower(): name for name in entry.fields}
    if publication.role not in written:
        return {}
    open_end = [OTHERS] if publication.et_al else []
    names = [written_name(n) for n in (*(a.name for a in publication.authors), *open_end)]
    field = written.get(f"{publication.role}+an", f"{publication.role}+an")
    said = under_usual_names(entry.fields).get(f"{publication.role}+an", "")
    annotations, _ = data_annotations.parse(said)
    annotations = [annotation for annotation in annotations if not is_symbol(annotation)]
    words = data_annotations.words_by_item(annotations)
    for position, author in enumerate(publication.authors, start=1):
        own = words.get(position, ())
        known = {usual_word(word) for word in own}
        added = (m.word for m in author.marks if m.is_word and m.word not in known)
        if marks := (*own, *added):
            words[position] = marks
    # A quoted word that is read as a mark is written as a word.
    others = [
        a
        for a in annotations
        if (a.item is None or a.part is not None or a.literal)
        and not {usual_word(word.strip()) for text in a.words for word in text.split(",")}
        <= {usual_word(word) for word in words.get(a.item or 0, ())}
    ]
    whole = [Annotation(item, None, found) for item, found in sorted(words.items())]
    symbols = [
        Annotation(position, None, ("".join(found),), literal=True)
        for position, author in enumerate(publication.authors, start=1)
        if (found := [re.sub("#", r"\#", m.symbol) for m in author.marks if m.is_typed_alone])
    ]
    value = data_annotations.to_string([*symbols, *whole, *others])
    return {
        written[publication.role]: " and ".join(names),
        **({field: value} if value else {}),
    }


def written_name(name: Name) -> str:
    """Return a name as written in an author field."""
    return in_braces(name, lambda text: re.sub(r"([&%$#_])", r"\\\1", text))
